"""When a team is valid: section 4 of the specification, one function a rule."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

from . import conflicts
from .challenge import Seat, TeamRule
from .problem import Problem
from .reading import Peer, Span, folded, programme_year, several


@dataclass(frozen=True)
class Filled:
    """A window and the seats that have a peer."""

    start: dt.date
    seated: tuple[tuple[Seat, Peer], ...]

    @cached_property
    def members(self) -> list[Peer]:
        """The peers on filled seats with `counts`."""
        return [peer for seat, peer in self.seated if seat.counts]


def fit(seat: Seat, peer: Peer) -> int:
    """The largest fit over the peer's roles that the seat accepts; 0: not eligible."""
    return max((seat.accepts[role] for role in peer.roles if role in seat.accepts), default=0)


def trained(problem: Problem, start: dt.date, seat: Seat, peer: Peer) -> bool:
    """Every peer is trained."""
    return peer.trained


def active(problem: Problem, start: dt.date, seat: Seat, peer: Peer) -> bool:
    """Every peer is active."""
    return peer.active


def eligible(problem: Problem, start: dt.date, seat: Seat, peer: Peer) -> bool:
    """Every peer is eligible for its seat."""
    return fit(seat, peer) > 0


def exclude(problem: Problem, start: dt.date, seat: Seat, peer: Peer) -> bool:
    """No peer is excluded."""
    return peer.id not in problem.excluded


def free_on(problem: Problem, peer: Peer, date: dt.date) -> bool:
    """Free on a day: covered by an `available` row, if there is one, and by no other; unknown without any row."""
    rows = problem.availability[peer.id]
    if not rows:
        return folded(problem.challenge.get("unknown_availability", "busy")) == "free"
    offered = not any(row.free for row in rows) or any(row.free and row.span.holds(date) for row in rows)
    return offered and not any(not row.free and row.span.holds(date) for row in rows)


def availability(problem: Problem, start: dt.date, seat: Seat, peer: Peer) -> bool:
    """Every peer (the manager too) is free on every day of the window."""
    return all(free_on(problem, peer, date) for date in problem.days(start))


def overlap(problem: Problem, start: dt.date, seat: Seat, peer: Peer) -> bool:
    """No engagement of a peer overlaps the window."""
    last = problem.days(start)[-1]
    return not any(row.start <= last and start <= row.end for row in problem.engagements[peer.id])


def days_between(one: Span, two: Span) -> int:
    """The whole days between two spans; negative when they overlap."""
    assert one.start and one.end  # noqa: PT018
    assert two.start and two.end  # noqa: PT018
    return max((two.start - one.end).days, (one.start - two.end).days) - 1


def rest(problem: Problem, start: dt.date, seat: Seat, peer: Peer) -> bool:
    """On a seat with `counts` no engagement leaves fewer than `rest_days` whole days between it and the window."""
    window, least = Span(start, problem.days(start)[-1]), problem.rules["rest"]["rest_days"]
    gaps = [days_between(row.span, window) for row in problem.engagements[peer.id]]
    return not seat.counts or not any(0 <= gap < least for gap in gaps)


def max_per_year(problem: Problem, start: dt.date, seat: Seat, peer: Peer) -> bool:
    """On a seat with `counts` the peer has fewer than `max_per_year` engagements that start in the window's year."""
    this_year = [one for one in problem.starts(peer) if programme_year(one) == programme_year(start)]
    return not seat.counts or len(this_year) < peer.cap


def outside_region(problem: Problem, start: dt.date, seat: Seat, peer: Peer) -> bool:
    """No member's known region is a host's where `outside_region` is hard."""
    hard = folded(problem.rules["outside_region"]["strength"]) == "hard"
    return not hard or not seat.counts or problem.organisation(peer.organisation).region not in problem.host_regions


def filled(problem: Problem, team: Filled) -> bool:
    """Every required seat has exactly one peer, every other seat at most one, and no peer two seats."""
    seats, peers = (Counter(side) for side in zip(*team.seated, strict=True)) if team.seated else (Counter(), Counter())
    once = all(count == 1 for count in (*seats.values(), *peers.values()))
    return once and all(seat in seats for seat in problem.seats if seat.required)


def pins(problem: Problem, team: Filled) -> bool:
    """Every pin holds."""
    sits = {(seat.id, peer.id) for seat, peer in team.seated}
    return all(pin in sits for pin in problem.pins.items())


def first_timers(problem: Problem, team: Filled) -> bool:
    """At most `first_timers.max` members have `challenges_done` 0."""
    most: int = problem.rules["first_timers"]["max"]
    return sum(peer.done == 0 for peer in team.members) <= most


@lru_cache(maxsize=256)
def values(problem: Problem, peer: Peer, attribute: str) -> frozenset[str]:
    """The values of a peer in a column, or in its organisation's region or kind."""
    if attribute in {"region", "kind"}:
        return frozenset({getattr(problem.organisation(peer.organisation), attribute)}) - {""}
    if attribute in {"peer_id", "organisation_id"}:
        return frozenset({peer.cells[attribute].strip()}) - {""}
    return several(peer.cells[attribute])


def units_outside(problem: Problem, team: Filled, rule: TeamRule) -> int:
    """How far the numbers of a team rule lie outside its min and max; without a value, of each value separately."""
    counts = Counter(value for peer in team.members for value in values(problem, peer, rule.attribute))
    numbers = counts.values() if rule.value is None else [counts[rule.value]]
    short = sum(max(0, rule.min - number) for number in numbers) if rule.min is not None else 0
    over = sum(max(0, number - rule.max) for number in numbers) if rule.max is not None else 0
    return short + over


def team_rules(problem: Problem, team: Filled) -> bool:
    """Every hard team rule holds."""
    return not any(units_outside(problem, team, rule) for rule in problem.team_rules if not rule.soft)


SEAT_RULES = {
    rule.__name__: rule
    for rule in (trained, active, eligible, exclude, availability, overlap, rest, max_per_year, outside_region)
}
TEAM_RULES = {rule.__name__: rule for rule in (filled, pins, first_timers, team_rules)}


def dropped(problem: Problem, rule: str) -> bool:
    """A rule left out; as a criterion `outside_region` has the plain name."""
    return (f"{rule}:hard" if rule == "outside_region" else rule) in problem.without


def broken_by_seat(problem: Problem, start: dt.date, seat: Seat, peer: Peer) -> list[str]:
    """The rules that one peer on one seat breaks on its own."""
    alone = [
        name for name, rule in SEAT_RULES.items() if not dropped(problem, name) and not rule(problem, start, seat, peer)
    ]
    return alone + [name for name in conflicts.RULES if frozenset({peer.id}) in conflicts.blocked(problem, name)]


def broken_by_pair(problem: Problem, one: Peer, two: Peer) -> list[str]:
    """The rules that two peers break together."""
    pair = frozenset({one.id, two.id})
    return [name for name in conflicts.PAIR_RULES if pair in conflicts.blocked(problem, name)]


def broken_by_team(problem: Problem, team: Filled) -> list[str]:
    """The rules that the team as a whole breaks."""
    return [name for name, rule in TEAM_RULES.items() if not dropped(problem, name) and not rule(problem, team)]


def broken(problem: Problem, team: Filled) -> list[str]:
    """Every rule the team breaks, each once; `window` where the window is not valid."""
    names = [] if team.start in problem.windows else ["window"]
    names += broken_by_team(problem, team)
    for seat, peer in team.seated:
        names += broken_by_seat(problem, team.start, seat, peer)
    for (_, one), (_, two) in combinations(team.seated, 2):
        names += broken_by_pair(problem, one, two)
    return list(dict.fromkeys(names))
