"""Tiny tight programmes, and the best plan of each by trial: a reading of SPEC.md section 10 of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import Any

from tests.oracle import brute

_PLANNED = dt.date(2027, 1, 11)
_AROUND = dt.date(2027, 3, 24)
_WAIVER = {"rule": "reviewed_host", "by": "Chair", "reason": "known", "on": "2027-01-01"}


@dataclass(frozen=True)
class TinyProgramme:
    """The tables of a pool and the raw challenges of a programme."""

    tables: dict[str, list[dict[str, str]]]
    challenges: list[dict[str, Any]]
    priority: dict[str, int]
    without_team: int
    limits: dict[str, int] = field(default_factory=dict)


def make_programme(rng: Random, *, peers: tuple[int, int] = (4, 5)) -> TinyProgramme:
    """Return 2 or 3 challenges of 1–3 days around 1 April, with two seats each, for 4 or 5 peers."""
    organisations = ["H1", "H2", "H3", "A"]
    ids = [f"P{number}" for number in range(rng.randint(*peers))]
    levels = ("0", "2", "4")
    people = [
        {
            "peer_id": peer,
            "organisation_id": rng.choice([*organisations, ""]),
            "roles": rng.choice(("director", "manager", "director;manager")),
            "trained": "true",
            "active": "true",
            "max_per_year": rng.choice(("1", "1", "2")),
            "challenges_done": "1",
            "declared_on": "2026-12-01",
            "theme:prevention": rng.choice(levels),
            "theme:resources": rng.choice(levels),
        }
        for peer in ids
    ]
    engagements = [
        {
            "peer_id": rng.choice(ids),
            "host_organisation_id": "A",
            "start": str(day),
            "end": str(day),
            "status": "confirmed",
            "challenge_id": "",
        }
        for day in [dt.date(2027, 4, rng.randint(1, 30))] * rng.randint(0, 1)
    ]
    tables = {"peers": people, "engagements": engagements}
    if rng.random() < 0.7:  # otherwise a host may be named by no table
        tables["organisations"] = [{"organisation_id": each, "kind": "council"} for each in organisations]
    challenges = [_challenge(f"C{number}", rng) for number in range(rng.randint(2, 3))]
    limits = {"per_peer": 1} if rng.random() < 0.2 else {"per_organisation": 1} if rng.random() < 0.3 else {}
    priority = {challenge["id"]: rng.choice((1, 1, 3)) for challenge in challenges}
    return TinyProgramme(tables, challenges, priority, rng.choice((0, 5_000, 100_000)), limits)


def _challenge(own: str, rng: Random) -> dict[str, Any]:
    hosts = rng.sample(["H1", "H2", "H3"], rng.randint(1, 2))
    days = [_AROUND + dt.timedelta(rng.randint(0, 14)) for _ in range(rng.randint(1, 3))]
    working = sorted({str(day) for day in days if day.weekday() < 3})
    required = rng.random() < 0.7
    strengths = ("off", "hard", "review", "review")
    return {
        "id": own,
        "hosts": hosts,
        "as_of": str(_PLANNED),
        "purpose": "progress_review" if rng.random() < 0.15 else "challenge",
        "on_site": {"days": rng.randint(1, 3), "windows": working or ["2027-04-06"]},
        "scope": {"prevention": rng.randint(1, 9), "resources": rng.randint(1, 9)},
        "unknown_availability": "free",
        "seats": [
            {"id": "lead", "accepts": {"director": 100, "manager": 40}, "required": True},
            {"id": "manager", "accepts": {"manager": 100, "director": 20}, "counts": False, "required": required},
        ],
        "rules": {
            "rest": {"rest_days": rng.choice((0, 2, 6))},
            "reviewed_host": {"strength": rng.choice(strengths)},
            "reciprocal_review": {"strength": rng.choice(strengths)},
        },
        "waivers": [{**_WAIVER, "peer": f"P{rng.randint(0, 3)}"}] * rng.randint(0, 1),
    }  # fmt: skip


Plan = Sequence[brute.Team | None]


def valid_plans(programme: TinyProgramme) -> list[tuple[Plan, int]]:
    """Return every valid plan, with its points."""
    return [(plan, points) for plan, points in _plans(programme) if not broken_rules(programme, plan)]


def points_of(programme: TinyProgramme, plan: Plan) -> int:
    """Return the points of a plan of valid teams."""
    total = 0
    for challenge, team in zip(programme.challenges, plan, strict=True):
        own = -programme.without_team
        if team is not None:
            own = sum(brute.breakdown(programme.tables, challenge, team).values())
        total += programme.priority[challenge["id"]] * own
    return total


def _plans(programme: TinyProgramme) -> Iterator[tuple[Plan, int]]:
    options = [
        [(None, -programme.without_team), *brute.every_team(programme.tables, challenge).items()]
        for challenge in programme.challenges
    ]
    weights = [programme.priority[challenge["id"]] for challenge in programme.challenges]
    for picked in product(*options):
        yield [team for team, _ in picked], sum(w * points for w, (_, points) in zip(weights, picked, strict=True))


def broken_rules(programme: TinyProgramme, plan: Plan) -> set[str]:  # noqa: C901 -- rule after rule
    """Return the rules of section 10 that a plan of valid teams breaks."""
    broken = set()
    home = {row["peer_id"]: row["organisation_id"] for row in programme.tables["peers"]}
    cap = {row["peer_id"]: int(row["max_per_year"]) for row in programme.tables["peers"]}
    visits = [
        (challenge, team.start, team.start + dt.timedelta(challenge["on_site"]["days"] - 1), seat, peer)
        for challenge, team in zip(programme.challenges, plan, strict=True)
        if team is not None
        for seat, peer in team.seats
    ]
    for challenge, start, end, seat, peer in visits:
        counts = seat == "lead"
        mine = [visit for visit in visits if visit[4] == peer and visit[0] is not challenge]
        for other, start_2, end_2, seat_2, _ in mine:
            rests = [
                c["rules"]["rest"]["rest_days"] for c, on in ((challenge, counts), (other, seat_2 == "lead")) if on
            ]
            between = max((start_2 - end).days, (start - end_2).days) - 1
            if between < max(rests, default=0):
                broken.add("day")
        booked = [dt.date.fromisoformat(e["start"]) for e in programme.tables["engagements"] if e["peer_id"] == peer]
        starts = [start, *(visit[1] for visit in mine), *booked]
        if counts and sum(_year(day) == _year(start) for day in starts) > cap[peer]:
            broken.add("year")
        if _bars(challenge, "reviewed_host", peer) and any(v[0]["hosts"][0] in challenge["hosts"] for v in mine):
            broken.add("met_twice")
        for other, _, _, _, back in visits:
            goes_back = home[back] in challenge["hosts"] and other["hosts"][0] == home[peer]
            if other is not challenge and back != peer and goes_back and _bars(challenge, "reciprocal_review", peer):
                broken.add("reciprocal")
        if len(mine) + 1 > programme.limits.get("per_peer", 99):
            broken.add("per_peer")
        monday = start - dt.timedelta(start.weekday())
        while monday <= end:
            sunday = monday + dt.timedelta(6)
            there = {v[4] for v in visits if home[v[4]] == home[peer] and v[1] <= sunday and v[2] >= monday}
            if home[peer] and len(there) > programme.limits.get("per_organisation", 99):
                broken.add("per_organisation")
            monday += dt.timedelta(7)
    return broken


def _bars(challenge: Mapping[str, Any], rule: str, peer: str) -> bool:
    """Whether a finding of a rule would stop a peer; every waiver of `make_programme` is in force."""
    strength = challenge["rules"][rule]["strength"]
    if rule == "reviewed_host" and challenge["purpose"] == "progress_review":
        return False
    waived = any(waiver["rule"] == rule and waiver["peer"] == peer for waiver in challenge["waivers"])
    return strength == "hard" or (strength == "review" and not waived)


def _year(day: dt.date) -> int:
    return day.year if day.month > 3 else day.year - 1
