"""The calendar of a plan: challenges by week, and people by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import altair as alt

from teamforge.page.words import counted, days_in_words, visible
from teamforge.report.charts.finish import finished
from teamforge.report.charts.style import BLUE, GREY, SHADES, Chart, Row, data
from teamforge.report.charts.subjects import plan_of
from teamforge.result.plan import PlanData
from teamforge.spec.dates import monday_of

_VISIT, _COULD = "on site", "could have been"
_STATES = {_VISIT: BLUE, _COULD: SHADES[1][0]}
_MOST = 60
"""At most this many people have a row; those on the most teams come first."""
_CELL = 13
_WEEK = timedelta(days=7)


def year_rows(plan: PlanData, by: Literal["challenges", "people"] = "challenges") -> list[Row]:
    """
    Return who is on site in which week.

    Parameters
    ----------
    plan
        The plan that `plan` returned.
    by
        ``challenges``: one row per week of each challenge between its first and its last possible day.
        ``people``: one row per visit of each peer.

    Returns
    -------
    list of mappings
        ``row`` (the id of the challenge or peer), ``week`` (its Monday), ``state`` and ``about``, in words.
    """
    rows: list[Row] = []
    for challenge, each in zip(plan.programme.challenges, plan.challenges, strict=True):
        if each.window is None:
            visit, about = None, f"no team: {each.why.text}" if each.why else "no team"
        else:
            visit, about = monday_of(each.window.start), days_in_words(each.window.start, each.window.end)
        if by == "people":
            rows += [
                {"row": member.peer_id, "week": str(visit), "state": _VISIT, "about": f"{each.challenge_id}, {about}"}
                for member in each.members
            ]
            continue
        possible = _weeks(*challenge.on_site.dates) if challenge.on_site.dates else ()
        for week in sorted({*possible, *([visit] if visit else ())}):
            state = _VISIT if week == visit else _COULD
            rows.append({"row": each.challenge_id, "week": str(week), "state": state, "about": about})
    return rows


def _weeks(first: date, last: date) -> Iterator[date]:
    week = monday_of(first)
    while week <= last:
        yield week
        week += _WEEK


def year(plan: PlanData, by: Literal["challenges", "people"] = "challenges") -> Chart:
    """
    Return the calendar of a plan as a picture.

    Parameters
    ----------
    plan, by
        As in `year_rows`. At most 60 people are shown, those on the most teams, by id.

    Raises
    ------
    TypeError
        If it is no plan.
    ValueError
        If no challenge has a team, so there is nothing to show.

    Examples
    --------
    >>> from teamforge import plan
    >>> from teamforge.demo import load_demo_programme
    >>> year(plan(*load_demo_programme())).to_dict()["title"]["text"]
    'The year, challenge by challenge'
    """
    rows = year_rows(plan_of(plan, "year"), by)
    if not any(row["state"] == _VISIT for row in rows):
        raise ValueError("no challenge has a team, so there is nothing to show")
    visits = [row for row in rows if row["state"] == _VISIT]
    mondays = sorted({row["week"] for row in rows})
    first = {row["row"]: row["week"] for row in reversed(visits)}
    often = Counter(row["row"] for row in visits)
    order = sorted(dict.fromkeys(row["row"] for row in rows), key=lambda name: (first.get(name, "9"), name))
    span = f"{mondays[0][:4]}" if mondays[0][:4] == mondays[-1][:4] else f"{mondays[0][:4]} and {mondays[-1][:4]}"
    lines = [f"{counted(len(often), 'challenge')} with a team, by the week of the visit, {span}"]
    if by == "people":
        order = sorted(often, key=lambda name: (-often[name], first[name], name))
        lines = [f"{counted(len(order), 'peer')} on {counted(sum(often.values()), 'seat')}, by the week, {span}"]
        if len(order) > _MOST:
            lines.append(f"the {_MOST} on the most teams")
        order = order[:_MOST]
    shown = [{**row, "name": visible(row["row"])} for row in rows if row["row"] in set(order)]
    weeks = [str(each) for each in _weeks(date.fromisoformat(mondays[0]), date.fromisoformat(mondays[-1]))]
    week = "toDate(datum.value)"
    name = f"utcFormat({week}, utcmonth({week}) == 0 ? '%b %Y' : '%b')"
    month = f"utcdate({week}) <= 7 ? {name} : ''"
    base = alt.Chart(data(shown)).encode(
        x=alt.X(
            "week:O",
            scale=alt.Scale(domain=weeks),
            title=None,
            axis=alt.Axis(
                labelExpr=month, labelAngle=0, labelAlign="left", ticks=False, orient="top", labelOverlap=False
            ),
        ),
        y=alt.Y("name:N", sort=[visible(name) for name in order], title=None, axis=alt.Axis(labelLimit=0, ticks=False)),
        tooltip=[alt.Tooltip("name:N", title=by), alt.Tooltip("week:N", title="week of"), alt.Tooltip("about:N")],
    )
    domain = list(_STATES) if by == "challenges" else [_VISIT]
    cells = base.mark_rect(stroke=GREY, strokeWidth=0.3).encode(
        color=alt.Color(
            "state:N",
            scale=alt.Scale(domain=domain, range=[_STATES[each] for each in domain]),
            legend=alt.Legend(title=None, orient="bottom", symbolType="square") if by == "challenges" else None,
        )
    )
    size = {"width": _CELL * len(weeks), "height": _CELL * len(order)}
    return finished(
        alt.layer(cells).properties(**size),
        "The year, challenge by challenge" if by == "challenges" else "The year, peer by peer",
        lines,
        f"{counted(len(order), 'row')} of {by} by {counted(len(weeks), 'week')}: who is on site in which week.",
    )
