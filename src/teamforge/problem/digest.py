"""
The input digest: one fingerprint of everything that a result depends on (SPEC.md section 8).

It is the same for any order of rows and any file format. It leaves out names, titles, notes and reasons, themes
outside the scope, and attributes that no team rule names, because no team depends on them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.challenge.history import overruled
from teamforge.challenge.windows import Windows
from teamforge.pool import Categorical, Pool
from teamforge.pool.assignments.history import rows_of
from teamforge.pool.columns import Ids
from teamforge.pool.schema import PEERS
from teamforge.spec.rules import Criterion, Rule
from teamforge.tables.packed import Packed, mixed

_FORMAT = "teamforge input 3"
_WORD, _BITS = 8, 64
_SHORT = 2 * _WORD - 1
"""A text of up to this many bytes is used as it is; a longer one is replaced by a digest of this length."""
_LONG = 0xFF

_DIGESTED = [name for _, name in sorted((column.digest, column.name) for column in PEERS.values() if column.digest)]
"""The columns of `peers` that a result depends on, apart from ids, themes and attributes."""

Words = NDArray[np.uint64]
Ints = NDArray[np.int32]


def input_digest(pool: Pool, challenge: Challenge, windows: Windows, pool_digest: PoolDigest | None = None) -> str:
    """
    Return ``sha256:`` and 64 hexadecimal digits for a pool, a challenge and the bank holidays in its range.

    `pool_digest` is the pool's part of the digest, if already known.

    Notes
    -----
    Each text is replaced by its rank among the texts of its column, which are hashed too. The cells of a row, now all
    whole numbers, are packed into words of 64 bits, with as few bits per column as possible, and the rows are hashed
    in the order of these words.
    """
    digest = _Digest((pool_digest or PoolDigest(pool, challenge)).total.copy())
    digest.add(json.dumps(_plain(challenge), sort_keys=True, default=str))
    digest.add(json.dumps([str(day) for day in windows.holidays]))
    return f"sha256:{digest.total.hexdigest()}"


class _Scope(NamedTuple):
    """What a challenge decides about how much of a pool a result depends on."""

    themes: list[str]
    attributes: list[str]
    dates: tuple[date, date] | None
    overruled: list[str]

    @classmethod
    def of(cls, pool: Pool, challenge: Challenge) -> _Scope:
        attributes = {rule.attribute for rule in challenge.team_rules}
        without = overruled(pool, challenge) if len(pool.assignments) else []
        return cls(sorted(challenge.scope), sorted(attributes), challenge.on_site.dates, without)


class PoolDigest:
    """The part of the input digest that covers the tables of a pool, worked out on first use."""

    def __init__(self, pool: Pool, challenge: Challenge) -> None:
        self._pool, self._challenge, self._scope = pool, challenge, _Scope.of(pool, challenge)

    def holds_for(self, pool: Pool, challenge: Challenge) -> bool:
        """Return whether this part is the same for another challenge: same pool, with the same parts in use."""
        return pool is self._pool and _Scope.of(pool, challenge) == self._scope

    def __reduce__(self) -> tuple[type[PoolDigest], tuple[Pool, Challenge]]:
        """Return how to make it again: a hash cannot be pickled."""
        return PoolDigest, (self._pool, self._challenge)

    @cached_property
    def total(self) -> hashlib._Hash:
        """The hash so far; copy it before adding more."""
        digest = _Digest(hashlib.sha256(_FORMAT.encode()))
        digest.add_pool(self._pool, self._scope)
        return digest.total


class _Digest:
    """A hash of everything added so far."""

    def __init__(self, total: hashlib._Hash) -> None:
        self.total = total

    def add(self, text: str) -> None:
        """Add a text, kept separate from what comes before and after."""
        self.total.update(f"{len(text)}:{text}\n".encode())

    def add_pool(self, pool: Pool, scope: _Scope) -> None:
        """Add the parts of a pool's tables that matter to a challenge."""
        peers, places = pool.peers, pool.organisations
        peer, place = self._ranks(_words_of_ids(peers.ids)), self._ranks(_words(places.ids))
        attributes = [name for name in scope.attributes if name in peers.attributes]
        columns = {name: getattr(peers, name) for name in _DIGESTED}
        absent = [columns[name] is None for name in ("challenges_done", "declared_on")]
        self.add(json.dumps([*absent, scope.themes, attributes]))
        self._add_table(
            "peers",
            peer[:-1],
            place[peers.organisation],
            *(self._cells(column) for column in columns.values() if column is not None),
            *(peers.levels[theme] for theme in scope.themes),
            *(self._cells(peers.attributes[name]) for name in attributes),
        )
        free = pool.with_calendars(scope.dates).availability
        self._add_table("availability", peer[free.peer], free.start, free.end, free.available)
        described = (self._by_text(column) for column in (places.kind, places.region, places.political_control))
        self._add_table(f"organisations {places.given}", place[:-1], *described)
        related = pool.relations
        ends = place[related.source], place[related.target]
        self._add_table("relations", *ends, self._by_value(related.kind), related.start, related.end)
        declared = pool.interests
        targets = place[declared.organisation], peer[declared.other_peer]
        kind = self._by_value(declared.kind)
        self._add_table("interests", peer[declared.peer], kind, *targets, declared.start, declared.end)
        booked = pool.engagements
        texts = self._by_value(booked.status), self._by_value(booked.challenge_id)
        self._add_table("engagements", peer[booked.peer], place[booked.host], booked.start, booked.end, *texts)
        if len(pool.assignments):  # without the table the digest is the same as before the table existed
            rows = [
                (
                    row.challenge_id,
                    row.seat,
                    row.peer_id,
                    row.host,
                    str(row.start),
                    str(row.end),
                    row.state,
                    str(row.on),
                )
                for row in rows_of(pool, range(len(pool.assignments)))
            ]
            self.add(json.dumps(["assignments", rows, *([scope.overruled] if scope.overruled else [])]))

    def _cells(self, column: Categorical[Any] | NDArray[Any]) -> NDArray[Any]:
        """Return the cells of a column as whole numbers; the order of the values in a cell does not matter."""
        if not isinstance(column, Categorical):
            return column
        return self._by_value(_as_sets(column) if any(isinstance(each, tuple) for each in column.values) else column)

    def _add_table(self, name: str, *columns: NDArray[Any]) -> None:
        """Add the rows of a table in the order of their content."""
        self.add(f"{name} {len(columns[0])}")
        words = list(self._side_by_side(columns))
        order = _order(words)
        for word in words:
            self.total.update(word.take(order).astype("<u8", copy=False).data)

    def _side_by_side(self, columns: Sequence[NDArray[Any]]) -> Iterator[Words]:
        """Yield the cells of each row packed into words, and add where in the words each column is."""
        word = np.zeros(len(columns[0]), dtype=np.uint64)
        room = _BITS
        for column in columns:
            least = int(column.min(initial=0))
            bits = (int(column.max(initial=0)) - least).bit_length()
            self.add(f"{least} {bits}")
            if bits > room:
                yield word
                word, room = np.zeros(len(word), dtype=np.uint64), _BITS
            room -= bits
            numbers = np.subtract(column, least, dtype=np.int64)
            numbers <<= room
            word |= numbers.view(np.uint64)
        yield word

    def _ranks(self, words: Words) -> Ints:
        """Return the rank of each distinct text, and a final -1 for no text; add the texts."""
        order = _order(list(words.T))
        ranks = np.empty(len(words) + 1, dtype=np.int32)
        ranks[order] = np.arange(len(words), dtype=np.int32)
        ranks[-1] = -1
        self._add_texts(words.take(order, axis=0))
        return ranks

    def _by_value(self, column: Categorical[Any]) -> Ints:
        """Return the rank of each row's value, -1 if it has none; add the values in use."""
        among = np.zeros(len(column.values) + 1, dtype=np.bool_)
        among[column.codes] = True
        used = np.flatnonzero(among[:-1])
        texts = _words([_joined(column.values[code]) for code in used.tolist()])
        words, rank = np.unique(texts, axis=0, return_inverse=True)
        self._add_texts(words)
        ranks = np.full(len(column.values) + 1, -1, dtype=np.int32)
        ranks[used] = rank.ravel()
        return ranks[column.codes]

    def _by_text(self, column: Sequence[str | None]) -> Ints:
        """Return the rank of each row's text, counting a missing one as empty; add the texts."""
        values = tuple(sorted({cell or "" for cell in column}))
        places = {value: place for place, value in enumerate(values)}
        return self._by_value(Categorical(np.array([places[cell or ""] for cell in column], dtype=np.int32), values))

    def _add_texts(self, words: Words) -> None:
        self.add(f"texts {len(words)}")
        self.total.update(np.ascontiguousarray(words).astype("<u8", copy=False).data)


def _order(words: Sequence[Words]) -> NDArray[np.intp]:
    """Return an order of the rows that depends only on their words."""
    key = mixed(words)
    order, ties = _sorted([key])
    ties = ties[key[order[ties]] == key[order[ties + 1]]]
    if _any_differ(words, order, ties):  # different rows with the same mixed word: rare, seen among ten million
        order, _ = _sorted(words)
    return order


def _sorted(words: Sequence[Words]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the order of the rows by their words, and its places where a row and the next have the same high bits."""
    # One sort of the high bits of the first words, with the row numbers in the low bits.
    low = np.uint64(len(words[0]).bit_length())
    both = (words[0] >> low << low) | np.arange(len(words[0]), dtype=np.uint64)
    both.sort()
    order = (both & np.uint64((1 << int(low)) - 1)).astype(np.intp)
    both >>= low
    ties = np.flatnonzero(both[1:] == both[:-1])
    if _any_differ(words, order, ties):
        runs = np.union1d(ties, ties + 1)
        order[runs] = order[runs][np.lexsort((*(word[order[runs]] for word in words[::-1]), both[runs]))]
    return order, ties


def _any_differ(words: Sequence[Words], order: NDArray[np.intp], places: NDArray[np.intp]) -> bool:
    """Return whether any row at some places of an order differs from the next."""
    return any((word[order[places]] != word[order[places + 1]]).any() for word in words)


def _words(texts: Sequence[str]) -> Words:
    """Return two words for each text: its bytes and their number, or a digest."""
    words = b"".join(map(_word, texts))
    return np.frombuffer(words, dtype="<u8").astype(np.uint64).reshape(-1, 2)


def _word(text: str) -> bytes:
    encoded = text.encode()
    if len(encoded) <= _SHORT:
        return encoded.ljust(_SHORT, b"\0") + bytes([len(encoded)])
    return hashlib.blake2b(encoded, digest_size=_SHORT).digest() + bytes([_LONG])


def _words_of_ids(ids: Ids) -> Words:
    """Return the words of each id, whether packed or not."""
    if not isinstance(ids, Packed) or ids.raw.dtype.itemsize > 2 * _WORD:
        return _words(ids.tolist())
    raw = ids.raw.astype(f"S{2 * _WORD}")
    cells = raw.view(np.uint8).reshape(len(raw), 2 * _WORD)
    size = np.strings.str_len(raw)
    if size.max(initial=0) > _SHORT:
        return _words(ids.tolist())
    cells[:, -1] = size
    return cells.view("<u8").astype(np.uint64)


def _joined(value: object) -> str:
    return "\x1f".join(value) if isinstance(value, tuple) else str(value)


def _as_sets(column: Categorical[tuple[str, ...]]) -> Categorical[tuple[str, ...]]:
    """Return a column with the values of each cell sorted, because their order does not matter."""
    return Categorical(column.codes, tuple(tuple(sorted(values)) for values in column.values))


def _plain(challenge: Challenge) -> dict[str, Any]:
    """Return what a result depends on in a challenge; lists are sorted if their order does not matter."""
    plain = challenge.model_dump(mode="json", exclude={"title", "rules", "exclude"})
    plain["exclude"] = sorted({exclusion.peer for exclusion in challenge.exclude})
    for waiver in plain["waivers"]:
        del waiver["reason"]
    plain["waivers"].sort(key=lambda waiver: json.dumps(waiver, sort_keys=True))
    for team_rule in plain["team_rules"]:
        del team_rule["name"]
    plain["team_rules"].sort(key=lambda rule: json.dumps(rule, sort_keys=True))
    plain["on_site"]["avoid"].sort(key=lambda period: json.dumps(period, sort_keys=True))
    plain["on_site"]["windows"] = sorted(set(plain["on_site"]["windows"] or ()))
    book = challenge.rulebook
    plain["rulebook"] = [
        {rule.name: _settings(rule) for rule in [*book.criteria.values(), *book.conflicts.values()]},
        book.first_timers_max,
        book.rest_days,
    ]
    return plain


def _settings(rule: Rule) -> str:
    """Return what a rule does as text: its numbers and strength, without its wording."""
    own = ("weight", "depth", "strength") if isinstance(rule, Criterion) else ("strength", "weight", "years", "kinds")
    values = ", ".join(f"{name}={getattr(rule, name)!r}" for name in ("name", *own))
    return f"{type(rule).__name__}({values})"
