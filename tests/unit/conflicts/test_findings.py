"""`Conflicts.findings`: everybody's or some peers', in an order that rows do not change."""

from __future__ import annotations

from datetime import date

import pytest

from teamforge.conflicts import Evidence, Step, find_conflicts
from teamforge.errors import InputError
from tests.world import World, waiver


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


def test_as_a_frame() -> None:
    """A row a finding; a peer alone has no other."""
    frame = world().conflicts.to_frame()
    assert list(frame.fillna("").iloc[0])[:5] == ["friendship", "A", "", "review", "blocks"]
    assert frame["other_peer_id"].fillna("").tolist() == ["", "", "", "B", "C"]
    assert list(frame.fillna("").iloc[1])[-2:] == ["C — friendship — H", "interests row 2"]
    assert len(world().conflicts.to_frame(["A"])) == 2
    none = World().peer().conflicts.to_frame()
    assert (len(none), list(none)) == (0, list(frame))


def test_a_challenge_that_does_not_fit_is_refused() -> None:
    """A host that the pool does not know has no ties, which is not the same as no conflicts."""
    given = world()
    challenge = given.challenge.replace(hosts=["nowhere"], waivers=[waiver("Z", "friendship")])
    with pytest.raises(InputError) as refused:
        find_conflicts(given.pool, challenge)
    assert {fault.value for fault in refused.value.faults} == {"nowhere", "Z"}


def test_unknown_ids_are_told_all_at_once() -> None:
    """Each with the closest there is."""
    with pytest.raises(KeyError, match=r"no peer has the id 'a', did you mean 'A'\?; no peer has the id 'zebra'"):
        world().conflicts.findings(["a", "B", "zebra"])


def test_nobody_is_shown_by_repr() -> None:
    """Only numbers."""
    assert repr(world().conflicts).startswith("<Conflicts: current_tie 0,")
    assert "friendship 2" in repr(world().conflicts)


def test_engagements_are_looked_at() -> None:
    """Of themselves, as everything else in the pool."""
    booked = World().peer().booking("A", "2026-02-02", "2026-02-04", "H", "done")
    found = find_conflicts(booked.pool, booked.challenge)
    assert [finding.rule for finding in found.findings()] == ["reviewed_host"]


def test_the_latest_known_start() -> None:
    """Only for ties: the replacement of one organisation by another is no tie."""
    step = Step("governance", "F", date(2020, 4, 1), None)
    later = Step("part of", "S", date(2023, 4, 1), None)
    heir = Step("predecessor of", "H", date(2025, 4, 1), None, lineage=True)
    assert Evidence("A", (step, later, heir)).latest_start == date(2023, 4, 1)
    assert Evidence("A", (Step("governance", "F", None, date(2020, 4, 1)), heir)).latest_start is None


def test_dates_in_words() -> None:
    """Either may be unknown."""
    assert str(Step("contract", "H", None, date(2020, 4, 1))) == "contract, …2020-04-01 — H"
    assert str(Step("contract", "H", date(2020, 4, 1))) == "contract, 2020-04-01… — H"
    assert str(Step("contract", "H")) == "contract — H"
