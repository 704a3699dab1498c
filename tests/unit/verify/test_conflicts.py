"""Conflicts of interest: every rule of SPEC.md section 5 fires and just does not; waivers; strengths."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from teamforge.spec.rulebook import RULEBOOK

from .building import broken, make_challenge, make_pool, make_team

Case = tuple[list[tuple[Any, ...]], list[str]]

HOSTS_PLUS = ["H", "I", "C", "B"]
"""H⁺: the hosts H and I, C before I and B before C."""

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


def rules_of_v(**tables: Any) -> list[str]:
    """Return the rules that block V on seat `vcs`; nobody else is blocked."""
    found = broken(make_pool(**tables))
    assert all((seat, peers) == ("vcs", ("V",)) for _, seat, peers in found)
    return [rule for rule, _, _ in found]


@pytest.mark.parametrize("host", HOSTS_PLUS)
def test_current_tie_by_organisation(host: str) -> None:
    """Nobody of a host, or of a predecessor, transitively, whatever the dates of the succession."""
    assert rules_of_v(peers={"V": {"organisation_id": host}}) == ["current_tie"]
    assert rules_of_v(peers={"V": {"organisation_id": "FAR"}}) == []


def test_successors_are_no_predecessors() -> None:
    """Who replaced a host is not one of H⁺."""
    assert rules_of_v(peers={"V": {"organisation_id": "FAR"}}, relations=[("H", "predecessor_of", "FAR")]) == []


@pytest.mark.parametrize("host", HOSTS_PLUS)
@pytest.mark.parametrize("kind", ["employment", "governance", "contract", "consultancy"])
def test_current_tie(kind: str, host: str) -> None:
    """A current employment, governance, contract or consultancy at some h ∈ H⁺."""
    assert rules_of_v(interests=[("V", kind, host)]) == ["current_tie"]
    assert rules_of_v(interests=[("V", kind, "FAR")]) == []


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


def test_host_that_no_table_names() -> None:
    """A host without a position has no ties; the others keep theirs."""
    challenge = make_challenge(hosts=("nowhere", "H"))
    assert broken(challenge=challenge) == []
    assert broken(make_pool(interests=[("V", "family", "H")]), challenge) == [("personal_tie", "vcs", ("V",))]
    assert broken(make_pool(interests=[("V", "family", "H")]), make_challenge(hosts=("nowhere",))) == []


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("employment", "past_tie"),
        ("governance", "past_tie"),
        ("contract", "commercial_tie"),
        ("consultancy", "commercial_tie"),
        ("job_application", "job_application"),
        ("family", None),
        ("financial", None),
        ("friendship", None),
    ],
)
@pytest.mark.parametrize(("dates", "fires"), PAST_EDGES)
@pytest.mark.parametrize("host", [*HOSTS_PLUS, "FAR"])
def test_past(kind: str, rule: str | None, dates: tuple[Any, ...], fires: bool, host: str) -> None:  # noqa: FBT001 -- a table
    """Past within five years; personal ties and friendships end with their end."""
    found = rules_of_v(interests=[("V", kind, host, *dates)])
    assert found == ([rule] if rule and fires and host != "FAR" else [])


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("job_application", "job_application"),
        ("family", "personal_tie"),
        ("financial", "personal_tie"),
        ("friendship", "friendship"),
    ],
)
@pytest.mark.parametrize(("dates", "fires"), CURRENT_EDGES)
def test_current(kind: str, rule: str, dates: tuple[Any, ...], fires: bool) -> None:  # noqa: FBT001 -- a table
    """A job application, a family or financial tie, a friendship, at the edges of the year from `as_of`."""
    # An application that has ended is past, within five years.
    fires |= kind == "job_application" and dates[0] is None
    assert rules_of_v(interests=[("V", kind, "B", *dates)]) == ([rule] if fires else [])


@pytest.mark.parametrize(("end", "fires"), [("2023-02-28", True), ("2023-02-27", False)])
def test_29_february(end: str, fires: bool) -> None:  # noqa: FBT001 -- a table
    """Five years before 29 February 2028 is 28 February 2023."""
    pool = make_pool(without=["declared_on"], interests=[("V", "employment", "H", None, end)])
    on_site = {"windows": (date(2028, 5, 9),)}
    found = broken(pool, make_challenge(as_of=date(2028, 2, 29), on_site=on_site), make_team(date(2028, 5, 9)))
    assert found == ([("past_tie", "vcs", ("V",))] if fires else [])


def test_leap_year_within_the_year() -> None:
    """365 days from 1 March 2027 end on 29 February 2028, not on 1 March."""
    challenge = make_challenge(as_of=date(2027, 3, 1), on_site={"windows": (date(2027, 5, 11),)})
    for start, fires in (("2028-02-29", True), ("2028-03-01", False)):
        pool = make_pool(interests=[("V", "friendship", "H", start, None)])
        found = broken(pool, challenge, make_team(date(2027, 5, 11)))
        assert found == ([("friendship", "vcs", ("V",))] if fires else [])


def test_years() -> None:
    """A challenge may look back further."""
    pool = make_pool(interests=[("V", "contract", "H", None, "2021-02-01")])
    assert broken(pool) == []
    challenge = make_challenge(rules={"commercial_tie": {"years": 6}})
    assert broken(pool, challenge) == [("commercial_tie", "vcs", ("V",))]


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
def test_same_system(relations: list[tuple[Any, ...]], fires: bool) -> None:  # noqa: FBT001 -- a table
    """org(p) and a host reach, by current `part_of` steps, a common organisation of a kind in `kinds`."""
    assert rules_of_v(relations=relations) == (["same_system"] if fires else [])


def test_same_system_zero_steps() -> None:
    """A peer of the system itself is in it."""
    assert rules_of_v(peers={"V": {"organisation_id": "ICS"}}, relations=SYSTEM[1:]) == ["same_system"]
    assert rules_of_v(peers={"V": {"organisation_id": "ICS"}}) == []


def test_same_system_of_hosts_plus() -> None:
    """Who belongs to H⁺ has a current tie, and no other finding by organisation."""
    around = [("B", "part_of", "I"), ("B", "neighbour_of", "H"), ("B", "shares_leadership_with", "H")]
    assert rules_of_v(peers={"V": {"organisation_id": "B"}}, relations=around) == ["current_tie"]


def test_same_system_kinds() -> None:
    """The challenge may name other kinds, in any case."""
    common = make_pool(relations=[("OV", "part_of", "FAR"), ("H", "part_of", "FAR")])
    challenge = make_challenge(rules={"same_system": {"kinds": (" County ",)}})
    assert broken(common, challenge) == [("same_system", "vcs", ("V",))]
    assert broken(make_pool(relations=SYSTEM), challenge) == []


@pytest.mark.parametrize(
    ("kind", "rule"), [("shares_leadership_with", "shared_leadership"), ("neighbour_of", "neighbour")]
)
@pytest.mark.parametrize(("dates", "fires"), CURRENT_EDGES)
def test_beside(kind: str, rule: str, dates: tuple[Any, ...], fires: bool) -> None:  # noqa: FBT001 -- a table
    """A current relation with a host, either way round; with a predecessor it does not count."""
    for host in ("H", "I"):
        for pair in (("OV", kind, host), (host, kind, "OV")):
            assert rules_of_v(relations=[(*pair, *dates)]) == ([rule] if fires else [])
    assert rules_of_v(relations=[("OV", kind, "C", *dates), ("FAR", kind, "H", *dates)]) == []


@pytest.mark.parametrize(
    ("row", "fires"),
    [
        (("2022-01-30", "2022-02-01", "done"), True),
        (("2022-01-30", "2022-01-31", "done"), False),
        (("2022-01-30", "2022-02-01", "confirmed"), True),
        (("2022-01-30", "2022-02-01", "cancelled"), False),
        (("2022-01-30", "2022-02-01", "proposed"), False),
        (("2022-01-30", "2022-02-01", "done", "this"), False),
        (("2022-01-30", "2022-02-01", "done", "that"), True),
        (("2028-02-01", "2028-02-03", "confirmed"), True),
        (("2028-02-02", "2028-02-03", "confirmed"), False),
        (("2028-02-01", "2028-02-03", "proposed"), False),
    ],
)
@pytest.mark.parametrize("host", [*HOSTS_PLUS, "FAR"])
def test_reviewed_host(row: tuple[Any, ...], fires: bool, host: str) -> None:  # noqa: FBT001 -- a table
    """An engagement done or confirmed at some h ∈ H⁺, current or past within five years."""
    fires &= host != "FAR"
    assert rules_of_v(engagements=[("V", host, *row)]) == (["reviewed_host"] if fires else [])


@pytest.mark.parametrize("strength", ["review", "hard"])
def test_reviewed_host_of_a_progress_review(strength: str) -> None:
    """Never when the purpose is a progress review, whatever `rules` says."""
    pool = make_pool(engagements=[("V", "H", "2026-01-05", "2026-01-07", "done")])
    rules = {"reviewed_host": {"strength": strength}}
    assert broken(pool, make_challenge(rules=rules)) == [("reviewed_host", "vcs", ("V",))]
    assert broken(pool, make_challenge(rules=rules, purpose="progress_review")) == []


@pytest.mark.parametrize(
    ("row", "fires"),
    [
        (("OV", "2024-01-30", "2024-02-01", "done"), True),
        (("OV", "2024-01-30", "2024-01-31", "done"), False),
        (("OV", "2028-02-01", "2028-02-02", "confirmed"), True),
        (("OV", "2028-02-02", "2028-02-02", "confirmed"), False),
        (("OV", "2028-02-01", "2028-02-02", "proposed"), False),
        (("OV", "2024-01-30", "2024-02-01", "cancelled"), False),
        (("OV", "2024-01-30", "2024-02-01", "done", "this"), False),
        (("OS", "2024-01-30", "2024-02-01", "done"), False),
    ],
)
@pytest.mark.parametrize("cells", [{}, {"trained": False}, {"active": False}, {"organisation_id": "I"}])
def test_reciprocal_review(row: tuple[Any, ...], fires: bool, cells: dict[str, Any]) -> None:  # noqa: FBT001 -- a table
    """X of a host, trained and active or not, reviewed OV, currently or within three years."""
    assert rules_of_v(peers={"X": cells}, engagements=[("X", *row)]) == (["reciprocal_review"] if fires else [])


@pytest.mark.parametrize("home", ["C", "FAR", None])
def test_reciprocal_review_by_others(home: str | None) -> None:
    """A reviewer of a predecessor, of another organisation or of none is not a host's."""
    assert (
        rules_of_v(
            peers={"X": {"organisation_id": home}}, engagements=[("X", "OV", "2026-01-05", "2026-01-07", "done")]
        )
        == []
    )


def test_reciprocal_review_by_oneself() -> None:
    """Who reviewed their own organisation is no other peer of the host."""
    tables = {"peers": {"V": {"organisation_id": "H"}}, "engagements": [("V", "H", "2026-01-05", "2026-01-07", "done")]}
    assert rules_of_v(**tables) == ["current_tie", "reviewed_host"]
    other = {**tables, "engagements": [("X", "H", "2026-01-05", "2026-01-07", "done")]}
    assert rules_of_v(**other) == ["current_tie", "reciprocal_review"]


@pytest.mark.parametrize(
    ("declared_on", "fires"),
    [("2026-02-01", False), ("2026-01-31", True), (None, True), ("2027-02-01", False), ("2027-03-01", False)],
)
def test_declaration(declared_on: str | None, fires: bool) -> None:  # noqa: FBT001 -- a table
    """1 February 2026 is 365 days before `as_of`, 31 January 366."""
    tables: dict[str, Any] = {"peers": {"V": {"declared_on": declared_on}}}
    assert rules_of_v(**tables) == (["declaration"] if fires else [])
    assert rules_of_v(**tables, without=["declared_on"]) == []


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("family", "pair_tie"),
        ("line_management", "pair_tie"),
        ("business", "pair_tie"),
        ("dispute", "pair_tie"),
        ("friendship", "pair_friendship"),
    ],
)
@pytest.mark.parametrize(("dates", "fires"), CURRENT_EDGES)
def test_pairs(kind: str, rule: str, dates: tuple[Any, ...], fires: bool) -> None:  # noqa: FBT001 -- a table
    """A current tie between two on the team, the manager too, declared by either; a past one is over."""
    for one, other in (("L", "M"), ("M", "L")):
        assert broken(make_pool(interests=[(one, kind, other, *dates)])) == (
            [(rule, None, ("L", "M"))] if fires else []
        )
    assert broken(make_pool(interests=[("L", kind, "X", *dates), ("S", kind, "M", *dates)])) == []


@pytest.mark.parametrize("kind", ["family", "friendship"])
def test_targets_are_not_confused(kind: str) -> None:
    """A tie to a peer of the host is none to the host; positions of peers are none of organisations."""
    assert broken(make_pool(interests=[("V", kind, "X"), ("V", kind, "FAR"), ("L", kind, "OV")])) == []


FIRING: dict[str, dict[str, Any]] = {
    "current_tie": {"interests": [("M", "contract", "H")]},
    "past_tie": {"interests": [("M", "governance", "H", None, "2026-01-01")]},
    "commercial_tie": {"interests": [("M", "contract", "H", None, "2026-01-01")]},
    "job_application": {"interests": [("M", "job_application", "H")]},
    "personal_tie": {"interests": [("M", "family", "H")]},
    "friendship": {"interests": [("M", "friendship", "H")]},
    "same_system": {"peers": {"M": {"organisation_id": "ICS"}}, "relations": SYSTEM[1:]},
    "shared_leadership": {
        "peers": {"M": {"organisation_id": "FAR"}},
        "relations": [("H", "shares_leadership_with", "FAR")],
    },
    "neighbour": {"peers": {"M": {"organisation_id": "FAR"}}, "relations": [("FAR", "neighbour_of", "I")]},
    "reviewed_host": {"engagements": [("M", "H", "2026-01-05", "2026-01-07", "done")]},
    "reciprocal_review": {
        "peers": {"M": {"organisation_id": "FAR"}},
        "engagements": [("X", "FAR", "2026-01-05", "2026-01-07", "done")],
    },
    "declaration": {"peers": {"M": {"declared_on": None}}},
    "pair_tie": {"interests": [("E", "business", "M")]},
    "pair_friendship": {"interests": [("E", "friendship", "M")]},
}
"""Each rule, firing for the manager, or for the manager and E."""


def waiver(rule: str, /, **fields: Any) -> dict[str, Any]:
    """Return a waiver of what `FIRING` has."""
    pair = (
        {"other_peer": "M", "peer": "E"}
        if rule in tuple(name for name, rule in RULEBOOK.conflicts.items() if rule.pair)
        else {"peer": "M"}
    )
    return {"rule": rule, "by": "a person", "reason": "a reason", "on": date(2027, 2, 1), **pair, **fields}


@pytest.mark.parametrize("rule", tuple(RULEBOOK.conflicts))
def test_strengths(rule: str) -> None:
    """Hard blocks, waived or not; review until it is waived; soft and off never block."""
    pool = make_pool(**FIRING[rule])
    blocked = [
        (rule, None, ("E", "M"))
        if rule in tuple(name for name, rule in RULEBOOK.conflicts.items() if rule.pair)
        else (rule, "manager", ("M",))
    ]
    for strength, open_, waived in (
        ("hard", blocked, blocked),
        ("review", blocked, []),
        ("soft", [], []),
        ("off", [], []),
    ):
        rules = {rule: {"strength": strength, "weight": 5}}
        assert broken(pool, make_challenge(rules=rules)) == open_
        assert broken(pool, make_challenge(rules=rules, waivers=(waiver(rule),))) == waived


@pytest.mark.parametrize(
    ("fields", "in_force"),
    [
        ({}, True),
        ({"on": date(2026, 1, 1)}, True),
        ({"on": date(2027, 2, 2)}, False),
        ({"until": date(2027, 2, 1)}, True),
        ({"on": date(2027, 1, 1), "until": date(2027, 1, 31)}, False),
        ({"peer": "E"}, False),
        ({"rule": "reviewed_host"}, False),
    ],
)
def test_waivers(fields: dict[str, Any], in_force: bool) -> None:  # noqa: FBT001 -- a table
    """A waiver in force, `on` ≤ `as_of` ≤ `until`, names the peer and the rule."""
    found = broken(make_pool(**FIRING["friendship"]), make_challenge(waivers=(waiver("friendship", **fields),)))
    assert found == ([] if in_force else [("friendship", "manager", ("M",))])


@pytest.mark.parametrize(
    ("fields", "in_force"),
    [
        ({}, True),
        ({"peer": "M", "other_peer": "E"}, True),
        ({"other_peer": "L"}, False),
        ({"rule": "pair_tie"}, False),
        ({"on": date(2027, 2, 2)}, False),
    ],
)
def test_pair_waivers(fields: dict[str, Any], in_force: bool) -> None:  # noqa: FBT001 -- a table
    """A pair's waiver names both, in either order."""
    found = broken(
        make_pool(**FIRING["pair_friendship"]), make_challenge(waivers=(waiver("pair_friendship", **fields),))
    )
    assert found == ([] if in_force else [("pair_friendship", None, ("E", "M"))])


def test_several_findings() -> None:
    """A waiver covers every finding of its rule for its peer, and no other rule's."""
    ties = [("M", "friendship", "H"), ("M", "friendship", "B"), ("M", "contract", "H", None, "2026-01-01")]
    challenge = make_challenge(waivers=(waiver("friendship"),))
    assert broken(make_pool(interests=ties), challenge) == [("commercial_tie", "manager", ("M",))]


def test_preset() -> None:
    """The presets set strengths and years: `strict_independence` looks back six years, and nothing is waived."""
    pool = make_pool(interests=[("V", "contract", "H", None, "2021-02-01")])
    strict = make_challenge(preset="strict_independence", waivers=(waiver("commercial_tie", peer="V"),))
    assert broken(pool, strict) == [("commercial_tie", "vcs", ("V",))]
    assert broken(pool) == []
