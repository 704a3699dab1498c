"""Seed and content choose among the best teams: never row order, the process or the spelling of columns."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.oracle import brute
from tests.oracle.generator import Problem, make_problem

from .engine import compose_raw, team_of
from .problems import Problems

PROBLEMS = Problems(slow=200, full=1000, chunks=4)
SEEDS = (0, 7)
ROOT = Path(__file__).parents[2]


@cache
def tied(numbers: range) -> list[tuple[int, Problem, brute.Answer]]:
    """Return the problems that have several best teams, each with its number."""
    raw = [(number, make_problem(Random(number))) for number in numbers]
    answers = [(number, each, brute.solve(each.tables, each.challenge)) for number, each in raw]
    return [found for found in answers if len(found[2].teams) > 1]


def lots(team: brute.Team, seed: int) -> int:
    """Return the sum of the first 24 bits of SHA-256 of seed, seat and peer."""
    digests = (hashlib.sha256(f"{seed}\x1f{seat}\x1f{peer}".encode()).digest() for seat, peer in team.seats)
    return sum(int.from_bytes(digest[:3], "big") for digest in digests)


@PROBLEMS.each_chunk
def test_the_earliest_window_then_the_lowest_lots(chunk: int, pytestconfig: pytest.Config) -> None:
    """That one of the oracle's best teams is chosen for every seed; all seeds have the same points."""
    named: list[set[brute.Team]] = []
    for number, raw, answer in tied(PROBLEMS.seeds(chunk, pytestconfig)):
        chosen = set()
        for seed in SEEDS:
            result = compose_raw(raw.tables, raw.challenge, seed=seed)
            best = min(answer.teams, key=lambda team: (team.start, lots(team, seed)))
            assert team_of(result) == best, (number, seed)
            assert result.points == answer.points, (number, seed)
            chosen.add(best)
        named.append(chosen)
    assert len(named) >= 5
    assert any(len(chosen) > 1 for chosen in named)


def respelt(raw: Problem, rng: Random) -> tuple[Any, Any]:
    """Return the same tables with rows and columns in another order and column names in other letter case."""
    tables = {}
    for name, rows in raw.tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        rng.shuffle(columns)
        spelt = {column: rng.choice((column.upper(), column.title(), f" {column} ")) for column in columns}
        shuffled = rng.sample(rows, len(rows))
        tables[name] = [{spelt[column]: row.get(column, "") for column in columns} for row in shuffled]
    names = list(tables)
    rng.shuffle(names)
    return {name: tables[name] for name in names}, raw.challenge


@PROBLEMS.each_chunk
def test_any_order_and_spelling(chunk: int, pytestconfig: pytest.Config) -> None:
    """Rows, columns and tables in any order, column names in any case, and a second run: the same team and digest."""
    some = tied(PROBLEMS.seeds(chunk, pytestconfig))
    for number, raw, _ in some[:12]:
        first = compose_raw(raw.tables, raw.challenge)
        for again in (compose_raw(raw.tables, raw.challenge), compose_raw(*respelt(raw, Random(number)))):
            assert (again.team, again.points, again.bound) == (first.team, first.points, first.bound), number
            assert (again.entries, again.input_digest) == (first.entries, first.input_digest), number
    assert len(some) >= 5


SCRIPT = """
import json, sys
from tests.property.engine import compose_raw
for raw in json.load(sys.stdin):
    print(json.dumps(compose_raw(*raw).to_dict()))
"""


def test_in_another_process() -> None:
    """Whatever PYTHONHASHSEED, the whole result is the same."""
    raw = [(each.tables, each.challenge) for _, each, _ in tied(range(50))[:4]]
    here = [json.dumps(compose_raw(*each).to_dict()) for each in raw]
    for hash_seed in ("0", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=json.dumps(raw),
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines() == here, hash_seed
