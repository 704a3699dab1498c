"""The table `peers` of an invented pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from teamforge.generate import densities as d
from teamforge.register import Register
from teamforge.tables import Text, TextTable

Rng = np.random.Generator


def peers_of(ids: Text, register: Register, rng: Rng) -> TextTable:
    """
    Return the table of some peers who work at the organisations of a register.

    New columns are drawn after all others: an earlier draw would change every generated pool.
    """
    size = len(ids)
    role = shares(rng, [each.share for each in d.ROLES], size)
    elected = np.array([each.name == "elected_member" for each in d.ROLES])[role]
    columns = {
        "peer_id": ids,
        "name": Text(ids.codes, tuple(f"Peer {identity[1:]}" for identity in ids.texts)),
        "organisation_id": _organisations(register, role, rng),
        "roles": Text(role, tuple(each.name for each in d.ROLES)),
        "trained": Text(shares(rng, [d.TRAINED, 1 - d.TRAINED], size), ("yes", "no")),
        "active": Text(shares(rng, [d.ACTIVE, 1 - d.ACTIVE], size), ("yes", "no")),
        "political_group": Text(
            np.where(elected, shares(rng, list(d.GROUPS.values()), size), -1).astype(np.int32), tuple(d.GROUPS)
        ),
        "challenges_done": _numbers(shares(rng, d.CHALLENGES_DONE, size), len(d.CHALLENGES_DONE)),
        "max_per_year": Text.of(role, [str(each.max_per_year) for each in d.ROLES]),
        "declared_on": _declared(rng, size),
        "sex": Text.of(shares(rng, list(d.SEXES.values()), size), list(d.SEXES)),
    }
    person = sqrt(d.LIKENESS) * rng.standard_normal(size)
    weak, best = _cuts(d.LEVELS), _cuts(d.STRONG_LEVELS)
    for theme, name in enumerate(d.THEMES):
        strong = np.array([theme in each.themes for each in d.ROLES])[role]
        knows = person + sqrt(1 - d.LIKENESS) * rng.standard_normal(size)
        level = np.where(strong, np.searchsorted(best, knows), np.searchsorted(weak, knows))
        columns[f"theme:{name}"] = Text.of(level, ["", "1", "2", "3", "4"])  # a blank is no expertise
    return TextTable("peers", columns, np.arange(2, size + 2, dtype=np.int32))


def shares(rng: Rng, weights: Sequence[float], size: int) -> NDArray[np.int32]:
    """Draw `size` places in `weights`, each with a probability proportional to its weight."""
    ends = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(ends, rng.random(size), side="right"), len(weights) - 1).astype(np.int32)


def texts_of_days(offsets: NDArray[np.integer]) -> Text:
    """Return days, counted from `densities.AS_OF`, as a column."""
    first = int(offsets.min(initial=0))
    last = int(offsets.max(initial=0))
    days = tuple(str(d.AS_OF + timedelta(days=day)) for day in range(first, last + 1))
    return Text((offsets - first).astype(np.int32), days)


def _cuts(weights: Sequence[float]) -> list[float]:
    """Return where to cut a normal distribution into parts with these weights."""
    ends = np.cumsum(weights) / np.sum(weights)
    return [NormalDist().inv_cdf(end) for end in ends[:-1].tolist()]


def _numbers(numbers: NDArray[np.int32], most: int) -> Text:
    return Text(numbers, tuple(str(number) for number in range(most)))


def _declared(rng: Rng, size: int) -> Text:
    days = texts_of_days(-rng.integers(0, d.DECLARED_WITHIN, size))
    return Text(np.where(rng.random(size) < d.UNDECLARED, -1, days.codes).astype(np.int32), days.texts)


def _organisations(register: Register, role: NDArray[np.int32], rng: Rng) -> Text:
    """Return where each peer works: at any organisation of a kind that goes with the role, or nowhere."""
    places = np.full(len(role), -1, dtype=np.int32)
    for number, each in enumerate(d.ROLES):
        peers = np.flatnonzero(role == number)
        there: Mapping[str, int] = {kind: share for kind, share in each.kinds.items() if len(register.of_kind(kind))}
        if not there:
            continue
        kind = shares(rng, list(there.values()), len(peers))
        for place, name in enumerate(there):
            of_kind = peers[kind == place]
            places[of_kind] = rng.choice(register.of_kind(name), size=len(of_kind))
    return Text(places, register.organisations.ids)
