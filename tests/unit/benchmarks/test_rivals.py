"""A rival that were wrong, or not tried as it deserves, would make the comparison worthless."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from benchmarks.rivals import EXACT, RIVALS, solver
from teamforge.problem import Tallies
from teamforge.spec.status import Status
from tests.unit.search.problems import NUMBERED, best_choices, every_choice, ints, make, random_problem, worth

PROBLEMS = 40


@pytest.mark.parametrize("rival", EXACT)
def test_an_exact_rival_finds_and_proves_the_best_of_all_teams(rival: str) -> None:
    solve = solver(rival)
    infeasible = 0
    for seed in range(PROBLEMS):
        problem = random_problem(Random(seed))
        most, _ = best_choices(problem)
        found = solve(problem, 20.0)
        if most is None:
            infeasible += 1
            assert (found.status, found.choice, found.bound) == (Status.INFEASIBLE, None, None)
            continue
        assert found.status is Status.OPTIMAL
        assert found.choice is not None
        assert worth(problem, found.choice) == most
        assert found.bound == most
        assert problem.holds(found.choice)
    assert 0 < infeasible < PROBLEMS / 2


def test_a_greedy_team_is_valid_and_never_better_than_the_best() -> None:
    solve = solver("greedy")
    best = worse = without = 0
    for seed in range(4 * PROBLEMS):
        problem = random_problem(Random(seed))
        teams = dict(every_choice(problem))
        found = solve(problem, 20.0)
        assert found.bound is None
        if found.choice is None:
            assert found.status is Status.UNKNOWN
            without += bool(teams)
            continue
        assert found.status is Status.FEASIBLE
        members = frozenset(found.choice.candidates)
        points = {(choice.window, frozenset(choice.candidates)): points for choice, points in teams.items()}
        own = points[found.choice.window, members]
        best += own == max(teams.values())
        worse += own < max(teams.values())
    assert best > worse > 0
    assert without > 0


def test_greedy_takes_seat_by_seat_whoever_adds_most() -> None:
    """The first seat takes A, worth 5, whose organisation then costs the second seat's best 4: 5 + 2 against 4 + 4."""
    pairs = [("A", 0), ("B", 0), ("C", 1), ("D", 1)]
    shared = Tallies.grouped("distinct", ints([0, 2]), ints([0, 0]), NUMBERED, (0, -4))
    problem = make(pairs, required=(True, True), points=[5, 4, 4, 2], tallies=[shared])
    found = solver("greedy")(problem, 20.0)
    assert found.choice is not None
    assert found.choice.candidates == (0, 3)
    assert best_choices(problem)[0] == 8


@pytest.mark.parametrize("rival", RIVALS)
def test_every_rival_bears_a_pool_in_which_nobody_fits(rival: str) -> None:
    nobody = make([], required=(True,))
    assert solver(rival)(nobody, 20.0).choice is None
    assert solver(rival)(make([("A", 0)], serves=np.zeros((1, 1), dtype=bool).tolist()), 20.0).choice is None


@pytest.mark.parametrize("rival", EXACT)
def test_a_rival_without_time_claims_nothing_that_is_wrong(rival: str) -> None:
    for seed in range(PROBLEMS):
        problem = random_problem(Random(seed))
        most, _ = best_choices(problem)
        found = solver(rival)(problem, 1e-9)
        if found.status is Status.INFEASIBLE:
            assert most is None
        if most is not None:
            assert found.bound is None or found.bound >= most
            assert found.choice is None or worth(problem, found.choice) is not None
