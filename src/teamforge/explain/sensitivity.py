"""How far each weight can move before another team is best, and which team that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teamforge.challenge import Challenge
from teamforge.errors import InternalError
from teamforge.page.listing import Listing
from teamforge.page.plain import Plain, frame
from teamforge.page.words import listed
from teamforge.problem import Choice, Problem
from teamforge.problem.compile import compilation_of
from teamforge.problem.criteria import CRITERIA
from teamforge.problem.instance import Compilation
from teamforge.result.data import ResultData
from teamforge.search import Budget, Progress, SearchLimits, search
from teamforge.solve import Solved, team_of
from teamforge.spec.status import Status
from teamforge.team import Team
from teamforge.verify import check

if TYPE_CHECKING:
    import pandas as pd

_HIGHEST = 10
"""The highest weight (SPEC.md sections 2 and 6)."""


@dataclass(frozen=True, slots=True)
class TakeOver(Plain):
    """
    The team that is best once the present one no longer is.

    Parameters
    ----------
    weight
        The weight at which it takes over.
    points, behind
        Its points at that weight, and how many fewer the present team has there.
    team
        Its window and seats.
    replaced
        The ids of present members who are not on it, sorted.
    """

    weight: int
    points: int
    behind: int
    team: Team
    replaced: tuple[str, ...]

    _KEYS = ("weight", "points", "behind", ("start", "team.start"), ("members", "team.members"), "replaced")

    def __str__(self) -> str:
        """Return who takes over as part of a sentence."""
        who = f"another, without {listed(self.replaced)}" if self.replaced else "the same people on other dates"
        return f"at {self.weight} {who}"


@dataclass(frozen=True, slots=True)
class WeightRange(Plain):
    """
    How far one weight can move, with everything else kept.

    Parameters
    ----------
    kind, name
        `theme` or `criterion`, and its name.
    weight
        The present value.
    low, high
        At every whole weight from `low` to `high`, no team has more points than the present one.
    below, above
        The team that takes over at `low` − 1 and at `high` + 1; None if that weight is out of range.
    """

    kind: str
    name: str
    weight: int
    low: int
    high: int
    below: TakeOver | None
    above: TakeOver | None

    def __str__(self) -> str:
        """Return the range as a sentence."""
        if self.below is None and self.above is None:
            return f"{self.name}: the team is best whatever its weight."
        then = " and ".join(str(each) for each in (self.below, self.above) if each is not None)
        span = str(self.low) if self.low == self.high else f"{self.low} to {self.high}"
        return f"{self.name} (weight {self.weight}): the team is best from {span}; {then}."


@dataclass(frozen=True)
class Sensitivity(Plain, Listing[WeightRange]):
    """How far each weight can move: the themes of the scope, then the criteria."""

    challenge_id: str
    ranges: tuple[WeightRange, ...]

    _LIST = "ranges"

    def __repr__(self) -> str:
        """Return how many weights change the team when they move by one."""
        close = sum(
            (each.below is not None and each.low == each.weight)
            or (each.above is not None and each.high == each.weight)
            for each in self.ranges
        )
        moved = f"{close} of {len(self.ranges)} weights change the team when moved by one"
        return f"<Sensitivity {self.challenge_id}: {moved}>"

    def to_frame(self) -> pd.DataFrame:
        """Return one row per weight: `kind`, `name`, `weight`, `low`, `high`."""
        return frame(self.ranges, ("kind", "name", "weight", "low", "high"))


def sensitivity(
    result: ResultData, solved: Solved, *, time_limit: float | None = 60.0, progress: Progress | None = None
) -> Sensitivity:
    """Answer `Result.sensitivity`, which describes parameters and errors."""
    result.require_team()
    if result.status is not Status.OPTIMAL:
        raise ValueError("the team is not proved to be the best, so the ranges in which it stays the best are unknown")
    weights = _Weights(result, solved, Budget.start(time_limit))
    ranges = []
    for kind, name, weight, changed in weights.each():
        if progress is not None:
            progress(f"moving the weight of {name}")
        ranges.append(weights.range_of(kind, name, weight, changed))
    return Sensitivity(result.challenge_id, tuple(ranges))


Changed = Callable[[int], Challenge]
"""A function from a weight to the challenge with that weight."""


class _Weights:
    """One team, and the problem under other weights."""

    def __init__(self, result: ResultData, solved: Solved, budget: Budget) -> None:
        self.result, self.budget = result, budget
        if solved.outcome.choice is None:
            raise InternalError("a result has a team that was not found")
        self.problem: Problem = solved.problem
        self.choice: Choice = solved.outcome.choice
        self.compilation: Compilation = compilation_of(solved.instance, solved.eligibility)[0]

    def each(self) -> Iterator[tuple[str, str, int, Changed]]:
        """Yield each weight, and the challenge with a different value."""
        challenge = self.result.challenge

        def scope(theme: str) -> Changed:
            return lambda weight: challenge.model_copy(update={"scope": {**challenge.scope, theme: weight}})

        def rule(name: str) -> Changed:
            keys = challenge.rules.get(name, {})
            return lambda weight: challenge.model_copy(
                update={"rules": {**challenge.rules, name: {**keys, "weight": weight}}}
            )

        if sum(weight > 0 for weight in challenge.scope.values()) > 1 or 0 in challenge.scope.values():
            yield from (("theme", theme, weight, scope(theme)) for theme, weight in challenge.scope.items())
        yield from (
            ("criterion", name, criterion.weight, rule(name)) for name, criterion in challenge.rulebook.criteria.items()
        )

    def range_of(self, kind: str, name: str, weight: int, changed: Changed) -> WeightRange:
        """Return how far a weight can move."""
        low, below = self._first(kind, name, weight, range(weight - 1, -1, -1), changed)
        high, above = self._first(kind, name, weight, range(weight + 1, _HIGHEST + 1), changed)
        return WeightRange(kind, name, weight, low, high, below, above)

    def _first(
        self, kind: str, name: str, last: int, weights: Sequence[int], changed: Changed
    ) -> tuple[int, TakeOver | None]:
        """Return the last weight at which the team is best, and the team that takes over after it, if one does."""
        for weight in weights:
            challenge = changed(weight)
            if not any(challenge.scope.values()):
                break
            criterion = "coverage" if kind == "theme" else name
            term = CRITERIA[criterion](replace(self.compilation, challenge=challenge))
            problem = replace(self.problem, terms={**self.problem.terms, criterion: term})
            if (over := self._better(problem, challenge, weight)) is not None:
                return last, over
            last = weight
        return last, None

    def _better(self, problem: Problem, challenge: Challenge, weight: int) -> TakeOver | None:
        """Return the best team of a problem if it is better than the present one."""
        own = problem.score(self.choice)
        found = search(problem, SearchLimits(self.budget.left, self.result.seed), None, self.budget)
        if found.status is not Status.OPTIMAL or found.choice is None or found.points is None:
            raise self.budget.unproved(
                f"challenge {challenge.id}: the time ran out before every range was proved", self.result.bound
            )
        if found.points == own:
            return None
        team = team_of(problem, found.choice)
        check(self.result.pool, challenge, team, found.points)
        now = {peer for _, peer in team.seats}
        gone = tuple(sorted(member.peer_id for member in self.result.members if member.peer_id not in now))
        return TakeOver(weight, found.points, found.points - own, team, gone)
