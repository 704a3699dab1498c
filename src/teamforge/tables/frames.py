"""Data frames of any kind as tables of text: pandas directly, Polars, Arrow and others through narwhals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from narwhals.exceptions import NarwhalsError

from teamforge.errors import Fault
from teamforge.tables.cells import as_text
from teamforge.tables.text import Ints, TableOutcome, Text, TextTable, build_table, too_wide

Kind = Literal["date", "number", "boolean"]
_INT32 = np.iinfo(np.int32)


def read_frame(name: str, frame: Any) -> TableOutcome:  # noqa: ANN401 -- whatever the user has
    """
    Return the table that a data frame holds.

    Examples
    --------
    >>> frame = pd.DataFrame({"peer_id": [7.0, None], "active": [True, False]})
    >>> [column.texts for column in read_frame("peers", frame).table.columns.values()]
    [('7',), ('true', 'false')]
    """
    if isinstance(frame, pd.DataFrame):
        if faults := too_wide(name, frame.shape[1]):
            return TableOutcome(None, faults)
        columns = [_of_pandas(frame.iloc[:, place]) for place in range(frame.shape[1])]
        return build_table(name, list(frame.columns), columns, _labels(frame.index), header_row=None)
    try:
        known = nw.from_native(frame, eager_only=True)
        series = list(known.iter_columns())
    except NarwhalsError:
        return _refused(name, "a data frame in which each column has its own name", "rename or delete columns")
    except TypeError:
        mend = "collect it first" if hasattr(frame, "collect") else ""
        return _refused(name, f"a data frame, and it is of type {type(frame).__name__}", mend)
    if faults := too_wide(name, len(series)):
        return TableOutcome(None, faults)
    columns = [_of_series(column) for column in series]
    return build_table(name, known.columns, columns, np.arange(len(known)), header_row=None)


def frame_of(table: TextTable, kinds: Mapping[str, Kind] | None = None) -> pd.DataFrame:
    """
    Return a table as a data frame of text, with blank cells missing; `kinds` are columns of dates, numbers or booleans.

    Examples
    --------
    >>> table = TextTable("peers", {"peer_id": Text.of_cells(["P1", ""])}, np.array([2, 3]))
    >>> frame_of(table).peer_id.tolist()
    ['P1', nan]
    """
    kinds = kinds or {}
    return pd.DataFrame({name: _as(kinds.get(name), column) for name, column in table.columns.items()})


def _as(kind: Kind | None, column: Text) -> pd.Series[Any]:
    texts = pd.Series(np.array([*column.texts, None], dtype=object)[column.codes], dtype="str")
    match kind:
        case "date":
            return pd.to_datetime(texts, format="%Y-%m-%d")
        case "number":
            return texts.astype("Int64")
        case "boolean":
            return texts.eq("yes")
        case _:
            return texts


def _refused(name: str, expected: str, mend: str) -> TableOutcome:
    return TableOutcome(None, [Fault(name, None, None, None, expected, mend)])


def _labels(index: pd.Index[Any]) -> Ints:
    """Return what the user sees next to the rows: the labels if they are integers, otherwise positions."""
    if pd.api.types.is_integer_dtype(index.dtype) and not index.hasnans:
        labels = index.to_numpy()
        if not len(labels) or (labels.min() >= _INT32.min and labels.max() <= _INT32.max):
            return labels.astype(np.int32)
    return np.arange(len(index), dtype=np.int32)


def _of_pandas(series: pd.Series[Any]) -> Text:
    if series.dtype != object or pd.api.types.infer_dtype(series) == "string":
        try:
            codes, distinct = pd.factorize(series)
        except (NotImplementedError, TypeError):  # lists and structures of Arrow
            pass
        else:
            return Text.of(codes, map(as_text, pd.Index(distinct).tolist()))
    # In an object column, values that hash alike may read differently: 1, 1.0 and True.
    return Text.of_cells(map(as_text, series.tolist()))


def _of_series(series: nw.Series[Any]) -> Text:
    if series.dtype != nw.Object:
        try:
            from teamforge.tables.arrow import of_arrow  # noqa: PLC0415 -- an extra

            return of_arrow(series.to_arrow())
        except ModuleNotFoundError:  # Polars without pyarrow
            pass
    return Text.of_cells(map(as_text, series.to_list()))
