"""
Inputs that were once read wrongly, as they were found, from file to answer.

One seat and two peers: a wrong reading shows as a wrong team. Each stands for a kind, whose own tests are where it is
read; here it is seen that nothing on the way loses what was read.
"""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Command, Done

pytestmark = pytest.mark.slow

CHALLENGE = {
    "id": "alder-2027",
    "hosts": ["O1"],
    "as_of": "2027-01-11",
    "scope": {"prevention": 1},
    "unknown_availability": "free",
    "on_site": {"days": 3, "windows": ["2027-04-13"]},
    "seats": [{"id": "vcs", "accepts": {"vcs_leader": 100}}],
}
HEADING = ["peer_id", "organisation_id", "roles", "declared_on", "challenges_done", "theme:prevention"]
ORGANISATIONS = "organisation_id,name,kind,region\nO1,Alder Council,unitary,North West\nO2,Birch Trust,vcs,East\n"
P1 = "P1,O1,vcs_leader,2026-12-01,2,1\n"
PEERS = f"{','.join(HEADING)}\n{P1}P2,O2,vcs_leader,2026-12-01,2,4\n"
WORKS_FOR_THE_HOST = "peer_id,kind,organisation_id,other_peer_id,start,end,note\nP2,employment,O1,,2015-01-01,,\n"
SPRING = "peer_id,start,end,status\nP1,2027-04-20,2027-04-20,available\nP2,2027-03-01,2027-06-30,available\n"


@pytest.fixture
def composed(command: Command, tmp_path: Path) -> Command:
    """Compose from files by name, or from a workbook; return what came of it."""
    challenge = tmp_path / "challenge.json"
    challenge.write_text(json.dumps(CHALLENGE), encoding="utf-8")

    def compose(pool: Mapping[str, str] | Path) -> Done:
        if isinstance(pool, Path):
            return command("compose", pool, challenge, "--format", "csv")
        folder = tmp_path / "pool"
        for name, text in {"peers.csv": PEERS, "organisations.csv": ORGANISATIONS, **pool}.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="")
        return command("compose", folder, challenge, "--format", "csv")

    return compose


def workbook(folder: Path, cell: object, *, merged: bool = False, slash: str = "/") -> Path:
    """Return a workbook in which the organisation of P2 is a cell below that of P1, who works for the host."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "peers"
    sheet.append(HEADING)
    sheet.append(["P1", "O1", "vcs_leader", dt.date(2026, 12, 1), 2, 1])
    sheet.append(["P2", cell, "vcs_leader", dt.date(2026, 12, 1), 2, 4])
    if merged:
        sheet.merge_cells("B2:B3")
    other = book.create_sheet("organisations")
    for line in ORGANISATIONS.splitlines():
        other.append(line.split(","))
    written, path = folder / "written.xlsx", folder / "pool.xlsx"
    book.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            info = zipfile.ZipInfo("x")
            info.filename = each.filename.replace("/", slash)
            new.writestr(info, old.read(each.filename))
    return path


@pytest.mark.parametrize(
    ("cell", "merged", "slash", "told"),
    [
        (None, True, "/", "B2:B3 are merged; unmerge them, and fill in each cell"),
        ("=B2", False, "/", "holds a formula whose result is not stored"),
        ("#N/A", False, "/", "the formula of the cell gives an error"),
        ("#N/A", False, "\\", "the formula of the cell gives an error"),
    ],
    ids=["merged", "formula", "error", "backslashes"],
)
def test_what_a_workbook_shows_is_never_blank(
    cell: object,
    merged: bool,  # noqa: FBT001 -- pytest's
    slash: str,
    told: str,
    composed: Command,
    tmp_path: Path,
) -> None:
    done = composed(workbook(tmp_path, cell, merged=merged, slash=slash))
    assert (done.status, done.out) == (2, "")
    assert told in " ".join(done.err.split())
    assert composed(workbook(tmp_path, "O1")).status == 3
    assert "P2" in composed(workbook(tmp_path, "O2")).out


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("interests.csv", 3),
        ("INTERESTS.CSV", 3),
        *((f"interests.{end}", 2) for end in ("csv.txt", "txt", "tsv", "csv.gz", "xlsx")),
        *((each, 0) for each in ("ties/interests.csv", "interest.csv", "interests (1).csv")),
    ],
)
def test_a_table_that_is_there_is_read_or_said_not_to_be(name: str, status: int, composed: Command) -> None:
    done = composed({name: WORKS_FOR_THE_HOST})
    assert done.status == status
    assert status or "warning" in done.err
    assert status == 3 or name.rpartition("/")[2] in done.err


def calendar(*events: str) -> str:
    """Return a calendar of events, each the lines that say when it is."""
    numbered = [f"BEGIN:VEVENT\nUID:leave@example.org\nDTSTAMP:20270101T000000Z\n{each}\nEND:VEVENT" for each in events]
    return "\r\n".join("\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *numbered, "END:VCALENDAR", ""]).split("\n"))


ON_13_APRIL = calendar("DTSTART;VALUE=DATE:20270413")
WEEKLY = (
    "DTSTART;TZID=Europe/London:20270330T090000\nDTEND;TZID=Europe/London:20270330T170000\nRRULE:FREQ=WEEKLY;UNTIL="
)
CANNOT_COME = {
    "one day": ON_13_APRIL,
    "two events of one UID": calendar("DTSTART;VALUE=DATE:20270412", "DTSTART;VALUE=DATE:20270414"),
    "the last occurrence": calendar(f"{WEEKLY}20270413"),
    "the last occurrence, by local time": calendar(f"{WEEKLY}20270413T090000"),
    "a zone that is known": calendar("DTSTART;TZID=Eastern Standard Time:20270412T200000"),
    "a day with a zone": calendar("DTSTART;TZID=Europe/Berlin;VALUE=DATE:20270413"),
    "a date that never was": calendar("CREATED:00001231T000000Z\nGEO:\nDTSTART;VALUE=DATE:20270413"),
    "a stray line": calendar("a stray line\nDTSTART;VALUE=DATE:20270413"),
}


@pytest.mark.parametrize("what", CANNOT_COME)
@pytest.mark.parametrize("folder", ["calendars", "Calendars"])
def test_who_has_an_event_on_a_day_is_not_free(what: str, folder: str, composed: Command) -> None:
    done = composed({"availability.csv": SPRING, f"{folder}/P2.ics": CANNOT_COME[what]})
    assert done.status == 3, done.err


def test_who_has_none_there_is_free(composed: Command) -> None:
    """A whole day in another zone is that day alone: P2 is free from the 13th on."""
    before = calendar("DTSTART;TZID=Europe/Berlin;VALUE=DATE:20270412\nDTEND;VALUE=DATE:20270413")
    done = composed({"availability.csv": SPRING, "calendars/P2.ics": before})
    assert (done.status, "P2" in done.out) == (0, True)


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("calendars/P2.ics", calendar('DTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20270412T200000'), 2),
        ("calendars/P2.ics.txt", ON_13_APRIL, 2),
        ("calendar/P2.ics", ON_13_APRIL, 0),
        ("P2.ics", ON_13_APRIL, 0),
    ],
)
def test_a_calendar_that_cannot_be_read_is_told(name: str, text: str, status: int, composed: Command) -> None:
    done = composed({"availability.csv": SPRING, name: text})
    assert done.status == status
    assert "P2.ics" in done.err or "calendar" in done.err
    assert status == 0 or "Eastern Time" in done.err or "P2.ics.txt" in done.err


def test_nobody_is_tied_to_the_host_without_a_word(composed: Command) -> None:
    """Without the column of organisations, or where no row names the host, a warning says what that means."""
    done = composed({"peers.csv": PEERS.replace("organisation_id", "employer")})
    assert "organisation_id" in done.err
    done = composed({"peers.csv": PEERS.replace("O1", "o1"), "organisations.csv": "organisation_id\n"})
    assert "the host O1 appears nowhere in the pool" in done.err


@pytest.mark.parametrize("cell", ["#N/A", "#REF!"])
def test_an_error_of_a_spreadsheet_is_no_organisation(cell: str, composed: Command) -> None:
    done = composed({"peers.csv": PEERS.replace("P2,O2", f"P2,{cell}"), "organisations.csv": "organisation_id\n"})
    assert (done.status, cell in done.err) == (2, True)


@pytest.mark.parametrize(
    "days", ["2027-04-13T00:00,2027-04-14T00:00,2027-04-15T00:00", "Tue 13 Apr 2027,Wed 14 Apr 2027,15/04/2027"]
)
@pytest.mark.parametrize(
    ("answer", "team"), [("yes", True), ("TRUE", True), ("1", True), ("OK", True), ("no", False), ("if need be", False)]
)
def test_a_poll_as_tools_write_it(days: str, answer: str, team: bool, composed: Command) -> None:  # noqa: FBT001
    """P1 works for the host, so there is a team if and only if P2 can come."""
    done = composed({"availability_poll.csv": f"peer_id,{days}\nP2,{answer},{answer},{answer}\n"})
    assert (done.status == 0) == team, done.err
