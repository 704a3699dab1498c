"""The compiled problem as a CP-SAT model. Variables have no names: nothing personal can leak through a log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from ortools.sat.python import cp_model

from teamforge.problem import Choice, Problem, Tallies

__all__ = ["Model", "build"]

Bool = cp_model.IntVar


@dataclass(frozen=True, eq=False)
class Model:
    """
    A CP-SAT model of a problem.

    Parameters
    ----------
    cp
        The model.
    candidates, windows
        Its variables: whether each candidate, and each window, is chosen.
    points
        The points as a linear expression.
    """

    cp: cp_model.CpModel
    candidates: list[Bool]
    windows: list[Bool]
    points: cp_model.LinearExprT

    def choice(self, solver: cp_model.CpSolver) -> Choice:
        """Return what a solver chose; only for a status that has a solution."""
        window = next(place for place, chosen in enumerate(self.windows) if solver.boolean_value(chosen))
        members = [place for place, chosen in enumerate(self.candidates) if solver.boolean_value(chosen)]
        return Choice(window, tuple(members))


def build(problem: Problem) -> Model:
    """
    Return the CP-SAT model of a problem.

    One Boolean a candidate and a window. Who cannot serve in a window is kept out by one at-most-one a seat
    and window (the window or one of those who cannot), which is tighter than a clause a candidate.
    """
    cp = cp_model.CpModel()
    candidates = [cp.new_bool_var("") for _ in range(len(problem))]
    windows = [cp.new_bool_var("") for _ in problem.starts]
    cp.add_exactly_one(windows)
    for seat, required in enumerate(problem.required):
        members = np.flatnonzero(problem.seat == seat)
        (cp.add_exactly_one if required else cp.add_at_most_one)([candidates[place] for place in members])
        for window, chosen in enumerate(windows):
            absent = members[~problem.serves[members, window]]
            if len(absent):
                cp.add_at_most_one([chosen, *(candidates[place] for place in absent)])
    terms: list[cp_model.LinearExprT] = [problem.constant]
    terms.append(cp_model.LinearExpr.weighted_sum(candidates, problem.points.tolist()))
    terms.append(cp_model.LinearExpr.weighted_sum(windows, problem.window_points.tolist()))
    for tallies in problem.tallies:
        for tally in range(len(tallies)):
            terms += _add_tally(
                cp,
                tallies,
                [candidates[place] for place in tallies.of(tally)],
                len(np.unique(problem.seat[tallies.of(tally)])),
            )
    return Model(cp, candidates, windows, cp_model.LinearExpr.sum(terms))


def _add_tally(
    cp: cp_model.CpModel, tallies: Tallies, members: list[Bool], most: int
) -> Iterator[cp_model.LinearExprT]:
    """
    Add one tally, of which at most `most` can be chosen; yield its points.

    Its gains never increase, so a maximiser fills steps of equal gain in their order by itself: each is one
    variable as wide as the step is long. The step of gain 0 needs none.
    """
    count = cp_model.LinearExpr.sum(members)
    if tallies.maximum == 1 and most > 1:
        cp.add_at_most_one(members)
    elif tallies.maximum is not None and most > tallies.maximum:
        cp.add(count <= tallies.maximum)
    if tallies.minimum > len(members):
        cp.add_bool_or([])  # nobody can make the minimum: infeasible
    elif tallies.minimum:
        cp.add(count >= tallies.minimum)
    gains = tallies.gains_to(most)
    if not any(gains):
        return
    free, steps = 0, []
    for gain, run in groupby(gains):
        width = len(list(run))
        if gain == 0:
            free = width
            continue
        step = cp.new_bool_var("") if width == 1 else cp.new_int_var(0, width, "")
        steps.append(step)
        yield gain * step
    cp.add_linear_constraint(count - cp_model.LinearExpr.sum(steps), 0, free)
