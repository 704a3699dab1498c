"""The one way CP-SAT is run: it stops when asked to."""

from __future__ import annotations

import threading
from itertools import combinations
from random import Random
from types import SimpleNamespace

from ortools.sat.python.cp_model_helper import CpModelProto

from teamforge.search import Budget
from teamforge.search.solver import FEASIBLE, UNKNOWN, Profile, solve

SECONDS = 60.0
"""What the solver may take where nobody stops it; it needs far longer."""


ACQUAINTED = 0.1
"""How likely two people know each other."""


def strangers(people: int) -> CpModelProto:
    """Return a model that seeks the largest group of people who do not know each other: too hard to prove quickly."""
    draw = Random(1)
    model = CpModelProto()
    for _ in range(people):
        model.variables.add().domain.extend([0, 1])
    for pair in combinations(range(people), 2):
        if draw.random() < ACQUAINTED:
            model.constraints.add().bool_or.literals.extend(-1 - each for each in pair)
    model.objective.vars.extend(range(people))
    model.objective.coeffs.extend([-1] * people)
    return model


def test_ctrl_c_stops_the_solver() -> None:
    """It ends long before its own limit of time: nothing goes on behind the command."""
    budget = Budget.start(SECONDS)
    threading.Timer(1.0, budget.interrupted.set).start()
    _, run = solve(lambda: SimpleNamespace(proto=strangers(300)), budget, Profile(presolve=False))
    assert run.answer in {FEASIBLE, UNKNOWN}
    for thread in threading.enumerate():
        if thread.name == "teamforge-search":
            thread.join(SECONDS)
    assert budget.left > SECONDS / 3
