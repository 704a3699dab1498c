"""
Many distinct short texts in one array of bytes, with no object per text until one is needed.

Texts are compared and found by their bytes in UTF-8, a machine word at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

MAX_BYTES = 64
"""Longer texts are not packed, because every text takes as much room as the longest one."""

MANY = 5_000
"""A column with more distinct texts than this is kept packed."""
SAMPLE = 1 << 16
"""This many rows of a column show whether more than a third differ; if so, equal texts are not sought."""
PADDING = MAX_BYTES + 8
"""How many bytes follow the bytes of texts, so that a whole word can be read anywhere in them."""

Words = NDArray[np.uint64]
_WORD = 8
_LOW = np.array([(1 << 8 * count) - 1 for count in range(_WORD)] + [(1 << 64) - 1], dtype=np.uint64)
"""Masks that keep the lowest 0, 1, … 8 bytes of a word."""
_TABLES = 24
"""More tables than texts need unless somebody made them share a key; after these comes a dictionary."""


class Packed(Sequence[str]):
    """
    Texts without NUL characters, each at most `MAX_BYTES` long in UTF-8.

    Parameters
    ----------
    raw
        Their bytes, padded with NUL (dtype ``S8``, ``S16``, …).

    Examples
    --------
    >>> texts = Packed.of(["P1", "Łódź"])
    >>> texts[1], texts[np.array([1, 0])].tolist(), list(texts)
    ('Łódź', ['Łódź', 'P1'], ['P1', 'Łódź'])
    """

    def __init__(self, raw: NDArray[np.bytes_]) -> None:
        self.raw = raw

    @classmethod
    def of(cls, texts: Iterable[str]) -> Packed:
        """
        Return texts packed.

        Raises
        ------
        ValueError
            If one of them is too long or holds a NUL character.
        """
        encoded = [text.encode() for text in texts]
        longest = max(map(len, encoded), default=0)
        if longest > MAX_BYTES or any(0 in each for each in encoded):
            raise ValueError("a text is too long to be packed, or holds a NUL character")
        return cls(np.array(encoded, dtype=f"S{max(1, -(-longest // _WORD)) * _WORD}"))

    @classmethod
    def at(cls, data: NDArray[np.uint8], start: NDArray[np.integer], size: NDArray[np.integer]) -> Packed | None:
        """
        Return the texts in some bytes, which are UTF-8 and followed by `PADDING`.

        None if one of them is blank, too long, holds a NUL character, or begins or ends with white space.
        """
        if not len(start):
            return cls(np.empty(0, dtype=f"S{_WORD}"))
        longest, end = int(size.max()), start + size - 1
        if longest > MAX_BYTES or not size.min():
            return None
        for row in np.flatnonzero(_may_be_space(data.take(start)) | _may_be_space(data.take(end))).tolist():
            text = data[start[row] : end[row] + 1].tobytes().decode()
            if text != text.strip():
                return None
        words = np.empty((len(start), -(-longest // _WORD)), dtype="<u8")
        for column, word in zip(words.T, words_at(data, start, size, words.shape[1]), strict=True):
            column[:] = word
        if np.count_nonzero(words.view(np.uint8)) != size.sum():
            return None
        return cls(words.view(f"S{words.shape[1] * _WORD}").ravel())

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.raw)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Packed: ...
    @overload
    def __getitem__(self, place: NDArray[np.integer] | NDArray[np.bool_]) -> NDArray[np.object_]: ...
    def __getitem__(
        self, place: int | slice | NDArray[np.integer] | NDArray[np.bool_]
    ) -> str | Packed | NDArray[np.object_]:
        """Return the text at a position, or the texts at several as an array of objects."""
        if isinstance(place, slice):
            return Packed(self.raw[place])
        if isinstance(place, np.ndarray):
            return np.array([*map(bytes.decode, self.raw[place].tolist()), None], dtype=np.object_)[:-1]
        return bytes(self.raw[place]).decode()

    def __iter__(self) -> Iterator[str]:
        """Yield every text."""
        return map(bytes.decode, self.raw.tolist())

    def tolist(self) -> list[str]:
        """Return every text."""
        return list(self)

    @property
    def words(self) -> Words:
        """The bytes as words of 64 bits, the first byte lowest (texts × words)."""
        words = np.ascontiguousarray(self.raw).view("<u8").reshape(len(self.raw), self.raw.itemsize // _WORD)
        return words.astype(np.uint64, copy=False)

    @cached_property
    def keys(self) -> Words:
        """A 64-bit key for each text; two texts collide with negligible probability."""
        return mixed(list(self.words.T))

    @cached_property
    def places(self) -> PackedIndex:
        """Where each text is."""
        return PackedIndex(self)

    def are_distinct(self) -> bool:
        """Return whether no text occurs twice."""
        return not self.places.repeated


class PackedIndex(Mapping[str, int]):
    """
    The place of each packed text.

    Attributes
    ----------
    repeated
        Whether some text occurs twice; it is found at one of its places.

    Notes
    -----
    Each text has a slot in a table. Texts whose slot is taken go on to the next table, which is smaller and mixes their
    keys again.

    Examples
    --------
    >>> places = PackedIndex(Packed.of(["P1", "P2", "P3"]))
    >>> places["P3"], "P4" in places, places.of(Packed.of(["P2", "P0"])).tolist()
    (2, False, [1, -1])
    """

    def __init__(self, texts: Packed) -> None:
        self.texts = texts
        self.repeated = False
        self._tables: list[NDArray[np.int32]] = []
        left = np.arange(len(texts), dtype=np.int32)
        while len(left) and len(self._tables) < _TABLES:
            table = np.full(1 << (len(left).bit_length() + 1), -1, dtype=np.int32)
            slots = self._slots(texts.keys.take(left), len(self._tables), len(table))
            table[slots] = left
            self._tables.append(table)
            there = table.take(slots)
            others = np.flatnonzero(there != left)
            left, there = left.take(others), there.take(others)
            same = _alike(texts, left, texts, there)
            self.repeated |= bool(same.any())
            left = left[~same]
        self._rest = dict(zip(texts.raw[left].tolist(), left.tolist(), strict=True))
        self.repeated |= len(self._rest) < len(left)

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.texts)

    def __iter__(self) -> Iterator[str]:
        """Yield every text."""
        return iter(self.texts)

    def __getitem__(self, text: str) -> int:
        """Return the position of a text."""
        try:
            place = int(self.of(Packed.of([text]))[0])
        except (ValueError, UnicodeEncodeError, AttributeError):
            place = -1
        if place < 0:
            raise KeyError(text)
        return place

    def of(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Return the position of each text, and -1 for a text that is not here."""
        if not isinstance(texts, Packed):
            try:
                texts = Packed.of(texts)
            except (ValueError, UnicodeEncodeError, AttributeError):  # one of them cannot be packed: one by one
                return np.array([self.get(text, -1) for text in texts], dtype=np.int32)
        pieces = (texts[first : first + SAMPLE] for first in range(0, len(texts), SAMPLE))  # each stays in the cache
        return np.concatenate([np.empty(0, dtype=np.int32), *map(self._of, pieces)])

    def _of(self, texts: Packed) -> NDArray[np.int32]:
        found = np.full(len(texts), -1, dtype=np.int32)
        rows = np.arange(len(texts), dtype=np.int32)
        for level, table in enumerate(self._tables):
            there = table.take(self._slots(texts.keys.take(rows), level, len(table)))
            same = (there >= 0) & _alike(self.texts, there, texts, rows)
            found[rows] = np.where(same, there, -1)
            rows = rows[(there >= 0) & ~same]  # no text went on from an empty slot
        if self._rest:
            found[rows] = [self._rest.get(text, -1) for text in texts.raw[rows].tolist()]
        return found

    @staticmethod
    def _slots(keys: Words, level: int, size: int) -> NDArray[np.intp]:
        """Return the slot that each key wants in the table of a level."""
        if level:
            keys = mixed([np.full(len(keys), level, dtype=np.uint64), keys])
        return (keys >> np.uint64(65 - size.bit_length())).astype(np.intp)


def _alike(texts: Packed, places: NDArray[np.int32], others: Packed, rows: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return whether texts at some places are the same as others, a word at a time: bytes take far longer."""
    both = Packed(texts.raw.take(places)).words.T, Packed(others.raw.take(rows)).words.T
    short, long = sorted(both, key=len)
    same: NDArray[np.bool_] = (short == long[: len(short)]).all(axis=0) & ~long[len(short) :].any(axis=0)
    return same


def _may_be_space(data: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return for each byte whether it may belong to a white-space character."""
    return (data <= ord(" ")) | (data >= 0x80)  # noqa: PLR2004 -- beyond ASCII


def words_at(
    data: NDArray[np.uint8], start: NDArray[np.integer], size: NDArray[np.integer], count: int
) -> Iterator[Words]:
    """Yield the bytes of texts as `count` words each, the first byte lowest, with zeros beyond their end."""
    every = np.ndarray((len(data) - _WORD + 1,), dtype="<u8", buffer=data, strides=(1,))
    least = int(size.min()) if len(size) else 0
    for place in range(0, count * _WORD, _WORD):
        word = every[start + place if place else start].astype(np.uint64, copy=False)
        yield word if least >= place + _WORD else word & _LOW.take(size - place, mode="clip")


def mixed(words: Sequence[Words]) -> Words:
    """
    Return one word for each row of columns of words.

    The first word is multiplied, so that different words stay different and differ in their high bits; the rest is well
    mixed into it (by the finaliser of SplitMix64). A word of 0 changes nothing.
    """
    key = words[0] * np.uint64(0x9E3779B97F4A7C15)
    for column in words[1:]:
        more = key ^ column
        more = (more ^ (more >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        more = (more ^ (more >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        key = np.where(column != 0, more ^ (more >> np.uint64(31)), key)
    return key
