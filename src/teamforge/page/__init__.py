"""What people read, whatever they read it on: a title, lines, and headed tables of plain words."""

from teamforge.page.model import Cell, Column, Mood, Page, Section, Table

__all__ = ["Cell", "Column", "Mood", "Page", "Section", "Table"]
