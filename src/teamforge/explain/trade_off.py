"""The trade-off between two criteria: the best teams as one or the other counts several times as much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teamforge.errors import close_match
from teamforge.page.listing import Listing
from teamforge.page.plain import Plain
from teamforge.problem import Problem
from teamforge.result.data import ResultData
from teamforge.search import Budget, Progress, SearchLimits, search
from teamforge.solve import Solved, team_of
from teamforge.spec.status import Status
from teamforge.team import Team
from teamforge.verify import check

if TYPE_CHECKING:
    import pandas as pd

EMPHASES = (
    *((times, 1) for times in (100, *range(10, 1, -1))),
    (1, 1),
    *((1, times) for times in (*range(2, 11), 100)),
)
"""The factors on the first criterion and the second, from one extreme to the other."""


@dataclass(frozen=True, slots=True)
class TradeOff(Plain):
    """
    A team that no other beats on the first criterion, the second, and all the rest together.

    Parameters
    ----------
    emphasis
        The smallest factors on the two criteria at which this team was found to be best.
    first, second
        Its points for the two criteria, without the factors.
    points, cost
        All its points, and how many fewer than the best team's.
    team
        Its window and seats.
    """

    emphasis: tuple[int, int]
    first: int
    second: int
    points: int
    cost: int
    team: Team

    _KEYS = ("emphasis", "first", "second", "points", "cost", ("start", "team.start"), ("members", "team.members"))


@dataclass(frozen=True)
class TradeOffs(Plain, Listing[TradeOff]):
    """
    The trade-off between two criteria, from the most of the first to the most of the second.

    Parameters
    ----------
    challenge_id, first, second
        The challenge, and the two criteria.
    teams
        The teams, each with no more of the first than the one before; the best team is among them.
    """

    challenge_id: str
    first: str
    second: str
    teams: tuple[TradeOff, ...]

    _LIST = "teams"

    def __repr__(self) -> str:
        """Return how many teams there are."""
        return f"<TradeOffs {self.challenge_id}: {self.first} against {self.second}, {len(self.teams)} teams>"

    def to_frame(self) -> pd.DataFrame:
        """Return one row per team: the two criteria by their names, `points`, `cost` and `start`."""
        import pandas as pd  # noqa: PLC0415 -- slow to import

        rows = [(each.first, each.second, each.points, each.cost, str(each.team.start)) for each in self.teams]
        return pd.DataFrame(rows, columns=[self.first, self.second, "points", "cost", "start"])


def trade_off(
    result: ResultData,
    solved: Solved,
    first: str,
    second: str,
    *,
    time_limit: float | None = 60.0,
    progress: Progress | None = None,
) -> TradeOffs:
    """Answer `Result.trade_off`, which describes parameters and errors."""
    budget = Budget.start(time_limit)
    result.require_team()
    _refuse(solved.problem, first, second)
    emphases = _Emphases(result, solved, (first, second), budget)
    found: dict[int, TradeOff] = {}
    waiting = [(0, EMPHASES.index((1, 1))), (EMPHASES.index((1, 1)), len(EMPHASES) - 1)]
    while waiting:
        low, high = waiting.pop()
        for place in (low, high):
            if place not in found:
                if progress is not None:
                    progress(
                        "looking for the best team with {0} × {2} and {1} × {3}".format(*EMPHASES[place], first, second)
                    )
                found[place] = emphases.best(EMPHASES[place])
        # If both ends have the same, so has everything between: nothing else is as good at either.
        if high - low > 1 and _worth(found[low]) != _worth(found[high]):
            middle = (low + high) // 2
            waiting += [(low, middle), (middle, high)]
    teams: dict[tuple[int, int, int], TradeOff] = {}
    for place in sorted(found, key=lambda place: max(EMPHASES[place])):
        teams.setdefault(_worth(found[place]), found[place])
    ordered = sorted(teams.values(), key=lambda each: EMPHASES.index(each.emphasis))
    return TradeOffs(result.challenge_id, first, second, tuple(ordered))


def _worth(each: TradeOff) -> tuple[int, int, int]:
    return each.first, each.second, each.points


def _refuse(problem: Problem, first: str, second: str) -> None:
    """Refuse criteria that are not part of the points."""
    for name in (first, second):
        if name not in problem.terms:
            hint = close_match(name, list(problem.terms))
            raise ValueError(f"{name!r} is no part of the points here" + (f"; {hint}" if hint else ""))
    if first == second:
        raise ValueError(f"{first} cannot be traded for itself")


@dataclass(frozen=True, eq=False)
class _Emphases:
    result: ResultData
    solved: Solved
    criteria: tuple[str, str]
    budget: Budget

    def best(self, emphasis: tuple[int, int]) -> TradeOff:
        """Return the best team with these factors on the criteria."""
        problem = self.solved.problem
        factors = dict(zip(self.criteria, emphasis, strict=True))
        terms = {name: term.times(factors.get(name, 1)) for name, term in problem.terms.items()}
        limits = SearchLimits(self.budget.left, self.result.seed)
        found = search(replace(problem, terms=terms), limits, None, self.budget)
        if found.status is not Status.OPTIMAL or found.choice is None or self.result.points is None:
            raise self.budget.unproved(
                f"challenge {self.result.challenge_id}: the time ran out before every trade-off was proved",
                self.result.bound,
            )
        team = team_of(problem, found.choice)
        verified = check(self.result.pool, self.result.challenge, team, problem.score(found.choice))
        first, second = (verified.breakdown[name] for name in self.criteria)
        return TradeOff(emphasis, first, second, verified.points, self.result.points - verified.points, team)
