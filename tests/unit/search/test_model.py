"""Each kind of tally as a CP-SAT model of its own: it accepts exactly the right counts, with the right points."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from teamforge.problem import Choice, Problem, Tallies
from teamforge.search.budget import Budget
from teamforge.search.like_seats import seating
from teamforge.search.model import Linear, build
from teamforge.search.solver import INFEASIBLE, OPTIMAL, Profile, Solver

from .problems import best_choices, every_choice, ints, make, random_problem

FOUR = [("A", 0), ("B", 1), ("C", 2), ("D", 3)]


def solved(
    problem: Problem, chosen: tuple[int, ...] | None = None, *, together: bool = False
) -> tuple[object, int | None]:
    """Return status and points of the model, for one choice of candidates or for the best."""
    model = build(problem, together=together)
    if chosen is not None:
        for place, variable in enumerate(model.seating.variables.tolist()):
            model.limit(Linear([variable], [1]), int(place in chosen), int(place in chosen))
    model.maximize(model.points)
    solver = Solver()
    Profile().apply(solver, Budget.start(60.0))
    status = solver.solve(model.proto)
    if status != OPTIMAL:
        return status, None
    choice = model.choice(solver.value)
    assert problem.holds(choice)
    assert problem.score(choice) == round(solver.objective_value)
    return status, round(solver.objective_value)


def counts(tallies: Tallies, *, rule: bool) -> dict[int, int]:
    """Return how many of the first three of four candidates may be chosen, with the points of each number."""
    found: dict[int, int] = {}
    problem = make(FOUR, required=[False] * 4, **{"rules" if rule else "tallies": [tallies]})  # type: ignore[arg-type]
    for picked in product((False, True), repeat=4):
        chosen = tuple(place for place, there in enumerate(picked) if there)
        status, points = solved(problem, chosen)
        assert status in {OPTIMAL, INFEASIBLE}
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
    """Both as a rule without points, and together with points."""
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
        if solved(problem, chosen)[0] == OPTIMAL:
            accepted.add(chosen)
    assert accepted == {(0,), (1,), (0, 2), (0, 3), (1, 2), (1, 3)}


def test_windows() -> None:
    """Exactly one window is chosen, everybody chosen can serve in it, and its points count."""
    problem = make(
        [("A", 0), ("B", 1)],
        required=[False, False],
        windows=[3, 8],
        serves=[[True, False], [True, True]],
        constant=100,
    )
    assert solved(problem, (0, 1)) == (OPTIMAL, 103)
    assert solved(problem, (1,)) == (OPTIMAL, 108)
    assert solved(problem, ()) == (OPTIMAL, 108)
    nowhere = make([("A", 0)], required=[False], windows=[3], serves=[[False]])
    assert solved(nowhere, (0,))[0] == INFEASIBLE
    assert solved(nowhere, ()) == (OPTIMAL, 3)


@pytest.mark.parametrize("together", [False, True])
def test_the_whole_model(*, together: bool) -> None:
    """For random problems it accepts only valid choices, and its optimum is the best of them."""
    for number in range(40):
        problem = random_problem(Random(number))
        most, _ = best_choices(problem)
        status, points = solved(problem, together=together)
        assert status == (INFEASIBLE if most is None else OPTIMAL)
        assert points == most


def like(rng: Random) -> Problem:
    """Return a random problem with like seats: everybody could hold each, once, for the same points."""
    peers, seats = [f"P{number}" for number in range(rng.randint(2, 5))], rng.randint(2, 3)
    candidates = [(peer, seat) for seat in range(seats) for peer in peers]

    def both(chosen: list[str]) -> list[int]:
        return [place for place, (peer, _) in enumerate(candidates) if peer in chosen]

    once = [Tallies.one("once", ints(both([peer])), (), maximum=1, label=peer) for peer in peers]
    pairs = [both(rng.sample(peers, 2)) for _ in range(rng.randint(0, 2))]
    rules = [*once, *(Tallies.one("pair", ints(pair), (), maximum=1, label=str(n)) for n, pair in enumerate(pairs))]
    some = both(rng.sample(peers, 2))
    gains = Tallies.one("gain", ints(some), (rng.randint(1, 4), -1), rng.choice([0, 0, 1]), label="x")
    points = {peer: rng.randint(-3, 3) for peer in peers}
    serves = {peer: [rng.random() < 0.8, rng.random() < 0.8] for peer in peers}
    return make(
        candidates,
        points=[points[peer] for peer, _ in candidates],
        required=[rng.random() < 0.7 for _ in range(seats)],
        windows=[0, rng.randint(-2, 2)],
        serves=[serves[peer] for peer, _ in candidates],
        tallies=[gains],
        rules=rules,
    )


def test_like_seats_are_one() -> None:
    """There is one variable for each peer; the best team by brute force is found, and everybody has their own seat."""
    infeasible = 0
    for number in range(60):
        problem = like(Random(number))
        assert seating(problem).count == len(set(problem.peers.tolist()))
        most, _ = best_choices(problem)
        infeasible += most is None
        assert solved(problem, together=True)[1] == most
    assert 0 < infeasible < 50


def test_seats_that_differ_are_apart() -> None:
    """In points, candidates, windows or a tally; or if nothing forbids one peer two seats."""
    candidates = [("A", 0), ("B", 0), ("A", 1), ("B", 1)]
    once = [Tallies.one("once", ints(pair), (), maximum=1, label=str(pair)) for pair in ([0, 2], [1, 3])]
    assert seating(make(candidates, required=[True] * 2, rules=once)).count == 2
    assert seating(make(candidates, required=[True] * 2)).count == 4
    assert seating(make(candidates, required=[True] * 2, rules=once[:1])).count == 4
    assert seating(make(candidates, points=[1, 2, 1, 3], required=[True] * 2, rules=once)).count == 4
    assert seating(make(candidates[:3], required=[True] * 2, rules=once[:1])).count == 3
    serves = [[True, True], [True, True], [True, False], [True, True]]
    assert seating(make(candidates, windows=[0, 0], serves=serves, required=[True] * 2, rules=once)).count == 4
    first = Tallies.one("first seat", ints([0, 1]), (3,))
    assert seating(make(candidates, required=[True] * 2, tallies=[first], rules=once)).count == 4


def test_the_cheapest_seats_among_like_ones() -> None:
    """Costs can differ between like seats: of all best teams, the one with the lowest sum, as brute force finds it."""
    for number in range(40):
        rng = Random(number)
        problem = like(rng)
        most, best = best_choices(problem)
        if most is None:
            continue
        costs = [rng.randint(0, 50) for _ in range(len(problem))]
        model = build(problem)
        model.limit(model.points, least=most)
        total = model.costs(costs)
        model.minimize(total)
        solver = Solver()
        assert solver.solve(model.proto) == OPTIMAL
        chosen = model.choice(solver.value)
        assert problem.holds(chosen)
        assert problem.score(chosen) == most
        assert sum(costs[place] for place in chosen.candidates) == min(
            sum(costs[place] for place in choice.candidates) for choice in best
        )


def test_score_is_what_the_definition_says() -> None:
    """`Problem.score` is right for every valid choice of random problems."""
    for number in range(60):
        problem = random_problem(Random(number))
        for choice, points in every_choice(problem):
            assert problem.score(choice) == points


def test_the_choice_is_read_back() -> None:
    """Window and candidates, as the solver has them."""
    model = build(make([("A", 0), ("B", 0)], points=[1, 4], windows=[0, 2]))
    model.maximize(model.points)
    solver = Solver()
    assert solver.solve(model.proto) == OPTIMAL
    assert model.choice(solver.value) == Choice(1, (1,))


def test_nobody_is_named_in_the_model() -> None:
    """Variables have no names: a log shows no ids."""
    assert "A" not in str(build(make([("A", 0), ("B", 0)])).proto)
