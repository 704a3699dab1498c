"""Kept results and decisions with anything changed in them: an answer, or faults, soon and in little memory."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import teamforge
from teamforge.demo import load_demo_programme
from teamforge.records import Decision, Outcome, decide, read_decisions, read_record, team_of_record, verify
from teamforge.records.plan import verify_plan
from tests.fuzzing import changed, fuzz

WORDS = (
    *(b"{", b"}", b"[", b"]", b'"', b":", b",", b"\n", b"\\u", b"null", b"true", b"1e999", b"-", b"\0", b"\xff"),
    *(b'"certificate"', b'"steps"', b'"seal"', b'"members"', b'"points"', b"[" * 2000, b'{"a":' * 2000),
)


def test_a_kept_result(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    pool, challenge = teamforge.load_demo()
    path = tmp_path / "result.json"
    teamforge.compose(pool, challenge).save(path)
    seeds = [path.read_bytes(), json.dumps(json.loads(path.read_text("utf-8"))).encode()]

    def read(content: bytes) -> None:
        path.write_bytes(content)
        record = read_record(path)
        verify(record, pool, challenge)
        team_of_record(record)

    fuzz(request, lambda rng: changed(rng, seeds, WORDS), read)


def test_a_kept_plan(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    pool, programme = load_demo_programme()
    path = tmp_path / "plan.json"
    teamforge.plan(pool, programme).save(path)
    seeds = [path.read_bytes(), json.dumps(json.loads(path.read_text("utf-8"))).encode()]

    def read(content: bytes) -> None:
        path.write_bytes(content)
        verify_plan(read_record(path), pool, programme)

    fuzz(request, lambda rng: changed(rng, seeds, (*WORDS, b'"rows"', b'"challenges"', b'"ids"')), read)


def test_a_record_of_decisions(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    demo = teamforge.load_demo()
    record = teamforge.compose(*demo).to_record()
    path = tmp_path / "decisions.jsonl"
    for on in (date(2027, 1, 12), date(2027, 1, 13)):
        decision = Decision("Canary Decider", "canary role", on, Outcome.ACCEPTED, "canary reason")
        decide(record, *demo, decision, path)
    seeds = [path.read_bytes()]

    def read(content: bytes) -> None:
        path.write_bytes(content)
        found = read_decisions(path)
        assert found.holds or all(found.faults)

    fuzz(request, lambda rng: changed(rng, seeds, WORDS), read)
