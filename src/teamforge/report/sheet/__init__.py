"""The team sheet: one content, for the team or for the host, that three writers turn into HTML, Word and PDF."""

from teamforge.report.sheet.content import sheet_of
from teamforge.report.sheet.model import Sheet
from teamforge.report.sheet.writing import write_sheet

__all__ = ["Sheet", "sheet_of", "write_sheet"]
