"""A part of a programme, planned next to the teams of the others: the whole stays a valid plan, and gets no worse."""

from __future__ import annotations

from itertools import combinations
from random import Random

from teamforge.forge.programme.blocks import Year, compile_year
from teamforge.forge.programme.column_generation import ColumnGeneration
from teamforge.forge.programme.composing import Composer, Plan
from teamforge.forge.programme.part import part_of
from teamforge.forge.programme.workers import Workers
from teamforge.search import Budget, SearchLimits, search
from teamforge.solve import team_of
from tests.oracle import brute

from .engine import read_year
from .programmes import TinyProgramme, broken_rules, make_programme, points_of, valid_plans


def begun(programme: TinyProgramme) -> tuple[TinyProgramme, Composer]:
    """Return a composer of a tiny programme, priced once, and its challenges in the order of the composer."""
    year = compile_year(*read_year(programme))
    problems = [each for block in year.blocks for each in (block.alone, block.problem)]
    budget = Budget.start(None)
    alone = [search(block.alone, SearchLimits(None, None), None, budget) for block in year.blocks]
    generation = ColumnGeneration(year, alone, Workers(None, budget, problems))
    generation.round()
    return programme, Composer(generation, budget)


def teams_of(programme: TinyProgramme, year: Year, plan: Plan) -> list[brute.Team | None]:
    """Return a plan as the oracle writes it."""
    teams = {
        year.blocks[place].id: team_of(year.blocks[place].problem, column.choice) for place, column in plan.items()
    }
    own = [teams.get(challenge["id"]) for challenge in programme.challenges]
    return [None if team is None else brute.Team(team.start, team.seats) for team in own]


def test_planned_again_a_part_leaves_a_valid_plan_that_is_no_worse() -> None:
    """Two challenges at a time, one, and all of them, starting from no team; the oracle checks every rule."""
    better = best = 0
    for seed in range(25):
        programme, composer = begun(make_programme(Random(seed)))
        year = composer.generation.whole
        plan: Plan = {}
        places = range(len(year.blocks))
        for part in [*combinations(places, 2), *combinations(places, 1), tuple(places)]:
            before = composer.generation.worth(plan)
            plan = composer.anew(plan, part, 1.0)
            teams = teams_of(programme, year, plan)
            assert broken_rules(programme, teams) == set(), (seed, part)
            assert points_of(programme, teams) == composer.generation.worth(plan) >= before, (seed, part)
            better += composer.generation.worth(plan) > before
        best += composer.generation.worth(plan) == max(points for _, points in valid_plans(programme))
    assert better >= 25
    assert best >= 15  # nothing is proved of a part: what is best for two can stand in the way of a third


def test_what_is_proved_of_a_part_holds_of_every_plan_with_the_fixed_teams() -> None:
    """The bound of a part is at least what the best plan with the same fixed team adds to that team."""
    fixed = 0
    for seed in range(25):
        programme, composer = begun(make_programme(Random(seed)))
        generation = composer.generation
        year, plan = generation.whole, composer.filled({})
        for place in plan:
            rest = [other for other in range(len(year.blocks)) if other != place]
            part = part_of(generation, plan, {other: composer.favoured(other) for other in rest})
            part.round()
            own = teams_of(programme, year, {place: plan[place]})
            number = next(here for here, team in enumerate(own) if team is not None)
            with_it = [points for teams, points in valid_plans(programme) if teams[number] == own[number]]
            assert max(with_it) <= part.bound + generation.columns[plan[place]], (seed, place)
            fixed += 1
    assert fixed >= 25
