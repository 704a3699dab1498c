"""Finish a chart: its title, its text for those who cannot see it, its colours, and how notebooks show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from teamforge.page.words import visible
from teamforge.report.charts.saving import to_svg
from teamforge.report.charts.style import GREY, Chart

_MAJOR = alt.SCHEMA_VERSION.removeprefix("v").split(".")[0]


class _InNotebooks(alt.TopLevelMixin):
    """Drawn by notebooks that know Vega-Lite, shown as SVG by others: Altair's own page would fetch code elsewhere."""

    def _repr_mimebundle_(self, *_: object, **__: object) -> dict[str, Any]:
        return {
            f"application/vnd.vegalite.v{_MAJOR}+json": self.to_dict(),
            "text/html": f'<div style="overflow-x:auto">{to_svg(self)}</div>',
        }


class _LayerChart(_InNotebooks, alt.LayerChart): ...


class _HConcatChart(_InNotebooks, alt.HConcatChart): ...


class _FacetChart(_InNotebooks, alt.FacetChart): ...


_SHOWN: Mapping[type, type] = {
    alt.LayerChart: _LayerChart,
    alt.HConcatChart: _HConcatChart,
    alt.FacetChart: _FacetChart,
}


def finished(chart: Chart, title: str, lines: Sequence[str], description: str) -> Chart:
    """
    Return a chart with its title, the lines under it, and its text for those who cannot see it, in our colours.

    It must not be configured yet.
    """
    above: dict[str, Any] = {"text": visible(title), "subtitle": [visible(line) for line in lines]}
    styled = chart.properties(
        title=alt.Title(**above, anchor="start", offset=14),
        description=visible(description),
        background="transparent",
        padding=12,
    )
    text = {"labelColor": GREY, "titleColor": GREY}
    lines_ = {"domainColor": GREY, "tickColor": GREY, "gridColor": GREY, "gridOpacity": 0.25}
    coloured = (
        styled.configure(font="sans-serif")
        .configure_view(stroke=None)
        .configure_title(color=GREY, subtitleColor=GREY, fontSize=15, subtitleFontSize=12, subtitlePadding=5)
        .configure_axis(**text, **lines_, labelFontSize=11, titleFontSize=12, titleFontWeight="normal")
        .configure_legend(**text, labelFontSize=11, titleFontSize=12, titleFontWeight="normal", labelLimit=400)
        .configure_header(**text, labelFontSize=11, titleFontSize=12, titleFontWeight="normal")
        .configure_text(color=GREY, fontSize=11)
    )
    drawn: Chart = coloured.copy()
    # Only the way notebooks show it changes; a plain assignment would become part of the specification.
    object.__setattr__(drawn, "__class__", _SHOWN[type(drawn)])
    return drawn
