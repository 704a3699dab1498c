"""
What a person sees in a workbook is read, or a fault, in whatever way the file was written.

A sheet of random cells is written with openpyxl: values, blanks, errors, formulas with and without a stored result, and
merged ranges. It is packaged in every way that programs have, and openpyxl reads it as a second opinion.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from teamforge.errors import Fault
from teamforge.tables.cells import as_text
from teamforge.tables.text import TableOutcome
from teamforge.tables.workbook import open_workbook

from .packaging import PACKAGINGS, pack, parts_of
from .test_csv import cells

HEADING = ["peer_id", "organisation_id", "note", "roles"]
READ = {"peer_id", "organisation_id", "roles"}
"""All but the note."""

VALUES = st.sampled_from(["P1", "007", "é <&> ;", " ", "0", 7, 0.5, 0, True, date(2027, 4, 13), "#N/A as text"])
CELLS = st.one_of(st.none(), VALUES, st.sampled_from(["#N/A", "#REF!", "=B2", "=1+1"]))
ROWS = st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=5)
RANGES = st.sampled_from(["A2:A3", "B2:B3", "B2:C2", "C2:C4", "B1:C1", "C3:D3", "A9:A10", "F2:F3", "A1:A2"])
STORED = {"=B2": b"E7", "=1+1": None}
"""What a program has stored as the result of a formula; None is nothing."""


def write(path: Path, rows: list[list[object]], merged: list[str]) -> Path:
    """A workbook of openpyxl's, with the result of some formulas stored as a spreadsheet does."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "peers"
    for row in [HEADING, *rows]:
        sheet.append(row)
    for cells_ in merged:
        sheet.merge_cells(cells_)
    book.save(path)
    parts = parts_of(path)
    name = "xl/worksheets/sheet1.xml"
    for formula, result in STORED.items():
        if result is not None:
            old = rb'<c r="([A-Z0-9]+)"( s="\d+")?><f>%s</f><v ?/?>(?:</v>)?</c>' % re.escape(formula[1:].encode())
            new = rb'<c r="\1"\2 t="str"><f>%s</f><v>%s</v></c>' % (formula[1:].encode(), result)
            parts[name] = re.sub(old, new, parts[name])
    return pack(path, parts)


def read(path: Path) -> TableOutcome:
    book = open_workbook("pool", path)
    assert not isinstance(book, Fault), book
    with book:
        return book.read("peers", "peers", READ.__contains__)


def not_held(rows: list[list[object]], merged: list[str]) -> Iterator[tuple[int, str]]:
    """The row and the heading of every cell that is seen and not held by the file."""
    for number, row in enumerate(rows, start=2):
        for heading, cell in zip(HEADING, row, strict=True):
            unstored = isinstance(cell, str) and STORED.get(cell, b"") is None
            if heading in READ and (cell in {"#N/A", "#REF!"} or unstored):
                yield number, heading
    for cells_ in merged:
        first, last = (re.fullmatch(r"([A-Z])(\d+)", end) for end in cells_.split(":"))
        assert first
        assert last
        columns = range(ord(first[1]) - ord("A"), ord(last[1]) - ord("A") + 1)
        touched = [
            (number, column)
            for number in range(int(first[2]), int(last[2]) + 1)
            for column in columns
            if column < len(HEADING) and (number == 1 or HEADING[column] in READ)
        ]
        if len(touched) > 1:
            yield touched[0][0], HEADING[touched[0][1]]


def without_merged(rows: list[list[object]], merged: list[str]) -> list[list[object]]:
    """The rows as openpyxl writes them: a merged range keeps the value of its first cell alone."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADING, *rows]:
        sheet.append(row)
    for cells_ in merged:
        sheet.merge_cells(cells_)
    return [
        [sheet.cell(number, place + 1).value for place in range(len(HEADING))] for number in range(2, len(rows) + 2)
    ]


def agree(folder: Path, packaging: str, rows: list[list[object]], merged: list[str]) -> None:
    """Read a sheet that is packaged in some way, and compare it with what openpyxl reads of it as it was written."""
    path = write(folder / "p.xlsx", rows, merged)
    seen = openpyxl.load_workbook(path, data_only=True)["peers"]
    found = read(pack(folder / "again.xlsx", PACKAGINGS[packaging](parts_of(path))))
    wrong = {(fault.row, fault.column) for fault in found.faults}
    expected = set(not_held(without_merged(rows, merged), merged))
    if packaging == "UTF-16":  # which calamine reads as an empty sheet
        assert found.table is None
        assert [fault.expected for fault in found.faults] == ["a sheet that can be read"]
        return
    if "B1:C1" in merged:  # which blanks the name of column C: whatever it holds is a fault
        wrong = {(row, column) for row, column in wrong if column}
    assert wrong == expected
    assert found.table is not None
    columns = cells(found.table)
    for place, number in enumerate(found.table.row.tolist()):
        for column, heading in enumerate(HEADING):
            if (number, heading) not in wrong and heading in READ:
                assert columns[heading][place] == as_text(seen.cell(number, column + 1).value).strip()


@given(packaging=st.sampled_from(sorted(PACKAGINGS)), rows=ROWS, merged=st.lists(RANGES, max_size=1))
def test_every_value_that_is_seen_is_read_or_a_fault(
    tmp_path_factory: pytest.TempPathFactory, packaging: str, rows: list[list[object]], merged: list[str]
) -> None:
    agree(tmp_path_factory.mktemp("book"), packaging, rows, merged)


@pytest.mark.parametrize("packaging", PACKAGINGS)
@pytest.mark.parametrize("merged", [[], ["B2:B3"], ["A1:A2"]], ids=["apart", "merged", "merged with the heading"])
def test_each_way_to_package_a_workbook(tmp_path: Path, packaging: str, merged: list[str]) -> None:
    rows: list[list[object]] = [
        ["P1", "O1", "=1+1", "x; y"],
        ["P2", "#N/A", "#N/A", "=B2"],
        ["P3", "=1+1", None, date(2027, 4, 13)],
        [None, None, None, None],
        [7, None, "a", 0.5],
    ]
    agree(tmp_path, packaging, rows, merged)


def faults_of(folder: Path, rows: list[list[object]], *, change: bytes = b"", to: bytes = b"") -> list[str]:
    """The faults of a sheet `peers` of openpyxl's, a piece of its XML perhaps changed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "peers"
    for row in rows:
        sheet.append(row)
    book.save(folder / "p.xlsx")
    parts = parts_of(folder / "p.xlsx")
    name = "xl/worksheets/sheet1.xml"
    assert change in parts[name]
    parts[name] = parts[name].replace(change, to)
    return [str(fault).partition(";")[0] for fault in read(pack(folder / "p.xlsx", parts)).faults]


UNSTORED = "expected a value, and the cell holds a formula whose result is not stored"


def test_a_heading_without_a_stored_result_is_a_fault_wherever_it_stands(tmp_path: Path) -> None:
    rows: list[list[object]] = [["peer_id", "roles", '="organisation"&"_id"'], ["P1", "x", '="O1"']]
    assert faults_of(tmp_path, rows) == [f"peers, row 1: {UNSTORED}", f"peers, row 2: {UNSTORED}"]


def test_the_cells_of_an_array_formula_are_seen(tmp_path: Path) -> None:
    """A program writes the formula into the first cell; a spreadsheet shows a value in each."""
    rows: list[list[object]] = [["peer_id", "note", "organisation_id"], ["P1", "=C2:C3", None], ["P2", None, None]]
    change = (b"<f>C2:C3</f>", b'<f t="array" ref="B2:C3">D2:E3</f>')
    told = faults_of(tmp_path, rows, change=change[0], to=change[1])
    assert told == [f"peers, row 2, column organisation_id: {UNSTORED}"]


@pytest.mark.parametrize(
    ("change", "to"),
    [
        (b"<v>5</v>", b"<v><![CDATA[5]]></v>"),
        (b"<v>5</v>", b"<v><!-- five -->5</v>"),
        (b"<v>5</v>", b"<v>1<!-- five -->5</v>"),
        (b"<v>5</v>", b"<v>5</v><f>B2</f>"),
        (b"<v>5</v>", b"<v>5</v><v>6</v>"),
        (b"<v>5</v>", b"<v>5</v><v></v>"),
        (b't="n"><v>5</v>', b't="inlineStr"><is><t>5</t></is><is><t>6</t></is>'),
        (b't="n"><v>5</v>', b't="inlineStr"><is><t>5</t></is><v>6</v>'),
        (b't="n"><v>5</v>', b't="inlineStr"><v>5</v>'),
        (b't="n"><v>5</v>', b't="s"><v>99999</v>'),
        (b't="n"><v>5</v>', b't="s"><v>five</v>'),
        (b't="n"><v>5</v>', b"><v>NaN</v>"),
        (b"<v>5</v></c>", b'<v>5</v></c><c r="B2"><v>6</v></c>'),
        (b'<c r="B2"', b'<c r="&#66;2"'),
        (b"</row></sheetData>", b'</row></sheetData><sheetData><row r="3"><c r="B3"><v>6</v></c></row></sheetData>'),
    ],
)
def test_what_calamine_reads_otherwise_than_it_stands_there_is_a_fault(
    tmp_path: Path, change: bytes, to: bytes
) -> None:
    """Each of these is read as a blank, as another value or not at all, without a word."""
    told = faults_of(tmp_path, [["peer_id", "organisation_id"], ["P1", 5]], change=change, to=to)
    assert len(told) == 1
    assert "can be read" in told[0]


@pytest.mark.parametrize("stored", [b"<v>0</v>", b"<v>0.0</v>"])
def test_a_result_left_to_be_calculated_is_no_result(tmp_path: Path, stored: bytes) -> None:
    """XlsxWriter stores 0 for each formula, and asks to calculate on opening; Apache POI stores 0.0."""
    rows: list[list[object]] = [["peer_id", "organisation_id"], ["P1", "=A2"]]
    told = faults_of(tmp_path, rows, change=b"<f>A2</f><v></v>", to=b"<f>A2</f>" + stored)
    assert told == [f"peers, row 2, column organisation_id: {UNSTORED}"]


def test_stored_results_are_read_and_a_stored_empty_text_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("peers")
    for place, heading in enumerate(["peer_id", "organisation_id", "roles"]):
        sheet.write_string(0, place, heading)
    sheet.write_formula("A2", '="P"&1', None, "P1")
    sheet.write_formula("B2", '=""', None, "E9")
    sheet.write_formula("C2", "=2+3", None, 5)
    book.close()
    parts = parts_of(path)
    name = "xl/worksheets/sheet1.xml"
    assert b't="str"' in parts[name]
    parts[name] = parts[name].replace(b"<v>E9</v>", b"<v></v>")
    found = read(pack(path, parts))
    assert found.faults == []
    assert found.table is not None
    assert cells(found.table) == {"peer_id": ["P1"], "organisation_id": [""], "roles": ["5"]}


def test_a_sheet_that_is_listed_and_not_there_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path / "p.xlsx", [["P1", None, None, "x"]], [])
    parts = parts_of(tmp_path / "p.xlsx")
    del parts["xl/worksheets/sheet1.xml"]
    found = read(pack(tmp_path / "p.xlsx", parts))
    assert [fault.expected for fault in found.faults] == ["a sheet that can be read"]


def test_a_part_that_is_there_twice_is_a_fault(tmp_path: Path) -> None:
    """Which of the two is read would depend on who reads."""
    write(tmp_path / "p.xlsx", [["P1", None, None, "x"]], [])
    parts = parts_of(tmp_path / "p.xlsx")
    parts["xl\\worksheets\\sheet1.xml"] = parts["xl/worksheets/sheet1.xml"]
    fault = open_workbook("pool", pack(tmp_path / "p.xlsx", parts))
    assert isinstance(fault, Fault)
    assert "each part once" in fault.expected


def test_a_part_without_a_name_is_no_error(tmp_path: Path) -> None:
    """Found by fuzzing: Python's own question whether such a part is a folder failed."""
    path = tmp_path / "pool.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["peer_id", "roles"])
    book.worksheets[0].title = "peers"
    book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = ""
        archive.writestr(info, b"?")
    assert not isinstance(open_workbook("peers", path), Fault)


def test_a_chart_sheet_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("peers")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=peers!$A$1:$A$2"})
    book.add_chartsheet("interests").set_chart(chart)
    book.close()
    opened = open_workbook("pool", path)
    assert not isinstance(opened, Fault)
    with opened:
        assert opened.sheets == ("peers",)
