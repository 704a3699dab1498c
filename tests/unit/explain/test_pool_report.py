"""The state of the pool: holdings, gaps, irreplaceable peers, use."""

from __future__ import annotations

import json

import pytest

from teamforge import pool_report
from tests.world import World


def held(world: World) -> dict[tuple[str, str], tuple[int, int, str | None]]:
    return {
        (each.kind, each.name): (each.peers, each.ready, each.only) for each in pool_report(world.pool, "2027-01-11")
    }


def test_holdings_by_seat_role_region_and_theme() -> None:
    """A and B are chief executives, B is not active; C leads a charity; levels below 3 are no expertise."""
    world = World().organisation("N", region="north").organisation("S", region="south")
    world.peer("A", at="N", prevention=4, housing=2).peer("B", at="S", active=False, prevention=3)
    world.peer("C", at="N", roles=("vcs_leader",), prevention=3)
    told = held(world)
    assert told["role", "chief_executive"] == (2, 1, "A")
    assert told["role", "vcs_leader"] == (1, 1, "C")
    assert told["seat", "lead_peer"] == (2, 1, "A")
    assert told["seat", "manager"] == (0, 0, None)
    assert told["region", "north"] == (2, 2, None)
    assert told["region", "south"] == (1, 0, None)
    assert told["theme", "prevention"] == (3, 2, None)
    assert told["theme", "housing"] == (0, 0, None)


def test_gaps_and_irreplaceable_peers() -> None:
    world = World()
    for peer in "ABCD":
        world.peer(peer, prevention=3)
    world.peer("A", housing=4)
    report = pool_report(world.pool, "2027-01-11")
    assert ("role", "chief_executive") not in {(each.kind, each.name) for each in report.gaps}
    assert {(each.kind, each.name, each.only) for each in report.irreplaceable} == {("theme", "housing", "A")}
    ready = [each.ready for each in report]
    assert ready == sorted(ready)


def test_use_counts_engagements_by_programme_year() -> None:
    """Rows of one engagement count once, cancelled and stale proposed ones never; booked ones do."""
    world = World().peer("A").peer("B", most=2).peer("C").peer("D", trained=False)
    world.booking("A", "2026-04-01", "2026-04-03", status="done").booking("A", "2027-03-31", "2027-03-31")
    world.booking("A", "2026-03-31", "2026-03-31", status="done")
    world.booking("B", "2026-05-04", "2026-05-05", of="x").booking("B", "2026-05-20", "2026-05-21", of="x")
    world.booking("B", "2026-06-01", "2026-06-01", status="cancelled")
    world.booking("B", "2026-06-08", "2026-06-09", status="proposed")
    world.booking("D", "2026-06-08", "2026-06-09").booking("D", "2026-07-08", "2026-07-09")
    report = pool_report(world.pool, "11/01/2027")
    uses = {use.peer_id: (use.last_year, use.this_year, use.max_per_year) for use in report.over}
    assert uses == {"A": (1, 2, 1)}
    assert [use.peer_id for use in report.idle] == ["C"]
    frame = report.use_frame()
    assert frame["peer_id"].tolist() == ["A", "B", "C"]
    assert frame["this_year"].tolist() == [2, 1, 0]


def test_too_much_last_year_is_too_much() -> None:
    world = World().peer("A").booking("A", "2025-05-01", "2025-05-01").booking("A", "2025-06-01", "2025-06-01")
    assert [use.peer_id for use in pool_report(world.pool, "2027-03-31").over] == ["A"]
    assert pool_report(world.pool, "2027-04-01").over == ()


def test_who_takes_none_is_not_idle() -> None:
    assert pool_report(World().peer("A", most=0).pool, "2027-01-11").idle == ()


def test_plain_values_and_frames() -> None:
    report = pool_report(World().peer("A", name="Canary", group="canary").pool, "2027-01-11")
    told = json.dumps(report.to_dict()) + repr(report) + report.to_frame().to_csv() + report.use_frame().to_csv()
    told += " ".join(map(str, [*report, *report.idle]))
    assert "anary" not in told
    assert list(report.to_frame().columns) == ["kind", "name", "peers", "ready", "only"]
    assert len(report.to_frame()) == len(report)
    assert "role chief executive: 1 ready of 1: A alone." in told


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a date"):
        pool_report(World().peer("A").pool, "next week")
