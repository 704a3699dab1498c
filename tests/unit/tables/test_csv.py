"""CSV files: text stays text, rows are counted as a spreadsheet shows them, odd shapes are named."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from teamforge.errors import Fault
from teamforge.tables import TextTable, csv_cells
from teamforge.tables.csv_cells import PIECE, Cells, find_cells
from teamforge.tables.csv_files import _read_cells, _read_records, read_csv, read_csv_bytes
from teamforge.tables.packed import PADDING


def cells(table: TextTable | None) -> dict[str, list[str]]:
    """Each column as plain texts."""
    assert table is not None
    return {name: [column.text(place) for place in range(len(table))] for name, column in table.columns.items()}


def sound(raw: bytes) -> TextTable:
    """The table of a file without a fault."""
    read = read_csv_bytes("peers", raw)
    assert read.faults == []
    assert read.table is not None
    return read.table


def only_fault(raw: bytes) -> Fault:
    """The one fault of a file."""
    (fault,) = read_csv_bytes("peers", raw).faults
    assert fault.table == "peers"
    return fault


def test_text_that_looks_like_something_else_stays_text() -> None:
    raw = b"peer_id,name\n007,NA\n1.0,Null\n1e5,None\nTrue,nan\n-0,\xc3\x89va O'Brien\n"
    assert cells(sound(raw)) == {
        "peer_id": ["007", "1.0", "1e5", "True", "-0"],
        "name": ["NA", "Null", "None", "nan", "Éva O'Brien"],
    }


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("last", [True, False])
def test_byte_order_mark_and_line_ends_make_no_difference(mark: bytes, newline: bytes, *, last: bool) -> None:
    raw = mark + newline.join([b"Peer_ID, Roles", b"P1,vcs_leader", b'"P2","a, b"']) + newline * last
    assert cells(sound(raw)) == {"peer_id": ["P1", "P2"], "roles": ["vcs_leader", "a, b"]}


def test_quotes_commas_and_newlines_in_cells_leave_row_numbers_alone() -> None:
    table = sound(b'peer_id,name\nP1,"a ""b"", c"\nP2,"two\nlines, one row"\nP3,x\n')
    assert cells(table)["name"] == ['a "b", c', "two\nlines, one row", "x"]
    assert table.row.tolist() == [2, 3, 4]


def test_a_quote_inside_an_unquoted_cell_is_text() -> None:
    assert cells(sound(b'peer_id,name\nP1,5" gun\n"P2",x\n'))["name"] == ['5" gun', "x"]


def test_blank_rows_are_counted_and_dropped() -> None:
    table = sound(b"peer_id,name\n\nP1,a\n , \n,\n\nP2,b\n\n")
    assert cells(table) == {"peer_id": ["P1", "P2"], "name": ["a", "b"]}
    assert table.row.tolist() == [3, 7]


@pytest.mark.parametrize("raw", [b"", b"\n", b"\xef\xbb\xbf", b" \r\n\r\n", b"peer_id,roles", b"peer_id,roles\n"])
def test_an_empty_file_is_an_empty_table(raw: bytes) -> None:
    assert len(sound(raw)) == 0


def test_one_column_needs_no_comma() -> None:
    table = sound(b"peer_id\nP1\n\nP2\n")
    assert cells(table) == {"peer_id": ["P1", "P2"]}
    assert table.row.tolist() == [2, 4]


def test_every_ragged_row_is_named_and_the_others_are_read() -> None:
    read = read_csv_bytes("peers", b"peer_id,name,roles\nP1,a,b\nP2,a\nP3,a,b,c\n\nP4,a,b\nP5,a,b,\n")
    assert [(fault.row, fault.value) for fault in read.faults] == [(3, None), (4, None), (7, None)]
    assert [fault.expected for fault in read.faults] == [
        "3 cells, and it has 2",
        "3 cells, and it has 4",
        "3 cells, and it has 4",
    ]
    assert "quotes" in read.faults[0].mend
    assert cells(read.table)["peer_id"] == ["P1", "P4"]
    assert read.table is not None
    assert {"P2", "P3", "P5"} <= read.table.stray


def test_repeated_columns_are_faults_after_folding() -> None:
    fault = only_fault(b"peer_id,Roles, ROLES \nP1,a,b\n")
    assert (fault.row, fault.column, fault.mend) == (1, "roles", "rename or delete column C")


def test_a_nameless_column_with_values_is_a_fault_and_without_values_nothing() -> None:
    assert cells(sound(b"peer_id,,\nP1,,\nP2, ,\n")) == {"peer_id": ["P1", "P2"]}
    fault = only_fault(b"peer_id,,\nP1,,Jane\n")
    assert (fault.row, fault.column, fault.value) == (1, None, None)
    assert "column C" in fault.expected


@pytest.mark.parametrize(
    ("raw", "row", "expected", "mend"),
    [
        (b"peer_id,name\nP1,a\nP2,Caf\xe9\n", 3, "UTF-8", "UTF-8"),
        ("peer_id,name\nP1,é\n".encode("utf-16"), None, "UTF-16", "UTF-8"),
        (b"peer_id,name\nP1,a\0\n", 2, "NUL", "CSV"),
        (b"peer_id;name\nP1;a\n", 1, "semicolons", "comma"),
        (b"peer_id\tname\nP1\ta\n", 1, "tabs", "comma"),
        (b"sep=;\npeer_id;name\n", 1, "names of the columns", "sep="),
        (b'"sep=;"\npeer_id;name\n', 1, "names of the columns", "sep="),
        (b"\npeer_id,name\nP1,a\n", 1, "names of the columns", "blank rows"),
        (b",,\npeer_id,name,x\nP1,a,b\n", 1, "names of the columns", "blank rows"),
        (b'peer_id,name\nP1,a\nP2,"b\nP3,c\n', 3, "closing quote", "close the quote"),
        (b'peer_id,name\nP1,"a"b\n', 2, "closing quote", "twice"),
        (b'peer_id,name\nP1,a\nP2,"b\nP3,"c"\n', 3, "closing quote", "close the quote"),
    ],
)
def test_a_file_that_is_no_csv_is_told_how_to_mend(raw: bytes, row: int | None, expected: str, mend: str) -> None:
    fault = only_fault(raw)
    assert (fault.row, fault.value) == (row, None)
    assert expected in fault.expected
    assert mend in fault.mend


def test_a_cell_larger_than_the_record_reader_takes_is_a_fault() -> None:
    fault = only_fault(b'peer_id,name\nP1,a"\nP2,' + b"x" * 200_000 + b"\n")
    assert fault.row == 3


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (fault,) = read_csv("peers", tmp_path / "peers.csv").faults
    assert (fault.value, fault.mend) == ("peers.csv", "no such file or directory")


CSV_TEXT = st.text(alphabet=st.sampled_from('ab"",,,\n\n \té;'), max_size=40)


@given(text=CSV_TEXT)
@example(text='a,"b\n')
@example(text='"",a\n"""",b\n"","""')
@example(text="a,b\n\n1,2")
@example(text='a""b,c\n1,2\n')
def test_the_quick_reading_and_the_reading_by_records_agree(text: str) -> None:
    """Whenever every row fits, whole columns are what Python's csv reads."""
    raw = f"head,{text}\n".encode()
    found = found_cells(raw)
    if found is None:
        return
    quick, slow = _read_cells("peers", found.data, found), _read_records("peers", raw.decode())
    assert quick.table is not None
    assert slow.table is not None
    assert cells(quick.table) == cells(slow.table)
    assert quick.table.row.tolist() == slow.table.row.tolist()
    assert quick.faults == slow.faults


@given(text=CSV_TEXT)
def test_what_fits_the_header_by_records_is_mostly_read_quickly(text: str) -> None:
    """The cells are given up only for raggedness and odd quotes."""
    raw = f"head,{text}".encode()
    slow = _read_records("peers", raw.decode())
    if '"' not in text and slow.table is not None and not slow.faults and text.strip() == text:
        blank = any(line and not line.strip(" ,\t") for line in raw.decode().split("\n"))
        assert blank or found_cells(raw + b"\n") is not None


def found_cells(raw: bytes) -> Cells | None:
    """Return the cells of the bytes of a file."""
    data = np.zeros(len(raw) + PADDING, dtype=np.uint8)
    data[: len(raw)] = np.frombuffer(raw, dtype=np.uint8)
    return find_cells(data, len(raw))


WORDS = st.text(st.sampled_from('ab,"\nŁ名\u3000 é'), max_size=24) | st.sampled_from(("x" * 63, "x" * 64, "y" * 65))


@given(rows=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=30), quoting=st.sampled_from((0, 1)))
@pytest.mark.parametrize(("many", "sample"), [(0, 1), (0, 5000), (5000, 1), (5000, 5000)])
def test_any_texts_come_through(many: int, sample: int, rows: list[tuple[str, str]], quoting: Literal[0, 1]) -> None:
    """Commas, quotes, line feeds, blanks of any alphabet, whatever their length; packed or not."""
    written = io.StringIO(newline="")
    csv.writer(written, quoting=quoting, lineterminator="\n").writerows([("one", "two"), *rows])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_cells, "MANY", many)
        patch.setattr(csv_cells, "SAMPLE", sample)
        patch.setattr(csv_cells, "_TOGETHER", sample)
        table = sound(written.getvalue().encode())
    expected = [(one.strip(), two.strip()) for one, two in rows if one.strip() or two.strip()]
    assert list(zip(*cells(table).values(), strict=True)) == expected


@pytest.mark.parametrize("cut", range(0, 40, 3))
def test_the_pieces_of_a_file_do_not_show(cut: int) -> None:
    """Wherever the bytes are cut, and the rows of a column, the cells are the same."""
    odd = b'"x,y",1\n\n"he said ""no""",22\n,333\n'
    row = b"fifteen bytes,\n"
    before = b"a,b\n" + row * (PIECE // len(row) - 5)
    before += b"z" * (PIECE - len(before) - cut - 2) + b",\n"
    table = sound(before + odd)
    assert len(before) == PIECE - cut
    assert len(table) > 1 << 14
    assert [column[-3:] for column in cells(table).values()] == [["x,y", 'he said "no"', ""], ["1", "22", "333"]]
    assert set(cells(table)["a"][:-4]) == {"fifteen bytes"}
    assert table.row[-3:].tolist() == [len(table) - 1, len(table) + 1, len(table) + 2]


@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize("pieces", [1, 3])
def test_the_pieces_of_a_column_cover_every_row_once(pieces: int, more: int) -> None:
    """A row in no piece would have any text, often the right one."""
    rows = range(pieces * csv_cells._ROWS + more)
    assert [row for piece in csv_cells._pieces(len(rows)) for row in rows[piece]] == list(rows)


def test_texts_of_one_key_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should two long texts ever be mixed to the same word, they are compared cell by cell."""
    monkeypatch.setattr(csv_cells, "mixed", lambda words: np.zeros(len(words[0]), dtype=np.uint64))
    assert cells(sound(b"a\nlonger than a word\nanother long one\n")) == {
        "a": ["longer than a word", "another long one"]
    }


@given(raw=st.binary(max_size=200))
def test_any_bytes_give_a_table_or_faults(raw: bytes) -> None:
    read = read_csv_bytes("peers", raw)
    assert read.table is not None or read.faults
