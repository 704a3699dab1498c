"""`same_system`: the peer's organisation and a host reach a common care system by current `part_of` steps."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    rules_of_v,
)
from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
)
from tests.world import OPEN, World

FIRING = {"peers": {"M": {"at": "ICS"}}, "relations": [("H", "part_of", "ICS")]}
"""A pool in which the rule fires for the manager."""


def system(kind: str = "icb", **challenge: Any) -> World:
    """Return the world in which H and X are part of S, and A works at X."""
    world = World(**challenge).peer(at="X").organisation("S", kind=kind)
    return world.relation("H", "part_of", "S", "2022-07-01").relation("X", "part_of", "S")


# What is found


def test_one_step_each() -> None:
    """The path goes up to the system and down to the host."""
    world = system()
    assert world.fired("same_system") == ["A"]
    assert world.paths("same_system") == ["A — works at — X — part of — S — has part, 2022-07-01… — H"]
    assert world.sources("same_system") == [[("peers", 2), ("relations", 3), ("relations", 2)]]


@pytest.mark.parametrize("kind", ["icb", "ics", "system"])
def test_kinds_of_system(kind: str) -> None:
    """These by default; a county does not count, unless `kinds` says so."""
    assert system(kind).fired("same_system") == ["A"]
    assert system("county").fired("same_system") == []
    assert system("county", rules={"same_system": {"kinds": ["county"]}}).fired("same_system") == ["A"]
    assert system(kind, rules={"same_system": {"kinds": ["county"]}}).fired("same_system") == []


def test_several_steps_on_either_side() -> None:
    """Any number, each current."""
    world = World().peer(at="Z").organisation("S", kind="ics")
    world.relation("H", "part_of", "P").relation("P", "part_of", "S")
    world.relation("Z", "part_of", "Y").relation("Y", "part_of", "X").relation("X", "part_of", "S")
    assert world.paths("same_system") == [
        "A — works at — Z — part of — Y — part of — X — part of — S — has part — P — has part — H"
    ]


def test_zero_steps() -> None:
    """The peer's organisation, or the host, may be the system itself."""
    world = World().peer(at="S").organisation("S", kind="icb").relation("H", "part_of", "S")
    assert world.paths("same_system") == ["A — works at — S — has part — H"]
    world = World().peer(at="X").organisation("H", kind="icb").relation("X", "part_of", "H")
    assert world.paths("same_system") == ["A — works at — X — part of — H"]


def test_part_of_has_a_direction() -> None:
    """What is part of a host and of something else joins neither, nor does the host's being part of the peer's."""
    world = (
        World().peer(at="X").organisation("S", kind="icb").relation("S", "part_of", "H").relation("S", "part_of", "X")
    )
    assert world.fired("same_system") == []


def test_every_step_is_dated() -> None:
    """One that is not current breaks the path."""
    for start, end, expected in (
        (None, "2027-01-11", ["A"]),
        (None, "2027-01-10", []),
        ("2028-01-11", None, ["A"]),
        ("2028-01-12", None, []),
    ):
        world = World().peer(at="X").organisation("S", kind="icb").relation("H", "part_of", "S")
        world.relation("X", "part_of", "M").relation("M", "part_of", "S", start, end)
        assert expected == world.fired("same_system")


def test_a_step_written_twice_is_current_if_one_row_is() -> None:
    """An old row beside a current one takes nothing away, in either order."""
    for dates in (((None, "2020-01-01"), (None, None)), ((None, None), (None, "2020-01-01"))):
        world = World().peer(at="X").organisation("S", kind="icb").relation("H", "part_of", "S")
        for start, end in dates:
            world.relation("X", "part_of", "S", start, end)
        assert world.fired("same_system") == ["A"]


def test_who_is_not_meant() -> None:
    """Independents, hosts and predecessors, and members of the system of a predecessor alone."""
    world = system().peer("B").peer("C", at="H").peer("D", at="G").relation("G", "predecessor_of", "H")
    world.relation("G", "part_of", "S").organisation("T", kind="icb").relation("G", "part_of", "T")
    world.peer("E", at="W").relation("W", "part_of", "T")
    assert world.fired("same_system") == ["A"]


def test_a_common_organisation_that_is_no_system() -> None:
    """A common parent of another kind is nothing, one above it counts."""
    world = World().peer(at="X").organisation("P", kind="county").relation("H", "part_of", "P")
    assert world.relation("X", "part_of", "P").fired("same_system") == []
    world = World().peer(at="X").organisation("P", kind="county").organisation("S", kind="system")
    world.relation("H", "part_of", "P").relation("X", "part_of", "P").relation("P", "part_of", "S")
    assert world.fired("same_system") == ["A"]


def test_a_circle_of_parts() -> None:
    """Nothing runs for ever."""
    world = system().relation("S", "part_of", "X")
    assert world.fired("same_system") == ["A"]


def test_another_host_in_the_system() -> None:
    """Any host will do, not the lead host alone."""
    world = World(hosts=["K", "H"]).peer(at="X").organisation("S", kind="icb")
    world.relation("H", "part_of", "S").relation("X", "part_of", "S")
    assert world.fired("same_system") == ["A"]


# What the verifier says


SYSTEM = [("OV", "part_of", "ICS"), ("H", "part_of", "ICS")]


@pytest.mark.parametrize(
    ("relations", "fires"),
    [
        (SYSTEM, True),
        # Either side alone, or the wrong way round, reaches nothing common.
        (SYSTEM[:1], False),
        (SYSTEM[1:], False),
        ([("ICS", "part_of", "OV"), ("ICS", "part_of", "H")], False),
        # Zero steps on the host's side, I being an icb; on the peer's side none of a kind.
        ([("OV", "part_of", "I")], True),
        ([("H", "part_of", "OV")], False),
        # Several steps.
        ([("OV", "part_of", "OS"), ("OS", "part_of", "ICS"), ("H", "part_of", "FAR"), ("FAR", "part_of", "ICS")], True),
        # A common organisation of another kind.
        ([("OV", "part_of", "FAR"), ("H", "part_of", "FAR")], False),
        # A predecessor's system is not the host's.
        ([("OV", "part_of", "ICS"), ("C", "part_of", "ICS")], False),
        # Each step current.
        ([("OV", "part_of", "ICS", "2028-02-01"), SYSTEM[1]], True),
        ([("OV", "part_of", "ICS", "2028-02-02"), SYSTEM[1]], False),
        ([SYSTEM[0], ("H", "part_of", "ICS", None, "2027-02-01")], True),
        ([SYSTEM[0], ("H", "part_of", "ICS", None, "2027-01-31")], False),
        # A circle of parts ends.
        ([("OV", "part_of", "OS"), ("OS", "part_of", "OV")], False),
    ],
)
def test_verdict(relations: list[tuple[Any, ...]], fires: bool) -> None:  # noqa: FBT001 -- a table
    """org(p) and a host reach, by current `part_of` steps, a common organisation of a kind in `kinds`."""
    assert rules_of_v(relations=relations) == (["same_system"] if fires else [])


def test_the_verifier_on_zero_steps() -> None:
    """A peer of the system itself is in it."""
    assert rules_of_v(peers={"V": {"at": "ICS"}}, relations=SYSTEM[1:]) == ["same_system"]
    assert rules_of_v(peers={"V": {"at": "ICS"}}) == []


def test_the_verifier_on_hosts_plus() -> None:
    """Who belongs to H⁺ has a current tie, and no other finding by organisation."""
    around = [("B", "part_of", "I"), ("B", "neighbour_of", "H"), ("B", "shares_leadership_with", "H")]
    assert rules_of_v(peers={"V": {"at": "B"}}, relations=around) == ["current_tie"]


def test_the_verifier_on_kinds() -> None:
    """The challenge may name other kinds, in any case."""
    common = make_pool(relations=[("OV", "part_of", "FAR"), ("H", "part_of", "FAR")])
    challenge = make_challenge(rules={"same_system": {"kinds": (" County ",)}})
    assert broken(common, challenge) == [("same_system", "vcs", ("V",))]
    assert broken(make_pool(relations=SYSTEM), challenge) == []


# Both


def test_both_sides_agree() -> None:
    """One in the system, one in another, one independent."""
    world = system(seats=OPEN).peer("B", at="Y").peer("C").peer("D").organisation("T", kind="icb")
    world.relation("Y", "part_of", "T")
    assert world.agreement() == (21, 104)


MUTANTS = mutants_of(
    "conflicts/rules/same_system.py",
    ("same_system: predecessors too", "if node not in graph.lineage:", "if node not in graph.hosts:"),
    ("same_system: any kind", "not in kinds:", "in ():"),
    (
        "same_system: one step alone",
        "shortest_paths(member_of.back, system)",
        "shortest_paths({system: member_of.back.get(system, {})}, system)",
    ),
)
