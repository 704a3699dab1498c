"""
Columns of Arrow as columns of text, without pandas. pyarrow is an extra: only a caller that has it imports this.

Texts are read from Arrow's own bytes. What Arrow computes by itself takes another import, as long as reading a small
table: only columns that are not text need it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from teamforge.tables.cells import as_text
from teamforge.tables.packed import MANY, PADDING, SAMPLE, Packed
from teamforge.tables.text import Text


def of_arrow(column: pa.ChunkedArray) -> Text:
    """Return the text of a column of Arrow."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    if _are_many(chunks) and (text := _row_by_row(chunks)) is not None:
        return text
    array = chunks[0] if len(chunks) == 1 else column.combine_chunks()
    if not pa.types.is_dictionary(array.type):
        if pa.types.is_null(array.type):
            return Text(np.full(len(array), -1, dtype=np.int32), ())
        if pa.types.is_nested(array.type):
            return Text.of_cells(map(as_text, array.to_pylist()))
        array = array.dictionary_encode()
    places = array.indices if array.indices.type == pa.int32() else array.indices.cast(pa.int32())
    raw = np.frombuffer(places.buffers()[1] or b"", dtype=np.int32)[places.offset :][: len(places)]
    # A missing cell becomes -1: all bits set.
    codes = raw | (_is_there(places).view(np.int8) - np.int8(1)) if places.null_count else raw
    if len(array.dictionary) > MANY and (found := _packed(array.dictionary)) and found[0].all():
        return Text(codes, found[1])
    try:
        distinct = array.dictionary.to_pylist()
    except (ValueError, OverflowError):  # a date outside Python's range
        distinct = array.dictionary.cast(pa.string()).to_pylist()
    return Text.of(codes, map(as_text, distinct))


def _are_many(chunks: Sequence[pa.Array]) -> bool:
    """Return whether most texts of a column differ, blank cells aside, as far as its first rows show."""
    if sum(map(len, chunks)) < SAMPLE or not all(_are_texts(chunk) for chunk in chunks):
        return False
    found = _packed(pa.chunked_array(chunks).slice(0, SAMPLE).combine_chunks())
    if found is None:
        return False
    _, texts = found
    return bool(np.count_nonzero(np.diff(np.sort(texts.keys))) * 3 > len(texts))


def _are_texts(array: pa.Array) -> bool:
    return array.type in {pa.string(), pa.large_string()}


def _row_by_row(chunks: Sequence[pa.Array]) -> Text | None:
    """Return a column that packs the text of each row; None if that is impossible."""
    filled, raw = [], []
    for piece in (chunk.slice(first, SAMPLE) for chunk in chunks for first in range(0, len(chunk), SAMPLE)):
        found = _packed(piece)  # piece by piece, what is worked out on the way stays in the cache
        if found is None:
            return None
        filled.append(found[0])
        raw.append(found[1].raw)
    at = np.concatenate(filled)
    codes = np.full(len(at), -1, dtype=np.int32)
    codes[at] = np.arange(np.count_nonzero(at), dtype=np.int32)
    return Text(codes, Packed(np.concatenate(raw)))


def _packed(texts: pa.Array) -> tuple[NDArray[np.bool_], Packed] | None:
    """Return which texts are not blank, and these packed, from Arrow's own bytes; None if they cannot be packed."""
    if not _are_texts(texts):
        return None
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:  # the bytes of a Parquet file may not be UTF-8
        return None
    ends = ends_of(texts)
    size = np.diff(ends)
    filled = _is_there(texts) & (size > 0)
    begin, end = int(ends[0]), int(ends[-1])
    padded = np.zeros(end - begin + PADDING, dtype=np.uint8)
    padded[: end - begin] = np.frombuffer(texts.buffers()[2] or b"", dtype=np.uint8)[begin:end]
    packed = Packed.at(padded, (ends[:-1] - begin)[filled], size[filled])
    return None if packed is None else (filled, packed)


def ends_of(texts: pa.Array) -> NDArray[np.integer]:
    """Return where each text of an array ends in its bytes, after where the first begins."""
    places = texts.buffers()[1]
    kind: type[np.int64 | np.int32] = np.int64 if texts.type == pa.large_string() else np.int32
    ends: NDArray[np.integer] = np.frombuffer(places or bytes(8), dtype=kind)
    return ends[texts.offset :][: len(texts) + 1]


def _is_there(array: pa.Array) -> NDArray[np.bool_]:
    """Return which values are not null. (Arrow's own `to_numpy` and `fill_null` import pandas.)."""
    bits = array.buffers()[0]
    if bits is None:
        return np.ones(len(array), dtype=np.bool_)
    there = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), bitorder="little")
    return there[array.offset :][: len(array)].view(np.bool_)
