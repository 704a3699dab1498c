"""Seats, and the LGA core team that a challenge has if it names none (SPEC.md section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from teamforge.challenge.containers import Keyed
from teamforge.challenge.fields import Flag, Id, Whole, flag, trimmed
from teamforge.challenge.flaws import Flaw
from teamforge.challenge.table import FieldTable, part
from teamforge.spec.vocabulary import fold

MAX_SEATS = 200

Fit = Annotated[int, Whole(1, 100)]


class Seat(FieldTable):
    """A place in the team, and who may take it."""

    id: Id = Field(description="The seat's own id.")
    accepts: Annotated[Mapping[str, Fit], Keyed("role types, each with its fit", fold, least=1)] = Field(
        description="The role types it accepts, each with its fit from 1 to 100."
    )
    required: Flag = Field(default=True, description="Whether it must be filled.")
    counts: Flag = Field(default=True, description="Whether its member counts for coverage and the member criteria.")
    political: Flag = Field(default=False, description="Whether it is for a politician.")
    leads: Flag = Field(default=False, description="Whether its member leads the team.")
    authority: Flag = Field(default=False, description="Whether its member should be of an authority like the host.")


def flaws_of_seats(seats: tuple[object, ...]) -> list[Flaw]:
    """Return what is wrong between seats, any of which may itself be wrong."""
    flaws: list[Flaw] = []
    seen: set[str] = set()
    for place, seat in enumerate(seats):
        name = trimmed(part(seat, "id"))
        if name in seen:
            flaws.append(Flaw("an id used once", "give each seat its own id", name, (place, "id")))
        elif name is not None:
            seen.add(name)
    if all(flag(part(seat, "required")) is False for seat in seats):
        flaws.append(Flaw("at least one required seat", "add a seat, or leave seats out for the LGA core team"))
    return flaws
