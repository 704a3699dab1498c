"""What a person sees in the sheets of a challenge is read, or a fault: a date lost there changes the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.challenge.reading import read_challenge
from teamforge.challenge.sheets import holds_challenge
from teamforge.errors import Fault, InputError
from tests.unit.tables.packaging import PACKAGINGS, pack, parts_of

SHEETS: dict[str, list[list[object]]] = {
    "challenge": [["field", "value", "note"], ["id", "alder-2027", None], ["as_of", date(2027, 1, 11), None]],
    "hosts": [["organisation_id", "note"], ["O1", None], ["O2", None]],
    "windows": [["start"], [date(2027, 4, 13)], [date(2027, 4, 20)]],
    "avoid": [["start", "end"], [date(2027, 4, 12), date(2027, 4, 16)], [date(2027, 5, 3), None]],
    "scope": [["theme", "weight"], ["prevention", 1]],
    "seats": [["id", "accepts"], ["vcs", "vcs_leader 100"], ["lead", "chief_executive 100"]],
    "exclude": [["peer", "reason"], ["P9", "declined"]],
}
CELLS = [
    (name, row, column)
    for name, rows in SHEETS.items()
    for row in range(1, len(rows))
    for column in range(len(rows[0]))
    if rows[0][column] != "note" and (name, column) != ("challenge", 0)
]


def book(path: Path, change: Callable[[openpyxl.Workbook], object] = lambda _: None) -> Path:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.remove(made.active)
    for name, rows in SHEETS.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    change(made)
    made.save(path)
    return path


def faults(path: Path) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        read_challenge(path)
    return list(caught.value.faults)


def test_the_challenge_as_typed_in_is_read(tmp_path: Path) -> None:
    challenge = read_challenge(book(tmp_path / "a.xlsx"))
    assert challenge.hosts == ("O1", "O2")
    assert [str(day) for day in challenge.on_site.windows or ()] == ["2027-04-13", "2027-04-20"]
    assert [(str(each.start), str(each.end)) for each in challenge.on_site.avoid] == [
        ("2027-04-12", "2027-04-16"),
        ("2027-05-03", "2027-05-03"),
    ]


@pytest.mark.parametrize(
    ("cell", "formula"),
    [
        (("hosts", "A3"), '="O2"'),
        (("avoid", "A2"), "=DATE(2027,4,14)"),
        (("avoid", "B2"), "=A2+4"),
        (("windows", "A2"), "=DATE(2027,4,13)"),
        (("challenge", "B3"), "=TODAY()"),
    ],
)
def test_a_formula_without_a_stored_result_is_a_fault(tmp_path: Path, cell: tuple[str, str], formula: str) -> None:
    def change(made: openpyxl.Workbook) -> None:
        made[cell[0]][cell[1]] = formula

    (fault, *_) = [each for each in faults(book(tmp_path / "a.xlsx", change)) if "not stored" in each.expected]
    assert (fault.table, fault.row) == (cell[0], int(cell[1][1:]))


@given(
    cell=st.sampled_from(CELLS),
    packaging=st.sampled_from(sorted(set(PACKAGINGS) - {"UTF-16"})),
    kind=st.sampled_from(["formula", "error", "merged"]),
)
def test_what_is_seen_and_not_held_is_a_fault_in_any_cell(
    tmp_path_factory: pytest.TempPathFactory, cell: tuple[str, int, int], packaging: str, kind: str
) -> None:
    """In every sheet, whatever the package looks like: two merged cells, an error, a formula never calculated."""
    name, row, column = cell

    def change(made: openpyxl.Workbook) -> None:
        sheet = made[name]
        if kind == "merged":
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column + 1, end_column=column + 1)
        else:
            sheet.cell(row + 1, column + 1).value = "#N/A" if kind == "error" else "=Z9"

    folder = tmp_path_factory.mktemp("book")
    path = pack(folder / "b.xlsx", PACKAGINGS[packaging](parts_of(book(folder / "a.xlsx", change))))
    expected = {"formula": "not stored", "error": "gives an error", "merged": "are merged"}[kind]
    assert any(fault.table == name and expected in fault.expected for fault in faults(path))


def test_a_note_may_hold_anything(tmp_path: Path) -> None:
    def change(made: openpyxl.Workbook) -> None:
        made["hosts"]["B2"] = "=A2"
        made["challenge"].merge_cells("C2:C3")

    assert read_challenge(book(tmp_path / "a.xlsx", change)) == read_challenge(book(tmp_path / "b.xlsx"))


@pytest.mark.parametrize("packaging", sorted(PACKAGINGS))
def test_a_workbook_with_a_challenge_is_known_however_it_is_packaged(tmp_path: Path, packaging: str) -> None:
    assert holds_challenge(pack(tmp_path / "b.xlsx", PACKAGINGS[packaging](parts_of(book(tmp_path / "a.xlsx")))))
