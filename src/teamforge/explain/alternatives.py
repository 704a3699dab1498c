"""What else: the best teams, each of which differs from those before it in people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from teamforge.challenge import Challenge
from teamforge.forge import compose, study_of
from teamforge.page.shown import Shown
from teamforge.pool import Pool
from teamforge.problem import Choice, Problem, Tallies
from teamforge.search import Limits, Progress, StopWatch, search
from teamforge.status import Status
from teamforge.study import Study, team_of
from teamforge.team import Team
from teamforge.verify import check

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Alternative", "Alternatives", "alternatives"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """
    A team that is as good as its place in the list.

    Parameters
    ----------
    rank
        From 1: the best team.
    points, cost
        Its points, and how many fewer they are than the best team's.
    team
        Window and seats.
    replaced
        The ids of those of the best team who are not on it, sorted.
    """

    rank: int
    points: int
    cost: int
    team: Team
    replaced: tuple[str, ...]

    def __str__(self) -> str:
        """Return the team as a sentence."""
        if self.rank == 1:
            return f"1: {self.points:,} points from {self.team.start}, the best team."
        return (
            f"{self.rank}: {self.points:,} points from {self.team.start}, {self.cost:,} fewer, "
            f"without {', '.join(self.replaced) or 'nobody'}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the team in plain values, ready for JSON."""
        return {
            "rank": self.rank,
            "points": self.points,
            "cost": self.cost,
            "start": str(self.team.start),
            "members": [{"seat": seat, "peer_id": peer} for seat, peer in self.team.seats],
            "replaced": list(self.replaced),
        }


@dataclass(frozen=True)
class Alternatives(Shown, Sequence[Alternative]):
    """
    Teams in proved order: none that differs enough from those before has more points than the next.

    Parameters
    ----------
    challenge_id, differ_by
        Of which challenge, and in how many people each differs from every one before.
    teams
        The best first.
    complete
        Whether they are as many as asked for, or all there are; otherwise the time ran out.
    """

    challenge_id: str
    differ_by: int
    teams: tuple[Alternative, ...]
    complete: bool

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 -- one or, of a slice, several
        """Return the team at a place."""
        return self.teams[place]

    def __len__(self) -> int:
        """Return the number of teams."""
        return len(self.teams)

    def __repr__(self) -> str:
        """Return how many teams there are, and their points."""
        return (
            f"<Alternatives {self.challenge_id}: {', '.join(f'{each.points:,}' for each in self.teams) or 'no team'}>"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the teams in plain values, ready for JSON."""
        return {
            "challenge_id": self.challenge_id,
            "differ_by": self.differ_by,
            "complete": self.complete,
            "teams": [each.to_dict() for each in self.teams],
        }

    def to_frame(self) -> pd.DataFrame:
        """
        Return the teams as a data frame.

        Returns
        -------
        pandas.DataFrame
            One row a member of each team: ``rank`` from 1, ``points`` of the team, ``cost`` in points against the best
            team, ``start`` of its window, ``seat`` and ``peer_id``.
        """
        import pandas as pd  # noqa: PLC0415 -- slow to import

        rows = [
            {
                "rank": each.rank,
                "points": each.points,
                "cost": each.cost,
                "start": str(each.team.start),
                "seat": seat,
                "peer_id": peer,
            }
            for each in self.teams
            for seat, peer in each.team.seats
        ]
        return pd.DataFrame(rows, columns=["rank", "points", "cost", "start", "seat", "peer_id"])


def alternatives(
    pool: Pool,
    challenge: Challenge,
    k: int = 5,
    differ_by: int = 1,
    *,
    time_limit: float | None = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Alternatives:
    """
    Return the best `k` teams, each of which differs from every one before in at least `differ_by` people.

    Parameters
    ----------
    pool, challenge
        As for `compose`.
    k
        How many teams, from 1.
    differ_by
        So many people at least of each earlier team are not on a later one, from 1.
    time_limit, seed, progress
        As for `compose`.

    Returns
    -------
    Alternatives
        In proved order; fewer than `k` where there are no more. Each was re-checked.

    Raises
    ------
    InputError
        If the challenge does not fit the pool.
    ValueError
        If `k` or `differ_by` is below 1.

    Examples
    --------
    >>> from teamforge import alternatives, load_demo
    >>> found = alternatives(*load_demo(), k=2, differ_by=2)
    >>> found[0].cost, len(found[1].replaced) >= 2
    (0, True)
    """
    if k < 1 or differ_by < 1:
        raise ValueError(f"k is {k} and differ_by {differ_by}: both are expected to be 1 or more")
    watch = StopWatch.start(time_limit)
    result = compose(pool, challenge, time_limit=time_limit, seed=seed, progress=progress)
    known = study_of(result)
    problem, found = known.problem, known.found
    teams: list[Alternative] = []
    while found.choice is not None and found.points is not None and found.status is Status.OPTIMAL:
        teams.append(_alternative(known, teams, found.choice, found.points))
        if len(teams) == k:
            break
        if progress is not None:
            progress(f"team {len(teams)} has {found.points:,} points; looking for the next")
        problem = _differing(problem, found.choice, differ_by)
        found = search(problem, Limits(watch.left, seed), None, watch)
    complete = len(teams) == k or found.status is Status.INFEASIBLE
    return Alternatives(challenge.id, differ_by, tuple(teams), complete)


def _alternative(known: Study, before: Sequence[Alternative], choice: Choice, points: int) -> Alternative:
    team = team_of(known.problem, choice)
    check(known.given.pool, known.given.challenge, team, points)
    best = before[0] if before else None
    now = {peer for _, peer in team.seats}
    replaced = tuple(sorted(peer for _, peer in best.team.seats if peer not in now)) if best else ()
    return Alternative(len(before) + 1, points, best.points - points if best else 0, team, replaced)


def _differing(problem: Problem, choice: Choice, differ_by: int) -> Problem:
    """Return the problem whose teams lack at least so many people of a team, wherever they sit."""
    people = np.unique(problem.peers[list(choice.candidates)])
    members = np.flatnonzero(np.isin(problem.peers, people))
    rule = Tallies.one("differs", members, (), maximum=max(0, len(people) - differ_by))
    if len(people) < differ_by:  # nobody can be missing from a team of fewer
        rule = Tallies.one("differs", members[:0], (), minimum=1)
    return replace(problem, rules=(*problem.rules, rule))
