"""The compiled problem as a CP-SAT model. Variables have no names: nothing personal can leak through a log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from ortools.sat.python.cp_model_helper import CpModelProto

from teamforge.problem import Choice, Problem, Tallies
from teamforge.search.like_seats import Seating, seating

_LEAST, _MOST = -(1 << 63), (1 << 63) - 1
"""What CP-SAT takes for no bound."""


@dataclass(slots=True)
class Linear:
    """A sum of variables times whole numbers, and a constant."""

    variables: list[int] = field(default_factory=list)
    factors: list[int] = field(default_factory=list)
    constant: int = 0

    def add(self, variables: Iterable[int], factors: Iterable[int]) -> None:
        """Add variables with their factors; those of factor 0 are left out."""
        for variable, factor in zip(variables, factors, strict=True):
            if factor:
                self.variables.append(variable)
                self.factors.append(factor)


@dataclass(eq=False)
class Model:
    """
    A CP-SAT model of a problem, as the protocol buffer that the solver takes.

    The classes of OR-Tools that write one import pandas, which takes longer than most searches.

    Parameters
    ----------
    seating
        The variable of each candidate.
    proto
        The model.
    windows
        The variables of the windows.
    points
        The points.
    """

    seating: Seating
    proto: CpModelProto = field(default_factory=CpModelProto)
    windows: Sequence[int] = ()
    points: Linear = field(default_factory=Linear)
    own: list[int] | None = None
    """A variable for each single candidate, if `costs` differ between like seats."""

    def variable(self, most: int = 1) -> int:
        """Add a variable from 0 to `most`; return its number."""
        self.proto.variables.add().domain.extend([0, most])
        return len(self.proto.variables) - 1

    def at_most_one(self, variables: Sequence[int]) -> None:
        """Let at most one of some Booleans be true."""
        self.proto.constraints.add().at_most_one.literals.extend(variables)

    def exactly_one(self, variables: Sequence[int]) -> None:
        """Let exactly one of some Booleans be true."""
        self.proto.constraints.add().exactly_one.literals.extend(variables)

    def never(self) -> None:
        """Make the model infeasible."""
        self.proto.constraints.add().bool_or.literals.extend([])

    def limit(self, linear: Linear, least: int = _LEAST, most: int = _MOST) -> None:
        """Keep a sum between two bounds."""
        constraint = self.proto.constraints.add().linear
        constraint.vars.extend(linear.variables)
        constraint.coeffs.extend(linear.factors)
        constraint.domain.extend(
            [each if each in {_LEAST, _MOST} else each - linear.constant for each in (least, most)]
        )

    def maximize(self, linear: Linear) -> None:
        """Maximise a sum."""
        objective = self.proto.objective
        objective.vars.extend(linear.variables)
        objective.coeffs.extend([-factor for factor in linear.factors])
        objective.offset, objective.scaling_factor = -linear.constant, -1

    def minimize(self, linear: Linear) -> None:
        """Minimise a sum."""
        objective = self.proto.objective
        objective.vars.extend(linear.variables)
        objective.coeffs.extend(linear.factors)
        objective.offset, objective.scaling_factor = linear.constant, 1

    def costs(self, costs: Sequence[int]) -> Linear:
        """
        Return the sum of costs, one per candidate.

        If candidates of like seats share a variable, each gets one of its own as well: who holds which seat.
        """
        problem, total = self.seating.problem, Linear()
        self.own = self.seating.variables.tolist()
        for seats in self.seating.classes:
            members = np.flatnonzero(np.isin(problem.seat, seats))
            if len(seats) == 1:
                continue
            for place in members.tolist():
                self.own[place] = self.variable()
            for seat in seats:
                here = [self.own[place] for place in np.flatnonzero(problem.seat == seat).tolist()]
                (self.exactly_one if problem.required[seat] else self.at_most_one)(here)
            for number in dict.fromkeys(self.seating.variables[members].tolist()):
                ways = [self.own[place] for place in np.flatnonzero(self.seating.variables == number).tolist()]
                self.limit(Linear([*ways, number], [1] * len(ways) + [-1]), 0, 0)
        total.add(self.own, costs)
        return total

    def choice(self, value: Callable[[int], int]) -> Choice:
        """Return what a solver chose, given the value of each variable; only for a status that has a solution."""
        window = next(place for place, variable in enumerate(self.windows) if value(variable))
        if self.own is not None:
            return Choice(window, tuple(place for place, variable in enumerate(self.own) if value(variable)))
        chosen = {variable for variable in range(self.seating.count) if value(variable)}
        return Choice(window, self.seating.seated(chosen))


def build(problem: Problem, *, together: bool = True) -> Model:
    """
    Return the CP-SAT model of a problem.

    One Boolean for each candidate and each window. For each seat and window, one at-most-one (the window, or one of
    those who cannot serve in it) keeps them out, which is tighter than one clause per candidate.

    Parameters
    ----------
    problem
        The problem.
    together
        Whether a peer has one Boolean for all like seats: who holds which of them makes no difference to points and
        rules, and the solver need not try every order.
    """
    model = Model(seating(problem) if together else Seating.apart(problem))
    of = model.seating.variables
    for _ in range(model.seating.count):
        model.variable()
    model.windows = [model.variable() for _ in problem.starts]
    model.exactly_one(model.windows)
    for seats in model.seating.classes:
        members = np.flatnonzero(problem.seat == seats[0])
        _fill(model, of[members].tolist(), [problem.required[seat] for seat in seats])
        for window, chosen in enumerate(model.windows):
            absent = of[members[~problem.serves[members, window]]].tolist()
            if len(seats) == 1 and absent:
                model.at_most_one([chosen, *absent])
            elif absent:
                for each in absent:
                    model.at_most_one([chosen, each])
    first = model.seating.first
    model.points.constant = problem.constant
    model.points.add(range(model.seating.count), problem.points[first].tolist())
    model.points.add(model.windows, problem.window_points.tolist())
    for tallies in problem.tallies:
        for tally in range(len(tallies)):
            there = tallies.of(tally)
            _add_tally(model, tallies, model.seating.of(there), len({*problem.seat[there].tolist()}))
    return model


def _fill(model: Model, members: list[int], required: list[bool]) -> None:
    """Fill like seats: every required one, and perhaps the others."""
    if len(required) > 1:
        model.limit(Linear(members, [1] * len(members)), sum(required), len(required))
    elif required[0]:
        model.exactly_one(members)
    else:
        model.at_most_one(members)


def _add_tally(model: Model, tallies: Tallies, members: list[int], most: int) -> None:
    """
    Add one tally, of which at most `most` can be chosen, and its points.

    Its gains never increase, so a maximiser fills steps of equal gain in order by itself: each step is one variable,
    as wide as the step is long. The step of gain 0 needs none.
    """
    count = Linear(members, [1] * len(members))
    if tallies.maximum == 1 and most > 1:
        if len(members) > 1:
            model.at_most_one(members)
    elif tallies.maximum is not None and most > tallies.maximum:
        model.limit(count, most=tallies.maximum)
    if tallies.minimum > len(members):
        model.never()  # nobody can reach the minimum: infeasible
    elif tallies.minimum:
        model.limit(count, least=tallies.minimum)
    gains = tallies.gains_to(most)
    if not any(gains):
        return
    free, steps = 0, []
    for gain, run in groupby(gains):
        width = len(list(run))
        if gain == 0:
            free = width
            continue
        step = model.variable(width)
        steps.append(step)
        model.points.add([step], [gain])
    model.limit(Linear([*members, *steps], [1] * len(members) + [-1] * len(steps)), 0, free)
