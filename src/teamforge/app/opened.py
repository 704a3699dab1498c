"""What was opened: a project folder, a plain folder, a workbook, or a copy of the example."""

from __future__ import annotations

import shutil
from pathlib import Path

from teamforge.errors import Fault, InputError
from teamforge.project import Project, read_project
from teamforge.project.finding import FILE, find_file
from teamforge.project.ids import Index
from teamforge.project.reading import drafted_project

HOST = "127.0.0.1"
"""Only this machine."""


def open_place(place: Path) -> Project:
    """
    Return the content of a folder or a workbook as a project.

    Parameters
    ----------
    place
        A folder with a `teamforge.toml`, or below such a folder; a folder without one, read as `teamforge init` would
        describe it; or a workbook with the pool and perhaps a challenge.

    Raises
    ------
    InputError
        If there is no such place, no pool in it, or its `teamforge.toml` is at fault.
    """
    if place.suffix.lower() == ".xlsx" and place.is_file():
        return _workbook(place)
    if not place.is_dir():
        raise InputError([Fault("pool", None, None, str(place), "a folder or an .xlsx workbook that exists")])
    file = place / FILE if (place / FILE).exists() else find_file(place)
    project = drafted_project(place.absolute()) if file is None else read_project(file)
    if project.pool is None:
        mend = "name it in teamforge.toml: `teamforge init` begins one"
        raise InputError([Fault(FILE, None, "pool", None, "one pool: a folder of tables or an .xlsx workbook", mend)])
    return project


def _workbook(place: Path) -> Project:
    from teamforge.challenge.sheets import holds_challenge  # noqa: PLC0415 -- only for workbooks

    index = Index()
    if holds_challenge(place):
        index.add(place, "challenges", itself=True)
    return Project(place.absolute(), pool=place, challenges=index.files, unread=index.unread)


def copy_example(folder: Path) -> Project:
    """Return the packaged example, copied into a folder so that answers can be written next to it."""
    from teamforge.demo import FOLDER  # noqa: PLC0415 -- only where it is asked for

    shutil.copytree(FOLDER / "pool", folder / "pool")
    for file in FOLDER.glob("*.toml"):
        shutil.copy(file, folder)
    text = 'pool = "pool"\nprogramme = "programme.toml"\nnames = true\n'
    (folder / FILE).write_text(text, encoding="utf-8")
    return read_project(folder)
