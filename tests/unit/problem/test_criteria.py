"""Each criterion alone on a small pool: its points and tallies, worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from teamforge.problem import Term
from teamforge.spec.rulebook import RULEBOOK
from tests.world import World, seat

THREE = [seat("s"), seat("t"), seat("m", counts=False)]
"""Two seats that count and one that does not: n is 2."""


def weighed(criterion: str, **keys: Any) -> dict[str, dict[str, Any]]:
    """Return the rules that override one criterion."""
    return {criterion: keys}


def is_nothing(term: Term) -> bool:
    """Return whether a term gives nobody points, whoever is chosen."""
    own = [each for each in (term.points, term.windows) if each is not None]
    return not any(each.any() for each in own) and not any(any(t.gains) for t in term.tallies) and not term.constant


# coverage


def test_coverage() -> None:
    """
    Weights 3 and 1, depth 4, 2, 1: c_{t,k} = round(10000·w·a / (4·4·7)).

    10000·3·4/112 = 1071.4, ·2 535.7, ·1 267.9; of housing 357.1, 178.6, 89.3. One tally for each level from 1 to 4.
    """
    world = World(seats=THREE, scope={"prevention": 3, "housing": 1})
    world.peer("A", prevention=4, housing=0).peer("B", prevention=1, housing=2)
    first, second = world.problem.terms["coverage"].tallies
    assert (first.gains, second.gains) == ((1071, 536, 268), (357, 179, 89))
    assert world.tallied("coverage") == [
        (["A", "A", "B", "B"], (1071, 536, 268), 0, None),
        (["A", "A"], (1071, 536, 268), 0, None),
        (["A", "A"], (1071, 536, 268), 0, None),
        (["A", "A"], (1071, 536, 268), 0, None),
        (["B", "B"], (357, 179, 89), 0, None),
        (["B", "B"], (357, 179, 89), 0, None),
        ([], (357, 179, 89), 0, None),
        ([], (357, 179, 89), 0, None),
    ]


def test_coverage_with_another_depth_and_weight() -> None:
    """10·1000·5·1/(4·5·2) = 1250 twice; with weight 1 it is 125; a theme of weight 0 has no tally."""
    for weight, gain in ((10, 1250), (1, 125)):
        world = World(scope={"prevention": 5, "housing": 0}, rules=weighed("coverage", weight=weight, depth=[1, 1]))
        (tallies,) = world.peer(prevention=1).problem.terms["coverage"].tallies
        assert tallies.gains == (gain, gain)


def test_coverage_rounds_half_up() -> None:
    """1·1000·1·1/(4·2·1) = 125 and of weight 7 1000·7·1/(4·7·4): 62.5 is 63."""
    world = World(scope={"prevention": 7}, rules=weighed("coverage", weight=1, depth=[1, 1, 1, 1]))
    assert world.peer().problem.terms["coverage"].tallies[0].gains == (63, 63, 63, 63)


# seat_fit


def test_seat_fit() -> None:
    """6000·fit/(100·3): 100 is 2000, 60 is 1200, 33 is 660; every seat counts, the manager's too."""
    seats = [
        {"id": "s", "accepts": {"chief_executive": 100, "director": 60}},
        seat("t", fit=33),
        seat("m", "director", counts=False),
    ]
    world = World(seats=seats).peer("A", roles=("director", "chief_executive")).peer("B", roles=("director",))
    assert world.points_of("seat_fit") == {
        ("A", "s"): 2000,
        ("B", "s"): 1200,
        ("A", "t"): 660,
        ("A", "m"): 2000,
        ("B", "m"): 2000,
    }


def test_seat_fit_rounds_half_up() -> None:
    """1000·5/(100·4) = 12.5 is 13."""
    world = World(seats=[seat(name, fit=5) for name in "stuv"], rules=weighed("seat_fit", weight=1)).peer()
    assert set(world.points_of("seat_fit").values()) == {13}


# member_match

POLITICAL = [seat("s", political=True), seat("t"), seat("m", counts=False, political=True)]


def test_member_match() -> None:
    """8000, once, for members on political seats of the group that controls the host."""
    world = World(seats=POLITICAL).organisation("H", control="labour")
    world.peer("A", group="labour").peer("B", group="green").peer("C")
    assert world.tallied("member_match") == [(["A"], (8000,), 0, None)]


def test_member_match_of_the_first_host_that_is_controlled() -> None:
    """No overall control and blank are passed over."""
    for first, second, expected in (
        ("green", "labour", ["B"]),
        (None, "labour", ["A"]),
        ("no overall control", "labour", ["A"]),
    ):
        world = World(seats=POLITICAL, hosts=["H", "I"]).organisation("H", control=first)
        world.organisation("I", control=second).peer("A", group="labour").peer("B", group="green")
        assert [(expected, (8000,), 0, None)] == world.tallied("member_match")


def test_member_match_of_nobody() -> None:
    """No such host: no points, not even for the unknown."""
    for control in (None, "no overall control"):
        world = World(seats=POLITICAL).organisation("H", control=control).peer("A", group="no overall control")
        assert is_nothing(world.peer("B").problem.terms["member_match"])


# distinct_groups


def test_distinct_groups() -> None:
    """Four political seats, one not counting: 4000/3 = 1333 for each beyond the first; the unknown are a group."""
    seats = [seat(name, political=True) for name in "stu"] + [seat("m", political=True, counts=False), seat("v")]
    world = World(seats=seats).peer("A", group="green").peer("B", group="green").peer("C").peer("D")
    world.peer("E", group="labour")
    assert sorted(world.tallied("distinct_groups")) == [
        (["A"] * 3 + ["B"] * 3, (0, -1333), 0, None),
        (["C"] * 3 + ["D"] * 3, (0, -1333), 0, None),
        (["E"] * 3, (0, -1333), 0, None),
    ]


def test_distinct_groups_from_two_seats() -> None:
    """With one political seat there is nothing to compare; with two the cost is the whole weight."""
    one = World(seats=[seat("s", political=True), seat("t")]).peer("A").peer("B")
    assert is_nothing(one.problem.terms["distinct_groups"])
    two = World(seats=[seat("s", political=True), seat("t", political=True)]).peer("A").peer("B")
    assert two.tallied("distinct_groups") == [(["A", "A", "B", "B"], (0, -4000), 0, None)]


# outside_region


def test_outside_region() -> None:
    """6000/2 for members whose region is known and no host's; not for the manager."""
    world = World(seats=THREE, hosts=["H", "I"]).organisation("H", region="london").organisation("I", region="wales")
    world.organisation("X", region="kent").organisation("Y", region="wales").organisation("Z")
    world.peer("A", at="X").peer("B", at="Y").peer("C", at="Z").peer("D")
    assert world.points_of("outside_region") == {("A", "s"): 3000, ("A", "t"): 3000}


def test_outside_region_of_unknown_hosts() -> None:
    """Where no host's region is known nobody is outside."""
    world = World(seats=THREE).organisation("X", region="kent").peer("A", at="X")
    assert is_nothing(world.problem.terms["outside_region"])


# similar_authority


def test_similar_authority() -> None:
    """Two authority seats, one not counting: 6000/2 for a member of a host's kind or similar to one."""
    seats = [seat("s", authority=True), seat("t"), seat("m", counts=False, authority=True)]
    world = World(seats=seats, hosts=["H", "I"]).organisation("H").organisation("I", kind="county")
    world.organisation("X", kind="county").organisation("Y", kind="unitary").organisation("Z")
    world.relation("W", "similar_to", "H").relation("H", "similar_to", "V", None, "2027-01-10")
    for peer, at in zip("ABCDEF", ("X", "Y", "Z", "W", "V", None), strict=True):
        world.peer(peer, at=at)
    assert world.points_of("similar_authority") == {("A", "s"): 3000, ("D", "s"): 3000}


def test_similar_authority_without_authority_seats() -> None:
    """No points, and no division by none."""
    world = World(seats=THREE).organisation("H", kind="county").organisation("X", kind="county").peer("A", at="X")
    assert is_nothing(world.problem.terms["similar_authority"])


# fresh


def test_fresh() -> None:
    """N is 2, r since 2026-01-12: 5000·(most − r)/(most·2); 2 of 3 left is 1666.7."""
    world = World(seats=THREE)
    world.peer("A").peer("B", most=3).peer("C", most=2).peer("D", most=3)
    world.booking("A", "2026-01-11", "2026-01-13", status="done")
    world.booking("B", "2026-01-12", "2026-01-13", status="done")
    world.booking("C", "2026-02-01", "2026-02-02", status="done").booking("C", "2028-06-01", "2028-06-02")
    world.booking("D", "2026-02-01", "2026-02-02", of="c").booking("D", "2026-03-01", "2026-03-02", of="c")
    points = {pair: value for pair, value in world.points_of("fresh").items() if pair[1] != "t"}
    assert points == {("A", "s"): 2500, ("B", "s"): 1667, ("D", "s"): 1667}


def test_fresh_is_never_negative() -> None:
    """More engagements than may be leave 0; a seat that does not count has no points."""
    world = World(seats=[seat("s"), seat("m", counts=False)]).peer("A", most=1)
    world.booking("A", "2026-02-01", "2026-02-02", status="done").booking("A", "2026-03-01", "2026-03-02")
    assert world.points_of("fresh") == {}


# experienced_lead


def test_experienced_lead() -> None:
    """3000, once, for a member on a leads seat with two challenges done; one is too few."""
    seats = [seat("s", leads=True), seat("t", leads=True), seat("u"), seat("m", counts=False, leads=True)]
    world = World(seats=seats).peer("A", done=2).peer("B", done=1).peer("C", done=7)
    assert world.tallied("experienced_lead") == [(["A", "A", "C", "C"], (3000,), 0, None)]


def test_experienced_lead_without_the_column() -> None:
    """Nobody is experienced."""
    world = World(seats=[seat("s", leads=True)]).peer(done=9).leave_out("challenges_done")
    assert is_nothing(world.problem.terms["experienced_lead"])


# distinct_organisations


def test_distinct_organisations() -> None:
    """4000/2 for each member beyond the first; independents have none, the manager is no member."""
    world = World(seats=THREE).peer("A", at="X").peer("B", at="X").peer("C").peer("D").peer("E", at="Y")
    assert world.tallied("distinct_organisations") == [
        (["A", "A", "B", "B"], (0, -2000), 0, None),
        (["E", "E"], (0, -2000), 0, None),
    ]


# earlier


def earlier(*starts: str, **fields: Any) -> list[int]:
    """Return the points of windows of one day."""
    points = World(on_site={"days": 1, "windows": list(starts)}, **fields).peer().problem.terms["earlier"].windows
    assert points is not None
    return [int(value) for value in points]


def test_earlier() -> None:
    """2000·(M−1−i)/(M−1): of three 2000, 1000, 0, of four 2000, 1333, 667, 0, of one all of it."""
    assert earlier("2027-04-05", "2027-04-06", "2027-04-20") == [2000, 1000, 0]
    assert earlier("2027-04-05", "2027-04-06", "2027-04-07", "2027-04-08") == [2000, 1333, 667, 0]
    assert earlier("2027-04-06") == [2000]


def test_earlier_counts_advised_windows_alone() -> None:
    """Those before 5 April have 0, and are not counted among the M; nor is a refused start."""
    assert earlier("2027-03-30", "2027-04-05", "2027-04-10", "2027-04-12") == [0, 2000, 0]
    assert earlier("2027-03-30", "2027-04-12") == [0, 2000]
    assert earlier("2027-03-30") == [0]


def test_earlier_rounds_half_up() -> None:
    """With weight 1 and the 18 windows of 5 to 28 April: 1000·16/17 = 941.2, …, 1000·(17 − i)/17."""
    days = [f"2027-04-{day:02}" for day in range(5, 29)]
    found = earlier(*days, rules=weighed("earlier", weight=1))
    assert found == [(2000 * (17 - place) + 17) // 34 for place in range(18)]
    # Of 17: 1000·15/16 = 937.5 is 938.
    assert earlier(*days[:-1], rules=weighed("earlier", weight=1))[1] == 938


# all of them


def test_weight_0_is_no_points() -> None:
    """Of every criterion."""
    world = World(
        hosts=["H"],
        rules={name: {"weight": 0} for name in tuple(RULEBOOK.criteria)},
        seats=[seat(name, political=True, leads=True, authority=True) for name in "st"],
    )
    world.organisation("H", kind="county", region="kent", control="green")
    world.organisation("X", kind="county", region="london")
    world.peer("A", at="X", group="green", done=5, prevention=4).peer("B", at="X", group="green", prevention=4)
    assert {name for name, term in world.problem.terms.items() if not is_nothing(term)} == set()
    assert set(world.problem.terms) == set(RULEBOOK.criteria)


def test_weights_scale() -> None:
    """Weight 1 of each alone, and nothing of the others: one point in its own place."""
    for name in tuple(RULEBOOK.criteria):
        rules = {other: {"weight": int(other == name)} for other in tuple(RULEBOOK.criteria)}
        world = World(rules=rules, seats=[seat(each, political=True, leads=True, authority=True) for each in "st"])
        world.organisation("H", kind="county", region="kent", control="green")
        world.organisation("X", kind="county", region="london")
        world.peer("A", at="X", group="green", done=5, prevention=4).peer("B", at="X", group="green", prevention=4)
        assert {key for key, term in world.problem.terms.items() if not is_nothing(term)} == {name}


def test_terms_add_up() -> None:
    """`Problem.points` is the sum of the candidates' terms."""
    world = World(seats=THREE).organisation("H", region="kent").organisation("X", region="wales").peer("A", at="X")
    whole = sum(term.points for term in world.problem.terms.values() if term.points is not None)
    assert np.array_equal(np.asarray(whole), world.problem.points)
    # seat_fit 2000, outside_region 3000, fresh 2500 on the seats that count, seat_fit alone on the manager's.
    assert world.problem.points.tolist() == [7500, 7500, 2000]
