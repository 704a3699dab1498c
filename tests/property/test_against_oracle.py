"""The engine against the brute-force oracle: 1,000 problems, 5,000 with `--full`; nothing both can say may differ."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from teamforge.conflicts import find_conflicts
from teamforge.dates import day_number
from teamforge.forge import compose
from teamforge.team import Team
from teamforge.verify import breakdown, score, violations
from teamforge.windows import find_windows
from tests.oracle import brute
from tests.oracle.generator import Problem, make_problem

from .engine import compile_raw, read, team_of, teams_of

PROBLEMS, FULL_PROBLEMS = 1000, 5000
CHUNKS = 8
TINY = 400
"""Problems of which every team is compared."""


def numbers(chunk: int, config: pytest.Config, *, of: int = PROBLEMS, full: int = FULL_PROBLEMS) -> range:
    """Return the seeds of a chunk."""
    return range(chunk, full if config.getoption("--full") else of, CHUNKS)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_best_team(chunk: int, pytestconfig: pytest.Config) -> None:
    """Status, points, bound, breakdown, windows and findings are the oracle's; the team is one of its best."""
    told: Counter[str] = Counter()
    for seed in numbers(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        answer = brute.solve(raw.tables, raw.challenge)
        pool, challenge = read(raw.tables, raw.challenge)
        assert find_windows(challenge).starts.tolist() == [day_number(start) for start in answer.windows], seed
        fired: dict[str, set[str | frozenset[str]]] = {}
        for finding in find_conflicts(pool, challenge).findings():
            who = finding.peers[0] if len(finding.peers) == 1 else frozenset(finding.peers)
            assert who not in fired.setdefault(finding.rule, set()), (seed, finding.rule)
            fired[finding.rule].add(who)
        assert fired == {rule: who for rule, who in brute.fired(raw.tables, raw.challenge).items() if who}, seed
        result = compose(pool, challenge)
        told[result.status] += 1
        assert (result.status == "infeasible") == (answer.points is None), seed
        assert result.status in {"infeasible", "optimal"}, seed
        assert (result.points, result.bound) == (answer.points, answer.points), seed
        team = team_of(result)
        assert (team is None) == (answer.points is None), seed
        if team is not None:
            assert team in answer.teams, seed
            assert dict(result.breakdown) == brute.breakdown(raw.tables, raw.challenge, team), seed
    assert told["optimal"] > 3 * told["infeasible"] / 2 > 0


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_verifier(chunk: int, pytestconfig: pytest.Config) -> None:
    """Of any team, valid or not, verifier and oracle say whether it is valid, and the same points."""
    verdicts: Counter[bool] = Counter()
    for seed in numbers(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        pool, challenge = read(raw.tables, raw.challenge)
        for team in any_teams(raw, Random(seed)):
            ours = Team(team.start, team.seats)
            broken = brute.broken_rules(raw.tables, raw.challenge, team)
            assert bool(violations(pool, challenge, ours)) == bool(broken), (seed, team, broken)
            people = {peer for _, peer in team.seats}
            if len(people) == len(team.seats):  # SPEC.md does not say what somebody on two seats would bring
                points = breakdown(challenge, score(pool, challenge, ours))
                assert points == brute.breakdown(raw.tables, raw.challenge, team), (seed, team)
            verdicts[not broken] += 1
    assert min(verdicts[True], verdicts[False]) > sum(verdicts.values()) / 10


def any_teams(raw: Problem, rng: Random) -> Iterator[brute.Team]:
    """Yield a valid team, the same with one thing changed, and people at random."""
    valid = sorted(brute.every_team(raw.tables, raw.challenge), key=lambda team: (team.start, team.seats))
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


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_same_teams(chunk: int, pytestconfig: pytest.Config) -> None:
    """The compiled problem allows the teams that the oracle calls valid, all and no others, at the same points."""
    teams = 0
    for seed in numbers(chunk, pytestconfig, of=TINY, full=10 * TINY):
        raw = make_problem(Random(seed))
        every = {
            (day_number(team.start), frozenset(team.seats)): points
            for team, points in brute.every_team(raw.tables, raw.challenge).items()
        }
        assert teams_of(compile_raw(raw.tables, raw.challenge)) == every, seed
        teams += len(every)
    assert teams > TINY
