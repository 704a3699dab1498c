"""The team that stands by the history: the fewest changes that make it whole, and the team that papers are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teamforge.api import Result, repair_team
from teamforge.app.season import Season
from teamforge.assignments import in_force, standing
from teamforge.challenge import Challenge
from teamforge.errors import InfeasibleError, NoTeamError
from teamforge.team import Responses

if TYPE_CHECKING:
    from teamforge.forge.repair import Repair, SeatChange


@dataclass(frozen=True)
class StandingRepair:
    """The team that stands, with the fewest changes that make it whole; or why there is none, and if that is proved."""

    found: Repair[Result] | None
    why: str = ""
    proved: bool = True


def repair_of(season: Season, challenge: Challenge) -> StandingRepair | None:
    """Return the team that stands by the history, and the fewest changes it needs; None if nobody was proposed."""
    pool = season.sound
    stands = standing(pool, challenge.id)
    if stands is None or any(row.state == "done" for row in in_force(pool, challenge.id)):
        return None

    def work_out() -> StandingRepair:
        try:
            return StandingRepair(repair_team(stands, pool, challenge, Responses(), time_limit=season.seconds))
        except NoTeamError as error:
            return StandingRepair(None, str(error), isinstance(error, InfeasibleError))

    return season.answer(work_out, challenge, "repair")


def moved(found: Repair[Result]) -> list[SeatChange]:
    """Return the seats that somebody else has after a repair."""
    return [each for each in found.seats if each.before != each.after]


def team_to_send(season: Season, challenge: Challenge) -> Result | None:
    """Return the team for papers and decisions: the one that stands, if it is whole; before that, the best one."""
    if not in_force(season.sound, challenge.id):
        best = season.result(challenge)
        return None if best.team is None else best
    stands = repair_of(season, challenge)
    if stands is None or stands.found is None or moved(stands.found):
        return None
    return stands.found.result
