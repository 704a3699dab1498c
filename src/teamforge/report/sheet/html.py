"""A team sheet as one HTML file that fetches nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined

from teamforge.page.words import lines_of, visible
from teamforge.report.sheet.model import Sheet

__all__ = ["to_html"]


def to_html(sheet: Sheet, pictures: Mapping[str, str] | None = None) -> bytes:
    """
    Return a team sheet as HTML.

    Parameters
    ----------
    sheet
        The content of the team sheet.
    pictures
        By the name of a part, an SVG element with title and description, which is shown below it unchanged.
    """
    # Everything is escaped on its way in except pictures: they are our own markup.
    pages = Environment(
        loader=PackageLoader("teamforge.report.sheet", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["visible"] = visible
    pages.filters["lines"] = lines_of
    pages.filters["base64"] = lambda content: b64encode(content).decode()
    return pages.get_template("sheet.html.j2").render(sheet=sheet, pictures=pictures or {}).encode()
