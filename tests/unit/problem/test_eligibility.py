"""What stops a peer on a seat by itself, rule by rule, and which windows are closed to whom."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import World, seat, waiver

FIVE = {"days": 1, "earliest": "2027-04-12", "latest": "2027-04-16"}
"""Five windows of a day: 12 to 16 April."""


def stopped(world: World) -> dict[str, list[tuple[str, str]]]:
    """Return the pairs of peer and seat that each rule stops, for rules that stop any."""
    eligibility = world.eligibility
    ids = world.pool.peers.ids[eligibility.peers].tolist()
    pairs = [
        (peer, world.challenge.seat_ids[place]) for peer, place in zip(ids, eligibility.seat.tolist(), strict=True)
    ]
    found = {
        rule: [pair for pair, stops in zip(pairs, column.tolist(), strict=True) if stops]
        for rule, column in eligibility.stops.items()
    }
    return {rule: pairs for rule, pairs in found.items() if pairs}


def closed(world: World, rule: str, peer: str = "A") -> str:
    """Return the windows that a rule closes to a peer, a cross each."""
    row = world.eligibility.free_peers.tolist().index(world.pool.peers.position[peer])
    return "".join("x" if each else "." for each in world.eligibility.closed[rule][row].tolist())


def serves(world: World) -> dict[tuple[str, str], str]:
    """Return the windows in which each candidate can serve, a dash each."""
    marks = ["".join("-" if each else "." for each in row) for row in world.problem.serves.tolist()]
    return dict(zip(world.candidates(), marks, strict=True))


# Seats and roles


def test_accepted() -> None:
    """The largest fit over the roles of a peer; whoever has none is not even a pair."""
    seats = [
        {"id": "s", "accepts": {"chief_executive": 60, "director": 100}},
        {"id": "t", "accepts": {"vcs_leader": 30}},
    ]
    world = World(seats=seats).peer("A", roles=("chief_executive", "director")).peer("B", roles=("vcs_leader",))
    world.peer("C", roles=("director", "vcs_leader")).peer("D", roles=("astronaut",)).peer("E")
    eligibility = world.eligibility
    pairs = zip(eligibility.peers.tolist(), eligibility.seat.tolist(), eligibility.fit.tolist(), strict=True)
    assert sorted(pairs) == [(0, 0, 100), (1, 1, 30), (2, 0, 100), (2, 1, 30), (4, 0, 60)]
    assert stopped(world) == {}


@pytest.mark.parametrize("state", ["trained", "active"])
def test_trained_and_active(state: str) -> None:
    """On every seat, counting or not."""
    world = World(seats=[seat("s"), seat("m", counts=False)]).peer("A").peer("B", **{state: False})
    assert stopped(world) == {state: [("B", "s"), ("B", "m")]}
    assert world.candidates() == [("A", "s"), ("A", "m")]


def test_excluded() -> None:
    """Whoever is named."""
    world = World(exclude=[{"peer": "B", "reason": "declined"}]).peer("A").peer("B")
    assert stopped(world) == {"excluded": [("B", "s")]}


def test_pins() -> None:
    """The seat takes nobody else, the peer no other seat; both may be stopped by it."""
    world = World(seats=[seat("s"), seat("t", required=False)], pins={"t": "B"}).peer("A").peer("B")
    assert stopped(world) == {"pin": [("B", "s"), ("A", "t")]}
    assert world.candidates() == [("A", "s"), ("B", "t")]
    assert world.problem.required == (True, True)


def test_required() -> None:
    """As the seats say, and where a pin is."""
    seats = [seat("s"), seat("t", required=False), seat("u", required=False)]
    assert World(seats=seats, pins={"u": "A"}).peer("A").problem.required == (True, False, True)


# Conflicts


@pytest.mark.parametrize(("strength", "stops"), [("hard", True), ("review", True), ("soft", False), ("off", False)])
def test_conflicts(strength: str, *, stops: bool) -> None:
    """Hard and review stop, the manager too; a waiver lifts a review."""
    rules = {"friendship": {"strength": strength, "weight": 1}}
    seats = [seat("s"), seat("m", counts=False)]
    world = World(rules=rules, seats=seats).peer("A").interest("A", "friendship", "H")
    assert stopped(world) == ({"friendship": [("A", "s"), ("A", "m")]} if stops else {})
    waived = World(rules=rules, seats=seats, waivers=[waiver("A", "friendship")]).peer("A")
    assert bool(stopped(waived.interest("A", "friendship", "H"))) == (strength == "hard")


def test_pair_rules_stop_nobody_alone() -> None:
    """They become tallies."""
    world = World().peer("A").peer("B").interest("A", "family", "B")
    assert stopped(world) == {}
    assert "pair_tie" not in world.eligibility.stops


def test_every_reason_is_kept() -> None:
    """Not the first alone."""
    world = World(exclude=[{"peer": "A", "reason": "declined"}]).peer("A", trained=False, active=False, at="H")
    assert set(stopped(world)) == {"trained", "active", "excluded", "current_tie"}


def test_outside_region_hard() -> None:
    """Bars members whose known region is a host's; neither the manager nor the unknown."""

    def world(strength: str) -> World:
        rules = {"outside_region": {"strength": strength, "weight": 0}}
        made = World(rules=rules, hosts=["H", "I"], seats=[seat("s"), seat("m", counts=False)])
        made.organisation("H", region="kent").organisation("I", region="wales").organisation("X", region="wales")
        made.organisation("Y", region="london").organisation("Z")
        return made.peer("A", at="X").peer("B", at="Y").peer("C", at="Z").peer("D")

    assert stopped(world("hard")) == {"outside_region": [("A", "s")]}
    assert stopped(world("off")) == {}


# Availability


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("2027-04-13", "2027-04-15", True),), "x...x"),
        ((("2027-04-13", "2027-04-13", True), ("2027-04-14", "2027-04-15", True)), "x...x"),
        ((("2027-04-13", "2027-04-16", True), ("2027-04-15", "2027-04-15", False)), "x..x."),
        ((("2027-04-14", "2027-04-14", False),), "..x.."),
        ((("2027-01-01", "2027-04-12", False), ("2027-04-16", "2028-01-01", False)), "x...x"),
        ((("2026-01-01", "2026-12-31", True),), "xxxxx"),
        ((("2026-01-01", "2026-12-31", False),), "....."),
        ((("2027-04-14", "2027-04-15", True), ("2027-04-14", "2027-04-14", True)), "xx..x"),
    ],
)
def test_availability(rows: tuple[tuple[str, str, bool], ...], expected: str) -> None:
    """Available rows less unavailable ones; with unavailable ones alone every other day."""
    world = World(on_site=FIVE, unknown_availability="busy").peer("A")
    for start, end, available in rows:
        world.free("A", start, end, available=available)
    assert expected == closed(world, "availability")


def test_unknown_availability() -> None:
    """No row: as the challenge says; the rows of others mean nothing."""
    for unknown, expected in (("busy", "xxxxx"), ("free", ".....")):
        world = World(on_site=FIVE, unknown_availability=unknown).peer("A").peer("B")
        assert expected == closed(world.free("B", "2027-04-12", "2027-04-13"), "availability")
        assert closed(world, "availability", "B") == "..xxx"


def test_every_day_of_the_window() -> None:
    """Windows of two days: a free day between two busy ones is none."""
    world = World(on_site={**FIVE, "days": 2}).peer("A")
    assert closed(world.free("A", "2027-04-13", "2027-04-13", available=False), "availability") == "xx.."
    world = World(on_site={**FIVE, "days": 2}).peer("A").free("A", "2027-04-13", "2027-04-14")
    assert closed(world, "availability") == "x.xx"


# Engagements


def booked(start: str, end: str, *, status: str = "confirmed", **challenge: Any) -> World:
    """Return the world in which A is booked once."""
    on_site = {"days": 2, "earliest": "2027-04-12", "latest": "2027-04-16"}
    return World(on_site=on_site, **challenge).peer("A", most=9).booking("A", start, end, status=status)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2027-04-14", "2027-04-14", ".xx."),
        ("2027-04-11", "2027-04-12", "x..."),
        ("2027-04-16", "2027-04-20", "...x"),
        ("2027-04-01", "2027-04-30", "xxxx"),
        ("2027-04-11", "2027-04-11", "...."),
        ("2027-04-17", "2027-04-17", "...."),
    ],
)
def test_overlap(start: str, end: str, expected: str) -> None:
    """Windows of two days from 12, 13, 14 and 15 April."""
    assert expected == closed(booked(start, end), "overlap")


@pytest.mark.parametrize(
    ("start", "end", "rest", "expected"),
    [
        ("2027-04-09", "2027-04-10", 2, "x..."),
        ("2027-04-09", "2027-04-10", 1, "...."),
        ("2027-04-09", "2027-04-10", 3, "xx.."),
        ("2027-04-18", "2027-04-19", 2, "...x"),
        ("2027-04-18", "2027-04-19", 1, "...."),
        ("2027-04-18", "2027-04-19", 3, "..xx"),
        ("2027-04-14", "2027-04-14", 0, "...."),
        ("2027-04-14", "2027-04-14", 1, "x..x"),
        ("2027-03-01", "2027-03-28", 14, "...."),
        ("2027-03-01", "2027-03-29", 14, "x..."),
    ],
)
def test_rest(start: str, end: str, rest: int, expected: str) -> None:
    """Whole days between: from the 10th to the 12th lies one. What overlaps a window is `overlap` and not `rest`."""
    assert expected == closed(booked(start, end, rules={"rest": {"rest_days": rest}}), "rest")


def test_each_row_speaks_for_itself() -> None:
    """Two rows of one engagement close the windows of both."""
    world = World(on_site=FIVE).peer("A", most=9)
    world.booking("A", "2027-04-12", "2027-04-12", of="c").booking("A", "2027-04-15", "2027-04-15", of="c")
    assert closed(world, "overlap") == "x..x."
    assert closed(booked("2027-04-12", "2027-04-16", status="cancelled"), "overlap") == "...."


def test_max_per_year() -> None:
    """Engagements that start in the programme year of the window; a cap of 0 closes every window."""
    on_site = {"days": 1, "windows": ["2027-03-31", "2027-04-01"]}
    for start, expected in (("2026-03-31", ".."), ("2026-04-01", "x."), ("2027-03-31", "x."), ("2027-04-01", ".x")):
        world = World(on_site=on_site).peer("A").booking("A", start, "2027-05-30", status="done")
        assert expected == closed(world, "max_per_year")
    assert closed(World(on_site=on_site).peer("A", most=0), "max_per_year") == "xx"
    world = World(on_site=on_site).peer("A", most=2).booking("A", "2026-05-01", "2026-05-02", status="done")
    assert closed(world, "max_per_year") == ".."
    world = World(on_site=on_site).peer("A", most=2).booking("A", "2026-05-01", "2026-05-02", status="done")
    assert closed(world.booking("A", "2026-06-01", "2026-06-02"), "max_per_year") == "x."
    world = World(on_site=on_site).peer("A", most=2).booking("A", "2026-05-01", "2026-05-02", of="c")
    assert closed(world.booking("A", "2026-06-01", "2026-06-02", of="c"), "max_per_year") == ".."


# Candidates


def test_who_can_serve_when() -> None:
    """Rest and cap bind members alone; whoever can serve in no window is no candidate."""
    world = World(on_site=FIVE, seats=[seat("s"), seat("m", counts=False)], rules={"rest": {"rest_days": 1}})
    world.peer("A", most=9).booking("A", "2027-04-13", "2027-04-13").peer("B", most=0)
    world.peer("C").free("C", "2027-04-17", "2027-04-30").peer("D", trained=False)
    assert serves(world) == {("A", "s"): "...--", ("A", "m"): "-.---", ("B", "m"): "-----"}


def test_nobody_and_no_window() -> None:
    """An empty problem is a problem."""
    world = World(on_site={"windows": ["2027-04-17"]}).peer("A")
    assert (len(world.problem), len(world.problem.starts)) == (0, 0)
    world = World().peer("A", trained=False)
    assert (len(world.problem), len(world.problem.starts)) == (0, 1)
