"""A linear program ends when the time is up, or somebody asks to stop, whatever it still has to do."""

from __future__ import annotations

import threading
import time
from random import Random
from types import SimpleNamespace
from typing import cast

import pytest
from ortools.linear_solver import pywraplp

from teamforge.search import Budget
from teamforge.search.budget import TimeUpError
from teamforge.search.programme.linear import optimal

_EXACTLY = "termination_criteria { simple_optimality_criteria { eps_optimal_relative: 0 eps_optimal_absolute: 0 } }"


def packing(kind: str, rows: int, columns: int) -> pywraplp.Solver:
    """Return a random program: sums of 30 variables are limited, and all together are to be as large as they can."""
    solver, rng = pywraplp.Solver.CreateSolver(kind), Random(1)
    goal = solver.Objective()
    goal.SetMaximization()
    variables = [solver.NumVar(0.0, 1.0, "") for _ in range(columns)]
    for variable in variables:
        goal.SetCoefficient(variable, rng.random())
    for _ in range(rows):
        row = solver.Constraint(0.0, 5 * rng.random())
        for variable in rng.sample(variables, 30):
            row.SetCoefficient(variable, rng.random())
    return solver


@pytest.fixture(scope="module", params=["GLOP", "PDLP"])
def endless(request: pytest.FixtureRequest) -> pywraplp.Solver:
    """A program that takes longer than any test waits."""
    solver = packing(request.param, 2_500, 4_000)
    if request.param == "PDLP":
        solver.SetSolverSpecificParametersAsString(_EXACTLY)
    return solver


def test_the_time_limit_ends_it(endless: pywraplp.Solver) -> None:
    began = time.monotonic()
    with pytest.raises(TimeUpError):
        optimal(endless, Budget.start(0.2))
    assert time.monotonic() - began < 2


def test_asking_to_stop_ends_it(endless: pywraplp.Solver) -> None:
    budget, began = Budget.start(None), time.monotonic()
    threading.Timer(0.2, budget.interrupted.set).start()
    with pytest.raises(KeyboardInterrupt):
        optimal(endless, budget)
    assert time.monotonic() - began < 2


def test_what_goes_wrong_in_it_is_raised() -> None:
    """Otherwise it would be printed, and be called a program without a solution."""

    def full() -> int:
        raise MemoryError

    with pytest.raises(MemoryError):
        optimal(cast("pywraplp.Solver", SimpleNamespace(Solve=full)), Budget.start(60.0))


@pytest.mark.parametrize("kind", ["GLOP", "PDLP"])
def test_with_time_enough_it_is_solved(kind: str) -> None:
    solver = packing(kind, 20, 60)
    assert optimal(solver, Budget.start(60.0))
    assert solver.Objective().Value() > 0
