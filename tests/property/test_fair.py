"""Fair plans of tiny programmes held against every plan there is."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from teamforge import Plan, plan
from tests.oracle import brute

from .engine import read_year
from .problems import Problems
from .programmes import TinyProgramme, broken_rules, make_programme, points_of, valid_plans

PROGRAMMES = Problems(slow=60, full=600, chunks=6)  # each takes seconds
Teams = Sequence[brute.Team | None]


class Fairness:
    """The two figures that a fair plan makes small before points count (SPEC.md section 10), for a tiny programme."""

    def __init__(self, tiny: TinyProgramme) -> None:
        self._priority = [tiny.priority[raw["id"]] for raw in tiny.challenges]
        self._points = [brute.every_team(tiny.tables, raw) for raw in tiny.challenges]
        self._best = [max(teams.values(), default=0) for teams in self._points]

    def of(self, teams: Teams) -> tuple[int, int]:
        """Return Σ priority of the challenges without a team, and the greatest loss of the others."""
        without = sum(weight for weight, team in zip(self._priority, teams, strict=True) if team is None)
        losses = [
            best - points[team]
            for best, points, team in zip(self._best, self._points, teams, strict=True)
            if team is not None
        ]
        return without, max(losses, default=0)


def fair_plan(tiny: TinyProgramme) -> tuple[Plan, list[brute.Team | None]]:
    """Return the fair plan of a tiny programme, and its teams as the oracle writes them."""
    pool, programme = read_year(tiny)
    found = plan(pool, programme.replace(objective="fair"), effort=0.5)
    own = [found.teams.get(raw["id"]) for raw in tiny.challenges]
    return found, [None if team is None else brute.Team(team.start, team.seats) for team in own]


@PROGRAMMES.each_chunk
def test_few_without_a_team_then_small_losses_then_points(chunk: int, pytestconfig: pytest.Config) -> None:
    """The plan is valid, its bounds hold for every plan there is, and `optimal` is said only where it is true."""
    reached = proved = 0
    seeds = PROGRAMMES.seeds(chunk, pytestconfig)
    for seed in seeds:
        tiny = make_programme(Random(seed))
        plans, fairness = valid_plans(tiny), Fairness(tiny)
        found, teams = fair_plan(tiny)
        assert broken_rules(tiny, teams) == set(), seed
        assert points_of(tiny, teams) == found.points, seed
        assert found.points is not None
        assert found.bound is not None
        assert found.greatest_loss_bound is not None
        without, loss = fairness.of(teams)
        assert loss == found.greatest_loss, seed
        least = min(fairness.of(other) for other, _ in plans)
        as_few = [fairness.of(other)[1] for other, _ in plans if fairness.of(other)[0] <= without]
        assert found.greatest_loss_bound <= min(as_few), seed
        best = max(points for other, points in plans if fairness.of(other) <= (without, loss))
        assert found.points <= best <= found.bound, seed
        if found.status == "optimal":
            assert ((without, loss), found.points) == (least, best), seed
            assert found.greatest_loss_bound == loss, seed
            proved += 1
        reached += (without, loss, -found.points) == (*least, -best)
    assert reached >= 0.5 * len(seeds)
    assert proved >= 0.2 * len(seeds)


@pytest.mark.slow
def test_fair_binds() -> None:
    """The fair plan often differs from the plan with the most points, and now and then it has more teams."""
    other = fewer = 0
    for seed in range(60):
        tiny = make_programme(Random(seed), peers=(2 + seed % 3, 5))
        plans, fairness = valid_plans(tiny), Fairness(tiny)
        rich = max(plans, key=lambda each: each[1])
        fair = min(fairness.of(each) for each, _ in plans)
        other += fair < fairness.of(rich[0])
        fewer += fair[0] < fairness.of(rich[0])[0]
    assert other - fewer >= 4
    assert fewer >= 1
