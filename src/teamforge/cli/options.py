"""The arguments and options that several commands share."""

from __future__ import annotations

from datetime import date
from math import isfinite
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from teamforge.cli.project import complete_challenge, complete_peer
from teamforge.spec.audience import Audience


def seconds(value: float | None) -> float | None:
    """Return a time limit in seconds; None stays None."""
    if value is not None and not (isfinite(value) and value >= 0):
        raise typer.BadParameter(f"{value:g} is not a number of seconds from 0")
    return value


def day_of(text: str) -> date:
    """
    Return the day that an option gives.

    Raises
    ------
    BadParameter
        If it is not a date that a challenge can have.
    """
    from teamforge.spec.dates import NEAR_YEARS, as_day

    day = as_day(text)
    if day is None:
        raise typer.BadParameter(f"{text!r} is not a date such as 2027-01-31")
    if day.year not in NEAR_YEARS:
        raise typer.BadParameter(f"{text!r} is not a date from {NEAR_YEARS[0]} to {NEAR_YEARS[-1]}")
    return day


def option(name: str, metavar: str, text: str, **more: Any) -> Any:  # noqa: ANN401 -- as `typer.Option` itself
    """Return an option that is left out by default; the help says so where it matters."""
    return typer.Option(name, metavar=metavar, help=text, show_default=False, **more)


def flag(name: str, text: str) -> Any:  # noqa: ANN401 -- likewise
    """Return an option that takes no value."""
    return typer.Option(name, help=text, show_default=False)


def argument(metavar: str, text: str, **more: Any) -> Any:  # noqa: ANN401 -- likewise
    """Return an argument."""
    return typer.Argument(metavar=metavar, help=text, show_default=False, **more)


def refuse_without(value: object, name: str, goes_with: str, *, given: bool) -> None:
    """
    Refuse an option that would change nothing.

    Raises
    ------
    BadParameter
        If the option has a value, and what it goes with is not given.
    """
    if value is not None and not given:
        raise typer.BadParameter(f"it goes with {goes_with}", param_hint=name)


def peer_option(text: str) -> Any:  # noqa: ANN401 -- likewise
    """Return the option `--peer` with its help."""
    return option("--peer", "PEER", text, autocompletion=complete_peer)


def template_option(text: str) -> Any:  # noqa: ANN401 -- likewise
    """Return the option `--template` with its help."""
    return option("--template", "FILE.docx", text, exists=True, dir_okay=False)


PoolPath = Annotated[
    Path,
    argument(
        "POOL",
        "A folder of CSV or Parquet files, or one .xlsx workbook; left out, that of teamforge.toml.",
        autocompletion=complete_challenge,  # in a project, the challenge may come first
    ),
]
ChallengePath = Annotated[
    Path | None,
    argument(
        "CHALLENGE",
        "A .toml, .json or .xlsx file, or an id of teamforge.toml; left out, the sheets in the workbook POOL.",
        autocompletion=complete_challenge,
    ),
]
KeptOf = Annotated[
    Path | None,
    argument("CHALLENGE", "As for compose; of a plan the programme, as for plan.", autocompletion=complete_challenge),
]
Format = Annotated[
    Literal["table", "json", "csv"], typer.Option("--format", help="table for people; json and csv for programs.")
]
For = Annotated[
    Audience,
    typer.Option("--audience", help="Who reads it: host leaves out what only those who put the team together may see."),
]
Names = Annotated[bool, flag("--names/--no-names", "Show names beside ids of peers and organisations; not in json.")]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", metavar="SECONDS", callback=seconds, help="How long the search may take.")
]
Seed = Annotated[
    int,
    typer.Option(
        "--seed", metavar="N", min=-(1 << 63), max=(1 << 63) - 1, help="Breaks ties between teams of equal points."
    ),
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it happened; today if left out.")]
Recorded = Annotated[bool, flag("--record", "Write into the history what people said, who leaves and who joins.")]
By = Annotated[str, option("--by", "NAME", "Who reported it.")]
Note = Annotated[str, option("--note", "TEXT", "A remark to keep with the row.")]
