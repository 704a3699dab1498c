"""How a plan stands up to drop-outs: what is lost, which seats fail first, and who to keep in reserve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from teamforge.page import Page, Section, Table
from teamforge.page.displayed import Displayed
from teamforge.page.model import numbers, texts
from teamforge.page.plain import Plain, frame
from teamforge.page.words import counted, listed
from teamforge.spec.words import spoken

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Trial(Plain):
    """
    What happened in one trial.

    Parameters
    ----------
    drop_outs
        How many members dropped out.
    lost
        The ids of the challenges whose team could not be repaired, first to last.
    cost
        The points lost by repairing the other teams, weighted by priority.
    """

    drop_outs: int
    lost: tuple[str, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class SeatStress(Plain):
    """
    What happened to a seat of the plan, over all trials.

    Parameters
    ----------
    challenge_id, seat, peer_id
        The seat, and who has it in the plan.
    rate
        How likely that peer is to drop out.
    drop_outs
        The number of trials in which they dropped out.
    failed
        In how many of these the team could not be repaired.
    first
        In how many of these theirs was the first team of the plan to be lost.
    reserve
        The id of a peer to keep in reserve; None if the seat needs none, or nobody is free.
    reserve_cost
        How many points fewer the team has with that peer, not weighted.
    """

    challenge_id: str
    seat: str
    peer_id: str
    rate: float
    drop_outs: int
    failed: int
    first: int
    reserve: str | None
    reserve_cost: int | None


@dataclass(frozen=True)
class Stress(Displayed, Plain):
    """
    What random drop-outs do to a plan.

    Parameters
    ----------
    programme_id
        The id of the programme.
    seed
        The seed of the draws.
    rates
        The share of members who drop out, by role.
    challenges
        The ids of the challenges with a team.
    trials
        What happened in each trial.
    seats
        Every filled seat: those that fail most often first, then in the order of the programme.
    """

    programme_id: str
    seed: int
    rates: Mapping[str, float]
    challenges: tuple[str, ...]
    trials: tuple[Trial, ...]
    seats: tuple[SeatStress, ...]

    _KEYS = ("programme_id", "seed", "rates", "challenges", "whole", "all_whole", "mean_cost", "seats", "trials")

    @property
    def whole(self) -> float:
        """How many challenges keep a team, on average."""
        return len(self.challenges) - sum(len(each.lost) for each in self.trials) / len(self.trials)

    @property
    def all_whole(self) -> int:
        """In how many trials every challenge kept a team."""
        return sum(not each.lost for each in self.trials)

    @property
    def mean_cost(self) -> float:
        """What the repairs cost on average, in points."""
        return sum(each.cost for each in self.trials) / len(self.trials)

    def most_cost(self, share: float = 0.9) -> int:
        """
        Return the points that the repairs do not exceed in a share of the trials.

        Parameters
        ----------
        share
            The share of the trials: above 0, up to 1.
        """
        costs = sorted(each.cost for each in self.trials)
        return costs[ceil(share * len(costs)) - 1]

    def lost(self, challenge_id: str) -> int:
        """Return in how many trials a challenge lost its team."""
        return sum(challenge_id in each.lost for each in self.trials)

    def page(self) -> Page:
        """Return the page that people read: with ids, without names."""
        return Page(f"Drop-outs in programme {self.programme_id}", tuple(self._lines()), tuple(self._sections()))

    def _lines(self) -> Iterator[str]:
        yield f"{counted(len(self.trials), 'trial')}, seed {self.seed}; {self._rates}"
        yield f"every challenge keeps a team in {self.all_whole:,} of them"
        yield f"on average {self.whole:.1f} of {counted(len(self.challenges), 'challenge')} keep a team"
        yield (
            f"the repairs cost {self.mean_cost:,.0f} points on average, and in nine trials of ten at most "
            f"{self.most_cost():,}"
        )

    @property
    def _rates(self) -> str:
        shares = set(self.rates.values())
        if len(shares) == 1:
            return f"{shares.pop():.0%} of the members drop out"
        return listed([f"{share:.0%} of {spoken(role)}" for role, share in self.rates.items() if share]) + " drop out"

    def _sections(self) -> Iterator[Section]:
        lost = {own: count for own in self.challenges if (count := self.lost(own))}
        if lost:
            rows = tuple(sorted(lost.items(), key=lambda item: -item[1]))
            columns = (*texts("Challenge"), *numbers("Lost in trials"))
            yield Section("Challenges that lost their team", table=Table(columns, rows))
            yield self._first_to_fail()
        if any(each.reserve for each in self.seats):
            yield self._in_reserve()
        without = [each for each in self._by_challenge if each.rate and each.reserve is None]
        if without:
            items = tuple(f"{each.challenge_id}: {spoken(each.seat)}" for each in without)
            yield Section("Seats without anybody in reserve", items=items)

    @property
    def _by_challenge(self) -> list[SeatStress]:
        return sorted(self.seats, key=lambda each: self.challenges.index(each.challenge_id))

    def _first_to_fail(self) -> Section:
        columns = (*texts("Challenge", "Seat", "Member"), *numbers("Drop-outs", "Team lost", "First of the plan"))
        rows = tuple(
            (each.challenge_id, spoken(each.seat), each.peer_id, each.drop_outs, each.failed, each.first)
            for each in self.seats
            if each.failed
        )
        return Section("Seats that fail first", table=Table(columns, rows))

    def _in_reserve(self) -> Section:
        line = "nobody is kept for two seats on which they could not serve both; everybody else and the dates are kept"
        columns = (*texts("Challenge", "Seat", "Member", "Reserve"), *numbers("Cost"))
        rows = tuple(
            (each.challenge_id, spoken(each.seat), each.peer_id, each.reserve, each.reserve_cost)
            for each in self._by_challenge
            if each.reserve
        )
        return Section("Who to keep in reserve", (line,), table=Table(columns, rows))

    def __repr__(self) -> str:
        """Return how many challenges keep a team."""
        whole = f"{self.whole:.1f} of {len(self.challenges)} keep a team"
        return f"<Stress {self.programme_id}: {len(self.trials)} trials, {whole} on average>"

    def to_frame(self) -> pd.DataFrame:
        """
        Return the seats as a data frame.

        Returns
        -------
        pandas.DataFrame
            One row per filled seat: ``challenge_id``, ``seat``, ``peer_id``, ``rate``, ``drop_outs``, ``failed`` and
            ``first`` (numbers of trials), ``reserve`` (an id; missing if there is none) and ``reserve_cost``
            (points; missing likewise).
        """
        columns = tuple(SeatStress.__dataclass_fields__)
        return frame(self.seats, columns, may_miss=("reserve_cost",)).astype({"reserve": "str"})
