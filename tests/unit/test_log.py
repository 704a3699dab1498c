"""What is logged: phases, counts and times, and never a person."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest

import teamforge
from teamforge.api.other_teams import OtherTeams
from teamforge.api.papers import Papers
from teamforge.api.questions import Questions
from teamforge.assignments import add_rows, changes
from teamforge.errors import InfeasibleError, InputError
from teamforge.log import phase
from teamforge.records import verify
from tests.cli.files import CHALLENGE, NAMES, PRIVATE, TABLES, save

PEERS = [row[0] for row in TABLES["peers"][1:]]


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, logger="teamforge")
    return caplog


def test_a_nights_work_is_told_in_phases(logged: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """Each with what it counted and how long it took, in words and as values."""
    pool_path, challenge_path = save(tmp_path)
    pool, challenge = teamforge.read_pool(pool_path), teamforge.read_challenge(challenge_path)
    result = teamforge.compose(pool, challenge)
    verify(result.to_record(), pool, challenge)
    told = [(each.name, each.levelname) for each in logged.records]
    assert told == [
        ("teamforge.read_pool", "INFO"),
        ("teamforge.prepare", "DEBUG"),
        ("teamforge.compile", "DEBUG"),
        ("teamforge.search", "DEBUG"),
        ("teamforge.compose", "INFO"),
        ("teamforge.verify", "INFO"),
    ]
    by_name = {each.name.partition(".")[2]: vars(each)["facts"] for each in logged.records}
    assert by_name["read_pool"]["peers"] == 4
    assert by_name["read_pool"]["faults"] == 0
    assert by_name["compose"]["challenge"] == "small"
    assert by_name["compose"]["points"] == by_name["search"]["bound"] == result.points
    assert by_name["verify"]["holds"] is True
    assert all(each["seconds"] >= 0 for each in by_name.values())
    assert re.fullmatch(r"verify challenge=small holds=True .*seconds=[\d.]+", logged.records[-1].getMessage())


def test_nobody_is_in_the_log(logged: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """Whatever is asked, and whatever goes wrong: no name, no note, no id of a peer."""
    files = save(
        tmp_path, {**TABLES, "interests": [*TABLES["interests"], ["Q1", "rivalry", "H9", "", "", "", "canarynote"]]}
    )
    with pytest.raises(InputError):
        teamforge.read_pool(files[0])
    files = save(tmp_path)
    pool = teamforge.read_pool(files[0])
    challenge = teamforge.read_challenge(files[1])
    result = teamforge.compose(pool, challenge)
    for ask in (result.why, result.why_not, result.windows, result.alternatives, result.sensitivity, result.reserves):
        ask()
    result.blocked("vcs")
    result.reasons_against("V1")
    with pytest.raises(InfeasibleError):
        result.repair(withdrawn=["V1"])
    verify({**result.to_record(), "points": 1}, pool, challenge)
    with pytest.raises(InputError):
        teamforge.compose(pool, challenge.replace(pins={"vcs": "Canaryname One"}))
    teamforge.compose(pool, challenge.replace(pins={"vcs": "V2"}))
    text = "\n".join(f"{each.getMessage()} {vars(each)['facts']} {each.exc_info}" for each in logged.records)
    assert "repair" in text
    assert "failed=InputError" in text
    assert not [private for private in (*PRIVATE, *NAMES) if private.casefold() in text.casefold()]
    assert not [peer for peer in PEERS if re.search(rf"\b{peer}\b", text)]
    assert CHALLENGE["title"] not in text


def test_every_question_is_a_phase() -> None:
    """A new one cannot forget it: whoever asks at night finds it in the log."""
    plain = {"page", "solved"}
    asked = {
        name: method
        for room in (Questions, OtherTeams, Papers)
        for name, method in vars(room).items()
        if not name.startswith("_") and name not in plain
    }
    assert len(asked) >= 14
    assert [name for name, method in asked.items() if not hasattr(method, "__wrapped__")] == []


def test_answers_and_papers_are_counted_and_never_named(logged: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    files = save(tmp_path)
    pool, challenge = teamforge.read_pool(files[0]), teamforge.read_challenge(files[1])
    result = teamforge.compose(pool, challenge)
    logged.clear()
    notes = teamforge.check(pool, challenge)
    teamforge.find_conflicts(pool, challenge)
    windows = result.windows()
    result.letters(names=True, signed=NAMES[1])
    result.write_sheet(tmp_path / "t.html", "host", names=True)
    add_rows(Path(files[0]), lambda now: changes(result.require_team(), now, challenge, by=NAMES[0], note="canarynote"))
    facts = {each.name.partition(".")[2]: vars(each)["facts"] for each in logged.records}
    assert isinstance(notes, tuple)
    assert facts["check"]["notes"] == len(notes)
    assert facts["windows"]["answers"] == len(windows)
    assert facts["letters"]["answers"] == 3
    assert facts["add_rows"]["rows"] == 2
    assert {"find_conflicts", "write_sheet", "letter", "reserves"} <= facts.keys()
    text = "\n".join(f"{each.getMessage()} {vars(each)['facts']}" for each in logged.records)
    assert not [private for private in (*PRIVATE, *NAMES) if private.casefold() in text.casefold()]
    assert not [peer for peer in PEERS if re.search(rf"\b{peer}\b", text)]


def test_an_error_is_a_warning_without_its_text(logged: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="Canaryname"), phase("a_phase"):
        raise ValueError("Canaryname One")
    (record,) = logged.records
    assert (record.levelname, vars(record)["facts"]["failed"]) == ("WARNING", "ValueError")
    assert "Canaryname" not in record.getMessage()


def test_nothing_is_shown_until_somebody_listens(tmp_path: Path) -> None:
    code = (
        "import teamforge\nfrom teamforge.log import phase\n"
        "try:\n  with phase('x'): raise ValueError\nexcept ValueError: pass\n"
        f"teamforge.read_pool({save(tmp_path)[0]!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert (done.stdout, done.stderr) == ("", "")
