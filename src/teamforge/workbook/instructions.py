"""What the first sheet of the workbook says to the people who fill it in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_TEXT = Path(__file__).with_name("instructions.txt")
_STYLES = {"# ": "title", "## ": "heading"}
_EXAMPLE = "## The example"


def lines(*, example: bool) -> Iterator[tuple[str, str]]:
    """
    Yield the paragraphs of the sheet, each with its style: ``"title"``, ``"heading"`` or ``""``.

    If the workbook holds an example, the sheet says how to remove it.

    Examples
    --------
    >>> next(lines(example=True))
    ('title', 'A pool of peers and a challenge')
    """
    for section in _TEXT.read_text("utf-8").split("\n\n"):
        if example or not section.startswith(_EXAMPLE):
            for line in section.strip().split("\n"):
                mark = next((mark for mark in _STYLES if line.startswith(mark)), "")
                yield _STYLES.get(mark, ""), line.removeprefix(mark)
