"""Two results side by side: people, criteria, and who carries which theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from teamforge.challenge import Challenge
from teamforge.explain.why import ThemeCover, theme_covers
from teamforge.page.displayed import Displayed
from teamforge.page.plain import Plain
from teamforge.result.data import ResultData
from teamforge.team import Window

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ComparedSeat", "ComparedTheme", "ComparedWorth", "Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class ComparedSeat(Plain):
    """
    Who has a seat on each of two teams.

    Parameters
    ----------
    seat
        The id of the seat.
    first, second
        Peer ids; None if nobody has the seat, or that challenge has no such seat.
    """

    seat: str
    first: str | None
    second: str | None


@dataclass(frozen=True, slots=True)
class ComparedWorth(Plain):
    """
    The points of each of two teams for a criterion.

    Parameters
    ----------
    criterion
        Its name in the breakdowns.
    first, second
        Points; None if that challenge does not have the criterion.
    """

    criterion: str
    first: int | None
    second: int | None

    _KEYS = ("criterion", "first", "second", "difference")

    @property
    def difference(self) -> int:
        """How many more points the second has."""
        return (self.second or 0) - (self.first or 0)


@dataclass(frozen=True, slots=True)
class ComparedTheme(Plain):
    """
    Who knows a theme on each of two teams.

    Parameters
    ----------
    theme
        The theme, from either scope.
    first, second
        Who knows it, and at which level; None if that scope does not ask for it.
    """

    theme: str
    first: ThemeCover | None
    second: ThemeCover | None


@dataclass(frozen=True)
class Comparison(Displayed, Plain):
    """
    Two results side by side.

    Parameters
    ----------
    challenge_ids, points, windows
        Those of the first and of the second; points and windows are None without a team.
    seats, criteria, themes
        In the order of the first, then what only the second has.
    differs
        What makes the points of the two incomparable, in words; empty if they can be compared.
    """

    challenge_ids: tuple[str, str]
    points: tuple[int | None, int | None]
    windows: tuple[Window | None, Window | None]
    seats: tuple[ComparedSeat, ...]
    criteria: tuple[ComparedWorth, ...]
    themes: tuple[ComparedTheme, ...]
    differs: tuple[str, ...] = ()

    _KEYS = ("challenge_ids", "points", "starts", "both", "left", "joined", "differs", "seats", "criteria", "themes")

    @property
    def starts(self) -> tuple[date | None, date | None]:
        """The first day on site of each."""
        first, second = (None if window is None else window.start for window in self.windows)
        return first, second

    @property
    def both(self) -> tuple[str, ...]:
        """The peers on both teams, by id."""
        return tuple(sorted(self._people("first") & self._people("second")))

    @property
    def left(self) -> tuple[str, ...]:
        """The peers on the first team only, by id."""
        return tuple(sorted(self._people("first") - self._people("second")))

    @property
    def joined(self) -> tuple[str, ...]:
        """The peers on the second team only, by id."""
        return tuple(sorted(self._people("second") - self._people("first")))

    def _people(self, which: str) -> set[str]:
        return {getattr(each, which) for each in self.seats} - {None}

    def __repr__(self) -> str:
        """Return how many people are on both, and on one only."""
        return (
            f"<Comparison {' and '.join(self.challenge_ids)}: {len(self.both)} on both, "
            f"{len(self.left)} and {len(self.joined)} on one>"
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per criterion: `criterion`, `first`, `second` and `difference` in points."""
        import pandas as pd  # noqa: PLC0415 -- slow to import

        columns = ["criterion", "first", "second", "difference"]
        frame = pd.DataFrame([each.to_dict() for each in self.criteria], columns=columns)
        return frame.astype({"first": "Int64", "second": "Int64"})


def compare(first: ResultData, second: ResultData) -> Comparison:
    """
    Return two results side by side, of one challenge or of two.

    `Result.compare` describes parameters and errors.
    """
    seats = [{member.seat: member.peer_id for member in each.members} for each in (first, second)]
    ids = dict.fromkeys([*first.challenge.seat_ids, *second.challenge.seat_ids])
    themes = [{cover.theme: cover for cover in theme_covers(each)} for each in (first, second)]
    return Comparison(
        (first.challenge_id, second.challenge_id),
        (first.points, second.points),
        (first.window, second.window),
        tuple(ComparedSeat(seat, seats[0].get(seat), seats[1].get(seat)) for seat in ids),
        tuple(
            ComparedWorth(name, first.breakdown.get(name), second.breakdown.get(name))
            for name in dict.fromkeys([*first.breakdown, *second.breakdown])
        ),
        tuple(
            ComparedTheme(theme, themes[0].get(theme), themes[1].get(theme))
            for theme in dict.fromkeys([*themes[0], *themes[1]])
        ),
        tuple(_differs(first.challenge, second.challenge)),
    )


def _differs(first: Challenge, second: Challenge) -> Iterator[str]:
    """Yield what the points depend on and the two challenges do not share (SPEC.md section 6)."""
    if first.scope != second.scope:
        yield "scope"
    if first.seats != second.seats:
        yield "seats"
    if first.rulebook != second.rulebook or first.team_rules != second.team_rules:
        yield "rules"
