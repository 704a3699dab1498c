"""Columns of Arrow as text, whatever their buffers look like."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.tables import arrow
from teamforge.tables.cells import as_text

pa = pytest.importorskip("pyarrow")

TEXTS = st.lists(st.none() | st.sampled_from(["", "P1", "Łódź", " a", "b\0", "x" * 70]) | st.text("abc", max_size=9))
KINDS = [pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int64(), pa.string())]


@pytest.fixture(autouse=True, scope="module")
def few_are_many() -> object:
    """Pack columns of a few rows, as if they had many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrow, "MANY", 2)
        patch.setattr(arrow, "SAMPLE", 3)
        yield


@given(TEXTS, st.sampled_from(KINDS), st.integers(0, 3), st.integers(0, 3))
def test_each_row_has_its_text(cells: list[str | None], kind: Any, skipped: int, cut: int) -> None:
    """Slices share their buffers, and the bytes under a null may be anything."""
    whole = pa.array(cells, type=pa.string()).cast(kind)
    part = whole.slice(skipped, max(0, len(cells) - skipped - cut))
    chunked = pa.chunked_array([part, part, part.slice(1)])
    expected = [as_text(cell).strip() for cell in chunked.to_pylist()]
    text = arrow.of_arrow(chunked)
    assert [text.text(row).strip() for row in range(len(chunked))] == expected
    assert [code < 0 for code in text.codes.tolist()] == [not cell for cell in expected]


def test_a_null_over_bytes_is_blank() -> None:
    """A writer may leave the bytes of a value where it marks it as missing."""
    values = pa.array(["one", "two", "three", "four"])
    hidden = pa.Array.from_buffers(
        pa.string(), 4, [pa.py_buffer(np.packbits([1, 0, 1, 1], bitorder="little")), *values.buffers()[1:]]
    )
    assert hidden.to_pylist() == ["one", None, "three", "four"]
    text = arrow.of_arrow(hidden)
    assert [text.text(row) for row in range(4)] == ["one", "", "three", "four"]
