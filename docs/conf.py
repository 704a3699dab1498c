"""How the pages are built: `sphinx-build -W --keep-going -n docs FOLDER`, without a network."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx

project = "TeamForge"
version = release = version_of("teamforge")
language = "en-GB"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "index"
default_role = "code"
highlight_language = "none"

html_theme = "furo"
html_title = f"TeamForge {version}"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_copyright = html_show_sphinx = False
html_math_renderer = "mathml"

myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
napoleon_google_docstring = False
napoleon_use_rtype = False
python_use_unqualified_type_names = True
# Types of Python and of other libraries have no page here, and their pages are not asked for over the network.
nitpick_ignore_regex = [("py:.*", ".*")]


def _inline(self: Any, node: nodes.math) -> None:
    self.body.append(convert(node.astext()))
    raise nodes.SkipNode


def _block(self: Any, node: nodes.math_block) -> None:
    self.body.append(f'<div class="math">{convert(node.astext(), display="block")}</div>')
    raise nodes.SkipNode


def _property(_app: Sphinx, what: str, _name: str, _object: object, _options: object, lines: list[str]) -> None:
    """Begin what a property says with nothing, so that what stands before its first colon is not read as its type."""
    if what == "property":
        lines.insert(0, "\\ ")


def _answer(_app: Sphinx, what: str, name: str, *_: object) -> tuple[str, None] | None:
    """Leave out how an answer is made: questions return it, and nobody calls it."""
    return ("()", None) if what == "class" and name.startswith("teamforge.answers.") else None


def setup(app: Sphinx) -> None:
    """Show formulas as MathML, which browsers draw and screen readers read by themselves."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("autodoc-process-docstring", _property, priority=400)  # before napoleon
    app.connect("autodoc-process-signature", _answer)
