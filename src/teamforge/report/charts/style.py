"""
What all pictures share: colours and words.

Backgrounds are transparent. Greys and colours stand out from both white and black, and from one another for people who
do not see red or green; text on a coloured cell has a colour that is readable on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any

import altair as alt

from teamforge.page.words import visible
from teamforge.pool.columns import Peers
from teamforge.spec.words import spoken

Row = dict[str, Any]
"""A row of the data that a chart is drawn from: plain values, ready for JSON."""
Chart = alt.LayerChart | alt.HConcatChart | alt.FacetChart
"""What the functions of this package return."""

GREY = "#767676"
"""Text and lines: a contrast of 4.5 to 1 on white and on black."""
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
"""From nothing to a lot: the colour of a cell, and of the text on it."""

LINES = "split(datum.label, '\\n')"
"""The expression that shows a label of several lines."""


def data(rows: Iterable[Row]) -> alt.InlineData:
    """Return rows as the data of a chart."""
    return alt.InlineData(values=list(rows))


def label_of(name: str) -> str:
    """
    Return an id or a vocabulary word as people say it.

    Examples
    --------
    >>> label_of("nhs_prevention_lead")
    'NHS prevention lead'
    """
    return spoken(visible(name))


def labels(names: Iterable[str], width: int = 26) -> dict[str, str]:
    r"""
    Return each name as people say it, wrapped to a width; as it is written if two would look the same.

    Examples
    --------
    >>> labels(["public_health", "public health", "vcs_leader"], 7)
    {'public_health': 'public_\nhealth', 'public health': 'public\nhealth', 'vcs_leader': 'VCS\nleader'}
    """
    known = list(dict.fromkeys(names))
    often = Counter(map(label_of, known))
    shown = {name: label_of(name) if often[label_of(name)] == 1 else visible(name) for name in known}
    return {name: "\n".join(wrap(text, width)) for name, text in shown.items()}


def people(peers: Peers, ids: Iterable[str], *, names: bool) -> dict[str, str]:
    """
    Return what to call each peer: by name if names are asked for, otherwise by id.

    A peer who shares a name with another, or has none, keeps the id.
    """
    known = list(dict.fromkeys(ids))
    if not names:
        return {peer: visible(peer) for peer in known}
    called = {peer: visible(peers.name_of(peer)) for peer in known}
    often = Counter(called.values())
    return {
        peer: visible(peer) if not name else name if often[name] == 1 else f"{name} ({visible(peer)})"
        for peer, name in called.items()
    }


def wrapped(text: str, width: int, most: int) -> str:
    r"""
    Return a text wrapped to a width; at most `most` lines are kept, the last of them cut short.

    Examples
    --------
    >>> wrapped("a very long name indeed", 8, most=2)
    'a very\nlong …'
    """
    return "\n".join(wrap(text, width, max_lines=most, placeholder=" …"))
