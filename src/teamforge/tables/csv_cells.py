"""
The cells of a well-formed CSV file by their places in its bytes: whole columns at a time, no object a cell.

A comma or line feed ends a cell where an even number of quotes comes before it. That is what every CSV reader does
as long as each quote that opens stands at the start of a cell and each that closes at its end, a doubled quote being
one of each; a file where they do not, or whose rows differ in width, is left to `csv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.tables.packed import MANY, MAX_BYTES, PADDING, Packed, mixed, words_at
from teamforge.tables.text import Text

__all__ = ["PIECE", "Cells", "find_cells"]

_COMMA, _QUOTE, _NEWLINE = 44, 34, 10
_WORD, _SHORT = 8, 2
PIECE = 1 << 18
"""Bytes that are looked at in one go, few enough to stay in the cache."""
_ROWS = 1 << 14
"""Rows of a column that are looked at in one go."""
_FEW = 50_000
"""Up to this many rows, sorting is quicker than importing pandas."""
_ENDS = np.zeros(256, dtype=np.bool_)
_ENDS[[_COMMA, _NEWLINE]] = True
Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Words = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Cells:
    """
    Where the cells of a file are.

    Parameters
    ----------
    data
        The bytes of the file and `PADDING` more.
    start
        Where each row starts, the header being the first.
    end
        Where each cell ends (rows × columns).
    number
        The number of each row among all, blank ones too, from 1.
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

    def column(self, place: int) -> Text:
        """Return a column of all rows but the first."""
        start = (self.start[1:] if place == 0 else self.end[1:, place - 1] + 1).astype(np.int64)
        end = self.end[1:, place].astype(np.int64)
        if len(self.quotes):
            quoted = self.data[start] == _QUOTE  # a blank cell starts at its separator, which is none
            start, end = start + quoted, end - quoted
            if (np.searchsorted(self.quotes, start) < np.searchsorted(self.quotes, end)).any():
                return self._by_text(start, end)
        if int((end - start).max(initial=0)) > MAX_BYTES:
            return self._by_text(start, end)
        return self._by_words(start, end - start)

    def _by_text(self, start: Places, end: Places) -> Text:
        """Return a column read cell by cell, because some cells are long or hold quotes."""
        bytes_ = self.data.data
        places: dict[bytes, int] = {}
        codes = [
            places.setdefault(bytes_[first:last].tobytes(), len(places))
            for first, last in zip(start.tolist(), end.tolist(), strict=True)
        ]
        return Text.of(np.array(codes, dtype=np.int32), [cell.decode().replace('""', '"') for cell in places])

    def _by_words(self, start: Places, size: Places) -> Text:
        """Return a column of short cells, compared one word at a time."""
        longest = int(size.max(initial=0))
        count = max(1, -(-longest // _WORD))
        keys = np.empty(len(start), dtype=np.uint64)
        for rows in _pieces(len(start)):
            words = words_at(self.data, start[rows], size[rows], count)
            keys[rows] = words[0] if longest <= _SHORT else mixed(words)
        codes, first = _distinct_short(keys.astype(np.uint16)) if longest <= _SHORT else _distinct(keys)
        if count > 1 and not self._are(first, codes, start, size):
            return self._by_text(start, start + size)  # two texts share a key, which practically never happens
        if len(first) > MANY:
            filled = size[first] > 0
            packed = Packed.at(self.data, start[first[filled]], size[first[filled]])
            if packed is not None:
                places = np.where(filled, np.cumsum(filled) - 1, -1).astype(np.int32)
                return Text(codes if filled.all() else places[codes], packed)
        bytes_ = self.data.data
        ends = (start + size)[first].tolist()
        cells = [bytes_[at:last].tobytes() for at, last in zip(start[first].tolist(), ends, strict=True)]
        return Text.of(codes, map(bytes.decode, cells))

    def _are(self, first: Places, codes: NDArray[np.int32], start: Places, size: Places) -> bool:
        """Return whether every cell equals the cell that first had its code."""
        words = words_at(self.data, start[first], size[first], -(-int(size.max()) // _WORD))
        return all(
            bool((word[codes[rows]] == cell).all())
            for rows in _pieces(len(start))
            for word, cell in zip(words, words_at(self.data, start[rows], size[rows], len(words)), strict=True)
        )


def find_cells(data: Bytes, size: int) -> Cells | None:
    """
    Return where the cells are; None where rows that are not blank differ in width, or quotes stand oddly.

    Parameters
    ----------
    data
        The bytes of a file without carriage returns and, behind them, `PADDING` more that are 0.
    size
        How many bytes the file has; the last is a line feed.
    """
    kind: type[np.integer] = np.int32 if size < 1 << 31 else np.int64
    found: list[NDArray[np.integer]] = []
    quotes: list[NDArray[np.integer]] = []
    for first in range(0, size, PIECE):
        piece = data[first : min(size, first + PIECE)]
        found.append((np.flatnonzero((piece == _COMMA) | (piece == _NEWLINE)) + first).astype(kind))
        if (piece == _QUOTE).any():
            quotes.append(np.flatnonzero(piece == _QUOTE) + first)
    ends, quote = np.concatenate(found), np.concatenate(quotes) if quotes else np.zeros(0, dtype=np.int64)
    if len(quote):
        if len(quote) % 2 or not _stand_well(data, quote):
            return None
        ends = ends[np.searchsorted(quote, ends) % 2 == 0]
    return _rows(data, ends, quote)


def _stand_well(data: Bytes, quotes: NDArray[np.integer]) -> bool:
    """Return whether each quote that opens stands at the start of a cell, and each that closes at its end."""
    edges = _ENDS.copy()
    edges[_QUOTE] = True
    # At the very start of the file what comes before is the padding at its end.
    before = edges[data[quotes[::2] - 1]] | (quotes[::2] == 0)
    return bool((before & edges[data[quotes[1::2] + 1]]).all())


def _rows(data: Bytes, ends: NDArray[np.integer], quotes: NDArray[np.integer]) -> Cells | None:
    """Return the cells row by row, without blank rows."""
    last = data[ends] == _NEWLINE
    width = int(last.argmax()) + 1
    if len(ends) % width == 0:
        by_row = last.reshape(-1, width)
        if by_row[:, -1].all() and not by_row[:, :-1].any():
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


def _pieces(count: int) -> Iterator[slice]:
    """Yield slices that cover `count` rows, some thousand rows each."""
    return (slice(first, first + _ROWS) for first in range(0, count, _ROWS))


def _distinct_short(keys: NDArray[np.uint16]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Return what `_distinct` returns, from a table of all the keys there can be."""
    first = np.full(np.iinfo(np.uint16).max + 1, len(keys), dtype=np.intp)
    first[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)
    present = np.flatnonzero(first < len(keys))
    order = present[np.argsort(first[present])]
    rank = np.empty(len(first), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[keys], first[order]


def _distinct(keys: NDArray[np.uint64]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Return a code for each key, numbered in order of appearance, and where each key first appears."""
    if len(keys) > _FEW:
        import pandas as pd  # noqa: PLC0415 -- slow to import, and small tables need none

        codes, distinct = pd.factorize(keys)
        first = np.empty(len(distinct), dtype=np.intp)
        first[codes[::-1]] = np.arange(len(keys) - 1, -1, -1)
        return codes.astype(np.int32), first
    _, first, codes = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[codes], first[order]
