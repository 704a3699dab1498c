"""Every criterion of SPEC.md section 6 by hand: the arithmetic is in the docstrings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from teamforge.challenge import Seat
from teamforge.team import Team
from teamforge.verify import Entry, score

from .building import START, make_challenge, make_pool, make_team, points

FULL = make_team(spare="S")
"""The valid team with S on the spare seat: four members."""


def entries(criterion: str, **given: Any) -> list[tuple[int, str | None, str | None]]:
    """Return points, peer and seat of the entries of one criterion."""
    defaults = {"pool": make_pool(), "challenge": make_challenge(), "team": make_team()}
    ledger = score(**{**defaults, **given})
    return [(entry.points, entry.peer_id, entry.seat) for entry in ledger if entry.criterion == criterion]


def test_whole_team() -> None:
    """
    The valid team scores 11550.

    seat_fit: four seats filled of five at fit 100, each round(6000·100/500) = 1200: 4800.
    outside_region: L and E from the south east, round(6000/4) = 1500 each: 3000.
    fresh: three members with all their engagements left, round(5000·2/(2·4)) = 1250 each: 3750.
    All else is 0: no levels, no group that matches, no kind of a host, one challenge done, 71 days ahead.
    """
    found = points()
    assert found == {
        "coverage": 0,
        "seat_fit": 4800,
        "member_match": 0,
        "distinct_groups": 0,
        "outside_region": 3000,
        "similar_authority": 0,
        "fresh": 3750,
        "experienced_lead": 0,
        "distinct_organisations": 0,
        "earlier": 0,
    }
    assert sum(found.values()) == 11550


def test_coverage() -> None:
    """
    One theme: Σw = 10, Σa = 7.

    c_k = round(10000·10·a_k/(4·10·7)): 400000/280 = 1428.57 → 1429; 714.29 → 714; 357.14 → 357.
    Levels 4, 3, 3 of L, E, V: 1429·4 = 5716, 714·3 = 2142, 357·3 = 1071; the manager's 4 is no member's.
    """
    levels = {"L": {"prevention": 4}, "E": {"prevention": 3}, "V": {"prevention": 3}, "M": {"prevention": 4}}
    expected = [(5716, "L", "lead"), (2142, "E", "elected"), (1071, "V", "vcs")]
    assert entries("coverage", pool=make_pool(peers=levels)) == expected


def test_coverage_goes_by_level_then_by_seat() -> None:
    """Levels 1, 4, 1, 4 of L, E, V, S: E and S first, by seat, then L; V is fourth and counts for nothing."""
    levels = {"L": {"prevention": 1}, "E": {"prevention": 4}, "V": {"prevention": 1}, "S": {"prevention": 4}}
    team = Team(START, FULL.seats[::-1])
    expected = [(1429 * 4, "E", "elected"), (714 * 4, "S", "spare"), (357, "L", "lead")]
    assert entries("coverage", pool=make_pool(peers=levels), team=team) == expected


def test_coverage_of_two_themes() -> None:
    """
    Weights 10 and 5: Σw = 15, so 4·Σw·Σa = 420; a third theme of weight 0 changes nothing.

    prevention: 400000/420 = 952.38 → 952; housing: 200000/420 = 476.19 → 476, 100000/420 = 238.10 → 238.
    """
    levels = {"L": {"prevention": 2, "housing": 1}, "E": {"housing": 3}}
    expected = [(1904, "L", "lead"), (1428, "E", "elected"), (238, "L", "lead")]
    challenge = make_challenge(scope={"prevention": 10, "Housing": 5})
    assert entries("coverage", pool=make_pool(peers=levels), challenge=challenge) == expected
    alone = make_challenge(scope={"prevention": 10, "housing": 0})
    assert entries("coverage", pool=make_pool(peers=levels), challenge=alone) == [(2858, "L", "lead")]


def test_coverage_depth_and_weight() -> None:
    """Depth (1, 1): Σa = 2; weight 3: c_k = round(3000·10/(4·10·2)) = 375 for both."""
    levels = {"L": {"prevention": 2}, "E": {"prevention": 4}, "V": {"prevention": 1}}
    challenge = make_challenge(rules={"coverage": {"weight": 3, "depth": (1, 1)}})
    expected = [(1500, "E", "elected"), (750, "L", "lead")]
    assert entries("coverage", pool=make_pool(peers=levels), challenge=challenge) == expected


def test_coverage_deeper_than_the_team() -> None:
    """Ranks that nobody holds are worth 0: with depth of five each c is round(100000·1/(4·10·5)) = 500."""
    challenge = make_challenge(rules={"coverage": {"depth": (1, 1, 1, 1, 1)}})
    pool = make_pool(peers={"L": {"prevention": 1}})
    assert entries("coverage", pool=pool, challenge=challenge) == [(500, "L", "lead")]


def test_seat_fit() -> None:
    """L as a director 60: 6000·60/500 = 720; S on spare by the better of two roles, 50: 600; the manager too."""
    pool = make_pool(peers={"L": {"roles": ("director",)}})
    expected = [
        (720, "L", "lead"),
        (1200, "E", "elected"),
        (1200, "V", "vcs"),
        (600, "S", "spare"),
        (1200, "M", "manager"),
    ]
    assert entries("seat_fit", pool=pool, team=FULL) == expected


def test_seat_fit_rounds_half_up() -> None:
    """Of 16 seats a fit of 100 with weight 1 is 1000/16 = 62.5 → 63; a fit of 60 is 37.5 → 38."""
    accepts = {"chief_executive": 100, "director": 60}
    seats = tuple(Seat(id=f"s{place}", accepts=accepts) for place in range(16))
    challenge = make_challenge(rules={"seat_fit": {"weight": 1}}).model_copy(update={"seats": seats})
    team = Team(START, (("s0", "L"),))
    assert entries("seat_fit", challenge=challenge, team=team) == [(63, "L", "s0")]
    director = make_pool(peers={"L": {"roles": ("director",)}})
    assert entries("seat_fit", pool=director, challenge=challenge, team=team) == [(38, "L", "s0")]


@pytest.mark.parametrize(
    ("control", "group", "matches"),
    [
        ({}, "blue", True),
        ({}, "green", False),
        ({}, None, False),
        # The first host whose control is known and is somebody's.
        ({"H": "no overall control", "I": "red"}, "red", True),
        ({"H": None, "I": "red"}, "red", True),
        ({"H": "blue", "I": "red"}, "red", False),
        ({"H": None}, None, False),
        ({"H": "no overall control"}, "no overall control", False),
        # The control of a predecessor is nobody's.
        ({"H": None, "C": "red"}, "red", False),
    ],
)
def test_member_match(control: dict[str, str | None], group: str | None, matches: bool) -> None:  # noqa: FBT001 -- a table
    """8·1000 if E on the political seat is of the group that controls the host."""
    organisations = {name: {"political_control": held} for name, held in control.items()}
    pool = make_pool(peers={"E": {"political_group": group}}, organisations=organisations)
    assert entries("member_match", pool=pool) == ([(8000, "E", "elected")] if matches else [])


def test_member_match_once() -> None:
    """Two that match are worth no more than one; on other seats nobody matches."""
    both = make_pool(peers={"E": {"political_group": "blue"}, "S": {"political_group": "blue"}})
    assert points(both, team=FULL)["member_match"] == 8000
    spare = make_pool(peers={"S": {"political_group": "blue"}})
    assert entries("member_match", pool=spare, team=FULL) == [(8000, "S", "spare")]
    others = make_pool(peers={"L": {"political_group": "blue"}, "M": {"political_group": "blue"}})
    assert points(others, team=FULL)["member_match"] == 0
    manager = make_challenge(seats={"manager": {"political": True}})
    assert points(others, manager, FULL)["member_match"] == 0


@pytest.mark.parametrize(
    ("groups", "political", "expected"),
    [
        # s = 2: (2 - 1)·round(4000/1).
        ({"E": "green", "S": "green"}, {}, -4000),
        ({"E": "green", "S": "red"}, {}, 0),
        ({"E": "green", "S": None}, {}, 0),
        ({"E": None, "S": None}, {}, -4000),
        # s = 1: nothing.
        ({"E": "green", "S": "green"}, {"spare": False}, 0),
        # s = 3: each round(4000/2) = 2000.
        ({"E": "green", "S": "green", "L": "green"}, {"lead": True}, -4000),
        ({"E": "green", "S": "green", "L": "red"}, {"lead": True}, -2000),
        # The manager's seat makes s = 3 and its peer is no member.
        ({"E": "green", "S": "green", "M": "green"}, {"manager": True}, -2000),
        # s = 4: each round(4000/3) = round(1333.33) = 1333; two groups of two.
        ({"E": "green", "S": "red", "L": "green", "V": "red"}, {"lead": True, "vcs": True}, -2666),
    ],
)
def test_distinct_groups(groups: dict[str, str | None], political: dict[str, bool], expected: int) -> None:
    """Each group with m > 1 members on political seats costs (m - 1)·round(4000/(s - 1)); the unknown are one."""
    pool = make_pool(peers={peer: {"political_group": group} for peer, group in groups.items()})
    challenge = make_challenge(seats={seat: {"political": flag} for seat, flag in political.items()})
    assert points(pool, challenge, FULL)["distinct_groups"] == expected


@pytest.mark.parametrize(
    ("regions", "expected"),
    [
        # L, E and S from the south east, V from a place unknown: three times 1500.
        ({}, 4500),
        ({"OV": "london"}, 6000),
        ({"OL": "north west"}, 3000),
        # One host's region is enough to know what is outside, and either host's is inside.
        ({"H": None}, 4500),
        ({"H": "south east"}, 0),
        ({"H": "london", "OV": "london"}, 4500),
        ({"H": None, "I": None}, 0),
    ],
)
def test_outside_region(regions: dict[str, str | None], expected: int) -> None:
    """Each member from a known region that is no host's: round(6000/4) = 1500."""
    pool = make_pool(organisations={name: {"region": region} for name, region in regions.items()})
    assert points(pool, team=FULL)["outside_region"] == expected
    hard = make_challenge(rules={"outside_region": {"strength": "hard"}})
    assert points(pool, hard, FULL)["outside_region"] == expected


@pytest.mark.parametrize(
    ("kinds", "relations", "expected"),
    [
        ({}, [], 0),
        ({"OL": "county"}, [], 3000),
        ({"OL": "icb"}, [], 3000),
        ({"OL": "county", "OE": "county"}, [], 6000),
        ({"OV": "county"}, [], 0),
        ({"OL": "ccg"}, [], 0),
        ({"OL": None, "H": None}, [], 0),
        ({}, [("OL", "similar_to", "H")], 3000),
        ({}, [("I", "similar_to", "OL")], 3000),
        ({}, [("OL", "similar_to", "C")], 0),
        ({}, [("OL", "similar_to", "H", "2028-02-01")], 3000),
        ({}, [("OL", "similar_to", "H", "2028-02-02")], 0),
        ({}, [("OL", "similar_to", "H", None, "2027-02-01")], 3000),
        ({}, [("OL", "similar_to", "H", None, "2027-01-31")], 0),
        ({"OL": "county"}, [("OL", "similar_to", "H")], 3000),
    ],
)
def test_similar_authority(kinds: dict[str, str | None], relations: list[tuple[Any, ...]], expected: int) -> None:
    """Two authority seats, L's and E's: each of a host's kind or similar to a host is worth round(6000/2) = 3000."""
    pool = make_pool(organisations={name: {"kind": kind} for name, kind in kinds.items()}, relations=relations)
    assert points(pool, team=FULL)["similar_authority"] == expected


def test_similar_authority_counts_every_authority_seat() -> None:
    """With the manager's there are three: 6000/3 = 2000, and the manager is no member."""
    pool = make_pool(peers={"M": {"organisation_id": "FAR"}}, organisations={"OL": {"kind": "county"}})
    challenge = make_challenge(seats={"manager": {"authority": True}})
    assert entries("similar_authority", pool=pool, challenge=challenge) == [(2000, "L", "lead")]


@pytest.mark.parametrize(
    ("rows", "cap", "expected"),
    [
        # 1 February 2026 is 365 days before `as_of`: what starts on it is not after it.
        ([("2026-02-01", "2026-02-03", "done")], 2, 1250),
        ([("2026-02-02", "2026-02-03", "done")], 2, 625),
        ([("2027-09-01", "2027-09-02", "proposed")], 2, 625),
        ([("2026-03-01", "2026-03-02", "cancelled")], 2, 1250),
        ([("2026-03-01", "2026-03-02", "proposed")], 2, 1250),
        ([("2026-03-01", "2026-03-02", "done", "this")], 2, 1250),
        # One engagement, counted at its earliest start, before the year; or in it, and then once.
        ([("2026-01-20", "2026-01-22", "done", "A"), ("2026-05-01", "2026-05-02", "done", "A")], 2, 1250),
        ([("2026-04-20", "2026-04-22", "done", "A"), ("2026-05-01", "2026-05-02", "done", "A")], 2, 625),
        ([("2026-04-20", "2026-04-22", "done"), ("2026-05-01", "2026-05-02", "done")], 2, 0),
        ([("2026-04-20", "2026-04-22", "done"), ("2026-05-01", "2026-05-02", "done")], 1, 0),
        # 5000·2/(3·4) = 833.33; 5000·1/(3·4) = 416.67.
        ([("2026-04-20", "2026-04-22", "done")], 3, 833),
        ([("2026-04-20", "2026-04-22", "done"), ("2026-05-01", "2026-05-02", "done")], 3, 417),
        # 5000·7/(16·4) = 546.875.
        ([(f"2026-{month:02}-20", f"2026-{month:02}-22", "done") for month in range(3, 12)], 16, 547),
    ],
)
def test_fresh(rows: list[tuple[Any, ...]], cap: int, expected: int) -> None:
    """Of V: round(5000·max(0, max_per_year - r)/(max_per_year·4)); L and E have 1250 each; the manager none."""
    pool = make_pool(peers={"V": {"max_per_year": cap}}, engagements=[("V", "OS", *row) for row in rows])
    assert points(pool)["fresh"] == 2500 + expected


def test_fresh_rounds_half_up() -> None:
    """Weight 1 and three left of four: 1000·3/(4·4) = 187.5 → 188."""
    pool = make_pool(peers={"V": {"max_per_year": 4}}, engagements=[("V", "OS", "2026-05-01", "2026-05-02", "done")])
    found = entries("fresh", pool=pool, challenge=make_challenge(rules={"fresh": {"weight": 1}}))
    assert found == [(250, "L", "lead"), (250, "E", "elected"), (188, "V", "vcs")]


def test_experienced_lead() -> None:
    """3·1000 if the member on a leads seat has done two challenges; once, if several."""
    assert points(make_pool(peers={"L": {"challenges_done": 1}}))["experienced_lead"] == 0
    two = make_pool(peers={"L": {"challenges_done": 2}})
    assert entries("experienced_lead", pool=two) == [(3000, "L", "lead")]
    assert points(make_pool(peers={"L": {"challenges_done": 2}}, without=["challenges_done"]))["experienced_lead"] == 0
    assert points(make_pool(peers={"E": {"challenges_done": 9}}))["experienced_lead"] == 0
    several = make_challenge(seats={"elected": {"leads": True}, "manager": {"leads": True}})
    both = make_pool(peers={"L": {"challenges_done": 2}, "E": {"challenges_done": 2}, "M": {"challenges_done": 2}})
    assert points(both, several)["experienced_lead"] == 3000
    assert points(make_pool(peers={"M": {"challenges_done": 2}}), several)["experienced_lead"] == 0


@pytest.mark.parametrize(
    ("homes", "expected"),
    [
        ({}, 0),
        ({"E": "OL"}, -1000),
        ({"E": "OL", "V": "OL"}, -2000),
        ({"E": "OL", "S": "OV"}, -2000),
        ({"L": None, "E": None, "V": None}, 0),
        ({"M": "OL"}, 0),
    ],
)
def test_distinct_organisations(homes: dict[str, str | None], expected: int) -> None:
    """Each organisation with m > 1 members costs (m - 1)·round(4000/4); independents cost nothing."""
    pool = make_pool(peers={peer: {"organisation_id": home} for peer, home in homes.items()})
    assert points(pool, team=FULL)["distinct_organisations"] == expected


LISTED = (date(2027, 5, 11), date(2027, 4, 26), date(2027, 5, 4), START, date(2027, 5, 3), date(2027, 5, 11))
"""Five starts: one before the twelve weeks from 1 February are over on 26 April, one a bank holiday."""


@pytest.mark.parametrize(
    ("windows", "start", "expected"),
    [
        # M = 3: 26 April, 4 May, 11 May are worth 2000·2/2, 2000·1/2 and 0.
        (LISTED, date(2027, 4, 26), 2000),
        (LISTED, date(2027, 5, 4), 1000),
        (LISTED, date(2027, 5, 11), 0),
        # Before the advised weeks: 0.
        (LISTED, START, 0),
        # Alone it has them all.
        ((START, date(2027, 4, 26)), date(2027, 4, 26), 2000),
        # M = 4: 2000·2/3 = 1333.33; 2000·1/3 = 666.67.
        ((*LISTED, date(2027, 6, 1)), date(2027, 5, 4), 1333),
        ((*LISTED, date(2027, 6, 1)), date(2027, 5, 11), 667),
    ],
)
def test_earlier(windows: tuple[date, ...], start: date, expected: int) -> None:
    """Of the M valid windows that keep the advised weeks the i-th is worth round(2000·(M - 1 - i)/(M - 1))."""
    challenge = make_challenge(on_site={"windows": windows})
    assert points(challenge=challenge, team=make_team(start))["earlier"] == expected


def test_earlier_at_the_advised_weeks() -> None:
    """From 2 February, 26 April is 83 days ahead: not twelve weeks."""
    challenge = make_challenge(as_of=date(2027, 2, 2), on_site={"windows": LISTED})
    assert points(challenge=challenge, team=make_team(date(2027, 4, 26)))["earlier"] == 0
    assert points(challenge=challenge, team=make_team(date(2027, 5, 4)))["earlier"] == 2000


def test_earlier_rounds_half_up() -> None:
    """Weight 1 and M = 17 with days of one: the 16th of them is worth 1000·1/16 = 62.5 → 63."""
    on_site = {"days": 1, "earliest": date(2027, 5, 4), "latest": date(2027, 5, 26)}
    challenge = make_challenge(on_site=on_site, rules={"earlier": {"weight": 1}})
    assert points(challenge=challenge, team=make_team(date(2027, 5, 25)))["earlier"] == 63


def test_soft_rule() -> None:
    """A neighbour costs round(7·1000/4) = 1750 for each member, once however many findings; waived, nothing."""
    beside = [("OV", "neighbour_of", "H"), ("I", "neighbour_of", "OV"), ("OE", "neighbour_of", "H")]
    pool = make_pool(relations=beside)
    soft = {"neighbour": {"strength": "soft", "weight": 7}}
    expected = [(-1750, "E", "elected"), (-1750, "V", "vcs")]
    assert entries("soft:neighbour", pool=pool, challenge=make_challenge(rules=soft)) == expected
    waiver = {"peer": "V", "rule": "neighbour", "by": "a person", "reason": "a reason", "on": date(2027, 2, 1)}
    waived = make_challenge(rules=soft, waivers=(waiver,))
    assert entries("soft:neighbour", pool=pool, challenge=waived) == expected[:1]
    late = make_challenge(rules=soft, waivers=({**waiver, "on": date(2027, 2, 2)},))
    assert entries("soft:neighbour", pool=pool, challenge=late) == expected


def test_soft_costs_fall_on_members() -> None:
    """The manager costs nothing, alone or in a pair."""
    pool = make_pool(interests=[("M", "friendship", "H"), ("M", "friendship", "L")])
    rules = {name: {"strength": "soft", "weight": 1} for name in ("friendship", "pair_friendship")}
    found = points(pool, make_challenge(rules=rules))
    assert (found["soft:friendship"], found["soft:pair_friendship"]) == (0, 0)


def test_soft_pair() -> None:
    """Each pair costs round(3·1000/4) = 750, once though both declared it."""
    ties = [("L", "friendship", "E"), ("E", "friendship", "L"), ("V", "friendship", "E")]
    challenge = make_challenge(rules={"pair_friendship": {"strength": "soft", "weight": 3}})
    ledger = score(make_pool(interests=ties), challenge, make_team())
    found = [entry for entry in ledger if entry.criterion == "soft:pair_friendship"]
    assert found == [
        Entry("soft:pair_friendship", -750, None, None, "pair_friendship: L and E"),
        Entry("soft:pair_friendship", -750, None, None, "pair_friendship: E and V"),
    ]


@pytest.mark.parametrize(
    ("bounds", "outside"),
    [
        ({"value": "welsh", "min": 2}, 0),
        ({"value": "welsh", "min": 4}, 2),
        ({"value": "welsh", "max": 1}, 1),
        ({"value": "welsh", "max": 0}, 2),
        ({"value": "dutch", "min": 1, "max": 3}, 1),
        # Without a value: welsh twice, polish twice, french once.
        ({"max": 1}, 2),
        ({"max": 0}, 5),
    ],
)
def test_soft_team_rules(bounds: dict[str, Any], outside: int) -> None:
    """Each unit outside costs round(5·1000/4) = 1250."""
    languages = {"L": ("welsh", "polish"), "E": ("welsh",), "V": ("polish", "french"), "M": ("dutch",)}
    pool = make_pool(peers={peer: {"language": spoken} for peer, spoken in languages.items()})
    rule = {"attribute": "language", "strength": "soft", "weight": 5, **bounds}
    challenge = make_challenge(team_rules=(rule,))
    assert points(pool, challenge)["soft:team_rules"] == -1250 * outside
    twice = make_challenge(team_rules=(rule, rule))
    assert points(pool, twice)["soft:team_rules"] == -2500 * outside


def test_n_is_every_seat_that_counts() -> None:
    """With `vcs` not counting n is 3: outside_region is 6000/3 = 2000 for L and E."""
    challenge = make_challenge(seats={"vcs": {"counts": False}})
    assert points(challenge=challenge)["outside_region"] == 4000


def test_nobody_counts() -> None:
    """Without a seat that counts n is 1 and nobody is a member: a soft minimum of 2 costs 2·round(1000/1)."""
    seats = {seat: {"counts": False} for seat in ("lead", "elected", "vcs", "spare")}
    rule = {"attribute": "kind", "value": "vcs", "min": 2, "strength": "soft", "weight": 1}
    found = points(challenge=make_challenge(seats=seats, team_rules=(rule,)))
    assert {name: part for name, part in found.items() if part} == {"seat_fit": 4800, "soft:team_rules": -2000}


@pytest.mark.parametrize(
    "criterion", ["coverage", "seat_fit", "outside_region", "fresh", "experienced_lead", "earlier"]
)
def test_weight_0(criterion: str) -> None:
    """A criterion of weight 0 gives no points and stays in the breakdown."""
    pool = make_pool(peers={"L": {"prevention": 4, "challenges_done": 5}})
    team, days = make_team(date(2027, 4, 26)), {"windows": (date(2027, 4, 26),)}
    assert points(pool, make_challenge(on_site=days), team)[criterion] > 0
    assert points(pool, make_challenge(on_site=days, rules={criterion: {"weight": 0}}), team)[criterion] == 0


def test_details_name_no_group() -> None:
    """Political opinion is special category data: no entry names a group."""
    pool = make_pool(peers={"E": {"political_group": "blue"}, "S": {"political_group": "blue"}})
    assert not any("blue" in entry.detail for entry in score(pool, make_challenge(), FULL))


def test_details() -> None:
    """Each entry says what it is for."""
    levels = {"L": {"prevention": 4}, "E": {"prevention": 1, "max_per_year": 3}}
    visit = [("E", "OS", "2026-05-01", "2026-05-02", "done")]
    pool = make_pool(peers=levels, engagements=visit, relations=[("OE", "neighbour_of", "H")])
    rule = {"attribute": "kind", "value": "vcs", "max": 0, "strength": "soft", "weight": 1}
    rules = {"neighbour": {"strength": "soft", "weight": 1}}
    challenge = make_challenge(on_site={"windows": LISTED}, team_rules=(rule,), rules=rules)
    ledger = score(pool, challenge, make_team(date(2027, 5, 4)))
    assert [(entry.criterion, entry.peer_id, entry.detail) for entry in ledger] == [
        ("coverage", "L", "prevention: level 4, rank 1"),
        ("coverage", "E", "prevention: level 1, rank 2"),
        *(("seat_fit", peer, "fit 100") for peer in "LEVM"),
        *(("outside_region", peer, "from outside the region of the hosts") for peer in "LE"),
        ("fresh", "L", "0 of 2 engagements a year taken"),
        ("fresh", "E", "1 of 3 engagements a year taken"),
        ("fresh", "V", "0 of 2 engagements a year taken"),
        ("earlier", None, "window 2 of 3 that keep the advised weeks"),
        ("soft:neighbour", "E", "neighbour"),
        ("soft:team_rules", None, "team rule 1 (kind): 1 outside"),
    ]


def test_not_eligible() -> None:
    """A peer without a role for the seat has no fit to it."""
    pool = make_pool(peers={"L": {"roles": ()}})
    assert [peer for _, peer, _ in entries("seat_fit", pool=pool)] == ["E", "V", "M"]
