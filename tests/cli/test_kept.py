"""A kept team is one thing: whatever takes a result.json takes a team.xlsx, also as LibreOffice saved it again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from teamforge.workbook import read_team
from tests.cli.conftest import Command


def as_it_is(path: Path) -> Path:
    return path


def by_openpyxl(path: Path) -> Path:
    again = path.with_name("again.xlsx")
    openpyxl.load_workbook(path).save(again)
    return again


def by_libreoffice(path: Path) -> Path:
    program = shutil.which("soffice") or ""
    if not program:
        reason = "LibreOffice is absent: apt-get install --no-install-recommends libreoffice-calc, as .ci/run does"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    folder = path.parent / "again"
    how = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
    subprocess.run(how, check=True, capture_output=True, timeout=300)
    return folder / path.name


@pytest.mark.parametrize(
    "saved",
    [as_it_is, by_openpyxl, pytest.param(by_libreoffice, marks=pytest.mark.slow)],
    ids=lambda each: each.__name__,
)
def test_every_command_takes_the_workbook(command: Command, tmp_path: Path, saved: Callable[[Path], Path]) -> None:
    """It is verified, decided on, put on paper, proposed and repaired; and so is the repaired team."""
    assert command("demo", "--save", tmp_path / "demo").status == 0
    files = [tmp_path / "demo" / "pool", tmp_path / "demo" / "challenge.toml"]
    first, mended = tmp_path / "team.xlsx", tmp_path / "mended.xlsx"
    assert command("compose", *files, "--out", first, "--out", tmp_path / "team.json", "--names").status == 0
    kept = saved(first)
    assert read_team(kept) == read_team(first)
    decided = ["--by", "A. Person", "--role", "director", "--decision", "accepted", "--why", "good"]
    for args in (
        ["verify", kept, *files],
        ["decide", kept, *files, *decided, "--record", tmp_path / "decisions.jsonl"],
        ["sheet", kept, *files, "--out", tmp_path / "host.html", "--audience", "host"],
        ["repair", kept, *files, "--withdrawn", "P002", "--out", mended, "--out", tmp_path / "mended.ics"],
        ["sheet", mended, *files, "--out", tmp_path / "mended.html", "--out", tmp_path / "mended.json"],
        ["propose", kept, *files],
    ):
        done = command(*args)
        assert done.status == 0, (args, done.err)
    assert [each.peer_id for each in read_team(mended).dropped_out] == ["P002"]
    one, other = (command("repair", each, *files, "--withdrawn", "P015") for each in (kept, tmp_path / "team.json"))
    assert one.out == other.out


def test_several_files_are_written_or_refused_together(command: Command, small: list[str], tmp_path: Path) -> None:
    places = [tmp_path / name for name in ("team.json", "team.xlsx", "team.html")]
    out = [part for place in places for part in ("--out", place)]
    assert command("compose", *small, *out).status == 0
    assert all(place.exists() for place in places)
    for spoiled in (["--out", "team.txt"], ["--out", places[0]], ["--out", "host.html", "--audience", "host"]):
        done = command("compose", *small, *out[:2], *spoiled)
        assert (done.status, done.out) == (2, "")
