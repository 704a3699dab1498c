"""
Members drop out at random, one by one; each time the team is repaired, next to the other teams as they then are.

A member drops out when a number drawn for them is below the rate of their role, and those with the lowest share of
their rate drop out first. So if all rates are raised by one factor, the same draws make the same happen, and then more:
what is lost stays lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from operator import itemgetter

from teamforge.forge.programme.fixed_plan import FixedPlan
from teamforge.forge.programme.visits import VisitShare
from teamforge.forge.programme.workers import Workers
from teamforge.page.words import counted
from teamforge.search import Progress
from teamforge.search.queries.mending import Vacancy, fill_vacancy


@dataclass(frozen=True, slots=True)
class CandidateDropOut:
    """A drop-out from a challenge: the candidate of the plan, and whether the team could then be repaired."""

    place: int
    candidate: int
    mended: bool = True


@dataclass(eq=False)
class TrialRun:
    """
    One trial as it goes.

    Parameters
    ----------
    plan
        The plan.
    coming
        All drop-outs, first to last, each a challenge and a candidate of the plan.
    happened
        The drop-outs so far.
    teams, lost
        The present teams; and the challenges whose team could not be repaired, where the remaining members stay.
    """

    plan: FixedPlan
    coming: Sequence[tuple[int, int]]
    happened: list[CandidateDropOut] = field(default_factory=list)
    teams: dict[int, tuple[int, ...]] = field(init=False)
    lost: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin with the plan as it is."""
        self.teams = dict(self.plan.teams)
        self._visits: dict[int, list[VisitShare]] = {}
        self._out: dict[int, set[int]] = {}

    def next(self, step: int) -> Vacancy | None:
        """Let the next member drop out; return the seat to fill, or None if there is none."""
        if step >= len(self.coming):
            return None
        place, planned = self.coming[step]
        problem = self.plan.block(place).problem
        peer = int(problem.peers[planned])
        here = [candidate for candidate in self.teams[place] if problem.peers[candidate] == peer]
        if not here:  # a repair has replaced them already
            return None
        self._set(place, tuple(candidate for candidate in self.teams[place] if candidate != here[0]))
        self._out.setdefault(place, set()).add(peer)
        self.happened.append(CandidateDropOut(place, planned))
        if place in self.lost:
            return None
        others = [visit for other in self.teams if other != place for visit in self._of(other)]
        return self.plan.vacancy(place, self.teams[place], here[0], others, self._out[place])

    def mend(self, team: tuple[int, ...] | None) -> None:
        """Adopt the repaired team; None if there is none."""
        last = self.happened[-1]
        if team is None:
            self.lost.add(last.place)
            self.happened[-1] = replace(last, mended=False)
        else:
            self._set(last.place, team)

    def _set(self, place: int, team: tuple[int, ...]) -> None:
        self.teams[place] = team
        self._visits.pop(place, None)

    def _of(self, place: int) -> list[VisitShare]:
        if place not in self._visits:
            self._visits[place] = self.plan.visits(place, self.teams[place])
        return self._visits[place]


def draw(seed: int, trial: int, challenge_id: str, peer_id: str) -> float:
    """Return a number of at least 0 and below 1 that depends only on the arguments, not on the order of anything."""
    text = f"teamforge stress 1\n{seed}\n{trial}\n{challenge_id}\n{peer_id}"
    return int.from_bytes(sha256(text.encode()).digest()[:6]) / (1 << 48)


def run_trials(
    plan: FixedPlan,
    rates: Mapping[tuple[int, int], float],
    trials: int,
    seed: int,
    run: Workers,
    report: Progress,
) -> list[TrialRun]:
    """
    Return what happened in each trial.

    Parameters
    ----------
    plan
        The plan.
    rates
        How likely each member is to drop out, by challenge and candidate.
    trials, seed
        How many trials, and the seed of the draws.
    run
        The workers that do the repairs.
    report
        Called with a line of text as the work proceeds.
    """
    runs = [TrialRun(plan, _coming(plan, rates, trial, seed)) for trial in range(trials)]
    for step in range(max((len(each.coming) for each in runs), default=0)):
        report(f"{counted(sum(len(each.happened) for each in runs), 'drop-out')} so far, in {counted(trials, 'trial')}")
        open_ = [(each, vacancy) for each in runs if (vacancy := each.next(step)) is not None]
        for (each, _), team in zip(open_, run(fill_vacancy, itemgetter(1), open_), strict=True):
            each.mend(team)
    return runs


def _coming(
    plan: FixedPlan, rates: Mapping[tuple[int, int], float], trial: int, seed: int
) -> Sequence[tuple[int, int]]:
    """Return who drops out in a trial, first to last."""
    drawn = []
    for (place, candidate), rate in rates.items():
        own, peer = plan.block(place).id, plan.peer(place, candidate)
        number = draw(seed, trial, own, peer)
        if number < rate:
            drawn.append((number / rate, own, peer, place, candidate))
    return [(place, candidate) for *_, place, candidate in sorted(drawn)]
