"""The arguments and options that several commands share."""

from __future__ import annotations

from datetime import date
from math import isfinite
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from teamforge.cli.project import complete_challenge, complete_peer
from teamforge.spec.audience import Audience


def _seconds(value: float) -> float:
    if not (isfinite(value) and value >= 0):
        raise typer.BadParameter(f"{value:g} is not a number of seconds from 0")
    return value


def day_of(text: str) -> date:
    """
    Return the day that an option gives.

    Raises
    ------
    BadParameter
        If it is not a date.
    """
    from teamforge.spec.dates import as_day

    day = as_day(text)
    if day is None:
        raise typer.BadParameter(f"{text!r} is not a date such as 2027-01-31")
    return day


def peer_option(text: str) -> Any:  # noqa: ANN401 -- as `typer.Option` itself
    """Return the option `--peer` with its help."""
    return typer.Option("--peer", metavar="PEER", help=text, autocompletion=complete_peer, show_default=False)


PoolPath = Annotated[
    Path,
    typer.Argument(
        metavar="POOL",
        help="A folder of CSV or Parquet files, or one .xlsx workbook; left out, that of teamforge.toml.",
        autocompletion=complete_challenge,  # in a project, the challenge may come first
        show_default=False,
    ),
]
ChallengePath = Annotated[
    Path | None,
    typer.Argument(
        metavar="CHALLENGE",
        help="A .toml, .json or .xlsx file, or an id of teamforge.toml; left out, the sheets in the workbook POOL.",
        autocompletion=complete_challenge,
        show_default=False,
    ),
]
KeptOf = Annotated[
    Path | None,
    typer.Argument(
        metavar="CHALLENGE",
        help="As for compose; of a plan the programme, as for plan.",
        autocompletion=complete_challenge,
        show_default=False,
    ),
]
Format = Annotated[
    Literal["table", "json", "csv"],
    typer.Option("--format", help="table for people; json and csv for programs."),
]
For = Annotated[
    Audience,
    typer.Option("--audience", help="Who reads it: host leaves out what only those who put the team together may see."),
]
Names = Annotated[
    bool,
    typer.Option(
        "--names/--no-names",
        help="Show names beside ids of peers and organisations; not in json.",
        show_default=False,
    ),
]
TimeLimit = Annotated[
    float,
    typer.Option("--time-limit", metavar="SECONDS", callback=_seconds, help="How long the search may take."),
]
Seed = Annotated[
    int,
    typer.Option(
        "--seed", metavar="N", min=-(1 << 63), max=(1 << 63) - 1, help="Breaks ties between teams of equal points."
    ),
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it happened; today if left out.")]
Recorded = Annotated[
    bool,
    typer.Option(
        "--record", help="Write into the history what people said, who leaves and who joins.", show_default=False
    ),
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who reported it.", show_default=False)]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="A remark to keep with the row.", show_default=False)]
