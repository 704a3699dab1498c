"""`teamforge decide` and `teamforge decisions`: what people write down and read again."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE

WHO = ("--by", "=A. Person", "--role", "programme director", "--why", "covers <the> scope", "--on", "2027-01-12")


@pytest.fixture
def kept(command: Command, small: list[str], tmp_path: Path) -> Path:
    """Return the file of the small pool's result."""
    path = tmp_path / "result.json"
    assert command("compose", *small, "--out", path).status == 0
    return path


def test_a_decision_is_written_listed_and_checked(
    command: Command, small: list[str], kept: Path, tmp_path: Path
) -> None:
    """Two decisions; the list shows both in words, as JSON and as CSV that no spreadsheet runs."""
    record, seen = tmp_path / "decisions.jsonl", tmp_path / "alternatives.json"
    seen.write_text(command("alternatives", *small, "--count", "2", "--format", "json").out)
    decide = ("decide", kept, *small, *WHO, "--record", record, "--seen", seen)
    done = command(*decide, "--decision", "accepted")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"entry 1 of {record}\nseal sha256:")
    done = command(*decide, "--decision", "changed", "--change", "lead_peer=Q2")
    assert (done.status, done.err) == (0, "")

    done = command("decisions", record)
    assert (done.status, done.err) == (0, "")
    for told in (
        "2 decisions",
        "every link of the chain holds",
        "=A. Person",
        "covers <the> scope",
        "waiver of friendship",
    ):
        assert told in done.out
    told = command("decisions", record, "--format", "json").json
    assert (told["holds"], told["faults"]) == (True, [])
    assert told["entries"] == [json.loads(line) for line in record.read_text().splitlines()]
    first, second = csv.DictReader(io.StringIO(command("decisions", record, "--format", "csv").out))
    assert (first["by"], first["outcome"], second["outcome"]) == ("'=A. Person", "accepted", "changed")
    assert second["seal"] == told["entries"][1]["seal"]


def test_without_a_day_it_says_which_it_took(command: Command, small: list[str], kept: Path, tmp_path: Path) -> None:
    """Without --on it is today, which is seldom right, so it is printed; with --on it is not."""
    asked = ("decide", kept, *small, *WHO[:-2], "--decision", "accepted", "--record", tmp_path / "d.jsonl")
    before = date.today()  # noqa: DTZ011 -- as the clock on the wall shows it
    done = command(*asked)
    (entry,) = command("decisions", tmp_path / "d.jsonl", "--format", "json").json["entries"]
    assert entry["decision"]["on"] in {str(before), str(date.today())}  # noqa: DTZ011
    told = f"decided on {entry['decision']['on']}, which is today; the challenge is as of {CHALLENGE['as_of']}"
    assert told in " ".join(done.err.split())
    assert command(*asked, "--on", "2027-01-12").err == ""
    assert command(*asked, "--on", "13/01/2027").err == ""
    entries = command("decisions", tmp_path / "d.jsonl", "--format", "json").json["entries"]
    assert [each["decision"]["on"] for each in entries[1:]] == ["2027-01-12", "2027-01-13"]


def test_the_days_of_a_record_are_in_words(command: Command, small: list[str], kept: Path, tmp_path: Path) -> None:
    """As in every other paper for people; programs get them as they are."""
    record = tmp_path / "d.jsonl"
    command("decide", kept, *small, *WHO, "--decision", "accepted", "--record", record)
    page = command("decisions", record).out
    assert f"1: {CHALLENGE['id']}, 12 January 2027" in page
    assert re.search(r"points from \d+ [A-Z][a-z]+ 2027, ", page)
    assert not re.search(r"\d{4}-\d\d-\d\d", page.replace(str(record), ""))
    assert "2027-01-12" in command("decisions", record, "--format", "csv").out


def test_a_record_that_was_changed_ends_with_status_5(
    command: Command, small: list[str], kept: Path, tmp_path: Path
) -> None:
    """In every format; and nothing more is written to it."""
    record = tmp_path / "decisions.jsonl"
    decide = ("decide", kept, *small, *WHO, "--record", record, "--decision", "rejected")
    assert command(*decide).status == 0
    record.write_text(record.read_text().replace("covers <the> scope", "another reason"))
    for form in ("table", "json", "csv"):
        done = command("decisions", record, "--format", form)
        assert done.status == 5
    assert "line 1: it was changed" in command("decisions", record).out
    done = command(*decide)
    assert (done.status, done.out) == (2, "")
    assert "expected a record that holds" in done.err


def test_a_cut_end_shows_by_the_seal(command: Command, small: list[str], kept: Path, tmp_path: Path) -> None:
    """The seal that `decide` prints, given to `--includes`."""
    record = tmp_path / "decisions.jsonl"
    decide = ("decide", kept, *small, *WHO, "--record", record, "--decision", "rejected")
    command(*decide)
    seal = command(*decide).out.split()[-1]
    assert re.fullmatch("sha256:[0-9a-f]{64}", seal)
    assert command("decisions", record, "--includes", seal).status == 0
    record.write_text(record.read_text().splitlines(keepends=True)[0])
    assert command("decisions", record).status == 0
    assert command("decisions", record, "--includes", seal).status == 5


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--decision", "maybe"), "--decision"),
        (("--decision", "changed", "--change", "lead_peer"), "is not SEAT=PEER"),
        (("--decision", "changed", "--start", "31/31/2027"), "is not a date"),
        (("--decision", "changed", "--change", "lead_peer=Q9"), "the id of a peer of the pool"),
        (("--decision", "accepted", "--seen", "none.json"), "none.json"),
        (("--decision", "accepted", "--seen", "KEPT"), "alternatives --format json"),
    ],
)
def test_what_is_wrong_is_told(
    command: Command, small: list[str], kept: Path, tmp_path: Path, more: tuple[str, ...], told: str
) -> None:
    """Bad usage and bad input end with status 2, and no record is begun."""
    record = tmp_path / "decisions.jsonl"
    done = command(
        "decide", kept, *small, *WHO, "--record", record, *(kept if each == "KEPT" else each for each in more)
    )
    assert done.status == 2
    assert told in " ".join(done.err.split())
    assert not record.exists()


def test_a_record_that_is_not_there(command: Command, tmp_path: Path) -> None:
    """One line on standard error, with status 2."""
    done = command("decisions", tmp_path / "none.jsonl")
    assert done.status == 2
    assert "none.jsonl" in done.err


def test_a_record_in_a_folder_that_is_not_there(command: Command, small: list[str], kept: Path, tmp_path: Path) -> None:
    """Nor a folder itself: said before anything is read."""
    for record in (tmp_path / "none" / "d.jsonl", tmp_path):
        done = command("decide", kept, *small, *WHO, "--record", record, "--decision", "rejected")
        assert done.status == 2
        assert "folder that is not there" in " ".join(done.err.split())
