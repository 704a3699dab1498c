"""The input digest of random problems depends on their content alone: not on row order, file format or spelling."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from teamforge.challenge.reading import read_challenge
from teamforge.challenge.windows import find_windows
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool
from teamforge.problem.digest import input_digest
from tests.oracle.challenge import CORE_TEAM
from tests.oracle.generator import make_problem, to_csv
from tests.oracle.reading import folded

from .engine import read
from .relation import Raw, case, relation


def digest(pool: Pool, challenge: Any) -> str:
    """Return the digest of a pool and a challenge."""
    read_ = read_challenge(challenge)
    return input_digest(pool, read_, find_windows(read_))


def digest_raw(raw: Raw) -> str:
    """Return the digest of raw rows."""
    return digest(*read(raw.tables, raw.challenge))


@pytest.mark.parametrize("number", range(12))
def test_any_form(number: int) -> None:
    """As CSV, Parquet, a workbook, and frames of pandas, Polars, Arrow and the pool itself, with rows in any order."""
    raw = make_problem(Random(number))
    rng = Random(number)
    tables = {name: rng.sample(rows, len(rows)) for name, rows in raw.tables.items() if rows}
    frames = {name: pd.DataFrame(rows, dtype=str) for name, rows in tables.items()}
    found = {"frames": digest(*read(raw.tables, raw.challenge))}
    found["pandas"] = digest(Pool.from_frames(**frames), raw.challenge)
    found["to_frames"] = digest(Pool.from_frames(**Pool.from_frames(**frames).to_frames()), raw.challenge)
    polars = {name: pl.DataFrame(rows) for name, rows in tables.items()}
    found["polars"] = digest(Pool.from_frames(**polars), raw.challenge)
    arrow = {name: pa.Table.from_pylist(rows) for name, rows in tables.items()}
    found["arrow"] = digest(Pool.from_frames(**arrow), raw.challenge)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for form in ("csv", "parquet"):
            (folder / form).mkdir()
        to_csv(raw, folder / "csv")
        found["csv"] = digest(read_pool(folder / "csv"), folder / "csv" / "challenge.json")
        with pd.ExcelWriter(folder / "pool.xlsx", engine="xlsxwriter") as book:
            for table, frame in frames.items():
                frame.to_parquet(folder / "parquet" / f"{table}.parquet")
                frame.to_excel(book, sheet_name=table, index=False)
        found["parquet"] = digest(read_pool(folder / "parquet"), raw.challenge)
        found["workbook"] = digest(read_pool(folder / "pool.xlsx"), raw.challenge)
    assert len(set(found.values())) == 1, found


def typed(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Return a frame with whole numbers and dates as their own types, as from a database."""
    frame = pd.DataFrame(rows, dtype=str)
    for column in frame.columns:
        word = folded(column)
        cells = frame[column].str.strip()
        if word in {"challenges_done", "max_per_year"} or word.startswith("theme:"):
            frame[column] = pd.to_numeric(cells.replace("", None))
        elif word in {"start", "end", "declared_on"}:
            day_first = cells.str.contains("/").any()
            frame[column] = pd.to_datetime(cells.replace("", None), format="%d/%m/%Y" if day_first else "%Y-%m-%d")
        elif word in {"trained", "active"}:
            frame[column] = cells.str.lower().isin(["yes", "true", "1"])
    return frame


@pytest.mark.parametrize("number", range(12))
def test_typed_columns(number: int) -> None:
    """Typed numbers, dates and booleans give the same digest as their text."""
    raw = make_problem(Random(number))
    frames = {name: typed(rows) for name, rows in raw.tables.items() if rows}
    assert digest(Pool.from_frames(**frames), raw.challenge) == digest(*read(raw.tables, raw.challenge))


def _level(raw: Raw, rng: Random) -> None:
    theme = next(theme for theme in raw.challenge["scope"]).strip().lower()
    row = rng.choice(raw.rows("peers"))
    row[f"theme:{theme}"] = "3" if row[f"theme:{theme}"] != "3" else "2"


def _role(raw: Raw, rng: Random) -> None:
    rng.choice(raw.rows("peers"))["roles"] += "; another_role"


def _place(raw: Raw, rng: Random) -> None:
    row = rng.choice(raw.rows("peers"))
    row["organisation_id"] = "" if row["organisation_id"] else raw.challenge["hosts"][0]


def _peer(raw: Raw, rng: Random) -> None:
    raw.rows("peers").append(rng.choice(raw.rows("peers")) | {"peer_id": "P99"})


def _id(raw: Raw, rng: Random) -> None:
    raw.rename({peer: peer + "x" for peer in raw.peers}, {})


def _day(raw: Raw, rng: Random) -> None:
    raw.add("availability", peer_id=rng.choice(raw.peers), start="2027-04-12", end="2027-04-12", status="unavailable")


def _booking(raw: Raw, rng: Random) -> None:
    host = raw.challenge["hosts"][0]
    named = {"peer_id": rng.choice(raw.peers), "host_organisation_id": host, "status": "done"}
    raw.add("engagements", **named, start="2020-04-12", end="2020-04-12", challenge_id="other")


def _interest(raw: Raw, rng: Random) -> None:
    host = raw.challenge["hosts"][0]
    raw.add("interests", peer_id=rng.choice(raw.peers), kind="financial", organisation_id=host, start="2011-02-03")


def _seat(raw: Raw, rng: Random) -> None:
    raw.challenge["seats"] = [
        *raw.challenge.get("seats", CORE_TEAM),
        {"id": "more", "accepts": {"x": 1}, "required": False},
    ]


def _fit(raw: Raw, rng: Random) -> None:
    seats = raw.challenge.get("seats")
    if not seats:
        raw.challenge["seats"] = [{"id": "one", "accepts": {"x": 1}}]
        return
    accepts = rng.choice(seats)["accepts"]
    accepts[next(iter(accepts))] = 99


def _waiver(raw: Raw, rng: Random) -> None:
    words = {"rule": "neighbour", "by": "Chair", "reason": "minor", "on": "2026-01-01"}
    raw.challenge["waivers"] = [*raw.challenge.get("waivers", ()), words | {"peer": rng.choice(raw.peers)}]


def _decision(raw: Raw, rng: Random) -> None:
    raw.challenge["as_of"] = "2026-12-24"


def _weight(raw: Raw, rng: Random) -> None:
    raw.challenge.setdefault("rules", {})["seat_fit"] = {"weight": 9}


def _window(raw: Raw, rng: Random) -> None:
    days = raw.challenge["on_site"].get("days", 3)
    raw.challenge["on_site"]["days"] = days % 5 + 1


CHANGES: tuple[Callable[[Raw, Random], None], ...] = (
    *(_level, _role, _place, _peer, _id, _day, _booking, _interest),
    *(_seat, _fit, _waiver, _decision, _weight, _window),
)


@relation(0.9)
def test_whatever_counts(rng: Random) -> bool:
    """Any change of content gives another digest."""
    base = case(rng).raw
    digests = {digest_raw(base)}
    chosen = rng.sample(CHANGES, 4)
    for change in chosen:
        changed = base.copy()
        change(changed, rng)
        digests.add(digest_raw(changed))
    assert len(digests) == 1 + len(chosen), [change.__name__ for change in chosen]
    return True


@relation(0.9)
def test_whatever_does_not(rng: Random) -> bool:
    """Names, titles, notes, reasons, columns that nothing asks for, the order of rows and lists: the same digest."""
    base = case(rng).raw
    changed = base.copy()
    for rows in changed.tables.values():
        rng.shuffle(rows)
        for row in rows:
            row |= {column: "Something else" for column in ("name", "note") if column in row}
    for row in changed.rows("peers"):
        row |= {"shoe_size": rng.choice(("39", "41")), "theme:unasked": rng.choice(("", "4"))}
    changed.challenge["title"] = "Another title"
    for field in ("exclude", "waivers"):
        for entry in changed.listed(field):
            entry["reason"] = "For another reason"
        rng.shuffle(changed.listed(field))
    rng.shuffle(changed.listed("team_rules"))
    changed.challenge["scope"] = dict(reversed(changed.challenge["scope"].items()))
    assert digest_raw(changed) == digest_raw(base)
    return True
