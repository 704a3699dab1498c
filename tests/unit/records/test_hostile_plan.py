"""A kept plan that somebody made up: each way is a fault, soon, and no error of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import teamforge.demo
from teamforge.certificate.plan_check import check_plan_certificate
from teamforge.certificate.work import Work
from teamforge.challenge.programme import Programme
from teamforge.challenge.programme.model import MAX_CHALLENGES
from teamforge.challenge.seats import MAX_SEATS
from teamforge.pool import Pool
from teamforge.records.plan import verify_plan
from teamforge.records.plan_format import parse_plan
from teamforge.records.record import seal_of

BEYOND = [10**30, 1 << 63, -(1 << 63) - 1]


@cache
def demo() -> tuple[dict[str, Any], Pool, Programme]:
    """Return a kept plan of the packaged programme."""
    pool, programme = teamforge.demo.load_demo_programme()
    return teamforge.plan(pool, programme).to_record(), pool, programme


def hostile(change: Callable[[dict[str, Any]], object]) -> list[str]:
    """Return the faults of a plan that somebody changed and sealed anew."""
    kept, pool, programme = demo()
    record = json.loads(json.dumps(kept))
    change(record)
    record["seal"] = seal_of(record)
    return list(verify_plan(record, pool, programme).faults)


def test_what_was_kept_holds() -> None:
    """So the changes below are what is wrong."""
    assert hostile(lambda _: None) == []


@pytest.mark.parametrize("number", BEYOND)
@pytest.mark.parametrize(
    "place",
    [
        ("points",),
        ("bound",),
        ("greatest_loss",),
        ("changes",),
        ("seed",),
        ("parameters", "seed"),
        ("challenges", 0, "points"),
        ("challenges", 0, "priority"),
        ("challenges", 0, "members", 0, "fit"),
        ("certificate", "bound"),
        ("certificate", "rows", 0, "price"),
        ("certificate", "challenges", 0, "bound"),
        ("certificate", "challenges", 0, "certificate", "scale"),
        ("certificate", "challenges", 0, "certificate", "windows", 0, "prices"),
    ],
)
def test_a_number_that_no_plan_holds(place: tuple[Any, ...], number: int) -> None:
    """What we write has 64 bits."""

    def change(record: Any) -> None:
        for step in place[:-1]:
            record = record[step]
        record[place[-1]] = number

    faults = hostile(change)
    assert faults
    assert all(fault.startswith(".".join(map(str, place))) for fault in faults)


def test_more_members_than_a_challenge_can_have_seats() -> None:
    def more(record: dict[str, Any]) -> None:
        one = record["challenges"][0]["members"][0]
        record["challenges"][0]["members"] = [
            {**one, "seat": f"s{at}", "peer_id": f"X{at}"} for at in range(MAX_SEATS + 1)
        ]

    (fault,) = hostile(more)
    assert fault.startswith("challenges.0.members")


def test_more_challenges_than_a_programme_has() -> None:
    """Each would be a team to look at."""
    (fault,) = hostile(lambda record: record["challenges"].extend(record["challenges"] * 2_000))
    assert fault.startswith("challenges: ")
    assert f"at most {MAX_CHALLENGES}" in fault


def test_rows_without_end() -> None:
    """Rows for every day there is, and beyond: to look at them counts as work, and the bound is worked out again."""
    kept, pool, programme = demo()
    peer = kept["challenges"][0]["members"][0]["peer_id"]

    def rows(record: dict[str, Any]) -> None:
        record["certificate"]["rows"] = [
            {"kind": "day", "ids": [peer, day, "after"], "price": 1} for day in range(-100, 5_000)
        ] + [{"kind": "day", "ids": [peer, (1 << 63) - 1, "before"], "price": 1}]

    proved = [fault for fault in hostile(rows) if "what it proves is that no plan has more than" in fault]
    assert len(proved) == 1
    record = json.loads(json.dumps(kept))
    rows(record)
    written, _ = parse_plan(record)
    assert written is not None
    proof = check_plan_certificate(pool, programme, written.certificate, work=Work(100_000))
    assert proof.faults[-1] == "certificate: its rows are more than can be looked at"


def test_prices_without_end() -> None:
    """All together they would not fit the integers that charges are added up in."""
    kept, _, _ = demo()
    peer = kept["challenges"][0]["members"][0]["peer_id"]

    def dear(record: dict[str, Any]) -> None:
        record["certificate"]["rows"] = [
            {"kind": "day", "ids": [peer, day, "after"], "price": 1 << 39} for day in range(20_560, 20_563)
        ]

    assert "certificate: a price is below 1, or all together are above 1,099,511,627,776" in hostile(dear)


def test_fields_of_another_type() -> None:
    """Another type at any place is a fault; whose version it is, is claimed."""
    kept, _, _ = demo()
    for key in kept:
        values: list[Any] = [None, [], {}, "x", -1, 1.5, [[[]]]]
        for value in values:
            if key not in {"seal", "version", "versions"} and value != kept[key]:
                assert hostile(lambda record, key=key, value=value: record.update({key: value})), (key, value)  # type: ignore[misc]
