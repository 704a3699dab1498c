"""`pair_tie` and `pair_friendship`: ties between two peers, declared by either."""

from __future__ import annotations

import pytest

from tests.world import World, waiver

TIES = [
    *(("pair_tie", kind) for kind in ("family", "line_management", "business", "dispute")),
    ("pair_friendship", "friendship"),
]


def two(*interests: tuple[str, ...], **challenge: object) -> World:
    """Return the world of A and B and C with some interests."""
    world = World(**challenge).peer("B").peer("A").peer("C")
    for interest in interests:
        world.interest(*interest)
    return world


@pytest.mark.parametrize(("rule", "kind"), TIES)
def test_declared_by_either(rule: str, kind: str) -> None:
    """One finding of the pair, alphabetically, and only of this rule."""
    for one, other in (("A", "B"), ("B", "A")):
        world = two((one, kind, other))
        assert world.fired(rule) == ["A+B"]
        assert len(world.conflicts.findings()) == 1
        assert [sorted(world.pool.peers.ids[pair].tolist()) for pair in world.conflicts.blocked_pairs()] == [["A", "B"]]


@pytest.mark.parametrize(("rule", "kind"), TIES)
def test_dates(rule: str, kind: str) -> None:
    """Only what is current counts."""
    for start, end, expected in (
        ("2000-01-01", "2027-01-11", ["A+B"]),
        ("2000-01-01", "2027-01-10", []),
        ("2028-01-11", "2028-02-01", ["A+B"]),
        ("2028-01-12", "2028-02-01", []),
    ):
        world = World().peer("A").peer("B").interest("A", kind, "B", start, end)
        assert expected == world.fired(rule)


def test_declared_by_both() -> None:
    """One finding with two paths; the pair once."""
    world = two(("A", "business", "B"), ("B", "dispute", "A", "2026-01-01"))
    assert world.fired("pair_tie") == ["A+B"]
    # The path begins with the first of the two in the pool.
    assert world.paths("pair_tie") == ["B — business — A", "B — dispute 2026-01-01… — A"]
    assert world.sources("pair_tie") == [[("interests", 2)], [("interests", 3)]]
    assert len(world.conflicts.pairs("pair_tie")) == 1


def test_a_tie_with_an_organisation_is_no_pair() -> None:
    """Nor does a tie with a peer touch the host."""
    world = two(("A", "family", "H"), ("A", "friendship", "B"))
    assert {finding.rule for finding in world.conflicts.findings()} == {"personal_tie", "pair_friendship"}
    assert len(world.conflicts.blocked_pairs()) == 1


def test_a_waiver_in_either_order() -> None:
    """It lifts the pair it names, and no other."""
    for peer, other in (("A", "B"), ("B", "A")):
        lifted = waiver(peer, "pair_friendship", other_peer=other)
        world = two(("A", "friendship", "B"), ("A", "friendship", "C"), waivers=[lifted])
        assert world.fired("pair_friendship") == ["A+B", "A+C"]
        assert [sorted(world.pool.peers.ids[pair].tolist()) for pair in world.conflicts.blocked_pairs()] == [["A", "C"]]


def test_soft_and_off_block_no_pair() -> None:
    """Soft pairs are told apart from blocked ones."""
    for strength in ("soft", "off"):
        rules = {"pair_tie": {"strength": strength, "weight": 3}}
        world = two(("A", "family", "B"), rules=rules)
        assert len(world.conflicts.blocked_pairs()) == 0
        assert len(world.conflicts.pairs("pair_tie")) == (strength == "soft")
