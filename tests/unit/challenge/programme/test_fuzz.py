"""A programme's files of each kind with anything changed in them: a programme, or faults, soon and in little memory."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from random import Random

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


def test_folder(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Of a folder any file may be changed, and lie under any name."""
    challenge = (DEMO / "challenge.toml").read_bytes()
    own = b'id = "year"\nas_of = 2027-01-11\n[limits]\nper_organisation = 2\n'
    seeds = [own, challenge, json.dumps(tomllib.loads(challenge.decode()), default=str).encode()]
    names = ("programme.toml", "alder.toml", "birch.json", "Programme.toml", "programme.json", "CEDAR.TOML", ".toml")

    def draw(rng: Random) -> bytes:
        name = rng.choice(names)
        return b"\0\0".join([name.encode(), changed(rng, seeds, (*WORDS, *MORE))])

    def read(content: bytes) -> None:
        name, _, text = content.partition(b"\0\0")
        for left in tmp_path.iterdir():
            left.unlink()
        (tmp_path / "programme.toml").write_bytes(own)
        (tmp_path / "dale.toml").write_bytes(challenge)
        (tmp_path / name.decode()).write_bytes(text)
        read_programme(tmp_path)

    read(b"README.md\0\0nothing of ours")  # what is changed is sound
    fuzz(request, draw, read)


def test_workbook(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = written(tmp_path, ROW)
    seeds = [path.read_bytes()]

    def read(content: bytes) -> None:
        path.write_bytes(content)
        read_programme(path)

    fuzz(request, lambda rng: changed_package(rng, seeds, XML), read)
