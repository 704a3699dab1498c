"""What a picture shows is what was found: every number in it is the result's, the pool's or the challenge's."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

import teamforge
from teamforge import Challenge, Pool, Result, charts
from teamforge.answers import BestWindows
from teamforge.assignments import Assignment
from teamforge.challenge.windows import find_windows
from teamforge.demo import load_demo_programme
from tests.unit.report.charts.conftest import values_of
from tests.world import World, seat, waiver

Demo = tuple[Pool, Challenge]


def test_coverage_has_the_level_of_every_member_in_every_theme(result: Result) -> None:
    rows = charts.coverage_rows(result)
    members = [member for member in result.members if member.seat != "manager"]
    themes = [theme for theme, weight in result.challenge.scope.items() if weight]
    assert len(rows) == len(members) * len(themes)
    for row in rows:
        assert row["level"] == result.pool.peer(row["peer_id"]).levels[row["theme"]]
        assert row["weight"] == result.challenge.scope[row["theme"]]
    weights = [row["weight"] for row in rows]
    assert weights == sorted(weights, reverse=True)


def test_coverage_leaves_out_themes_without_weight_and_seats_that_do_not_count() -> None:
    world = World(scope={"prevention": 3, "housing": 0}, seats=[seat("s"), seat("m", "vcs_leader", counts=False)])
    world.peer("A", prevention=2, housing=4).peer("B", roles=("vcs_leader",), prevention=4)
    rows = charts.coverage_rows(teamforge.compose(world.pool, world.challenge))
    assert [(row["theme"], row["peer_id"], row["level"], row["meaning"]) for row in rows] == [
        ("prevention", "A", 2, "practitioner")
    ]


def test_the_ledger_climbs_to_the_points(result: Result) -> None:
    *steps, total = charts.ledger_rows(result)
    assert {row["criterion"]: row["points"] for row in steps} == result.breakdown
    assert sum(row["points"] for row in steps) == total["points"] == total["after"] == result.points
    assert steps[0]["before"] == total["before"] == 0
    for before, after in pairwise(steps):
        assert before["before"] + before["points"] == before["after"] == after["before"]


def test_a_cost_is_a_cost() -> None:
    world = World(rules={"friendship": {"strength": "soft", "weight": 2}}).peer("A")
    world.interest("A", "friendship", "H", "2020-01-01")
    rows = charts.ledger_rows(teamforge.compose(world.pool, world.challenge))
    cost = next(row for row in rows if row["criterion"] == "soft:friendship")
    assert (cost["points"], cost["kind"]) == (-2000, "cost")


def test_a_visit_outside_the_possible_dates_is_drawn_too() -> None:
    """As one is that is over, or whose days people confirmed before the challenge was given others."""
    pool, programme = load_demo_programme()
    challenge, seat_id = programme.challenges[0], programme.challenges[0].seat_ids[0]
    done = Assignment(
        challenge.id,
        seat_id,
        "P002",
        challenge.hosts[0],
        date(2027, 7, 13),
        date(2027, 7, 15),
        "done",
        date(2027, 1, 11),
    )
    rows = charts.year_rows(teamforge.plan(pool.with_assignments([done]), programme))
    own = [row for row in rows if row["row"] == challenge.id]
    assert [row["week"] for row in own if row["state"] == "on site"] == ["2027-07-12"]
    assert [row["week"] for row in own][::11] == ["2027-03-15", "2027-07-12"]


def test_every_valid_window_once(demo: Demo, found: BestWindows) -> None:
    rows = charts.windows_rows(found)
    valid = [str(date.fromordinal(date(1970, 1, 1).toordinal() + start)) for start in find_windows(demo[1]).starts]
    assert [row["start"] for row in rows] == valid
    assert [(row["points"], row["depth"]) for row in rows] == [(each.points, each.depth) for each in found]
    best = [row["points"] for row in rows if row["state"] == "the best"]
    assert set(best) == {max(each.points for each in found if each.points is not None)}
    assert sum(row["state"] == "no valid team" for row in rows) == sum(
        str(each.status) == "infeasible" for each in found
    )


def test_a_host_sees_neither_points_nor_reserves(found: BestWindows) -> None:
    rows = charts.windows_rows(found, "host")
    assert all(set(row) == {"start", "window", "state"} for row in rows)
    assert {row["state"] for row in rows} == {"a team", "no valid team"}
    text = charts.windows(found, "host").to_json()
    assert "points" not in text
    assert not any(str(each.points) in text for each in found if each.points)


def test_availability_counts_who_is_free_on_a_day() -> None:
    """Of three candidates one is away on a day, one is booked on another; the blocked one is no candidate."""
    world = World().peer("A").peer("B").peer("C").peer("D", at="H").peer("E", roles=("vcs_leader",))
    world.free("A", "2027-04-13", "2027-04-13", available=False)
    world.booking("B", "2027-04-14", "2027-04-16")
    rows = charts.availability_rows(world.pool, world.challenge)
    assert [(row["day"], row["free"], row["candidates"]) for row in rows] == [
        ("2027-04-12", 3, 3),
        ("2027-04-13", 2, 3),
        ("2027-04-14", 2, 3),
    ]
    by_peer = charts.availability_rows(world.pool, world.challenge, "s")
    states = {(row["peer_id"], row["day"]): row["state"] for row in by_peer}
    assert states["A", "2027-04-13"] == "not free"
    assert states["B", "2027-04-14"] == "at another challenge"
    assert Counter(states.values()) == {"free": 7, "not free": 1, "at another challenge": 1}


def test_unknown_availability_is_not_free() -> None:
    world = World(unknown_availability="busy").peer("A")
    assert [row["free"] for row in charts.availability_rows(world.pool, world.challenge)] == [0, 0, 0]


@pytest.mark.parametrize("candidates", [40, 41])
def test_a_seat_of_many_candidates_is_counted(candidates: int) -> None:
    by_peer = candidates <= 40
    world = World()
    for number in range(candidates):
        world.peer(f"P{number:02}")
    rows = charts.availability_rows(world.pool, world.challenge, "s")
    assert ("peer_id" in rows[0]) == by_peer
    assert len(rows) == (3 * candidates if by_peer else 3)
    assert by_peer or [row["free"] for row in rows] == [candidates] * 3


def test_all_days_and_seats(demo: Demo) -> None:
    pool, challenge = demo
    rows = charts.availability_rows(pool, challenge)
    days = find_windows(challenge).all_days
    assert len(rows) == len(days) * len(challenge.seats) == len({(row["day"], row["seat"]) for row in rows})
    assert all(0 <= row["free"] <= row["candidates"] for row in rows)


def test_the_conflict_graph_has_every_path_to_a_host(demo: Demo) -> None:
    pool, challenge = demo
    apart = {"pair_tie", "pair_friendship", "declaration"}
    wanted = [
        (finding.peers[0], finding.rule, finding.effect, str(path))
        for finding in teamforge.find_conflicts(pool, challenge).findings()
        if finding.rule not in apart
        for path in finding.evidence
    ]
    assert [tuple(row.values()) for row in charts.conflict_rows(pool, challenge)] == wanted
    drawn = {row["what"] for row in values_of(charts.conflict_graph(pool, challenge)) if row.get("kind") == "peers"}
    assert {peer for names in drawn for peer in names.split(", ")} == {row[0] for row in wanted}


def test_the_conflict_graph_is_in_words(demo: Demo) -> None:
    pool, challenge = demo
    chart = charts.conflict_graph(pool, challenge)
    ties = {row["text"] for row in values_of(chart) if row.get("name") is False}
    assert {"part of, from 1 July 2022", "employment, 1 April 2019 to 30 June 2022"} <= ties
    assert not [tie for tie in ties if "…" in tie or re.search(r"\d{4}-", tie)]
    assert chart.to_dict()["title"]["subtitle"][0].startswith("System-wide health and care peer challenge, Plymouth: ")
    assert not re.search(r"\d{4}-\d\d", str(chart.to_dict()["description"]))


def test_the_conflict_graph_of_some_peers(demo: Demo) -> None:
    rows = charts.conflict_rows(*demo, ["P015"])
    assert [(row["peer_id"], row["effect"]) for row in rows] == [("P015", "waived")]
    with pytest.raises(KeyError, match="'P999'"):
        charts.conflict_graph(*demo, ["P999"])


def test_each_edge_of_the_conflict_graph_leads_right_to_a_place_that_is_there() -> None:
    """Two peers of a neighbour, one of them waived, stand apart; both lead by the neighbour to the host."""
    world = World(waivers=[waiver("B", "neighbour")])
    world.peer("A", at="N").peer("B", at="N").peer("C", at="N").relation("N", "neighbour_of", "H")
    rows = values_of(charts.conflict_graph(world.pool, world.challenge))
    places = {(row["x"], row["y"]): row["what"] for row in rows if "what" in row}
    assert sorted(places.values()) == ["A, C", "B", "H", "N"]
    assert {row["what"]: row["effect"] for row in rows if "what" in row}["B"] == "waived"
    lines: dict[int, list[dict[str, float]]] = {}
    for row in rows:
        if "line" in row:
            lines.setdefault(row["line"], []).append(row)
    edges = set()
    for corners in lines.values():
        xs = [corner["x"] for corner in corners]
        assert xs == sorted(xs)
        edges.add(tuple(places[corner["x"], corner["y"]] for corner in (corners[0], corners[-1])))
    assert edges == {("A, C", "N"), ("B", "N"), ("N", "H")}


def test_of_very_many_places_the_first_are_drawn_and_the_others_counted() -> None:
    world = World()
    for number in range(70):
        world.peer(f"P{number:02}", at=f"N{number:02}").relation(f"N{number:02}", "neighbour_of", "H")
    chart = charts.conflict_graph(world.pool, world.challenge)
    assert sum(row.get("kind") == "peers" for row in values_of(chart)) == 60
    assert "10 more places of peers are not drawn" in " ".join(chart.to_dict()["title"]["subtitle"])


def test_use_counts_each_ready_peer_once_a_role_and_year(demo: Demo) -> None:
    pool, challenge = demo
    report = teamforge.pool_report(pool, challenge.as_of)
    rows = charts.use_rows(report)
    for group in {row["group"] for row in rows}:
        ready = next(each.ready for each in report if (each.kind, each.name) == ("role", group))
        for year in ("2025/26", "2026/27"):
            assert sum(row["count"] for row in rows if (row["group"], row["year"]) == (group, year)) == ready


def test_use_tells_states_apart() -> None:
    """In 2026/27 A has two of one, B one of one, C one of two, D none of one, E none of none."""
    world = World().peer("A").peer("B").peer("C", most=2).peer("D").peer("E", most=0)
    for peer, start in (("A", "2026-05-04"), ("A", "2026-06-01"), ("B", "2026-05-04"), ("C", "2027-03-31")):
        world.booking(peer, start, start)
    world.booking("D", "2026-03-31", "2026-03-31", status="done")
    rows = charts.use_rows(teamforge.pool_report(world.pool, "2027-01-11"))
    told = {(row["year"], row["state"]): row["count"] for row in rows}
    this = [told["2026/27", state] for state in ("over their cap", "at their cap", "below their cap", "no engagement")]
    last = [told["2025/26", state] for state in ("over their cap", "at their cap", "below their cap", "no engagement")]
    assert (this, last) == ([1, 2, 1, 1], [0, 2, 0, 3])
    chart = charts.use(world.pool, "2027-01-11")
    assert "A (0, 2 of 1)" in " ".join(chart.to_dict()["title"]["subtitle"])
