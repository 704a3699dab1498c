"""A team sheet as one HTML file that fetches nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from teamforge.report.sheet.model import Sheet
from teamforge.report.templates import templates_in


def to_html(sheet: Sheet, pictures: Mapping[str, str] | None = None) -> bytes:
    """
    Return a team sheet as HTML.

    `pictures` has, by the name of a part, an SVG element with title and description, which is shown below it unchanged.
    """
    # Everything is escaped on its way in except pictures: they are our own markup.
    pages = templates_in("teamforge.report.sheet", ".")
    pages.filters["base64"] = lambda content: b64encode(content).decode()
    return pages.get_template("sheet.html.j2").render(sheet=sheet, pictures=pictures or {}).encode()
