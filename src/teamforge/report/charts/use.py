"""Who is asked too often, and who never: the use of the pool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Literal

import altair as alt

from teamforge.explain.pool_report import PoolReport, pool_report
from teamforge.page.words import counted
from teamforge.pool import Pool
from teamforge.report.charts.finish import finished
from teamforge.report.charts.style import GREY, LINES, RED, SHADES, WHITE, Chart, Row, data, labels, people
from teamforge.report.charts.subjects import pool_and_day
from teamforge.result.data import ResultData

_STATES = {
    "over their cap": (RED, WHITE),
    "at their cap": ("#0f4c8a", WHITE),
    "below their cap": SHADES[2],
    "no engagement": ("transparent", GREY),
}
_NAMED = 8
_WIDE = 60
"""A group's name is broken into lines after this many letters."""
_NARROW = 0.06
"""A part of a bar smaller than this share has no room for its number."""


def use_rows(report: PoolReport, by: Literal["role", "region"] = "role") -> list[Row]:
    """
    Return how many ready peers have served how often, against their cap.

    Parameters
    ----------
    report
        The report of `pool_report`.
    by
        What to group by; a peer with several roles is in the group of each.

    Returns
    -------
    list of mappings
        ``group``, ``peers`` (in the group), ``year`` (a programme year, such as 2026/27), ``state`` and ``count``,
        including counts of 0; the largest group first.
    """
    groups: dict[str, list[int]] = {}
    for row in range(len(report.ready)):
        for name in _groups(report, row, by):
            groups.setdefault(name, []).append(row)
    cap = report.pool.peers.max_per_year[report.ready]
    rows: list[Row] = []
    for name, members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        for year, served in (("last", report.last_year), ("this", report.this_year)):
            states = Counter(_state(int(served[row]), int(cap[row])) for row in members)
            about = {"group": name, "peers": len(members), "year": _programme_year(report.as_of, year == "last")}
            rows += [{**about, "state": state, "count": states[state]} for state in _STATES]
    return rows


def _groups(report: PoolReport, row: int, by: str) -> tuple[str, ...]:
    peers, place = report.pool.peers, int(report.ready[row])
    if by == "role":
        return peers.roles.value(place) or ()
    organisation = int(peers.organisation[place])
    region = None if organisation < 0 else report.pool.organisations.region[organisation]
    return (region or "no known region",)


def _state(served: int, cap: int) -> str:
    over, at, below, none = _STATES
    return over if served > cap else at if served == cap else below if served else none


def _programme_year(as_of: date, last: bool) -> str:  # noqa: FBT001 -- one of two
    year = as_of.year - (as_of.month < 4) - last  # noqa: PLR2004 -- it begins on 1 April
    return f"{year}/{(year + 1) % 100:02}"


def use(
    pool: Pool | ResultData,
    as_of: date | str | None = None,
    by: Literal["role", "region"] = "role",
    *,
    names: bool = False,
) -> Chart:
    """
    Return who is over- and under-used: engagements against `max_per_year`, this programme year and the last.

    Parameters
    ----------
    pool, as_of
        As in `pool_report`; or a result, for its pool on the day of its challenge.
    by
        What to group by: `role` (a peer with several is in each group) or `region`, that of the peer's organisation.
        The picture shows peers who are not on a team: it is not for the host.
    names
        Whether peers are shown by name instead of by id.

    Raises
    ------
    TypeError
        If `pool` is neither a pool nor a result, or the day is missing.
    ValueError
        If `as_of` is not a date, or nobody in the pool is ready.

    Examples
    --------
    >>> import teamforge
    >>> pool, challenge = teamforge.load_demo()
    >>> use(pool, challenge.as_of, by="region").to_dict()["title"]["text"]
    'Who is over- and under-used, by region'
    """
    report = pool_report(*pool_and_day(pool, as_of, "use"))
    rows = use_rows(report, by)
    if not rows:
        raise ValueError("nobody in the pool is trained and active, so there is nothing to show")
    shown = list(_stacked(rows, labels((row["group"] for row in rows), _WIDE)))
    order = list(dict.fromkeys(row["name"] for row in shown))
    place = alt.Y("name:N", sort=order, title=by, axis=alt.Axis(labelLimit=0, ticks=False, labelExpr=LINES))
    tooltips = [
        alt.Tooltip("group:N", title=by),
        alt.Tooltip("year:N", title="programme year"),
        alt.Tooltip("state:N"),
        alt.Tooltip("count:Q", format=","),
        alt.Tooltip("peers:Q", title="of ready peers", format=","),
    ]
    base = alt.Chart().encode(y=place, tooltip=tooltips)
    bars = base.mark_bar(stroke=GREY, strokeWidth=0.5, height=16).encode(
        x=alt.X("start:Q", title="share of ready peers", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")),
        x2="end:Q",
        color=alt.Color(
            "state:N",
            scale=alt.Scale(domain=list(_STATES), range=[cell for cell, _ in _STATES.values()]),
            legend=alt.Legend(title=None, orient="bottom", symbolType="square", symbolStrokeColor=GREY),
        ),
    )
    figures = base.mark_text().encode(x="middle:Q", text="label:N", color=alt.Color("ink:N", scale=None))
    one = alt.layer(bars, figures).properties(width=300, height=24 * len(order))
    header = alt.Header(title=None, labelFontWeight="bold")
    called = people(report.pool.peers, (each.peer_id for each in report.over), names=names)
    over = [
        f"{called[each.peer_id]} ({each.last_year}, {each.this_year} of {each.max_per_year})" for each in report.over
    ]
    more = f" and {len(over) - _NAMED:,} more" if len(over) > _NAMED else ""
    lines = [
        f"engagements against the number that each takes in a year, {counted(len(report.ready), 'ready peer')}",
        f"over their cap (last year, this year, of at most): {', '.join(over[: _NAMED // 2]) or 'nobody'}",
    ]
    if len(over) > _NAMED // 2:
        lines.append(", ".join(over[_NAMED // 2 : _NAMED]) + more)
    return finished(
        one.facet(column=alt.Column("during:N", header=header), data=data(shown), spacing=24),
        f"Who is over- and under-used, by {by}",
        lines,
        f"Shares of ready peers by {by} and programme year. {counted(len(over), 'peer')} over their cap, "
        f"{counted(len(report.idle), 'peer')} without an engagement in either year.",
    )


def _stacked(rows: list[Row], names: dict[str, str]) -> Iterator[Row]:
    """Yield the rows, each with its part of the bar and its number as written on it."""
    end = 0.0
    for row in rows:
        start = 0.0 if row["state"] == next(iter(_STATES)) else end
        end = start + row["count"] / row["peers"]
        label = f"{row['count']:,}" if end - start >= _NARROW else ""
        where = {"start": start, "end": end, "middle": (start + end) / 2}
        during = f"programme year {row['year']}"
        yield {
            **row,
            **where,
            "during": during,
            "label": label,
            "ink": _STATES[row["state"]][1],
            "name": names[row["group"]],
        }
