"""Dominance: the undominated are enough for the best team, and nobody who could be needed is dominated."""

from __future__ import annotations

from random import Random

import numpy as np

from teamforge.problem import Tallies
from teamforge.search.dominance import undominated

from .problems import every_choice, ints, make, one_window


def test_the_undominated_are_enough() -> None:
    """With them alone the best team has the same points and, with costs, the cheapest best team costs the same."""
    fewer = 0
    for seed, problem, _ in one_window():
        costs = np.array([Random(seed + place).randint(0, 3) for place in range(len(problem))], dtype=np.int64)
        every = list(every_choice(problem))
        for given in (None, costs):
            kept = set(undominated(problem, given).tolist())
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


def test_who_dominates_whom() -> None:
    """The better dominates the worse, unless they are in a pair that the worse is not in, or lack a level they have."""
    level = Tallies.one("level", ints([1, 3]), (5, 2))
    pair = Tallies.one("pair", ints([2, 4]), (), maximum=1)
    candidates = [("A", 0), ("B", 0), ("C", 0), ("D", 0), ("E", 1)]
    problem = make(candidates, required=(True, True), points=[3, 3, 3, 2, 0], tallies=[level], rules=[pair])
    assert sorted(undominated(problem).tolist()) == [1, 4]
    problem = make(candidates, required=(True, True), points=[3, 2, 4, 2, 0], tallies=[level], rules=[pair])
    # D is as B; C is in a pair with E but has most points; A has more than B, who has the level.
    assert sorted(undominated(problem).tolist()) == [0, 1, 2, 4]
    # Of those alike the cheapest; a dear one dominates no cheap one.
    assert sorted(undominated(problem, np.array([0, 2, 0, 1, 0])).tolist()) == [0, 2, 3, 4]
    # Alone on their seats two of a pair can harm nobody.
    alone = make([("A", 0), ("B", 0)], points=[1, 1], rules=[Tallies.one("pair", ints([0, 1]), (), maximum=1)])
    assert len(undominated(alone)) == 1


def test_a_large_seat_is_left_as_it_is() -> None:
    """A seat with very many distinct candidates loses only those that are identical."""
    problem = make([("A", 0), ("B", 0), ("C", 0)], points=[3, 3, 2])
    assert sorted(undominated(problem, compared=1).tolist()) == [0, 2]
