"""Which places of the plan that stands have changed (SPEC.md section 10, "Changing a plan")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from teamforge.team import Team
from teamforge.verify import rules
from teamforge.verify.case import Case
from teamforge.verify.conflicts import conflict_violations
from teamforge.verify.ground import Ground
from teamforge.verify.history import History
from teamforge.verify.plan.case import PlanCase
from teamforge.verify.windows import valid_windows

if TYPE_CHECKING:
    from datetime import date

Standing = tuple[tuple[str, str, range], ...]
"""The places of a team that stands: seat id, peer id, and the days on site as day numbers."""
_ALONE = (
    *(rules.trained, rules.active, rules.eligible, rules.excluded, rules.pin),
    *(rules.availability, rules.overlap, rules.rest, rules.max_per_year, conflict_violations),
)
"""Those of rules 2 to 5 of section 4 that are about one peer."""


def changed_seats(case: PlanCase, standing: Mapping[str, Standing] | None = None) -> tuple[tuple[str, str], ...]:
    """Return the challenge and seat of every change that counts."""
    if standing is None:
        standing = {each.id: History.of(case.given, each.id).live for each in case.planned}
    return tuple(found for each in case.planned for found in _changed(case, each.id, standing.get(each.id, ())))


def _changed(case: PlanCase, challenge_id: str, standing: Standing) -> Iterator[tuple[str, str]]:
    own = case.cases.get(challenge_id)
    held = dict.fromkeys(own.team.seats if own else ())
    for seat, peer, days in standing:
        stays = own is not None and (seat, peer) in held and own.window == days
        if not stays and _could_stay(case, challenge_id, seat, peer):
            yield challenge_id, seat


def _could_stay(case: PlanCase, challenge_id: str, seat: str, peer: str) -> bool:
    """Return whether a peer could hold a seat in some window, by rules 2 to 5 of section 4 and only the pool."""
    challenge = next(each for each in case.planned if each.id == challenge_id)
    ground = Ground(case.pool, challenge)
    confirmed = ground.history.first_day
    starts = valid_windows(challenge) if confirmed is None else (confirmed,)
    return any(_could_hold(ground, seat, peer, start) for start in starts)


def _could_hold(ground: Ground, seat: str, peer: str, start: date) -> bool:
    alone = Case(ground, Team(start, ((seat, peer),)))
    if not alone.seated:
        return False  # the seat or the peer no longer exists
    # Another peer's pin on another seat has no bearing on this place.
    return not any(found.seat == seat or peer in found.peers for rule in _ALONE for found in rule(alone))
