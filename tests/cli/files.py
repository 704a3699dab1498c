"""
Files for the commands: a small pool with private canaries in every personal field, and a hard one.

The host is `H1`; `Q1`, whose friendship with the host is waived, and `V1` are the best team; `V2` is blocked.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

NAMES = ("Canaryname One", "Canaryname Two", "Canaryname Three", "Canaryname Four")
PRIVATE = ("canarygroup", "canaryvalue", "canarynote", "canaryreason", "canaryexcluded")
"""Texts that no output shows, whatever is asked."""

TABLES: Mapping[str, list[list[str]]] = {
    "peers": [
        [
            *("peer_id", "name", "organisation_id", "roles", "political_group", "challenges_done", "declared_on"),
            *("faith", "theme:prevention"),
        ],
        ["Q1", NAMES[0], "O1", "chief_executive", "canarygroup", "3", "2026-12-01", "canaryvalue", "4"],
        ["Q2", NAMES[1], "O2", "chief_executive", "canarygroup", "2", "2026-12-01", "canaryvalue", "1"],
        ["V1", NAMES[2], "", "vcs_leader", "", "1", "2026-12-01", "canaryvalue", "3"],
        ["V2", NAMES[3], "O2", "vcs_leader", "canarygroup", "1", "2020-12-01", "", "2"],
    ],
    "organisations": [
        ["organisation_id", "name", "kind", "region", "political_control"],
        ["H1", "Host Council", "unitary", "North", "canarygroup"],
        ["O1", "One Council", "unitary", "South", ""],
        ["O2", "Two Council", "county", "North", ""],
    ],
    "interests": [
        ["peer_id", "kind", "organisation_id", "other_peer_id", "start", "end", "note"],
        ["Q1", "friendship", "H1", "", "2020-01-01", "", "canarynote"],
        ["Q2", "friendship", "", "V1", "2020-01-01", "", "canarynote"],
    ],
}
CHALLENGE: Mapping[str, Any] = {
    "id": "small",
    "title": "A small challenge",
    "hosts": ["H1"],
    "as_of": "2027-01-11",
    "on_site": {"windows": ["2027-04-13"]},
    "scope": {"prevention": 5},
    "unknown_availability": "free",
    "seats": [
        {"id": "lead_peer", "accepts": {"chief_executive": 100}, "leads": True},
        {"id": "vcs", "accepts": {"vcs_leader": 100}},
    ],
    "exclude": [{"peer": "V2", "reason": "canaryexcluded"}],
    "waivers": [
        {"peer": "Q1", "rule": "friendship", "by": "the chair", "reason": "canaryreason", "on": "2026-12-14"},
    ],
}


def save(
    folder: Path, tables: Mapping[str, Sequence[Sequence[str]]] = TABLES, challenge: Mapping[str, Any] = CHALLENGE
) -> list[str]:
    """Write a pool and a challenge, and return the two arguments that name them."""
    pool = folder / "pool"
    pool.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (pool / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    path = folder / "challenge.json"
    path.write_text(json.dumps(challenge), encoding="utf-8")
    return [str(pool), str(path)]


def hard_files(folder: Path, peers: int = 200, seats: int = 14) -> list[str]:
    """Write a problem that keeps the search busy for minutes: to fill the seats is to find a clique."""
    rng = random.Random(1)
    ids = [f"P{number}" for number in range(peers)]
    ties = [(one, other) for place, one in enumerate(ids) for other in ids[:place] if rng.random() < 0.5]
    tables = {
        "peers": [["peer_id", "roles", "theme:a"], *([each, "vcs_leader", str(rng.randint(0, 4))] for each in ids)],
        "interests": [["peer_id", "kind", "other_peer_id"], *([one, "family", other] for one, other in ties)],
    }
    challenge = {
        "id": "hard",
        "hosts": ["H"],
        "as_of": "2027-01-11",
        "on_site": {"windows": ["2027-04-13"]},
        "scope": {"a": 1},
        "unknown_availability": "free",
        "seats": [{"id": f"s{n}", "accepts": {"vcs_leader": 100}, "required": n == 0} for n in range(seats)],
    }
    return save(folder, tables, challenge)
