"""
Generated pools and challenges made hard, each in one way: what an engine that lives by bounds might choke on.

    python -m benchmarks.hard NAME SOURCE TARGET
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Hard:
    """
    A way to make a case hard.

    Parameters
    ----------
    size
        Peers.
    words
        What is hard, for the table.
    tables
        Rewrites the tables of a folder, given the hosts.
    challenge
        Replaces fields of the challenge.
    """

    size: int
    words: str
    tables: Callable[[Path, Sequence[str]], None] = lambda _folder, _hosts: None
    challenge: Callable[[], Mapping[str, Any]] = dict


def harden(way: Hard, source: Path, target: Path) -> None:
    """Write a harder copy of a case's tables and challenge to a new folder."""
    shutil.copytree(source / "pool", target / "pool")
    fields = tomllib.loads((source / "challenge.toml").read_text("utf-8"))
    way.tables(target / "pool", fields["hosts"])
    fields |= way.challenge()
    (target / "challenge.json").write_text(json.dumps(fields, default=str), "utf-8")


def _rewrite(path: Path, change: Callable[[int, Row], Row]) -> None:
    """Replace the rows of a table; `change` is given the number of each, and the row."""
    beside = path.with_suffix(".new")
    with path.open(newline="", encoding="utf-8") as old, beside.open("w", newline="", encoding="utf-8") as new:
        rows = csv.DictReader(old)
        writer = csv.DictWriter(new, list(rows.fieldnames or ()), lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(number, row) for number, row in enumerate(rows))
    beside.replace(path)


def _tied(folder: Path, _hosts: Sequence[str]) -> None:
    """Make everybody of a role the same: levels, organisation, experience, dates."""

    def alike(_number: int, row: Row) -> Row:
        same = {name: "2" for name in row if name.startswith("theme:")}
        return row | same | {"organisation_id": "", "political_group": "", "challenges_done": "2", "max_per_year": "1"}

    _rewrite(folder / "peers.csv", alike)
    for table in ("availability", "engagements", "interests"):
        (folder / f"{table}.csv").unlink()


def _dense(folder: Path, _hosts: Sequence[str]) -> None:
    """Tie every fifth pair of peers, by chance, in business."""
    with (folder / "peers.csv").open(newline="", encoding="utf-8") as file:
        ids = [row["peer_id"] for row in csv.DictReader(file)]
    rng = Random(0)  # noqa: S311 -- no secret
    with (folder / "interests.csv").open("w", encoding="utf-8") as file:
        file.write("peer_id,kind,other_peer_id\n")
        for place, peer in enumerate(ids):
            file.writelines(f"{peer},business,{other}\n" for other in ids[:place] if rng.random() < 1 / 5)


def _half(folder: Path, hosts: Sequence[str]) -> None:
    """Put every second peer into the same organisation, far from the host."""
    with (folder / "organisations.csv").open(newline="", encoding="utf-8") as file:
        organisations = list(csv.DictReader(file))
    near = {row["region"] for row in organisations if row["organisation_id"] in hosts}
    one = next(r["organisation_id"] for r in organisations if r["kind"] == "district" and r["region"] not in near)
    _rewrite(folder / "peers.csv", lambda number, row: row | {"organisation_id": one} if number % 2 else row)


def _optional() -> Mapping[str, Any]:
    """Leave every seat but the lead's open to be empty."""
    from teamforge.challenge.defaults import CORE_TEAM  # noqa: PLC0415 -- who only asks for names stays small

    return {"seats": [seat.model_dump() | {"required": seat.leads} for seat in CORE_TEAM]}


def _soft() -> Mapping[str, Any]:
    """Make every conflict rule soft, and add two soft team rules."""
    from teamforge.spec.rulebook import RULEBOOK  # noqa: PLC0415 -- who only asks for names stays small

    return {
        "rules": {rule: {"strength": "soft", "weight": 3} for rule in RULEBOOK.conflicts},
        "team_rules": [
            {"attribute": "sex", "value": "F", "min": 3, "strength": "soft", "weight": 5},
            {"attribute": "region", "max": 1, "strength": "soft", "weight": 4},
        ],
    }


HARD: Mapping[str, Hard] = {
    "few": Hard(
        300,
        "few candidates, many windows",
        challenge=lambda: {"on_site": {"days": 1, "earliest": "2027-03-15", "latest": "2028-01-10"}},
    ),
    "dense": Hard(1_000, "every fifth pair of peers is blocked", _dense),
    "optional": Hard(2_200, "every seat but the lead's may stay empty", challenge=_optional),
    "soft": Hard(2_200, "every conflict rule is soft, and team rules too", challenge=_soft),
    "tied": Hard(20_000, "everybody of a role is alike", _tied, lambda: {"unknown_availability": "free"}),
    "half": Hard(20_000, "every second peer is of one organisation", _half),
    "infeasible": Hard(
        100_000,
        "four women and three men on six seats: no team",
        challenge=lambda: {
            "team_rules": [{"attribute": "sex", "value": sex, "min": least} for sex, least in (("F", 4), ("M", 3))]
        },
    ),
}
"""By name, smallest pool first."""


def main() -> None:
    """Make a case hard."""
    name, source, target = sys.argv[1:]
    harden(HARD[name], Path(source), Path(target))


if __name__ == "__main__":
    main()
