"""The history of answers: random logs against the oracle, and any sequence of acts against the rules of section 9."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from teamforge import InputError
from teamforge.problem import compile_problem, prepare
from teamforge.spec.dates import day_number
from teamforge.spec.vocabulary import ASSIGNMENT_STATES, OUT
from teamforge.team import Team
from teamforge.verify import violations
from tests.oracle import brute, history
from tests.oracle.generator import Problem, make_problem
from tests.oracle.problem import Problem as Asked

from .engine import Tables, read, teams_of, undiagnosed
from .problems import Problems

PROBLEMS = Problems(slow=240, full=1200, chunks=6)
_STATES = (*ASSIGNMENT_STATES, "confirmed", "declined", "asked")


def with_log(raw: Problem, rng: Random) -> Tables:
    """Return the tables with a log of this challenge and of another."""
    tables, challenge = dict(raw.tables), raw.challenge
    problem = Asked(tables, challenge)
    peers, seats = list(problem.peers), [seat.id for seat in problem.seats]
    start = rng.choice(problem.windows) if problem.windows else problem.as_of + dt.timedelta(days=90)
    length = rng.randint(1, 3)
    rows: list[dict[str, str]] = []
    for _ in range(rng.randint(1, 12)):
        own = rng.random() < 0.7
        first = start if own else start + dt.timedelta(days=rng.randint(-20, 20))
        row = {
            "challenge_id": challenge["id"] if own else rng.choice(("other", "third")),
            "seat": rng.choice(seats),
            "peer_id": rng.choice(peers),
            "host_organisation_id": challenge["hosts"][0],
            "start": first.isoformat(),
            "end": (first + dt.timedelta(days=length - 1)).isoformat(),
            "state": rng.choice(_STATES),
            "on": (problem.as_of + dt.timedelta(days=rng.randint(-2, 2))).isoformat(),
        }
        rows.append(row)
        if history.clashing({"assignments": rows}, challenge):
            rows.pop()
    tables["assignments"] = rows
    return tables


@PROBLEMS.each_chunk
def test_the_engine_reads_the_history_as_the_oracle_does(chunk: int, pytestconfig: pytest.Config) -> None:
    """Both find the same teams with the same points, or refuse alike; the verifier agrees about every team."""
    seen = {"out": 0, "confirmed": 0, "over": 0, "changed": 0}
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        rng = Random(seed)
        raw = make_problem(rng)
        tables = with_log(raw, rng)
        states = [state for _, state, _ in history.own(tables, raw.challenge)]
        pool, challenge = read(tables, raw.challenge)
        if history.over(tables, raw.challenge):
            seen["over"] += 1
            with pytest.raises(InputError, match="not over"):
                undiagnosed(pool, challenge)
            continue
        plain, asked = history.told(tables, raw.challenge)
        if history.contradicted(tables, raw.challenge):
            with pytest.raises(InputError, match="no pin against the history"):
                undiagnosed(pool, challenge)
            continue
        seen["out"] += any(each in OUT for each in states)
        seen["confirmed"] += "confirmed" in states
        expected = brute.every_team(plain, asked)
        found = teams_of(compile_problem(prepare(pool, challenge)))
        assert found == {
            (day_number(team.start), frozenset(team.seats)): points for team, points in expected.items()
        }, seed
        without = {name: rows for name, rows in tables.items() if name != "assignments"}
        seen["changed"] += expected != brute.every_team(without, raw.challenge)
        for team in [*list(expected)[:3], *list(brute.every_team(without, raw.challenge))[:3]]:
            valid = not violations(pool, challenge, Team(team.start, team.seats))
            assert valid == (team in expected), (seed, team)
    assert seen["changed"] > 3, seen
    assert min(seen["out"], seen["confirmed"]) > 0, seen
