"""Exchanges turn a valid team into one that no single exchange improves, under any charges."""

from __future__ import annotations

from random import Random

import numpy as np

from teamforge.problem import Choice, Problem
from teamforge.search.programme.swaps import Swaps

from .problems import every_choice, random_problem


def sorted_problem(seed: int) -> Problem:
    """Return a random problem whose candidates are sorted by seat."""
    problem = random_problem(Random(seed))
    return problem.restrict(np.argsort(problem.seat, kind="stable"), np.arange(len(problem.starts)))


def same(team: Choice) -> Choice:
    """Return a team with its members in order."""
    return Choice(team.window, tuple(sorted(team.candidates)))


def one_exchange_away(problem: Problem, team: Choice, other: Choice) -> bool:
    """Whether two teams of a window differ on one seat at most."""
    seats = [dict(zip(problem.seat[list(each.candidates)].tolist(), each.candidates, strict=True))
             for each in (team, other)]  # fmt: skip
    return team.window == other.window and sum(
        seats[0].get(place) != seats[1].get(place) for place in range(len(problem.seats))
    ) == 1  # fmt: skip


def test_no_exchange_brings_more_and_every_rule_is_kept() -> None:
    """Compared with every team there is, for random problems with bounds, costs and empty seats, and random charges."""
    improved = compared = 0
    for seed in range(150):
        rng, problem = Random(seed), sorted_problem(seed)
        every, priority = list(every_choice(problem)), rng.choice((1, 3))
        if not every:
            continue
        charges = np.array(
            [[rng.choice((0, 0, 3, 20)) for _ in problem.starts] for _ in range(len(problem))], dtype=np.int64
        )
        worth = {
            same(team): priority * points - int(charges[list(team.candidates), team.window].sum())
            for team, points in every
        }
        start = rng.choice(every)[0]
        found = same(Swaps(problem, priority).improved(start, charges, problem.serves))
        assert found in worth, seed
        assert worth[found] >= worth[same(start)], seed
        near = [worth[team] for team in worth if one_exchange_away(problem, found, team)]
        assert max(near, default=worth[found]) <= worth[found], seed
        improved += worth[found] > worth[same(start)]
        compared += len(near)
    assert improved > 40
    assert compared > 200


def test_points_are_those_of_the_problem_and_only_of_valid_teams() -> None:
    """Of random choices, some with two members too many, and of every valid team."""
    valid = broken = 0
    for seed in range(60):
        rng, problem = Random(seed), sorted_problem(seed)
        swaps = Swaps(problem, 3)
        for _ in range(30):
            rows = rng.sample(range(len(problem)), min(len(problem), rng.randint(0, len(problem.seats) + 2)))
            team = Choice(rng.randrange(len(problem.starts)), tuple(rows))
            points = swaps.points(team, problem.serves)
            assert points == (3 * problem.score(team) if problem.holds(team) else None), seed
            valid += points is not None
            broken += points is None
        for team, points in every_choice(problem):
            assert swaps.points(team, problem.serves) == 3 * points, seed
            valid += 1
    assert valid > 100
    assert broken > 100


def test_who_cannot_serve_beside_others_is_exchanged() -> None:
    """A barred member is replaced, whoever comes instead."""
    changed = 0
    for seed in range(60):
        rng, problem = Random(seed), sorted_problem(seed)
        every = [team for team, _ in every_choice(problem)]
        if not every:
            continue
        start = rng.choice(every)
        serves = problem.serves.copy()
        serves[start.candidates[:1], start.window] = False
        charges = np.zeros(serves.shape, dtype=np.int64)
        found = Swaps(problem, 1).improved(start, charges, serves)
        if all(serves[row, found.window] for row in found.candidates):
            changed += 1
            assert found != start or not start.candidates
    assert changed > 20
