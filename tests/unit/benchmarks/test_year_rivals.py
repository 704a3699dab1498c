"""Other ways to plan a year, on the example: each is tried as it deserves."""

from __future__ import annotations

import pytest

from benchmarks.rivals.year import WAYS, Plan
from teamforge.demo import load_demo_programme
from teamforge.forge.programme.blocks import Year, compile_year
from teamforge.solve import team_of
from teamforge.verify.plan import plan_violations


@pytest.fixture(name="year", scope="module")
def compiled() -> Year:
    return compile_year(*load_demo_programme())


def additive(year: Year, plan: Plan) -> int:
    """Return what the members of a plan bring, each alone, with its windows."""
    total = 0
    for place, choice in plan.items():
        problem, priority = year.blocks[place].problem, year.blocks[place].priority
        total += priority * int(problem.points[list(choice.candidates)].sum() + problem.window_points[choice.window])
    return total


@pytest.mark.parametrize("way", ["by date", "by priority", "CP-SAT", "HiGHS"])
def test_a_rival_that_knows_days_breaks_no_rule(year: Year, way: str) -> None:
    pool, programme = load_demo_programme()
    plan = WAYS[way](year, 30.0).plan
    teams = {year.blocks[at].id: team_of(year.blocks[at].problem, choice) for at, choice in plan.items()}
    assert len(teams) == len(year.blocks)
    assert not plan_violations(pool, programme, teams)


def test_the_two_models_prove_the_same_and_nobody_who_knows_days_has_more(year: Year) -> None:
    models = [WAYS[way](year, 30.0) for way in ("CP-SAT", "HiGHS")]
    assert [each.proved for each in models] == [True, True]
    best, other = (additive(year, each.plan) for each in models)
    assert best == other
    assert best >= max(additive(year, WAYS[way](year, 30.0).plan) for way in ("by date", "by priority"))
    windows = max(int(block.problem.window_points.max()) * block.priority for block in year.blocks) * len(year.blocks)
    assert additive(year, WAYS["flow"](year, 30.0).plan) + windows >= best
