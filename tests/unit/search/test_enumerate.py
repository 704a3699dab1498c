"""The teams near a bound: all of them are looked at, and each is worth what it is by definition."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

import numpy as np
import pytest

from teamforge.problem import Choice, Problem, Tallies
from teamforge.search import enumerate as module
from teamforge.search.bound import NEVER, SCALE, Bounds, bound, no_prices
from teamforge.search.enumerate import EMPTY, NearOptimal, TooManyError, Totals, combinations, representatives
from teamforge.search.relax import relax

from .problems import every_choice, ints, make, random_problem, worth


def windows() -> Iterator[tuple[int, Problem, Bounds]]:
    """Yield problems of one window, with bounds that good prices prove and with those that none prove."""
    for seed in range(120):
        whole = random_problem(Random(seed))
        problem = whole.restrict(np.arange(len(whole)), np.array([0]))
        if len(problem):
            problem = problem.restrict(np.flatnonzero(problem.serves[:, 0]), np.array([0]))
            prices = relax(problem, 1 << 10).prices if seed % 3 else tuple({} for _ in problem.tallies)
            bounds = bound(problem, prices)
            if bounds.windows[0] > NEVER:
                yield seed, problem, bounds


def reduced_cost(problem: Problem, bounds: Bounds, choice: Choice) -> int:
    """Return what a choice loses against the best on every seat, an empty one too."""
    seats = dict(zip(problem.seat[list(choice.candidates)].tolist(), choice.candidates, strict=True))
    return sum(
        int(bounds.seats[seat, 0]) - (int(bounds.values[seats[seat]]) if seat in seats else 0)
        for seat in range(len(problem.seats))
    )


def test_points_by_definition() -> None:
    """Of every way to fill the seats, valid or not, whichever seat is added last; and none is above what it may be."""
    seen = 0
    for seed, problem, _ in windows():
        totals = Totals(problem)
        seats = range(len(problem.seats))
        options = [np.append(np.flatnonzero(problem.seat == seat), EMPTY) for seat in seats]
        last = Random(seed).choice(seats)
        every = list(product(*(options[seat] for seat in seats if seat != last)))[:300]
        partials = np.array(every, dtype=np.intp).reshape(len(every), len(seats) - 1)
        points, most = totals.with_each(partials, options[last]), totals.at_most(partials, options[last])
        for row, partial in enumerate(partials.tolist()):
            for column, other in enumerate(options[last].tolist()):
                chosen = Choice(0, tuple(place for place in (*partial, other) if place != EMPTY))
                by_hand = worth(problem, chosen)
                assert points[row, column] == (NEVER if by_hand is None else by_hand), seed
                assert by_hand is None or by_hand <= most[row]
                seen += 1
    assert seen > 1000


@pytest.mark.parametrize("most", [10**6, 0])
def test_the_best_within_a_room(most: int) -> None:
    """It is the best of all that lose no more, or a better one; and it is none where nothing reaches the target."""
    found = 0
    for seed, problem, bounds in windows():
        every = list(every_choice(problem))
        near, rng = NearOptimal(problem, bounds), Random(seed)
        slack = rng.choice((0, 2, 5, 40)) * SCALE
        best = max((points for choice, points in every if reduced_cost(problem, bounds, choice) <= slack), default=None)
        if not most:
            if near.count(slack, 0) is None:
                with pytest.raises(TooManyError):
                    near.best(slack, -1000, 0)
            continue
        for target in (-1000, best, None if best is None else best + 1):
            if target is None:
                continue
            choice = near.best(slack, target, most)
            if best is not None and best >= target:
                assert choice is not None, seed
                assert problem.holds(choice)
                assert problem.score(choice) >= best
                found += 1
            elif choice is not None:
                assert problem.score(choice) >= target
    assert found > 50 or not most


def test_the_cheapest_of_the_best() -> None:
    """Of all with the most points the one whose costs are lowest."""
    several = 0
    for seed, problem, bounds in windows():
        every = list(every_choice(problem))
        if not every:
            continue
        points = max(points for _, points in every)
        costs = np.array([Random(seed + place).randint(0, 99) for place in range(len(problem))], dtype=np.int64)
        equals = [choice for choice, own in every if own == points]
        several += len(equals) > 1
        slack = int(bounds.windows[0]) - points * SCALE
        choice = NearOptimal(problem, bounds, costs).cheapest(slack, points, 10**6)
        assert choice is not None
        assert problem.score(choice) == points
        assert costs[list(choice.candidates)].sum() == min(costs[list(each.candidates)].sum() for each in equals), seed
        assert NearOptimal(problem, bounds, costs).cheapest(slack, points + 1, 10**6) is None
    assert several > 10


def test_combinations() -> None:
    """All that fit into the slack, and how much they lose; None where they are too many."""
    options = [
        (np.array([1, 2, 3]), np.array([0, 2, 5])),
        (np.array([7, EMPTY]), np.array([0, 3])),
        (np.array([9]), np.array([1])),
    ]
    found = combinations(options, 5, 10)
    assert found is not None
    ways = {tuple(way): spent for way, spent in zip(found[0].tolist(), found[1].tolist(), strict=True)}
    assert ways == {(1, 7, 9): 1, (1, EMPTY, 9): 4, (2, 7, 9): 3}
    assert combinations(options, 5, 4) is None  # without the last seat there are five
    assert combinations(options, 5, 5) is not None
    empty = combinations(options, 0, 3)
    assert empty is not None
    assert len(empty[0]) == 0


def test_too_large_to_be_enumerated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many teams, or too large tables, are refused."""
    _, problem, bounds = next(each for each in windows() if len(each[1].seats) > 1 and list(every_choice(each[1])))
    slack = int(bounds.windows[0]) + 1000 * SCALE
    assert NearOptimal(problem, bounds).best(slack, -1000, 10**6) is not None
    for limit in ("_LARGEST", "_TEAMS"):
        with monkeypatch.context() as patch:
            patch.setattr(module, limit, 0)
            with pytest.raises(TooManyError):
                NearOptimal(problem, bounds).best(slack, -1000, 10**6)


def test_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are looked at in one go, the same is found."""
    for _, problem, bounds in windows():
        slack = int(bounds.windows[0]) + 1000 * SCALE
        whole = NearOptimal(problem, bounds).best(slack, -1000, 10**6)
        with monkeypatch.context() as patch:
            patch.setattr(module, "_PIECE", 2)
            patch.setattr(module, "_AT_ONCE", 1)
            pieces = NearOptimal(problem, bounds).best(slack, -1000, 10**6)
        assert (whole and problem.score(whole)) == (pieces and problem.score(pieces))


def test_representatives_are_enough() -> None:
    """With them alone the best team is worth the same, and with costs so is the cheapest of the best."""
    fewer = 0
    for seed, problem, _ in windows():
        costs = np.array([Random(seed + place).randint(0, 3) for place in range(len(problem))], dtype=np.int64)
        every = list(every_choice(problem))
        for given in (None, costs):
            kept = set(representatives(problem, given).tolist())
            fewer += len(kept) < len(problem)
            left = [(choice, points) for choice, points in every if set(choice.candidates) <= kept]
            most = max((points for _, points in every), default=None)
            assert max((points for _, points in left), default=None) == most, seed
            if given is not None and most is not None:
                dear = [
                    [costs[list(each.candidates)].sum() for each, own in some if own == most] for some in (every, left)
                ]
                assert min(dear[0]) == min(dear[1]), seed
    assert fewer > 40


def test_who_stands_for_whom() -> None:
    """The better for the worse; nobody who is in a pair for one who is not; nobody without a level for one with it."""
    level = Tallies.one("level", ints([1, 3]), (5, 2))
    pair = Tallies.one("pair", ints([2, 4]), (), maximum=1)
    candidates = [("A", 0), ("B", 0), ("C", 0), ("D", 0), ("E", 1)]
    problem = make(candidates, required=(True, True), points=[3, 3, 3, 2, 0], tallies=[level], rules=[pair])
    assert sorted(representatives(problem).tolist()) == [1, 4]
    problem = make(candidates, required=(True, True), points=[3, 2, 4, 2, 0], tallies=[level], rules=[pair])
    # D is as B; C is in a pair with E but has most points; A has more than B, who has the level.
    assert sorted(representatives(problem).tolist()) == [0, 1, 2, 4]
    # Of those alike the cheapest; a dear one stands for no cheap one.
    assert sorted(representatives(problem, np.array([0, 2, 0, 1, 0])).tolist()) == [0, 2, 3, 4]
    # Alone on their seats two of a pair can harm nobody.
    alone = make([("A", 0), ("B", 0)], points=[1, 1], rules=[Tallies.one("pair", ints([0, 1]), (), maximum=1)])
    assert len(representatives(alone)) == 1


def test_very_many_stand_for_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a seat with more kinds than are compared with each other nobody is left out but those alike."""
    monkeypatch.setattr(module, "COMPARED", 1)
    problem = make([("A", 0), ("B", 0), ("C", 0)], points=[3, 3, 2])
    assert sorted(representatives(problem).tolist()) == [0, 2]
    monkeypatch.setattr(module, "_CANDIDATES", 2)
    with pytest.raises(TooManyError):
        NearOptimal(problem, bound(problem, no_prices(problem)))
