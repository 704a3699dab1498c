"""A programme in a workbook: a row a challenge, and what a row cannot say in a file of its id."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge import InputError, read_pool, read_programme
from teamforge.challenge.programme import Programme
from teamforge.workbook import write_template
from teamforge.workbook.headings import Heading
from teamforge.workbook.of_programme import headings_of_programme, rows_of_programme
from teamforge.workbook.writing import Book

CHALLENGES = ("id", "hosts", "earliest", "latest", "scope:prevention", "priority")
ROW = ("derby", "E06000015; E54000058", "2027-04-12", "2027-05-28", "7", "2")


def workbook(path: Path, sheets: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]]) -> Path:
    book = Book()
    for name, (columns, rows) in sheets.items():
        book.add_table(name, [Heading(column, "") for column in columns], rows, colour="#000000")
    path.write_bytes(book.content())
    return path


def written(
    folder: Path, *rows: Sequence[str], columns: Sequence[str] = CHALLENGES, fields: Sequence[Sequence[str]] = ()
) -> Path:
    """Return a workbook with the given rows of challenges."""
    given = fields or (("id", "2027"), ("as_of", "2027-01-11"), ("per_peer", "1"), ("change_budget", "least"))
    return workbook(folder / "year.xlsx", {"programme": (("field", "value"), given), "challenges": (columns, rows)})


def told(path: Path) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(InputError) as raised:
        read_programme(path)
    return [(fault.table, fault.row, fault.column) for fault in raised.value.faults]


def test_a_row_is_a_challenge(tmp_path: Path) -> None:
    programme = read_programme(written(tmp_path, ROW))
    (challenge,) = programme.challenges
    assert (challenge.id, challenge.hosts) == ("derby", ("E06000015", "E54000058"))
    assert challenge.scope == {"prevention": 7}
    assert (programme.priority["derby"], programme.limits.per_peer, programme.change_budget) == (2, 1, "least")
    assert challenge.as_of == programme.as_of == dt.date(2027, 1, 11)


def test_what_a_row_cannot_say_stands_in_a_file_of_its_id(tmp_path: Path) -> None:
    (tmp_path / "derby.toml").write_text(
        'id = "derby"\n[on_site]\ndays = 2\n[scope]\nresources = 3\n[pins]\nmanager = "P067"\n', encoding="utf-8"
    )
    (challenge,) = read_programme(written(tmp_path, ROW)).challenges
    assert challenge.pins == {"manager": "P067"}
    assert challenge.on_site.days == 2
    assert challenge.on_site.earliest == dt.date(2027, 4, 12)
    assert dict(challenge.scope) == {"prevention": 7, "resources": 3}


def test_a_field_in_both_is_a_fault_of_its_cell(tmp_path: Path) -> None:
    (tmp_path / "derby.toml").write_text("[on_site]\nearliest = 2027-04-13\n", encoding="utf-8")
    assert told(written(tmp_path, ROW)) == [("challenges", 2, "earliest")]


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({0: ""}, ("challenges", 2, "id")),
        ({2: "soon"}, ("challenges", 2, "earliest")),
        ({2: "2027-06-01"}, ("challenges", 2, "earliest")),
        ({4: "11"}, ("challenges", 2, "scope:prevention")),
        ({5: "11"}, ("challenges", 2, "priority")),
        ({5: "high"}, ("challenges", 2, "priority")),
        ({1: ""}, ("challenges", 2, "hosts")),
    ],
)
def test_a_fault_has_its_sheet_row_and_column(
    tmp_path: Path, cells: dict[int, str], place: tuple[str, int, str]
) -> None:
    row = [cells.get(number, cell) for number, cell in enumerate(ROW)]
    assert place in told(written(tmp_path, row))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    fields = (("id", "2027"), ("as_of", "2027-01-11"), ("per_pear", "1"), ("objective", "fast"), ("id", "again"))
    columns = (*CHALLENGES, "scop:resources")
    found = told(written(tmp_path, (*ROW, "1"), (*ROW, ""), columns=columns, fields=fields))
    assert {
        ("programme", 4, "field"),
        ("programme", 6, "field"),
        ("programme", 5, "objective"),
        ("challenges", 1, "scop:resources"),
        ("challenges", 3, "id"),
    } <= set(found)


def test_both_sheets_are_needed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "year.xlsx", {"challenges": (CHALLENGES, [ROW])})
    assert told(path) == [("programme", None, None)]


def test_the_template_offers_it_beside_a_pool(tmp_path: Path) -> None:
    """The same workbook is pool, challenge and programme, and no sheet is called unknown."""
    path = tmp_path / "pool.xlsx"
    write_template(path, programme=True)
    programme = read_programme(path)
    assert programme.ids == ("exampleshire-2027",)
    assert not [warning for warning in read_pool(path).warnings if "challenges" in warning or "programme" in warning]


_DAYS = st.dates(dt.date(2027, 3, 1), dt.date(2027, 12, 1))
_IDS = st.text("abcdefgh-_. 0123456789é", min_size=1, max_size=8).map(str.strip).filter(bool)


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(st.lists(_IDS, min_size=1, max_size=4, unique=True))
    return {
        "id": draw(_IDS),
        "as_of": "2027-01-11",
        "without_team": draw(st.integers(0, 1_000_000)),
        "objective": draw(st.sampled_from(["total", "fair"])),
        "limits": draw(st.fixed_dictionaries({}, optional={"per_peer": st.integers(1, 9)})),
        "priority": {name: draw(st.integers(1, 10)) for name in ids if draw(st.booleans())},
        "challenges": [draw(challenges(name)) for name in ids],
    }


@st.composite
def challenges(draw: st.DrawFn, name: str) -> dict[str, Any]:
    days = sorted(draw(st.sets(_DAYS, min_size=2, max_size=3)))
    dates = {"earliest": str(days[0]), "latest": str(days[-1])}
    on_site: dict[str, Any] = dates if draw(st.booleans()) else {"windows": [str(day) for day in days]}
    avoid = [{"start": str(day), "end": str(day + dt.timedelta(draw(st.integers(0, 9))))} for day in days]
    return {
        "id": name,
        "hosts": draw(st.lists(_IDS, min_size=1, max_size=3, unique=True)),
        "on_site": {**on_site, "avoid": avoid, "days": draw(st.integers(1, 5))},
        "scope": {"prevention": draw(st.integers(1, 10)), **({"resources": 4} if draw(st.booleans()) else {})},
        "purpose": draw(st.sampled_from(["challenge", "progress_review"])),
        "preset": draw(st.sampled_from(["lga_system_wide", "regional"])),
    }


@given(programmes())
def test_a_workbook_says_the_same_as_the_other_forms(fields: dict[str, Any]) -> None:
    """Written as rows and read again, a programme is the same."""
    programme = Programme.model_validate(fields)
    with tempfile.TemporaryDirectory() as folder:
        sheets = {
            sheet: ([heading.name for heading in headings_of_programme(sheet, programme)][:-1], rows)
            for sheet, rows in rows_of_programme(programme).items()
        }
        again = read_programme(workbook(Path(folder, "year.xlsx"), sheets))
    assert again == programme
