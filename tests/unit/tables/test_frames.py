"""Data frames of any kind as tables of text."""

# ruff: noqa: DTZ001 -- spreadsheets and data frames mostly know no time zones

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.tables.frames import read_frame

from .test_csv import cells


def column(frame: Any) -> list[str]:
    """The texts of a frame's only column."""
    read = read_frame("peers", frame)
    assert read.faults == []
    (texts,) = cells(read.table).values()
    return texts


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (["007", "NA"], ["007", "NA"]),
        ([7, 8], ["7", "8"]),
        ([7.0, 0.5], ["7", "0.5"]),
        ([7.0, float("inf")], ["7", "inf"]),
        ([True, False], ["true", "false"]),
        ([date(2027, 1, 31), date(2027, 2, 1)], ["2027-01-31", "2027-02-01"]),
        ([datetime(2027, 1, 31), datetime(2027, 2, 1, 9)], ["2027-01-31", "2027-02-01 09:00:00"]),
        ([Decimal("7.00"), Decimal("0.50")], ["7", "0.50"]),
        ([["a", "b"], ["c"]], ["a; b", "c"]),
    ],
)
@pytest.mark.parametrize("missing", [False, True])
def test_pandas_polars_and_arrow_say_the_same(values: list[Any], texts: list[str], *, missing: bool) -> None:
    if missing:
        values, texts = [*values, None, values[0]], [*texts, "", texts[0]]
    # A second column, so that the missing cell makes no blank row.
    for frame in (
        pd.DataFrame({"a": values, "b": "x"}),
        pl.DataFrame({"a": values, "b": "x"}, strict=False),
        pa.table({"a": pa.array(values), "b": pa.array(["x"] * len(values))}),
        pa.table({"a": pa.array(values), "b": pa.array(["x"] * len(values))}).to_pandas(types_mapper=pd.ArrowDtype),
    ):
        assert cells(read_frame("peers", frame).table)["a"] == texts


@pytest.mark.parametrize(
    ("series", "texts"),
    [
        (pd.Series([1, None, 3], dtype="Int64"), ["1", "", "3"]),
        (pd.Series([1.0, None, 2.5], dtype="Float64"), ["1", "", "2.5"]),
        (pd.Series([True, None, False], dtype="boolean"), ["true", "", "false"]),
        (pd.Series(["a", None, "b"], dtype="string"), ["a", "", "b"]),
        (pd.Series(["a", None, "a"], dtype="category"), ["a", "", "a"]),
        (pd.Series([1.0, None, 2.0]).astype("category"), ["1", "", "2"]),
        (pd.Series([1, True, 1.0], dtype=object), ["1", "true", "1"]),
        (pd.Series([pd.NaT, datetime(2027, 1, 31), "31/01/2027"], dtype=object), ["", "2027-01-31", "31/01/2027"]),
        (pd.Series([datetime(2027, 1, 31), pd.NaT, pd.NaT]), ["2027-01-31", "", ""]),
        (pd.Series([datetime(2027, 1, 31)] * 3).dt.tz_localize("Europe/London"), ["2027-01-31"] * 3),
        (pd.Series([datetime(2027, 1, 31)] * 3).dt.to_period("D"), ["2027-01-31"] * 3),
        (pd.Series(pd.arrays.SparseArray([0.0, 1.0, 0.0])), ["0", "1", "0"]),
    ],
)
def test_every_type_of_pandas_has_its_text(series: Any, texts: list[str]) -> None:
    assert cells(read_frame("peers", pd.DataFrame({"a": series, "b": "x"})).table)["a"] == texts


@pytest.mark.parametrize(
    ("series", "texts"),
    [
        (pl.Series(["a", None, "a"], dtype=pl.Categorical), ["a", "", "a"]),
        (pl.Series(["a", "b", "a"], dtype=pl.Enum(["b", "a"])), ["a", "b", "a"]),
        (pl.Series([object(), 1, None], dtype=pl.Object), None),
        (pl.Series([None, None, None]), ["", "", ""]),
        (pl.Series([{"x": 1}, None, {"x": 2}]), ["{'x': 1}", "", "{'x': 2}"]),
    ],
)
def test_types_of_polars(series: Any, texts: list[str] | None) -> None:
    read = cells(read_frame("peers", pl.DataFrame({"a": series, "b": ["x"] * 3})).table)["a"]
    assert texts is None or read == texts


def test_arrow_dates_beyond_python_are_text() -> None:
    far = pa.array([10_000_000, 0], type=pa.date32())
    assert column(pa.table({"a": far}))[1] == "1970-01-01"


def test_polars_without_pyarrow_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame({"a": ["x", None, "y"], "b": [1.0, 2.0, 2.5], "c": [date(2027, 1, 31)] * 3})
    expected = cells(read_frame("peers", frame).table)
    monkeypatch.setattr(pl.Series, "to_arrow", lambda *_, **__: (_ for _ in ()).throw(ModuleNotFoundError()))
    assert cells(read_frame("peers", frame).table) == expected


def test_rows_are_counted_as_the_user_sees_them() -> None:
    frame = pd.DataFrame({"peer_id": ["a", "b", "c"]})
    for index, rows in (
        ([5, 3, 9], [5, 3, 9]),
        (["x", "y", "z"], [0, 1, 2]),
        ([2**40, 1, 2], [0, 1, 2]),
        ([0.5, 1, 2], [0, 1, 2]),
    ):
        read = read_frame("peers", frame.set_axis(index, axis=0))
        assert read.table is not None
        assert read.table.row.tolist() == rows
    read = read_frame("peers", pl.from_pandas(frame))
    assert read.table is not None
    assert read.table.row.tolist() == [0, 1, 2]


def test_columns_of_one_name_are_faults() -> None:
    (fault,) = read_frame("peers", pd.DataFrame([[1, 2]], columns=["a", "A "])).faults
    assert (fault.row, fault.column) == (None, "a")
    (fault,) = read_frame("peers", pd.DataFrame([[1, 2]], columns=["a", "a"])).faults
    assert fault.column == "a"
    (fault,) = read_frame("peers", pa.table([[1], [2]], names=["a", "a"])).faults
    assert "own name" in fault.expected


def test_columns_named_by_numbers_are_read() -> None:
    assert list(cells(read_frame("peers", pd.DataFrame([[1, 2]])).table)) == ["0", "1"]


@pytest.mark.parametrize("frame", [[1], {"a": [1]}, 7, "peers.csv", pd.Series([1]), pl.Series([1])])
def test_what_is_no_frame_is_a_fault(frame: object) -> None:
    (fault,) = read_frame("peers", frame).faults
    assert "a data frame" in fault.expected


def test_a_lazy_frame_is_asked_to_be_collected() -> None:
    (fault,) = read_frame("peers", pl.LazyFrame({"a": [1]})).faults
    assert fault.mend == "collect it first"


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.dates(), st.datetimes()
)


@given(rows=st.lists(st.tuples(VALUES, VALUES), max_size=5))
def test_any_pandas_frame_is_read(rows: list[tuple[object, object]]) -> None:
    read = read_frame("peers", pd.DataFrame(rows, columns=["a", "b"]))
    assert read.table is not None
    assert read.faults == []


def test_numpy_strings_and_arrays_in_cells() -> None:
    assert column(pd.DataFrame({"a": pd.Series([np.array(["x", "y"]), np.str_("z")], dtype=object)})) == ["x; y", "z"]
