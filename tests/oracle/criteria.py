"""What a team scores: section 6 of the specification and its soft penalties, one function for each criterion."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from itertools import combinations

from . import challenge as asked
from . import conflicts
from .conflicts import related
from .problem import Problem
from .reading import rounded
from .rules import Filled, fit, units_outside

Criterion = Callable[[Problem, Filled], int]
CRITERIA: dict[str, Criterion] = {}


def worth(weight: int) -> Callable[[Criterion], Criterion]:
    """The function of a criterion, and its weight if nobody says otherwise."""

    def declare(criterion: Criterion) -> Criterion:
        asked.CRITERIA[criterion.__name__] = weight
        CRITERIA[criterion.__name__] = criterion
        return criterion

    return declare


def weight(problem: Problem, criterion: str) -> int:
    """The weight of a criterion, times 1000."""
    thousand: int = problem.rules[criterion]["weight"] * 1000
    return thousand


@worth(10)
def coverage(problem: Problem, team: Filled) -> int:
    """Σ_k c_{t,k}·L_(k) for every theme in scope, c_{t,k} = round(weight·1000·w_t·a_k / (4·Σw·Σa))."""
    depth = problem.rules["coverage"]["depth"]
    whole = 4 * sum(problem.scope.values()) * sum(depth)
    total = 0
    for theme, importance in problem.scope.items():
        levels = sorted((peer.levels[theme] for peer in team.members), reverse=True)
        for share, level in zip(depth, levels, strict=False):
            total += rounded(weight(problem, "coverage") * importance * share, whole) * level
    return total


@worth(6)
def seat_fit(problem: Problem, team: Filled) -> int:
    """Every filled seat: round(weight·1000·fit / (100·number of seats, counting or not))."""
    whole = 100 * len(problem.seats)
    return sum(rounded(weight(problem, "seat_fit") * fit(seat, peer), whole) for seat, peer in team.seated)


@worth(8)
def member_match(problem: Problem, team: Filled) -> int:
    """weight·1000 if a member on a political seat has the group that controls the host."""
    controls = [problem.organisation(host).control for host in problem.hosts]
    known = [control for control in controls if control not in {"", "no overall control"}]
    match = bool(known) and any(seat.political and seat.counts and peer.group == known[0] for seat, peer in team.seated)
    return weight(problem, "member_match") if match else 0


@worth(4)
def distinct_groups(problem: Problem, team: Filled) -> int:
    """From two political seats: each group with m > 1 members on them costs (m − 1)·round(weight·1000/(s − 1))."""
    political = sum(seat.political for seat in problem.seats)
    if political < 2:
        return 0
    groups = Counter(peer.group for seat, peer in team.seated if seat.political and seat.counts)
    return -sum(groups[group] - 1 for group in groups) * rounded(weight(problem, "distinct_groups"), political - 1)


@worth(6)
def outside_region(problem: Problem, team: Filled) -> int:
    """Each member whose organisation's region is known and is no host's, where some host's is known."""
    regions = [problem.organisation(peer.organisation).region for peer in team.members]
    outside = [region for region in regions if region and region not in problem.host_regions]
    return len(outside) * rounded(weight(problem, "outside_region"), problem.n) if problem.host_regions else 0


@worth(6)
def similar_authority(problem: Problem, team: Filled) -> int:
    """Each member on an authority seat whose organisation has the kind of a host, or is similar to one."""
    seats = sum(seat.authority for seat in problem.seats)
    kinds = {problem.organisation(host).kind for host in problem.hosts} - {""}
    similar = sum(
        problem.organisation(peer.organisation).kind in kinds or related(problem, peer.organisation, "similar_to")
        for seat, peer in team.seated
        if seat.authority and seat.counts
    )
    return similar * rounded(weight(problem, "similar_authority"), seats) if seats else 0


@worth(5)
def fresh(problem: Problem, team: Filled) -> int:
    """Each member, r those started since a year before: weight·1000·max(0, max_per_year − r)/(max_per_year·n)."""
    total = 0
    for peer in team.members:
        recent = sum(start > problem.as_of - dt.timedelta(days=365) for start in problem.starts(peer))
        if peer.cap:
            total += rounded(weight(problem, "fresh") * max(0, peer.cap - recent), peer.cap * problem.n)
    return total


@worth(3)
def experienced_lead(problem: Problem, team: Filled) -> int:
    """weight·1000 if the member on a `leads` seat has `challenges_done` ≥ 2 (once, if several)."""
    leads = any(seat.leads and seat.counts and (peer.done or 0) >= 2 for seat, peer in team.seated)
    return weight(problem, "experienced_lead") if leads else 0


@worth(4)
def distinct_organisations(problem: Problem, team: Filled) -> int:
    """Each organisation with m > 1 members costs (m − 1)·round(weight·1000/n); independents cost nothing."""
    counts = Counter(peer.organisation for peer in team.members if peer.organisation)
    return -sum(m - 1 for m in counts.values()) * rounded(weight(problem, "distinct_organisations"), problem.n)


@worth(2)
def earlier(problem: Problem, team: Filled) -> int:
    """The i-th of the M windows that keep `advised_weeks`: round(weight·1000·(M−1−i)/(M−1)), for M = 1 weight·1000."""
    if team.start not in problem.advised:
        return 0
    last = len(problem.advised) - 1
    later = last - problem.advised.index(team.start)
    return rounded(weight(problem, "earlier") * later, last) if last else weight(problem, "earlier")


def soft_conflict(problem: Problem, team: Filled, rule: str) -> int:
    """round(weight·1000/n) for each member (each pair of members) with a finding of the rule not waived."""
    costly = conflicts.costly(problem, rule)
    people = [peer.id for peer in team.members]
    size = 2 if rule in conflicts.PAIR_RULES else 1
    charged = sum(frozenset(who) in costly for who in combinations(people, size))
    return -charged * rounded(weight(problem, rule), problem.n)


def soft_team_rules(problem: Problem, team: Filled) -> int:
    """Each unit outside a soft team rule costs round(weight·1000/n)."""
    return -sum(
        units_outside(problem, team, rule) * rounded(rule.weight * 1000, problem.n)
        for rule in problem.team_rules
        if rule.soft and "soft:team_rules" not in problem.without
    )


def breakdown(problem: Problem, team: Filled) -> dict[str, int]:
    """Every criterion, `soft:<rule>` for every soft conflict rule, `soft:team_rules` if any team rule is soft."""
    points = {name: criterion(problem, team) for name, criterion in CRITERIA.items()}
    for rule in (*conflicts.RULES, *conflicts.PAIR_RULES):
        if conflicts.is_soft(problem, rule):
            points[f"soft:{rule}"] = soft_conflict(problem, team, rule)
    if any(rule.soft for rule in problem.team_rules):
        points["soft:team_rules"] = soft_team_rules(problem, team)
    return points
