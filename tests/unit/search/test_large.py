"""Integers never wrap: at the largest values that SPEC.md allows, and at any prices, the search's sums are exact."""

from __future__ import annotations

from random import Random

import numpy as np
import pandas as pd
import pytest

from teamforge import Challenge, Pool, compose, read_challenge
from teamforge.problem import Problem, compile_problem, prepare
from teamforge.records import verify
from teamforge.search import SearchLimits, search
from teamforge.search.bound import LARGEST, NEVER, SCALE, Prices, big_m, bound, fitting, no_prices
from teamforge.search.pricing import PART, artificial_cost
from teamforge.search.tie_break import lot_bits
from tests.unit.search.problems import best_choices, random_problem

INT64 = 1 << 63


def exact(problem: Problem, prices: Prices) -> tuple[list[int | None], int]:
    """Return the bound of each window in Python's integers, and the largest number met on the way."""
    values = [int(points) * SCALE for points in problem.points]
    largest, paid = 0, 0
    for tallies, priced in zip(problem.tallies, prices, strict=True):
        most = len(problem.seats) if tallies.maximum is None else min(len(problem.seats), tallies.maximum)
        for tally in range(len(tallies)):
            price = priced.get(tally, 0)
            for member in tallies.of(tally).tolist():
                values[member] += price
            totals = [
                sum(tallies.gains_to(count)) * SCALE - price * count for count in range(tallies.minimum, most + 1)
            ]
            if not totals:
                return [None] * len(problem.starts), largest
            largest = max(largest, *map(abs, totals))
            paid += max(totals)
            largest = max(largest, abs(paid))
    bounds: list[int | None] = []
    for window in range(len(problem.starts)):
        total = (int(problem.window_points[window]) + problem.constant) * SCALE + paid
        for seat, required in enumerate(problem.required):
            here = [
                values[row] for row in range(len(problem)) if problem.seat[row] == seat and problem.serves[row, window]
            ]
            if required and not here:
                break
            total += max(here) if required else max([*here, 0])
            largest = max(largest, abs(total))
        else:
            bounds.append(total)
            continue
        bounds.append(None)
    return bounds, max([largest, *map(abs, values)])


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_prices_the_bound_is_exact(seed: int) -> None:
    """Prices far beyond 64 bits are scaled down; the bound is what Python's integers give, and true."""
    rng = Random(seed)
    problem = random_problem(rng)
    size = 1 << rng.choice([20, 50, 58, 62, 70, 100])
    wild = tuple({tally: rng.randint(-size, size) for tally in range(len(each))} for each in problem.tallies)
    prices = fitting(problem, wild)
    bounds, largest = exact(problem, prices)
    assert largest < INT64 // 4
    found = bound(problem, prices).windows.tolist()
    assert found == [NEVER if each is None else each for each in bounds]
    points, best = best_choices(problem)
    assert points is None or all(points * SCALE <= found[choice.window] for choice in best)


@pytest.mark.parametrize("seed", range(10))
def test_gains_with_lots_below_them_are_exact(seed: int) -> None:
    """Scaled to make room for the lots of ties, a single gain does not fit 32 bits."""
    rng = Random(seed)
    plain = random_problem(rng)
    problem = plain.lexicographic(np.array([rng.randrange(1 << 30) for _ in range(len(plain))]), 1 << 40)
    gains = [each for tallies in problem.tallies for each in tallies.gains_to(len(problem.seats))]
    assert max(map(abs, gains), default=0) == 0 or max(map(abs, gains)) >= 1 << 40
    bounds, largest = exact(problem, no_prices(problem))
    assert largest < INT64 // 4
    assert bound(problem, no_prices(problem)).windows.tolist() == [NEVER if each is None else each for each in bounds]


def test_small_prices_stay_as_they_are() -> None:
    """Only what could wrap is scaled."""
    problem = random_problem(Random(1))
    prices = tuple(dict.fromkeys(range(len(each)), 12345) for each in problem.tallies)
    assert fitting(problem, prices) == prices


def panel(people: int, seats: int, seed: int, **more: object) -> tuple[Pool, Challenge]:
    """Return a citizens' panel: like seats, and a minimum for most values of four attributes."""
    rng = Random(seed)
    columns = {
        "gender": (["man", "woman"], 10),
        "age": (["young", "middle", "older", "old"], 4),
        "education": (["none", "school", "college", "degree"], 5),
        "area": ([f"area {place}" for place in range(9)], 2),
    }
    peers = {"peer_id": [f"P{place:05}" for place in range(people)], "roles": ["citizen"] * people}
    peers |= {name: [rng.choice(values) for _ in range(people)] for name, (values, _) in columns.items()}
    rules = [
        {"attribute": name, "value": value, "min": least}
        for name, (values, least) in columns.items()
        for value in (values[:3] if len(values) == 4 else values)
    ]
    challenge = {
        "id": "panel",
        "hosts": ["H"],
        "as_of": "2027-01-11",
        "on_site": {"windows": ["2027-04-13"]},
        "scope": {"care": 1},
        "unknown_availability": "free",
        "seats": [{"id": f"s{place:03}", "accepts": {"citizen": 100}} for place in range(seats)],
        "team_rules": rules,
    }
    frame = pd.DataFrame({**peers, "theme:care": ["1"] * people})
    return Pool.from_frames(peers=frame), read_challenge({**challenge, **more})


def test_a_panel_of_like_seats_with_minimums() -> None:
    """150 people, 22 seats, 17 minimums: once its ties overflowed, and the answer that was proved was lost."""
    pool, challenge = panel(150, 22, seed=0)
    result = compose(pool, challenge)
    assert (str(result.status), result.stopped) == ("optimal", None)
    assert verify(result.to_record(), pool, challenge).holds
    problem = compile_problem(prepare(pool, challenge))
    lots = big_m(problem) * len(problem.seats) << lot_bits(problem)
    minimums = sum(len(each) for each in problem.tallies if each.minimum)
    assert minimums == 17
    assert lots * SCALE * PART * minimums * len(problem.seats) <= LARGEST


@pytest.mark.slow
def test_the_largest_challenge() -> None:
    """200 seats and 500 soft team rules of weight 10, each a million members short: sums stay exact."""
    rules = [
        {"attribute": name, "value": str(place), "min": 1_000_000, "strength": "soft", "weight": 10}
        for place in range(125)
        for name in ("gender", "age", "education", "area")
    ]
    pool, challenge = panel(400, 200, seed=1, team_rules=rules, scope={"care": 10})
    problem = compile_problem(prepare(pool, challenge))
    assert len([each for each in problem.tallies if each.name == "team_rules"]) == 500
    assert abs(problem.least_points) * SCALE < LARGEST
    assert abs(problem.constant) >= 500 * 50 * 1_000_000
    cost = artificial_cost(int(bound(problem, no_prices(problem)).windows.max()) // SCALE, problem)
    prices = fitting(problem, tuple(dict.fromkeys(range(len(each)), cost * SCALE) for each in problem.tallies))
    bounds, largest = exact(problem, prices)
    assert largest < INT64 // 4
    assert bound(problem, prices).windows.tolist() == bounds


@pytest.mark.slow
def test_ten_thousand_who_tie() -> None:
    """All alike but for their ids: the best points are proved, and the seed names one team of them."""
    pool, challenge = panel(10_000, 3, seed=2, team_rules=[])
    first = compose(pool, challenge)
    assert (str(first.status), first.stopped) == ("optimal", None)
    problem = compile_problem(prepare(pool, challenge))
    again = search(problem, SearchLimits(None, 0))
    assert again.points == first.points
    assert again.stopped is None
