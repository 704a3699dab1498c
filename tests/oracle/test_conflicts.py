"""When the oracle's conflict rules fire, worked out by hand: section 5 of the specification.

The decision is on 2027-01-11, so current reaches to 2028-01-11, and five years back to 2022-01-11.
"""

from __future__ import annotations

import pytest

from .tiny import Tiny, seat

HOLDING = ("employment", "governance", "contract", "consultancy")
CURRENT = [
    ("", "", True),
    ("2020-01-01", "", True),
    ("2020-01-01", "2027-01-11", True),
    ("2020-01-01", "2027-01-10", False),
    ("2028-01-11", "", True),
    ("2028-01-12", "", False),
]
PAST = [
    ("", "2027-01-10", True),
    ("2020-01-01", "2022-01-11", True),
    ("2020-01-01", "2022-01-10", False),
    ("2020-01-01", "2027-01-11", False),
    ("", "", False),
]


def fires(rule: str, tiny: Tiny) -> bool:
    """Whether the one peer has a finding of a rule."""
    return tiny.fired(rule) == {"A"}


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        *(("current_tie", kind) for kind in HOLDING),
        ("personal_tie", "family"),
        ("personal_tie", "financial"),
        ("friendship", "friendship"),
    ],
)
@pytest.mark.parametrize(("start", "end", "expected"), CURRENT)
def test_a_current_interest_at_a_host(rule: str, kind: str, start: str, end: str, *, expected: bool) -> None:
    """Active on some day from the decision to 365 days later; elsewhere it is nothing."""
    assert expected == fires(rule, Tiny().interest(kind, start, end))
    assert not fires(rule, Tiny().interest(kind, start, end, at="Y"))


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("past_tie", "employment"),
        ("past_tie", "governance"),
        ("commercial_tie", "contract"),
        ("commercial_tie", "consultancy"),
    ],
)
@pytest.mark.parametrize(("start", "end", "expected"), PAST)
def test_a_past_interest_at_a_host(rule: str, kind: str, start: str, end: str, *, expected: bool) -> None:
    """Ended before the decision but not before the day five years earlier."""
    assert expected == fires(rule, Tiny().interest(kind, start, end))


def test_other_kinds_do_not_fire() -> None:
    """A past contract is no past tie, past family nothing at all."""
    assert not fires("past_tie", Tiny().interest("contract", "", "2027-01-01"))
    assert not fires("commercial_tie", Tiny().interest("employment", "", "2027-01-01"))
    assert not fires("personal_tie", Tiny().interest("family", "", "2027-01-01"))


def test_current_tie_by_organisation() -> None:
    """A peer of a host or of a predecessor of its predecessor, but not of its successor."""
    assert fires("current_tie", Tiny().peer(organisation_id="H"))
    old = Tiny().relation("X", "predecessor_of", "O", end="2009-03-31").relation("O", "Predecessor_Of", "H")
    assert fires("current_tie", old)
    assert not fires("current_tie", Tiny().relation("H", "predecessor_of", "X"))
    assert not fires("current_tie", Tiny().peer(organisation_id=""))


def test_interests_at_predecessors_count() -> None:
    """H⁺ holds for interests too."""
    assert fires(
        "past_tie", Tiny().interest("employment", "", "2027-01-01", at="O").relation("O", "predecessor_of", "H")
    )


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("", "", True),
        ("2022-01-11", "", True),
        ("2022-01-10", "", False),
        ("2028-01-11", "", True),
        ("2028-01-12", "", False),
        ("2020-01-01", "2022-01-10", False),
        ("2020-01-01", "2022-01-11", True),
    ],
)
def test_job_application(start: str, end: str, *, expected: bool) -> None:
    """With a start and no end it ended on its start."""
    assert expected == fires("job_application", Tiny().interest("job_application", start, end))


def test_same_system() -> None:
    """Both reach a common system by current steps, or one is part of the other."""
    both = Tiny().organisation("S", "ICB").relation("X", "part_of", "S").relation("H", "part_of", "S")
    assert fires("same_system", both)
    assert fires("same_system", Tiny().organisation("X", "icb").relation("H", "part_of", "X"))
    assert not fires(
        "same_system", Tiny().organisation("S", "county").relation("X", "part_of", "S").relation("H", "part_of", "S")
    )
    ended = (
        Tiny().organisation("S", "icb").relation("X", "part_of", "S", end="2027-01-10").relation("H", "part_of", "S")
    )
    assert not fires("same_system", ended)
    backwards = Tiny().organisation("S", "icb").relation("S", "part_of", "X").relation("H", "part_of", "S")
    assert not fires("same_system", backwards)
    assert not fires("same_system", both.peer(organisation_id="H"))


def test_same_system_in_several_steps_and_by_kinds() -> None:
    """X is part of Y, Y of S; with other kinds S is no system."""
    tiny = (
        Tiny()
        .organisation("S", "icb")
        .relation("X", "part_of", "Y")
        .relation("Y", "part_of", "S")
        .relation("H", "part_of", "S")
    )
    assert fires("same_system", tiny)
    tiny.challenge["rules"] = {"same_system": {"kinds": ["system"]}}
    assert not fires("same_system", tiny)


@pytest.mark.parametrize(
    ("rule", "kind"), [("shared_leadership", "shares_leadership_with"), ("neighbour", "neighbour_of")]
)
def test_related_organisations(rule: str, kind: str) -> None:
    """Either way round, while current, and never from within the host system."""
    assert fires(rule, Tiny().relation("X", kind, "H"))
    assert fires(rule, Tiny().relation("H", kind, "X", start="2028-01-11"))
    assert not fires(rule, Tiny().relation("H", kind, "X", start="2028-01-12"))
    assert not fires(rule, Tiny().relation("Y", kind, "H"))
    assert not fires(rule, Tiny(hosts=["H", "X"]).relation("X", kind, "H"))


@pytest.mark.parametrize(
    ("start", "end", "status", "expected"),
    [
        ("2022-01-09", "2022-01-11", "done", True),
        ("2022-01-08", "2022-01-10", "done", False),
        ("2028-01-11", "2028-01-13", "confirmed", True),
        ("2028-01-12", "2028-01-13", "confirmed", False),
        ("2027-06-01", "2027-06-03", "proposed", False),
        ("2025-06-01", "2025-06-03", "cancelled", False),
    ],
)
def test_reviewed_host(start: str, end: str, status: str, *, expected: bool) -> None:
    """Done or confirmed, current or within five years, unless this is a progress review."""
    tiny = Tiny().booking(start, end, "H", status)
    assert expected == fires("reviewed_host", tiny)
    tiny.challenge |= {"purpose": "progress_review", "rules": {"reviewed_host": {"strength": "hard"}}}
    assert tiny.fired("reviewed_host") == set()


def test_reciprocal_review() -> None:
    """Somebody else of a host, trained or not, was at X within three years: 2024-01-11 or later."""

    def visited(end: str, **cells: str) -> Tiny:
        tiny = Tiny().peer("B", organisation_id="H", trained="no", **cells)
        return tiny.booking("2023-12-01", end, "X", "done", peer="B")

    assert fires("reciprocal_review", visited("2024-01-11"))
    assert not fires("reciprocal_review", visited("2024-01-10"))
    assert not fires("reciprocal_review", Tiny().peer("B").booking("2025-01-01", "2025-01-02", "X", "done", peer="B"))
    assert not fires(
        "reciprocal_review", Tiny().peer(organisation_id="H").booking("2025-01-01", "2025-01-02", "H", "done")
    )


def test_declaration() -> None:
    """2026-01-11 is 365 days before the decision."""
    assert not fires("declaration", Tiny().peer(declared_on="2026-01-11"))
    assert not fires("declaration", Tiny().peer(declared_on="11/01/2026"))
    assert fires("declaration", Tiny().peer(declared_on="2026-01-10"))
    assert fires("declaration", Tiny().peer(declared_on=""))
    assert not fires("declaration", Tiny().without_column("declared_on"))


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        *(("pair_tie", kind) for kind in ("family", "line_management", "business", "dispute")),
        ("pair_friendship", "friendship"),
    ],
)
@pytest.mark.parametrize(("start", "end", "expected"), CURRENT)
def test_pairs(rule: str, kind: str, start: str, end: str, *, expected: bool) -> None:
    """Declared by either, while current."""
    pair = {frozenset({"A", "B"})} if expected else set()
    assert pair == Tiny().peer("B").interest(kind, start, end, other="B").fired(rule)
    assert pair == Tiny().peer("B").interest(kind, start, end, other="A", peer="B").fired(rule)


# Strengths, presets and waivers.


def friend(**challenge: object) -> Tiny:
    """The peer has a friend at the host."""
    return Tiny(**challenge).interest("friendship")


def waiver(rule: str = "friendship", **words: str) -> dict[str, str]:
    """A waiver made on the day of the decision."""
    return {"peer": "A", "rule": rule, "by": "Chair", "reason": "slight", "on": "2027-01-11"} | words


def test_strengths() -> None:
    """Hard and review block, soft costs weight·1000/n, off does nothing."""
    assert friend().broken() == ["friendship"]
    assert friend(rules={"friendship": {"strength": "hard"}}).broken() == ["friendship"]
    soft = friend(rules={"friendship": {"strength": "soft", "weight": 3}})
    assert (soft.broken(), soft.points()["soft:friendship"]) == ([], -3000)
    off = friend(rules={"friendship": {"strength": "off"}})
    assert off.broken() == []
    assert "soft:friendship" not in off.points()


@pytest.mark.parametrize(
    ("words", "works"),
    [
        ({}, True),
        ({"on": "2027-01-12"}, False),
        ({"until": "2027-01-11"}, True),
        ({"on": "2026-01-01", "until": "2027-01-10"}, False),
        ({"rule": "neighbour"}, False),
        ({"peer": "B"}, False),
    ],
)
def test_a_waiver_in_force(words: dict[str, str], *, works: bool) -> None:
    """From its day until its end, for its peer and rule: blocks nothing and costs nothing."""
    challenge = {"waivers": [waiver(**words)]}
    assert ([] if works else ["friendship"]) == friend(**challenge).peer("B").broken()
    soft = friend(**challenge, rules={"friendship": {"strength": "soft", "weight": 3}}).peer("B")
    assert (0 if works else -3000) == soft.points()["soft:friendship"]


def test_hard_cannot_be_waived() -> None:
    """The finding is there all the same when waived."""
    tiny = friend(waivers=[waiver()], rules={"friendship": {"strength": "hard"}})
    assert (["friendship"], {"A"}) == (tiny.broken(), tiny.fired("friendship"))


def test_pair_waivers_in_either_order() -> None:
    """The waiver of the pair, whoever declared it."""
    seats = [seat("s"), seat("t", counts=False)]
    for one, two in (("A", "B"), ("B", "A")):
        waivers = [waiver("pair_friendship", peer=one, other_peer=two)]
        tiny = Tiny(seats=seats, waivers=waivers).peer("B").interest("friendship", other="B")
        assert tiny.broken(("s", "A"), ("t", "B")) == []
    tiny.challenge["waivers"] = []
    assert tiny.broken(("s", "A"), ("t", "B")) == ["pair_friendship"]


def test_blocks_bind_the_manager_and_costs_do_not() -> None:
    """N is 1 here: the one seat does not count."""
    manager = [seat("s", counts=False)]
    assert friend(seats=manager).broken() == ["friendship"]
    assert (
        friend(seats=manager, rules={"friendship": {"strength": "soft", "weight": 3}}).points()["soft:friendship"] == 0
    )


def test_presets() -> None:
    """What each preset changes, and that the challenge overrides it key by key."""
    assert friend(preset="strict_independence", waivers=[waiver()]).broken() == ["friendship"]
    longer = Tiny(preset="strict_independence").interest("employment", "", "2021-01-11")
    assert longer.broken() == ["past_tie"]
    longer.challenge["rules"] = {"past_tie": {"years": 5}}
    assert longer.broken() == []
    review = Tiny(
        preset="strict_independence",
        rules={"commercial_tie": {"strength": "review"}},
        waivers=[waiver("commercial_tie")],
    )
    assert ([], {"A"}) == (review.interest("contract", "", "2021-01-11").broken(), review.fired("commercial_tie"))
    assert Tiny(preset="lga_progress_review").booking("2025-01-01", "2025-01-02", "H", "done").broken() == []
    system = Tiny(preset="regional").organisation("X", "icb").relation("H", "part_of", "X")
    assert system.broken() == []
