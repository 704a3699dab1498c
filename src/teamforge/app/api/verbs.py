"""What a verb is, what it takes, and what stops it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from teamforge.app.asking import Desk
    from teamforge.app.season import Season
    from teamforge.challenge import Challenge


class Body(BaseModel):
    """The fields that a verb takes: no others."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class OfChallenge(Body):
    """A challenge of the folder, with other fields if they are given."""

    challenge: str = Field(description="Its id.")
    changes: dict[str, Any] = Field(
        {}, description="Fields of the challenge to replace, as `teamforge schema challenge` has them."
    )


Rows = Annotated[int, Field(ge=0, description="How many rows the history had when it was looked at.")]


class Attribution(Body):
    """What every row of the history says: on which day, who reported it, and a remark."""

    rows: Rows
    on: date | None = Field(None, description="The day; left out, today.", strict=False)
    by: str = Field("", max_length=200)
    note: str = Field("", max_length=2000)

    @property
    def how(self) -> dict[str, Any]:
        """The day, who reported it and the remark, as the functions of the history take them."""
        return {"on": self.on, "by": self.by, "note": self.note}


class MissingError(Exception):
    """
    What was asked for does not exist.

    Parameters
    ----------
    text
        What is missing, in words.
    """

    def __init__(self, text: str = "there is no such thing here") -> None:
        super().__init__(text)


@dataclass(frozen=True)
class Verb:
    """An operation: its path, what it does, how it is described and what it takes."""

    path: str
    does: Callable[[Desk, Any], object]
    says: str
    takes: type[BaseModel] | None = None


def known(season: Season, challenge: str) -> Challenge:
    """Return a challenge of the folder."""
    if challenge not in season.challenges:
        raise MissingError("there is no such challenge here: /api/challenges lists them")
    return season.challenges[challenge]


def asked(season: Season, body: OfChallenge) -> Challenge:
    """Return the challenge that was asked about, with its changes."""
    challenge = known(season, body.challenge)
    return challenge.replace(**body.changes) if body.changes else challenge
