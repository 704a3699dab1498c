"""`Conflicts.findings`: everybody's or some peers', in an order that rows do not change."""

from __future__ import annotations

from datetime import date

from teamforge.conflicts import Evidence, Step, find_conflicts
from tests.unit.worlds import World


def world() -> World:
    """Return a world with findings of one peer, of pairs and of none."""
    found = World().peer("C").peer("A", declared=None).peer("B").peer("D")
    found.interest("C", "friendship", "H").interest("A", "friendship", "H")
    return found.interest("B", "friendship", "A").interest("C", "friendship", "B")


def test_by_rule_and_then_by_peer() -> None:
    """The rules in the order of the specification, the peers by id."""
    found = [(finding.rule, *finding.peers) for finding in world().conflicts.findings()]
    assert found == [
        ("friendship", "A"),
        ("friendship", "C"),
        ("declaration", "A"),
        ("pair_friendship", "A", "B"),
        ("pair_friendship", "B", "C"),
    ]


def test_of_some_peers() -> None:
    """Theirs, and of pairs only those that both are of."""
    conflicts = world().conflicts
    assert [(finding.rule, *finding.peers) for finding in conflicts.findings(["A", "B"])] == [
        ("friendship", "A"),
        ("declaration", "A"),
        ("pair_friendship", "A", "B"),
    ]
    assert [finding.rule for finding in conflicts.findings(["B"])] == []
    assert conflicts.findings([]) == ()


def test_in_plain_values() -> None:
    """The path in words, its rows, what follows."""
    first, *_ = world().conflicts.findings(["C"])
    assert first.to_dict() == {
        "rule": "friendship",
        "peers": ["C"],
        "strength": "review",
        "effect": "blocks",
        "evidence": [{"path": "C — friendship — H", "sources": [{"table": "interests", "row": 2}]}],
        "waived_by": None,
    }


def test_nobody_is_shown_by_repr() -> None:
    """Only numbers."""
    assert repr(world().conflicts).startswith("<Conflicts: current_tie 0,")
    assert "friendship 2" in repr(world().conflicts)


def test_bookings_are_found_where_none_are_given() -> None:
    """The same findings either way."""
    booked = World().peer().booking("A", "2026-02-02", "2026-02-04", "H", "done")
    found = find_conflicts(booked.pool, booked.challenge)
    assert [finding.rule for finding in found.findings()] == ["reviewed_host"]


def test_the_latest_known_start() -> None:
    """Of ties alone: a replacement of one organisation by another is none."""
    step = Step("governance", "F", date(2020, 4, 1), None)
    later = Step("part of", "S", date(2023, 4, 1), None)
    heir = Step("predecessor of", "H", date(2025, 4, 1), None, lineage=True)
    assert Evidence("A", (step, later, heir)).latest_start == date(2023, 4, 1)
    assert Evidence("A", (Step("governance", "F", None, date(2020, 4, 1)), heir)).latest_start is None


def test_dates_in_words() -> None:
    """Either may be unknown."""
    assert str(Step("contract", "H", None, date(2020, 4, 1))) == "contract …2020-04-01 — H"
    assert str(Step("contract", "H", date(2020, 4, 1))) == "contract 2020-04-01… — H"
    assert str(Step("contract", "H")) == "contract — H"
