"""Small compiled problems, made by hand or by chance, and every team of them by trying them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random
from typing import Any

import numpy as np

from teamforge.problem import Choice, Problem, Tallies, Term
from teamforge.search.bound import NEVER, Bounds, bound
from teamforge.search.relax import relax

NUMBERED = np.array([str(number) for number in range(20)], dtype=object)
"""Labels of groups that are numbers."""


def ints(numbers: Sequence[int]) -> np.ndarray[Any, np.dtype[np.int32]]:
    """Return positions."""
    return np.array(list(numbers), dtype=np.int32)


def make(  # noqa: PLR0913 -- a part of a problem each
    candidates: Sequence[tuple[str, int]],
    *,
    required: Sequence[bool] = (True,),
    points: Sequence[int] | None = None,
    windows: Sequence[int] = (0,),
    serves: Sequence[Sequence[bool]] | None = None,
    tallies: Sequence[Tallies] = (),
    rules: Sequence[Tallies] = (),
    constant: int = 0,
) -> Problem:
    """Return a problem of candidates (a peer id and a seat), the points of each window, and tallies."""
    ids = sorted({peer for peer, _ in candidates})
    own = np.array([0] * len(candidates) if points is None else points, dtype=np.int64)
    terms: Mapping[str, Term] = {
        "own": Term(points=own, constant=constant),
        "windows": Term(windows=np.array(windows, dtype=np.int64)),
        "tallies": Term(tallies=tuple(tallies)),
    }
    everywhere = np.ones((len(candidates), len(windows)), dtype=np.bool_)
    return Problem(
        seats=tuple(f"seat{place}" for place in range(len(required))),
        required=tuple(required),
        peers=ints([ids.index(peer) for peer, _ in candidates]),
        seat=np.array([place for _, place in candidates], dtype=np.int16),
        starts=ints(range(20_000, 20_000 + len(windows))),
        serves=everywhere if serves is None else np.array(serves, dtype=np.bool_).reshape(everywhere.shape),
        terms=terms,
        rules=tuple(rules),
        peer_ids=np.array(ids, dtype=object),
    )


def worth(problem: Problem, choice: Choice) -> int | None:
    """Return the points of a choice by definition; None if it breaks a bound."""
    own = [term.points for term in problem.terms.values() if term.points is not None]
    total = sum(int(points[place]) for points in own for place in choice.candidates)
    for term in problem.terms.values():
        total += term.constant + (0 if term.windows is None else int(term.windows[choice.window]))
    for tallies in problem.tallies:
        for tally in range(len(tallies)):
            count = len(set(tallies.of(tally).tolist()) & set(choice.candidates))
            if count < tallies.minimum or (tallies.maximum is not None and count > tallies.maximum):
                return None
            repeated = min(0, tallies.gains[-1]) if tallies.gains else 0
            total += sum(tallies.gains[:count]) + max(0, count - len(tallies.gains)) * repeated
    return total


def every_choice(problem: Problem) -> Iterator[tuple[Choice, int]]:
    """Yield every valid choice with its points."""
    for window in range(len(problem.starts)):
        options: list[list[int | None]] = []
        for seat, required in enumerate(problem.required):
            able: list[int | None] = list(np.flatnonzero((problem.seat == seat) & problem.serves[:, window]).tolist())
            options.append(able if required else [None, *able])
        for picked in product(*options):
            choice = Choice(window, tuple(place for place in picked if place is not None))
            points = worth(problem, choice)
            if points is not None:
                yield choice, points


def best_choices(problem: Problem) -> tuple[int | None, list[Choice]]:
    """Return the most points, and every valid choice that has them."""
    found = list(every_choice(problem))
    most = max((points for _, points in found), default=None)
    return most, [choice for choice, points in found if points == most]


def knotted_problem(rng: Random) -> Problem:
    """Return a problem of 3–5 seats whose pairs that must not meet are tied in knots: its relaxation divides peers."""
    seats = rng.randint(3, 5)
    candidates = [(f"P{seat}{number}", seat) for seat in range(seats) for number in range(rng.randint(2, 4))]
    rng.shuffle(candidates)
    every = range(len(candidates))
    pairs = [(a, b) for a in every for b in range(a) if candidates[a][1] != candidates[b][1] and rng.random() < 0.5]
    groups = ints([number for number in range(len(pairs)) for _ in range(2)])
    labels = np.array([str(number) for number in range(len(pairs))], dtype=object)
    apart = Tallies.grouped("pairs", ints([place for pair in pairs for place in pair]), groups, labels, maximum=1)
    return make(
        candidates,
        required=[rng.random() < 0.5 for _ in range(seats)],
        points=[rng.randint(1, 4) for _ in every],
        windows=[0] * rng.randint(1, 2),
        rules=[apart] if pairs else [],
    )


def random_problem(rng: Random) -> Problem:
    """Return a problem of 1–4 seats, up to 9 peers and 3 windows, with tallies of every kind and many ties."""
    required = [rng.random() < 0.75 for _ in range(rng.randint(1, 4))]
    peers = [f"P{number}" for number in range(rng.randint(2, 9))]
    candidates = [(peer, seat) for seat in range(len(required)) for peer in peers if rng.random() < 0.5]
    rng.shuffle(candidates)
    windows = [rng.choice((0, 0, 1, 3)) for _ in range(rng.randint(1, 3))]
    every = range(len(candidates))

    def some(share: float) -> list[int]:
        return [place for place in every if rng.random() < share]

    tallies = [
        Tallies.one("levels", ints(some(0.5)), rng.choice(((4, 2, 1), (3, 3, 1), (2,)))),
        Tallies.one("match", ints(some(0.3)), (rng.choice((3, 6)),)),
        Tallies.one("soft", ints(some(0.5)), rng.choice(((2, 0, 0, -2), (2, 2, -2), (0, -2)))),
    ]
    organisation = {peer: rng.randint(0, 3) for peer in peers}
    homes = ints([organisation[peer] for peer, _ in candidates])
    tallies.append(Tallies.grouped("distinct", ints(every), homes, NUMBERED, (0, -rng.choice((1, 4)))))
    numbers = ints([peers.index(peer) for peer, _ in candidates])
    rules = [Tallies.grouped("one_seat", ints(every), numbers, NUMBERED, maximum=1)]
    if rng.random() < 0.6:
        pair = rng.sample(peers, 2)
        both = [place for place in every if candidates[place][0] in pair]
        rules.append(Tallies.one("blocked", ints(both), (), maximum=1))
    if rng.random() < 0.6:
        rules.append(Tallies.one("most", ints(some(0.6)), (), maximum=rng.randint(0, 2)))
    if rng.random() < 0.4:
        rules.append(Tallies.one("least", ints(some(0.6)), (), minimum=rng.randint(1, 2)))
    return make(
        candidates,
        required=required,
        points=[rng.randint(-2, 5) for _ in every],
        windows=windows,
        serves=[[rng.random() < 0.8 for _ in windows] for _ in every],
        tallies=tallies,
        rules=rules,
        constant=-rng.randint(0, 3),
    )


def one_window() -> Iterator[tuple[int, Problem, Bounds]]:
    """Yield problems with one window, with bounds proved by good prices and by no prices."""
    for seed in range(120):
        whole = random_problem(Random(seed))
        problem = whole.restrict(np.arange(len(whole)), np.array([0]))
        if len(problem):
            problem = problem.restrict(np.flatnonzero(problem.serves[:, 0]), np.array([0]))
            prices = relax(problem, 1 << 10).prices if seed % 3 else tuple({} for _ in problem.tallies)
            bounds = bound(problem, prices)
            if bounds.windows[0] > NEVER:
                yield seed, problem, bounds
