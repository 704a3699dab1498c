"""Why there is no team, and the ways out: each with its price, to be tried before it is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from teamforge.app import drafts
from teamforge.app.asking import Ask, RefusedError
from teamforge.app.drafts import DraftStep
from teamforge.challenge import Waiver
from teamforge.report.pages.diagnosis import diagnosis_sections
from teamforge.report.pages.result import status_line

if TYPE_CHECKING:
    from teamforge.api import Result


@dataclass(frozen=True)
class _Way:
    """
    A way out: its words, the points of the best team then, and what others have to do first.

    That is the waivers that somebody would have to give, and the peers who would have to declare their interests anew.
    """

    text: str
    points: int
    waivers: tuple[Waiver, ...]
    declared: tuple[str, ...]


def no_team(ask: Ask, result: Result) -> Response:
    """Show why there is no team."""
    found = result.diagnosis
    given = ask.challenge.waivers
    ways = [
        _Way(
            each.text,
            each.points,
            tuple(waiver for waiver in each.challenge.waivers if waiver not in given),
            each.declared,
        )
        for each in (found.relaxations if found else ())
    ]
    sections = [each for each in diagnosis_sections(found) if each.heading != _WAYS or not ways] if found else ()
    return ask.show("no_team", why=status_line(result), ways=ways, sections=sections)


_WAYS = "What would make a team possible"


def way_out(ask: Ask) -> DraftStep:
    """Return the step of a way out that needs nobody's name."""
    found, place = ask.result.diagnosis, ask.text("place")
    if found is None or not place.isdecimal() or int(place) >= len(found.relaxations):
        raise RefusedError("There is no such way out.")
    way = found.relaxations[int(place)]
    if way.challenge.waivers != ask.result.challenge.waivers:
        raise RefusedError("A waiver is somebody’s decision: say whose.")
    if way.declared:
        raise RefusedError("Only they can declare their interests: put the date of the new declaration into the data.")
    return drafts.relaxed(ask.result.challenge, way.text, way.challenge)
