"""A programme's files of each kind with anything changed in them: a programme, or faults, soon and in little memory."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

import teamforge.demo
from teamforge.challenge.programme import read_programme
from tests.fuzzing import changed, changed_package, fuzz
from tests.unit.challenge.test_readers_fuzz import WORDS
from tests.unit.tables.test_readers_fuzz import XML

from .test_sheets import ROW, written

DEMO = Path(teamforge.demo.__file__).parent
MORE = (b"challenges", b"priority", b"limits", b"change_budget", b'"least"', b"without_team", b"objective", b"as_of")


@pytest.mark.parametrize("ending", ["toml", "json"])
def test_text(request: pytest.FixtureRequest, tmp_path: Path, ending: str) -> None:
    text = (DEMO / "programme.toml").read_text("utf-8") + "\nchange_budget = 3\n"
    for path in DEMO.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    seeds = [text.encode() if ending == "toml" else json.dumps(tomllib.loads(text), default=str).encode()]

    def read(content: bytes) -> None:
        path = tmp_path / f"year.{ending}"
        path.write_bytes(content)
        read_programme(path)

    fuzz(request, lambda rng: changed(rng, seeds, (*WORDS, *MORE)), read)


def test_workbook(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = written(tmp_path, ROW)
    seeds = [path.read_bytes()]

    def read(content: bytes) -> None:
        path.write_bytes(content)
        read_programme(path)

    fuzz(request, lambda rng: changed_package(rng, seeds, XML), read)
