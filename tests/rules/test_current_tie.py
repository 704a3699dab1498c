"""`current_tie`: a current employment, governance, contract or consultancy with a host or a predecessor of one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    CURRENT_EDGES,
    HOSTS_PLUS,
    CurrentTie,
    rules_of_v,
)
from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
)
from tests.world import OPEN, World, team

FIRING = {"interests": [("M", "contract", "H")]}
"""A pool in which the rule fires for the manager."""


class TestCurrentTie(CurrentTie):
    """Such ties; what has ended is a past or a commercial tie."""

    rule = "current_tie"
    kinds = ("employment", "governance", "contract", "consultancy")
    afterwards = ("past_tie", "commercial_tie")


# What is found


def test_every_host_counts() -> None:
    """The lead host, another one, and the predecessor of another one."""
    for target in ("H", "I", "J"):
        world = World(hosts=["H", "I"]).peer().relation("J", "predecessor_of", "I")
        assert world.interest("A", "governance", target).fired("current_tie") == ["A"]


def test_predecessors_in_a_circle() -> None:
    """Two that replaced each other are both of the system, and nothing runs for ever."""
    world = World().peer().relation("G", "predecessor_of", "H").relation("H", "predecessor_of", "G")
    assert world.interest("A", "employment", "G").fired("current_tie") == ["A"]


def test_ones_own_organisation() -> None:
    """A host, another host or a predecessor; independents and successors are clear."""
    for at, expected in (("H", ["A"]), ("I", ["A"]), ("G", ["A"]), ("J", []), (None, [])):
        world = World(hosts=["H", "I"]).peer(at=at).relation("G", "predecessor_of", "I")
        assert expected == world.relation("I", "predecessor_of", "J").fired("current_tie")


def test_a_host_that_no_table_names() -> None:
    """It has no position, and nobody a tie with it."""
    world = World().peer(at="X")
    del world.places["H"]
    assert world.conflicts.findings() == ()
    assert world.given.hosts == ()


def test_evidence_in_words() -> None:
    """The path runs over the replacements to the host; its sources are the rows."""
    world = World().peer().relation("F", "predecessor_of", "G").relation("G", "predecessor_of", "H", "2022-07-01")
    world.interest("A", "governance", "F", "2019-04-01", "2027-06-30")
    assert world.paths("current_tie") == [
        "A — governance, 2019-04-01…2027-06-30 — F — predecessor of — G — predecessor of, 2022-07-01… — H"
    ]
    assert world.sources("current_tie") == [[("interests", 2), ("relations", 2), ("relations", 3)]]


def test_evidence_of_ones_own_organisation() -> None:
    """Works there; the row is that of the peer."""
    world = World().peer("B").peer(at="G").relation("G", "predecessor_of", "H")
    assert world.paths("current_tie") == ["A — works at — G — predecessor of — H"]
    assert world.sources("current_tie") == [[("peers", 3), ("relations", 2)]]


def test_the_shortest_chain_is_told() -> None:
    """Where a predecessor leads to a host in one step and in two, the one step is shown."""
    world = World(hosts=["H", "I"]).peer(at="F").relation("F", "predecessor_of", "G")
    world.relation("G", "predecessor_of", "H").relation("F", "predecessor_of", "I")
    assert world.paths("current_tie") == ["A — works at — F — predecessor of — I"]


def test_every_tie_is_a_path() -> None:
    """Two interests and the organisation make one finding with three paths, in the order of their words."""
    world = World().peer(at="H").interest("A", "governance", "H").interest("A", "contract", "H", "2026-01-01")
    assert world.fired("current_tie") == ["A"]
    assert world.paths("current_tie") == ["A — contract, 2026-01-01… — H", "A — governance — H", "A — works at — H"]


# What the verifier says


@pytest.mark.parametrize("host", HOSTS_PLUS)
def test_current_tie_by_organisation(host: str) -> None:
    """Nobody of a host, or of a predecessor, transitively, whatever the dates of the succession."""
    assert rules_of_v(peers={"V": {"at": host}}) == ["current_tie"]
    assert rules_of_v(peers={"V": {"at": "FAR"}}) == []


def test_successors_are_no_predecessors() -> None:
    """Who replaced a host is not one of H⁺."""
    assert rules_of_v(peers={"V": {"at": "FAR"}}, relations=[("H", "predecessor_of", "FAR")]) == []


@pytest.mark.parametrize(("dates", "fires"), CURRENT_EDGES)
def test_current_tie_edges(dates: tuple[Any, ...], fires: bool) -> None:  # noqa: FBT001 -- a table
    """Current from `as_of` to 365 days later, both inclusive; what has just ended is a past tie."""
    found = rules_of_v(interests=[("V", "employment", "H", *dates)])
    assert ("current_tie" in found) == fires
    assert set(found) <= {"current_tie", "past_tie"}


def test_current_or_past() -> None:
    """What ends on `as_of` is current and not past; the day before, past and not current."""
    assert rules_of_v(interests=[("V", "employment", "H", None, "2027-02-01")]) == ["current_tie"]
    assert rules_of_v(interests=[("V", "employment", "H", None, "2027-01-31")]) == ["past_tie"]


def test_the_verifier_on_a_host_that_no_table_names() -> None:
    """A host without a position has no ties; the others keep theirs."""
    challenge = make_challenge(hosts=("nowhere", "H"))
    assert broken(challenge=challenge) == []
    assert broken(make_pool(interests=[("V", "family", "H")]), challenge) == [("personal_tie", "vcs", ("V",))]
    assert broken(make_pool(interests=[("V", "family", "H")]), make_challenge(hosts=("nowhere",))) == []


# Both


def test_both_sides_agree() -> None:
    """One works at the host, one governs its predecessor, one left yesterday, one is clear."""
    world = team("D", seats=OPEN, rules={"past_tie": {"strength": "off"}}).peer("A", at="H").peer("B").peer("C")
    world.relation("G", "predecessor_of", "H").interest("B", "governance", "G")
    world.interest("C", "employment", "H", None, "2027-01-10")
    assert world.agreement() == (6, 119)


MUTANTS = mutants_of(
    "conflicts/rules/current_tie.py",
    (
        "current_tie: one's own organisation does not count",
        "return by_organisation(graph, works_there), by_tie(graph, current)",
        "return (by_tie(graph, current),)",
    ),
    (
        "current_tie: interests do not count",
        "return by_organisation(graph, works_there), by_tie(graph, current)",
        "return (by_organisation(graph, works_there),)",
    ),
    ("current_tie: consultancy forgotten", '"contract", "consultancy")', '"contract")'),
)
