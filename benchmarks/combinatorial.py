"""
Problems that are mostly combinatorial, written down from their definition: what a plain CP-SAT model does at once.

Each is written as a pool and a challenge of ours. Names of well-known instances are those of their literature: `1dc`
and `2dc` are the codes of Sloane's challenge that correct one and two deletions, `hamming` those of a least distance,
`rb` the satisfiable random model RB (the `frb` sets).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from pathlib import Path
from random import Random
from typing import Any

_GRADES = 5


@dataclass(frozen=True, slots=True)
class Quota:
    """How many members there must be of some peers: at least, and at most (None: no bound)."""

    peers: tuple[int, ...]
    least: int
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """
    A choice of peers.

    Parameters
    ----------
    peers
        How many there are.
    seats
        For each seat who may sit on it; None for everybody.
    required
        Whether every seat must be filled, or the first alone.
    pairs
        Of which at most one is chosen.
    quotas
        What the team must have.
    grades
        What each peer costs, from 1 to 5; where given, the cheapest team is the best.
    team
        Whether there is a team, where that is known.
    """

    peers: int
    seats: Sequence[tuple[int, ...] | None]
    required: bool = True
    pairs: tuple[tuple[int, int], ...] = ()
    quotas: tuple[Quota, ...] = ()
    grades: tuple[int, ...] = ()
    team: bool | None = None


def deletions(word: str, count: int) -> set[str]:
    """Return what is left of a word when some of its letters are left out."""
    return {"".join(kept) for kept in combinations(word, len(word) - count)}


def code(bits: int, count: int, size: int, *, team: bool) -> Instance:
    """Return a code of some words that corrects deletions: no two words have a subsequence of that length in common."""
    words = [f"{number:0{bits}b}" for number in range(1 << bits)]
    left = [deletions(word, count) for word in words]
    pairs = tuple((b, a) for a in range(len(words)) for b in range(a) if left[a] & left[b])
    return Instance(len(words), [None] * size, pairs=pairs, team=team)


def hamming(bits: int, distance: int, size: int, *, team: bool) -> Instance:
    """Return a code of some words, any two of which differ in at least `distance` places."""
    pairs = tuple((b, a) for a in range(1 << bits) for b in range(a) if (a ^ b).bit_count() < distance)
    return Instance(1 << bits, [None] * size, pairs=pairs, team=team)


def random_graph(peers: int, density: float, size: int, seed: int) -> Instance:
    """Return a graph in which each pair is blocked with the same chance."""
    rng = Random(seed)  # noqa: S311 -- no secret
    pairs = tuple((b, a) for a in range(peers) for b in range(a) if rng.random() < density)
    return Instance(peers, [None] * size, pairs=pairs)


def model_rb(groups: int, size: int, seed: int) -> Instance:
    """Return groups, each with a seat, and a team planted: a quarter of all pairs of some groups, at the threshold."""
    rng = Random(seed)  # noqa: S311 -- no secret
    planted = [rng.randrange(size) + group * size for group in range(groups)]
    blocked: set[tuple[int, int]] = set()
    for _ in range(round(0.8 / log(4 / 3) * groups * log(groups))):
        one, two = sorted(rng.sample(range(groups), 2))
        new = 0
        while new < round(size * size / 4):
            pair = one * size + rng.randrange(size), two * size + rng.randrange(size)
            if not (pair[0] in planted and pair[1] in planted):
                blocked.add(pair)
                new += 1
    seats = [tuple(range(group * size, (group + 1) * size)) for group in range(groups)]
    return Instance(groups * size, seats, pairs=tuple(sorted(blocked)), team=True)


def cover(peers: int, skills: int, most: int, chance: float, seed: int) -> Instance:
    """Return a least-cost team of at most some peers in which every skill is there."""
    rng = Random(seed)  # noqa: S311 -- no secret
    has = [[rng.random() < chance for _ in range(skills)] for _ in range(peers)]
    quotas = tuple(Quota(tuple(p for p in range(peers) if has[p][skill]), 1) for skill in range(skills))
    grades = tuple(min(_GRADES, 1 + sum(each) * _GRADES // (2 * max(1, round(skills * chance)))) for each in has)
    return Instance(peers, [None] * most, required=False, quotas=quotas, grades=grades)


def panel(peers: int, size: int, quotas: int, seed: int, *, tight: bool) -> Instance:
    """Return a panel with quotas of groups that everybody is in or not, as of a citizens' assembly."""
    rng = Random(seed)  # noqa: S311 -- no secret
    found = []
    for _ in range(quotas):
        share = rng.uniform(0.1, 0.6)
        members = tuple(p for p in range(peers) if rng.random() < share * rng.uniform(0.6, 1.2))
        middle = round(share * size)
        found.append(Quota(members, max(0, middle - (not tight)), min(size, middle + 1)))
    return Instance(peers, [None] * size, quotas=tuple(found))


INSTANCES: Mapping[str, Callable[[], Instance]] = {
    "1dc_128_16": lambda: code(7, 1, 16, team=True),
    "1dc_128_17": lambda: code(7, 1, 17, team=False),
    "2dc_128_5": lambda: code(7, 2, 5, team=True),
    "2dc_128_6": lambda: code(7, 2, 6, team=False),
    "hamming6_4_4": lambda: hamming(6, 4, 4, team=True),
    "hamming6_4_5": lambda: hamming(6, 4, 5, team=False),
    "hamming7_4_8": lambda: hamming(7, 4, 8, team=True),
    "hamming7_4_9": lambda: hamming(7, 4, 9, team=False),
    "hamming6_2_32": lambda: hamming(6, 2, 32, team=True),
    "random_100_10_20": lambda: random_graph(100, 0.1, 20, 1),
    "random_128_25_14": lambda: random_graph(128, 0.25, 14, 1),
    "random_150_50_9": lambda: random_graph(150, 0.5, 9, 1),
    "random_150_50_12": lambda: random_graph(150, 0.5, 12, 2),
    "random_200_75_6": lambda: random_graph(200, 0.75, 6, 1),
    "rb_25_21": lambda: model_rb(25, 21, 1),
    "rb_25_21_b": lambda: model_rb(25, 21, 2),
    "rb_15_14": lambda: model_rb(15, 14, 1),
    "cover_200_12": lambda: cover(200, 12, 8, 0.2, 1),
    "cover_400_20": lambda: cover(400, 20, 8, 0.25, 1),
    "cover_300_16": lambda: cover(300, 16, 8, 0.2, 2),
    "panel_300_12": lambda: panel(300, 12, 8, 1, tight=False),
    "panel_500_22": lambda: panel(500, 22, 20, 1, tight=False),
    "panel_200_16": lambda: panel(200, 16, 16, 2, tight=True),
}
"""By name."""


def write(instance: Instance, folder: Path) -> None:
    """Write an instance as tables and a challenge."""
    folder.mkdir(parents=True, exist_ok=True)
    alike = all(seat is None for seat in instance.seats)
    roles: list[list[str]] = [["member"] if alike else [] for _ in range(instance.peers)]
    for number, seat in enumerate(instance.seats):
        for peer in seat or ():
            roles[peer].append(f"member_{number}")
    quotas = [set(quota.peers) for quota in instance.quotas]
    _table(
        folder / "peers.csv",
        ["peer_id", "roles", "theme:any", "grade", *(f"q{number}" for number in range(len(quotas)))],
        (
            [
                f"P{peer:04}",
                "; ".join(roles[peer]),
                "0",
                str(instance.grades[peer]) if instance.grades else "",
                *("yes" if peer in members else "no" for members in quotas),
            ]
            for peer in range(instance.peers)
        ),
    )
    blocked = ([f"P{one:04}", "business", f"P{other:04}"] for one, other in instance.pairs)
    _table(folder / "interests.csv", ["peer_id", "kind", "other_peer_id"], blocked)
    _table(folder / "organisations.csv", ["organisation_id", "name", "kind"], [["H", "Host", "county"]])
    (folder / "challenge.json").write_text(json.dumps(_challenge(instance, alike=alike)), "utf-8")


def _challenge(instance: Instance, *, alike: bool) -> dict[str, Any]:
    rules: list[dict[str, Any]] = []
    for number, quota in enumerate(instance.quotas):
        bounds = {"min": quota.least or None, "max": quota.most}
        rule = {"attribute": f"q{number}", "value": "yes"}
        rules.append(rule | {name: bound for name, bound in bounds.items() if bound is not None})
    rules += [
        {"attribute": "grade", "value": str(grade), "max": 0, "strength": "soft", "weight": grade}
        for grade in sorted(set(instance.grades))
    ]
    names = ("member" if alike else f"member_{number}" for number in range(len(instance.seats)))
    return {
        "id": "this",
        "hosts": ["H"],
        "as_of": "2027-01-11",
        "on_site": {"windows": ["2027-04-12"]},
        "scope": {"any": 1},
        "unknown_availability": "free",
        "seats": [
            {"id": f"s{number}", "accepts": {name: 100}, "required": instance.required or not number}
            for number, name in enumerate(names)
        ],
        "rules": {name: {"weight": 0} for name in ("fresh", *(["seat_fit"] if instance.grades else []))},
        "team_rules": rules,
    }


def _table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
