"""`teamforge compose --out` and `teamforge verify`: what is kept holds, and what is changed does not."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.files import NAMES, PRIVATE


@pytest.fixture
def kept(command: Command, small: list[str], tmp_path: Path) -> Path:
    """Return the file of the small pool's result."""
    path = tmp_path / "result.json"
    assert command("compose", *small, "--out", path).status == 0
    return path


def test_the_file_is_the_result_and_its_certificate(command: Command, small: list[str], kept: Path) -> None:
    """It has all of `--format json`, then certificate and seal; and nothing about a person except ids."""
    record = json.loads(kept.read_text(encoding="utf-8"))
    result = command("compose", *small, "--format", "json").json
    # Explanations are no claims to be checked.
    assert result.pop("diagnosis") is result.pop("robustness") is None
    assert {key: record[key] for key in result} == result
    assert list(record)[-2:] == ["certificate", "seal"]
    assert not any(text in kept.read_text(encoding="utf-8") for text in (*NAMES, *PRIVATE))


def test_it_holds(command: Command, small: list[str], kept: Path) -> None:
    """In words, as JSON and as CSV, with exit status 0."""
    done = command("verify", kept, *small)
    assert (done.status, done.err) == (0, "")
    assert "the result holds" in done.out
    assert "the proof is complete" in done.out
    told = command("verify", kept, *small, "--format", "json").json
    assert (told["holds"], told["faults"]) == (True, [])
    rows = command("verify", kept, *small, "--format", "csv").out.splitlines()
    assert rows[0] == "kind,text"
    assert len(rows) == 1 + len(told["verified"]) + len(told["claimed"])


@pytest.mark.parametrize("form", ["table", *(pytest.param(form, marks=pytest.mark.slow) for form in ("json", "csv"))])
def test_every_field_changed_is_told(command: Command, small: list[str], kept: Path, form: str) -> None:
    """The exit status is 5, whatever was changed, in every format."""
    record = json.loads(kept.read_text(encoding="utf-8"))
    for key, value in record.items():
        other = f"{value}x" if isinstance(value, str) else 7 if value is None else None
        kept.write_text(json.dumps({**record, key: other}), encoding="utf-8")
        done = command("verify", kept, *small, "--format", form)
        assert (done.status, done.err) == (5, ""), key
        assert "seal" in done.out or key in done.out
        kept.write_text(json.dumps({name: value for name, value in record.items() if name != key}), encoding="utf-8")
        assert command("verify", kept, *small, "--format", form).status == 5, key


def test_files_that_cannot_be_read(command: Command, small: list[str], kept: Path, tmp_path: Path) -> None:
    """Each of the three is named in one line, with exit status 2."""
    done = command("verify", tmp_path / "none.json", *small)
    assert done.status == 2
    assert "none.json" in done.err
    done = command("verify", small[1], *small)
    assert done.status == 5  # JSON, but no result
    kept.write_bytes(b"\xff")
    assert command("verify", kept, *small).status == 2
    assert command("verify", kept, tmp_path, small[1]).status == 2


def test_a_place_that_cannot_be_written(command: Command, small: list[str], tmp_path: Path) -> None:
    """It is refused before the search, with what to do instead."""
    (tmp_path / "folder.json").mkdir()
    for place in ("result.txt", "result", "none/result.json", "folder.json"):
        done = command("compose", *small, "--out", tmp_path / place)
        assert (done.status, done.out) == (2, ""), place
        assert "--out" in done.err
    assert not [path for path in tmp_path.iterdir() if path.name.startswith((".", "result"))]


def test_a_file_that_is_there_is_replaced(command: Command, small: list[str], tmp_path: Path) -> None:
    """Its permissions stay, and nothing is left beside it."""
    path = tmp_path / "result.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    assert command("compose", *small, "--out", path).status == 0
    assert json.loads(path.read_text(encoding="utf-8"))["status"] == "optimal"
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(each.name for each in tmp_path.iterdir()) == ["result.json", "small"]


def test_no_team_is_kept_too(command: Command, small: list[str], tmp_path: Path) -> None:
    """A proof that there is none is a result: exit status 3, and it holds."""
    challenge = Path(small[1])
    asked = json.loads(challenge.read_text(encoding="utf-8"))
    asked["exclude"] = [{"peer": peer, "reason": "not this time"} for peer in ("Q1", "Q2")]
    challenge.write_text(json.dumps(asked), encoding="utf-8")
    path = tmp_path / "result.json"
    assert command("compose", *small, "--out", path).status == 3
    done = command("verify", path, *small)
    assert done.status == 0
    assert "no team is valid: proved" in done.out


@pytest.mark.parametrize("name", ["nothing.json", "nothing.xlsx"])
def test_a_result_that_is_not_there_is_said_to_be_the_result(command: Command, small: list[str], name: str) -> None:
    done = command("verify", name, *small)
    assert done.status == 2
    assert f"result: found '{name}', expected a file that can be read (no such file or directory)" in done.err
