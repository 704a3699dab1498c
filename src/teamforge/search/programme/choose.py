"""Choose one team for each challenge from those found: CP-SAT over columns."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import CpModelProto

from teamforge.search.budget import Budget
from teamforge.search.solver import Profile, solve

C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True, slots=True)
class TeamOption(Generic[C]):
    """
    A team to choose.

    Parameters
    ----------
    column, challenge, points
        The column, the challenge it belongs to, and its points.
    uses
        How often it uses each row, by the row's number.
    """

    column: C
    challenge: int
    points: int
    uses: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Selection(Generic[C]):
    """The chosen teams, and whether no choice among the given ones has more points."""

    columns: Mapping[int, C]
    proved: bool


@dataclass(frozen=True, slots=True)
class _Model(Generic[C]):
    cp: cp_model.CpModel
    chosen: Sequence[tuple[TeamOption[C], cp_model.IntVar]]

    @property
    def proto(self) -> CpModelProto:
        """The model, as the solver takes it."""
        proto: CpModelProto = self.cp.proto
        return proto


def choose(
    teams: Sequence[TeamOption[C]],
    without: Mapping[int, int | None],
    limits: Sequence[int],
    hint: Mapping[int, C],
    budget: Budget,
    work: float,
) -> Selection[C] | None:
    """
    Return the best choice of at most one team for each challenge within the limits; None if none was found.

    Parameters
    ----------
    teams
        The teams, in an order that does not depend on the order of any input.
    without
        The cost of leaving each challenge without a team; None if it must have one.
    limits
        How often each row may be used.
    hint
        A choice to start from.
    work
        How much work CP-SAT may do.
    """

    def make() -> _Model[C]:
        cp = cp_model.CpModel()
        chosen = [(team, cp.new_bool_var("")) for team in teams]
        of: dict[int, list[cp_model.IntVar]] = {challenge: [] for challenge in without}
        uses: list[list[tuple[cp_model.IntVar, int]]] = [[] for _ in limits]
        for team, variable in chosen:
            of[team.challenge].append(variable)
            cp.add_hint(variable, hint.get(team.challenge) == team.column)
            for row, use in team.uses.items():
                uses[row].append((variable, use))
        goal = [(variable, team.points) for team, variable in chosen]
        for challenge, cost in without.items():
            if cost is not None:
                nobody = cp.new_bool_var("")
                cp.add_hint(nobody, challenge not in hint)
                of[challenge].append(nobody)
                goal.append((nobody, -cost))
            cp.add_exactly_one(of[challenge])
        for limit, own in zip(limits, uses, strict=True):
            if limit == 1 and all(use == 1 for _, use in own):
                cp.add_at_most_one([variable for variable, _ in own])
            elif sum(max(use, 0) for _, use in own) > limit:
                cp.add(cp_model.LinearExpr.weighted_sum(*map(list, zip(*own, strict=True))) <= limit)
        cp.maximize(cp_model.LinearExpr.weighted_sum(*map(list, zip(*goal, strict=True))))
        return _Model(cp, chosen)

    model, solved = solve(make, budget, Profile(work=work))
    budget.raise_interrupt()
    if model is None or solved.solver is None or not solved.has_values:
        return None
    columns = {team.challenge: team.column for team, variable in model.chosen if solved.solver.value(variable.index)}
    return Selection(columns, proved=solved.answer == cp_model.OPTIMAL)
