"""Columns of Parquet files whose texts mostly differ: packed row by row, they say what a dictionary says."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from teamforge.tables import Packed, TextTable, arrow
from teamforge.tables import parquet as reading
from teamforge.tables.parquet import read_parquet

TEXTS = st.none() | st.text(st.sampled_from("abcŁé \u3000"), max_size=20) | st.sampled_from(("x" * 64, "x" * 65))


def read(path: Path, sample: int) -> TextTable:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrow, "SAMPLE", sample)
        patch.setattr(reading, "SAMPLE", sample)
        found = read_parquet("peers", path)
    assert found.table is not None
    assert not found.faults
    return found.table


def cells(table: TextTable) -> list[list[str]]:
    return [[column.text(row) for row in range(len(table))] for column in table.columns.values()]


@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=30),
    group=st.integers(1, 9),
    kind=st.sampled_from((pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string()))),
)
def test_any_texts_come_through(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str | None, str | None]], group: int, kind: pa.DataType
) -> None:
    """Missing, blank, long and foreign ones, in one group of rows or in several."""
    path = tmp_path_factory.mktemp("table") / "peers.parquet"
    one, two = ([row[place] for row in rows] for place in (0, 1))
    parquet.write_table(pa.table({"one": pa.array(one, kind), "two": pa.array(two)}), path, row_group_size=group)
    assert cells(read(path, 2)) == cells(read(path, 1000))


def test_ids_are_packed_row_by_row(tmp_path: Path) -> None:
    """Words that repeat are not."""
    ids = [f"P{number}" for number in range(30)]
    parquet.write_table(pa.table({"ids": [*ids, ids[0]], "word": ["a", *["yes"] * 30]}), tmp_path / "peers.parquet")
    packed, word = read(tmp_path / "peers.parquet", 20).columns.values()
    assert isinstance(packed.texts, Packed)
    assert packed.texts.tolist() == [*ids, "P0"]
    assert word.texts == ("a", "yes")


@pytest.mark.parametrize("place", [0, 25])
def test_a_long_text_of_any_group_keeps_its_column_in_a_dictionary(
    tmp_path: Path, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few bytes of the file could repeat it in every row."""
    ids = [f"P{number}" for number in range(30)]
    ids[place] = "x" * 65
    parquet.write_table(pa.table({"ids": ids}), tmp_path / "peers.parquet", row_group_size=10)
    monkeypatch.setattr(reading, "SAMPLE", 5)
    assert reading._in_dictionaries(tmp_path / "peers.parquet") == ["ids"]
    ids[place] = "x" * 64
    parquet.write_table(pa.table({"ids": ids}), tmp_path / "peers.parquet", row_group_size=10)
    assert reading._in_dictionaries(tmp_path / "peers.parquet") == []


@pytest.mark.parametrize("encoding", ["DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"])
def test_texts_written_as_differences_are_refused_by_name(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "peers.parquet"
    parquet.write_table(pa.table({"one": ["a", "b"]}), path, use_dictionary=False, column_encoding=encoding)
    (fault,) = read_parquet("peers", path).faults
    assert fault.mend == f"write the file again without {encoding}"
