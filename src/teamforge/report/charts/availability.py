"""Who is free when: the candidates of a challenge as a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt
import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.challenge.matching import require_fit
from teamforge.errors import InfeasibleError, close_match
from teamforge.page.words import counted, days_in_words
from teamforge.pool import Pool
from teamforge.problem import eligibility_of, prepare
from teamforge.problem.rules.availability import free_days
from teamforge.problem.rules.intervals import cover, spread
from teamforge.report.charts.finish import finished
from teamforge.report.charts.style import (
    AMBER,
    BLUE,
    GREY,
    RED,
    SHADES,
    WHITE,
    Chart,
    Row,
    data,
    label_of,
    labels,
    people,
)
from teamforge.report.charts.subjects import pool_and_challenge
from teamforge.result.data import ResultData
from teamforge.spec.dates import date_of, monday_of

_FEW = 40
"""Up to this many candidates for a seat have a row each."""
_CROWD = dict(
    zip(("nobody", "1 or 2", "3 to 9", "10 or more"), ((RED, WHITE), (AMBER, WHITE), SHADES[2], SHADES[4]), strict=True)
)
_STATES = {"free": BLUE, "not free": "transparent", "at another challenge": AMBER}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


@dataclass(frozen=True, eq=False)
class _AvailabilityCalendar:
    """The days of the valid windows, and when each candidate for a seat is free and when booked."""

    days: tuple[date, ...]
    seats: dict[str, NDArray[np.int32]]
    free: NDArray[np.bool_]
    booked: NDArray[np.bool_]


def availability_rows(pool: Pool, challenge: Challenge, seat: str | None = None) -> list[Row]:
    """
    Return who could serve on each day of the valid windows.

    A candidate for a seat is a peer that no single rule stops: trained, eligible, not blocked, not excluded.

    Parameters
    ----------
    pool, challenge
        As in `compose`.
    seat
        One seat; by default every seat.

    Returns
    -------
    list of mappings
        For every seat, or one seat with more than 40 candidates: ``day`` (ISO), ``seat``, ``candidates``, ``free``
        (how many of them are free and at no other challenge). For one seat with fewer candidates: ``day``, ``seat``,
        ``peer_id`` and ``state``: free, not free (unknown is not free unless the challenge says so), or at another
        challenge.

    Raises
    ------
    InputError
        If the challenge does not fit the pool.
    InfeasibleError
        If no window is valid.
    ValueError
        If the challenge has no such seat.
    """
    calendar = _calendar(pool, challenge, seat)
    if seat is not None and 0 < len(calendar.seats[seat]) <= _FEW:
        return list(_by_peer(pool, seat, calendar))
    return [
        {"day": str(day), "seat": name, "candidates": len(peers), "free": int(able[:, place].sum())}
        for name, peers in calendar.seats.items()
        for able in [calendar.free[peers] & ~calendar.booked[peers]]
        for place, day in enumerate(calendar.days)
    ]


def _by_peer(pool: Pool, seat: str, calendar: _AvailabilityCalendar) -> Iterator[Row]:
    for peer in calendar.seats[seat].tolist():
        for place, day in enumerate(calendar.days):
            booked, free = calendar.booked[peer, place], calendar.free[peer, place]
            state = "at another challenge" if booked else "free" if free else "not free"
            yield {"day": str(day), "seat": seat, "peer_id": str(pool.peers.ids[peer]), "state": state}


def _calendar(pool: Pool, challenge: Challenge, seat: str | None) -> _AvailabilityCalendar:
    require_fit(pool, challenge)
    if seat is not None and seat not in challenge.seat_ids:
        hint = close_match(seat, challenge.seat_ids)
        raise ValueError(f"the challenge has no seat {seat!r}" + (f"; {hint}" if hint else ""))
    given = prepare(pool, challenge)
    if not len(given.windows):
        raise InfeasibleError(f"challenge {challenge.id}: no window is valid, so there is nothing to show")
    eligibility = eligibility_of(given)
    passed = eligibility.passed
    seats = {
        name: np.unique(eligibility.peers[passed][eligibility.seat[passed] == place])
        for place, name in enumerate(challenge.seat_ids)
        if seat in {None, name}
    }
    days = given.windows.all_days
    everybody = np.arange(len(pool), dtype=np.int32)
    table, rows = pool.engagements, given.bookings.rows
    first, past = np.searchsorted(days, table.start[rows]), np.searchsorted(days, table.end[rows], side="right")
    booked = spread(cover(table.peer[rows], first, past, (len(pool), len(days))), len(days))
    dates = tuple(map(date_of, days.tolist()))
    return _AvailabilityCalendar(dates, seats, spread(free_days(given, everybody, days), len(days)), booked)


def availability(
    pool: Pool | ResultData, challenge: Challenge | None = None, seat: str | None = None, *, names: bool = False
) -> Chart:
    """
    Return the candidates of a challenge as a calendar: who is free on each day of the valid windows.

    Parameters
    ----------
    pool, challenge, seat
        As in `availability_rows`; or a result, for its pool and challenge. Without a seat, each seat has a calendar of
        its own, with numbers; a single seat with at most 40 candidates has one row per peer. The picture shows peers
        who are not on the team: it is not for the host.
    names
        Whether peers are shown by name instead of by id.

    Raises
    ------
    TypeError
        If `pool` is neither a pool nor a result, or the challenge is missing.
    InputError
        If the challenge does not fit the pool.
    InfeasibleError
        If no window is valid.
    ValueError
        If the challenge has no such seat.

    Examples
    --------
    >>> import teamforge
    >>> pool, challenge = teamforge.load_demo()
    >>> availability(pool, challenge).to_dict()["title"]["text"]
    'How many candidates are free'
    """
    pool, challenge = pool_and_challenge(pool, challenge, "availability")
    rows = availability_rows(pool, challenge, seat)
    if "peer_id" in rows[0]:
        return _peers(challenge, rows, people(pool.peers, (row["peer_id"] for row in rows), names=names))
    return _counts(challenge, rows)


def _placed(rows: Sequence[Row]) -> list[Row]:
    """Return rows with their day's place in the calendar; weeks have a year if the days span several years."""
    days = {str(row["day"]): date.fromisoformat(row["day"]) for row in rows}
    several = len({day.year for day in days.values()}) > 1
    places: dict[str, Row] = {}
    for key, day in days.items():
        monday = monday_of(day)
        _, number, month, year = days_in_words(monday, monday).split()
        week = f"{number} {month[:3]}" + (f" {year}" if several else "")
        places[key] = {"weekday": _WEEKDAYS[day.weekday()], "week": week, "date": days_in_words(day, day)}
    return [{**row, **places[row["day"]]} for row in rows]


def _counts(challenge: Challenge, rows: list[Row]) -> Chart:
    seats = labels(row["seat"] for row in rows)
    names = {row["seat"]: f"{seats[row['seat']]}: {row['candidates']:,}" for row in rows}
    shown = [_labelled(row, names[row["seat"]]) for row in _placed(rows)]
    weeks = list(dict.fromkeys(row["week"] for row in shown))
    colour = alt.Color(
        "crowd:N",
        scale=alt.Scale(domain=list(_CROWD), range=[cell for cell, _ in _CROWD.values()]),
        legend=alt.Legend(title="free candidates", orient="bottom", symbolType="square"),
    )
    tooltips = [
        alt.Tooltip("date:N", title="day"),
        alt.Tooltip("seat:N"),
        alt.Tooltip("free:Q"),
        alt.Tooltip("candidates:Q", title="of candidates"),
    ]
    base = alt.Chart().encode(
        x=alt.X("weekday:N", sort=list(_WEEKDAYS), title=None, axis=alt.Axis(labelAngle=0, ticks=False, domain=False)),
        y=alt.Y("week:N", sort=weeks, title="week of", axis=alt.Axis(ticks=False, domain=False)),
        tooltip=tooltips,
    )
    cells = base.mark_rect(stroke=GREY, strokeWidth=0.5).encode(color=colour)
    numbers = base.mark_text().encode(text="free:Q", color=alt.Color("ink:N", scale=None))
    one = alt.layer(cells, numbers).properties(width=160, height=20 * len(weeks))
    header = alt.Header(title=None, labelFontWeight="bold", labelAnchor="start", labelLimit=0)
    chart = one.facet(facet=alt.Facet("name:N", sort=list(names.values()), header=header), columns=4, data=data(shown))
    chart = chart.resolve_axis(x="independent")
    thin = {row["seat"]: sum(each["seat"] == row["seat"] and not each["free"] for each in rows) for row in rows}
    empty = "; ".join(f"{label_of(seat)}: nobody on {counted(days, 'day')}" for seat, days in thin.items() if days)
    return finished(
        chart,
        "How many candidates are free",
        [
            f"challenge {challenge.id}: by seat and day, beside the seat's name all its candidates;",
            "only days that a valid window has, and only peers that no rule stops",
        ],
        f"Calendars of {counted(len(names), 'seat')} with the number of free candidates a day. "
        + (f"{empty}." if empty else "There is somebody for every seat on every day."),
    )


def _labelled(row: Row, name: str) -> Row:
    crowd = list(_CROWD)[sum(row["free"] > most for most in (0, 2, 9))]
    return {**row, "crowd": crowd, "ink": _CROWD[crowd][1], "name": name}


def _peers(challenge: Challenge, rows: list[Row], called: Mapping[str, str]) -> Chart:
    shown = [{**row, "peer": called[row["peer_id"]]} for row in _placed(rows)]
    seat = label_of(rows[0]["seat"])
    weeks = list(dict.fromkeys(row["week"] for row in shown))
    peers = list(dict.fromkeys(row["peer"] for row in shown))
    days = {peer: sum(row["peer"] == peer and row["state"] == "free" for row in shown) for peer in peers}
    peers.sort(key=lambda peer: (-days[peer], peer))
    colour = alt.Color(
        "state:N",
        scale=alt.Scale(domain=list(_STATES), range=list(_STATES.values())),
        legend=alt.Legend(title=None, orient="bottom", symbolType="square", symbolStrokeColor=GREY),
    )
    cells = (
        alt.Chart()
        .mark_rect(stroke=GREY, strokeWidth=0.5)
        .encode(
            x=alt.X(
                "weekday:N",
                sort=list(_WEEKDAYS),
                title=None,
                axis=alt.Axis(labelExpr="slice(datum.label, 0, 1)", labelAngle=0, ticks=False, domain=False),
            ),
            y=alt.Y("peer:N", sort=peers, title="peer", axis=alt.Axis(ticks=False, domain=False, labelLimit=0)),
            color=colour,
            tooltip=[
                alt.Tooltip("peer:N"),
                alt.Tooltip("date:N", title="day"),
                alt.Tooltip("state:N"),
            ],
        )
        .properties(width=60, height=16 * len(peers))
    )
    header = alt.Header(title=None, labelLimit=0)
    chart = cells.facet(column=alt.Column("week:N", sort=weeks, header=header), data=data(shown), spacing=8)
    listed = "; ".join(f"{peer} {days[peer]}" for peer in peers)
    total = len(shown) // len(peers)
    return finished(
        chart,
        f"When the candidates are free: {seat}",
        [f"challenge {challenge.id}: the days that a valid window has, by week; who is free most stands first"],
        f"Calendar of {counted(len(peers), 'candidate')} on {counted(total, 'day')}. Free days: {listed}.",
    )
