"""Whatever the prices, no team has more points than the bounds they prove, and nobody on a better team is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import pytest

from teamforge.problem import Problem
from teamforge.search.bound import NEVER, SCALE, Prices, bound, no_prices
from teamforge.search.relax import relax
from teamforge.spec.dates import day_number
from tests.oracle import brute
from tests.oracle.generator import make_problem

from .engine import compile_raw
from .problems import Problems

PROBLEMS = Problems(slow=240, full=2400, chunks=4)
SIZES = (0, 1, SCALE, 700 * SCALE, 4000 * SCALE, 10**9 * SCALE)
"""How far from 0 prices go: none at all, rounding, a point, a criterion, more than anything is worth."""


def prices(problem: Problem, rng: Random) -> Prices:
    """Return random prices, for some of the tallies, of both signs."""
    size, share = rng.choice(SIZES), rng.choice((0.3, 1.0))
    return tuple(
        {number: rng.randint(-size, size) for number in range(len(family)) if rng.random() < share}
        for family in problem.tallies
    )


def good_prices(problem: Problem, rng: Random) -> Iterator[Prices]:
    """Yield the prices of the relaxation of some window, and the same a little off."""
    if len(problem.starts):
        here = np.array([rng.randrange(len(problem.starts))])
        good = relax(problem.restrict(np.arange(len(problem)), here), 1 << 20).prices
        yield good
        yield tuple({number: price + rng.randint(-9, 9) for number, price in priced.items()} for priced in good)


@PROBLEMS.each_chunk
def test_no_team_is_above_its_bound(chunk: int, pytestconfig: pytest.Config) -> None:
    """For every valid team, its window's bound is at least its points, and its candidates are within the slack."""
    teams = exact = 0
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        raw, rng = make_problem(Random(seed)), Random(seed)
        problem = compile_raw(raw.tables, raw.challenge)
        windows = {start: place for place, start in enumerate(problem.starts.tolist())}
        pairs = zip(problem.seat.tolist(), problem.peer_ids[problem.peers].tolist(), strict=True)
        places = {(problem.seats[seat], peer): place for place, (seat, peer) in enumerate(pairs)}
        valid = brute.every_team(raw.tables, raw.challenge)
        least = problem.least_points
        for priced in (no_prices(problem), *good_prices(problem, rng), *(prices(problem, rng) for _ in range(3))):
            bounds = bound(problem, priced)
            for team, points in valid.items():
                window = windows[day_number(team.start)]
                chosen = [places[pair] for pair in team.seats]
                assert least <= points, (seed, team)
                assert points * SCALE <= bounds.windows[window], (seed, team)
                missing = bounds.seats[problem.seat[chosen], window] - bounds.values[chosen]
                assert (missing >= 0).all(), (seed, team)
                assert (missing <= bounds.windows[window] - points * SCALE).all(), (seed, team)
                exact += int(points * SCALE == bounds.windows[window])
            teams += len(valid)
    assert teams > PROBLEMS.slow
    assert exact > 0


@PROBLEMS.each_chunk
def test_a_window_that_nobody_can_serve_in(chunk: int, pytestconfig: pytest.Config) -> None:
    """If the bound says that there is no team, there is none, whatever the prices; and sometimes it does say so."""
    never = 0
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        problem = compile_raw(raw.tables, raw.challenge)
        bounds = bound(problem, prices(problem, Random(seed)))
        empty = {int(problem.starts[window]) for window in np.flatnonzero(bounds.windows == NEVER)}
        never += len(empty)
        if empty:
            assert not any(day_number(team.start) in empty for team in brute.every_team(raw.tables, raw.challenge))
    assert never > 0
