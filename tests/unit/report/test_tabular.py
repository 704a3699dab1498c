"""CSV that no spreadsheet runs, and JSON that every parser reads."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.report.tabular import guarded, to_csv, to_json

FIRST = "=+-@\t\r\n\0＝＋－＠"
CELLS = st.text(st.characters(codec="utf-8"), max_size=8)


@pytest.mark.parametrize("sign", FIRST)
def test_a_formula_is_guarded_after_blanks_too(sign: str) -> None:
    assert guarded(f"{sign}1") == f"'{sign}1"
    assert guarded(f" \u00a0{sign}1").startswith("'") or sign in "\t\r\n"


@pytest.mark.parametrize("text", ["", "P1", "a=b", "1-2", "'=1", "x@y", "—"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@given(st.lists(st.tuples(CELLS, CELLS, st.integers()), max_size=5))
def test_csv_can_be_read_back(rows: list[tuple[str, str, int]]) -> None:
    """What stands in the cells is what was given, but for one guard; numbers are numbers."""
    read = list(csv.reader(io.StringIO(to_csv(["a", "b", "number"], rows), newline="")))
    assert read[0] == ["a", "b", "number"]
    assert [tuple(row) for row in read[1:]] == [(guarded(one), guarded(two), str(number)) for one, two, number in rows]
    for row in read:
        assert not [cell for cell in row[:2] if cell[:1] and cell[:1] in FIRST]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_json_can_be_read_back_and_encoded(value: Any) -> None:
    for encoding in ("utf-8", "ascii"):
        text = to_json(value, ascii_only=encoding == "ascii")
        assert json.loads(text.encode(encoding)) == value
        assert text.endswith("\n")


def test_json_has_no_nan() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(float("nan"))
