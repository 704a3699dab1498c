"""Tallies, terms and problems: what gains mean, what is left of them for fewer candidates, what a choice scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from teamforge.problem import Choice, Tallies, Term
from teamforge.spec.rounding import round_half_up
from tests.unit.search.problems import NUMBERED, ints, make

# Rounding


def test_rounding() -> None:
    """Half up, also below 0, and exactly however large."""
    assert [round_half_up(top, 2) for top in (-3, -2, -1, 0, 1, 2, 3)] == [-1, -1, 0, 0, 1, 1, 2]
    assert [round_half_up(top, 3) for top in (-2, -1, 1, 2, 4, 5)] == [-1, 0, 0, 1, 1, 2]
    assert round_half_up(10**18 + 1, 2) == (10**18 + 2) // 2
    assert round_half_up(np.array([1, 2, 3]), np.array([2, 4, 8])).tolist() == [1, 1, 0]


# Gains


@pytest.mark.parametrize(
    ("gains", "first_five"),
    [
        ((), (0, 0, 0, 0, 0)),
        ((7,), (7, 0, 0, 0, 0)),
        ((4, 2, 1), (4, 2, 1, 0, 0)),
        ((0, -3), (0, -3, -3, -3, -3)),
        ((-3,), (-3, -3, -3, -3, -3)),
        ((2, 0), (2, 0, 0, 0, 0)),
        ((5, 4, 3, 2, 1, 0, -1), (5, 4, 3, 2, 1)),
    ],
)
def test_gains_to(gains: tuple[int, ...], first_five: tuple[int, ...]) -> None:
    """Beyond the last a gain is 0 or, where the last is a cost, that cost again."""
    tallies = Tallies.one("t", np.arange(5), gains)
    assert tallies.gains_to(5) == first_five
    assert tallies.gains_to(2) == first_five[:2]
    assert tallies.gains_to(0) == ()
    totals = [tallies.points(np.arange(5) < count) for count in range(6)]
    assert totals == [sum(first_five[:count]) for count in range(6)]


def test_gains_never_increase() -> None:
    """The problem would not be concave."""
    with pytest.raises(ValueError, match="the gains of soft increase"):
        Tallies.one("soft", np.arange(3), (1, 0, 1))


def test_counts_of_several_tallies() -> None:
    """Each counts its own; an empty one counts nobody, wherever it stands; a candidate may be in several."""
    tallies = Tallies("t", ints([0, 1, 1, 2, 3]), ints([0, 0, 2, 2, 5, 5]), (5, 1), labels=NUMBERED[:5])
    assert len(tallies) == 5
    assert [tallies.of(tally).tolist() for tally in range(5)] == [[], [0, 1], [], [1, 2, 3], []]
    for places, points in (([1], 10), ([0, 1], 6 + 5), ([0, 1, 2, 3], 6 + 6), ([4], 0), ([], 0)):
        assert tallies.points(np.isin(np.arange(5), places)) == points
    for chosen, counts in (([1], [0, 1, 0, 1, 0]), ([0, 1], [0, 2, 0, 1, 0]), ([0, 1, 2, 3], [0, 2, 0, 3, 0])):
        assert tallies.counts(np.isin(np.arange(5), chosen)).tolist() == counts
    assert tallies.counts(np.isin(np.arange(5), [4])).tolist() == [0] * 5


def test_grouped() -> None:
    """A tally for each group that is large enough, whatever the order of the candidates."""
    groups = ints([7, 3, 7, 5, 3, 7])
    tallies = Tallies.grouped("t", np.arange(6), groups, NUMBERED, (0, -1))
    assert [tallies.of(tally).tolist() for tally in range(len(tallies))] == [[1, 4], [0, 2, 5]]
    every = Tallies.grouped("t", np.arange(6), groups, NUMBERED, smallest=1, maximum=4)
    assert [every.of(tally).tolist() for tally in range(len(every))] == [[1, 4], [3], [0, 2, 5]]
    assert (every.minimum, every.maximum, every.gains) == (0, 4, ())
    large = Tallies.grouped("t", np.arange(6), groups, NUMBERED, smallest=4)
    assert (len(large), len(large.members)) == (0, 0)
    assert len(Tallies.grouped("t", ints([]), ints([]), NUMBERED)) == 0


def test_restrict_tallies() -> None:
    """Of fewer candidates: a tally that nobody is left of goes, but not where a minimum binds it; numbers stay."""
    tallies = Tallies("t", ints([0, 1, 2, 2]), ints([0, 2, 3, 4]), (5, 1), 1, 2, labels=NUMBERED[:3])
    left = tallies.restrict(np.array([True, False, True]), ints([1, -1, 0]))
    assert [left.of(tally).tolist() for tally in range(len(left))] == [[1], [0], [0]]
    last = np.array([False, False, True])
    left = tallies.restrict(last, ints([-1, -1, 0]))
    assert [left.of(tally).tolist() for tally in range(len(left))] == [[], [0], [0]]
    assert (left.gains, left.minimum, left.maximum, left.name) == ((5, 1), 1, 2, "t")
    free = replace(tallies, minimum=0).restrict(last, ints([-1, -1, 0]))
    assert [free.of(tally).tolist() for tally in range(len(free))] == [[0], [0]]
    assert [free.place(number) for number in range(3)] == [None, 0, 1]
    again = free.restrict(np.array([True]), ints([0]))
    assert again.numbers is not None
    assert [again.labels[number] for number in again.numbers.tolist()] == ["1", "2"]


# Terms and problems


def test_a_term_multiplied() -> None:
    """All of it."""
    term = Term(np.array([1, 2]), np.array([3]), (Tallies.one("t", np.arange(2), (4, -1)),), 5).times(10)
    assert term.points is not None
    assert term.windows is not None
    assert (term.points.tolist(), term.windows.tolist(), term.constant) == ([10, 20], [30], 50)
    assert term.tallies[0].gains == (40, -10)
    assert Term().times(3).points is None


PROBLEM = make(
    [("B", 0), ("A", 0), ("C", 1)],
    required=[True, False],
    points=[1, 2, 4],
    windows=[10, 20],
    serves=[[True, False], [True, True], [False, True]],
    tallies=[Tallies.one("t", ints([1, 2]), (100, 50))],
    rules=[Tallies.one("r", ints([0, 2]), (), maximum=1)],
    constant=1_000,
)


def test_score() -> None:
    """Candidates, window, tallies, constant: 1000 + 2 + 4 + 20 + 150."""
    assert PROBLEM.score(Choice(1, (1, 2))) == 1_176
    assert PROBLEM.score(Choice(0, (1,))) == 1_112
    assert PROBLEM.score(Choice(0, (0,))) == 1_011
    assert PROBLEM.score(Choice(1, ())) == 1_020


def test_restrict() -> None:
    """Candidates and windows in the order asked for; teams keep their points."""
    left = PROBLEM.restrict(np.array([2, 1]), np.array([1]))
    assert left.peer_ids[left.peers].tolist() == ["C", "A"]
    assert left.seat.tolist() == [1, 0]
    assert left.serves.tolist() == [[True], [True]]
    assert left.starts.tolist() == [20_001]
    assert left.points.tolist() == [4, 2]
    assert left.window_points.tolist() == [20]
    assert left.score(Choice(0, (0, 1))) == PROBLEM.score(Choice(1, (1, 2)))
    assert left.rules[0].of(0).tolist() == [0]
    assert len(left) == 2
    nobody = PROBLEM.restrict(np.array([], dtype=np.intp), np.array([0, 1]))
    assert (len(nobody), nobody.score(Choice(1, ()))) == (0, 1_020)


def test_then() -> None:
    """The points first, then the lowest sum of costs."""
    after = PROBLEM.lexicographic(np.array([7, 3, 1]), 100)
    assert after.score(Choice(1, (1, 2))) == 117_600 - 4
    assert after.score(Choice(0, (0,))) == 101_100 - 7


def test_tallies_with_points_come_first() -> None:
    """Then those that only have bounds."""
    assert [tallies.name for tallies in PROBLEM.tallies] == ["t", "r"]


def test_its_size_alone_is_shown() -> None:
    """Nobody's id."""
    assert repr(PROBLEM) == "<Problem: 3 candidates, 2 windows, 2 tallies>"


def test_holds() -> None:
    """A choice holds where every seat, the window and every bound of a tally does."""
    pair = Tallies.one("pair", ints([0, 2]), (), maximum=1)
    least = Tallies.one("least", ints([1, 2, 3]), (), minimum=1)
    problem = make(
        [("A", 0), ("B", 0), ("C", 1), ("D", 1)],
        required=(True, False),
        windows=(0, 0),
        serves=[[True, True], [True, False], [True, True], [True, True]],
        rules=[pair, least],
    )
    assert problem.holds(Choice(0, (0, 3)))
    assert problem.holds(Choice(0, (1,)))
    assert not problem.holds(Choice(0, (0, 2)))  # a pair
    assert not problem.holds(Choice(0, (0,)))  # too few of a tally
    assert not problem.holds(Choice(0, (2,)))  # an empty seat that is required
    assert not problem.holds(Choice(0, (0, 1, 3)))  # two on a seat
    assert not problem.holds(Choice(1, (1,)))  # who cannot serve


def test_seated() -> None:
    """With a candidate seated nobody else is left for the seat, and it must be filled."""
    problem = make([("A", 0), ("B", 0), ("C", 1)], required=(False, True), points=[1, 2, 3])
    part, kept = problem.fixed(0)
    assert kept.tolist() == [0, 2]
    assert part.required == (True, True)
    assert part.points.tolist() == [1, 3]
