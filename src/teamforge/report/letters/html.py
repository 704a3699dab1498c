"""A letter as one HTML file that fetches nothing."""

from __future__ import annotations

from itertools import groupby

from teamforge.report.letters.letter import Letter
from teamforge.report.templates import templates_in


def to_html(letter: Letter) -> bytes:
    """Return a letter as HTML; everything is escaped on its way in."""
    pages = templates_in("teamforge.report.letters", "templates")
    parts = [(kind, [line.text for line in lines]) for kind, lines in groupby(letter.lines, key=lambda line: line.kind)]
    return pages.get_template("letter.html.j2").render(title=letter.title, parts=parts).encode()
