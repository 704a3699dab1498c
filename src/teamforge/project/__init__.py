"""
A project folder: `teamforge.toml` names its files, so that an id is enough to find a challenge.

>>> import tempfile
>>> from pathlib import Path
>>> from teamforge.project import read_project
>>> from teamforge.demo import FOLDER
>>> with tempfile.TemporaryDirectory() as folder:
...     text = f'challenges = ["{FOLDER.as_posix()}/challenge.toml"]'
...     _ = Path(folder, "teamforge.toml").write_text(text, encoding="utf-8")
...     list(read_project(folder).challenges)
['plymouth-2027']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teamforge.project.model import project_schema
    from teamforge.project.reading import Project, find_project, read_project

_HOMES = {
    "Project": "teamforge.project.reading",
    "find_project": "teamforge.project.reading",
    "project_schema": "teamforge.project.model",
    "read_project": "teamforge.project.reading",
}

__all__ = ["Project", "find_project", "project_schema", "read_project"]


def __getattr__(name: str) -> object:
    """Import a public name on first use: `--help` looks for the file but does not read it."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOMES[name]), name)
