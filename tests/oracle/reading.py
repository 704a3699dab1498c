"""What the raw tables say, as plain values: section 1 of the specification."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import floor

Cell = str | dt.date | None
Row = dict[str, str]
Tables = dict[str, list[Row]]


@cache
def rounded(numerator: int, denominator: int) -> int:
    """Round half up: floor(x + 1/2) of an exact rational."""
    return floor(Fraction(numerator, denominator) + Fraction(1, 2))


def folded(text: str) -> str:
    """Every vocabulary but ids is compared trimmed, ignoring case."""
    return text.strip().casefold()


def several(cell: str) -> frozenset[str]:
    """Several values in one cell are separated by `;`."""
    return frozenset(folded(part) for part in cell.split(";") if part.strip())


def day(cell: Cell) -> dt.date | None:
    """Dates are ISO 8601, day-first in files too; a midnight timestamp is a date; blank is none."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date) or cell is None:
        return cell
    text = cell.strip()
    if not text:
        return None
    if "/" in text:
        date, month, year = text[:10].split("/")
        return dt.date(int(year), int(month), int(date))
    return dt.date.fromisoformat(text[:10])


def known_day(cell: Cell) -> dt.date:
    """A date that must be there."""
    date = day(cell)
    if date is None:
        msg = "a required date is blank"
        raise ValueError(msg)
    return date


def whole(cell: str, blank: int) -> int:
    """Whole numbers lose a trailing `.0`; a blank has its stated meaning."""
    text = cell.strip().removesuffix(".0")
    return int(text) if text else blank


def truth(cell: str) -> bool:
    """Booleans: true/false, yes/no, 1/0; blank is false."""
    return folded(cell).removesuffix(".0") in {"true", "yes", "1"}


def years_before(date: dt.date, years: int) -> dt.date:
    """The same day and month N years earlier; 29 February becomes 28 February."""
    try:
        return date.replace(year=date.year - years)
    except ValueError:
        return date.replace(year=date.year - years, day=28)


def programme_year(date: dt.date) -> int:
    """A programme year runs from 1 April to 31 March; it is named by the year it begins in."""
    return date.year if date.month >= 4 else date.year - 1


@dataclass(frozen=True)
class Span:
    """Days from start to end, both inclusive; None is open."""

    start: dt.date | None
    end: dt.date | None

    def holds(self, date: dt.date) -> bool:
        """Start ≤ d ≤ end."""
        return (self.start is None or self.start <= date) and (self.end is None or date <= self.end)

    def current(self, as_of: dt.date) -> bool:
        """Active on some day from `as_of` to `as_of` + 365 days, both inclusive."""
        last = as_of + dt.timedelta(days=365)
        return (self.start is None or self.start <= last) and (self.end is None or as_of <= self.end)

    def past_within(self, as_of: dt.date, years: int) -> bool:
        """Ended before `as_of` but not before the day N years earlier."""
        return self.end is not None and years_before(as_of, years) <= self.end < as_of


@dataclass(frozen=True, eq=False)
class Peer:
    """One row of `peers`; `done` is None without the column, `group` None where unknown."""

    id: str
    organisation: str
    roles: frozenset[str]
    trained: bool
    active: bool
    group: str | None
    done: int | None
    cap: int
    declared: dt.date | None
    levels: Mapping[str, int]
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Organisation:
    """One row of `organisations`; blank where unknown."""

    kind: str = ""
    region: str = ""
    control: str = ""


@dataclass(frozen=True)
class Relation:
    """`source` is `kind` `target`."""

    source: str
    kind: str
    target: str
    span: Span


@dataclass(frozen=True)
class Interest:
    """Declared by a peer: exactly one of organisation and other peer is not blank."""

    peer: str
    kind: str
    organisation: str
    other: str
    span: Span


@dataclass(frozen=True)
class Engagement:
    """One row of `engagements`."""

    peer: str
    host: str
    start: dt.date
    end: dt.date
    status: str
    challenge: str

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.start, self.end)

    @property
    def identity(self) -> tuple[object, ...]:
        """Rows with the same `challenge_id` or, where blank, the same start and end, are one engagement."""
        return ("id", self.challenge) if self.challenge else ("dates", self.start, self.end)


@dataclass(frozen=True)
class Availability:
    """One row of `availability`."""

    peer: str
    span: Span
    free: bool


def rows_of(tables: Tables, table: str) -> list[Row]:
    """The rows with their column names folded, every column in every row; a missing table is an empty one."""
    rows = [{folded(column): cell or "" for column, cell in row.items()} for row in tables.get(table, [])]
    columns = {column for row in rows for column in row}
    return [dict.fromkeys(columns, "") | row for row in rows]


def peer(row: Row) -> Peer:
    """A peer; a missing column of booleans means true, a blank cell false."""
    done = whole(row["challenges_done"], 0) if "challenges_done" in row else None
    return Peer(
        id=row["peer_id"].strip(),
        organisation=row.get("organisation_id", "").strip(),
        roles=several(row["roles"]),
        trained=truth(row.get("trained", "yes")),
        active=truth(row.get("active", "yes")),
        group=folded(row.get("political_group", "")) or None,
        done=done,
        cap=whole(row.get("max_per_year", ""), 1),
        declared=day(row.get("declared_on", "")),
        levels={
            folded(column.partition(":")[2]): whole(cell, 0)
            for column, cell in row.items()
            if folded(column.partition(":")[0]) == "theme" and ":" in column
        },
        cells=row,
    )


def organisation(row: Row) -> Organisation:
    """An organisation's kind, region and political control."""
    return Organisation(
        folded(row.get("kind", "")), folded(row.get("region", "")), folded(row.get("political_control", ""))
    )


def relation(row: Row) -> Relation:
    """A relation; its dates are optional."""
    span = Span(day(row.get("start")), day(row.get("end")))
    return Relation(row["source"].strip(), folded(row["kind"]), row["target"].strip(), span)


def interest(row: Row) -> Interest:
    """An interest; a `job_application` with a start and no end ended on its start."""
    kind, start, end = folded(row["kind"]), day(row.get("start")), day(row.get("end"))
    if kind == "job_application" and end is None:
        end = start
    organisation_id, other = row.get("organisation_id", "").strip(), row.get("other_peer_id", "").strip()
    return Interest(row["peer_id"].strip(), kind, organisation_id, other, Span(start, end))


def engagement(row: Row) -> Engagement:
    """A review done or booked."""
    return Engagement(
        row["peer_id"].strip(),
        row["host_organisation_id"].strip(),
        known_day(row["start"]),
        known_day(row["end"]),
        folded(row["status"]),
        row.get("challenge_id", "").strip(),
    )


def availability(row: Row) -> Availability:
    """Days a peer is free or not; `tentative` counts as unavailable."""
    span = Span(known_day(row["start"]), known_day(row["end"]))
    return Availability(row["peer_id"].strip(), span, folded(row["status"]) == "available")
