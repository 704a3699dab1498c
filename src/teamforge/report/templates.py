"""The templates of HTML pages: one set of rules for escaping and white space."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from teamforge.page.words import lines_of, visible


def templates_in(package: str, folder: str) -> Environment:
    """Return the templates in a folder of a package; everything put into them is escaped."""
    pages = Environment(
        loader=PackageLoader(package, folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {"visible": visible, "lines": lines_of}
    return pages
