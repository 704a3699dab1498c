"""Tables without their headings in the first row: never read as empty, and reported as one fault."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from teamforge.errors import Fault, InputError
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool

_PEERS = "peer_id,roles\nP1,vcs_leader\nP2,manager\n"
_TIES = "peer_id,kind,organisation_id\nP1,family,E1\nP2,family,E1\n"


def _faults(folder: Path, **tables: str) -> list[Fault]:
    for name, text in {"peers": _PEERS, **tables}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_pool(folder)
    return list(caught.value.faults)


@pytest.mark.parametrize(
    "text", ["P1,family,E1,2010-01-01\n", "<!DOCTYPE html><html><body>Sign in</body></html>", "Our interests\n"]
)
def test_a_single_line_that_is_no_heading_is_not_an_empty_table(tmp_path: Path, text: str) -> None:
    faults = _faults(tmp_path, interests=text)
    assert {(fault.table, fault.column) for fault in faults} == {("interests", "peer_id"), ("interests", "kind")}


def test_a_heading_alone_is_an_empty_table(tmp_path: Path) -> None:
    (tmp_path / "peers.csv").write_text(_PEERS, encoding="utf-8")
    (tmp_path / "interests.csv").write_text("peer_id,kind\n", encoding="utf-8")
    assert not len(read_pool(tmp_path).interests)
    assert len(
        Pool.from_frames(peers=pd.DataFrame({"peer_id": ["P1"], "roles": ["manager"]}), interests=pd.DataFrame())
    )


@pytest.mark.parametrize(
    "title", ["Declared by March,,\n", ",Declared by March,\n", "Declared,,by\n\n,,\nand checked,,\n"]
)
def test_a_title_above_the_heading_is_one_fault(tmp_path: Path, title: str) -> None:
    row = title.count("\n") + 1
    (fault,) = _faults(tmp_path, interests=title + _TIES)
    assert (fault.table, fault.row, fault.expected, fault.mend) == (
        "interests",
        row,
        "the names of the columns in row 1",
        "delete the rows above them",
    )


def test_a_title_of_one_cell_is_one_fault(tmp_path: Path) -> None:
    """Without commas in the title, every row below it is too long."""
    (fault,) = _faults(tmp_path, interests="Declared by March\n\n" + _TIES)
    assert (fault.row, fault.mend) == (1, "delete the rows above them")


def test_a_title_in_a_workbook_makes_no_faults_elsewhere(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    peers = book.active
    peers.title = "peers"
    ties = book.create_sheet("interests")
    for sheet, text in ((peers, "Table 1\n" + _PEERS), (ties, _TIES)):
        for line in text.splitlines():
            sheet.append(line.split(","))
    peers.merge_cells("A1:B1")
    book.save(tmp_path / "pool.xlsx")
    with pytest.raises(InputError) as caught:
        read_pool(tmp_path / "pool.xlsx")
    assert [(fault.table, fault.row, fault.mend) for fault in caught.value.faults] == [
        ("peers", 2, "delete the rows above them")
    ]
