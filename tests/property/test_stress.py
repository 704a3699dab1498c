"""Drop-outs from tiny plans, each repair and each choice of reserves held against every one there is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from random import Random

import pytest

from teamforge.forge.programme.drop_outs import TrialRun
from teamforge.forge.programme.fixed_plan import FixedPlan
from teamforge.forge.programme.planning import plan_year
from teamforge.forge.programme.reserves import in_reserve
from teamforge.forge.programme.workers import Workers
from teamforge.search import Budget
from teamforge.search.queries.mending import fill_vacancy
from teamforge.spec.dates import to_date
from tests.oracle import brute

from .engine import read_year
from .problems import Problems
from .programmes import TinyProgramme, broken_rules, make_programme

PROGRAMMES = Problems(slow=200, full=2000, chunks=20, half=False)
OF_ONE_PEER = {"day", "year", "met_twice", "per_peer"}

Seats = Mapping[str, str]


@dataclass(frozen=True)
class Tiny:
    """A tiny programme and its plan, with the oracle's reading of it."""

    programme: TinyProgramme
    plan: FixedPlan

    @classmethod
    def of(cls, seed: int) -> Tiny:
        programme = make_programme(Random(seed))
        if seed % 3 == 0:  # room for one more of an organisation, where another team has one there
            programme = replace(programme, limits={"per_organisation": 2})
        found = plan_year(*read_year(programme), effort=0.2)
        return cls(programme, FixedPlan.of(found.year, found.teams))

    @cached_property
    def options(self) -> list[dict[brute.Team, int]]:
        """Every team of each challenge, with its points, sorted as the plan sorts challenges."""
        tables = self.programme.tables
        own = {each["id"]: each for each in self.programme.challenges}
        return [dict(brute.every_team(tables, own[block.id])) for block in self.plan.year.blocks]

    def seats(self, place: int, team: Iterable[int]) -> dict[str, str]:
        return {self.plan.seat(place, each): self.plan.peer(place, each) for each in team}

    def start(self, place: int) -> dt.date:
        start = to_date(int(self.plan.block(place).problem.starts[0]))
        assert start is not None
        return start

    def broken(self, teams: Mapping[int, Seats]) -> set[str]:
        """Return the rules that teams break together, on the days of the plan; a team may lack members."""
        by_id = {
            self.plan.block(place).id: brute.Team(self.start(place), tuple(own.items())) for place, own in teams.items()
        }
        return broken_rules(self.programme, [by_id.get(each["id"]) for each in self.programme.challenges])

    def repairs(self, place: int, before: Seats, out: set[str], others: Mapping[int, Seats]) -> list[tuple[int, int]]:
        """Return the changed seats and the points of every valid team on the same days without some peers."""
        found = []
        for team, points in self.options[place].items():
            seats = dict(team.seats)
            able = team.start == self.start(place) and not out & set(seats.values())
            if able and not self.broken({**others, place: seats}):
                changed = sum(before.get(seat) != seats.get(seat) for seat in ("lead", "manager"))
                found.append((changed, points))
        return found


@PROGRAMMES.each_chunk
def test_each_repair_changes_the_fewest_seats_and_has_the_most_points(chunk: int, pytestconfig: pytest.Config) -> None:
    """Even after others have been repaired or lost; a team is lost only if there is no repair at all."""
    happened: Counter[str] = Counter()
    for seed in PROGRAMMES.seeds(chunk, pytestconfig):
        tiny = Tiny.of(seed)
        everybody = [(place, each) for place, team in tiny.plan.teams.items() for each in team]
        run = TrialRun(tiny.plan, Random(seed).sample(everybody, len(everybody)))
        out: dict[int, set[str]] = {place: set() for place in tiny.plan.teams}
        for step, (place, left) in enumerate(run.coming):
            before = tiny.seats(place, run.teams[place])
            out[place].add(tiny.plan.peer(place, left))
            vacancy = run.next(step)
            if vacancy is None:
                continue
            others = {each: tiny.seats(each, team) for each, team in run.teams.items() if each != place}
            repairs = tiny.repairs(place, before, out[place], others)
            team = fill_vacancy(vacancy, Budget.start(None))
            run.mend(team)
            assert (team is None) == (not repairs), (seed, step)
            happened["lost" if team is None else "repaired"] += 1
            if team is None:
                continue
            now = tiny.seats(place, team)
            changed = sum(before.get(seat) != now.get(seat) for seat in ("lead", "manager"))
            most = max((-seats, points) for seats, points in repairs)
            assert (-changed, tiny.plan.score(place, team)) == most, (seed, step)
            happened["several seats"] += changed > 1
    assert min(happened["lost"], happened["repaired"]) > 0, happened


@PROGRAMMES.each_chunk
def test_no_other_choice_of_reserves_has_more_seats_or_costs_less(chunk: int, pytestconfig: pytest.Config) -> None:
    """Nobody is in reserve for more seats than they could take; every possible choice is tried."""
    contested = 0
    for seed in PROGRAMMES.seeds(chunk, pytestconfig):
        tiny = Tiny.of(seed)
        seats = [(place, each) for place, team in tiny.plan.teams.items() for each in team]
        if not seats or len(seats) > 5:
            continue
        found = in_reserve(tiny.plan, seats, Workers(None, Budget.start(None), ()))
        options = [[None, *stand_ins(tiny, place, left)] for place, left in seats]
        best = (0, 0)
        for choice in product(*options):
            if could_all_serve(tiny, seats, [each and each[0] for each in choice]):
                cost = sum(each[1] for each in choice if each)
                best = max(best, (sum(each is not None for each in choice), -cost))
        names = [tiny.plan.peer(seat[0], found[seat].candidate) if seat in found else None for seat in seats]
        assert could_all_serve(tiny, seats, names), seed
        paid = sum(tiny.plan.block(place).priority * each.cost for (place, _), each in found.items())
        assert (len(found), -paid) == best, seed
        cheapest = [min(filter(None, own), key=lambda each: each[1], default=(None,))[0] for own in options]
        contested += not could_all_serve(tiny, seats, cheapest)
    assert contested


def stand_ins(tiny: Tiny, place: int, left: int) -> list[tuple[str, int]]:
    """Return who could take a seat with everybody else kept, and the weighted cost."""
    plan = tiny.plan
    own = tiny.seats(place, plan.teams[place])
    seat, member = plan.seat(place, left), plan.peer(place, left)
    others = {each: tiny.seats(each, team) for each, team in plan.teams.items() if each != place}
    found = []
    for team, points in tiny.options[place].items():
        seats = dict(team.seats)
        other = seats.get(seat)
        able = team.start == tiny.start(place) and other not in {None, member} and seats == {**own, seat: other}
        if able and not tiny.broken({**others, place: seats}):
            found.append((str(other), plan.block(place).priority * (plan.points[place] - points)))
    return found


def could_all_serve(tiny: Tiny, seats: Sequence[tuple[int, int]], names: Sequence[str | None]) -> bool:
    """Whether every reserve could take all their seats as well as those they have already."""
    for name in {each for each in names if each}:
        teams = {place: tiny.seats(place, team) for place, team in tiny.plan.teams.items()}
        mine = [seat for seat, each in zip(seats, names, strict=True) if each == name]
        if len({place for place, _ in mine}) < len(mine):
            return False
        for place, left in mine:
            teams[place] = {**teams[place], tiny.plan.seat(place, left): name}
        if tiny.broken(teams) & OF_ONE_PEER:
            return False
    return True
