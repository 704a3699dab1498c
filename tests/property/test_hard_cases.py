"""The benchmark's named hard cases, in small: each is proved completely, and CP-SAT alone finds the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.hard import HARD, harden
from benchmarks.rivals.cp_sat import under
from teamforge.api import compose
from teamforge.challenge.reading import read_challenge
from teamforge.generate import generate
from teamforge.pool.reading import read_pool
from teamforge.problem import compile_problem, prepare
from teamforge.records.verification import verify

SIZE = 160


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
@pytest.mark.parametrize("name", HARD)
def test_a_hard_case(name: str, seed: int, tmp_path: Path) -> None:
    """Its points are those that CP-SAT finds for the whole problem, and no part of the proof is only claimed."""
    generate(SIZE, seed=seed).write(tmp_path / "source")
    harden(HARD[name], tmp_path / "source", tmp_path / "hard")
    pool, challenge = read_pool(tmp_path / "hard" / "pool"), read_challenge(tmp_path / "hard" / "challenge.json")
    result = compose(pool, challenge)
    assert result.status in {"optimal", "infeasible"}
    problem = compile_problem(prepare(pool, challenge))
    theirs = under("tight tuned")(problem, 60.0)
    assert theirs.status == result.status
    assert (theirs.choice and problem.score(theirs.choice)) == result.points
    assert result.certificate.claims == 0
    assert verify(json.loads(json.dumps(result.to_record())), pool, challenge).faults == ()
