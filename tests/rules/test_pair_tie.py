"""`pair_tie`: a current family, business, line management or dispute tie between two of the team."""

from __future__ import annotations

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    PairTie,
)
from tests.world import OPEN, World, seat, team

FIRING = {"interests": [("E", "business", "M")]}
"""A pool in which the rule fires for the manager and E."""


class TestPairTie(PairTie):
    """Such ties."""

    rule = "pair_tie"
    kinds = ("family", "line_management", "business", "dispute")


# What is found


def two(*interests: tuple[str, ...], **challenge: object) -> World:
    """Return the world of A and B and C with some interests."""
    world = World(**challenge).peer("B").peer("A").peer("C")
    for interest in interests:
        world.interest(*interest)
    return world


def test_declared_by_both() -> None:
    """One finding with two paths; the pair once."""
    world = two(("A", "business", "B"), ("B", "dispute", "A", "2026-01-01"))
    assert world.fired("pair_tie") == ["A+B"]
    # The path begins with the first of the two in the pool.
    assert world.paths("pair_tie") == ["B — business — A", "B — dispute, 2026-01-01… — A"]
    assert world.sources("pair_tie") == [[("interests", 2)], [("interests", 3)]]
    assert len(world.conflicts.pairs("pair_tie")) == 1


def test_a_tie_with_an_organisation_is_no_pair() -> None:
    """Nor does a tie with a peer touch the host."""
    world = two(("A", "family", "H"), ("A", "friendship", "B"))
    assert {finding.rule for finding in world.conflicts.findings()} == {"personal_tie", "pair_friendship"}
    assert len(world.conflicts.blocked_pairs()) == 1


def test_soft_and_off_block_no_pair() -> None:
    """Soft pairs and blocked ones are kept apart."""
    for strength in ("soft", "off"):
        rules = {"pair_tie": {"strength": strength, "weight": 3}}
        world = two(("A", "family", "B"), rules=rules)
        assert len(world.conflicts.blocked_pairs()) == 0
        assert len(world.conflicts.pairs("pair_tie")) == (strength == "soft")


# What it compiles to


def test_pair_rules_stop_nobody_alone() -> None:
    """They become tallies."""
    world = World().peer("A").peer("B").interest("A", "family", "B")
    assert world.stopped() == {}
    assert "pair_tie" not in world.eligibility.stops


def test_blocked_pairs() -> None:
    """All candidates of both, the manager's too; three who block one another are one tally."""
    world = team("A", "B", "C", "D")
    world.interest("A", "family", "B").interest("B", "friendship", "C").interest("C", "dispute", "A")
    world.interest("C", "business", "D")
    assert world.tallied("blocked_pairs") == [
        (["C"] * 3 + ["D"] * 3, (), 0, 1),
        (["A"] * 3 + ["B"] * 3 + ["C"] * 3, (), 0, 1),
    ]


def test_pairs_without_candidates() -> None:
    """Who cannot be chosen blocks nobody."""
    world = team("A", "B").peer("B", trained=False).interest("A", "family", "B")
    assert world.tallied("blocked_pairs") == []


def test_a_pair_with_few_candidates() -> None:
    """Those that there are."""
    world = World(seats=[seat("s"), seat("v", "vcs_leader")]).peer("A").peer("B", roles=("vcs_leader",))
    assert world.interest("B", "family", "A").tallied("blocked_pairs") == [(["A", "B"], (), 0, 1)]


# Both


def test_both_sides_agree() -> None:
    """Neither A and B nor B and C, the manager's seat included."""
    world = team("A", "B", "C", seats=OPEN).interest("A", "family", "B").interest("C", "dispute", "B").peer("D")
    assert world.agreement() == (26, 99)


MUTANTS = mutants_of(
    "conflicts/rules/pair_tie.py",
    ("pair_tie: disputes forgotten", '"business", "dispute")', '"business")'),
    ("pair_tie: takes friendship", '"business", "dispute")', '"business", "dispute", "friendship")'),
)
