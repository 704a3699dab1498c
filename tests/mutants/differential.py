"""
The engine against the oracle, for the mutants: not of the ordinary tests, which have a larger one of their own.

Each problem is solved, verified and described by both; nothing they can both say may differ.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import pytest

from teamforge.api import compose
from teamforge.challenge.windows import find_windows
from teamforge.conflicts import find_conflicts
from teamforge.spec.dates import to_date
from teamforge.team import Team
from teamforge.verify import breakdown, score, violations
from tests.oracle import brute
from tests.oracle.generator import Problem, make_problem
from tests.property.engine import read, team_of

PROBLEMS = 150


@cache
def problem(number: int) -> Problem:
    """Return a random problem."""
    return make_problem(Random(number))


@pytest.mark.parametrize("number", range(PROBLEMS))
def test_the_same_answer(number: int) -> None:
    """Points, a team that is one of the best, its breakdown, the windows, the findings; and any order of rows."""
    raw = problem(number)
    answer = brute.solve(raw.tables, raw.challenge)
    pool, challenge = read(raw.tables, raw.challenge)
    assert tuple(to_date(start) for start in find_windows(challenge).starts.tolist()) == answer.windows
    fired: dict[str, set[Any]] = {}
    for finding in find_conflicts(pool, challenge).findings():
        who = finding.peers[0] if len(finding.peers) == 1 else frozenset(finding.peers)
        fired.setdefault(finding.rule, set()).add(who)
    assert fired == {rule: who for rule, who in brute.fired(raw.tables, raw.challenge).items() if who}
    result = compose(pool, challenge)
    assert result.points == answer.points
    assert str(result.status) == ("infeasible" if answer.points is None else "optimal")
    team = team_of(result)
    if team is not None:
        assert team in answer.teams
        assert dict(result.breakdown) == brute.breakdown(raw.tables, raw.challenge, team)
    rng = Random(number)
    shuffled = {name: rng.sample(rows, len(rows)) for name, rows in raw.tables.items()}
    again = compose(*read(shuffled, raw.challenge))
    # Warnings and evidence name rows.
    rows: dict[str, object] = {"warnings": len(result.warnings), "findings": len(result.findings)}
    assert {**result.to_dict(), **rows} == again.to_dict() | {
        "warnings": len(again.warnings),
        "findings": len(again.findings),
    }


@pytest.mark.parametrize("number", range(PROBLEMS))
def test_the_same_verdict(number: int) -> None:
    """Of teams by chance: whether they are valid, and what they score."""
    raw = problem(number)
    pool, challenge = read(raw.tables, raw.challenge)
    rng = Random(number)
    starts = [to_date(start) for start in find_windows(challenge).starts.tolist()]
    peers = pool.peers.ids.tolist()
    for _ in range(8 if starts else 0):
        start = rng.choice(starts)
        assert start is not None
        picked = rng.sample(peers, min(len(peers), len(challenge.seats)))
        seats = tuple(pair for pair in zip(challenge.seat_ids, picked, strict=False) if rng.random() < 0.95)
        team = brute.Team(start, seats)
        ours = Team(start, seats)
        assert bool(violations(pool, challenge, ours)) == bool(brute.broken_rules(raw.tables, raw.challenge, team))
        points = breakdown(challenge, score(pool, challenge, ours))
        assert points == brute.breakdown(raw.tables, raw.challenge, team)
