"""The arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = ["ChallengePath", "Format", "Names", "PoolPath"]

PoolPath = Annotated[
    Path,
    typer.Argument(metavar="POOL", help="A folder of CSV or Parquet files, or one .xlsx workbook.", show_default=False),
]
ChallengePath = Annotated[Path, typer.Argument(metavar="CHALLENGE", help="A .toml or .json file.", show_default=False)]
Format = Annotated[
    Literal["table", "json", "csv"],
    typer.Option("--format", help="table for people; json and csv for programs."),
]
Names = Annotated[
    bool,
    typer.Option("--names", help="Show the names of peers as well as their ids; not in json.", show_default=False),
]
