"""A team sheet as a file: HTML, Word or PDF, by how its name ends."""

from __future__ import annotations

from pathlib import Path

from teamforge.audience import Audience
from teamforge.report.saving import save
from teamforge.result import Result
from teamforge.sheet.content import sheet_of
from teamforge.sheet.html import to_html

__all__ = ["write_sheet"]


def write_sheet(
    result: Result,
    path: Path | str,
    audience: Audience | str = Audience.TEAM,
    *,
    names: bool = False,
    template: Path | str | None = None,
) -> None:
    """Write."""
    from teamforge.sheet.word import to_word
    from teamforge.sheet.pdf import to_pdf
    f = {".html":to_html,".docx":to_word,".pdf":to_pdf}[Path(path).suffix]
    save(Path(path), f(sheet_of(result, audience, names=names)))
