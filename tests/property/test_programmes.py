"""Plans of tiny programmes held against every plan there is."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from teamforge.forge.programme import composing, neighbourhoods
from teamforge.forge.programme.outcome import PlanResult
from teamforge.forge.programme.planning import plan_year
from tests.oracle import brute

from .engine import read_year
from .problems import Problems
from .programmes import TinyProgramme, broken_rules, make_programme, points_of, valid_plans

PROGRAMMES = Problems(slow=300, full=3000, chunks=30)


def planned(programme: TinyProgramme) -> tuple[PlanResult, list[brute.Team | None]]:
    """Return the engine's plan of a tiny programme, and its teams as the oracle writes them."""
    found = plan_year(*read_year(programme), effort=0.5)
    own = [found.teams.get(challenge["id"]) for challenge in programme.challenges]
    teams = [None if team is None else brute.Team(team.start, team.seats) for team in own]
    return found, teams


@PROGRAMMES.each_chunk
def test_valid_and_never_above_the_best_nor_the_best_above_the_bound(
    chunk: int, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The plan keeps every rule and has the points it states; its bound and reasons hold for every plan there is.

    Of every other programme all challenges are planned together, as a large part is.
    """
    large, part = composing._LARGE, neighbourhoods._PART
    reached = proved = 0
    seeds = PROGRAMMES.seeds(chunk, pytestconfig)
    for seed in seeds:
        programme = make_programme(Random(seed))
        plans = valid_plans(programme)
        best = max(points for _, points in plans)
        monkeypatch.setattr(composing, "_LARGE", large if seed % 2 else 1)
        monkeypatch.setattr(neighbourhoods, "_PART", part if seed % 2 else 1)
        found, teams = planned(programme)
        assert broken_rules(programme, teams) == set(), seed
        assert points_of(programme, teams) == found.points, seed
        assert found.points is not None
        assert found.bound is not None
        assert found.points <= best <= found.bound, seed
        for place, challenge in enumerate(programme.challenges):
            why = found.without.get(challenge["id"])
            if why is not None and why.kind == "gave_way":
                assert all(points <= found.points for plan, points in plans if plan[place]), seed
            assert why is None or why.kind != "not_proved" or found.points < found.bound, seed
        reached += found.points == best
        proved += found.points == found.bound
    # A planner that finds no plan, or proves nothing, must not pass. Fewer are proved than reached, because teams are
    # whole and prices prove no more than their fractions: in programmes as tight as these, that is often less.
    assert reached >= 0.8 * len(seeds)
    assert proved >= 0.4 * len(seeds)


@pytest.mark.slow
def test_every_rule_binds() -> None:
    """Each rule keeps some of the teams that are best alone from forming a plan together."""
    broken: Counter[str] = Counter()
    for seed in range(60):
        programme = make_programme(Random(seed))
        alone = [brute.every_team(programme.tables, challenge) for challenge in programme.challenges]
        broken.update(broken_rules(programme, [max(teams, key=lambda t: teams[t], default=None) for teams in alone]))
    assert set(broken) == {"day", "year", "met_twice", "reciprocal", "per_peer", "per_organisation"}
