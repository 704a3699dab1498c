"""Typed cells as the text that a CSV file would hold."""

# ruff: noqa: DTZ001 -- spreadsheets and data frames mostly know no time zones

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.tables.cells import as_text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (7, "7"),
        (7.0, "7"),
        (-0.0, "0"),
        (7.5, "7.5"),
        (np.float32(2), "2"),
        (np.int8(3), "3"),
        (Decimal("7.00"), "7"),
        (Decimal("7.10"), "7.10"),
        (Decimal("1e999999"), "1E+999999"),
        (Decimal("sNaN"), ""),
        (float("inf"), "inf"),
        (float("-inf"), "-inf"),
        (1e300, "1e+300"),
        (2**53 - 1.0, "9007199254740991"),
        (10**30, "1" + "0" * 30),
        (True, "true"),
        (np.False_, "false"),
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (np.datetime64("NaT"), ""),
        (date(2027, 3, 4), "2027-03-04"),
        (datetime(2027, 3, 4), "2027-03-04"),
        (datetime(2027, 3, 4, tzinfo=UTC), "2027-03-04"),
        (pd.Timestamp("2027-03-04"), "2027-03-04"),
        (np.datetime64("2027-03-04"), "2027-03-04"),
        (datetime(2027, 3, 4, 9, 30), "2027-03-04 09:30:00"),
        (pd.Timestamp("2027-03-04") + pd.Timedelta(1, "ns"), "2027-03-04 00:00:00.000000001"),
        (time(9, 30), "09:30:00"),
        (timedelta(hours=1), "1:00:00"),
        ("007", "007"),
        ("1.0", "1.0"),
        ("NA", "NA"),
        (b"abc", "abc"),
        ("\ud800x", "?x"),
        (["a", 1.0, None], "a; 1; "),
        (np.array(["a", "b"]), "a; b"),
        ({"b", "a"}, "a; b"),
        (pd.Period("2027-03-04", "D"), "2027-03-04"),
    ],
)
def test_a_cell_is_the_text_of_what_it_means(cell: object, text: str) -> None:
    assert as_text(cell) == text


def test_a_number_of_thousands_of_digits_is_some_text() -> None:
    assert as_text(10**5000).startswith("0x")


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.binary(),
)


@given(cell=st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.sets(st.integers(), max_size=3)))
def test_any_cell_is_a_text_that_can_be_written(cell: object) -> None:
    as_text(cell).encode()
