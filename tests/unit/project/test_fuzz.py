"""A project file with anything changed in it: a project, or faults, soon and in little memory."""

from __future__ import annotations

from pathlib import Path

import pytest

import teamforge.demo
from teamforge.project import read_project
from tests.fuzzing import changed, fuzz
from tests.unit.challenge.test_readers_fuzz import WORDS

DEMO = Path(teamforge.demo.__file__).parent
FILE = b"""pool = "pool"
challenges = ["challenge.toml", "derby.toml"]
programme = "programme.toml"
signs = " A. Person, manager "
time_limit = 30
effort = 2
names = true
"""


def test_text(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    for path in DEMO.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "pool").mkdir()
    file = tmp_path / "teamforge.toml"
    words = (*WORDS, b"../", b"pool", b"*.toml", b"programme", b"template", b"effort", b"time_limit", b"~", b"/")

    def read(content: bytes) -> None:
        file.write_bytes(content)
        read_project(file)

    fuzz(request, lambda rng: changed(rng, [FILE], words), read)
