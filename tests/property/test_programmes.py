"""Plans of tiny programmes held against every plan there is."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from teamforge.forge.programme.blocks import Year, compile_block, pool_of
from teamforge.forge.programme.planning import Planned, plan_year
from teamforge.solve import start_of, team_of
from tests.oracle import brute

from .engine import read
from .problems import Problems
from .programmes import TinyProgramme, best_points, broken_rules, make_programme, points_of

PROGRAMMES = Problems(slow=300, full=3000, chunks=30)


def planned(programme: TinyProgramme) -> tuple[Planned, list[brute.Team | None]]:
    """Return the engine's plan of a tiny programme, and its teams as the oracle writes them."""
    pairs = [read(programme.tables, challenge) for challenge in programme.challenges]
    pool = pool_of(pairs[0][0], [challenge.id for _, challenge in pairs])
    blocks = [
        compile_block(pool, challenge, programme.priority[challenge.id], programme.without_team)
        for _, challenge in pairs
    ]
    limits = programme.limits
    year = Year(pool, tuple(blocks), limits.get("per_organisation"), limits.get("per_peer"))
    found = plan_year(year, rounds=8, tries=20)
    teams: list[brute.Team | None] = [None] * len(blocks)
    for place, column in found.plan.items():
        choice = column.choice
        team = team_of(blocks[place].problem, choice)
        teams[place] = brute.Team(start_of(blocks[place].problem, choice.window), team.seats)
    return found, teams


@PROGRAMMES.each_chunk
def test_valid_and_never_above_the_best_nor_the_best_above_the_bound(chunk: int, pytestconfig: pytest.Config) -> None:
    """The plan keeps every rule, has the points it says, and its bound holds of the best plan there is."""
    reached = proved = 0
    seeds = PROGRAMMES.seeds(chunk, pytestconfig)
    for seed in seeds:
        programme = make_programme(Random(seed))
        best = best_points(programme)
        found, teams = planned(programme)
        assert broken_rules(programme, teams) == set(), seed
        assert points_of(programme, teams) == found.points, seed
        assert found.points <= best <= found.bound, seed
        reached += found.points == best
        proved += found.points == found.bound
    assert reached > 0.9 * len(seeds)
    assert proved > 0.5 * len(seeds)


@pytest.mark.slow
def test_every_rule_binds() -> None:
    """Of the teams that are best alone, each rule stops some from being a plan together."""
    broken: Counter[str] = Counter()
    for seed in range(60):
        programme = make_programme(Random(seed))
        alone = [brute.every_team(programme.tables, challenge) for challenge in programme.challenges]
        broken.update(broken_rules(programme, [max(teams, key=lambda t: teams[t], default=None) for teams in alone]))
    assert set(broken) == {"day", "year", "met_twice", "reciprocal", "per_peer", "per_organisation"}
