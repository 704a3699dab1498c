"""
What all pictures share: colours, words, and how a chart is finished.

Backgrounds are transparent. Greys and colours stand out from white and from black alike, and from one another for
those who do not see red or green; text on a coloured cell has the colour that reads on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any, TypeVar

import altair as alt

from teamforge.page.words import visible

__all__ = [
    "AMBER",
    "BLUE",
    "GREY",
    "LINES",
    "RED",
    "SHADES",
    "VIOLET",
    "WHITE",
    "Row",
    "data",
    "finished",
    "spoken",
    "wrapped",
]

Row = Mapping[str, str | int | float | bool | None]
"""A row of the data that a chart is drawn from: plain values."""

GREY = "#767676"
"""Text, lines: 4.5 to 1 on white and on black."""
BLUE, RED, AMBER, VIOLET = "#1a85ff", "#d41159", "#b36200", "#8f5fd6"
WHITE, BLACK = "#ffffff", "#10243a"
"""Text on a coloured cell."""

SHADES: Sequence[tuple[str, str]] = (
    ("transparent", GREY),
    ("#cfe3f7", BLACK),
    ("#8fc1ee", BLACK),
    ("#2f7fc9", WHITE),
    ("#0f4c8a", WHITE),
)
"""From nothing to much: the colour of a cell, and of text on it."""

LINES = "split(datum.label, '\\n')"
"""The expression that shows a label of several lines."""

C = TypeVar("C", alt.FacetChart, alt.HConcatChart, alt.VConcatChart, alt.LayerChart)


def data(rows: Iterable[Row]) -> alt.InlineData:
    """Return rows as the data of a chart."""
    return alt.InlineData(values=[dict(row) for row in rows])


def spoken(name: str) -> str:
    """
    Return an id or a word of a vocabulary as people say it.

    Examples
    --------
    >>> spoken("director_of_public_health")
    'director of public health'
    """
    return visible(name).replace("_", " ")


def wrapped(text: str, width: int, most: int = 3) -> str:
    r"""
    Return a text in lines of a width, the last of at most so many cut short.

    Examples
    --------
    >>> wrapped("director of public health", 14)
    'director of\npublic health'
    >>> wrapped("a very long name indeed", 8, most=2)
    'a very\nlong …'
    """
    return "\n".join(wrap(text, width, max_lines=most, placeholder=" …"))


def finished(chart: C, title: str, lines: Sequence[str], description: str) -> C:
    """
    Return a chart with its title and its text for those who cannot see it, in our colours.

    Parameters
    ----------
    chart
        The chart; it must not be configured yet.
    title, lines
        What stands above it.
    description
        What it shows, in sentences.
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
    return (
        styled.configure(font="sans-serif")
        .configure_view(stroke=None)
        .configure_title(color=GREY, subtitleColor=GREY, fontSize=15, subtitleFontSize=12, subtitlePadding=5)
        .configure_axis(**text, **lines_, labelFontSize=11, titleFontSize=12, titleFontWeight="normal")
        .configure_legend(**text, labelFontSize=11, titleFontSize=12, titleFontWeight="normal", labelLimit=400)
        .configure_header(**text, labelFontSize=11, titleFontSize=12, titleFontWeight="normal")
        .configure_text(color=GREY, fontSize=11)
    )
