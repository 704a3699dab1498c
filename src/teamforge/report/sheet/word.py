"""A team sheet as a Word document, with styles that a colleague can change and tables that a screen reader can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from teamforge.page import Cell, Column, Section, Table
from teamforge.page.words import lines_of, visible
from teamforge.report.sheet.direction import right_to_left
from teamforge.report.sheet.model import Portrait, Sheet

_WIDTH = 18.0
"""Centimetres between the margins of a page."""
PORTRAIT = 2.4
"""The width of a photograph, in centimetres."""
_NUMBER, _FIRST, _HALF, _FEWEST = 1.9, 3.2, 4.8, 2
_INK, _ACCENT, _SOFT = RGBColor(0x1B, 0x1F, 0x24), RGBColor(0x14, 0x50, 0x7A), RGBColor(0x4A, 0x53, 0x5E)
_SHADE, _LINE = "E6EDF3", "C9D0D8"


def to_word(sheet: Sheet) -> bytes:
    """Return a team sheet as a Word document."""
    document = Document()
    set_up(document, sheet.title)
    write_line(document.add_paragraph(style="Title"), sheet.title)
    for host in sheet.hosts:
        write_line(document.add_paragraph(style="Subtitle"), host)
    write_line(document.add_paragraph(), f"On site {sheet.on_site}", bold=True)
    write_line(document.add_paragraph(style="Intense Quote"), sheet.status)
    for name, part in sheet.parts.items():
        _add_part(document, part, sheet.portraits if name == "members" else ())
    document.add_heading("Record", level=1)
    for line in sheet.record:
        write_line(document.add_paragraph(), line)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def set_up(document: Docx, title: str, width: float = _WIDTH) -> None:
    """Give a document its page with `width` centimetres between the margins, its language, title and styles."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - width) / 2)
    page.top_margin = page.bottom_margin = Cm(1.8)
    properties = document.core_properties
    properties.title, properties.language = visible(title)[:255], "en-GB"
    properties.author, properties.comments = "TeamForge", ""
    for name, size, colour in (
        ("Normal", 10, _INK),
        ("Title", 22, _ACCENT),
        ("Subtitle", 12, _SOFT),
        ("Heading 1", 14, _ACCENT),
        ("Intense Quote", 10.5, _INK),
        ("Caption", 9, _SOFT),
    ):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), colour
        # The theme's font would take precedence over the name.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Subtitle"].font.italic = document.styles["Intense Quote"].font.italic = False
    document.styles["Intense Quote"].paragraph_format.left_indent = Cm(0)
    document.styles["Intense Quote"].paragraph_format.right_indent = Cm(0)
    language = document.styles["Normal"].element.get_or_add_rPr()
    language.append(_element("lang", val="en-GB"))
    document.styles["Normal"].paragraph_format.space_after = Pt(4)


def _add_part(document: Docx, part: Section, portraits: Sequence[Portrait | None]) -> None:
    document.add_heading(visible(part.heading), level=1)
    paragraphs = [(line, "Normal") for line in part.lines] + [(item, "List Bullet") for item in part.items]
    for text, style in paragraphs:
        paragraph = document.add_paragraph(style=style)
        paragraph.paragraph_format.keep_with_next = part.table is not None
        write_line(paragraph, text)
    if part.table is not None:
        caption = document.add_paragraph(style="Caption")
        caption.paragraph_format.keep_with_next = True
        write_line(caption, part.table.caption)
        _add_table(document, part.table, portraits)


def _add_table(document: Docx, table: Table, portraits: Sequence[Portrait | None]) -> None:
    rows = [*table.rows, *(() if table.total is None else (table.total,))]
    drawn = document.add_table(rows=len(rows) + 1, cols=len(table.columns), style="Table Grid")
    drawn.autofit = False
    drawn._tbl.tblPr.append(_element("tblCaption", val=visible(table.caption)))  # noqa: SLF001 -- it has no name for it
    drawn._tbl.tblPr.append(_borders())  # noqa: SLF001 -- likewise
    for place, row in enumerate(drawn.rows):
        settings = row._tr.get_or_add_trPr()  # noqa: SLF001 -- likewise
        settings.append(_element("cantSplit"))
        if place == 0:
            settings.append(_element("tblHeader"))
    cells = [drawn.row_cells(place) for place in range(len(rows) + 1)]
    for place, (column, width) in enumerate(zip(table.columns, _widths(table.columns), strict=True)):
        _fill(cells[0][place], column.name, column, bold=True, shade=True)
        for row, values in zip(cells[1:], rows, strict=True):
            _fill(row[place], values[place], column, bold=place == 0 or values is table.total)
        drawn.columns[place].width = Cm(width)
        for row in cells:
            row[place].width = Cm(width)
    for row, portrait in zip(cells[1:], portraits, strict=False):
        if portrait is not None:
            _add_portrait(row[0], portrait)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _add_portrait(cell: _Cell, portrait: Portrait) -> None:
    above = cell.paragraphs[0].insert_paragraph_before()
    above.alignment = WD_ALIGN_PARAGRAPH.LEFT
    above.paragraph_format.space_before, above.paragraph_format.space_after = Pt(4), Pt(2)
    drawn = above.add_run().add_picture(BytesIO(portrait.content), width=Cm(PORTRAIT))
    drawn._inline.docPr.set("descr", visible(portrait.about))  # noqa: SLF001 -- it has no name for it


def _fill(cell: _Cell, content: Cell, column: Column, *, bold: bool, shade: bool = False) -> None:
    first, *rest = lines_of(content)
    paragraphs = [cell.paragraphs[0], *(cell.add_paragraph() for _ in rest)]
    for paragraph, line in zip(paragraphs, (first, *rest), strict=True):
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
        write_line(paragraph, line, bold=bold and paragraph is paragraphs[0])  # the first line identifies the row
        if column.number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if shade:
        cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", fill=_SHADE))  # noqa: SLF001 -- likewise


def _widths(columns: Iterable[Column]) -> list[float]:
    """Return the widths of columns: numbers are narrow, and the last text gets most of the rest."""
    given = list(columns)
    first = _FIRST if len(given) > _FEWEST else _HALF  # with two: the members and what is said about them
    fixed = [_NUMBER if column.number else first if place == 0 else 0.0 for place, column in enumerate(given)]
    free = [place for place, width in enumerate(fixed) if not width]
    shares = [1.0] * len(free)
    if len(free) >= _FEWEST:
        shares[-1] = 1.4
    left = _WIDTH - sum(fixed)
    for place, share in zip(free, shares, strict=True):
        fixed[place] = left * share / sum(shares)
    return fixed


def write_line(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Write a line into a paragraph, in its own direction."""
    run = paragraph.add_run(visible(text))
    run.bold = bold or None
    if right_to_left(text):
        paragraph._p.get_or_add_pPr().append(_element("bidi"))  # noqa: SLF001 -- it has no name for it
        run.font.rtl = True


def _borders() -> BaseOxmlElement:
    """Return the borders of a table: thin ones between its rows, and none between its columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        drawn = "nil" if side in {"left", "right", "insideV"} else "single"
        borders.append(_element(side, val=drawn, sz="4", space="0", color=_LINE))
    return borders


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    """Return an element of WordprocessingML."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
