"""What a workbook cannot hold is refused before anything is written, and dates and numbers are real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

import teamforge
import teamforge.records
import teamforge.workbook
from teamforge.errors import InputError
from teamforge.workbook.headings import CellKind, Heading
from teamforge.workbook.template import write_template
from teamforge.workbook.writing import Book

from .package import cells_of

HERE = {"hosts": ["H"], "as_of": "2027-01-11", "on_site": {"windows": ["2027-04-13"]}, "scope": {"a": 1}}


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384, "a\uffffb", "a\ufffeb"])
def test_a_text_that_no_workbook_holds_is_a_fault(tmp_path: Path, text: str) -> None:
    """The longest text of a cell has 32,767 units of UTF-16; the message does not show whose it is."""
    (tmp_path / "peers.csv").write_text(f"peer_id,name,roles\n001,{text},x\n", "utf-8")
    with pytest.raises(InputError) as caught:
        write_template(tmp_path / "pool.xlsx", pool=tmp_path, challenge={"id": "c", **HERE})
    assert [(fault.table, fault.row, fault.value) for fault in caught.value.faults] == [("peers", 2, None)]
    assert not (tmp_path / "pool.xlsx").exists()


@pytest.mark.parametrize(
    "part",
    [
        {"seats": [{"id": "s", "accepts": {"a;b": 1}}]},
        {"rules": {"same_system": {"kinds": ["icb;ics"]}}},
    ],
)
def test_a_word_that_would_be_read_as_two_is_a_fault(tmp_path: Path, part: dict[str, object]) -> None:
    with pytest.raises(InputError, match="without a semicolon"):
        write_template(tmp_path / "pool.xlsx", challenge={"id": "c", **HERE, **part})


def test_more_rows_than_a_sheet_has_are_a_fault() -> None:
    with pytest.raises(InputError, match=r"at most 1,048,575 rows .* as many as a sheet has"):
        Book().add_table("peers", [Heading("peer_id", "")], [("1",)] * 1_048_576, colour="#000000")


def test_faults_of_the_files_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "peers.csv").write_text("peer_id,roles\n001\n", "utf-8")
    with pytest.raises(InputError, match="2 cells, and it has 1"):
        write_template(tmp_path / "pool.xlsx", pool=tmp_path)
    with pytest.raises(ValueError, match="does not end in"):
        write_template(tmp_path / "pool.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["peers.csv"]


@pytest.mark.parametrize(
    ("holds", "text", "cell"),
    [
        (CellKind.WHOLE, "7", "7"),
        (CellKind.WHOLE, "-3", "-3"),
        (CellKind.WHOLE, "007", "007"),
        (CellKind.WHOLE, "1E5", "1E5"),
        (CellKind.WHOLE, "12345678901234567890", "12345678901234567890"),
        (CellKind.DAY, "2027-04-13", "46490"),
        (CellKind.DAY, "13/04/2027", "46490"),
        (CellKind.DAY, "1900-02-28", "1900-02-28"),
        (CellKind.DAY, "soon", "soon"),
        (CellKind.TEXT, "2027-04-13", "2027-04-13"),
    ],
)
def test_cells_are_written_as_what_they_are(tmp_path: Path, holds: CellKind, text: str, cell: str) -> None:
    book = Book()
    book.add_table("t", [Heading("c", "", holds=holds)], [(text,)], colour="#000000")
    (tmp_path / "t.xlsx").write_bytes(book.content())
    assert cells_of(tmp_path / "t.xlsx", "t")["A2"] == cell


def test_a_pool_of_yours_keeps_its_own_columns(tmp_path: Path) -> None:
    """A column that is not there means another thing than one that is blank."""
    (tmp_path / "peers.csv").write_text("peer_id,roles,theme:a,faith\n001,vcs_leader,3,x\n", "utf-8")
    assert write_template(tmp_path / "pool.xlsx", pool=tmp_path, challenge={"id": "c", **HERE}) == ()
    pool = teamforge.read_pool(tmp_path / "pool.xlsx")
    assert pool.peers.columns == {"peer_id", "roles", "theme:a", "faith"}
    assert bool(pool.peers.trained[0])
    assert pool.peers.challenges_done is None
