"""What the table `assignments` says of a challenge: section 9 of the specification, as other tables and fields."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from .brute import Team
from .challenge import Raw
from .reading import Row, Tables, folded, known_day, rows_of

OUT = {"declined", "objected", "withdrawn"}
BOOKED = {"proposed": "proposed", "asked": "proposed", "accepted": "proposed", "confirmed": "confirmed", "done": "done"}
"""The status of the engagement that a live state is elsewhere."""


Place = tuple[str, str, str, str, str]
"""Seat, peer, state, the first and the last day on site: what a new row says."""


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


def contradicted(tables: Tables, challenge: Raw) -> bool:
    """Whether a pin of the file, on somebody who is not out, is against a confirmed row."""
    states = {peer: state for peer, state, _ in own(tables, challenge)}
    pins = {seat.strip(): peer.strip() for seat, peer in challenge.get("pins", {}).items()}
    confirmed = [(row["seat"].strip(), peer) for peer, state, row in own(tables, challenge) if state == "confirmed"]
    pairs = [(place, who) for place, who in pins.items() if states.get(who) not in OUT]
    return any((seat == place) != (who == peer) for seat, peer in confirmed for place, who in pairs)


def overlapping(tables: Tables) -> set[tuple[str, frozenset[str]]]:
    """Who is live in two challenges whose days overlap, and in which."""
    live = [(of, peer, row) for (of, peer), row in in_force(tables).items() if folded(row["state"]) in BOOKED]
    return {
        (peer, frozenset((of, other)))
        for (of, peer, one), (other, who, two) in combinations(live, 2)
        if peer == who
        and known_day(one["start"]) <= known_day(two["end"])
        and known_day(two["start"]) <= known_day(one["end"])
    }


def refused(tables: Tables, rows: Iterable[Row], challenges: Iterable[Raw]) -> bool:
    """Whether a command may not add these rows: one is older than what holds, or they leave a new clash."""
    after = {**tables, "assignments": [*rows_of(tables, "assignments"), *rows]}
    last = {key: known_day(row["on"]) for key, row in in_force(tables).items()}
    for row in rows:
        key = row["challenge_id"], row["peer_id"]
        if known_day(row["on"]) < last.get(key, known_day(row["on"])):
            return True
        last[key] = known_day(row["on"])
    return any(clashing(after, each) and not clashing(tables, each) for each in challenges)


def recorded(tables: Tables, challenge: Raw, team: Team | None, said: Mapping[str, str]) -> set[Place] | None:
    """What recording a team adds, with what people said who were on it; None where that is refused."""
    rows = {peer: (state, row) for peer, state, row in own(tables, challenge)}
    places: dict[str, Place] = {}
    if team is not None:
        lengths = {
            (known_day(row["end"]) - known_day(row["start"]))
            for state, row in rows.values()
            if state in BOOKED and known_day(row["start"]) == team.start
        }
        end = team.start + (lengths.pop() if lengths else dt.timedelta(challenge["on_site"]["days"] - 1))
        places = {peer: (seat, peer, "", team.start.isoformat(), end.isoformat()) for seat, peer in team.seats}
    added: set[Place] = set()
    for peer, (state, row) in rows.items():
        there = row["seat"], peer, "", known_day(row["start"]).isoformat(), known_day(row["end"]).isoformat()
        stays = places.get(peer) == there
        if (state in OUT and peer in places) or (state == "confirmed" and not stays and peer not in said):
            return None
        if peer not in places and (state in BOOKED or (peer in said and said[peer] != state)):
            added.add((there[0], peer, said.get(peer, "released"), *there[3:]))
        if stays and state in BOOKED:
            del places[peer]
    return added | {(seat, peer, "proposed", *days) for seat, peer, _, *days in places.values()}  # type: ignore[misc]


def pool_of_programme(tables: Tables, planned: Iterable[Raw]) -> Tables:
    """The tables without the engagements of the planned challenges; those of all others in `assignments` are there."""
    ids = {each["id"] for each in planned}
    rows = [row for row in rows_of(tables, "assignments") if row["challenge_id"] not in ids]
    booked = [row for row in rows_of(tables, "engagements") if row.get("challenge_id", "") not in ids]
    plain, _ = told({**tables, "assignments": rows, "engagements": booked}, {"id": ""})
    return plain


def alone(tables: Tables, challenge: Raw, planned: Iterable[str]) -> Tables:
    """The tables of which one challenge is asked: its own rows, and none of the others that are planned."""
    others = {*planned} - {challenge["id"]}
    return {
        **tables,
        "assignments": [row for row in rows_of(tables, "assignments") if row["challenge_id"] not in others],
        "engagements": [row for row in rows_of(tables, "engagements") if row.get("challenge_id", "") not in others],
    }
