"""Every valid window: how good its best team is, and how deep the reserves."""

from __future__ import annotations

import altair as alt

from teamforge.errors import InfeasibleError
from teamforge.explain.windows import BestWindow, BestWindows
from teamforge.page.words import days_in_words
from teamforge.report.charts.finish import finished
from teamforge.report.charts.style import AMBER, BLUE, GREY, RED, Chart, Row, data
from teamforge.report.charts.subjects import windows_of
from teamforge.result.data import ResultData
from teamforge.spec.audience import Audience
from teamforge.spec.status import Status

_STATES = ("the best", "a team", "no valid team", "not known: the time ran out")
_COLOURS = dict(zip(_STATES, (BLUE, GREY, RED, AMBER), strict=True))
_SHAPES = dict(zip(_STATES, ("diamond", "circle", "cross", "square"), strict=True))
_FEW = 4
_MANY, _ROW, _LOW_ROW = 60, 20, 13
"""With more windows than this, rows are lower; text still fits."""
_MOST_HEIGHT = 4000


def windows_rows(found: BestWindows, audience: Audience | str = Audience.TEAM) -> list[Row]:
    """
    Return one row per window, in date order.

    Parameters
    ----------
    found
        The answer of `windows`.
    audience
        Who sees it; a host sees whether a team is possible, but neither points nor reserves.

    Returns
    -------
    list of mappings
        ``start`` (ISO), ``window`` (the start in words), ``state``, and, if a team reads it, ``points`` and ``depth``,
        which are None in a window without a team.
    """
    most = max((each.points for each in found if each.points is not None), default=None)
    rows: list[Row] = []
    for each in found:
        about: dict[str, str] = {"start": str(each.start), "window": days_in_words(each.start, each.start)}
        if Audience(audience) is Audience.HOST:
            rows.append({**about, "state": _state(each, None)})
        else:
            rows.append({**about, "state": _state(each, most), "points": each.points, "depth": each.depth})
    return rows


def _state(each: BestWindow, most: int | None) -> str:
    if each.points is None:
        return _STATES[2] if each.status is Status.INFEASIBLE else _STATES[3]
    return _STATES[0] if each.points == most else _STATES[1]


def windows(found: BestWindows | ResultData, audience: Audience | str = Audience.TEAM) -> Chart:
    """
    Return every valid window with the points of its best team and the depth of its reserves.

    Parameters
    ----------
    found
        The answer of `result.windows()`, or the result, which is then asked for its windows.
    audience
        Who sees it; a host sees whether a team is possible, but neither points nor reserves.

    Raises
    ------
    InfeasibleError
        If no window is valid, so there is nothing to show.
    TypeError
        If `found` is neither.

    Examples
    --------
    >>> import teamforge
    >>> found = teamforge.compose(*teamforge.load_demo()).windows()
    >>> len(windows_rows(found)) == len(found), windows(found, "host").to_dict()["title"]["text"]
    (True, 'When a team is possible')
    """
    found = windows_of(found, "windows")
    rows = windows_rows(found, audience)
    if not rows:
        raise InfeasibleError(f"challenge {found.challenge_id}: no window is valid, so there is nothing to show")
    names = [row["window"] for row in rows]
    height = min(_MOST_HEIGHT, (_ROW if len(rows) <= _MANY else _LOW_ROW) * len(rows))
    axis = alt.Axis(labelOverlap=True, labelLimit=0, ticks=False)
    place = alt.Y("window:N", sort=names, title="first day on site", axis=axis)
    present = [state for state in _STATES if any(row["state"] == state for row in rows)]
    state = alt.Color(
        "state:N",
        scale=alt.Scale(domain=present, range=[_COLOURS[state] for state in present]),
        legend=alt.Legend(title=None, orient="bottom", columns=2),
    )
    shape = alt.Shape("state:N", scale=alt.Scale(domain=present, range=[_SHAPES[state] for state in present]))
    counts = "; ".join(f"{sum(row['state'] == state for row in rows)} {state}" for state in present)
    base = alt.Chart(data(rows)).encode(y=place)
    marks = base.mark_point(filled=True, size=60, opacity=1)
    if Audience(audience) is Audience.HOST:
        seen = alt.layer(marks.encode(color=state, shape=shape, tooltip=["window:N", "state:N"]))
        return finished(
            seen.properties(width=60, height=height),
            "When a team is possible",
            [f"challenge {found.challenge_id}: every window that keeps the rules on dates"],
            f"List of {len(rows)} windows. {counts}.",
        )
    tooltips = [
        alt.Tooltip("window:N", title="first day"),
        alt.Tooltip("state:N"),
        alt.Tooltip("points:Q", format=","),
        alt.Tooltip("depth:Q", title="could step in, at the thinnest seat"),
    ]
    held = [row["points"] for row in rows if row["points"] is not None]
    low, high = (min(held), max(held)) if held else (0, 1)
    room = max(50, (high - low) // 12)
    scale = alt.Scale(domain=[low - room, high + room], zero=False, nice=False)
    points = marks.encode(
        x=alt.X("at:Q", title="points of the best team", scale=scale, axis=alt.Axis(format=",d", tickCount=5)),
        color=state,
        shape=shape,
        tooltip=tooltips,
    ).transform_calculate(at=f"isValid(datum.points) ? datum.points : {low - room / 2}")
    deepest = max([row["depth"] for row in rows if row["depth"] is not None], default=0)
    length = alt.X(
        "depth:Q",
        title=["could step in", "at the thinnest seat"],
        scale=alt.Scale(domain=[0, max(1, deepest) * 1.2], nice=False),
        axis=alt.Axis(values=list(range(deepest + 1))) if deepest <= _FEW else alt.Axis(tickCount=4),
    )
    deep = base.encode(y=alt.Y("window:N", sort=names, axis=None), x=length, tooltip=tooltips)
    bars = deep.mark_bar(color=GREY, height={"band": 0.6})
    figures = deep.mark_text(align="left", dx=4, fontSize=10).encode(text="depth:Q")
    reserves = alt.layer(bars, figures)
    best = [row for row in rows if row["state"] == _STATES[0]]
    best_in_words = "".join(f" The best starts on {row['window']}, {row['points']:,} points." for row in best[:1])
    return finished(
        alt.hconcat(
            points.properties(width=400, height=height), reserves.properties(width=160, height=height), spacing=18
        ),
        "The best team of every window",
        [
            f"challenge {found.challenge_id}: points, on an axis that does not begin at 0,",
            "and how many could step in at the seat for which the fewest could",
        ],
        f"Points and depth of reserves of {len(rows)} windows. {counts}.{best_in_words}",
    )
