"""What the table `assignments` says of a challenge: section 9 of the specification, as other tables and fields."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from .challenge import Raw
from .reading import Tables, folded, known_day, rows_of

OUT = {"declined", "objected", "withdrawn"}
BOOKED = {"proposed": "proposed", "asked": "proposed", "accepted": "proposed", "confirmed": "confirmed", "done": "done"}
"""The status of the engagement that a live state is elsewhere."""


def in_force(tables: Tables) -> dict[tuple[str, str], dict[str, str]]:
    """Of each challenge and peer the row with the latest day; of rows of one day the last."""
    latest: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows_of(tables, "assignments"):
        key = row["challenge_id"].strip(), row["peer_id"].strip()
        if key not in latest or known_day(row["on"]) >= known_day(latest[key]["on"]):
            latest[key] = row
    return latest


def own(tables: Tables, challenge: Raw) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Peer, state and row of each row in force of this challenge."""
    for (of, peer), row in in_force(tables).items():
        if of == challenge["id"].strip():
            yield peer, folded(row["state"]), row


def over(tables: Tables, challenge: Raw) -> bool:
    """Whether a row in force says that the visit is done: then it is not composed again."""
    return any(state == "done" for _, state, _ in own(tables, challenge))


def clashing(tables: Tables, challenge: Raw) -> bool:
    """Whether two live peers have one seat, or live rows other days than each other."""
    live = [row for _, state, row in own(tables, challenge) if state in BOOKED]
    seats = [row["seat"].strip() for row in live]
    days = {(known_day(row["start"]), known_day(row["end"])) for row in live}
    return len(set(seats)) < len(seats) or len(days) > 1


def told(tables: Tables, challenge: Raw) -> tuple[Tables, dict[str, Any]]:
    """The same without `assignments`: as engagements, exclusions, pins and one window."""
    tables, asked = copy.deepcopy(tables), copy.deepcopy(dict(challenge))
    rows = in_force(tables)
    booked = [
        row
        for row in rows_of(tables, "engagements")
        if (row.get("challenge_id", "").strip(), row["peer_id"].strip()) not in rows
    ]
    for (of, peer), row in rows.items():
        if folded(row["state"]) in BOOKED:
            same = {name: row[name] for name in ("host_organisation_id", "start", "end")}
            booked.append({"peer_id": peer, "challenge_id": of, "status": BOOKED[folded(row["state"])], **same})
    tables["engagements"] = booked
    out = {peer for peer, state, _ in own(tables, challenge) if state in OUT}
    asked["exclude"] = [*asked.get("exclude", []), *({"peer": peer, "reason": "out"} for peer in sorted(out))]
    pins = {seat: peer for seat, peer in asked.get("pins", {}).items() if peer.strip() not in out}
    for peer, state, row in own(tables, challenge):
        if state == "confirmed":
            pins = {seat: who for seat, who in pins.items() if seat.strip() != row["seat"].strip()}
            pins[row["seat"].strip()] = peer
            start, end = known_day(row["start"]), known_day(row["end"])
            asked["on_site"] = {"days": (end - start).days + 1, "windows": [start.isoformat()]}
            asked["confirmed"] = start
    asked["pins"] = pins
    tables.pop("assignments", None)
    return tables, asked
