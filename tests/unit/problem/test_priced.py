"""A problem under charges: the same teams, each with its points times a factor, less what its members are charged."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from teamforge.certificate.check import check_certificate
from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Points
from teamforge.search import SearchLimits, search
from tests.unit.search.problems import every_choice, knotted_problem, random_problem

SEEDS = range(60)


def charged(seed: int) -> tuple[Problem, int, Points]:
    """Return a random problem with a factor and charges, some equal in all windows and some not."""
    rng = Random(seed)
    problem = rng.choice((random_problem, knotted_problem))(rng)
    windows = len(problem.starts)
    rows = [
        [rng.choice((0, 1, 5))] * windows if rng.random() < 0.4 else [rng.choice((0, 1, 5)) for _ in range(windows)]
        for _ in range(len(problem))
    ]
    charges = np.array(rows, dtype=np.int64).reshape(len(problem), windows)
    return problem, rng.randint(1, 3), charges


def worth(factor: int, charges: Points, choice: Choice, points: int) -> int:
    """Return the points of a team under charges, by the definition."""
    return factor * points - sum(int(charges[place, choice.window]) for place in choice.candidates)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_teams_with_their_points_less_the_charges(seed: int) -> None:
    problem, factor, charges = charged(seed)
    priced, origin = problem.priced(factor, charges)
    expected = {choice: worth(factor, charges, choice, points) for choice, points in every_choice(problem)}
    found = {
        Choice(choice.window, tuple(origin[list(choice.candidates)].tolist())): points
        for choice, points in every_choice(priced)
    }
    assert {Choice(c.window, tuple(sorted(c.candidates))): p for c, p in found.items()} == {
        Choice(c.window, tuple(sorted(c.candidates))): p for c, p in expected.items()
    }


def test_a_candidate_of_one_charge_is_not_split() -> None:
    problem = random_problem(Random(3))
    priced, origin = problem.priced(2, np.full(problem.serves.shape, 7))
    assert origin.tolist() == np.flatnonzero(problem.serves.any(axis=1)).tolist()
    assert (priced.points == 2 * problem.points[origin] - 7).all()


def test_copies_serve_in_the_windows_of_their_charge_alone() -> None:
    split = 0
    for seed in SEEDS:
        problem, factor, charges = charged(seed)
        priced, origin = problem.priced(factor, charges)
        together = np.zeros_like(problem.serves, dtype=np.int64)
        np.add.at(together, origin, priced.serves.astype(np.int64))
        assert (together == problem.serves).all(), seed
        split += len(priced) > problem.serves.any(axis=1).sum()
    assert split > len(SEEDS) // 4


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_team_under_charges_is_proved(seed: int) -> None:
    """The search finds it, also when it begins with the prices of the problem without charges."""
    problem, factor, charges = charged(seed)
    most = max((worth(factor, charges, *each) for each in every_choice(problem)), default=None)
    priced, _ = problem.priced(factor, charges)
    known = search(problem, SearchLimits(None, None)).prices
    for begun in ((), known):
        found = search(priced, SearchLimits(None, None), known=begun)
        assert found.points == most, seed
        proof = check_certificate(priced, found.certificate, found.points)
        assert not proof.faults, seed
        assert not proof.open, seed
