"""
The whole problem as a CP-SAT model that anybody would write from SPEC.md's compiled notions, sentence by sentence.

A Boolean a candidate and a window; one clause a candidate for the windows in which it serves; a Boolean for the
first, second, … chosen candidate of a tally that has gains.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from teamforge.problem import Choice, Problem, Tallies

Bool = cp_model.IntVar


@dataclass(frozen=True, eq=False)
class Model:
    """The model, whether each candidate and window is chosen, and the points as an expression."""

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
    """Return the model."""
    cp = cp_model.CpModel()
    candidates = [cp.new_bool_var("") for _ in range(len(problem))]
    windows = [cp.new_bool_var("") for _ in problem.starts]
    cp.add_exactly_one(windows)
    for seat, required in enumerate(problem.required):
        members = [candidates[place] for place in np.flatnonzero(problem.seat == seat)]
        (cp.add_exactly_one if required else cp.add_at_most_one)(members)
    for candidate, serves in zip(candidates, problem.serves, strict=True):
        if not serves.all():
            cp.add_bool_or(~candidate, *(windows[place] for place in np.flatnonzero(serves)))
    terms: list[cp_model.LinearExprT] = [
        problem.constant,
        cp_model.LinearExpr.weighted_sum(candidates, problem.points.tolist()),
        cp_model.LinearExpr.weighted_sum(windows, problem.window_points.tolist()),
    ]
    for tallies in problem.tallies:
        for tally in range(len(tallies)):
            members = [candidates[place] for place in tallies.of(tally)]
            terms.append(_add_tally(cp, tallies, members, min(len(members), len(problem.seats))))
    return Model(cp, candidates, windows, cp_model.LinearExpr.sum(terms))


def _add_tally(cp: cp_model.CpModel, tallies: Tallies, members: list[Bool], most: int) -> cp_model.LinearExprT:
    """Add one tally, of which at most `most` can be chosen; return its points."""
    count = cp_model.LinearExpr.sum(members)
    if tallies.maximum is not None:
        cp.add(count <= tallies.maximum)
    if tallies.minimum > most:
        cp.add_bool_or([])  # nobody can make the minimum: infeasible
    elif tallies.minimum:
        cp.add(count >= tallies.minimum)
    gains = tallies.gains_to(most)
    if not any(gains):
        return 0
    levels = [cp.new_bool_var("") for _ in gains]
    for level, higher in pairwise(levels):
        cp.add_implication(higher, level)
    cp.add(count == cp_model.LinearExpr.sum(levels))
    return cp_model.LinearExpr.weighted_sum(levels, list(gains))
