"""Why each member is on the team, and what was checked, in plain words."""

from __future__ import annotations

from collections import defaultdict

from teamforge.page.words import counted, listed
from teamforge.result.data import Member, ResultData
from teamforge.spec.audience import Audience
from teamforge.spec.rules import Strength
from teamforge.spec.words import SKILLS, capital, spoken

_MOST = 6
"""At most this many reasons are shown."""
_AWARE = 1


def conflicts_checked(result: ResultData) -> tuple[str, str]:
    """
    Return what a host may know of conflicts of interest: how many rules were checked, how many findings were waived.

    Examples
    --------
    >>> from teamforge import compose, load_demo
    >>> conflicts_checked(compose(*load_demo()))[1]
    '1 finding was waived by a named person, who gave a reason.'
    """
    challenge = result.challenge
    rules = [rule for rule in challenge.rulebook.conflicts.values() if rule.strength is not Strength.OFF]
    # A team that comes back to the host has reviewed it: the rule then never fires.
    if challenge.purpose == "progress_review":
        rules = [rule for rule in rules if rule.name != "reviewed_host"]
    waived = sum(finding.waiver is not None for finding in result.findings)
    checked = f"All members were checked against {counted(len(rules), 'rule')} on conflicts of interest"
    return (
        f"{checked}, and no rule keeps any of them off.",
        f"{counted(waived, 'finding was', 'findings were')} waived by a named person, who gave a reason."
        if waived
        else "Nothing had to be waived.",
    )


def reasons_of(result: ResultData, member: Member, audience: Audience) -> tuple[str, ...]:
    """
    Return why a member is on the team, in sentences without a full stop; with points if the reader may see them.

    Examples
    --------
    >>> from teamforge import compose, load_demo
    >>> result = compose(*load_demo())
    >>> reasons_of(result, result.members[-1], Audience.HOST)
    ('Role fits the seat: challenge manager',)
    """
    rulebook = result.challenge.rulebook
    points: dict[str, int] = defaultdict(int)
    details: dict[str, str] = {}
    for entry in result.entries:
        if entry.seat == member.seat and (
            audience is Audience.TEAM
            or (
                rulebook.for_host(entry.criterion.removeprefix("soft:"))
                and _speaks_well(result, member, entry.criterion)
            )
        ):
            points[entry.criterion] += entry.points
            details[entry.criterion] = entry.detail
    # Even the order would show a host the points: theirs is the order of SPEC.md, with expertise first.
    order = list(points) if audience is Audience.HOST else sorted(points, key=lambda each: -abs(points[each]))
    if audience is Audience.HOST and len(order) > 1:  # the role already stands next to the name
        order = [criterion for criterion in order if criterion != "seat_fit"]
    reasons = []
    for criterion in order[:_MOST]:
        words = capital(_worded(result, member, criterion, details[criterion]))
        reasons.append(f"{words} ({_points(points[criterion])})" if audience is Audience.TEAM else words)
    return tuple(reasons)


def _speaks_well(result: ResultData, member: Member, criterion: str) -> bool:
    """Return whether a host may read a reason: what a member brings, never what they lack or how busy they are."""
    if criterion == "seat_fit":
        return member.fit == _best_fit(result, member)
    return criterion != "fresh" and not criterion.startswith("soft:")


def _best_fit(result: ResultData, member: Member) -> int:
    return max(next(seat.accepts for seat in result.challenge.seats if seat.id == member.seat).values())


def _points(points: int) -> str:
    """Return points in words that stay on one line: a line can break after a hyphen used as a minus."""
    return f"{points:,}\u00a0points".replace("-", "\u2212")


def _worded(result: ResultData, member: Member, criterion: str, detail: str) -> str:
    rule = criterion.removeprefix("soft:")
    match criterion:
        case "coverage":
            return _expertise(result, member)
        case "seat_fit":
            how = "fits" if member.fit == _best_fit(result, member) else "is accepted for"
            return f"role {how} the seat: {spoken(member.role)}"
        case "fresh":
            return f"has time for reviews: {detail}"
        case _ if rule in result.challenge.rulebook.conflicts:
            return f"counts against: {result.challenge.rulebook.conflicts[rule].reason}"
        case _:
            return detail


def _expertise(result: ResultData, member: Member) -> str:
    """Return the themes of the scope that a member knows, by level; failing that, those they are only aware of."""
    peers = result.pool.peers
    place = peers.position[member.peer_id]
    known: dict[int, list[str]] = defaultdict(list)
    for theme, weight in sorted(result.challenge.scope.items(), key=lambda each: (-each[1], each[0])):
        if weight:
            known[int(peers.levels[theme][place])].append(spoken(theme))
    least = max(known) if max(known) == _AWARE else _AWARE + 1
    parts = [f"{SKILLS[level]} in {listed(known[level])}" for level in sorted(known, reverse=True) if level >= least]
    return "; ".join(parts)
