"""A team sheet in your own Word document: its placeholders are filled, and everything else stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.document import Document as Docx
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from teamforge.errors import InputError
from teamforge.page import Section
from teamforge.page.words import lines_of, visible
from teamforge.report.placeholders import placeholder_faults, template_fault
from teamforge.report.sheet.model import PARTS, Portrait, Sheet
from teamforge.report.sheet.word import PORTRAIT
from teamforge.tables.plain import content_of

NEEDED = ("title", "team", "status")
"""What a template must ask for: a sheet that does not say what is proved would claim too much."""


def fill(sheet: Sheet, template: Path) -> bytes:
    """
    Return a Word document with its placeholders filled.

    `title`, `on_site` and `status` are text, `hosts` and `record` lists of text. Each part, such as `team`, has
    `heading`, `lines`, `items` and `rows`; a row has its cells under the columns' names in lower case with `_` for
    spaces, as in ``row.member`` and ``row.covered_by``. A part that the reader may not see is empty.

    Raises
    ------
    InputError
        If it is not a Word document, or its placeholders are wrong; every fault is listed.
    """
    document = opened(template)
    content = BytesIO()
    filled(document, _content(sheet, document), NEEDED, "the team sheet").save(content)
    return content.getvalue()


def opened(template: Path) -> DocxTemplate:
    """
    Return a Word document with placeholders.

    Raises
    ------
    InputError
        If it is not a Word document.
    """
    try:
        document = DocxTemplate(BytesIO(content_of(template)))
        document.init_docx()
    except (BadZipFile, KeyError, ValueError, OSError):
        raise InputError(
            [template_fault(template.name, "a Word document (.docx)", "save it in Word as .docx")]
        ) from None
    return document


def filled(document: DocxTemplate, content: Mapping[str, Any], needed: Sequence[str], of: str) -> Docx:
    """
    Return a document that `opened` returned with its placeholders filled with content, by name.

    An `InputError` lists every fault of its placeholders, also those that are needed and missing; `of` is what they
    belong to, such as ``the team sheet``.
    """
    # The template is somebody else's: it can fill in, but reach nothing else. Everything is escaped.
    words = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        asked = document.get_undeclared_template_variables(words)
        faults = placeholder_faults(asked, tuple(content), needed, of)
        if not faults:
            document.render(content, words)
    except UndefinedError as error:
        faults = [template_fault(None, "placeholders that are there", str(error.message))]
    except TemplateError as error:
        faults = [template_fault(None, "placeholders that can be read", str(error.message))]
    except (ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError, ValueError):
        # The text of such an error may contain what was filled in.
        faults = [
            template_fault(None, "placeholders that can be filled", "take out what is worked out, or is half a table")
        ]
    if faults:
        raise InputError(faults)
    found: Docx = document.docx
    return found


def _content(sheet: Sheet, document: DocxTemplate) -> Mapping[str, Any]:
    """Return what the placeholders stand for."""
    return {
        "title": visible(sheet.title),
        "hosts": [visible(host) for host in sheet.hosts],
        "on_site": visible(sheet.on_site),
        "status": visible(sheet.status),
        **{name: _part(sheet.parts.get(name, Section(""))) for name in PARTS},
        "members": _with_portraits(_part(sheet.parts.get("members", Section(""))), sheet.portraits, document),
        "record": [visible(line) for line in sheet.record],
    }


def _with_portraits(part: _Part, portraits: Sequence[Portrait | None], document: DocxTemplate) -> _Part:
    """Return the members, each with a `photograph`, which may be empty."""
    drawn = [
        "" if each is None else InlineImage(document, BytesIO(each.content), width=Cm(PORTRAIT)) for each in portraits
    ]
    for row, photograph in zip(part.rows, drawn or [""] * len(part.rows), strict=True):
        row["photograph"] = photograph
    return part


@dataclass(frozen=True, slots=True)
class _Part:
    """What a template can ask for in a part."""

    heading: str
    lines: list[str]
    items: list[str]
    rows: list[dict[str, Any]]


def _part(part: Section) -> _Part:
    table = part.table
    columns = [] if table is None else [column.name.lower().replace(" ", "_") for column in table.columns]
    rows = () if table is None else table.rows
    # Word takes line ends within a cell as they are.
    filled = [{name: "\n".join(lines_of(cell)) for name, cell in zip(columns, row, strict=True)} for row in rows]
    return _Part(
        visible(part.heading), [visible(line) for line in part.lines], [visible(item) for item in part.items], filled
    )
