"""What the verifier says about plans, compared with another reading of SPEC.md section 10."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from teamforge.team import Team
from teamforge.verify.plan import plan_points, plan_violations
from tests.oracle import brute

from .engine import read_year
from .problems import Problems
from .programmes import broken_rules, make_programme, points_of

PROGRAMMES = Problems(slow=600, full=6000, chunks=30)
NAMES = {
    "overlap": "day",
    "rest": "day",
    "max_per_year": "year",
    "reviewed_host": "met_twice",
    "reciprocal_review": "reciprocal",
}
"""What the verifier calls a rule, and what the oracle does."""


@PROGRAMMES.each_chunk
def test_the_verifier_and_the_oracle_say_the_same_of_any_valid_teams(chunk: int, pytestconfig: pytest.Config) -> None:
    """For teams that are each valid alone: which rules they break together, and their points."""
    told: Counter[str] = Counter()
    for seed in PROGRAMMES.seeds(chunk, pytestconfig):
        rng = Random(seed)
        tiny = make_programme(rng)
        pool, programme = read_year(tiny)
        options = [[None, *brute.every_team(tiny.tables, challenge)] for challenge in tiny.challenges]
        for _ in range(10):
            plan = [rng.choice(teams) for teams in options]
            teams = {
                each["id"]: Team(team.start, tuple(team.seats))
                for each, team in zip(tiny.challenges, plan, strict=True)
                if team is not None
            }
            found = plan_violations(pool, programme, teams)
            names = {NAMES.get(each.rule, each.rule) for each in found}
            assert names == broken_rules(tiny, plan), seed
            assert plan_points(pool, programme, teams).total == points_of(tiny, plan), seed
            told.update(names or {"valid"})
    assert told["valid"]
    assert len(told) > 3, told
