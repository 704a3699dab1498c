"""One challenge of a plan with the other teams fixed, held against another reading of SPEC.md section 10."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from teamforge.challenge.beside import PoolBeside
from teamforge.problem import compile_problem, prepare
from teamforge.spec.dates import day_number
from teamforge.team import Team
from teamforge.verify import violations
from tests.oracle import brute

from .engine import read_year, teams_of
from .problems import Problems
from .programmes import broken_rules, make_programme

PROGRAMMES = Problems(slow=300, full=3000, chunks=30)


@PROGRAMMES.each_chunk
def test_exactly_the_teams_that_keep_the_plan_valid_are_left(chunk: int, pytestconfig: pytest.Config) -> None:
    """Search and verifier agree on which valid teams of a challenge break nothing beside the fixed ones."""
    told: Counter[str] = Counter()
    for seed in PROGRAMMES.seeds(chunk, pytestconfig):
        rng = Random(seed)
        tiny = make_programme(rng)
        pool, programme = read_year(tiny)
        options = [[None, *brute.every_team(tiny.tables, challenge)] for challenge in tiny.challenges]
        own = rng.randrange(len(options))
        others = [rng.choice(teams) if place != own else None for place, teams in enumerate(options)]
        if broken_rules(tiny, others):
            continue
        names = programme.ids
        fixed = {names[place]: Team(team.start, tuple(team.seats)) for place, team in enumerate(others) if team}
        beside = PoolBeside.of(pool, programme, fixed)
        challenge = programme.challenges[own]
        left = set()
        for team in options[own]:
            if team is None:
                continue
            broken = broken_rules(tiny, [team if place == own else other for place, other in enumerate(others)])
            found = violations(beside, challenge, Team(team.start, tuple(team.seats)))
            assert bool(found) == bool(broken), (seed, broken, found)
            told.update(broken or {"kept"})
            if not broken:
                left.add((day_number(team.start), frozenset(team.seats)))
        assert set(teams_of(compile_problem(prepare(beside, challenge)))) == left, seed
    assert told["kept"]
    assert len(told) > 2, told
