"""Where the points come from: the ledger as a waterfall."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from teamforge.report.charts.finish import finished
from teamforge.report.charts.style import BLUE, GREY, RED, Chart, Row, data, label_of
from teamforge.report.charts.subjects import result_of
from teamforge.result.data import ResultData

_KINDS = ("gain", "cost", "total")


def ledger_rows(result: ResultData) -> list[Row]:
    """
    Return the steps of the waterfall.

    Returns
    -------
    list of mappings
        ``criterion``, ``meaning`` in words, ``points``, ``before`` and ``after`` (the sum so far), ``kind``: gain,
        cost or, for the last row, total. The points of the other rows sum to the total.

    Raises
    ------
    InfeasibleError, UnknownError
        If there is no team.
    """
    result.require_team()
    rows: list[Row] = []
    so_far = 0
    for name, points in result.breakdown.items():
        meaning = result.challenge.rulebook.line_of(name)[1]
        step = {"criterion": name, "meaning": meaning, "points": points}
        rows.append({**step, "before": so_far, "after": so_far + points, "kind": "cost" if points < 0 else "gain"})
        so_far += points
    total = {"criterion": "total", "meaning": "the team", "points": so_far}
    return [*rows, {**total, "before": 0, "after": so_far, "kind": "total"}]


def ledger(result: ResultData) -> Chart:
    """
    Return the ledger as a waterfall: the points of each criterion, one after another, up to the team's.

    Parameters
    ----------
    result
        The result of `compose`. The picture shows points: it is not for the host.

    Raises
    ------
    InfeasibleError, UnknownError
        If there is no team.
    TypeError
        If `result` is not a result.

    Examples
    --------
    >>> import teamforge
    >>> result = teamforge.compose(*teamforge.load_demo())
    >>> ledger_rows(result)[-1]["points"] == result.points
    True
    """
    result = result_of(result, "ledger")
    rows = ledger_rows(result)
    names = [label_of(row["criterion"]) for row in rows]
    shown = [
        {
            **row,
            "name": name,
            "label": f"{row['points']:,}" if row["kind"] == "total" else _signed(row["points"]),
            "right": max(row["before"], row["after"]),
        }
        for row, name in zip(rows, names, strict=True)
    ]
    place = alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=0, ticks=False))
    tooltips = [
        alt.Tooltip("name:N", title="criterion"),
        alt.Tooltip("meaning:N", title="for"),
        alt.Tooltip("points:Q", format=","),
        alt.Tooltip("after:Q", format=",", title="sum so far"),
    ]
    base = alt.Chart(data(shown)).encode(y=place, tooltip=tooltips)
    bars = base.mark_bar(height=16).encode(
        x=alt.X("before:Q", title="points", scale=_scale(shown), axis=alt.Axis(format=",d", tickCount=6)),
        x2="after:Q",
        color=alt.Color(
            "kind:N",
            sort=list(_KINDS),
            scale=alt.Scale(domain=list(_KINDS), range=[BLUE, RED, GREY]),
            legend=None,
        ),
    )
    ends = base.mark_tick(color=GREY, thickness=1.5, size=24).encode(x="after:Q")
    figures = base.mark_text(align="left", dx=6).encode(x="right:Q", text="label:N")
    all_in_words = "; ".join(f"{name} {row['label']}" for name, row in zip(names, shown, strict=True))
    return finished(
        alt.layer(bars, ends, figures).properties(width=460, height=26 * len(rows)),
        "Where the points come from",
        [f"challenge {result.challenge_id}: points by criterion, each on top of those before"],
        f"Waterfall of the team's points by criterion. {all_in_words}.",
    )


def _signed(points: int) -> str:
    return f"{points:+,}" if points else "0"


def _scale(shown: Sequence[Row]) -> alt.Scale:
    """Return a scale with room for the figures to the right of the bars."""
    reached = [row["after"] for row in shown]
    least, most = min(0, *reached), max(0, *reached)
    return alt.Scale(domain=[least, most + max(1, (most - least) // 8)], nice=False)
