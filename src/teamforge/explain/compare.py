"""Two results side by side: people, criteria, and who carries which theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from teamforge.challenge import Challenge
from teamforge.explain.why import ThemeCover, theme_covers
from teamforge.page.displayed import Displayed
from teamforge.page.plain import Plain, frame
from teamforge.page.words import listed
from teamforge.result.data import ResultData
from teamforge.team import Window

if TYPE_CHECKING:
    import pandas as pd


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
    difference
        How many more points the second has; None if the points of the two cannot be compared.
    """

    criterion: str
    first: int | None
    second: int | None
    difference: int | None


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
        Why the points of the two cannot be compared: other `hosts`, `scope`, `seats` or `rules`; empty if they can be.
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
    def comparable(self) -> bool:
        """Whether the points of the two can be compared; if not, no criterion has a difference."""
        return not self.differs

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
        """Return how many people are on both, and on one only, and whether the points can be compared."""
        apart = "" if self.comparable else f"; points cannot be compared ({listed(self.differs)})"
        return (
            f"<Comparison {' and '.join(self.challenge_ids)}: {len(self.both)} on both, "
            f"{len(self.left)} and {len(self.joined)} on one{apart}>"
        )

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each criterion: `criterion`, and in points `first`, `second` and `difference`, or <NA>."""
        numbers = ("first", "second", "difference")
        return frame(self.criteria, ("criterion", *numbers), may_miss=numbers)


def compare(first: ResultData, second: ResultData) -> Comparison:
    """Answer `Result.compare`, which describes parameters and errors."""
    seats = [{member.seat: member.peer_id for member in each.members} for each in (first, second)]
    ids = dict.fromkeys([*first.challenge.seat_ids, *second.challenge.seat_ids])
    themes = [{cover.theme: cover for cover in theme_covers(each)} for each in (first, second)]
    differs = tuple(_differs(first.challenge, second.challenge))
    return Comparison(
        (first.challenge_id, second.challenge_id),
        (first.points, second.points),
        (first.window, second.window),
        tuple(ComparedSeat(seat, seats[0].get(seat), seats[1].get(seat)) for seat in ids),
        tuple(
            _worth(name, first.breakdown.get(name), second.breakdown.get(name), comparable=not differs)
            for name in dict.fromkeys([*first.breakdown, *second.breakdown])
        ),
        tuple(
            ComparedTheme(theme, themes[0].get(theme), themes[1].get(theme))
            for theme in dict.fromkeys([*themes[0], *themes[1]])
        ),
        differs,
    )


def _worth(name: str, first: int | None, second: int | None, *, comparable: bool) -> ComparedWorth:
    return ComparedWorth(name, first, second, (second or 0) - (first or 0) if comparable else None)


def _differs(first: Challenge, second: Challenge) -> Iterator[str]:
    """Yield what the points depend on and the two challenges do not share (SPEC.md section 6)."""
    if first.hosts != second.hosts:
        yield "hosts"
    if first.scope != second.scope:
        yield "scope"
    if first.seats != second.seats:
        yield "seats"
    if first.rulebook != second.rulebook or first.team_rules != second.team_rules:
        yield "rules"
