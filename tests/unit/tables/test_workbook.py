"""Workbooks: typed cells, several sheets, and files that are not to be trusted."""

# ruff: noqa: DTZ001 -- spreadsheets and data frames mostly know no time zones

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from teamforge.errors import Fault
from teamforge.tables.workbook import open_workbook

from .test_csv import cells

Sheets = dict[str, list[list[object]]]


def write(path: Path, sheets: Sheets, *, epoch_1904: bool = False) -> Path:
    """A workbook of some sheets."""
    book = xlsxwriter.Workbook(path, {"date_1904": epoch_1904, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"created": datetime(2027, 1, 1)})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str) and not cell.startswith("="):
                    sheet.write_string(number, place, cell)
                elif isinstance(cell, str):
                    sheet.write_formula(number, place, cell, None, "#N/A")
                elif cell is not None:
                    sheet.write(number, place, cell)
    book.close()
    return path


def read(path: Path, sheet: str = "peers") -> tuple[dict[str, list[str]], list[int], list[Fault]]:
    """The columns, row numbers and faults of a sheet."""
    book = open_workbook("pool", path)
    assert not isinstance(book, Fault)
    with book:
        found = book.read("peers", sheet)
    assert found.table is not None
    return cells(found.table), found.table.row.tolist(), found.faults


def refusal(path: Path) -> Fault:
    """The fault of a workbook that is not opened."""
    fault = open_workbook("pool", path)
    assert isinstance(fault, Fault)
    assert (fault.table, fault.row, fault.value) == ("pool", None, path.name)
    return fault


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_cells_are_the_text_they_mean(tmp_path: Path, *, epoch_1904: bool) -> None:
    rows: list[list[object]] = [
        [" Peer_ID", "b"],
        ["007", "NA"],
        [7, 0.5],
        [None, None],
        [date(2027, 3, 4), datetime(2027, 3, 4, 9, 30)],
        [True, time(9, 30)],
        ["a;b", 1e20],
    ]
    columns, numbers, faults = read(write(tmp_path / "p.xlsx", {"peers": rows}, epoch_1904=epoch_1904))
    assert columns == {
        "peer_id": ["007", "7", "2027-03-04", "true", "a;b"],
        "b": ["NA", "0.5", "2027-03-04 09:30:00", "09:30:00", "1e+20"],
    }
    assert (numbers, faults) == ([2, 3, 5, 6, 7], [])


def test_an_error_cell_is_a_fault_and_no_blank(tmp_path: Path) -> None:
    rows: list[list[object]] = [["peer_id", "organisation_id"], ["P1", "=VLOOKUP(1,A1,1)"], ["P2", "E1"]]
    other: list[list[object]] = [["x"], ["=1/0"]]
    _, _, faults = read(write(tmp_path / "p.xlsx", {"other": other, "peers": rows}))
    assert [(fault.table, fault.row, fault.column, fault.value) for fault in faults] == [
        ("peers", 2, "organisation_id", None)
    ]
    assert "formula" in faults[0].expected


def test_an_empty_sheet_is_an_empty_table_and_a_header_alone_too(tmp_path: Path) -> None:
    path = write(tmp_path / "p.xlsx", {"peers": [], "header": [["peer_id", "roles"]]})
    assert read(path) == ({}, [], [])
    assert read(path, "header") == ({"peer_id": [], "roles": []}, [], [])


def test_the_header_is_row_one(tmp_path: Path) -> None:
    path = write(tmp_path / "p.xlsx", {"peers": [[], ["peer_id"], ["P1"]]})
    book = open_workbook("pool", path)
    assert not isinstance(book, Fault)
    (fault,) = book.read("peers", "peers").faults
    assert (fault.row, fault.mend) == (1, "delete the blank rows above the header")


@pytest.mark.parametrize("raw", [b"", b"peer_id,roles\n", b"PK\x03\x04junk", b"\0" * 100])
def test_what_is_no_workbook_is_a_fault(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(raw)
    assert "can be read" in refusal(path).expected


def test_a_password_is_told(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "password" in refusal(path).mend


def test_another_zip_file_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("peers.csv", "peer_id,roles\n")
    assert "can be read" in refusal(path).expected


def bomb(path: Path, parts: dict[str, bytes]) -> Path:
    """A zip file of some parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_bombs_are_not_opened(tmp_path: Path) -> None:
    assert "200 times" in refusal(bomb(tmp_path / "ratio.xlsx", {"xl/a.xml": bytes(20_000_000)})).expected
    many = {f"xl/{number}.xml": b"" for number in range(1_001)}
    assert "1,000 parts" in refusal(bomb(tmp_path / "parts.xlsx", many)).expected
    with zipfile.ZipFile(tmp_path / "bytes.xlsx", "w") as archive:
        archive.writestr("xl/a.xml", b"")
        archive.infolist()[0].file_size = 200_000_001
    assert "200,000,000 bytes unzipped" in refusal(tmp_path / "bytes.xlsx").expected


@pytest.mark.parametrize("place", ['r="XFD1048576"', "r = 'ZZ1000000'", 'r="A99999999"', 'r="ZZZZZZ1"'])
def test_a_sheet_that_spans_gigabytes_is_not_opened(tmp_path: Path, place: str) -> None:
    path = write(tmp_path / "p.xlsx", {"peers": [["peer_id"], ["P1"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</row></sheetData>", b"<c %b><v>1</v></c></row></sheetData>" % place.encode())
    book = open_workbook("pool", bomb(path, parts))
    assert not isinstance(book, Fault)
    with book:
        found = book.read("peers", "peers")
    assert found.table is None
    assert re.search("span|10,000 columns|addresses", found.faults[0].expected)


def test_a_long_text_shared_by_many_cells_is_not_opened(tmp_path: Path) -> None:
    """Thirty thousand letters in twenty thousand cells are more than half a billion bytes."""
    longest: list[object] = ["x" * 30_000]
    few = read(write(tmp_path / "few.xlsx", {"peers": [["peer_id"], *[longest] * 100]}))
    assert few[0]["peer_id"][99:] == longest
    book = open_workbook("pool", write(tmp_path / "many.xlsx", {"peers": [["peer_id"], *[longest] * 20_000]}))
    assert not isinstance(book, Fault)
    with book:
        (fault,) = book.read("peers", "peers").faults
    assert "500,000,000 bytes of text" in fault.expected


@given(data=st.data())
def test_a_damaged_workbook_is_a_table_or_faults(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = write(tmp_path_factory.mktemp("book") / "p.xlsx", {"peers": [["peer_id", "x"], ["P1", 2], ["P2", "=1/0"]]})
    if data.draw(st.booleans()):
        raw = bytearray(path.read_bytes())
        for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=5)):
            raw[place] = data.draw(st.integers(0, 255))
        path.write_bytes(bytes(raw))
    else:
        with zipfile.ZipFile(path) as archive:
            parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
        part = parts[data.draw(st.sampled_from(sorted(parts)))]
        for place in data.draw(st.lists(st.integers(0, len(part) - 1), max_size=5)):
            part[place] = data.draw(st.integers(32, 126))
        bomb(path, {name: bytes(content) for name, content in parts.items()})
    book = open_workbook("pool", path)
    if not isinstance(book, Fault):
        with book:
            for sheet in book.sheets:
                found = book.read("peers", sheet)
                assert found.table is not None or found.faults
