"""
The input digest: one fingerprint of all that a result depends on (SPEC.md section 8).

The same for any order of rows and any file format. Names, titles, notes and reasons are left out: no team depends
on them. Themes outside the scope and attributes that no team rule names are left out for the same reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.pool import Coded, Pool
from teamforge.windows import Windows

__all__ = ["input_digest"]

_FORMAT = "teamforge input 1"
Words = NDArray[np.uint64]


def input_digest(pool: Pool, challenge: Challenge, windows: Windows) -> str:
    """
    Return ``sha256:`` and 64 hexadecimal digits for a pool, a challenge and the bank holidays in its range.

    Notes
    -----
    Every cell becomes a word of 64 bits or, where it is text, two words of its own cryptographic digest. The
    rows of a table are put into an order that depends on their content alone and hashed one after the other.
    """
    total = hashlib.sha256(_FORMAT.encode())
    for name, columns in _tables(pool, challenge):
        rows = np.column_stack(columns) if columns else np.empty((0, 0), dtype=np.uint64)
        total.update(f"{name}:{rows.shape[0]}:{rows.shape[1]}\n".encode())
        total.update(np.ascontiguousarray(rows[np.argsort(_mixed(rows), kind="stable")]).tobytes())
    total.update(json.dumps(_plain(challenge), sort_keys=True, default=str).encode())
    total.update(json.dumps([str(day) for day in windows.holidays]).encode())
    return f"sha256:{total.hexdigest()}"


def _tables(pool: Pool, challenge: Challenge) -> Iterable[tuple[str, list[Words]]]:
    peers, places = pool.peers, pool.organisations
    # The last row stands for none: position -1.
    ids = np.vstack((_texts(peers.ids.tolist()), _NOTHING))
    organisation_ids = np.vstack((_texts(places.ids), _NOTHING))

    def by_peer(column: NDArray[np.int32]) -> Words:
        return ids[column]

    def by_organisation(column: NDArray[np.int32]) -> Words:
        return organisation_ids[column]

    def by_value(column: Coded[Any]) -> Words:
        return np.vstack((_texts([_joined(value) for value in column.values]), _NOTHING))[column.codes]

    themes = sorted(challenge.scope)
    attributes = sorted({rule.attribute for rule in challenge.team_rules} & peers.attributes.keys())
    yield (
        "peers " + json.dumps([peers.challenges_done is None, peers.declared_on is None, themes, attributes]),
        [
            ids[:-1],
            by_organisation(peers.organisation),
            by_value(_as_sets(peers.roles)),
            _numbers(peers.trained),
            _numbers(peers.active),
            by_value(peers.political_group),
            *(_numbers(column) for column in (peers.challenges_done, peers.declared_on) if column is not None),
            _numbers(peers.max_per_year),
            *(_numbers(peers.levels[theme]) for theme in themes),
            *(by_value(_as_sets(peers.attributes[name])) for name in attributes),
        ],
    )
    free = pool.availability
    days = _numbers(free.start), _numbers(free.end)
    yield "availability", [by_peer(free.peer), *days, _numbers(free.available)]
    described = (places.kind, places.region, places.political_control)
    yield (
        f"organisations {places.given}",
        [organisation_ids[:-1], *(_texts([cell or "" for cell in column]) for column in described)],
    )
    related = pool.relations
    days = _numbers(related.start), _numbers(related.end)
    yield "relations", [by_organisation(related.source), by_value(related.kind), by_organisation(related.target), *days]
    declared = pool.interests
    days = _numbers(declared.start), _numbers(declared.end)
    targets = by_organisation(declared.organisation), by_peer(declared.other_peer)
    yield "interests", [by_peer(declared.peer), by_value(declared.kind), *targets, *days]
    booked = pool.engagements
    days = _numbers(booked.start), _numbers(booked.end)
    texts = by_value(booked.status), by_value(booked.challenge_id)
    yield "engagements", [by_peer(booked.peer), by_organisation(booked.host), *days, *texts]


_NOTHING = np.zeros((1, 2), dtype=np.uint64)


def _texts(texts: Sequence[str]) -> Words:
    """Return two words a text."""
    digests = b"".join(hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts)
    return np.frombuffer(digests, dtype=np.uint64).reshape(-1, 2)


def _numbers(column: NDArray[Any]) -> Words:
    """Return one word a number."""
    return column.astype(np.int64).view(np.uint64)[:, None]


def _joined(value: object) -> str:
    return "\x1f".join(value) if isinstance(value, tuple) else str(value)


def _as_sets(column: Coded[tuple[str, ...]]) -> Coded[tuple[str, ...]]:
    """Return a column of several values a cell with each cell sorted: their order means nothing."""
    return Coded(column.codes, tuple(tuple(sorted(values)) for values in column.values))


def _mixed(rows: Words) -> Words:
    """Return one well-mixed word a row (the finaliser of SplitMix64 after each column), to sort by."""
    key = np.zeros(len(rows), dtype=np.uint64)
    for column in range(rows.shape[1]):
        key = (key ^ rows[:, column]) + np.uint64(0x9E3779B97F4A7C15)
        key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        key = key ^ (key >> np.uint64(31))
    return key


def _plain(challenge: Challenge) -> dict[str, Any]:
    """Return what a result depends on in a challenge, lists whose order means nothing sorted."""
    plain = challenge.model_dump(mode="json", exclude={"title", "rules", "exclude"})
    plain["exclude"] = sorted({exclusion.peer for exclusion in challenge.exclude})
    for waiver in plain["waivers"]:
        del waiver["reason"]
    plain["waivers"].sort(key=lambda waiver: json.dumps(waiver, sort_keys=True))
    plain["team_rules"].sort(key=lambda rule: json.dumps(rule, sort_keys=True))
    plain["on_site"]["avoid"].sort(key=lambda period: json.dumps(period, sort_keys=True))
    plain["on_site"]["windows"] = sorted(set(plain["on_site"]["windows"] or ()))
    book = challenge.rulebook
    plain["rulebook"] = [
        {name: repr(rule) for name, rule in (*book.criteria.items(), *book.conflicts.items())},
        book.first_timers_max,
        book.rest_days,
    ]
    return plain
