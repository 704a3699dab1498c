"""All criteria together: the whole ledger, weights, and what n is."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from teamforge.problem import Choice
from teamforge.spec.rulebook import RULEBOOK
from teamforge.verify import score
from tests.rules.valid_team import (
    make_challenge,
    make_pool,
    make_team,
    points,
)
from tests.world import THREE, World, chosen, seat, team

# What it compiles to


def test_weight_0_is_no_points() -> None:
    """Of every criterion."""
    world = World(
        hosts=["H"],
        rules={name: {"weight": 0} for name in RULEBOOK.criteria},
        seats=[seat(name, political=True, leads=True, authority=True) for name in "st"],
    )
    world.organisation("H", kind="county", region="kent", control="green")
    world.organisation("X", kind="county", region="london")
    world.peer("A", at="X", group="green", done=5, prevention=4).peer("B", at="X", group="green", prevention=4)
    assert {name for name in world.problem.terms if not world.gives_nothing(name)} == set()
    assert set(world.problem.terms) == set(RULEBOOK.criteria)


def test_weights_scale() -> None:
    """Weight 1 for one criterion and 0 for the others: one point, in its own place."""
    for name in RULEBOOK.criteria:
        rules = {other: {"weight": int(other == name)} for other in RULEBOOK.criteria}
        world = World(rules=rules, seats=[seat(each, political=True, leads=True, authority=True) for each in "st"])
        world.organisation("H", kind="county", region="kent", control="green")
        world.organisation("X", kind="county", region="london")
        world.peer("A", at="X", group="green", done=5, prevention=4).peer("B", at="X", group="green", prevention=4)
        assert {key for key in world.problem.terms if not world.gives_nothing(key)} == {name}


def test_terms_add_up() -> None:
    """`Problem.points` is the sum of the candidates' terms."""
    world = World(seats=THREE).organisation("H", region="kent").organisation("X", region="wales").peer("A", at="X")
    whole = sum(term.points for term in world.problem.terms.values() if term.points is not None)
    assert np.array_equal(np.asarray(whole), world.problem.points)
    # seat_fit 2000, outside_region 3000, fresh 2500 on the seats that count, seat_fit alone on the manager's.
    assert world.problem.points.tolist() == [7500, 7500, 2000]


def test_the_score_of_a_team() -> None:
    """
    Two seats that count, one that does not; n is 2.

    seat_fit 3·2000; fresh 2·2500; coverage: c is 10000·10·4/(4·10·7) = 1428.6 and 714.3, levels 4 and 3: 4·1429 + 3·714
    = 7858; earlier 2000; the organisation that they share costs 2000, the soft friendship 1000.
    """
    world = team("A", "B", "C", rules={"pair_friendship": {"strength": "soft", "weight": 2}})
    world.peer("A", at="X", prevention=3).peer("B", at="X", prevention=4).interest("A", "friendship", "B")
    places = chosen(world.problem, ("A", "s"), ("B", "t"), ("C", "m"))
    assert world.problem.score(Choice(0, places)) == 6000 + 5000 + 7858 + 2000 - 2000 - 1000


# What the verifier says


def test_the_valid_team() -> None:
    """
    The valid team scores 11550.

    seat_fit: four seats filled of five at fit 100, each round(6000·100/500) = 1200: 4800.
    outside_region: L and E from the south east, round(6000/4) = 1500 each: 3000.
    fresh: three members with all their engagements left, round(5000·2/(2·4)) = 1250 each: 3750.
    All else is 0: no levels, no group that matches, no kind of a host, one challenge done, 71 days ahead.
    """
    found = points()
    assert {name: worth for name, worth in found.items() if worth} == {
        "seat_fit": 4800,
        "outside_region": 3000,
        "fresh": 3750,
    }
    assert sum(found.values()) == 11550


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
    pool = make_pool(peers={"L": {"prevention": 4, "done": 5}})
    team, days = make_team(date(2027, 4, 26)), {"windows": (date(2027, 4, 26),)}
    assert points(pool, make_challenge(on_site=days), team)[criterion] > 0
    assert points(pool, make_challenge(on_site=days, rules={criterion: {"weight": 0}}), team)[criterion] == 0


def test_details() -> None:
    """Each entry says what it is for."""
    levels = {"L": {"prevention": 4}, "E": {"prevention": 1, "most": 3}}
    visit = [("E", "OS", "2026-05-01", "2026-05-02", "done")]
    pool = make_pool(peers=levels, engagements=visit, relations=[("OE", "neighbour_of", "H")])
    rule = {"attribute": "kind", "value": "vcs", "max": 0, "strength": "soft", "weight": 1}
    rules = {"neighbour": {"strength": "soft", "weight": 1}}
    challenge = make_challenge(
        on_site={"windows": (date(2027, 4, 26), date(2027, 5, 4), date(2027, 5, 11))}, team_rules=(rule,), rules=rules
    )
    ledger = score(pool, challenge, make_team(date(2027, 5, 4)))
    assert [(entry.criterion, entry.peer_id, entry.detail) for entry in ledger] == [
        ("coverage", "L", "prevention: level 4, rank 1"),
        ("coverage", "E", "prevention: level 1, rank 2"),
        *(("seat_fit", peer, "fit 100") for peer in "LEVM"),
        *(("outside_region", peer, "from outside the region of the hosts") for peer in "LE"),
        ("fresh", "L", "0 of 2 engagements a year taken"),
        ("fresh", "E", "1 of 3 engagements a year taken"),
        ("fresh", "V", "0 of 2 engagements a year taken"),
        ("earlier", None, "window 2 of the 3 with the advised notice"),
        ("soft:neighbour", "E", "works for a neighbour of a host"),
        ("soft:team_rules", None, "no members with kind vcs: missed by 1"),
    ]
