"""What else: the best teams, each with different people from those before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from teamforge.page.listing import Listing
from teamforge.page.plain import Plain
from teamforge.problem import Choice, Problem, Tallies
from teamforge.result.data import ResultData
from teamforge.search import Budget, Progress, SearchLimits, search
from teamforge.solve import Solved, team_of
from teamforge.spec.status import Status, Stop
from teamforge.team import Team
from teamforge.verify import check

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Alternative(Plain):
    """
    A team in the list of the best.

    Parameters
    ----------
    rank
        The place in the list; 1 is the best team.
    points, cost
        Its points, and how many fewer than the best team's.
    team
        Its window and seats.
    replaced
        The ids of the best team's members who are not on it, sorted.
    """

    rank: int
    points: int
    cost: int
    team: Team
    replaced: tuple[str, ...]

    _KEYS = ("rank", "points", "cost", ("start", "team.start"), ("members", "team.members"), "replaced")

    def __str__(self) -> str:
        """Return the team as a sentence."""
        if self.rank == 1:
            return f"1: {self.points:,} points from {self.team.start}, the best team."
        return (
            f"{self.rank}: {self.points:,} points from {self.team.start}, {self.cost:,} fewer, "
            f"without {', '.join(self.replaced) or 'nobody'}."
        )


@dataclass(frozen=True)
class Alternatives(Plain, Listing[Alternative]):
    """
    Teams in proved order: each has the most points of all that differ enough from those before it.

    Parameters
    ----------
    challenge_id, min_changes
        The challenge, and in how many people at least each team differs from every one before it.
    teams
        The teams, the best first.
    complete
        Whether these are as many as asked for, or all there are; otherwise time ran out.
    """

    challenge_id: str
    min_changes: int
    teams: tuple[Alternative, ...]
    complete: bool

    _LIST = "teams"
    _KEYS = ("challenge_id", "min_changes", "complete", "teams")

    def __repr__(self) -> str:
        """Return the points of each team."""
        return (
            f"<Alternatives {self.challenge_id}: {', '.join(f'{each.points:,}' for each in self.teams) or 'no team'}>"
        )

    def to_frame(self) -> pd.DataFrame:
        """
        Return the teams as a data frame.

        Returns
        -------
        pandas.DataFrame
            One row per member of each team: ``rank`` from 1, ``points`` of the team, ``cost`` in points against the
            best team, ``start`` of its window, ``seat`` and ``peer_id``.
        """
        import pandas as pd  # noqa: PLC0415 -- slow to import

        rows = [
            (each.rank, each.points, each.cost, str(each.team.start), seat, peer)
            for each in self.teams
            for seat, peer in each.team.seats
        ]
        return pd.DataFrame(rows, columns=["rank", "points", "cost", "start", "seat", "peer_id"])


def alternatives(
    result: ResultData,
    solved: Solved,
    count: int = 5,
    min_changes: int = 1,
    *,
    time_limit: float | None = 60.0,
    progress: Progress | None = None,
) -> Alternatives:
    """Answer `Result.alternatives`, which describes parameters and errors."""
    if count < 1 or min_changes < 1:
        raise ValueError(f"count is {count} and min_changes {min_changes}: both must be 1 or more")
    budget = Budget.start(time_limit)
    problem, found = solved.problem, solved.outcome
    if found.stopped is Stop.CHOICE:  # the team was not chosen for its points alone: another may be the best
        found = search(problem, SearchLimits(budget.left, result.seed), None, budget)
    teams: list[Alternative] = []
    while found.choice is not None and found.points is not None and found.status is Status.OPTIMAL:
        teams.append(_alternative(solved, teams, found.choice, found.points))
        if len(teams) == count:
            break
        if progress is not None:
            progress(f"team {len(teams)} has {found.points:,} points; looking for the next")
        problem = _differing(problem, found.choice, min_changes)
        found = search(problem, SearchLimits(budget.left, result.seed), None, budget)
    budget.raise_interrupt()
    complete = len(teams) == count or found.status is Status.INFEASIBLE
    return Alternatives(result.challenge_id, min_changes, tuple(teams), complete)


def _alternative(solved: Solved, before: Sequence[Alternative], choice: Choice, points: int) -> Alternative:
    team = team_of(solved.problem, choice)
    check(solved.instance.pool, solved.instance.challenge, team, points)
    best = before[0] if before else None
    now = {peer for _, peer in team.seats}
    replaced = tuple(sorted(peer for _, peer in best.team.seats if peer not in now)) if best else ()
    return Alternative(len(before) + 1, points, best.points - points if best else 0, team, replaced)


def _differing(problem: Problem, choice: Choice, min_changes: int) -> Problem:
    """Return the problem whose teams lack at least `min_changes` members of a team, whatever their seats."""
    people = np.unique(problem.peers[list(choice.candidates)])
    members = np.flatnonzero(np.isin(problem.peers, people))
    rule = Tallies.one("differs", members, (), maximum=max(0, len(people) - min_changes))
    if len(people) < min_changes:  # a team of fewer people cannot lack that many
        rule = Tallies.one("differs", members[:0], (), minimum=1)
    return replace(problem, rules=(*problem.rules, rule))
