"""Each kind of tally alone as a CP-SAT model: it accepts exactly the counts it should, for the points it should."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest
from ortools.sat.python import cp_model

from teamforge.problem import Choice, Problem, Tallies
from teamforge.search.model import build

from .problems import best_choices, every_choice, ints, make, random_problem

FOUR = [("A", 0), ("B", 1), ("C", 2), ("D", 3)]


def solved(problem: Problem, chosen: tuple[int, ...] | None = None) -> tuple[cp_model.CpSolverStatus, int | None]:
    """Return status and points of the model, of one choice of candidates or of the best."""
    model = build(problem)
    if chosen is not None:
        for place, variable in enumerate(model.candidates):
            model.cp.add(variable == int(place in chosen))
    model.cp.maximize(model.points)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.cp)
    return status, round(solver.objective_value) if status == cp_model.OPTIMAL else None


def counts(tallies: Tallies, *, rule: bool) -> dict[int, int]:
    """Return the accepted numbers of chosen of the first three of four candidates, with their points."""
    found: dict[int, int] = {}
    problem = make(FOUR, required=[False] * 4, **{"rules" if rule else "tallies": [tallies]})  # type: ignore[arg-type]
    for picked in product((False, True), repeat=4):
        chosen = tuple(place for place, there in enumerate(picked) if there)
        status, points = solved(problem, chosen)
        assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
        if points is not None:
            assert points == tallies.points(np.array(picked))
            found[sum(picked[:3])] = points
    return found


@pytest.mark.parametrize(
    ("minimum", "maximum", "accepted"),
    [
        (0, None, {0, 1, 2, 3}),
        (0, 0, {0}),
        (0, 1, {0, 1}),
        (0, 2, {0, 1, 2}),
        (0, 3, {0, 1, 2, 3}),
        (1, None, {1, 2, 3}),
        (2, None, {2, 3}),
        (3, 3, {3}),
        (2, 2, {2}),
        (4, None, set()),
    ],
)
def test_bounds(minimum: int, maximum: int | None, accepted: set[int]) -> None:
    """As a rule without points, and beside points."""
    assert accepted == set(counts(Tallies.one("t", ints([0, 1, 2]), (), minimum, maximum), rule=True))
    priced = counts(Tallies.one("t", ints([0, 1, 2]), (5, 3), minimum, maximum), rule=False)
    assert {count: (0, 5, 8, 8)[count] for count in accepted} == priced


@pytest.mark.parametrize(
    ("gains", "totals"),
    [
        ((7,), (0, 7, 7, 7)),
        ((4, 2, 1), (0, 4, 6, 7)),
        ((4, 4, 1), (0, 4, 8, 9)),
        ((5, 5, 5), (0, 5, 10, 15)),
        ((0, -6), (0, 0, -6, -12)),
        ((-2,), (0, -2, -4, -6)),
        ((3, 3, 0, -3), (0, 3, 6, 6)),
        ((3, 0, -3), (0, 3, 3, 0)),
        ((3, -3), (0, 3, 0, -3)),
        ((0, 0), (0, 0, 0, 0)),
        ((), (0, 0, 0, 0)),
    ],
)
def test_gains(gains: tuple[int, ...], totals: tuple[int, ...]) -> None:
    """Coverage, a match, a soft rule, a cost that repeats: the points of every count."""
    assert dict(enumerate(totals)) == counts(Tallies.one("t", ints([0, 1, 2]), gains), rule=False)


def test_seats() -> None:
    """A required seat has exactly one, another at most one."""
    problem = make([("A", 0), ("B", 0), ("C", 1), ("D", 1)], required=[True, False])
    accepted = set()
    for picked in product((False, True), repeat=4):
        chosen = tuple(place for place, there in enumerate(picked) if there)
        if solved(problem, chosen)[0] == cp_model.OPTIMAL:
            accepted.add(chosen)
    assert accepted == {(0,), (1,), (0, 2), (0, 3), (1, 2), (1, 3)}


def test_windows() -> None:
    """Exactly one, in which all who are chosen can serve; its points count."""
    problem = make(
        [("A", 0), ("B", 1)],
        required=[False, False],
        windows=[3, 8],
        serves=[[True, False], [True, True]],
        constant=100,
    )
    assert solved(problem, (0, 1)) == (cp_model.OPTIMAL, 103)
    assert solved(problem, (1,)) == (cp_model.OPTIMAL, 108)
    assert solved(problem, ()) == (cp_model.OPTIMAL, 108)
    nowhere = make([("A", 0)], required=[False], windows=[3], serves=[[False]])
    assert solved(nowhere, (0,))[0] == cp_model.INFEASIBLE
    assert solved(nowhere, ()) == (cp_model.OPTIMAL, 3)


def test_the_whole_model() -> None:
    """Of random problems: it accepts the valid choices alone, and its optimum is the best of them."""
    for number in range(40):
        problem = random_problem(Random(number))
        most, _ = best_choices(problem)
        status, points = solved(problem)
        assert status == (cp_model.INFEASIBLE if most is None else cp_model.OPTIMAL)
        assert points == most


def test_score_is_what_the_definition_says() -> None:
    """`Problem.score` of every valid choice of random problems."""
    for number in range(60):
        problem = random_problem(Random(number))
        for choice, points in every_choice(problem):
            assert problem.score(choice) == points


def test_the_choice_is_read_back() -> None:
    """Window and candidates, as the solver has them."""
    model = build(make([("A", 0), ("B", 0)], points=[1, 4], windows=[0, 2]))
    model.cp.maximize(model.points)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    assert model.choice(solver) == Choice(1, (1,))


def test_nobody_is_named_in_the_model() -> None:
    """Variables have no names: a log shows no ids."""
    assert "A" not in str(build(make([("A", 0), ("B", 0)])).cp)
