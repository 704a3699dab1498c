"""Every reader refuses at once what is not a file: a pipe that nobody writes to, a device without end, a folder."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

import teamforge
from teamforge.errors import InputError
from teamforge.project import read_project
from teamforge.pseudonyms.key import Key
from teamforge.records import read_decisions
from teamforge.records.decisions.chain import append
from teamforge.records.record import read_record
from teamforge.report.letters.words import _read as read_words
from teamforge.report.sheet.branded import fill
from teamforge.workbook import read_team

pytestmark = [pytest.mark.skipif(os.name != "posix", reason="pipes and devices with names"), pytest.mark.timeout(30)]

PEERS = "peer_id,roles\nP1,vcs_leader\n"


def _among_tables(path: Path) -> object:
    (path.parent / "peers.csv").write_text(PEERS)
    return teamforge.read_pool(path.parent)


def _of_programme(path: Path) -> object:
    text = f'id = "y"\nas_of = 2027-01-11\nchallenges = ["{path.name}"]\n'
    (path.parent / "programme.toml").write_text(text)
    return teamforge.read_programme(path.parent / "programme.toml")


def _calendar(path: Path) -> object:
    (path.parent / "calendars").mkdir()
    path.rename(path.parent / "calendars" / "P1.ics")
    return _among_tables(path)


def _log_beside_workbook(path: Path) -> object:
    book = xlsxwriter.Workbook(path.parent / "pool.xlsx")
    sheet = book.add_worksheet("peers")
    for row, cells in enumerate(csv.reader(PEERS.splitlines())):
        sheet.write_row(row, 0, cells)
    book.close()
    return teamforge.read_pool(path.parent / "pool.xlsx")


READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a challenge, TOML": ("c.toml", teamforge.read_challenge),
    "a challenge, JSON": ("c.json", teamforge.read_challenge),
    "a challenge, workbook": ("c.xlsx", teamforge.read_challenge),
    "a programme, TOML": ("y.toml", teamforge.read_programme),
    "a programme, JSON": ("y.json", teamforge.read_programme),
    "a programme, workbook": ("y.xlsx", teamforge.read_programme),
    "a programme's challenge": ("c.toml", _of_programme),
    "a pool, workbook": ("pool.xlsx", teamforge.read_pool),
    "a table": ("interests.csv", _among_tables),
    "a table, Parquet": ("interests.parquet", _among_tables),
    "the history": ("assignments.csv", _among_tables),
    "the history beside a workbook": ("pool.assignments.csv", _log_beside_workbook),
    "a calendar": ("P1.ics", _calendar),
    "a project": ("teamforge.toml", read_project),
    "a kept result": ("result.json", read_record),
    "a team's workbook": ("team.xlsx", read_team),
    "decisions": ("decisions.jsonl", read_decisions),
    "decisions, added to": ("decisions.jsonl", lambda path: append(path, lambda *_: None)),  # type: ignore[arg-type]
    "a key": ("pool.key", Key.read),
    "the words of a letter": ("letter.txt", read_words),
    "a Word template": ("sheet.docx", lambda path: fill(None, path)),  # type: ignore[arg-type]
}


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [_pipe, _device, Path.mkdir])
@pytest.mark.parametrize("name", READERS)
def test_what_is_no_plain_file_is_refused(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    """At once: nothing waits for it."""
    file, read = READERS[name]
    make(tmp_path / file)
    with pytest.raises(InputError) as refused:
        read(tmp_path / file)
    assert refused.value.faults


INSIDE = {_among_tables, _of_programme, _calendar, _log_beside_workbook}
"""What is read with a folder around it."""


@pytest.mark.parametrize("name", ["a" * 300, "a" * 5000, "a\0b"])
def test_a_path_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    """It leads nowhere, for every reader and in every file that names one."""
    for reader, (file, read) in READERS.items():
        if reader != "decisions, added to" and read not in {
            _among_tables,
            _of_programme,
            _calendar,
            _log_beside_workbook,
        }:
            with pytest.raises(InputError):
                read(tmp_path / f"{name}{Path(file).suffix}")
    if "\0" not in name:
        for field in ("pool", "programme", "template", "challenges"):
            value = f'["{name}.toml"]' if field == "challenges" else f'"{name}.toml"'
            (tmp_path / "teamforge.toml").write_text(f"{field} = {value}\n")
            with pytest.raises(InputError):
                read_project(tmp_path)
        (tmp_path / "y.toml").write_text(f'id = "y"\nas_of = 2027-01-11\nchallenges = ["{name}.toml"]\n')
        with pytest.raises(InputError):
            teamforge.read_programme(tmp_path / "y.toml")
