"""Who could step in on each seat, with everybody else kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teamforge.challenge import Challenge
from teamforge.challenge.history import with_answers
from teamforge.errors import InternalError
from teamforge.page.listing import Listing
from teamforge.page.plain import Plain, frame
from teamforge.pool import Pool
from teamforge.pool.assignments.history import in_force
from teamforge.problem import Choice, Problem
from teamforge.result.data import ResultData
from teamforge.search.queries.substitutes import in_window, substitutes
from teamforge.solve import Solved, choice_of, team_of
from teamforge.spec.words import spoken
from teamforge.team import Responses, Team
from teamforge.verify import Checker, violations

if TYPE_CHECKING:
    import pandas as pd

_OF_VISITS = {"overlap", "rest", "max_per_year"}


@dataclass(frozen=True, slots=True)
class Reserve(Plain):
    """
    Somebody who could step in, with everybody else kept.

    Parameters
    ----------
    seat, member
        The seat, and who has it now.
    rank
        Their rank; 1 costs the team least.
    peer_id
        Who could step in.
    points, cost
        The team's points with them, and how many fewer than now; below 0 if a rule for the whole team was not binding.
    """

    seat: str
    member: str
    rank: int
    peer_id: str
    points: int
    cost: int

    def __str__(self) -> str:
        """Return the reserve as a sentence."""
        return f"If {self.member} ({spoken(self.seat)}) drops out, {self.peer_id} can step in for {self.cost:,} points."


@dataclass(frozen=True)
class Reserves(Plain, Listing[Reserve]):
    """
    Who could step in on each seat of a team, by seat and then by cost.

    Parameters
    ----------
    challenge_id, points
        The challenge, and the present team's points.
    answers
        The reserves, at most `per_seat` for each seat.
    depth
        How many could step in altogether, by seat.
    """

    challenge_id: str
    points: int
    answers: tuple[Reserve, ...]
    depth: dict[str, int]

    _LIST = "answers"
    _KEYS = ("challenge_id", "points", "depth", ("reserves", "answers"))

    @property
    def without(self) -> tuple[str, ...]:
        """The seats for which nobody could step in."""
        return tuple(seat for seat, count in self.depth.items() if not count)

    def __repr__(self) -> str:
        """Return how many could step in on each seat."""
        return f"<Reserves {self.challenge_id}: {', '.join(f'{seat} {count}' for seat, count in self.depth.items())}>"

    def to_frame(self) -> pd.DataFrame:
        """
        Return the reserves as a data frame.

        Returns
        -------
        pandas.DataFrame
            One row per reserve: ``seat``, ``member`` who has it now, ``rank`` from 1, ``peer_id`` of the reserve,
            ``points`` of the team with them, and ``cost``, how many fewer that is.
        """
        return frame(self.answers, ("seat", "member", "rank", "peer_id", "points", "cost"))


def no_reserves(pool: Pool, challenge: Challenge, team: Team) -> tuple[str | tuple[str, str], ...]:
    """Return who cannot step in by the history: peers who are out, and pairs of a seat and a peer with other visits."""
    rows = in_force(pool)
    out = [row.peer_id for row in rows if row.out and row.challenge_id == challenge.id]
    elsewhere = {row.peer_id for row in rows if row.live and row.challenge_id != challenge.id}
    too_near = [
        (seat.id, peer)
        for peer in sorted(elsewhere)
        for seat in challenge.seats
        if any(role in seat.accepts for role in pool.peer(peer).roles)
        and any(each.rule in _OF_VISITS for each in violations(pool, challenge, Team(team.start, ((seat.id, peer),))))
    ]
    return (*out, *too_near)


def reserves(
    result: ResultData,
    solved: Solved,
    *,
    per_seat: int = 3,
    seats: Collection[str] | None = None,
    without: Collection[str | tuple[str, str]] = (),
) -> Reserves:
    """Answer `Result.reserves`, which describes parameters and errors."""
    if per_seat < 1:
        raise ValueError(f"per_seat is {per_seat}: expected 1 or more")
    pairs = [each for each in without if not isinstance(each, str)]
    if unknown := [seat for seat in (*(seats or ()), *dict(pairs)) if seat not in result.challenge.seat_ids]:
        raise KeyError(f"no such seat: {', '.join(unknown)}")
    team = result.require_team()
    choice, points = solved.outcome.choice, solved.outcome.points
    if choice is None or points is None:
        raise InternalError("a result has a team that was not found")
    problem = solved.unpinned
    part, here = in_window(problem, choice_of(problem, team))
    answers: list[Reserve] = []
    depth: dict[str, int] = {}
    for seat, place, every, value in substitutes(part, here):
        name, member = part.seats[seat], str(part.peer_ids[part.peers[place]])
        if seats is not None and name not in seats:
            continue
        out = [each for each in without if isinstance(each, str)] + [peer for own, peer in pairs if own == name]
        asked = ~np.isin(part.peer_ids[part.peers[every]].astype(str), out)
        vacant = _vacated(result.pool, result.challenge, team, name, member)
        if vacant is None:
            asked[:] = False
        others, worth = every[asked], value[asked]
        depth[name] = len(others)
        checker = Checker(result.pool, vacant or result.challenge)
        for rank, (other, own) in enumerate(
            zip(others[:per_seat].tolist(), worth[:per_seat].tolist(), strict=True), start=1
        ):
            again = Choice(0, tuple(other if each == place else each for each in here.candidates))
            checker.check(team_of(part, again), own)
            answers.append(Reserve(name, member, rank, str(part.peer_ids[part.peers[other]]), own, points - own))
    return Reserves(result.challenge_id, points, tuple(answers), depth)


def least_depth(pool: Pool, challenge: Challenge, problem: Problem, team: Team) -> int:
    """Return how many could step in on the seat for which the fewest could; `problem` is `Solved.unpinned`."""
    part, here = in_window(problem, choice_of(problem, team))
    depths = []
    for seat, place, every, _ in substitutes(part, here):
        member = str(part.peer_ids[part.peers[place]])
        possible = _vacated(pool, challenge, team, part.seats[seat], member) is not None
        depths.append(len(every) if possible else 0)
    return min(depths, default=0)


def _vacated(pool: Pool, challenge: Challenge, team: Team, seat: str, member: str) -> Challenge | None:
    """
    Return a challenge once a member has dropped out; None if their confirmation alone made the days possible.

    Without the last confirmation section 2 of SPEC.md asks again whether the days are valid.
    """
    if seat not in challenge.pins:
        return challenge
    answers = challenge.answers.then(Responses.of(withdrawn=[member]))
    unsettled = with_answers(challenge.given, team, answers)
    others = Team(team.start, tuple(each for each in team.seats if each[0] != seat))
    if any(each.rule == "window" for each in violations(pool, unsettled, others)):
        return None
    return with_answers(challenge, team, answers)
