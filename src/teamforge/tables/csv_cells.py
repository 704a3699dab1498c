"""
The cells of a well-formed CSV file by their places in its bytes: whole columns at a time, with no object per cell.

A comma or line feed ends a cell if an even number of quotes comes before it. Every CSV reader agrees as long as each
opening quote is at the start of a cell and each closing quote at its end (a doubled quote is one of each); any other
file, and one whose rows differ in width, is left to `csv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.tables.packed import MANY, MAX_BYTES, PADDING, SAMPLE, Packed, mixed, words_at
from teamforge.tables.text import Text

_COMMA, _QUOTE, _NEWLINE = 44, 34, 10
_WORD, _SHORT = 8, 2
PIECE = 1 << 18
"""How many bytes are examined at once, few enough to stay in the cache."""
_ROWS = 1 << 14
"""How many rows of a column are examined at once."""
_TOGETHER = 1 << 27
"""How many bytes of column words are held at once."""
_SLOT = 48
"""The shift that leaves the 16 high bits of a key."""
_ENDS = np.zeros(256, dtype=np.bool_)
_ENDS[[_COMMA, _NEWLINE]] = True
Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Rows = slice | NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Cells:
    """
    Where the cells of a file are.

    Parameters
    ----------
    data
        The bytes of the file, and `PADDING` more.
    start
        Where each row starts; the header is the first row.
    end
        Where each cell ends (rows × columns).
    number
        The number of each row, counting blank ones, from 1.
    quotes
        Where the quotes are.
    """

    data: Bytes
    start: NDArray[np.integer]
    end: NDArray[np.integer]
    number: NDArray[np.int32]
    quotes: NDArray[np.integer]

    def __post_init__(self) -> None:
        """Refuse bytes without room for a whole word after the last cell."""
        if len(self.data) < int(self.end[-1, -1]) + PADDING:
            raise ValueError("the bytes have no padding")

    @property
    def width(self) -> int:
        """The number of columns."""
        return int(self.end.shape[1])

    def columns(self) -> Iterator[Text]:
        """Yield the columns, without the header row."""
        rows, longest, first = len(self.end) - 1, self._longest(), 0
        room = [rows * (_SHORT if size <= _SHORT else -(-size // _WORD) * _WORD) for size in longest]
        while first < self.width:
            past = first + 1
            while past < self.width and sum(room[first : past + 1]) <= _TOGETHER:
                past += 1
            yield from self._some(slice(first, past), longest)
            first = past

    def _longest(self) -> list[int]:
        """Return the most bytes that the longest cell of each column can have, including quotes around it."""
        longest = np.zeros(self.width, dtype=np.int64)
        for piece in _pieces(len(self.end) - 1):
            end = self.end[1:][piece]
            longest[1:] = np.maximum(longest[1:], (np.diff(end, axis=1) - 1).max(axis=0))
            longest[0] = max(longest[0], int((end[:, 0] - self.start[1:][piece]).max()))
        return longest.tolist()

    def _some(self, places: slice, longest: list[int]) -> Iterator[Text]:
        """Yield some columns, reading their cells row by row while they are in the cache."""
        rows = len(self.end) - 1
        words = {
            place: np.empty((max(1, -(-size // _WORD)), rows), dtype=np.uint16 if size <= _SHORT else np.uint64)
            for place, size in enumerate(longest[places])
            if size <= MAX_BYTES
        }
        many = set()
        for piece in _pieces(rows):
            start, size, doubled = self._spans(piece, places)
            for place in list(words):
                if place in doubled:
                    del words[place]
                    continue
                here = words_at(self.data, start[place], size[place], len(words[place]))
                for to, word in zip(words[place], here, strict=True):
                    to[piece] = word
                if piece.start < SAMPLE <= piece.stop and _are_many(words[place][:, : piece.stop]):
                    del words[place]
                    many.add(place)
        for place in range(places.stop - places.start):
            column = slice(places.start + place, places.start + place + 1)
            if place in words:
                yield self._by_words(column, words.pop(place))
            elif place in many:
                yield self._of(column, np.arange(rows, dtype=np.int32), slice(None))
            else:
                yield self._by_text(column)

    def _spans(self, rows: Rows, places: slice) -> tuple[Places, Places, set[int]]:
        """
        Return where the cells of some rows and columns start, and how long they are without quotes around them.

        Both are columns × rows. The third result has the columns in which some cell holds quotes.
        """
        end = np.ascontiguousarray(self.end[1:][rows, places].T, dtype=np.int64)
        start = np.empty_like(end)
        start[0] = self.end[1:][rows, places.start - 1] + 1 if places.start else self.start[1:][rows]
        start[1:] = end[:-1] + 1
        doubled = set()
        if len(self.quotes):
            quoted = self.data[start] == _QUOTE  # a blank cell starts at its separator, which is not a quote
            start += quoted
            end -= quoted
            inside = np.searchsorted(self.quotes, start[quoted]) < np.searchsorted(self.quotes, end[quoted])
            doubled = set(np.nonzero(quoted)[0][inside].tolist())
        return start, end - start, doubled

    def _by_text(self, column: slice) -> Text:
        """Return a column read cell by cell, because some cells are long or hold quotes."""
        (start,), (size,), _ = self._spans(slice(None), column)
        bytes_ = self.data.data
        places: dict[bytes, int] = {}
        codes = [
            places.setdefault(bytes_[first:last].tobytes(), len(places))
            for first, last in zip(start.tolist(), (start + size).tolist(), strict=True)
        ]
        return Text.of(np.array(codes, dtype=np.int32), [cell.decode().replace('""', '"') for cell in places])

    def _by_words(self, column: slice, words: NDArray[np.uint64] | NDArray[np.uint16]) -> Text:
        """Return a column of short cells, compared one word at a time."""
        keys = words[0]
        if words.dtype == np.uint64:
            keys = np.concatenate([mixed(list(words[:, piece])) for piece in _pieces(words.shape[1])] or [keys])
        codes, first = _distinct(keys)
        if len(words) > 1 and any((word[first][codes] != word).any() for word in words):
            return self._by_text(column)  # two texts share a key, which hardly ever happens
        return self._of(column, codes, first)

    def _of(self, column: slice, codes: NDArray[np.int32], rows: Rows) -> Text:
        """Return the column of codes into the cells of some rows, packed if they are many."""
        (start,), (size,), _ = self._spans(rows, column)
        if len(start) > MANY:
            filled = size > 0
            packed = Packed.at(self.data, start[filled], size[filled])
            if packed is not None:
                places = np.where(filled, np.cumsum(filled) - 1, -1).astype(np.int32)
                return Text(codes if filled.all() else places[codes], packed)
        bytes_ = self.data.data
        cells = [bytes_[at:last].tobytes() for at, last in zip(start.tolist(), (start + size).tolist(), strict=True)]
        return Text.of(codes, map(bytes.decode, cells))


def find_cells(data: Bytes, size: int) -> Cells | None:
    """
    Return where the cells are; None if rows that are not blank differ in width, or quotes are misplaced.

    The bytes hold no carriage return; the last one of the file is a line feed, and `PADDING` more that are 0 follow it.
    """
    kind: type[np.integer] = np.int32 if size < 1 << 31 else np.int64
    found: list[NDArray[np.integer]] = []
    lasts: list[NDArray[np.bool_]] = []
    quotes: list[NDArray[np.integer]] = []
    for first in range(0, size, PIECE):
        piece = data[first : min(size, first + PIECE)]
        ends_row = piece == _NEWLINE
        at = np.flatnonzero(ends_row | (piece == _COMMA))
        lasts.append(ends_row[at])
        found.append((at + first).astype(kind))
        if (piece == _QUOTE).any():
            quotes.append(np.flatnonzero(piece == _QUOTE) + first)
    ends, last = np.concatenate(found), np.concatenate(lasts)
    quote = np.concatenate(quotes) if quotes else np.zeros(0, dtype=np.int64)
    if len(quote):
        if len(quote) % 2 or not _stand_well(data, quote):
            return None
        outside = np.searchsorted(quote, ends) % 2 == 0
        ends, last = ends[outside], last[outside]
    return _rows(data, ends, last, quote)


def _stand_well(data: Bytes, quotes: NDArray[np.integer]) -> bool:
    """Return whether each opening quote is at the start of a cell, and each closing quote at its end."""
    edges = _ENDS.copy()
    edges[_QUOTE] = True
    # Before the very start of the file comes the padding at its end.
    before = edges[data[quotes[::2] - 1]] | (quotes[::2] == 0)
    return bool((before & edges[data[quotes[1::2] + 1]]).all())


def _rows(data: Bytes, ends: NDArray[np.integer], last: NDArray[np.bool_], quotes: NDArray[np.integer]) -> Cells | None:
    """Return the cells row by row, without blank rows; `last` says which cells end a row."""
    width = int(last.argmax()) + 1
    if np.count_nonzero(last) * width == len(ends) and last[width - 1 :: width].all():
        end = ends.reshape(-1, width)
        start = np.concatenate((ends[:1] * 0, end[:-1, -1] + 1))
        return Cells(data, start, end, np.arange(1, len(end) + 1, dtype=np.int32), quotes)
    lines = np.flatnonzero(last)
    start = np.concatenate((ends[:1] * 0, ends[lines[:-1]] + 1))
    count = np.diff(lines, prepend=-1)
    fits = count == width
    if not (fits | ((count == 1) & (ends[lines] == start))).all():
        return None
    end = ends[np.repeat(fits, count)].reshape(-1, width)
    return Cells(data, start[fits], end, np.flatnonzero(fits).astype(np.int32) + 1, quotes)


def _are_many(words: NDArray[np.uint64] | NDArray[np.uint16]) -> bool:
    """Return whether most cells differ, so that looking for equal ones is not worthwhile."""
    return words.dtype == np.uint64 and len(np.unique(mixed(list(words)))) * 3 > words.shape[1]


def _pieces(count: int) -> Iterator[slice]:
    """Yield slices that cover `count` rows, some thousand rows each."""
    return (slice(first, first + _ROWS) for first in range(0, count, _ROWS))


def _distinct(keys: NDArray[np.uint64] | NDArray[np.uint16]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Return a code for each key, numbered in order of appearance, and where each key first appears."""
    rows = np.arange(len(keys))
    slots = (keys >> np.uint64(_SLOT)).astype(np.uint16) if keys.dtype == np.uint64 else keys
    first = np.empty(np.iinfo(np.uint16).max + 1, dtype=np.intp)
    first[slots[::-1]] = rows[::-1]
    first = first[slots]
    others = np.flatnonzero(keys[first] != keys)  # keys whose slot another key has
    if len(others):
        _, again, inverse = np.unique(keys[others], return_index=True, return_inverse=True)
        first[others] = others[again][inverse]
    distinct = np.flatnonzero(first == rows)
    codes = np.empty(len(keys), dtype=np.int32)
    codes[distinct] = np.arange(len(distinct), dtype=np.int32)
    return codes[first], distinct
