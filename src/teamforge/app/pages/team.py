"""The team of a challenge: who sits where and what they bring, the dates, what is proved, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from teamforge.app.asking import Ask
from teamforge.app.pages.changes import Difference, difference
from teamforge.app.pages.no_team import no_team
from teamforge.app.standing import moved, repair_of
from teamforge.assignments import in_force, live
from teamforge.explain.why import PRACTITIONER, theme_covers
from teamforge.page.words import counted
from teamforge.report.pages.result import status_line
from teamforge.spec.words import LEVELS

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.result.data import Member


@dataclass(frozen=True)
class _SeatView:
    """A seat as it is shown: who sits there, what they bring to the scope, what they answered, what changed."""

    id: str
    member: Member | None
    organisation: str
    brings: tuple[tuple[int, tuple[str, ...]], ...]
    points: int
    state: str
    pinned: bool
    new: bool


def team(ask: Ask) -> Response:
    """Show the best team of a draft, or why there is none."""
    before = ask.draft.before
    return show(ask, ask.result, None if before is None else ask.season.result(ask.season.challenge(before)))


def show(ask: Ask, result: Result, before: Result | None) -> Response:
    """Show a result, and how it differs from the one before."""
    if result.team is None:
        return no_team(ask, result)
    changed = None if before is None else difference(before, result)
    return ask.show(
        "team",
        result=result,
        proof=status_line(result),
        seats=list(_seats(result, changed)),
        themes=theme_covers(result),
        findings=result.findings,
        changed=changed,
        excluded=result.challenge.exclude,
        waivers=list(enumerate(ask.challenge.waivers)),
        another="" if ask.draft.before else _another(ask, result),
        dates_fixed=ask.challenge.on_site != ask.season.challenges[ask.draft.challenge_id].on_site,
    )


def _seats(result: Result, changed: Difference | None) -> Iterator[_SeatView]:
    pool, members = result.pool, {member.seat: member for member in result.members}
    states = {row.peer_id: row.state for row in in_force(pool, result.challenge_id)}
    points = result.points_by_member()
    for seat in result.challenge.seats:
        member = members.get(seat.id)
        if member is None:
            yield _SeatView(seat.id, None, "", (), 0, "", pinned=False, new=False)
            continue
        peer = member.peer_id
        yield _SeatView(
            seat.id,
            member,
            pool.organisations.label_of(pool.employer_of(peer)),
            tuple(_brings(result, peer)) if seat.counts else (),
            points[seat.id],
            states.get(peer, ""),
            pinned=result.challenge.pins.get(seat.id) == peer,
            new=changed is not None and peer in changed.came,
        )


def _another(ask: Ask, result: Result) -> str:
    """Return how the team that stands compares with the best one, in words; empty if none stands, or it is that one."""
    rows = live(ask.pool, ask.challenge)
    moves = {row.start for row in rows} != {result.window and result.window.start}
    if not rows or not (moves or {row.peer_id for row in rows} != {each.peer_id for each in result.members}):
        return ""
    stands = repair_of(ask.season, ask.challenge)
    if stands is None:
        return "which has been on site"
    days = "on other days, " if moves else ""
    points = None if stands.found is None or moved(stands.found) else stands.found.result.points
    if points is None or result.points is None:
        return f"{days}and has to change"
    fewer = result.points - points
    return days + (f"with {counted(fewer, 'point')} fewer" if fewer else "with as many points")


def _brings(result: Result, peer: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the levels at which a peer can carry themes of the scope, the highest first, each with its themes."""
    place = result.pool.peers.position[peer]
    scope = sorted(result.challenge.scope.items(), key=lambda each: (-each[1], each[0]))
    for level in range(len(LEVELS) - 1, PRACTITIONER - 1, -1):
        themes = tuple(name for name, weight in scope if weight and result.pool.peers.levels[name][place] == level)
        if themes:
            yield level, themes
