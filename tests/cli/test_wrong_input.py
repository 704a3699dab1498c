"""Wrong input: every fault at once on standard error, status 2, and never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import teamforge.pool.reading
from teamforge.errors import InternalError
from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE, NAMES, PRIVATE, TABLES, save


def test_faults_of_pool_and_challenge_and_both_come_at_once(command: Command, tmp_path: Path) -> None:
    peers = [list(row) for row in TABLES["peers"]]
    peers[1][8] = "9"
    files = save(tmp_path, {**TABLES, "peers": peers}, {**CHALLENGE, "pins": {"vcs": "V9"}})
    for name in ("compose", "check", "conflicts"):
        done = command(name, *files)
        assert (done.status, done.out) == (2, "")
        assert "2 faults in the input" in done.err
        assert "peers, row 2, column theme:prevention: found '9'" in done.err
        assert "challenge, field pins.vcs: found 'V9'" in done.err
    files = save(tmp_path, {**TABLES, "peers": peers}, {**CHALLENGE, "on_sight": 1, "hosts": []})
    done = command("compose", *files)
    assert "3 faults in the input" in done.err
    assert "theme:prevention" in done.err
    assert "on_sight" in done.err
    assert "hosts" in done.err


def test_programs_get_the_faults_from_check_too(command: Command, tmp_path: Path) -> None:
    files = save(tmp_path, challenge={**CHALLENGE, "pins": {"vcs": "V9"}})
    done = command("check", *files, "--format", "json")
    assert done.status == 2
    (fault,) = done.json["faults"]
    assert (fault["table"], fault["column"], fault["value"]) == ("challenge", "pins.vcs", "V9")
    assert "field pins.vcs" in done.err
    done = command("check", *files, "--format", "csv")
    assert done.status == 2
    assert done.out.splitlines()[1].startswith("fault,challenge,,pins.vcs,")


def _folder_as_challenge(files: list[str], _folder: Path) -> list[str]:
    return ["compose", files[0], files[0]]


def _challenge_as_pool(files: list[str], _folder: Path) -> list[str]:
    return ["compose", files[1], files[1]]


def _missing(_files: list[str], folder: Path) -> list[str]:
    return ["compose", str(folder / "no pool"), str(folder / "no.toml")]


def _bytes_as_pool(files: list[str], folder: Path) -> list[str]:
    (folder / "pool.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    return ["check", str(folder / "pool.xlsx"), files[1]]


def _bytes_as_table(files: list[str], _folder: Path) -> list[str]:
    Path(files[0], "peers.csv").write_bytes(b"\xff\xfe\x00peer_id\n\x00\x80")
    return ["compose", *files]


def _bytes_as_challenge(files: list[str], folder: Path) -> list[str]:
    (folder / "c.toml").write_bytes(b"id = '\xff'")
    return ["compose", files[0], str(folder / "c.toml")]


def _broken_toml(files: list[str], folder: Path) -> list[str]:
    (folder / "c.toml").write_text("id = 'a\nhosts = [")
    return ["compose", files[0], str(folder / "c.toml")]


def _broken_json(files: list[str], _folder: Path) -> list[str]:
    Path(files[1]).write_text("[" * 100_000)
    return ["check", *files]


def _empty_folder(files: list[str], folder: Path) -> list[str]:
    (folder / "empty").mkdir()
    return ["compose", str(folder / "empty"), files[1]]


def _list_as_challenge(files: list[str], _folder: Path) -> list[str]:
    Path(files[1]).write_text("[1, NaN, {}]")
    return ["conflicts", *files]


@pytest.mark.parametrize(
    "spoil",
    [
        _folder_as_challenge,
        _challenge_as_pool,
        _missing,
        _bytes_as_pool,
        _bytes_as_table,
        _bytes_as_challenge,
        _broken_toml,
        _broken_json,
        _empty_folder,
        _list_as_challenge,
    ],
)
def test_files_that_cannot_be_read(
    command: Command, small: list[str], tmp_path: Path, spoil: Callable[[list[str], Path], list[str]]
) -> None:
    done = command(*spoil(small, tmp_path))
    assert (done.status, done.out) == (2, "")
    assert " in the input:\n- " in done.err


@pytest.mark.parametrize(
    "options",
    [
        ["--time-limit", "-1"],
        ["--time-limit", "nan"],
        ["--time-limit", "inf"],
        ["--time-limit", "soon"],
        ["--seed", "1.5"],
        ["--robust", "--loss", "1000000001"],
        ["--robust", "--loss", str(10**30)],
        ["--format", "xml"],
        ["--nonsense"],
        ["one too many"],
    ],
)
def test_wrong_options(command: Command, small: list[str], options: list[str]) -> None:
    done = command("compose", *small, *options)
    assert (done.status, done.out) == (2, "")
    assert "Usage: teamforge compose" in done.err


_CHANGED = ("--by", "A", "--role", "b", "--decision", "changed", "--why", "c", "--record", "decisions.jsonl")


@pytest.mark.parametrize(
    "arguments",
    [
        *(["assignments", "--week"], ["answer", "--all", "done", "--on"], ["propose", "kept.json", "--on"]),
        *(["review", "--out", "review.toml", "--on"], ["repair", "--team", "kept.json", "--on"]),
        ["decide", "kept.json", *_CHANGED, "--start"],
    ],
)
@pytest.mark.parametrize("day", ["1899-12-31", "2200-01-01", "9999-12-31"])
def test_days_that_nobody_can_mean(command: Command, small: list[str], arguments: list[str], day: str) -> None:
    pool, challenge = small
    name, *options = arguments
    kept = [options.pop(0)] if options[0] == "kept.json" else []
    files = [pool] if name == "assignments" else [pool, challenge]
    done = command(name, *kept, *files, *options, day)
    assert (done.status, done.out) == (2, "")
    assert f"'{day}' is not a date from 1900 to 2199" in " ".join(done.err.split())


@pytest.mark.parametrize("arguments", [[], ["compse"], ["compose"], ["compose", "pool"], ["--nonsense"]])
def test_wrong_commands(command: Command, arguments: list[str]) -> None:
    assert command(*arguments).status == 2


def test_our_own_fault_is_admitted_without_anybodys_data(
    command: Command, small: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def contradict(*_: object, **__: object) -> None:
        raise InternalError("the team found is not valid", ["pair_tie: Q1 and Canaryname One"])

    monkeypatch.setattr("teamforge.api.composing.compose", contradict)
    done = command("compose", *small, "--format", "json")
    assert (done.status, done.out) == (1, "")
    assert "internal error: the team found is not valid (pair_tie)" in done.err
    assert "report" in done.err
    assert "Canaryname" not in done.err


def test_an_error_nobody_thought_of_tells_its_place_alone(
    command: Command, small: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_asked: object) -> None:
        raise ValueError("cannot read Canaryname One")

    monkeypatch.setattr(teamforge.pool.reading, "read_pool_with_faults", fail)
    done = command("compose", *small)
    assert (done.status, done.out) == (1, "")
    assert "internal error: ValueError at " in done.err
    assert "cli/reading.py:" in done.err
    assert "Canaryname" not in done.err


@pytest.mark.parametrize("error", [MemoryError(), PermissionError(13, "Permission denied", "somewhere")])
def test_what_the_machine_refuses_is_told_in_a_line(
    command: Command, small: list[str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_asked: object) -> None:
        raise error

    monkeypatch.setattr(teamforge.pool.reading, "read_pool_with_faults", fail)
    done = command("compose", *small)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("error: ")
    assert done.err.count("\n") == 1


def test_nothing_private_is_shown(command: Command, small: list[str], tmp_path: Path) -> None:
    """Names are shown only if asked for; notes, groups, attributes and reasons never."""
    faulty = save(
        tmp_path / "faulty",
        {**TABLES, "interests": [*TABLES["interests"], ["Q1", "rivalry", "H9", "", "x", "", "canarynote"]]},
        {**CHALLENGE, "exclude": [{"peer": "V9", "reason": "canaryexcluded"}], "waivers": [{"reason": "canaryreason"}]},
    )
    for files in (small, faulty):
        for name in ("compose", "check", "conflicts"):
            for form in ("table", "json", "csv"):
                done = command(name, *files, "--format", form)
                assert not [text for text in (*PRIVATE, *NAMES) if text in (done.out + done.err).casefold()]
                assert "canaryname" not in (done.out + done.err).casefold()
        for name in ("compose", "conflicts"):
            done = command(name, *files, "--names")
            assert not [text for text in PRIVATE if text in (done.out + done.err).casefold()]


def test_the_challenge_is_not_quoted_whole(command: Command, small: list[str]) -> None:
    """A challenge that is not an object is refused without quoting it."""
    Path(small[1]).write_text(json.dumps(["canaryreason"]))
    assert "canaryreason" not in command("compose", *small).err


def test_a_challenge_with_faults_of_its_own_is_held_against_the_pool(tmp_path: Path) -> None:
    """Faults of the challenge alone and names that the pool does not have are listed in one go."""
    (tmp_path / "peers.csv").write_text("peer_id,roles,theme:prevention\nP1,vcs_leader,3\n", "utf-8")
    (tmp_path / "organisations.csv").write_text("organisation_id,kind\nO1,county\n", "utf-8")
    challenge = tmp_path / "challenge.toml"
    challenge.write_text(
        'id = "c"\nhosts = ["O1", "O9"]\nas_of = 2027-01-11\ncolour = "red"\n'
        "on_site = {days = 9, windows = [2027-04-13]}\nscope = {prevntion = 3}\npins = {vcs = 'P9'}\n"
        'exclude = [{peer = "P8", reason = ""}]\nteam_rules = [{attribute = "sx", max = 1}]\n'
        'waivers = [{peer = "P7", rule = "neighbor"}]\n',
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "teamforge", "check", str(tmp_path), str(challenge)],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 2
    for field in (
        "on_site.days", "colour", "hosts[1]", "scope.prevntion", "pins.vcs", "exclude[0].peer", "exclude[0].reason",
        "team_rules[0].attribute", "waivers[0].peer", "waivers[0].rule",
    ):  # fmt: skip
        assert f"field {field}:" in done.stderr
    assert "did you mean 'prevention'?" in done.stderr
