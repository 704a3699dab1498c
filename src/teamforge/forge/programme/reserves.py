"""Who to keep in reserve over a year: for each seat somebody who can step in, even if all others in reserve do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from teamforge.forge.programme.fixed_plan import FixedPlan
from teamforge.forge.programme.rows import Key, Row, broken
from teamforge.forge.programme.workers import Workers
from teamforge.search import Budget
from teamforge.search.programme.choose import TeamOption, choose
from teamforge.search.queries.mending import stand_ins

_OF_ONE_PEER = frozenset({"year", "day", "met_twice", "per_peer"})
"""The rows that are about one peer. Others would count a member together with whoever steps in for them."""
_AMONG = 12
"""How many candidates to look at first for each seat; if these are not enough, all are."""

Seat = tuple[int, int]
"""A challenge, and the candidate of the plan who has the seat."""


@dataclass(frozen=True, slots=True)
class ReserveCandidate:
    """Somebody who could step in: the candidate, and how many points fewer the team then has, without priorities."""

    candidate: int
    cost: int


def in_reserve(plan: FixedPlan, seats: Iterable[Seat], run: Workers) -> dict[Seat, ReserveCandidate]:
    """
    Return somebody for as many of some seats as possible, at the least cost among the cheapest candidates.

    Everybody else and the dates are kept. Nobody is in reserve for two seats if they could not serve on both.
    """
    seats = sorted(seats)
    visits = {place: plan.visits(place, team) for place, team in plan.teams.items()}
    vacancies = []
    for place, left in seats:
        others = [visit for other, own in visits.items() if other != place for visit in own]
        stay = tuple(candidate for candidate in plan.teams[place] if candidate != left)
        vacancies.append(plan.vacancy(place, stay, left, others))
    for most in (_AMONG, None):
        answers = run(stand_ins, partial(replace, most=most), vacancies)
        options = {
            seat: [ReserveCandidate(candidate, plan.points[seat[0]] - points) for candidate, points in answer]
            for seat, answer in zip(seats, answers, strict=True)
        }
        found = _chosen(plan, options)
        if len(found) == sum(map(bool, options.values())):
            break
    return found


def _chosen(plan: FixedPlan, options: Mapping[Seat, Sequence[ReserveCandidate]]) -> dict[Seat, ReserveCandidate]:
    """Return at most one for each seat, such that all of them could serve at once."""
    if not any(options.values()):
        return {}
    numbers = {seat: number for number, seat in enumerate(options)}
    worth = 1 + 2 * sum(
        max((abs(_weighted(plan, seat, each)) for each in own), default=0) for seat, own in options.items()
    )
    rows: dict[Key, tuple[int, set[tuple[int, int]]]] = {}
    serving = [visit for place, team in plan.teams.items() for visit in plan.visits(place, team)]
    while True:
        of: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        for number, (_, members) in enumerate(rows.values()):
            for member in members:
                of[member][number] = 1
        teams = [
            TeamOption((seat, each), numbers[seat], worth - _weighted(plan, seat, each), of[seat[0], each.candidate])
            for seat, own in options.items()
            for each in own
        ]
        limits = [limit for limit, _ in rows.values()]
        best = choose(teams, dict.fromkeys(numbers.values(), 0), limits, {}, Budget.start(None), float("inf"))
        found = dict(best.columns.values()) if best is not None else {}
        more = [*serving, *(v for (place, _), each in found.items() for v in plan.visits(place, (each.candidate,)))]
        new = [row for row in broken(plan.year, more, {}) if row.key[0] in _OF_ONE_PEER and row.key not in rows]
        if not new:
            return found
        rows |= {row.key: _left(plan, row) for row in new}


def _left(plan: FixedPlan, row: Row) -> tuple[int, set[tuple[int, int]]]:
    """Return what the plan leaves of a row, and the visits in it."""
    members = {(place, int(visit)) for place, own in row.members.items() for visit in own}
    used = sum((place, candidate) in members for place, team in plan.teams.items() for candidate in team)
    return row.limit - used, members


def _weighted(plan: FixedPlan, seat: Seat, each: ReserveCandidate) -> int:
    return plan.block(seat[0]).priority * each.cost
