"""Folders, workbooks and frames: which tables are there."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from teamforge.tables.parquet import read_parquet
from teamforge.tables.source import read_frames, read_path

from .test_csv import cells
from .test_workbook import write

NAMES = ("peers", "availability", "organisations")


def test_names_of_files_are_compared_trimmed_ignoring_case(tmp_path: Path) -> None:
    (tmp_path / " Peers.CSV").write_text("peer_id\nP1\n")
    parquet.write_table(pa.table({"peer_id": ["P1"]}), tmp_path / "AVAILABILITY.Parquet")
    source = read_path(tmp_path, NAMES)
    assert (set(source.tables), source.faults, source.warnings) == ({"peers", "availability"}, [], [])


def test_names_of_sheets_are_compared_trimmed_ignoring_case(tmp_path: Path) -> None:
    source = read_path(write(tmp_path / "p.XLSX", {" Peers ": [["peer_id"], ["P1"]]}), NAMES)
    assert (set(source.tables), source.faults, source.warnings) == ({"peers"}, [], [])


def test_other_sheets_are_ignored_with_a_warning(tmp_path: Path) -> None:
    book = write(tmp_path / "p.xlsx", {"peers": [["peer_id"]], "Availabilty": []})
    assert read_path(book, NAMES).warnings == [
        "the sheet 'Availabilty' is ignored: it has the name of no table; did you mean 'availability'?"
    ]


def test_a_table_that_is_there_twice_is_a_fault(tmp_path: Path) -> None:
    for name in ("peers.csv", "Peers.csv", "peers.parquet"):
        (tmp_path / name).write_text("peer_id\nP1\n")
    source = read_path(tmp_path, NAMES)
    assert [str(fault) for fault in source.faults] == [
        "peers: expected each table once; keep one of Peers.csv, peers.csv, peers.parquet"
    ]
    assert (source.tables, source.broken, source.unreadable) == ({}, {"peers"}, False)


def test_two_sheets_of_one_table_are_a_fault(tmp_path: Path) -> None:
    source = read_path(write(tmp_path / "p.xlsx", {"peers": [], "peers ": []}), NAMES)
    assert [str(fault) for fault in source.faults] == [
        "peers: expected each table once; keep one of the sheets 'peers', 'peers '"
    ]


@pytest.mark.parametrize(
    ("name", "expected", "mend"),
    [
        ("absent", "that exists", "correct the path"),
        ("peers.csv", "a folder of", "the folder that the file is in"),
        ("peers.xls", "a folder of", "save it as an .xlsx workbook"),
        ("peers.ods", "a folder of", "save it as an .xlsx workbook"),
        ("notes.txt", "a folder of", ""),
        ("nul\0", "a folder or workbook that", ""),
        ("x" * 5_000, "can be read", "file name too long"),
    ],
)
def test_a_path_that_is_no_pool_is_a_fault(tmp_path: Path, name: str, expected: str, mend: str) -> None:
    if "." in name:
        (tmp_path / name).write_text("x")
    source = read_path(tmp_path / name, NAMES)
    (fault,) = source.faults
    assert (fault.table, fault.row, fault.value) == ("pool", None, str(tmp_path / name))
    assert expected in fault.expected
    assert mend in fault.mend
    assert source.unreadable


def test_a_parquet_file_says_what_a_csv_file_says(tmp_path: Path) -> None:
    frame = pd.DataFrame({"peer_id": [7.0, None, 8.0], "x": pd.array([1, None, None], dtype="Int64")}, index=[3, 1, 2])
    frame.to_parquet(tmp_path / "peers.parquet")
    source = read_path(tmp_path, NAMES)
    assert source.faults == []
    assert cells(source.tables["peers"]) == {"peer_id": ["7", "8"], "x": ["1", ""]}
    assert source.tables["peers"].row.tolist() == [2, 4]


def test_parquet_files_that_cannot_be_read_are_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "peers.parquet").write_text("peer_id\n")
    (fault,) = read_path(tmp_path, NAMES).faults
    assert (fault.table, fault.value) == ("peers", "peers.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (fault,) = read_path(tmp_path, NAMES).faults
    assert "pyarrow" in fault.expected
    assert "teamforge[parquet]" in fault.mend


def test_a_parquet_file_of_endless_equal_rows_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "peers.parquet"
    parquet.write_table(pa.table({"peer_id": ["P1"] * 11}), path)
    assert read_parquet("peers", path, most_cells=11).faults == []
    (fault,) = read_parquet("peers", path, most_cells=10).faults
    assert "at most 10 cells" in fault.expected


def test_repeated_columns_of_a_parquet_file_are_a_fault(tmp_path: Path) -> None:
    parquet.write_table(pa.table([["a"], ["b"]], names=["peer_id", "Peer_ID"]), tmp_path / "peers.parquet")
    (fault,) = read_path(tmp_path, NAMES).faults
    assert (fault.row, fault.column) == (None, "peer_id")


def test_frames_by_name() -> None:
    frame = pd.DataFrame({"peer_id": ["P1"]})
    source = read_frames({"Peers": frame, "availability": None, "peer": frame, "zebra": None}, NAMES)
    assert set(source.tables) == {"peers"}
    (fault,) = source.faults
    assert (fault.table, fault.value, fault.mend) == ("pool", "peer", "did you mean 'peers'?")
    source = read_frames({"peers": frame, "PEERS": frame}, NAMES)
    assert [fault.expected for fault in source.faults] == ["each table once"]
    assert source.tables == {}


def test_a_table_of_more_columns_than_anybody_means_is_a_fault(tmp_path: Path) -> None:
    names = [f"a{place}" for place in range(10_001)]
    wide = pd.DataFrame([[1] * len(names)], columns=names)
    wide.to_csv(tmp_path / "peers.csv", index=False)
    parquet.write_table(pa.Table.from_pandas(wide), tmp_path / "availability.parquet")
    write(tmp_path / "p.xlsx", {"peers": [[*names]]})
    frames = read_frames({"peers": wide, "availability": pl.from_pandas(wide)}, NAMES)
    for source in (read_path(tmp_path, NAMES), read_path(tmp_path / "p.xlsx", NAMES), frames):
        assert not source.tables
        assert source.faults
        assert all("at most 10,000 columns" in fault.expected for fault in source.faults)


def test_one_long_text_in_every_row_of_a_parquet_file_takes_its_room_once(tmp_path: Path) -> None:
    """Written out, a kilobyte of file would take gigabytes."""
    once = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), pa.array(["x" * 1_000_000]))
    parquet.write_table(pa.table({"peer_id": once}), tmp_path / "peers.parquet", store_schema=False)
    before = pa.total_allocated_bytes()
    source = read_path(tmp_path, NAMES)
    assert pa.default_memory_pool().max_memory() - before < 200_000_000
    assert source.tables["peers"].columns["peer_id"].texts == ("x" * 1_000_000,)
