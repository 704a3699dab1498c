"""One peer changes at a time: what others could learn helps nobody else."""

from __future__ import annotations

from teamforge.api import compose
from teamforge.explain.why_not import Verdict
from tests.world import World

SEATS = [
    {"id": "a", "accepts": {"x": 100, "x2": 50}},
    {"id": "b", "accepts": {"y": 100, "y2": 99}},
]


def test_nobody_leans_on_what_another_could_learn() -> None:
    """With one level more B2 would be worth enough that A2 could sit beside them; but B2 is as they are."""
    rules = {"seat_fit": {"weight": 1}, "coverage": {"weight": 10, "depth": [1, 1]}, "fresh": {"weight": 0}}
    rules |= {"earlier": {"weight": 0}, "experienced_lead": {"weight": 0}}
    world = World(seats=SEATS, scope={"prevention": 1}, rules=rules)
    world.peer("A1", roles=("x",), prevention=2).peer("A2", roles=("x2",), prevention=1)
    world.peer("B1", roles=("y",), prevention=2).peer("B2", roles=("y2",), prevention=2)
    answers = compose(world.pool, world.challenge).why_not()
    # A level is worth 10,000 / (4 · 2) = 1,250 points; the seats are worth 500 each at best.
    assert answers["A2"].cost == 1250 + 250
    assert answers["B2"].cost == 5
    assert answers["B2"].nearest_change == "prevention 2 → 3"
    # One level more would leave 250 to make up, which B2 with one more would.
    assert answers["A2"].nearest_change == "prevention 1 → 3"
    assert answers["A2"].verdict is Verdict.OUTSCORED


def test_who_is_at_another_challenge_would_not_be_there_by_being_free() -> None:
    """A and B could come in June, which costs points; in April both are away, and A is at another challenge as well."""
    seats = [{"id": "s", "accepts": {"x": 100}}]
    world = World(seats=seats, scope={"prevention": 1}, on_site={"windows": ["2027-04-12", "2027-06-07"]})
    for peer, level in (("A", 4), ("B", 4), ("C", 3)):
        world.peer(peer, roles=("x",), prevention=level, most=9)
    for peer in "AB":
        world.free(peer, "2027-04-01", "2027-04-30", available=False)
    world.booking("A", "2027-04-12", "2027-04-13")
    answers = compose(world.pool, world.challenge).why_not()
    assert [str(answer.verdict) for answer in answers.values()] == ["outscored", "outscored", "in_team"]
    assert str(answers["A"].window) == str(answers["B"].window) == "2027-06-07"
    assert answers["B"].nearest_change == "free Monday 12 to Wednesday 14 April 2027"
    assert answers["A"].nearest_change is None


def test_rest_keeps_no_manager_from_being_free() -> None:
    """N is away in April and had a challenge a week before: a seat that does not count has no rest."""
    seats = [{"id": "s", "accepts": {"x": 100}}, {"id": "m", "accepts": {"z": 100}, "counts": False}]
    world = World(seats=seats, scope={"prevention": 1}, on_site={"windows": ["2027-04-12", "2027-06-07"]})
    world.peer("A", roles=("x",)).peer("M", roles=("z",)).peer("N", roles=("z",), most=9)
    world.free("N", "2027-04-01", "2027-04-30", available=False).booking("N", "2027-04-05", "2027-04-06")
    answers = compose(world.pool, world.challenge).why_not()
    assert (str(answers["N"].verdict), str(answers["N"].window)) == ("outscored", "2027-06-07")
    assert answers["N"].nearest_change == "free Monday 12 to Wednesday 14 April 2027"
