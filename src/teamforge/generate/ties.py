"""The tables `availability`, `interests` and `engagements` of an invented pool."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from teamforge.generate import densities as d
from teamforge.generate.peers import Rng, shares, texts_of_days
from teamforge.generate.register import Register
from teamforge.tables import Text, TextTable

__all__ = ["availability_of", "engagements_of", "interests_of"]

_SEASON = (date(2027, 3, 1) - d.AS_OF).days
"""From here on people tell when they are free, or not."""
_FREE_SEASON, _AWAY_SEASON = 126, 110
_FREE_DAYS, _AWAY_DAYS = (3, 29), (0, 11)
_OLDEST, _LATEST = (date(2010, 8, 15) - d.AS_OF).days, (date(2026, 3, 1) - d.AS_OF).days
_SHORTEST, _LONGEST = 107, 2985
"""How many days an interest that ended lasted."""
_FIRST_REVIEW = (date(2022, 12, 5) - d.AS_OF).days
_LAST_BOOKING = (date(2027, 4, 8) - d.AS_OF).days
_ON_SITE = 3

Ints = NDArray[np.int32]


def availability_of(ids: Text, rng: Rng) -> TextTable:
    """Return when peers are free or away: each tells the one or the other."""
    peer = _owners(rng, d.AVAILABILITY_ROWS, len(ids))
    free = (rng.random(len(ids)) < d.TELL_WHEN_FREE)[peer]
    size = len(peer)
    start = _SEASON + np.where(free, rng.integers(0, _FREE_SEASON, size), rng.integers(0, _AWAY_SEASON, size))
    days = np.where(
        free, rng.integers(*_FREE_DAYS, size, endpoint=True), rng.integers(*_AWAY_DAYS, size, endpoint=True)
    )
    status = np.where(free, 0, np.where(rng.random(size) < d.TENTATIVE, 1, 2)).astype(np.int32)
    columns = {
        "peer_id": Text(peer, ids.texts),
        "start": texts_of_days(start),
        "end": texts_of_days(start + days),
        "status": Text(status, ("available", "tentative", "unavailable")),
    }
    return _shuffled("availability", columns, rng)


def interests_of(ids: Text, register: Register, rng: Rng) -> TextTable:
    """Return what peers have declared: ties to organisations, mostly ended, and to each other."""
    peer = _owners(rng, d.INTEREST_ROWS if len(ids) > 1 else (1.0,), len(ids))
    size = len(peer)
    kind = shares(rng, [each.share for each in d.INTERESTS], size)
    places = register.of_kind(*(set(register.organisations.kind) - d.NOT_OF_INTEREST - {None}))  # type: ignore[arg-type]
    in_organisation = rng.random(size) < np.array([each.in_organisation for each in d.INTERESTS])[kind]
    organisation = np.where(in_organisation, rng.choice(places, size=size), -1).astype(np.int32)
    # Anybody but oneself.
    other = (peer + rng.integers(1, max(2, len(ids)), size)) % len(ids)
    other = np.where(in_organisation, -1, other).astype(np.int32)
    ended = np.array([each.ended for each in d.INTERESTS])[kind]
    start = rng.integers(_OLDEST, _LATEST, size)
    end = np.minimum(start + rng.integers(_SHORTEST, _LONGEST, size), -1)
    columns = {
        "peer_id": Text(peer, ids.texts),
        "kind": Text(kind, tuple(each.kind for each in d.INTERESTS)),
        "organisation_id": Text(organisation, register.organisations.ids),
        "other_peer_id": Text(other, ids.texts),
        "start": _where(in_organisation, texts_of_days(start)),
        "end": _where(ended, texts_of_days(end)),
        "note": Text(np.full(size, -1, dtype=np.int32), ()),
    }
    return _shuffled("interests", columns, rng)


def engagements_of(ids: Text, register: Register, rng: Rng) -> TextTable:
    """Return the reviews that peers did or are booked for; of a crowd of peers only as many as of a smaller one."""
    peer = _owners(rng, d.ENGAGEMENT_ROWS, len(ids))
    peer = peer[rng.random(len(peer)) < min(1.0, d.CROWDED / len(ids))]
    size = len(peer)
    hosts = register.of_kind(*d.HOST_KINDS)
    status = shares(rng, list(d.ENGAGEMENT_STATUSES.values()), size)
    start = np.where(
        status == 0, rng.integers(_FIRST_REVIEW, -_ON_SITE + 1, size), rng.integers(1, _LAST_BOOKING + 1, size)
    )
    columns = {
        "peer_id": Text(peer, ids.texts),
        "host_organisation_id": Text(rng.choice(hosts, size=size).astype(np.int32), register.organisations.ids),
        "start": texts_of_days(start),
        "end": texts_of_days(start + _ON_SITE - 1),
        "status": Text(status, tuple(d.ENGAGEMENT_STATUSES)),
        "challenge_id": Text(np.full(size, -1, dtype=np.int32), ()),
    }
    return _shuffled("engagements", columns, rng)


def _owners(rng: Rng, weights: Sequence[float], size: int) -> Ints:
    """Return whose each row is, where so many have no row, one row, and so on."""
    return np.repeat(np.arange(size, dtype=np.int32), shares(rng, weights, size))


def _where(given: NDArray[np.bool_], column: Text) -> Text:
    return Text(np.where(given, column.codes, -1).astype(np.int32), column.texts)


def _shuffled(name: str, columns: dict[str, Text], rng: Rng) -> TextTable:
    """Return a table with its rows in no order."""
    size = len(next(iter(columns.values())))
    order = rng.permutation(size)
    mixed = {column: Text(text.codes[order], text.texts) for column, text in columns.items()}
    return TextTable(name, mixed, np.arange(2, size + 2, dtype=np.int32))
