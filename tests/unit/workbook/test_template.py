"""The template: what people may fill in is what the readers read, and the example in it composes."""

from __future__ import annotations

from pathlib import Path

import pytest

import teamforge
import teamforge.records
import teamforge.workbook
from teamforge.challenge.sheets import COLUMNS
from teamforge.pool.schema import SCHEMA
from teamforge.spec.rulebook import PRESETS, RULEBOOK
from teamforge.spec.vocabulary import (
    AVAILABILITY_STATUSES,
    CHALLENGE_SHEETS,
    ENGAGEMENT_STATUSES,
    INTEREST_KINDS,
    POLL,
    READING_SHEETS,
    RELATION_KINDS,
    TABLES,
)
from teamforge.workbook.headings import CellKind, headings_of_challenge, headings_of_table
from teamforge.workbook.template import write_template

from .package import MAIN, cells_of, formulas_of, parts_of, sheet_part, validations_of


@pytest.fixture(scope="module", name="path")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "pool.xlsx"
    write_template(path)
    return path


def test_it_is_a_pool_and_a_challenge_that_compose(path: Path) -> None:
    pool, challenge = teamforge.read_pool(path), teamforge.read_challenge(path)
    assert pool.warnings == ()
    result = teamforge.compose(pool, challenge)
    assert str(result.status) == "optimal"
    assert len(result.members) == len(challenge.seats) == 7
    assert [finding.effect for finding in result.findings]


def test_the_example_shows_every_sheet_at_work(path: Path) -> None:
    pool = teamforge.read_pool(path)
    assert all(len(getattr(pool, table)) for table in TABLES if table != "assignments")  # nobody was asked yet
    cells = {name: cells_of(path, name) for name in (*CHALLENGE_SHEETS, *TABLES, POLL)}
    assert [name for name, found in cells.items() if "A2" not in found] == ["windows", "assignments"]


def test_ids_with_leading_zeros_are_text(path: Path) -> None:
    assert cells_of(path, "peers")["A2"] == "001"
    assert teamforge.read_pool(path).peers.ids[0] == "001"


def test_the_sheets_stand_in_an_order_that_begins_with_the_instructions(path: Path) -> None:
    sheets = [sheet.get("name") for sheet in parts_of(path)["xl/workbook.xml"].iter(f"{MAIN}sheet")]
    assert sheets[0] == "instructions"
    assert set(sheets) == {*CHALLENGE_SHEETS, *TABLES, POLL, *READING_SHEETS}


@pytest.mark.parametrize("table", [*TABLES, POLL])
def test_the_headings_are_the_columns_of_the_tables(table: str) -> None:
    headings = headings_of_table(table)
    assert [heading.name for heading in headings] == [column.name for column in SCHEMA[table]]
    assert [heading.required for heading in headings] == [column.filled for column in SCHEMA[table]]
    assert all(heading.meaning.endswith(".") for heading in headings)


@pytest.mark.parametrize("sheet", CHALLENGE_SHEETS)
def test_the_headings_are_the_columns_of_the_challenge(sheet: str) -> None:
    headings = headings_of_challenge(sheet)
    assert tuple(heading.name for heading in headings) == (*COLUMNS[sheet], "note")
    assert all(heading.meaning.endswith(".") for heading in headings)


def column_of(path: Path, sheet: str, name: str) -> str:
    """The area below a heading."""
    (cell,) = [place for place, text in cells_of(path, sheet).items() if text == name and place.endswith("1")]
    letter = cell.removesuffix("1")
    return f"{letter}2:{letter}1048576"


@pytest.mark.parametrize(
    ("sheet", "column", "words"),
    [
        ("availability", "status", AVAILABILITY_STATUSES),
        ("relations", "kind", RELATION_KINDS),
        ("interests", "kind", INTEREST_KINDS),
        ("engagements", "status", ENGAGEMENT_STATUSES),
        ("peers", "trained", ("yes", "no")),
        ("seats", "required", ("yes", "no")),
        ("waivers", "rule", tuple(RULEBOOK.conflicts)),
        ("team_rules", "strength", ("hard", "soft")),
        ("rules", "strength", ("hard", "review", "soft", "off")),
    ],
)
def test_closed_vocabularies_are_drop_down_lists(path: Path, sheet: str, column: str, words: tuple[str, ...]) -> None:
    check = validations_of(path, sheet)[column_of(path, sheet, column)]
    assert (check.get("type"), check.get("errorStyle")) == ("list", None)
    assert check.findtext(f"{MAIN}formula1") == f'"{",".join(words)}"'


@pytest.mark.parametrize(
    ("sheet", "column", "source"),
    [
        ("peers", "roles", "known_roles"),
        ("peers", "organisation_id", "known_organisations"),
        ("availability", "peer_id", "known_peers"),
        ("pins", "seat", "known_seats"),
        ("rules", "rule", "known_rules"),
    ],
)
def test_open_vocabularies_are_suggestions(path: Path, sheet: str, column: str, source: str) -> None:
    check = validations_of(path, sheet)[column_of(path, sheet, column)]
    assert (check.get("type"), check.get("errorStyle")) == ("list", "information")
    assert check.findtext(f"{MAIN}formula1") == source
    named = {each.get("name"): each.text for each in parts_of(path)["xl/workbook.xml"].iter(f"{MAIN}definedName")}
    assert source in named


@pytest.mark.parametrize(
    ("sheet", "column", "least", "most"),
    [
        ("peers", "theme:prevention", "0", "4"),
        ("peers", "challenges_done", "0", "1000000"),
        ("scope", "weight", "0", "10"),
        ("team_rules", "weight", "1", "10"),
    ],
)
def test_whole_numbers_are_checked(path: Path, sheet: str, column: str, least: str, most: str) -> None:
    check = validations_of(path, sheet)[column_of(path, sheet, column)]
    assert (check.get("type"), check.findtext(f"{MAIN}formula1"), check.findtext(f"{MAIN}formula2")) == (
        "whole",
        least,
        most,
    )


@pytest.mark.parametrize(
    ("sheet", "column"), [("peers", "declared_on"), ("availability", "start"), ("windows", "start"), ("waivers", "on")]
)
def test_dates_are_dates_and_checked(path: Path, sheet: str, column: str) -> None:
    check = validations_of(path, sheet)[column_of(path, sheet, column)]
    assert check.get("type") == "date"
    headings = headings_of_challenge(sheet) if sheet in CHALLENGE_SHEETS else headings_of_table(sheet)
    assert [heading.holds for heading in headings if heading.name == column] == [CellKind.DAY]


def test_each_field_of_the_challenge_has_its_own_check(path: Path) -> None:
    cells, checks = cells_of(path, "challenge"), validations_of(path, "challenge")
    rows = {text: place.removeprefix("A") for place, text in cells.items() if place.startswith("A")}
    found = {name: checks[f"B{row}"] for name, row in rows.items() if f"B{row}" in checks}
    assert found["preset"].findtext(f"{MAIN}formula1") == f'"{",".join(PRESETS)}"'
    assert {name: check.get("type") for name, check in found.items()} == {
        "purpose": "list",
        "as_of": "date",
        "days": "whole",
        "earliest": "date",
        "latest": "date",
        "minimum_weeks": "whole",
        "advised_weeks": "whole",
        "preset": "list",
        "unknown_availability": "list",
    }


def test_headings_stay_in_view_and_say_what_they_mean(path: Path) -> None:
    parts = parts_of(path)
    for sheet in (*CHALLENGE_SHEETS, *TABLES, POLL):
        panes = list(sheet_part(parts, sheet).iter(f"{MAIN}pane"))
        assert [pane.get("ySplit") for pane in panes] == ["1"], sheet
    comments = "".join("".join(part.itertext()) for name, part in parts.items() if name.startswith("xl/comments"))
    assert "0 none, 1 aware, 2 practitioner, 3 expert, 4 authority" in comments


def test_no_cell_is_a_formula_or_a_link(path: Path) -> None:
    assert formulas_of(path) == []


def test_the_same_template_is_the_same_file(path: Path, tmp_path: Path) -> None:
    write_template(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_nothing_is_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileExistsError, match="nothing was written"):
        write_template(path)
    assert path.read_bytes() == before


def test_the_instructions_name_every_sheet(path: Path) -> None:
    told = " ".join(cells_of(path, "instructions").values())
    for sheet in (*CHALLENGE_SHEETS, *TABLES, POLL):
        assert sheet in told, sheet
