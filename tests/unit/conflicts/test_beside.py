"""`neighbour` and `shared_leadership`: one symmetric relation away from a host."""

from __future__ import annotations

import pytest

from tests.world import World

RULES = [("neighbour", "neighbour_of"), ("shared_leadership", "shares_leadership_with")]


@pytest.mark.parametrize(("rule", "kind"), RULES)
def test_either_way_round(rule: str, kind: str) -> None:
    """The relation is symmetric; the path is told from the peer's side either way."""
    words = kind.replace("_", " ")
    for source, target in (("X", "H"), ("H", "X")):
        world = World().peer(at="X").relation(source, kind, target, "2020-01-01")
        assert world.fired(rule) == ["A"]
        assert world.paths(rule) == [f"A — works at — X — {words} 2020-01-01… — H"]
        assert world.sources(rule) == [[("peers", 2), ("relations", 2)]]


@pytest.mark.parametrize(("rule", "kind"), RULES)
def test_dates(rule: str, kind: str) -> None:
    """Only what is current counts."""
    for start, end, expected in (
        (None, "2027-01-11", ["A"]),
        (None, "2027-01-10", []),
        ("2028-01-11", None, ["A"]),
        ("2028-01-12", None, []),
    ):
        assert expected == World().peer(at="X").relation("X", kind, "H", start, end).fired(rule)


@pytest.mark.parametrize(("rule", "kind"), RULES)
def test_who_is_not_meant(rule: str, kind: str) -> None:
    """Independents, neighbours of neighbours, neighbours of a predecessor, and whoever is of H⁺ already."""
    assert World().peer(at=None).relation("X", kind, "H").fired(rule) == []
    assert World().peer(at="Y").relation("X", kind, "H").relation("Y", kind, "X").fired(rule) == []
    assert World().peer(at="X").relation("G", "predecessor_of", "H").relation("X", kind, "G").fired(rule) == []
    assert World(hosts=["H", "I"]).peer(at="I").relation("I", kind, "H").fired(rule) == []
    assert World().peer(at="G").relation("G", "predecessor_of", "H").relation("G", kind, "H").fired(rule) == []


@pytest.mark.parametrize(("rule", "kind"), RULES)
def test_only_its_own_kind(rule: str, kind: str) -> None:
    """Another kind of relation with a host fires no or another rule."""
    for other in {"neighbour_of", "shares_leadership_with", "similar_to"} - {kind}:
        assert World().peer(at="X").relation("X", other, "H").fired(rule) == []


def test_two_hosts_are_two_paths() -> None:
    """One finding, a path a host."""
    world = World(hosts=["H", "I"]).peer(at="X").relation("X", "neighbour_of", "H").relation("I", "neighbour_of", "X")
    assert world.fired("neighbour") == ["A"]
    assert world.paths("neighbour") == ["A — works at — X — neighbour of — H", "A — works at — X — neighbour of — I"]


def test_beside_hosts() -> None:
    """The organisations that a current relation of a kind ties to a host, for `similar_authority`."""
    world = World().peer(at="X").relation("X", "similar_to", "H").relation("H", "similar_to", "Y")
    world.relation("Z", "similar_to", "H", None, "2027-01-10").relation("W", "neighbour_of", "H")
    found = [world.pool.organisations.ids[place] for place in world.conflicts.beside_hosts("similar_to")]
    assert sorted(found) == ["X", "Y"]
