"""A page: a title, lines of text, and tables with headings. It knows nothing about where it will be shown."""

from teamforge.page.model import Cell, Column, Mood, Page, Section, Table

__all__ = ["Cell", "Column", "Mood", "Page", "Section", "Table"]
