"""Challenge files of each kind with anything changed in them: a challenge, or faults, soon and in little memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from teamforge.challenge.reading import read_challenge
from tests.fuzzing import changed, changed_package, fuzz
from tests.unit.tables.test_readers_fuzz import XML

from .test_fuzz import RICH
from .test_reading import TOML
from .test_sheets_unseen import book

WORDS = (
    b"[",
    b"]",
    b"{",
    b"}",
    b'"',
    b"=",
    b"\n",
    b".",
    b"[[seats]]",
    b"hosts",
    b"windows",
    b"inf",
    b"nan",
    b"2027-01-11",
    b"\\u",
)


@pytest.mark.parametrize("ending", ["toml", "json"])
def test_text(request: pytest.FixtureRequest, tmp_path: Path, ending: str) -> None:
    seeds = [TOML.encode()] if ending == "toml" else [json.dumps(RICH, default=str).encode()]

    def read(content: bytes) -> None:
        path = tmp_path / f"a.{ending}"
        path.write_bytes(content)
        read_challenge(path)

    fuzz(request, lambda rng: changed(rng, seeds, WORDS), read)


def test_workbook(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    seeds = [path.read_bytes()]

    def read(content: bytes) -> None:
        path.write_bytes(content)
        read_challenge(path)

    fuzz(request, lambda rng: changed_package(rng, seeds, XML), read)
