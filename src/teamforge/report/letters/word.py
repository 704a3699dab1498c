"""A letter as a Word document: with styles that a colleague can change, or on your own letterhead."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.shared import Cm
from docxtpl import DocxTemplate

from teamforge.page.words import visible
from teamforge.report.letters.letter import Letter
from teamforge.report.sheet.branded import filled, opened
from teamforge.report.sheet.word import set_up, write_line

_STYLES = {"title": "Title", "heading": "Heading 1", "item": "List Bullet", "paragraph": "Normal"}
_BULLET = "•\t"


def to_word(letter: Letter, template: Path | None = None) -> bytes:
    """Return a letter as a Word document; `Letter.write` describes the template."""
    mark = ""
    if template is None:
        document = Document()
        set_up(document, letter.title, width=15.5)
    else:
        document = _paper(template, letter.title)
        mark = _complete_styles(document)
    for kind, text in letter.lines:
        paragraph = document.add_paragraph(style=_STYLES[kind])
        paragraph.paragraph_format.keep_with_next = kind == "heading"
        if kind == "item":
            paragraph.add_run(mark)
        write_line(paragraph, text)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _paper(template: Path, title: str) -> Docx:
    """Return a document with an empty body: it keeps only its page, header and footer."""
    document = opened(template).docx
    for element in list(document.element.body):
        if element.tag != qn("w:sectPr"):
            document.element.body.remove(element)
    paper = BytesIO()
    document.save(paper)
    # Only header and footer are filled in: the letter itself comes later, and is no template.
    return filled(DocxTemplate(paper), {"title": visible(title)}, (), "the letter")


def _complete_styles(document: Docx) -> str:
    """
    Give a document the styles of a letter that it lacks, and return the mark before a list item.

    Word keeps a style in a document once it has been used there. A list has its numbering elsewhere in the file: if its
    style is missing, the mark becomes part of the text.
    """
    ours, known = Document().styles, {style.name for style in document.styles}
    for name in _STYLES.values():
        if name not in known:
            document.styles.element.append(deepcopy(ours[name].element))
    item = _STYLES["item"]
    if item in known:
        return ""
    style = document.styles[item]
    style.element.get_or_add_pPr()._remove_numPr()  # noqa: SLF001 -- it has no name for it
    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Cm(0.63), Cm(-0.63)
    return _BULLET
