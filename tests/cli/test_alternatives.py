"""`teamforge alternatives`, `windows` and `reserves`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.fixture
def pool(command: Command, tmp_path: Path) -> list[Path]:
    """Return the arguments of an invented pool and its challenge."""
    folder = tmp_path / "pool"
    assert command("generate", "300", folder).status == 0
    return [folder / "pool", folder / "challenge.toml"]


def test_alternatives(command: Command, pool: list[Path]) -> None:
    """There are as many as were asked for, in order: in words, as JSON and as rows."""
    told = command("alternatives", *pool, "--count", "3", "--min-changes", "2", "--format", "json").json
    points = [team["points"] for team in told["teams"]]
    assert (len(points), told["complete"]) == (3, True)
    assert points == sorted(points, reverse=True)
    assert all(len(team["replaced"]) >= 2 for team in told["teams"][1:])
    rows = list(csv.DictReader(io.StringIO(command("alternatives", *pool, "--count", "2", "--format", "csv").out)))
    assert {row["rank"] for row in rows} == {"1", "2"}
    assert "1 person or more" in command("alternatives", *pool, "--count", "2").out
    assert command("alternatives", *pool, "--count", "0").status == 2


def test_windows(command: Command, pool: list[Path]) -> None:
    """Every window; the best of them is the best team."""
    told = command("windows", *pool, "--format", "json").json["windows"]
    best = command("compose", *pool, "--format", "json").json
    assert max(each["points"] for each in told if each["points"] is not None) == best["points"]
    assert len(command("windows", *pool, "--format", "csv").out.splitlines()) == len(told) + 1
    assert f"{len(told)} valid windows" in command("windows", *pool).out


def test_reserves(command: Command, pool: list[Path]) -> None:
    """At most this many for each seat, and none of them on the team."""
    told = command("reserves", *pool, "--per-seat", "2", "--format", "json").json
    team = {member["peer_id"] for member in command("compose", *pool, "--format", "json").json["members"]}
    assert {each["member"] for each in told["reserves"]} <= team
    assert not {each["peer_id"] for each in told["reserves"]} & team
    assert max(each["rank"] for each in told["reserves"]) <= 2
    assert len(command("reserves", *pool, "--format", "csv").out.splitlines()) > 7
    assert "Who could step in" in command("reserves", *pool).out


def test_no_team(command: Command, small: list[str]) -> None:
    """There are no alternatives and no reserves, and the exit status says why: no time, or no team."""
    assert command("reserves", *small, "--time-limit", "0").status == 4
    assert command("alternatives", *small, "--time-limit", "0").status == 4
    challenge = Path(small[1])
    asked = json.loads(challenge.read_text(encoding="utf-8"))
    asked["exclude"] = [{"peer": peer, "reason": "not this time"} for peer in ("Q1", "Q2")]
    challenge.write_text(json.dumps(asked), encoding="utf-8")
    done = command("alternatives", *small)
    assert (done.status, "there is no valid team" in done.out) == (3, True)
    assert command("reserves", *small).status == 3
    done = command("windows", *small)
    assert (done.status, "infeasible" in done.out) == (3, True)
