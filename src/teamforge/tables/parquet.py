"""Parquet files, through pyarrow, which is an extra."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from teamforge.errors import Fault
from teamforge.tables.packed import MAX_BYTES, SAMPLE
from teamforge.tables.text import TableOutcome, build_table, too_wide

if TYPE_CHECKING:
    from pyarrow.parquet import FileMetaData, RowGroupMetaData

_MOST_CELLS = 400_000_000
"""A few bytes of a Parquet file can stand for any number of equal rows."""
_MOST_BYTES = 4_000_000_000
_INDEX = "__index_level_"
"""What pandas calls the column in which it keeps a nameless index."""


def read_parquet(name: str, path: Path, most_cells: int = _MOST_CELLS) -> TableOutcome:
    """Return the table that a Parquet file holds; its first row counts as row 2, as if it had a header."""
    try:
        import pyarrow as pa  # noqa: PLC0415 -- an extra
        from pyarrow import parquet  # noqa: PLC0415

        from teamforge.tables.arrow import of_arrow  # noqa: PLC0415
    except ModuleNotFoundError:
        mend = "install teamforge[parquet], or save the table as CSV"
        return _refused(name, path, "the package pyarrow, which reads Parquet", mend)
    try:
        with parquet.ParquetFile(path) as file:
            refused = _unreadable(name, path, file.metadata, most_cells)
        if refused is not None:
            return refused
        # Texts stay in their dictionaries: written out in full, one long text could fill any memory.
        dictionaries = _in_dictionaries(path)
        with parquet.ParquetFile(path, read_dictionary=dictionaries) as file:
            table = file.read()
        kept = [place for place, header in enumerate(table.column_names) if not header.startswith(_INDEX)]
        headers, columns = [table.column_names[place] for place in kept], [table.column(place) for place in kept]
        rows = np.arange(2, table.num_rows + 2, dtype=np.int32)
        del table  # so that what Arrow holds of a column is free once its texts are read
        return build_table(name, headers, [of_arrow(columns.pop(0)) for _ in kept], rows, header_row=None)
    except (OSError, pa.ArrowException):
        return _refused(name, path, "a Parquet file that can be read", "write the file again")


def _unreadable(name: str, path: Path, said: FileMetaData, most_cells: int) -> TableOutcome | None:
    """Return why a file is not read at all, as far as what it says about itself shows; None if it may be."""
    if faults := too_wide(name, said.num_columns):
        return TableOutcome(None, faults)
    size = said.num_rows * max(1, said.num_columns)
    if size > most_cells:
        return _refused(name, path, f"at most {most_cells:,} cells, and it has {size:,}", "")
    groups = [said.row_group(place) for place in range(said.num_row_groups)]
    if sum(group.total_byte_size for group in groups) > _MOST_BYTES:
        return _refused(name, path, f"at most {_MOST_BYTES:,} bytes", "")
    if differences := {each for group in groups for each in _differences(group)}:
        expected = "texts that are written out or in dictionaries"
        return _refused(name, path, expected, f"write the file again without {min(differences)}")
    return None


def _differences(group: RowGroupMetaData) -> set[str]:
    """Return how texts of some rows are written as differences, of which Arrow makes no dictionary."""
    columns = map(group.column, range(group.num_columns))
    texts = (column for column in columns if column.physical_type == "BYTE_ARRAY")
    return {encoding for column in texts for encoding in column.encodings if encoding.startswith("DELTA_")}


def _in_dictionaries(path: Path) -> list[str]:
    """Return the text columns, except those with short texts that mostly differ."""
    from pyarrow import parquet  # noqa: PLC0415 -- an extra

    from teamforge.tables.arrow import ends_of  # noqa: PLC0415

    with parquet.ParquetFile(path) as file:
        texts = [column.path for column in file.schema if column.physical_type == "BYTE_ARRAY"]
        names = file.schema_arrow.names
        first = [file.metadata.row_group(group) for group in range(file.num_row_groups)[:1]]
        columns = [group.column(place) for group in first for place in range(group.num_columns)]
    # A column of texts that mostly differ takes more than a byte a row, however it is written.
    varied = {column.path_in_schema for column in columns if column.total_uncompressed_size >= column.num_values}
    short = {name for name in texts if names.count(name) == 1 and name in varied}
    with parquet.ParquetFile(path, read_dictionary=texts) as file:
        for group in range(file.num_row_groups):
            if file.metadata.row_group(group).num_rows < SAMPLE and not group:
                return texts
            # The first rows bring a column's whole dictionary, from which a long text can be repeated.
            for batch in islice(file.iter_batches(SAMPLE, [group], sorted(short)), 1):
                for name in sorted(short):
                    words = batch.column(name).dictionary
                    few = not group and len(words) * 3 <= len(batch)
                    if few or np.diff(ends_of(words)).max(initial=0) > MAX_BYTES:
                        short.discard(name)
    return [name for name in texts if name not in short]


def _refused(name: str, path: Path, expected: str, mend: str) -> TableOutcome:
    return TableOutcome(None, [Fault(name, None, None, path.name, expected, mend)])
