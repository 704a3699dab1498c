"""A challenge in the sheets of a workbook: read as its file would be, every fault by sheet, row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from teamforge.challenge import Challenge
from teamforge.challenge.reading import read_challenge
from teamforge.challenge.sheets import COLUMNS, FIELDS
from teamforge.errors import InputError
from teamforge.spec.vocabulary import CHALLENGE_SHEETS
from tests.unit.pool.valid import write_workbook

Sheets = dict[str, list[list[object]]]

LEAST: Mapping[str, Sequence[Sequence[object]]] = {
    "challenge": [
        ["Field", "Value", "note"],
        ["ID", "here-2027", "not read"],
        ["as_of", datetime(2027, 1, 11), ""],  # noqa: DTZ001 -- a spreadsheet knows no time zones
        ["earliest", "15/03/2027", ""],
        ["latest", date(2027, 5, 28), ""],
    ],
    "hosts": [["organisation_id"], ["H1"], [7]],
    "scope": [["theme", "weight", "note"], [" Prevention", 9, ""], ["housing", "0", "later"]],
}


def sheets(**changes: list[list[object]] | None) -> Sheets:
    """The least challenge with some sheets changed, None for one that is left out."""
    changed = {name: [list(row) for row in rows] for name, rows in LEAST.items()} | changes
    return {name: rows for name, rows in changed.items() if rows is not None}


def read(folder: Path, **changes: list[list[object]] | None) -> Challenge:
    return read_challenge(write_workbook(folder / "book.xlsx", sheets(**changes)))


def faults(folder: Path, **changes: list[list[object]] | None) -> list[str]:
    """Every fault in words."""
    with pytest.raises(InputError) as caught:
        read(folder, **changes)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None, "the error keeps what it was made from, private texts too"
    return [str(fault) for fault in caught.value.faults]


def test_the_sheets_are_those_that_the_pool_leaves_alone() -> None:
    assert set(COLUMNS) == set(CHALLENGE_SHEETS)


def test_every_field_of_a_challenge_has_a_place() -> None:
    fields = {path[0] for path in FIELDS.values()} | {*COLUMNS}
    assert set(Challenge.model_fields) <= fields | {"on_site", "lead_time"}


def test_the_least_challenge(tmp_path: Path) -> None:
    assert read(tmp_path) == read_challenge(
        {
            "id": "here-2027",
            "hosts": ["H1", "7"],
            "as_of": "2027-01-11",
            "on_site": {"earliest": "2027-03-15", "latest": "2027-05-28"},
            "scope": {"prevention": 9, "housing": 0},
        }
    )


def test_everything_a_challenge_may_hold(tmp_path: Path) -> None:
    fields: list[list[object]] = [
        ["purpose", "progress_review"],
        ["days", 2],
        ["minimum_weeks", "4"],
        ["preset", "regional"],
        ["title", "A"],
    ]
    challenge = read(
        tmp_path,
        challenge=[
            ["field", "value"],
            ["id", "007"],
            ["as_of", "2027-01-11"],
            *fields,
            ["unknown_availability", "Free"],
        ],
        windows=[["start", "note"], ["2027-04-13", "after Easter"], [date(2027, 4, 20), ""]],
        avoid=[["start", "end", "note"], ["2027-05-06", "", "elections"], ["2027-05-10", "2027-05-14", ""]],
        seats=[
            ["id", "accepts", "required", "leads"],
            ["lead", "Chief_Executive 100; director  of adults 60", "", "yes"],
            ["vcs", "vcs_leader 100", "no", ""],
        ],
        pins=[["seat", "peer"], ["vcs", "007"]],
        exclude=[["peer", "reason"], ["P9", "declined"]],
        waivers=[
            ["peer", "rule", "by", "reason", "on", "until", "other_peer"],
            ["P1", "pair_friendship", "the chair", "minor", "2027-01-04", "", "P2"],
        ],
        team_rules=[["attribute", "value", "min", "max"], ["place", "coastal", 2, ""], ["faith", "", "", 3]],
        rules=[
            ["rule", "weight", "strength", "years", "kinds", "depth", "max", "rest_days"],
            ["Coverage", 9, "", "", "", "3; 2;1", "", ""],
            ["same_system", 2, "soft", "", "icb; ics", "", "", ""],
            ["first_timers", "", "", "", "", "", 1, ""],
            ["rest", "", "", "", "", "", "", 21],
        ],
    )
    assert challenge == read_challenge(
        {
            "id": "007",
            "title": "A",
            "purpose": "progress_review",
            "hosts": ["H1", "7"],
            "as_of": "2027-01-11",
            "on_site": {
                "days": 2,
                "windows": ["2027-04-13", "2027-04-20"],
                "avoid": ["2027-05-06", {"start": "2027-05-10", "end": "2027-05-14"}],
            },
            "lead_time": {"minimum_weeks": 4},
            "scope": {"prevention": 9, "housing": 0},
            "seats": [
                {"id": "lead", "accepts": {"chief_executive": 100, "director  of adults": 60}, "leads": True},
                {"id": "vcs", "accepts": {"vcs_leader": 100}, "required": False},
            ],
            "pins": {"vcs": "007"},
            "exclude": [{"peer": "P9", "reason": "declined"}],
            "waivers": [
                {
                    "peer": "P1",
                    "rule": "pair_friendship",
                    "by": "the chair",
                    "reason": "minor",
                    "on": "2027-01-04",
                    "other_peer": "P2",
                }
            ],
            "team_rules": [
                {"attribute": "place", "value": "coastal", "min": 2},
                {"attribute": "faith", "max": 3},
            ],
            "preset": "regional",
            "rules": {
                "coverage": {"weight": 9, "depth": [3, 2, 1]},
                "same_system": {"weight": 2, "strength": "soft", "kinds": ["icb", "ics"]},
                "first_timers": {"max": 1},
                "rest": {"rest_days": 21},
            },
            "unknown_availability": "free",
        }
    )


def test_every_fault_of_every_sheet_is_told_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        challenge=[["field", "value"], ["id", "x"], ["as_of", "31/02/2027"], ["dais", 3], ["days", 9], ["days", 3]],
        windows=[["start"], ["soon"]],
        hosts=[["organisation_id"], ["H1"], ["H1"]],
        scope=[["theme", "weight"], ["prevention", 11], ["housing", ""], ["PREVENTION", 1]],
        seats=[["id", "accepts", "colour"], ["lead", "chief_executive; director 0", "red"]],
        waivers=[["peer", "rule", "by", "reason", "on"], ["P1", "neigbour", "", "secret", "2027-01-04"]],
        rules=[["rule", "weight"], ["coverage", 99], ["coverag", 1], ["rest", 1]],
    )
    assert [line.partition(": ")[0] for line in told] == [
        *("challenge, row 3, field as_of", "challenge, row 4, field field", "challenge, row 5, field days"),
        *("challenge, row 6, field field", "hosts, row 3, column organisation_id", "windows, row 2, column start"),
        *("scope, row 2, column weight", "scope, row 3, column weight", "scope, row 4, column theme"),
        *("seats, row 1, column colour", "seats, row 2, column accepts", "seats, row 2, column accepts"),
        *("waivers, row 2, column rule", "waivers, row 2, column by"),
        *("rules, row 2, column weight", "rules, row 3", "rules, row 4, column weight"),
    ]
    assert "secret" not in "".join(told)
    assert "seats, row 2, column accepts: expected a whole number from 1 to 100 (chief_executive)" in told
    assert any("neigbour" in line and line.endswith("did you mean 'neighbour'?") for line in told)


def test_a_workbook_without_the_sheet_is_told_what_to_do(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, challenge=None)
    assert fault.startswith("challenge: found 'book.xlsx', expected a sheet named challenge; add it, or give")


def test_a_sheet_that_is_there_twice_is_a_fault(tmp_path: Path) -> None:
    twice: Sheets = {"Scope ": [["theme", "weight"], ["x", 1]]}
    (fault,) = faults(tmp_path, **twice)
    assert fault.startswith("scope: expected each table once")


@pytest.mark.parametrize(
    ("sheet", "rows", "told"),
    [
        ("hosts", [["organisation"], ["H1"]], "hosts, row 1, column organisation_id: expected this column"),
        ("pins", [["seat", "peer"], ["vcs", ""]], "pins, row 2, column peer: expected a cell that is not blank"),
        (
            "windows",
            [["start", "note"], ["", "soon"]],
            "windows, row 2, column start: expected a cell that is not blank",
        ),
        (
            "seats",
            [["id", "accepts"], ["s", "a 100; b 1; a 60"]],
            "seats, row 2, column accepts: found 'a', expected each",
        ),
        ("avoid", [["start", "end"], ["", "2027-04-01"]], "avoid, row 2, column start: expected this field"),
        ("avoid", [["start", "end"], ["2027-04-02", "2027-04-01"]], "avoid, row 2, column end: found '2027-04-01'"),
        (
            "rules",
            [["rule", "years"], ["rest", 3]],
            "rules, row 2, column years: found 'years', expected one of rest_days",
        ),
        ("team_rules", [["attribute", "min"], ["place", 2]], "team_rules, row 2, column value: expected a value"),
    ],
)
def test_a_fault_stands_where_it_is(tmp_path: Path, sheet: str, rows: list[list[object]], told: str) -> None:
    assert any(fault.startswith(told) for fault in faults(tmp_path, **{sheet: rows})), faults(tmp_path, **{sheet: rows})


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_workbook_is_a_fault_of_the_challenge(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c.xlsx").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_challenge(tmp_path / "c.xlsx")
    assert [fault.table for fault in caught.value.faults] == ["challenge"]
    with pytest.raises(InputError, match="that exists"):
        read_challenge(tmp_path / "absent.xlsx")
