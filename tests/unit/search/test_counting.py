"""How many teams are equally good, against trying them all."""

from __future__ import annotations

from random import Random

import pytest

from teamforge.search import Effort, SearchLimits, search
from teamforge.search.queries.counting import count_teams

from .problems import every_choice, knotted_problem, make, random_problem


@pytest.mark.parametrize("less", [0, 3])
@pytest.mark.parametrize("partials", [1, 3, 100_000])
def test_teams_of_so_many_points(partials: int, less: int) -> None:
    """The exact number or, if there are too many to look at, a number from one up to the exact one."""
    effort = Effort(counted_partials=partials, counted_at_once=2)
    cut = 0
    for seed in range(40):
        for made in (random_problem, knotted_problem):
            problem = made(Random(seed))
            found = search(problem, SearchLimits())
            if found.points is None:
                continue
            points = found.points - less
            there = sum(worth >= points for _, worth in every_choice(problem))
            count = count_teams(problem, found.prices, points, 1_000_000, effort)
            if count.exact:
                assert count.teams == there, (made, seed)
            else:
                cut += 1
                assert 0 <= count.teams <= there, (made, seed)
            capped = count_teams(problem, found.prices, points, 2, effort)
            assert capped.teams <= 2
            if capped.exact:
                assert capped.teams == there
    assert (cut > 10) == (partials < 100)


def test_very_many_who_are_alike() -> None:
    """With more equally good partial teams than are ever looked at, counting ends with a lower bound."""
    seats = 5
    problem = make(
        [(f"P{seat}-{number}", seat) for seat in range(seats) for number in range(40)],
        required=[True] * seats,
        points=[1] * (40 * seats),
    )
    count = count_teams(problem, search(problem, SearchLimits()).prices, seats, most=10_000)
    assert (count.teams, count.exact) == (10_000, False)
