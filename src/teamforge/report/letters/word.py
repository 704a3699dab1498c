"""A letter as a Word document, with styles that a colleague can change."""

from __future__ import annotations

from io import BytesIO

from docx import Document

from teamforge.report.letters.letter import Letter
from teamforge.report.sheet.word import set_up, write_line

__all__ = ["to_word"]

_STYLES = {"title": "Title", "heading": "Heading 1", "item": "List Bullet", "paragraph": "Normal"}


def to_word(letter: Letter) -> bytes:
    """Return a letter as a Word document."""
    document = Document()
    set_up(document, letter.title, width=15.5)
    for kind, text in letter.lines:
        paragraph = document.add_paragraph(style=_STYLES[kind])
        paragraph.paragraph_format.keep_with_next = kind == "heading"
        write_line(paragraph, text)
    content = BytesIO()
    document.save(content)
    return content.getvalue()
