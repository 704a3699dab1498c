"""A chart as a file, as a page of its own, and as a picture within a page; none of them fetches anything."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from teamforge.report.charts.style import GREY
from teamforge.tables.saving import save as save_bytes

FORMATS = ("svg", "png", "pdf", "html")
"""The file endings that `save` knows."""

_EMBED = "window.vegaEmbed = vegaEmbed;"
"""How the bundled library makes itself known to the page."""

_POLICY = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:"
"""The browser lets the page do nothing but draw; the library needs to compile its expressions."""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ margin: 1rem; font-family: sans-serif; overflow-x: auto }}
svg text[fill="{grey}"] {{ fill: currentColor }}
</style>
</head>
<body>
<main id="chart" aria-label="{title}"></main>
<script type="application/json" id="spec">{spec}</script>
<script>
{library}
const spec = JSON.parse(document.getElementById("spec").textContent);
vegaEmbed("#chart", spec, {{ mode: "vega-lite", renderer: "svg", actions: false }}).catch(console.error);
</script>
</body>
</html>
"""


def to_svg(chart: alt.TopLevelMixin, ink: str = "currentColor") -> str:
    """
    Return a chart as an SVG element to put into a page, with its title and description for screen readers.

    Parameters
    ----------
    chart
        A chart of `teamforge.report.charts`.
    ink
        The colour of its text; by default that of the page around it.

    Returns
    -------
    str
        The element. Its ids are unique, so that several charts can be on one page.
    """
    spec = chart.to_dict()
    drawn: str = vl_convert.vegalite_to_svg(spec)
    drawn = re.sub(rf'(<text [^>]*fill="){GREY}"', rf'\1{ink}"', drawn)
    key = f"chart-{hashlib.sha256(drawn.encode()).hexdigest()[:12]}"
    drawn = re.sub(r'(id="|url\(#|href="#)', rf"\1{key}-", drawn)
    # Screen readers announce nothing inside an image: title and description say it all.
    drawn = re.sub(r' (?:role|aria-[a-z]+|tabindex)="[^"]*"', "", drawn)
    head = (
        f'<svg role="img" aria-labelledby="{key}-title {key}-desc" style="max-width:100%;height:auto;overflow:visible" '
    )
    title = f'<title id="{key}-title">{escape(_title(spec))}</title>'
    description = f'<desc id="{key}-desc">{escape(str(spec.get("description", "")))}</desc>'
    opening, rest = drawn.split(">", 1)
    return f"{opening.replace('<svg ', head, 1)}>{title}{description}{rest}"


def to_html(chart: alt.TopLevelMixin) -> str:
    """Return a chart as a page of its own that contains all it needs: it makes no request."""
    spec = chart.to_dict()
    # In JSON this is the same text; in HTML it ends no script.
    embedded = json.dumps(spec).replace("<", "\\u003c")
    return _PAGE.format(
        title=escape(_title(spec)),
        policy=_POLICY,
        grey=GREY,
        spec=embedded,
        library=_library(),
    )


@cache
def _library() -> str:
    """Return the drawing library, which takes a second to bundle."""
    return str(vl_convert.javascript_bundle(_EMBED))


def save(chart: alt.TopLevelMixin, path: Path | str) -> None:
    """
    Write a chart to a file: SVG, PNG, PDF or HTML by the ending of its name; none of them needs a browser.

    Raises
    ------
    ValueError
        If the file has any other ending.
    OSError
        If the file cannot be written.
    """
    path = Path(path)
    ending = path.suffix.removeprefix(".").lower()
    if ending == "svg":
        content = to_svg(chart, GREY).encode()
    elif ending == "html":
        content = to_html(chart).encode()
    elif ending == "png":
        content = vl_convert.vegalite_to_png(chart.to_dict(), scale=2)
    elif ending == "pdf":
        content = vl_convert.vegalite_to_pdf(chart.to_dict())
    else:
        raise ValueError(f"a file that ends in .{ending}: expected one of {', '.join(FORMATS)}")
    save_bytes(path, content)


def _title(spec: dict[str, Any]) -> str:
    return str(spec["title"]["text"])
