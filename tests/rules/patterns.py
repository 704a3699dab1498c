"""
What several conflict rules have in common, as classes to subclass: a rule's own file says its name and its kinds.

Each class asks twice: what the search finds in a small world (the decision is on 11 January 2027, so current reaches
to 11 January 2028 and five years back is 11 January 2022), and what the verifier says of the valid team (decided on
1 February 2027).
"""

from __future__ import annotations

from itertools import product
from typing import Any, ClassVar

from tests.rules.valid_team import broken, make_pool
from tests.world import World

HOSTS_PLUS = ("H", "I", "C", "B")
"""H⁺ of the valid team: the hosts H and I, C before I and B before C."""

CURRENT_EDGES = [
    ((None, None), True),
    (("2028-02-01", None), True),
    (("2028-02-02", None), False),
    ((None, "2027-02-01"), True),
    ((None, "2027-01-31"), False),
    (("2027-06-01", "2027-06-01"), True),
]
"""A year from 1 February 2027: it begins on its last day, a day later; ends on its first, a day earlier."""

PAST_EDGES = [((None, "2027-01-31"), True), ((None, "2022-02-01"), True), ((None, "2022-01-31"), False)]
"""Five years before 1 February 2027: ended the day before `as_of`, on the edge, a day before it."""


STATUSES = [
    ("done", None, ["A"]),
    ("confirmed", "other", ["A"]),
    ("proposed", None, []),
    ("cancelled", None, []),
    ("confirmed", "this", []),
]
"""Status and challenge of an engagement, and the peers that it counts for."""


def friend(**challenge: Any) -> World:
    """Return the world in which A has a friend at the host, and B too."""
    return World(**challenge).peer("A").peer("B").interest("A", "friendship", "H").interest("B", "friendship", "H")


def blocked(world: World) -> list[str]:
    """Return who is blocked."""
    return sorted(world.pool.peers.ids[world.conflicts.blocked()].tolist())


def booked(start: str, end: str, *, status: str = "confirmed", **challenge: Any) -> World:
    """Return the world in which A is booked once; its windows of two days start on 12, 13, 14 and 15 April."""
    on_site = {"days": 2, "earliest": "2027-04-12", "latest": "2027-04-16"}
    return World(on_site=on_site, **challenge).peer("A", most=9).booking("A", start, end, status=status)


def fires(rule: str, kind: str, start: str | None, end: str | None, target: str = "H") -> bool:
    """Return whether an interest makes a rule fire for the one peer of a small world."""
    return World().peer().interest("A", kind, target, start, end).fired(rule) == ["A"]


def rules_of_v(**tables: Any) -> list[str]:
    """Return the rules that block V on seat `vcs` of the valid team; nobody else is blocked."""
    found = broken(make_pool(**tables))
    assert all((seat, peers) == ("vcs", ("V",)) for _, seat, peers in found)
    return [rule for rule, _, _ in found]


def predecessors_count(rule: str, kind: str, end: str | None = None) -> None:
    """Assert that a tie with a predecessor counts, transitively and whatever its dates; with a successor never."""

    def world(target: str) -> World:
        made = World().peer().interest("A", kind, target, "2025-01-01", end)
        made.relation("G", "predecessor_of", "H", "2013-04-01", "2013-04-01")
        return made.relation("F", "predecessor_of", "G", "2030-01-01").relation("H", "predecessor_of", "J")

    assert world("G").fired(rule) == ["A"]
    assert world("F").fired(rule) == ["A"]
    assert world("J").fired(rule) == []


class CurrentTie:
    """A declared tie with a host that counts while it is current."""

    rule: ClassVar[str]
    kinds: ClassVar[tuple[str, ...]]
    afterwards: ClassVar[tuple[str, ...]] = ()
    """The rules that take over when the tie has ended."""

    def test_a_current_interest(self) -> None:
        """Active on one day from the decision to 365 days later is enough."""
        for kind in self.kinds:
            assert fires(self.rule, kind, None, None), kind
            assert fires(self.rule, kind, "2020-01-01", "2027-01-11"), kind
            assert not fires(self.rule, kind, "2020-01-01", "2027-01-10"), kind
            assert fires(self.rule, kind, "2028-01-11", None), kind
            assert not fires(self.rule, kind, "2028-01-12", None), kind
            assert not fires(self.rule, kind, None, None, "Y"), kind

    def test_no_other_rule_takes_its_kinds(self) -> None:
        """A current interest of each kind fires this rule alone."""
        for kind in self.kinds:
            found = World().peer().interest("A", kind, "H", "2025-01-01").conflicts.findings()
            assert [finding.rule for finding in found] == [self.rule], kind

    def test_predecessors_count(self) -> None:
        """Never successors."""
        for kind in self.kinds:
            predecessors_count(self.rule, kind)

    def test_the_verifier_on_every_host(self) -> None:
        """Of the hosts and their predecessors; of another organisation nothing."""
        for kind, host in product(self.kinds, HOSTS_PLUS):
            assert rules_of_v(interests=[("V", kind, host)]) == [self.rule], (kind, host)
            assert rules_of_v(interests=[("V", kind, "FAR")]) == [], kind

    def test_the_verifier_on_the_edges(self) -> None:
        """Current from `as_of` to 365 days later, both inclusive; what has ended may be another rule's."""
        for kind, host, (dates, expected) in product(self.kinds, ("H", "B"), CURRENT_EDGES):
            found = rules_of_v(interests=[("V", kind, host, *dates)])
            assert (self.rule in found) == expected, (kind, dates)
            assert set(found) <= {self.rule, *self.afterwards}, (kind, dates)


class EndingTie(CurrentTie):
    """A tie that nothing is left of when it has ended."""

    def test_the_past_is_over(self) -> None:
        """For both sides."""
        for kind in self.kinds:
            assert World().peer().interest("A", kind, "H", "2025-01-01", "2026-06-01").conflicts.findings() == ()
            for (dates, _), host in product(PAST_EDGES, (*HOSTS_PLUS, "FAR")):
                assert rules_of_v(interests=[("V", kind, host, *dates)]) == [], (kind, dates, host)

    def test_targets_are_not_confused(self) -> None:
        """A tie to a peer of the host is none to the host; positions of peers are none of organisations."""
        for kind in self.kinds:
            ties = [("V", kind, "X"), ("V", kind, "FAR"), ("L", kind, "OV")]
            assert broken(make_pool(interests=ties)) == [], kind


class PastTie:
    """A declared tie with a host that counts for five years after it has ended."""

    rule: ClassVar[str]
    kinds: ClassVar[tuple[str, ...]]

    def test_a_past_interest(self) -> None:
        """Ended before the decision, and not before the same day five years earlier."""
        for kind in self.kinds:
            assert fires(self.rule, kind, None, "2027-01-10"), kind
            assert not fires(self.rule, kind, None, "2027-01-11"), kind
            assert fires(self.rule, kind, "2020-01-01", "2022-01-11"), kind
            assert not fires(self.rule, kind, "2020-01-01", "2022-01-10"), kind
            assert not fires(self.rule, kind, None, "2026-01-10", "Y"), kind

    def test_no_other_rule_takes_its_kinds(self) -> None:
        """A past interest of each kind fires this rule alone."""
        for kind in self.kinds:
            found = World().peer().interest("A", kind, "H", "2025-01-01", "2026-06-01").conflicts.findings()
            assert [finding.rule for finding in found] == [self.rule], kind

    def test_predecessors_count(self) -> None:
        """Never successors."""
        for kind in self.kinds:
            predecessors_count(self.rule, kind, "2026-06-01")

    def test_the_verifier_on_the_edges(self) -> None:
        """Past within five years, at every host and predecessor; at another organisation nothing."""
        for kind, (dates, expected), host in product(self.kinds, PAST_EDGES, HOSTS_PLUS):
            assert rules_of_v(interests=[("V", kind, host, *dates)]) == [self.rule] * expected, (kind, dates, host)
            assert rules_of_v(interests=[("V", kind, "FAR", *dates)]) == [], (kind, dates)


class Beside:
    """One symmetric relation away from a host."""

    rule: ClassVar[str]
    kind: ClassVar[str]

    def test_either_way_round(self) -> None:
        """The relation is symmetric; the path begins on the peer's side either way."""
        words = self.kind.replace("_", " ")
        for source, target in (("X", "H"), ("H", "X")):
            world = World().peer(at="X").relation(source, self.kind, target, "2020-01-01")
            assert world.fired(self.rule) == ["A"]
            assert world.paths(self.rule) == [f"A — works at — X — {words}, 2020-01-01… — H"]
            assert world.sources(self.rule) == [[("peers", 2), ("relations", 2)]]

    def test_dates(self) -> None:
        """Only what is current counts."""
        for start, end, expected in (
            (None, "2027-01-11", ["A"]),
            (None, "2027-01-10", []),
            ("2028-01-11", None, ["A"]),
            ("2028-01-12", None, []),
        ):
            assert expected == World().peer(at="X").relation("X", self.kind, "H", start, end).fired(self.rule)

    def test_who_is_not_meant(self) -> None:
        """Independents, neighbours of neighbours, neighbours of a predecessor, and whoever is of H⁺ already."""
        rule, kind = self.rule, self.kind
        assert World().peer(at=None).relation("X", kind, "H").fired(rule) == []
        assert World().peer(at="Y").relation("X", kind, "H").relation("Y", kind, "X").fired(rule) == []
        assert World().peer(at="X").relation("G", "predecessor_of", "H").relation("X", kind, "G").fired(rule) == []
        assert World(hosts=["H", "I"]).peer(at="I").relation("I", kind, "H").fired(rule) == []
        assert World().peer(at="G").relation("G", "predecessor_of", "H").relation("G", kind, "H").fired(rule) == []

    def test_only_its_own_kind(self) -> None:
        """Another kind of relation with a host fires no or another rule."""
        for other in {"neighbour_of", "shares_leadership_with", "similar_to"} - {self.kind}:
            assert World().peer(at="X").relation("X", other, "H").fired(self.rule) == []

    def test_the_verifier_on_the_edges(self) -> None:
        """A current relation with a host, either way round; with a predecessor it does not count."""
        for dates, expected in CURRENT_EDGES:
            for host in ("H", "I"):
                for pair in (("OV", self.kind, host), (host, self.kind, "OV")):
                    assert rules_of_v(relations=[(*pair, *dates)]) == [self.rule] * expected, (pair, dates)
            assert rules_of_v(relations=[("OV", self.kind, "C", *dates), ("FAR", self.kind, "H", *dates)]) == []


class PairTie:
    """A current tie between two peers, declared by either."""

    rule: ClassVar[str]
    kinds: ClassVar[tuple[str, ...]]

    def test_declared_by_either(self) -> None:
        """One finding of the pair, alphabetically, and only of this rule."""
        for kind, (one, other) in product(self.kinds, (("A", "B"), ("B", "A"))):
            world = World().peer("B").peer("A").peer("C").interest(one, kind, other)
            assert world.fired(self.rule) == ["A+B"], kind
            assert len(world.conflicts.findings()) == 1, kind
            blocked = world.conflicts.blocked_pairs()
            assert [sorted(world.pool.peers.ids[pair].tolist()) for pair in blocked] == [["A", "B"]], kind

    def test_dates(self) -> None:
        """Only what is current counts."""
        for kind in self.kinds:
            for start, end, expected in (
                ("2000-01-01", "2027-01-11", ["A+B"]),
                ("2000-01-01", "2027-01-10", []),
                ("2028-01-11", "2028-02-01", ["A+B"]),
                ("2028-01-12", "2028-02-01", []),
            ):
                world = World().peer("A").peer("B").interest("A", kind, "B", start, end)
                assert expected == world.fired(self.rule), kind

    def test_the_verifier_on_the_edges(self) -> None:
        """Between two on the team, the manager too, declared by either; a past tie is over."""
        for kind, (dates, expected) in product(self.kinds, CURRENT_EDGES):
            for one, other in (("L", "M"), ("M", "L")):
                found = broken(make_pool(interests=[(one, kind, other, *dates)]))
                assert found == [(self.rule, None, ("L", "M"))] * expected, (kind, dates)
            assert broken(make_pool(interests=[("L", kind, "X", *dates), ("S", kind, "M", *dates)])) == []
