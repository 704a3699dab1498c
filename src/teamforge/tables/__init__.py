"""What the files say: tables of text from CSV, Parquet, workbooks and data frames, and the faults of the files."""

from teamforge.tables.packed import Packed, PackedIndex
from teamforge.tables.text import Text, TextTable

__all__ = ["Packed", "PackedIndex", "Text", "TextTable"]
