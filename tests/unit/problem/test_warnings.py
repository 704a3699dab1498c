"""Every warning of the specification fires when it should, in words that say why, and otherwise does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from teamforge.api import compose
from teamforge.problem import warnings as problem_warnings
from teamforge.problem.warnings import input_warnings, window_warnings
from teamforge.spec.rulebook import RULEBOOK
from teamforge.team import Window
from tests.world import World, seat, waiver


def warnings(world: World) -> list[str]:
    """Return the warnings that hold whatever team is chosen."""
    return input_warnings(world.given, world.eligibility)


def clear(**challenge: Any) -> World:
    """Return a world of A and B that gives no warning."""
    return World(**challenge).peer("A").peer("B").free("A", "2027-01-01", "2027-12-31")


def test_nothing_to_say() -> None:
    """The world that the tests begin from gives no warning."""
    assert warnings(clear()) == []


def test_what_was_noticed_in_reading() -> None:
    """The pool's own warnings come first."""
    world = clear(preset="lga_progress_review")
    world.warnings = ("peers: column shoe_size is ignored",)
    assert warnings(world)[0] == "peers: column shoe_size is ignored"
    assert len(warnings(world)) == 2


@pytest.mark.parametrize(
    "part",
    [
        *("unknown_availability", "hosts", "team_rules", "purpose", "refused_dates", "unnamed_bookings", "waivers"),
        *("pins", "window"),
    ],
)
def test_a_failure_in_the_warnings_never_loses_the_answer(
    part: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is a warning itself, and in the log; the team is proved, and the other warnings are there."""

    def fail(*_: object) -> None:
        raise OverflowError("canary")

    monkeypatch.setattr(problem_warnings, f"_{part}", fail)
    caplog.set_level("WARNING", "teamforge")
    world = clear(preset="lga_progress_review" if part != "purpose" else "lga_system_wide", pins={"s": "A"})
    world.warnings = ("canary of the pool",)
    found = compose(world.pool, world.challenge)
    assert (found.status, found.stopped) == ("optimal", None)
    missing = [each for each in found.warnings if "fault of TeamForge" in each]
    assert len(missing) == 1
    assert len(found.warnings) == (2 if part == "purpose" else 3)
    assert "failed=OverflowError at=problem/warnings.py" in caplog.text
    assert "canary" not in caplog.text


# Availability


def test_unknown_availability() -> None:
    """Only where it concerns everybody, either way."""
    assert warnings(World(unknown_availability="free").peer()) == [
        "nobody's availability is known: everybody is taken to be free (unknown_availability is free)"
    ]
    assert warnings(World(unknown_availability="busy").peer()) == [
        "nobody's availability is known: nobody is taken to be free (unknown_availability is busy)"
    ]
    assert warnings(clear(unknown_availability="free")) == []
    assert warnings(World()) == []


# Team rules


def test_a_team_rule_for_which_nobody_counts() -> None:
    """Nobody who is trained and active has the value, whatever the others have; a rule without a value says nothing."""
    rules = [
        {"attribute": "language", "value": "Welsh", "min": 1},
        {"attribute": "language", "value": "urdu", "max": 1},
        {"attribute": "trained", "value": "no", "max": 0},
        {"attribute": "language", "max": 1},
    ]
    world = clear(team_rules=rules).peer("A", language=("urdu",)).peer("B", language=("welsh",), active=False)
    able = clear(team_rules=rules).peer("A", language=("urdu",)).peer("B", language=("welsh",))
    who = "nobody who is trained and active counts for this team rule"
    assert warnings(world) == [
        f"{who}: at least 1 member with language Welsh",
        f"{who}: no members with trained no",
    ]
    assert warnings(able) == [f"{who}: no members with trained no"]


# Preset and purpose


@pytest.mark.parametrize(
    ("preset", "purpose", "fires"),
    [
        ("lga_system_wide", "challenge", False),
        ("lga_progress_review", "progress_review", False),
        ("lga_progress_review", "challenge", True),
        ("lga_system_wide", "progress_review", True),
        ("strict_independence", "progress_review", True),
        ("regional", "challenge", False),
    ],
)
def test_preset_and_purpose(preset: str, purpose: str, *, fires: bool) -> None:
    """A preset of progress reviews with another purpose, or the reverse."""
    names = f"the preset is {preset} but the purpose is {purpose}".replace("lga", "LGA").replace("_", " ")
    said = f"{names}: a preset does not set it"
    assert ([said] if fires else []) == warnings(clear(preset=preset, purpose=purpose))


# Windows


def test_refused_dates() -> None:
    """Each listed date that is not valid, with the reason, in date order."""
    listed = ["2027-05-03", "2027-04-16", "2027-04-12", "2027-02-01"]
    assert warnings(clear(on_site={"windows": listed})) == [
        "the listed window of 2027-02-01 is not valid: it is less than 8 weeks after 2027-01-11",
        "the listed window of 2027-04-16 is not valid: it runs into a weekend",
        "the listed window of 2027-05-03 is not valid: it meets a bank holiday",
    ]
    avoided = {"windows": ["2027-04-12"], "avoid": ["2027-04-13"]}
    assert warnings(clear(on_site=avoided)) == [
        "the listed window of 2027-04-12 is not valid: it meets a date to avoid"
    ]


def test_dates_in_a_range_are_not_told() -> None:
    """Nobody listed them."""
    assert warnings(clear(on_site={"earliest": "2027-02-01", "latest": "2027-05-31"})) == []


def test_short_notice() -> None:
    """Twelve weeks after 11 January is 5 April."""
    challenge = clear().challenge
    assert window_warnings(challenge, Window(date(2027, 4, 5), date(2027, 4, 7))) == []
    assert window_warnings(challenge, Window(date(2027, 4, 4), date(2027, 4, 6))) == [
        "the window starts 11 weeks after 2027-01-11: fewer than the 12 advised"
    ]


def test_a_window_far_ahead() -> None:
    """It may end 365 days after the decision, 11 January 2028, and no later."""
    challenge = clear().challenge
    assert window_warnings(challenge, Window(date(2028, 1, 9), date(2028, 1, 11))) == []
    assert window_warnings(challenge, Window(date(2028, 1, 10), date(2028, 1, 12))) == [
        "the window ends more than 365 days after 2027-01-11: ties that begin after that are not checked"
    ]


def test_the_chosen_window_is_meant() -> None:
    """The result warns about the window that was chosen, and about no other."""
    both = clear(on_site={"windows": ["2027-03-22", "2027-04-12"]})
    assert compose(both.pool, both.challenge).warnings == ()
    short = clear(on_site={"windows": ["2027-03-22"]})
    assert compose(short.pool, short.challenge).warnings == (
        "the window starts 10 weeks after 2027-01-11: fewer than the 12 advised",
    )


# Bookings without an id


@pytest.mark.parametrize(
    ("start", "end", "fires"),
    [
        ("2027-04-12", "2027-04-14", True),
        ("2027-04-14", "2027-04-20", True),
        ("2027-04-15", "2027-04-20", False),
        ("2027-04-01", "2027-04-12", True),
        ("2027-04-01", "2027-04-11", False),
    ],
)
def test_booked_without_an_id(start: str, end: str, *, fires: bool) -> None:
    """At a host, overlapping a valid window (12 to 14 April)."""
    said = (
        "engagements, row 2: A is booked at a host over a possible window, without the id of a challenge; "
        "if it is this visit, give it this challenge's id"
    )
    assert ([said] if fires else []) == warnings(clear().booking("A", start, end, "H"))


@pytest.mark.parametrize(
    ("host", "status", "of", "fires"),
    [
        ("H", "confirmed", None, 1),
        ("H", "proposed", None, 1),
        ("H", "done", None, 1),
        ("H", "cancelled", None, 0),
        ("H", "confirmed", "this", 0),
        ("H", "confirmed", "other", 0),
        ("Y", "confirmed", None, 0),
        ("G", "confirmed", None, 0),
    ],
)
def test_which_bookings(host: str, status: str, of: str | None, fires: int) -> None:
    """Those that count, at a host itself, of no challenge."""
    world = clear().relation("G", "predecessor_of", "H").booking("A", "2027-04-12", "2027-04-14", host, status, of)
    assert len(warnings(world)) == fires


def test_bookings_in_the_order_of_rows() -> None:
    """Each row is a warning; one that overlaps only a refused window is not."""
    world = clear(on_site={"earliest": "2027-04-12", "latest": "2027-04-23"})
    world.booking("B", "2027-04-19", "2027-04-20", "H").booking("A", "2027-04-17", "2027-04-18", "H")
    world.booking("A", "2027-04-12", "2027-04-12", "H")
    assert [line.partition(":")[0] for line in warnings(world)] == ["engagements, row 2", "engagements, row 4"]


# Waivers


def friends(*waivers: dict[str, str], start: str | None = None, **challenge: Any) -> World:
    """Return the world in which A has a friend at the host, with some waivers."""
    return clear(waivers=list(waivers), **challenge).interest("A", "friendship", "H", start)


def test_a_waiver_with_an_effect() -> None:
    """There is nothing to say of it."""
    assert warnings(friends(waiver("A", "friendship"))) == []
    soft = {"friendship": {"strength": "soft", "weight": 1}}
    assert warnings(friends(waiver("A", "friendship"), rules=soft)) == []


def test_a_waiver_not_in_force() -> None:
    """Not yet, or no longer; and the peer is still blocked."""
    assert warnings(friends(waiver("A", "friendship", "2027-01-12"))) == [
        "the waiver of friendship for A has no effect: it is in force from 2027-01-12, not on 2027-01-11",
        "A is still blocked: A has a friend at a host",
    ]
    assert warnings(friends(waiver("A", "friendship", "2026-01-01", until="2027-01-10"))) == [
        "the waiver of friendship for A has no effect: it is in force from 2026-01-01 to 2027-01-10, not on 2027-01-11",
        "A is still blocked: A has a friend at a host",
    ]


@pytest.mark.parametrize(("strength", "blocked"), [("hard", True), ("off", False)])
def test_a_waiver_of_a_rule_that_cannot_be_waived(strength: str, *, blocked: bool) -> None:
    """Hard or off."""
    world = friends(waiver("A", "friendship"), rules={"friendship": {"strength": strength}})
    expected = [f"the waiver of friendship for A has no effect: the rule is {strength}"]
    assert warnings(world) == expected + ["A is still blocked: A has a friend at a host"] * blocked


def test_a_waiver_without_a_finding() -> None:
    """Of another peer, or of another rule."""
    assert warnings(friends(waiver("B", "friendship"))) == [
        "the waiver of friendship for B has no effect: there is no such finding"
    ]
    assert warnings(friends(waiver("A", "neighbour"))) == [
        "the waiver of neighbour for A has no effect: there is no such finding",
        "A is still blocked: A has a friend at a host",
    ]


def test_a_waiver_given_before_the_tie_began() -> None:
    """On the day it began is in time; an unknown start says nothing."""
    assert warnings(friends(waiver("A", "friendship", "2026-06-01"), start="2026-06-01")) == []
    assert warnings(friends(waiver("A", "friendship", "2026-05-31"), start="2026-06-01")) == [
        "the waiver of friendship for A was given on 2026-05-31, before the tie it waives began on 2026-06-01"
    ]
    assert warnings(friends(waiver("A", "friendship", "1990-01-01"))) == []


def test_the_latest_tie_counts() -> None:
    """Of several ties that one waiver waives."""
    world = friends(waiver("A", "friendship", "2026-05-31"), start="2020-01-01")
    world.interest("A", "friendship", "H", "2026-08-01").interest("A", "friendship", "H", "2026-07-01")
    assert warnings(world) == [
        "the waiver of friendship for A was given on 2026-05-31, before the tie it waives began on 2026-08-01"
    ]


def test_a_waiver_of_a_peer_who_is_blocked_all_the_same() -> None:
    """By other rules, and by what no waiver is for."""
    world = friends(waiver("A", "friendship")).peer("A", declared=None, trained=False).interest("A", "family", "H")
    (said,) = warnings(world)
    reasons = [RULEBOOK.rule(name).reason for name in ("personal_tie", "declaration", "trained")]
    assert said == f"A is still blocked: A {reasons[0]}, {reasons[1]} and {reasons[2]}"
    world = friends(waiver("A", "friendship"), exclude=[{"peer": "A", "reason": "ill"}]).peer("A", active=False)
    assert warnings(world) == ["A is still blocked: A is not active and is excluded from this challenge"]


def test_a_waiver_of_a_pair() -> None:
    """In either order; neither is mixed up with the other's own findings."""
    for peer, other in (("A", "B"), ("B", "A")):
        world = clear(waivers=[waiver(peer, "pair_friendship", other_peer=other)])
        assert warnings(world.interest("A", "friendship", "B")) == []
    world = clear(waivers=[waiver("A", "pair_friendship", other_peer="B")])
    assert warnings(world) == ["the waiver of pair friendship for A and B has no effect: there is no such finding"]
    world = clear(waivers=[waiver("A", "pair_friendship", other_peer="B")]).interest("A", "friendship", "B")
    assert warnings(world.interest("B", "dispute", "A")) == [
        (
            "A and B are still blocked: "
            "A and B are family, in the same line of management, in business together or in dispute"
        )
    ]


# Pins


def pinned(*, days: int = 3, **challenge: Any) -> World:
    """Return the world in which A is pinned to the seat s, with windows from 12 to 16 April."""
    on_site = {"days": days, "earliest": "2027-04-12", "latest": "2027-04-16"}
    return clear(pins={"s": "A"}, on_site=on_site, **challenge)


def test_a_pin_that_can_hold() -> None:
    """There is nothing to say of it, though some windows are closed to the peer."""
    assert warnings(pinned()) == []
    assert warnings(pinned().free("A", "2027-04-16", "2027-04-16", available=False)) == []


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"trained": False}, "is not trained"),
        ({"active": False}, "is not active"),
        ({"roles": ("vcs_leader",)}, "has no role that the seat accepts"),
        ({"declared": None}, "has not declared their interests in the year before the decision"),
        (
            {"at": "H", "active": False},
            "is not active and works for a host, or holds an office, a contract or a consultancy there",
        ),
        ({"most": 0}, "has reached their yearly limit of challenges"),
    ],
)
def test_a_pin_of_a_blocked_peer(cells: dict[str, Any], reason: str) -> None:
    """With every reason that stops them whatever the window."""
    assert warnings(pinned().peer("A", **cells)) == [f"A is pinned to s but still blocked: A {reason}"]


def test_a_pin_of_an_excluded_peer() -> None:
    """The challenge contradicts itself."""
    assert warnings(pinned(exclude=[{"peer": "A", "reason": "ill"}])) == [
        "A is pinned to s but still blocked: A is excluded from this challenge"
    ]


def test_a_pin_of_a_peer_who_is_never_free() -> None:
    """In every window by one rule or another; each that closes one is named."""
    world = pinned(days=1).free("A", "2027-04-12", "2027-04-13", available=False)
    world.booking("A", "2027-04-14", "2027-04-16", status="proposed")
    (said,) = warnings(world)
    reasons = "is not free, is at another challenge, has too short a break from another challenge"
    assert said == f"A is pinned to s but still blocked: A {reasons} and has reached their yearly limit of challenges"


def test_a_seat_that_does_not_count_has_neither_rest_nor_cap() -> None:
    """A pin to it is not blocked by them, but by an overlap."""
    seats = [seat("s", counts=False)]
    assert warnings(pinned(seats=seats).peer("A", most=0).booking("A", "2027-04-17", "2027-04-18")) == []
    assert warnings(pinned(seats=seats).booking("A", "2027-04-12", "2027-04-16")) == [
        "A is pinned to s but still blocked: A is at another challenge"
    ]


def test_a_pin_from_a_hosts_region() -> None:
    """Where that is hard."""
    world = pinned(rules={"outside_region": {"strength": "hard"}}).peer("A", at="X")
    world.organisation("H", region="kent").organisation("X", region="kent")
    assert warnings(world) == ["A is pinned to s but still blocked: A works in the region of a host"]


def test_two_pins_that_are_a_blocked_pair() -> None:
    """They cannot both hold, unless it is waived."""
    pins = {"pins": {"s": "A", "t": "B"}, "seats": [seat("s"), seat("t")]}
    world = clear(**pins).interest("B", "friendship", "A")
    assert warnings(world) == ["A and B are pinned together but still blocked: A and B are friends"]
    lifted = clear(**pins, waivers=[waiver("A", "pair_friendship", other_peer="B")])
    assert warnings(lifted.interest("B", "friendship", "A")) == []


def test_pins_without_any_window() -> None:
    """Nobody is blocked by dates that are not there."""
    world = clear(pins={"s": "A"}, on_site={"days": 5, "earliest": "2027-04-12", "latest": "2027-04-13"})
    assert warnings(world) == []
