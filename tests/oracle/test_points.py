"""What the oracle's criteria are worth, worked out by hand: sections 6 and 7 of the specification."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from . import brute
from .brute import Team
from .criteria import CRITERIA
from .tiny import Tiny, seat


def test_the_breakdown_has_every_criterion_and_what_is_soft() -> None:
    """At 0 too; a rule that is off in effect but soft in strength is there."""
    assert set(CRITERIA) == Tiny().points().keys()
    soft = {"strength": "soft", "weight": 1}
    tiny = Tiny(
        purpose="progress_review",
        rules={"reviewed_host": soft, "pair_tie": soft},
        team_rules=[{"attribute": "sex", "value": "F", "max": 3} | soft],
    )
    assert {*CRITERIA, "soft:reviewed_host", "soft:pair_tie", "soft:team_rules"} == tiny.points().keys()


def test_coverage() -> None:
    """Weights 10·1000·10·(4, 2, 1)/(4·10·7) = 1428.6, 714.3, 357.1; levels 4, 3, 1 and 1 of which three count."""
    tiny = Tiny(seats=[seat(name) for name in "stuv"]).peer("B", theme="1").peer("C", theme="3").peer("D", theme="1")
    assert tiny.points(("s", "A"), ("t", "B"), ("u", "C"), ("v", "D"))["coverage"] == 4 * 1429 + 3 * 714 + 1 * 357
    assert tiny.points(("s", "A"))["coverage"] == 4 * 1429


def test_coverage_of_several_themes_and_another_depth() -> None:
    """7·1000·(3, 1)·(2, 1)/(4·4·3): 875, 437.5 rounded up to 438; 291.7 to 292, 145.8 to 146."""
    tiny = Tiny(
        scope={"Prevention": 3, "integration": 1, "leadership": 0},
        rules={"coverage": {"weight": 7, "depth": [2, 1]}},
        seats=[seat("s"), seat("t"), seat("m", counts=False)],
    )
    levels = {"theme:integration": "2", "theme:leadership": "4"}
    tiny.peer("A", theme="4", **levels).peer("B", theme="2", **levels).peer("M", theme="4", **levels)
    expected = 875 * 4 + 438 * 2 + 292 * 2 + 146 * 2
    assert expected == tiny.points(("s", "A"), ("t", "B"), ("m", "M"))["coverage"]


def test_seat_fit() -> None:
    """Three seats, one empty, one that does not count: 6000·80/300 = 1600 and 6000·33/300 = 660; best role of two."""
    tiny = Tiny(
        seats=[
            {"id": "s", "accepts": {"chief_executive": 50, "Vcs_Leader": 80}},
            seat("t", fit=33, counts=False),
            seat("u", required=False),
        ]
    )
    tiny.peer("A", roles="chief_executive;vcs_leader").peer("B")
    assert tiny.points(("s", "A"), ("t", "B"))["seat_fit"] == 1600 + 660


def test_member_match() -> None:
    """The first host under known control is G, Labour; only a member on a political seat counts."""

    def points(group: str, **flags: Any) -> int:
        tiny = Tiny(hosts=["H", "G", "K"], seats=[seat("s", **flags)]).peer(political_group=group)
        tiny.organisation("H", control="no overall control").organisation("G", control="Labour").organisation(
            "K", control="Green"
        )
        return tiny.points()["member_match"]

    assert points(" labour", political=True) == 8000
    assert points("Green", political=True) == 0
    assert points("Labour") == 0
    assert points("Labour", political=True, counts=False) == 0


def test_member_match_without_a_controlled_host() -> None:
    """No such host: 0, whatever the peer's group."""
    for group in ("", "No overall control"):
        tiny = Tiny(seats=[seat("s", political=True)]).peer(political_group=group)
        assert tiny.organisation("H", control="No Overall Control").points()["member_match"] == 0
        assert Tiny(seats=[seat("s", political=True)]).peer(political_group=group).points()["member_match"] == 0


def test_distinct_groups() -> None:
    """Four political seats, one of which does not count: each second of a group costs round(4000/3) = 1333."""
    seats = [seat(name, political=True) for name in "stu"] + [seat("m", political=True, counts=False)]
    team = (("s", "A"), ("t", "B"), ("u", "C"), ("m", "M"))

    def points(*groups: str) -> int:
        tiny = Tiny(seats=seats)
        for name, group in zip("ABCM", groups, strict=True):
            tiny.peer(name, political_group=group)
        return tiny.points(*team)["distinct_groups"]

    assert points("Labour", "Green", "", "Green") == 0
    assert points("Labour", "LABOUR", "Green", "Labour") == -1333
    assert points("Labour", "Labour", "Labour", "") == -2666
    assert points("", "", "Labour", "") == -1333
    one = Tiny(seats=[seat("s", political=True), seat("t")]).peer("B")
    assert one.points(("s", "A"), ("t", "B"))["distinct_groups"] == 0


def test_outside_region() -> None:
    """Of n = 3 members one from elsewhere: round(6000/3) = 2000; unknown, independent and home regions nothing."""
    tiny = Tiny(seats=[seat(name) for name in "stu"]).peer("B", organisation_id="Y").peer("C", organisation_id="")
    tiny.organisation("H", region="London").organisation("X", region="Wales").organisation("Y", region="LONDON")
    team = (("s", "A"), ("t", "B"), ("u", "C"))
    assert tiny.points(*team)["outside_region"] == 2000
    tiny.tables["organisations"][2]["region"] = ""
    assert tiny.points(*team)["outside_region"] == 2000
    tiny.tables["organisations"][0]["region"] = ""
    assert tiny.points(*team)["outside_region"] == 0


def test_similar_authority() -> None:
    """Three authority seats, one empty: round(6000/3) = 2000 for the kind of any host or a current `similar_to`."""
    flags: dict[str, Any] = {"authority": True}
    seats = [seat("s", **flags), seat("t", **flags), seat("u", required=False, **flags), seat("v")]
    tiny = Tiny(hosts=["H", "G"], seats=seats).peer("B", organisation_id="Y").peer("C")
    tiny.organisation("H", "").organisation("G", "county").organisation("X", "County").organisation("Y", "")
    team = (("s", "A"), ("t", "B"), ("v", "C"))
    assert tiny.points(*team)["similar_authority"] == 2000
    tiny.relation("H", "similar_to", "Y", end="2027-01-10")
    assert tiny.points(*team)["similar_authority"] == 2000
    tiny.relation("G", "similar_to", "Y", end="2027-01-11")
    assert tiny.points(*team)["similar_authority"] == 4000


def test_fresh() -> None:
    """365 days before the decision is 2026-01-11: what starts on it is not recent, what starts later is."""
    tiny = Tiny(seats=[seat("s"), seat("t")]).peer("A", max_per_year="3").peer("B", max_per_year="")
    team = (("s", "A"), ("t", "B"))
    tiny.booking("2026-01-11", "2026-01-13", status="done")
    assert tiny.points(*team)["fresh"] == 2500 + 2500
    # One recent of three leaves 5000·2/(3·2) = 1666.7.
    tiny.booking("2026-01-12", "2026-01-13", status="done")
    assert tiny.points(*team)["fresh"] == 1667 + 2500
    # A booking to come is recent too, its two rows one engagement: 5000·1/(3·2) = 833.3.
    tiny.booking("2027-09-01", "2027-09-02", status="proposed", challenge_id="c").booking(
        "2027-10-01", "2027-10-02", challenge_id="c"
    )
    assert tiny.points(*team)["fresh"] == 833 + 2500
    # Two recent of one allowed are not less than none.
    tiny.booking("2026-05-01", "2026-05-02", peer="B").booking("2026-07-01", "2026-07-02", peer="B")
    assert tiny.points(*team)["fresh"] == 833


@pytest.mark.parametrize(("done", "expected"), [("2", 3000), ("2.0", 3000), ("1", 0), ("", 0)])
def test_experienced_lead(done: str, expected: int) -> None:
    """Two challenges done, on a seat that leads and counts; once, if several."""
    tiny = (
        Tiny(seats=[seat("s", leads=True), seat("t", leads=True)])
        .peer(challenges_done=done)
        .peer("B", challenges_done=done)
    )
    assert expected == tiny.points(("s", "A"), ("t", "B"))["experienced_lead"]
    assert Tiny(seats=[seat("s")]).peer(challenges_done=done).points()["experienced_lead"] == 0
    assert (
        Tiny(seats=[seat("s", leads=True, counts=False)]).peer(challenges_done=done).points()["experienced_lead"] == 0
    )
    assert tiny.without_column("challenges_done").points(("s", "A"), ("t", "B"))["experienced_lead"] == 0


def test_distinct_organisations() -> None:
    """N = 3: each second member of X costs round(4000/3) = 1333; independents and the manager nothing."""
    tiny = Tiny(seats=[seat(name) for name in "stu"] + [seat("m", counts=False)])
    tiny.peer("B").peer("C").peer("M").peer("D", organisation_id="").peer("E", organisation_id="")
    assert tiny.points(("s", "A"), ("t", "B"), ("u", "C"))["distinct_organisations"] == -2666
    assert tiny.points(("s", "A"), ("t", "B"), ("u", "D"), ("m", "M"))["distinct_organisations"] == -1333
    assert tiny.points(("s", "A"), ("t", "D"), ("u", "E"))["distinct_organisations"] == 0


def test_earlier() -> None:
    """12 weeks after the decision is 5 April: of four windows that keep it 2000, 1333, 667, 0; before it 0."""
    starts = ["2027-03-30", "2027-04-05", "2027-04-12", "2027-04-13", "2027-04-26"]
    tiny = Tiny(on_site={"windows": starts})

    def points(start: str) -> int:
        team = Team(dt.date.fromisoformat(start), (("s", "A"),))
        return brute.breakdown(tiny.tables, tiny.challenge, team)["earlier"]

    assert [points(start) for start in starts] == [0, 2000, 1333, 667, 0]


def test_the_only_advised_window_has_all_the_points() -> None:
    """For M = 1 weight·1000; when it is too early 0."""
    assert Tiny().points()["earlier"] == 2000
    assert Tiny(lead_time={"advised_weeks": 14}).points()["earlier"] == 0
    assert Tiny(lead_time={"advised_weeks": 13}).points()["earlier"] == 2000


def test_weight_zero_is_no_points() -> None:
    """A preset or the challenge may say so."""
    assert Tiny(preset="lga_progress_review").points()["fresh"] == 0
    assert Tiny(preset="lga_progress_review", rules={"fresh": {"weight": 5}}).points()["fresh"] == 5000
    assert Tiny(rules={"coverage": {"weight": 0}}).points()["coverage"] == 0


def test_soft_conflicts_cost_once_a_member_and_rule() -> None:
    """N = 2: weight 5 costs 2500 for each member with a finding, however many ties, and for each pair."""
    soft = {"strength": "soft", "weight": 5}
    tiny = Tiny(seats=[seat("s"), seat("t")], rules={"friendship": soft, "pair_tie": soft, "neighbour": soft}).peer("B")
    tiny.interest("friendship").interest("friendship", "2020-01-01")
    tiny.interest("dispute", other="B").interest("business", other="A", peer="B")
    points = tiny.points(("s", "A"), ("t", "B"))
    assert (points["soft:friendship"], points["soft:pair_tie"], points["soft:neighbour"]) == (-2500, -2500, 0)
    assert tiny.points(("s", "A"))["soft:pair_tie"] == 0


@pytest.mark.parametrize(
    ("rule", "units"),
    [
        ({"value": "F", "min": 3}, 1),
        ({"value": "M", "min": 2}, 1),
        ({"value": "F", "max": 0}, 2),
        ({"value": "F", "min": 2, "max": 2}, 0),
        ({"max": 1}, 1),
        ({"max": 0}, 3),
    ],
)
def test_soft_team_rules(rule: dict[str, object], units: int) -> None:
    """Of n = 3 two are F and one M: each unit outside costs round(2000/3) = 667."""
    tiny = Tiny(
        seats=[seat(name) for name in "stu"],
        team_rules=[{"attribute": "sex", "strength": "soft", "weight": 2} | rule],
    )
    tiny.peer("B", sex="f").peer("C", sex="M")
    assert -667 * units == tiny.points(("s", "A"), ("t", "B"), ("u", "C"))["soft:team_rules"]
