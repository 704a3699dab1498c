"""A team's workbook with anything changed in it: what people filled in, or faults, soon and in little memory."""

from __future__ import annotations

from pathlib import Path

import pytest

import teamforge
from teamforge.workbook import read_team, write_team
from tests.fuzzing import changed_package, fuzz
from tests.unit.tables.test_readers_fuzz import XML


def test_a_teams_workbook(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    write_team(teamforge.compose(*teamforge.load_demo()), path)
    seeds = [path.read_bytes()]

    def read(content: bytes) -> None:
        path.write_bytes(content)
        read_team(path)

    fuzz(request, lambda rng: changed_package(rng, seeds, XML), read)
