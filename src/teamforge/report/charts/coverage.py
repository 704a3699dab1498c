"""How the scope is covered: theme by member."""

from __future__ import annotations

import altair as alt

from teamforge.report.charts.finish import finished
from teamforge.report.charts.style import GREY, LINES, SHADES, Chart, Row, data, label_of, labels, people, wrapped
from teamforge.report.charts.subjects import result_of
from teamforge.result.data import ResultData
from teamforge.spec.words import LEVELS

_CELL = 34


def coverage_rows(result: ResultData) -> list[Row]:
    """
    Return the level of every member in every theme of the scope.

    Returns
    -------
    list of mappings
        ``theme``, ``weight`` (above 0), ``seat``, ``peer_id``, ``level`` (0 to 4) and ``meaning``, the level in a
        word; the heaviest theme first, then by seat. Only members on seats that count appear.

    Raises
    ------
    InfeasibleError, UnknownError
        If there is no team.
    """
    result.require_team()
    peers = result.pool.peers
    counting = {seat.id for seat in result.challenge.seats if seat.counts}
    themes = sorted(result.challenge.scope.items(), key=lambda item: (-item[1], item[0]))
    rows: list[Row] = []
    for theme, weight in themes:
        for member in result.members:
            if weight and member.seat in counting:
                level = int(peers.levels[theme][peers.position[member.peer_id]])
                about = {"theme": theme, "weight": weight, "seat": member.seat, "peer_id": member.peer_id}
                rows.append({**about, "level": level, "meaning": LEVELS[level]})
    return rows


def coverage(result: ResultData, *, names: bool = False) -> Chart:
    """
    Return a heat map of the scope: how well each member knows each theme, with the themes' weights on its edge.

    Parameters
    ----------
    result
        The result of `compose`. The host may see this picture: it shows only members, and no points.
    names
        Whether members are shown by name instead of by id.

    Raises
    ------
    TypeError
        If `result` is not a result.
    InfeasibleError, UnknownError
        If there is no team.

    Examples
    --------
    >>> import teamforge
    >>> chart = coverage(teamforge.compose(*teamforge.load_demo()))
    >>> chart.to_dict()["title"]["text"]
    'Who covers the scope'
    """
    result = result_of(result, "coverage")
    rows = coverage_rows(result)
    called = people(result.pool.peers, (row["peer_id"] for row in rows), names=names)
    themes_ = labels(row["theme"] for row in rows)
    seats = labels((row["seat"] for row in rows), 13)
    shown = [
        {
            **row,
            "member": f"{seats[row['seat']]}\n{wrapped(called[row['peer_id']], 14, 3)}",
            "peer": called[row["peer_id"]],
            "about": themes_[row["theme"]],
            "ink": SHADES[LEVELS.index(row["meaning"])][1],
        }
        for row in rows
    ]
    themes = list(themes_.values())
    members = list(dict.fromkeys(row["member"] for row in shown))
    weights = [{"about": row["about"], "weight": row["weight"]} for row in shown if row["member"] == members[0]]
    height = _CELL * len(themes)
    theme = alt.Y("about:N", sort=themes, title=None, axis=alt.Axis(labelExpr=LINES, labelLimit=0, ticks=False))
    member = alt.X(
        "member:N",
        sort=members,
        title=None,
        axis=alt.Axis(labelExpr=LINES, labelAngle=0, labelLimit=0, ticks=False, labelPadding=6),
    )
    tooltips = [
        alt.Tooltip("theme:N"),
        alt.Tooltip("weight:Q"),
        alt.Tooltip("seat:N"),
        alt.Tooltip("peer:N"),
        alt.Tooltip("level:Q"),
        alt.Tooltip("meaning:N"),
    ]
    levels = list(range(len(LEVELS)))
    fill = alt.Color(
        "level:O",
        scale=alt.Scale(domain=levels, range=[cell for cell, _ in SHADES]),
        legend=alt.Legend(
            title="level of expertise",
            orient="bottom",
            labelExpr=f"datum.value + ' ' + {list(LEVELS)}[datum.value]",
            symbolStrokeColor=GREY,
            symbolType="square",
            columnPadding=18,
        ),
    )
    base = alt.Chart(data(shown)).encode(x=member, y=theme, tooltip=tooltips)
    cells = base.mark_rect(stroke=GREY, strokeWidth=0.5).encode(color=fill)
    numbers = base.mark_text(fontSize=13).encode(text="level:Q", color=alt.Color("ink:N", scale=None))
    heat = alt.layer(cells, numbers).properties(width=92 * len(members), height=height)
    place = alt.Y("about:N", sort=themes, axis=None)
    edge = alt.Chart(data(weights)).encode(y=place)
    length = alt.X(
        "weight:Q", title="weight", scale=alt.Scale(domain=[0, 10]), axis=alt.Axis(grid=False, values=[0, 5, 10])
    )
    bars = edge.mark_bar(color=GREY, height=14).encode(x=length, tooltip=[alt.Tooltip("weight:Q")])
    figures = edge.mark_text(align="left", dx=4).encode(x=length, text="weight:Q")
    best = {row["theme"]: row for row in sorted(rows, key=lambda row: int(row["level"]))}  # the highest comes last
    best_in_words = "; ".join(
        f"{label_of(theme)}, weight {row['weight']}: at best {row['meaning']} ({label_of(row['seat'])})"
        for theme, row in ((theme, best[theme]) for theme in themes_)
    )
    return finished(
        alt.hconcat(heat, alt.layer(bars, figures).properties(width=90, height=height), spacing=16),
        "Who covers the scope",
        [f"challenge {result.challenge_id}: the level of each member in each theme, the heaviest theme first"],
        f"Heat map of the level from 0 to 4 of each member in each theme of the scope. {best_in_words}.",
    )
