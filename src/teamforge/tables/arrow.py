"""Tables of Arrow as tables of text, without pandas. pyarrow is an extra: only a caller that has it imports this."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from teamforge.tables.cells import as_text
from teamforge.tables.packed import MANY, PADDING, SAMPLE, Packed
from teamforge.tables.text import TableOutcome, Text, build_table

__all__ = ["of_arrow", "read_arrow"]


def read_arrow(name: str, table: pa.Table, first_row: int) -> TableOutcome:
    """Return the table of text that an Arrow table holds."""
    columns = [of_arrow(column) for column in table.columns]
    rows = np.arange(first_row, first_row + table.num_rows)
    return build_table(name, table.column_names, columns, rows, header_row=None)


def of_arrow(column: pa.ChunkedArray) -> Text:
    """Return the text of a column of Arrow."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    if _are_many(chunks) and (text := _row_by_row(chunks)) is not None:
        return text
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not pa.types.is_dictionary(array.type):
        if pa.types.is_null(array.type):
            return Text(np.full(len(array), -1, dtype=np.int32), ())
        if pa.types.is_nested(array.type):
            return Text.of_cells(map(as_text, array.to_pylist()))
        array = array.dictionary_encode()
    places = array.indices.cast(pa.int32())
    raw = np.frombuffer(places.buffers()[1] or b"", dtype=np.int32)[places.offset :][: len(places)]
    codes = np.where(_is_there(places), raw, np.int32(-1))
    if len(array.dictionary) > MANY and (found := _packed(array.dictionary)) and found[0].all():
        return Text(codes, found[1])
    try:
        distinct = array.dictionary.to_pylist()
    except (ValueError, OverflowError):  # a date outside Python's range
        distinct = array.dictionary.cast(pa.string()).to_pylist()
    return Text.of(codes, map(as_text, distinct))


def _are_many(chunks: Sequence[pa.Array]) -> bool:
    """Return whether most texts of a column differ, as far as its first rows show."""
    if sum(map(len, chunks)) < SAMPLE or not all(_are_texts(chunk) for chunk in chunks):
        return False
    first = pa.chunked_array(chunks).slice(0, SAMPLE)
    return len(first.unique()) * 3 > len(first)


def _are_texts(array: pa.Array) -> bool:
    return array.type in {pa.string(), pa.large_string()}


def _row_by_row(chunks: Sequence[pa.Array]) -> Text | None:
    """Return a column that packs the text of each row; None if that is impossible."""
    filled, raw = [], []
    for chunk in chunks:
        found = _packed(chunk)
        if found is None:
            return None
        filled.append(found[0])
        raw.append(found[1].raw)
    at = np.concatenate(filled)
    return Text(np.where(at, np.cumsum(at) - 1, -1).astype(np.int32), Packed(np.concatenate(raw)))


def _packed(texts: pa.Array) -> tuple[NDArray[np.bool_], Packed] | None:
    """Return which texts are not blank, and these packed, from Arrow's own bytes; None if they cannot be packed."""
    if not _are_texts(texts):
        return None
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:  # the bytes of a Parquet file may not be UTF-8
        return None
    texts = texts.cast(pa.large_string())
    _, places, data = texts.buffers()
    ends = np.frombuffer(places, dtype=np.int64)[texts.offset :][: len(texts) + 1]
    size = np.diff(ends)
    filled = _is_there(texts) & (size > 0)
    padded = np.zeros(int(ends[-1]) + PADDING, dtype=np.uint8)
    padded[: ends[-1]] = np.frombuffer(data, dtype=np.uint8)[: ends[-1]]
    packed = Packed.at(padded, ends[:-1][filled], size[filled])
    return None if packed is None else (filled, packed)


def _is_there(array: pa.Array) -> NDArray[np.bool_]:
    """Return which values are not null. (Arrow's own `to_numpy` and `fill_null` import pandas.)."""
    bits = array.buffers()[0]
    if bits is None:
        return np.ones(len(array), dtype=np.bool_)
    there = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), bitorder="little")
    return there[array.offset :][: len(array)].view(np.bool_)
