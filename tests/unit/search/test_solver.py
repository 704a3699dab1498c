"""The one way CP-SAT is run: it stops when asked to."""

from __future__ import annotations

import threading
from itertools import combinations
from types import SimpleNamespace

from ortools.sat.python.cp_model_helper import CpModelProto

from teamforge.search import Budget
from teamforge.search.solver import UNKNOWN, Profile, solve

SECONDS = 60.0
"""What the solver may take where nobody stops it; it needs far longer."""


def pigeons(holes: int) -> CpModelProto:
    """Return a model of one pigeon more than there are holes: it takes far too long to see that they do not fit."""
    model = CpModelProto()
    for _ in range((holes + 1) * holes):
        model.variables.add().domain.extend([0, 1])
    places = [range(pigeon * holes, (pigeon + 1) * holes) for pigeon in range(holes + 1)]
    for place in places:
        model.constraints.add().bool_or.literals.extend(place)
    for one, other in combinations(places, 2):
        for pair in zip(one, other, strict=True):
            model.constraints.add().bool_or.literals.extend([-1 - each for each in pair])
    return model


def test_ctrl_c_stops_the_solver() -> None:
    """It ends long before its own limit of time: nothing goes on behind the command."""
    budget = Budget.start(SECONDS)
    threading.Timer(1.0, budget.interrupted.set).start()
    _, run = solve(lambda: SimpleNamespace(proto=pigeons(40)), budget, Profile(presolve=False))
    assert run.answer == UNKNOWN
    for thread in threading.enumerate():
        if thread.name == "teamforge-search":
            thread.join(SECONDS)
    assert budget.left > SECONDS / 3
