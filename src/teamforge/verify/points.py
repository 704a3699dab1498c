"""What a team scores: the criteria of SPEC.md section 6, each as lines of a ledger, in exact integers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from teamforge.spec.rules import ConflictRule, Strength
from teamforge.spec.vocabulary import fold
from teamforge.verify.case import fit, half_up
from teamforge.verify.conflicts import soft_findings
from teamforge.verify.record import Entry
from teamforge.verify.team_rules import units_outside

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.verify.case import Case, Seated

__all__ = ["SOFT_TEAM_RULES", "ledger", "soft_rules"]

SOFT_TEAM_RULES = "soft:team_rules"
"""The key of the breakdown for the cost of soft team rules."""

_TOP_LEVEL = 4
_TOP_FIT = 100
_FRESH_DAYS = 365
_EXPERIENCED = 2
_FEWEST_POLITICAL_SEATS = 2
_NOBODYS = "no overall control"


def _full(case: Case, criterion: str) -> int:
    """Return weight·1000: what a criterion is worth at best."""
    return case.ground.rulebook.criteria[criterion].weight * 1000


def _of(one: Seated, criterion: str, points: int, detail: str) -> Entry:
    """Return an entry of one member."""
    return Entry(criterion, points, one.person.peer_id, one.seat.id, detail)


def coverage(case: Case) -> Iterator[Entry]:
    """For every theme, the k-th highest level among the members times c_{t,k}."""
    depth = case.ground.rulebook.criteria["coverage"].depth or ()
    scope = {fold(theme): weight for theme, weight in case.challenge.scope.items()}
    for theme, weight in scope.items():
        column = case.pool.peers.levels[theme]
        # Sorting keeps the order of seats among equals.
        ranked = sorted(case.members, key=lambda one: -int(column[one.person.place]))
        for rank, (one, worth) in enumerate(zip(ranked, depth, strict=False), start=1):
            level = int(column[one.person.place])
            whole = _TOP_LEVEL * sum(scope.values()) * sum(depth)
            each = half_up(_full(case, "coverage") * weight * worth, whole)
            yield _of(one, "coverage", each * level, f"{theme}: level {level}, rank {rank}")


def seat_fit(case: Case) -> Iterator[Entry]:
    """Every filled seat: round(weight·1000·fit / (100·number of seats, counting or not))."""
    seats = len(case.challenge.seats)
    for one in case.seated:
        fits = fit(one.person, one.seat) or 0
        yield _of(one, "seat_fit", half_up(_full(case, "seat_fit") * fits, _TOP_FIT * seats), f"fit {fits}")


def member_match(case: Case) -> Iterator[Entry]:
    """weight·1000 if a member on a political seat has the group that controls the host."""
    control = (case.pool.organisations.political_control[host] for host in case.ground.hosts)
    ruling = next((fold(group) for group in control if group and fold(group) != _NOBODYS), None)
    for one in case.members:
        if one.seat.political and ruling is not None and one.person.group == ruling:
            yield _of(one, "member_match", _full(case, "member_match"), "the group that controls the host")
            return


def distinct_groups(case: Case) -> Iterator[Entry]:
    """Each group with m > 1 members on political seats costs (m - 1)·round(weight·1000/(s - 1)), from s = 2."""
    seats = sum(seat.political for seat in case.challenge.seats)
    if seats < _FEWEST_POLITICAL_SEATS:
        return
    each = half_up(_full(case, "distinct_groups"), seats - 1)
    groups = Counter(one.person.group for one in case.members if one.seat.political)
    for count in groups.values():
        # Political opinion is special category data: the entry names neither group nor members.
        detail = f"{count} members of one political group, or of none that is known"
        yield Entry("distinct_groups", -(count - 1) * each, None, None, detail)


def outside_region(case: Case) -> Iterator[Entry]:
    """Each member whose organisation's region is known and is no host's, where some host's is known."""
    each = half_up(_full(case, "outside_region"), case.ground.n)
    for one in case.members:
        region = case.region(one.person)
        if case.ground.host_regions and region and region not in case.ground.host_regions:
            yield _of(one, "outside_region", each, "from outside the region of the hosts")


def similar_authority(case: Case) -> Iterator[Entry]:
    """Each member on an authority seat whose organisation has a host's kind, or a current `similar_to` with a host."""
    seats = sum(seat.authority for seat in case.challenge.seats)
    kinds = case.pool.organisations.kind
    host_kinds = {kinds[host] for host in case.ground.hosts} - {None, ""}
    for one in case.members:
        mine = one.person.organisation
        if not one.seat.authority or mine is None:
            continue
        if kinds[mine] in host_kinds:
            detail = "from an organisation of the same kind as a host"
        elif case.ground.linked_to_host("similar_to", mine):
            detail = "from an organisation similar to a host"
        else:
            continue
        yield _of(one, "similar_authority", half_up(_full(case, "similar_authority"), seats), detail)


def fresh(case: Case) -> Iterator[Entry]:
    """Each member with r engagements that start after `as_of` - 365 days: the share of `max_per_year` left."""
    for one in case.members:
        most = one.person.max_per_year
        recent = sum(start > case.ground.as_of - _FRESH_DAYS for start in case.starts(one.person))
        left = max(0, most - recent)
        if left:
            points = half_up(_full(case, "fresh") * left, most * case.ground.n)
            yield _of(one, "fresh", points, f"{recent} of {most} engagements a year taken")


def experienced_lead(case: Case) -> Iterator[Entry]:
    """weight·1000 if the member on a `leads` seat has `challenges_done` ≥ 2 (once, if several)."""
    for one in case.members:
        if one.seat.leads and (one.person.challenges_done or 0) >= _EXPERIENCED:
            yield _of(one, "experienced_lead", _full(case, "experienced_lead"), "has done two challenges or more")
            return


def distinct_organisations(case: Case) -> Iterator[Entry]:
    """Each organisation with m > 1 members costs (m - 1)·round(weight·1000/n)."""
    each = half_up(_full(case, "distinct_organisations"), case.ground.n)
    together: dict[int, list[str]] = defaultdict(list)
    for _, person in case.members:
        if person.organisation is not None:
            together[person.organisation].append(person.peer_id)
    for peers in together.values():
        detail = f"of one organisation: {', '.join(peers)}"
        yield Entry("distinct_organisations", -(len(peers) - 1) * each, None, None, detail)


def earlier(case: Case) -> Iterator[Entry]:
    """Of the M valid windows that keep `advised_weeks`, the i-th from 0: round(weight·1000·(M-1-i)/(M-1))."""
    starts = case.ground.advised_windows
    if case.team.start in starts:
        place, last = starts.index(case.team.start), len(starts) - 1
        full = _full(case, "earlier")
        points = full if last == 0 else half_up(full * (last - place), last)
        yield Entry("earlier", points, None, None, f"window {place + 1} of {last + 1} that keep the advised weeks")


def soft_conflicts(case: Case) -> Iterator[Entry]:
    """Cost round(weight·1000/n) for each member (each pair of members) with a soft finding not waived."""
    for rule in soft_rules(case.challenge):
        cost = -half_up((rule.weight or 0) * 1000, case.ground.n)
        for found in soft_findings(case, rule):
            if rule.pair:
                peers = " and ".join(one.person.peer_id for one in found)
                yield Entry(f"soft:{rule.name}", cost, None, None, f"{rule.name}: {peers}")
            else:
                yield _of(found[0], f"soft:{rule.name}", cost, rule.name)


def soft_team_rules(case: Case) -> Iterator[Entry]:
    """Cost round(weight·1000/n) for each unit outside a soft team rule."""
    for place, rule in enumerate(case.challenge.team_rules, start=1):
        if rule.strength == "soft":
            outside = units_outside(case, rule)
            cost = -outside * half_up((rule.weight or 0) * 1000, case.ground.n)
            yield Entry(SOFT_TEAM_RULES, cost, None, None, f"team rule {place} ({rule.attribute}): {outside} outside")


_LEDGER: tuple[Callable[[Case], Iterator[Entry]], ...] = (
    coverage,
    seat_fit,
    member_match,
    distinct_groups,
    outside_region,
    similar_authority,
    fresh,
    experienced_lead,
    distinct_organisations,
    earlier,
    soft_conflicts,
    soft_team_rules,
)


def ledger(case: Case) -> tuple[Entry, ...]:
    """Return every entry that is not 0, criterion by criterion in the order of SPEC.md."""
    return tuple(entry for criterion in _LEDGER for entry in criterion(case) if entry.points != 0)


def soft_rules(challenge: Challenge) -> list[ConflictRule]:
    """Return the conflict rules whose final strength is soft, in the order of SPEC.md."""
    return [rule for rule in challenge.rulebook.conflicts.values() if rule.strength == Strength.SOFT]
