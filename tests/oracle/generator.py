"""Small, tight random problems in which every rule of the specification has something to decide."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from . import build_challenge, build_pool, build_troubles
from .draft import Draft, Row, chance


@dataclass(frozen=True)
class Problem:
    """Raw tables and a raw challenge."""

    tables: dict[str, list[Row]]
    challenge: dict[str, Any]


def make_problem(rng: Random) -> Problem:
    """A valid problem of 5–10 peers, 2–5 seats (now and then the 7 of the core team) and few windows."""
    draft = Draft(rng)
    build_challenge.calendar(draft)
    build_pool.organisations(draft)
    build_challenge.seats(draft)
    build_pool.peers(draft)
    build_pool.availability(draft)
    build_challenge.rulebook(draft)
    build_troubles.troubles(draft)
    build_challenge.people(draft)
    build_challenge.team_rules(draft)
    build_pool.spelling(draft)
    return Problem({name: rows for name, rows in draft.tables.items() if rows or chance(rng, 0.5)}, draft.challenge)


def to_csv(problem: Problem, folder: Path) -> None:
    """Write the tables as CSV files, and `challenge.json`."""
    for name, rows in problem.tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        if columns:
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)
    (folder / "challenge.json").write_text(json.dumps(problem.challenge, indent=1), encoding="utf-8")
