"""
The rules of a declared tie with the host system: current, past, commercial, applied for, personal, friendly.

Current reaches from 2027-01-11 to 2028-01-11; five years back is 2022-01-11.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.world import World

CURRENT = {
    "current_tie": ("employment", "governance", "contract", "consultancy"),
    "personal_tie": ("family", "financial"),
    "friendship": ("friendship",),
}
PAST = {"past_tie": ("employment", "governance"), "commercial_tie": ("contract", "consultancy")}
KINDS = (
    *("employment", "governance", "contract", "consultancy", "job_application", "family", "financial", "friendship"),
)


def of(rules: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return each rule with each of its kinds."""
    return [(rule, kind) for rule, kinds in rules.items() for kind in kinds]


def fires(rule: str, kind: str, start: str | None, end: str | None, target: str = "H") -> bool:
    """Return whether an interest makes a rule fire for the one peer."""
    return World().peer().interest("A", kind, target, start, end).fired(rule) == ["A"]


@pytest.mark.parametrize(("rule", "kind"), of(CURRENT))
def test_a_current_interest(rule: str, kind: str) -> None:
    """Active on one day from the decision to 365 days later is enough."""
    assert fires(rule, kind, None, None)
    assert fires(rule, kind, "2020-01-01", "2027-01-11")
    assert not fires(rule, kind, "2020-01-01", "2027-01-10")
    assert fires(rule, kind, "2028-01-11", None)
    assert not fires(rule, kind, "2028-01-12", None)
    assert not fires(rule, kind, None, None, "Y")


@pytest.mark.parametrize(("rule", "kind"), of(PAST))
def test_a_past_interest(rule: str, kind: str) -> None:
    """Ended before the decision, and not before the same day five years earlier."""
    assert fires(rule, kind, None, "2027-01-10")
    assert not fires(rule, kind, None, "2027-01-11")
    assert fires(rule, kind, "2020-01-01", "2022-01-11")
    assert not fires(rule, kind, "2020-01-01", "2022-01-10")
    assert not fires(rule, kind, None, "2026-01-10", "Y")


def test_a_job_application_is_current_or_past() -> None:
    """Whichever: applied for last year, applying now, applying within the year."""
    for start, end, expected in (
        ("2022-01-10", "2022-01-10", False),
        ("2022-01-11", "2022-01-11", True),
        ("2027-01-11", "2027-01-11", True),
        ("2028-01-11", "2028-01-11", True),
        ("2028-01-12", "2028-01-12", False),
    ):
        assert expected == fires("job_application", "job_application", start, end)
    assert not fires("job_application", "job_application", None, None, "Y")


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_takes_another_rules_kind(kind: str) -> None:
    """A current interest of each kind fires one rule alone, a past one too."""
    current = {rule for rule, kinds in CURRENT.items() if kind in kinds}
    past = {rule for rule, kinds in PAST.items() if kind in kinds}
    applied = {"job_application"} if kind == "job_application" else set()
    for end, expected in ((None, current | applied), ("2026-06-01", past | applied)):
        found = World().peer().interest("A", kind, "H", "2025-01-01", end).conflicts.findings()
        assert expected == {finding.rule for finding in found}


def test_the_look_back_of_29_february() -> None:
    """From 29 February 2028 five years back is 28 February 2023, four years 29 February 2024."""
    for years, end, expected in (
        (5, "2023-02-28", ["A"]),
        (5, "2023-02-27", []),
        (4, "2024-02-29", ["A"]),
        (4, "2024-02-28", []),
    ):
        world = World(as_of="2028-02-29", on_site={"windows": ["2028-06-05"]}, rules={"past_tie": {"years": years}})
        assert expected == world.peer(declared="2028-01-01").interest("A", "employment", "H", None, end).fired(
            "past_tie"
        )


def test_a_horizon_over_29_february() -> None:
    """365 days after 11 January 2028 is 10 January 2029: a leap year is a day longer."""
    for start, expected in (("2029-01-10", ["A"]), ("2029-01-11", [])):
        world = World(as_of="2028-01-11", on_site={"windows": ["2028-06-05"]}).peer(declared="2028-01-01")
        assert expected == world.interest("A", "family", "H", start).fired("personal_tie")


@pytest.mark.parametrize(("rule", "kind"), [*of(CURRENT), *of(PAST), ("job_application", "job_application")])
def test_predecessors_count(rule: str, kind: str) -> None:
    """Of predecessors too, transitively and whatever the dates of the replacement, but never of successors."""
    end = "2026-06-01" if rule in PAST else None

    def world(target: str) -> World:
        world = World().peer().interest("A", kind, target, "2025-01-01", end)
        world.relation("G", "predecessor_of", "H", "2013-04-01", "2013-04-01")
        return world.relation("F", "predecessor_of", "G", "2030-01-01").relation("H", "predecessor_of", "J")

    assert world("G").fired(rule) == ["A"]
    assert world("F").fired(rule) == ["A"]
    assert world("J").fired(rule) == []


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
        "A — governance 2019-04-01…2027-06-30 — F — predecessor of — G — predecessor of 2022-07-01… — H"
    ]
    assert world.sources("current_tie") == [[("interests", 2), ("relations", 2), ("relations", 3)]]


def test_evidence_of_ones_own_organisation() -> None:
    """Works there; the row is that of the peer."""
    world = World().peer("B").peer(at="G").relation("G", "predecessor_of", "H")
    assert world.paths("current_tie") == ["A — works at — G — predecessor of — H"]
    assert world.sources("current_tie") == [[("peers", 3), ("relations", 2)]]


def test_the_shortest_chain_is_told() -> None:
    """Where a predecessor leads to a host in one step and in two, the one step is told."""
    world = World(hosts=["H", "I"]).peer(at="F").relation("F", "predecessor_of", "G")
    world.relation("G", "predecessor_of", "H").relation("F", "predecessor_of", "I")
    assert world.paths("current_tie") == ["A — works at — F — predecessor of — I"]


def test_every_tie_is_a_path() -> None:
    """Two interests and the organisation make one finding with three paths, in the order of their words."""
    world = World().peer(at="H").interest("A", "governance", "H").interest("A", "contract", "H", "2026-01-01")
    assert world.fired("current_tie") == ["A"]
    assert world.paths("current_tie") == ["A — contract 2026-01-01… — H", "A — governance — H", "A — works at — H"]
