"""The commands that write and show the history of answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from teamforge import read_pool
from tests.cli.conftest import Command

WRITER = """
import sys
from datetime import date
from teamforge import read_challenge
from teamforge.assignments import add_rows, answers
pool, challenge, mine = sys.argv[1:]
wanted = read_challenge(challenge)
for number in range(10):
    add_rows(__import__("pathlib").Path(pool), lambda now: answers(
        now, wanted, {"P029": "asked"}, on=date(2027, 1, 13), note=f"{mine}-{number}"))
"""


@pytest.fixture
def asked(tmp_path: Path, command: Command) -> list[str]:
    """Return a pool and a challenge with a recorded team."""
    assert command("demo", "--save", tmp_path / "example").status == 0
    files = [str(tmp_path / "example" / "pool"), str(tmp_path / "example" / "challenge.toml")]
    assert command("compose", *files, "--out", tmp_path / "result.json").status == 0
    done = command("propose", tmp_path / "result.json", *files, "--on", "2027-01-11", "--format", "json")
    assert done.status == 0, done.err
    assert {each["state"] for each in done.json["assignments"]} == {"proposed"}
    return files


def test_answers_are_kept_and_heeded(asked: list[str], command: Command) -> None:
    """Two forms of an answer; who declined is on no later team."""
    done = command("answer", *asked, "P002=declined", "P057", "confirmed", "--on", "2027-01-14")
    assert done.status == 0, done.err
    members = {each["peer_id"] for each in command("compose", *asked, "--format", "json").json["members"]}
    assert "P002" not in members
    assert "P057" in members
    shown = command("assignments", asked[0], "--peer", "P002", "--format", "json").json["assignments"]
    assert [(each["state"], each["on"]) for each in shown] == [("declined", "2027-01-14")]
    assert command("assignments", asked[0], "--week", "2027-01-01", "--format", "json").json["assignments"] == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (["P002=declined", "P003=asked"], "somebody who was proposed"),
        (["P002=declined", "P057=asked", "--on", "2027-01-10"], "2027-01-11 or later"),
        (["P002=gone"], "one of proposed"),
    ],
)
def test_refused_whole(asked: list[str], command: Command, said: list[str], why: str) -> None:
    """Rows that are refused leave the file as it was."""
    log = Path(asked[0], "assignments.csv")
    before = log.read_bytes()
    done = command("answer", *asked, *said)
    assert done.status == 2
    assert why in done.err
    assert log.read_bytes() == before


def test_everybody_done(asked: list[str], command: Command) -> None:
    """A visit is closed, and is not composed again."""
    assert command("answer", *asked, "--all", "done", "--on", "2027-04-22").status == 0
    done = command("compose", *asked)
    assert done.status == 2
    assert "not over" in done.err


@pytest.mark.slow
def test_twenty_writers_lose_nothing(asked: list[str]) -> None:
    """Twenty processes write ten answers each at once."""
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, *asked, str(number)]) for number in range(20)]
    assert [writer.wait() for writer in writers] == [0] * 20
    notes = read_pool(asked[0]).assignments.note
    written = [note for row in range(len(notes)) if (note := notes.value(row))]
    assert sorted(written) == sorted(f"{writer}-{number}" for writer in range(20) for number in range(10))
