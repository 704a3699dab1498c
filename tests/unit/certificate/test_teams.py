"""Teams enumerated for the certificate: all that could be better."""

from __future__ import annotations

import tracemalloc
from itertools import product
from random import Random

import numpy as np
import pytest

from teamforge.certificate.teams import NOBODY, better_team, partials_of, undominated_of
from teamforge.certificate.work import Work
from teamforge.search.dominance import undominated
from tests.unit.search.problems import every_choice, random_problem

CANDIDATES = [
    (np.array([1, 2, 3]), np.array([0, 2, 5])),
    (np.array([7, NOBODY]), np.array([0, 3])),
    (np.array([9]), np.array([0])),
]


def test_the_seat_with_the_most_is_left_out() -> None:
    """The others are combined as far as they lose little enough."""
    found = partials_of(CANDIDATES, 5, 2, Work())
    assert found is not None
    partials, others = found
    assert sorted(partials.tolist()) == [[NOBODY, 9], [7, 9]]
    assert others.tolist() == [1, 2, 3]
    found = partials_of(CANDIDATES, 2, 1, Work())
    assert found is not None
    assert (found[0].tolist(), found[1].tolist()) == ([[7, 9]], [1, 2])
    # Where two seats have as many the first of them is left out.
    found = partials_of(CANDIDATES, 0, 1, Work())
    assert found is not None
    assert (found[0].tolist(), found[1].tolist()) == ([[7, 9]], [1])


@pytest.mark.parametrize("expected", [0, 1, 3, 100])
def test_another_number_of_ways_is_refused(expected: int) -> None:
    """Whether it is too high or too low."""
    assert partials_of(CANDIDATES, 5, expected, Work()) is None


def test_partial_teams_are_counted_before_they_are_made() -> None:
    """A certificate that names many identical teams needs no more memory than the number it states."""
    many = np.arange(100_000), np.zeros(100_000, dtype=np.int64)
    tracemalloc.start()
    try:
        assert partials_of([many, many, many], 0, 1_000_000, Work()) is None
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_a_better_team_by_trial() -> None:
    """There is one exactly if brute force finds one with at least these points."""
    seen = {True: 0, False: 0}
    for seed in range(150):
        whole = random_problem(Random(seed))
        problem = whole.restrict(np.flatnonzero(whole.serves[:, 0]), np.array([0]))
        most = max((points for _, points in every_choice(problem)), default=None)
        options = [
            [*np.flatnonzero(problem.seat == seat).tolist(), *([] if required else [NOBODY])]
            for seat, required in enumerate(problem.required)
        ]
        if not all(options):
            assert most is None
            continue
        *partials, others = options
        ways = list(product(*partials))
        every = np.array(ways, dtype=np.intp).reshape(len(ways), len(partials))
        for target in (-100, *(() if most is None else (most - 1, most, most + 1))):
            expected = most is not None and most >= target
            assert better_team(problem, every, np.array(others), target, Work()) == expected, (seed, target)
            seen[expected] += 1
    assert min(seen.values()) > 30


def test_who_is_undominated() -> None:
    """Without the others no better team is missed; and they are those that the search has."""
    fewer = 0
    for seed in range(150):
        whole = random_problem(Random(seed))
        problem = whole.restrict(np.flatnonzero(whole.serves[:, 0]), np.array([0]))
        every = list(every_choice(problem))
        for compared in (500, 1):
            kept = set(np.flatnonzero(undominated_of(problem, Work(), compared)).tolist())
            fewer += len(kept) < len(problem)
            assert max((points for choice, points in every if set(choice.candidates) <= kept), default=None) == max(
                (points for _, points in every), default=None
            ), seed
            ours = problem.seat[undominated(problem, compared=compared)]
            assert np.bincount(ours).tolist() == np.bincount(problem.seat[sorted(kept)]).tolist(), seed
    assert fewer > 50
