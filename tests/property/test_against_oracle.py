"""The engine against the brute-force oracle on 100 problems, 1,000 with `--slow`: they agree wherever both answer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from teamforge.api import compose
from teamforge.challenge import Challenge
from teamforge.challenge.windows import find_windows
from teamforge.conflicts import find_conflicts
from teamforge.pool import Pool
from teamforge.spec.dates import day_number
from teamforge.team import Team
from teamforge.verify import breakdown, score, violations
from tests.oracle import brute
from tests.oracle.generator import Problem, make_problem
from tests.oracle.problem import Problem as Read

from .engine import compile_raw, read, team_of, teams_of
from .problems import Problems

PROBLEMS = Problems(slow=1000, full=5000, chunks=50, quick=2)
EVERY_TEAM = Problems(slow=400, full=4000, chunks=8)
"""Problems of which every team is compared."""


@PROBLEMS.each_chunk
def test_the_same_answers(chunk: int, pytestconfig: pytest.Config) -> None:
    """Engine and oracle agree on the best team, on everything said about it, and on what other teams are worth."""
    told: Counter[str] = Counter()
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        pool, challenge = read(raw.tables, raw.challenge)
        valid = brute.every_team(raw.tables, raw.challenge)
        try:
            same_findings(raw, pool, challenge)
            told[same_best(raw, pool, challenge, valid)] += 1
            for team in any_teams(raw, sorted(valid, key=lambda each: (each.start, each.seats)), Random(seed)):
                told["valid" if same_verdict(raw, pool, challenge, team) else "invalid"] += 1
        except Exception as error:
            error.add_note(f"problem {seed}")
            raise
    assert min(told["optimal"], told["infeasible"]) > 0
    assert min(told["valid"], told["invalid"]) > (told["valid"] + told["invalid"]) / 10


def same_findings(raw: Problem, pool: Pool, challenge: Challenge) -> None:
    """The windows and the findings are the oracle's, each finding with its rule, its peers and whether it is waived."""
    expected = Read(raw.tables, raw.challenge).windows
    assert find_windows(challenge).starts.tolist() == [day_number(start) for start in expected]
    fired: dict[str, set[str | frozenset[str]]] = {}
    for finding in find_conflicts(pool, challenge).findings():
        who = finding.peers[0] if len(finding.peers) == 1 else frozenset(finding.peers)
        assert who not in fired.setdefault(finding.rule, set())
        fired[finding.rule].add(who)
    assert fired == {rule: who for rule, who in brute.fired(raw.tables, raw.challenge).items() if who}


def same_best(raw: Problem, pool: Pool, challenge: Challenge, valid: dict[brute.Team, int]) -> str:
    """Status, points, bound and breakdown are the oracle's, and the team is one of its best; return the status."""
    most = max(valid.values(), default=None)
    result = compose(pool, challenge)
    assert result.status == ("infeasible" if most is None else "optimal")
    assert (result.points, result.bound) == (most, most)
    team = team_of(result)
    assert (team is None) == (most is None)
    if team is not None:
        assert valid.get(team) == most
        assert dict(result.breakdown) == brute.breakdown(raw.tables, raw.challenge, team)
    return result.status


def same_verdict(raw: Problem, pool: Pool, challenge: Challenge, team: brute.Team) -> bool:
    """Verifier and oracle agree on whether a team is valid and what it scores; return whether it is valid."""
    ours = Team(team.start, team.seats)
    broken = brute.broken_rules(raw.tables, raw.challenge, team)
    assert bool(violations(pool, challenge, ours)) == bool(broken), (team, broken)
    if len({peer for _, peer in team.seats}) == len(team.seats):  # what somebody brings to two seats is nowhere said
        points = breakdown(challenge, score(pool, challenge, ours))
        assert points == brute.breakdown(raw.tables, raw.challenge, team), team
    return not broken


def any_teams(raw: Problem, valid: list[brute.Team], rng: Random) -> Iterator[brute.Team]:
    """Yield valid teams, the same teams with one thing changed, and random people."""
    peers = sorted(row.get("peer_id") or row["PEER_ID"] for row in raw.tables["peers"])
    for team in rng.sample(valid, min(2, len(valid))):
        yield team
        changed = dict(team.seats)
        seat = rng.choice(sorted(changed))
        match rng.randrange(4):
            case 0:
                yield brute.Team(team.start + dt.timedelta(days=rng.choice((1, 7))), team.seats)
            case 1:
                del changed[seat]
                yield brute.Team(team.start, tuple(changed.items()))
            case _:
                changed[seat] = rng.choice(peers)
                yield brute.Team(team.start, tuple(changed.items()))
    seats = [seat["id"] for seat in raw.challenge.get("seats", ())]
    start = valid[0].start if valid else dt.date(2027, 4, 12)
    yield brute.Team(start, tuple(zip(seats, rng.sample(peers, len(seats)), strict=True)))


@EVERY_TEAM.each_chunk
def test_the_same_teams(chunk: int, pytestconfig: pytest.Config) -> None:
    """The compiled problem allows exactly the teams that the oracle calls valid, with the same points."""
    teams = 0
    for seed in EVERY_TEAM.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        every = {
            (day_number(team.start), frozenset(team.seats)): points
            for team, points in brute.every_team(raw.tables, raw.challenge).items()
        }
        assert teams_of(compile_raw(raw.tables, raw.challenge)) == every, seed
        teams += len(every)
    assert teams > EVERY_TEAM.slow
