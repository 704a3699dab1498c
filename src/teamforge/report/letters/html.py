"""A letter as one HTML file that fetches nothing."""

from __future__ import annotations

from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from teamforge.page.words import visible
from teamforge.report.letters.letter import Letter

__all__ = ["to_html"]


def to_html(letter: Letter) -> bytes:
    """Return a letter as HTML; everything is escaped on its way in."""
    pages = Environment(
        loader=PackageLoader("teamforge.report.letters", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["visible"] = visible
    parts = [(kind, [line.text for line in lines]) for kind, lines in groupby(letter.lines, key=lambda line: line.kind)]
    return pages.get_template("letter.html.j2").render(title=letter.title, parts=parts).encode()
