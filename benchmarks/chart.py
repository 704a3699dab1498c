"""
docs/benchmarks.svg from the records: time from pool to checked team by size, both on logarithmic axes.

    python -m benchmarks.chart [RECORDS]

Its colours stand out from white and from black alike, so that it serves light and dark pages.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import altair as alt
import vl_convert

from benchmarks.cases import GENERATED
from benchmarks.figures import Figures, result
from benchmarks.page import PAGE
from benchmarks.reach import RECORDS
from benchmarks.records import OURS, read
from benchmarks.rivals import RIVALS

CHART = PAGE.with_suffix(".svg")
"""The picture that is committed."""

_TICKS = (0.01, 0.1, 1, 10, 100, 1_000)
_LOGARITHMIC = alt.Scale(type="log", nice=False, padding=12)
_GREY = "#767676"  # 4.5 to 1 on white and on black
_COLOURS = ("#1a85ff", "#d41159", "#c2540a", "#8f5fd6", "#2f8f46", "#8a7a00")


def svg(figures: Figures) -> str:
    """Return the picture."""
    methods = [method for method in (OURS, *RIVALS) if figures.finished(method, kind=GENERATED)]
    chart = (
        alt.Chart(alt.Data(values=_points(figures, methods)))
        .mark_line(point=alt.OverlayMarkDef(filled=True, size=45), strokeWidth=2)
        .encode(
            x=alt.X("peers:Q", title="peers in the pool", scale=_LOGARITHMIC, axis=_axis(figures.sizes)),
            y=alt.Y("seconds:Q", title="seconds, pool to checked team", scale=_LOGARITHMIC, axis=_axis(_TICKS)),
            color=alt.Color(
                "method:N", sort=methods, scale=alt.Scale(domain=methods, range=list(_COLOURS)), title=None
            ),
            shape=alt.Shape("method:N", sort=methods, scale=alt.Scale(domain=methods), title=None),
        )
        .properties(width=560, height=340, background="transparent")
        .configure(font="sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=_GREY, titleColor=_GREY, domainColor=_GREY, tickColor=_GREY, gridColor=_GREY, gridOpacity=0.25
        )
        .configure_legend(labelColor=_GREY)
    )
    picture: str = vl_convert.vegalite_to_svg(chart.to_json())
    return picture + "\n"


def _axis(values: Sequence[float]) -> alt.Axis:
    return alt.Axis(values=list(values), format=",", labelOverlap=True)


def _points(figures: Figures, methods: list[str]) -> list[dict[str, Any]]:
    """Return a point a method and size: the median of the seeds that it finished."""
    return [
        {"method": method, "peers": size, "seconds": median(map(result, records))}
        for method in methods
        for size in figures.sizes
        if (records := figures.finished(method, size, kind=GENERATED))
    ]


def main() -> None:
    """Write the picture."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    CHART.write_text(svg(Figures(read(path))), "utf-8")


if __name__ == "__main__":
    main()
