"""One pool, six forms: CSV, Parquet, a workbook, pandas, Polars and Arrow give the same columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from teamforge.pool import Categorical, Pool
from teamforge.pool.reading import read_pool
from teamforge.spec.vocabulary import TABLES

from .valid import Tables, pool_of, valid, write_csv, write_workbook

Form = Callable[[Path, Tables], Pool]


def parquet(folder: Path, tables: Tables) -> Pool:
    for name, table in tables.items():
        pd.DataFrame(table).to_parquet(folder / f"{name}.parquet")
    return read_pool(folder)


def mixed(folder: Path, tables: Tables) -> Pool:
    write_csv(folder, tables)
    (folder / "peers.csv").unlink()
    pd.DataFrame(tables["peers"]).to_parquet(folder / "Peers.PARQUET")
    return read_pool(folder)


def workbook(folder: Path, tables: Tables) -> Pool:
    sheets: dict[str, list[list[object]]] = {
        name: [list[object](table[0]), *(list[object](row.values()) for row in table)] for name, table in tables.items()
    }
    return read_pool(write_workbook(folder / "pool.xlsx", sheets))


def frames(frame: Callable[[Any], Any]) -> Form:
    return lambda _, tables: Pool.from_frames(**{name: frame(table) for name, table in tables.items()})


def typed(table: list[dict[str, str]]) -> pd.DataFrame:
    """A frame with numbers, dates and booleans of their own types."""
    frame = pd.DataFrame(table).replace("", None)
    if "declared_on" in frame:
        frame["declared_on"] = pd.Series([pd.Timestamp("2026-04-01"), pd.Timestamp("2026-01-31"), pd.NaT])
        frame["trained"] = pd.Series([True, True, False])
        frame["active"] = pd.Series([True, True, None], dtype="boolean")
        frame["challenges_done"] = [0.0, 2.0, None]
        frame["max_per_year"] = pd.Series([None, 3, 0], dtype="Int64")
        frame["theme:Prevention"] = [4, None, 0]
        frame["theme: Shared Purpose"] = pd.Series([None, 2, 1], dtype="Float64")
    if "status" in frame:
        frame["status"] = frame["status"].astype("category")
    return frame


def typed_workbook(folder: Path, tables: Tables) -> Pool:
    sheets: dict[str, list[list[object]]] = {}
    for name, table in tables.items():
        sheets[name] = [list(table[0]), *([_typed_cell(cell) for cell in row.values()] for row in table)]
    return read_pool(write_workbook(folder / "pool.xlsx", sheets))


def _typed_cell(text: str) -> object:
    if text in {"yes", "TRUE", "no"}:
        return text != "no"
    if text.replace(".", "").isdigit() and not text.startswith("00"):
        return float(text)
    return date.fromisoformat(text) if text[4:5] == "-" else text


FORMS: dict[str, Form] = {
    "parquet": parquet,
    "mixed": mixed,
    "workbook": workbook,
    "typed workbook": typed_workbook,
    "pandas": frames(pd.DataFrame),
    "typed pandas": frames(typed),
    "polars": frames(pl.DataFrame),
    "typed polars": frames(lambda table: pl.from_pandas(typed(table))),
    "arrow": frames(pa.Table.from_pylist),
    "typed arrow": frames(lambda table: pa.Table.from_pandas(typed(table))),
}


def plain(column: Any) -> Any:
    """A column as plain values, whatever its codes."""
    if isinstance(column, Categorical):
        return [column.value(row) for row in range(len(column))]
    if isinstance(column, np.ndarray):
        return column.tolist()
    if isinstance(column, dict) or hasattr(column, "items"):
        return {name: plain(part) for name, part in column.items()}
    return column


def content(pool: Pool) -> dict[str, Any]:
    """All that a pool says, but for how rows are counted."""
    return {
        f"{table.name}.{part.name}": plain(getattr(getattr(pool, table.name), part.name))
        for table in fields(pool)
        if table.name in TABLES
        for part in fields(getattr(pool, table.name))
        if part.name != "row"
    } | {"warnings": pool.warnings}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_pool(tmp_path: Path, form: str) -> None:
    expected = content(pool_of(tmp_path / "csv", valid()))
    folder = tmp_path / "form"
    folder.mkdir()
    assert content(FORMS[form](folder, valid())) == expected


@pytest.mark.parametrize("form", ["parquet", "workbook"])
def test_files_of_every_format_count_rows_alike(tmp_path: Path, form: str) -> None:
    expected = pool_of(tmp_path / "csv", valid())
    folder = tmp_path / "form"
    folder.mkdir()
    pool = FORMS[form](folder, valid())
    assert pool.interests.row.tolist() == expected.interests.row.tolist() == [2, 3, 4, 5, 6]


def test_ids_held_as_numbers_lose_their_point_and_refer_to_the_same_ids() -> None:
    pool = Pool.from_frames(
        peers=pd.DataFrame({"peer_id": [1, 2], "roles": "vcs_leader"}),
        availability=pd.DataFrame(
            {
                "peer_id": [1.0, None, 2.0],
                "start": ["2027-01-01", None, "2027-01-01"],
                "end": "2027-01-02",
                "status": "available",
            }
        ).dropna(),
    )
    assert pool.availability.peer.tolist() == [0, 1]
    assert pool.availability.row.tolist() == [0, 2]


def test_ids_of_csv_files_stay_as_written(tmp_path: Path) -> None:
    pool = pool_of(tmp_path, {"peers": [{"peer_id": name, "roles": "x"} for name in ("7", "7.0", "007", "NA", "nan")]})
    assert pool.peers.ids.tolist() == ["7", "7.0", "007", "NA", "nan"]
