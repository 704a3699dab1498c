"""The plan of a programme, with cases worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from teamforge.certificate.plan_check import check_plan_certificate
from teamforge.certificate.programme import RowPrice
from teamforge.challenge.programme import Programme, read_programme
from teamforge.demo import load_demo_programme
from teamforge.forge.programme import plan_search
from teamforge.forge.programme.plan_search import PlanSearch
from teamforge.forge.programme.planning import plan_year
from teamforge.pool import Pool
from teamforge.pool.assignments.history import Assignment
from teamforge.search import Budget
from teamforge.search.programme import pricing
from teamforge.search.prove import prove
from teamforge.spec.status import Status, Stop
from tests.unit.forge.test_workers import Ending
from tests.unit.test_mending import TUESDAY, challenge, peer, year_of
from tests.world import World

SEATS = [{"id": "lead", "accepts": {"chief_executive": 100}}]
JUNE = "2027-06-08"
ONE = {"a": {"director": 100}}
TWO = {"a": {"director": 100}, "b": {"director": 100}}


def programme(*days: str, seats: list[dict[str, Any]] = SEATS, **fields: Any) -> Programme:
    """Return a programme of a challenge at H for each day."""
    own = {"hosts": ["H"], "scope": {"prevention": 5}, "seats": seats, "unknown_availability": "free"}
    challenges = [{"id": f"c{place}", **own, "on_site": {"windows": [day]}} for place, day in enumerate(days)]
    return read_programme({"id": "year", "as_of": "2027-01-11", "challenges": challenges, **fields})


def test_a_host_that_no_table_names_is_a_host_all_the_same() -> None:
    """It would be reviewed twice by the only peer there is, who may review it once."""
    row = {"peer_id": "P", "roles": "chief_executive", "max_per_year": "5", "declared_on": "2026-12-01"}
    pool = Pool.from_frames(peers=pd.DataFrame([{**row, "theme:prevention": "2"}]))
    assert "H" not in pool.organisations.position
    found = plan_year(pool, programme("2027-04-13", "2027-10-12"))
    assert len(found.teams) == 1
    assert found.points == found.bound


def test_what_assignments_say_of_the_programme_books_nobody_elsewhere() -> None:
    """P is proposed for the first challenge on the days of the second: the plan decides both afresh."""
    day = date(2027, 4, 13)
    proposed = Assignment("c0", "lead", "P", "H", day, day, "proposed", date(2027, 1, 12))
    pool = World().peer("P", most=5).pool.with_assignments([proposed])
    found = plan_year(pool, programme("2027-05-11", "2027-04-13", priority={"c1": 3}))
    assert list(found.teams) == ["c1"]


def test_a_team_that_breaks_a_limit_by_itself_is_no_plan() -> None:
    """The only team has two peers of one organisation; if a week allows one of each, there is no team."""
    pool = World().peer("P", at="A").peer("Q", at="A").pool
    seats = [{**SEATS[0], "id": each} for each in ("lead", "second")]
    found = plan_year(pool, programme("2027-04-13", limits={"per_organisation": 1}, seats=seats))
    assert found.alone["c0"].points is not None
    assert (found.teams, found.without["c0"].kind) == ({}, "limits")
    assert found.points == found.bound


@pytest.mark.parametrize(("last", "second"), [(date(2027, 4, 13), "R"), (date(2027, 4, 11), "Q")])
def test_confirmed_days_beyond_a_weekend_count_in_both_weeks(last: date, second: str) -> None:
    """P has confirmed from Thursday to Tuesday: in the second week Q of A may not go. Until Sunday: Q may, the best."""
    confirmed = Assignment("c0", "lead", "P", "H", date(2027, 4, 8), last, "confirmed", date(2027, 1, 12))
    pool = World().peer("P", at="A").peer("Q", at="A", prevention=4).peer("R").pool.with_assignments([confirmed])
    found = plan_year(pool, programme("2027-04-06", "2027-04-13", limits={"per_organisation": 1}))
    assert {own: team.seats for own, team in found.teams.items()} == {
        "c0": (("lead", "P"),),
        "c1": (("lead", second),),
    }


def test_a_change_budget_keeps_who_stands() -> None:
    """P stands, and Q is worth more: a budget of 0 keeps P, 1 takes Q, and the fewest is 0; each has its proof."""
    day = date(2027, 4, 13)
    stands = Assignment("c0", "lead", "P", "H", day, date(2027, 4, 15), "asked", date(2027, 1, 12))
    pool = World().peer("P").peer("Q", prevention=4).pool.with_assignments([stands])
    told = {}
    for budget in (None, 0, 1, "least"):
        fields: dict[str, Any] = {} if budget is None else {"change_budget": budget}
        asked = programme("2027-04-13", **fields)
        found = plan_year(pool, asked)
        told[budget] = (found.teams["c0"].seats[0][1], found.changes, str(found.status))
        proof = check_plan_certificate(pool, asked, found.certificate, found.changes)
        assert proof.faults == []
        assert proof.bound == found.points
    assert told == {
        None: ("Q", 1, "optimal"),
        0: ("P", 0, "optimal"),
        1: ("Q", 1, "optimal"),
        "least": ("P", 0, "optimal"),
    }


def test_prices_of_another_plan_are_where_the_search_begins() -> None:
    """The first round of pricing proves what they prove; people who are no longer peers are passed over."""
    year = load_demo_programme()
    before = plan_year(*year)
    prices = [price for price in before.certificate.rows if price.kind == "year"]
    assert prices
    gone = RowPrice(kind="year", ids=("nobody", 2027), price=900)
    lines: list[str] = []
    found = plan_year(*year, prices=[*before.certificate.rows, gone], progress=lines.append)
    told = [int(line.split()[5].replace(",", "")) for line in lines if line.startswith("no plan has more than")]
    assert (found.points, str(found.status)) == (before.points, str(before.status))
    proof = check_plan_certificate(year[0], year[1], found.certificate)
    assert (proof.faults, proof.bound) == ([], found.bound)
    cold: list[str] = []
    plan_year(*year, progress=cold.append)
    first = next(int(line.split()[5].replace(",", "")) for line in cold if line.startswith("no plan has more than"))
    assert told[0] <= first


@pytest.mark.parametrize(
    "row",
    [
        RowPrice(kind="year", ids=("P", "next"), price=7),
        RowPrice(kind="year", ids=("P", 1 << 62), price=7),
    ],
)
@pytest.mark.filterwarnings("error")
def test_prices_that_somebody_made_up_begin_a_search_all_the_same(row: RowPrice) -> None:
    """Nobody checked the file that they come from."""
    pool = World().peer("P", most=1).peer("Q", most=1, prevention=4).pool
    asked = programme("2027-04-13", "2027-10-12")
    fresh, found = plan_year(pool, asked), plan_year(pool, asked, prices=[row])
    assert (found.points, found.status) == (fresh.points, fresh.status)
    proof = check_plan_certificate(pool, asked, found.certificate)
    assert (proof.faults, proof.bound) == ([], found.bound)


@pytest.mark.filterwarnings("error")
def test_prices_beyond_all_points_begin_a_search_all_the_same() -> None:
    year = load_demo_programme()
    dear = [
        RowPrice(kind="year", ids=(peer, number), price=(1 << 63) - 1)
        for peer in year[0].peers.ids.tolist()
        for number in (2027, 2028)
    ]
    found = plan_year(*year, effort=0.3, prices=dear)
    proof = check_plan_certificate(*year, found.certificate)
    assert found.teams
    assert (proof.faults, proof.bound) == ([], found.bound)


@pytest.mark.parametrize(("effort", "steps"), [(0.5, [4, "plan"]), (1.0, [6, "plan", 2, "plan"])])
def test_a_plan_is_sought_again_only_under_better_prices(effort: float, steps: list[object]) -> None:
    """A brief search for a plan that is not found at first."""
    done: list[object] = []
    own = SimpleNamespace(
        brief=True,
        effort=effort,
        budget=Budget.start(None),
        plan=None,
        impossible=False,
        _blocks=range(61),
        _price=done.append,
        _first=lambda: done.append("plan"),
    )
    PlanSearch.do(cast("PlanSearch", own))
    assert done == steps


class Halves:
    """Neighbourhoods of which each is half of a hundred challenges."""

    def __init__(self, *_: object) -> None:
        self.turns = 0

    def drawn(self, _: object) -> range:
        self.turns += 1
        return range(50)

    @property
    def all_drawn(self) -> bool:
        return self.turns % 2 == 0


@pytest.mark.parametrize(
    ("effort", "steps"),
    [
        # Of 600 to compose again, both halves and all at once, which counts as 100 · (100/50)² = 400, leave 100.
        (0.15, [50, 50, "10 rounds", 100, 50, 50, "1 rounds"]),
        # 480 are too few for that.
        (0.12, [*[50, 50, "1 rounds"] * 4, 50, 50]),
    ],
)
def test_all_are_planned_together_once_each_was_drawn_if_there_is_work_for_it(
    monkeypatch: pytest.MonkeyPatch, effort: float, steps: list[object]
) -> None:
    done: list[object] = []

    def price(rounds: int) -> int:
        done.append(f"{rounds} rounds")
        return rounds

    own = SimpleNamespace(
        brief=False,
        effort=effort,
        seed=0,
        plan={},
        _blocks=range(100),
        _done=False,
        _near=False,
        _fell=0,
        _price=price,
        composer=SimpleNamespace(anew=lambda _plan, places, _work: done.append(len(places))),
        generation=SimpleNamespace(worth=lambda _plan: 0),
        take=lambda _plan: None,
    )
    monkeypatch.setattr(plan_search, "Neighbourhoods", Halves)
    PlanSearch._better(cast("PlanSearch", own), 12 if "10 rounds" in steps else 4)
    assert done == steps


def test_prices_of_a_programme_that_is_over_begin_no_search() -> None:
    visit = date(2027, 4, 13), date(2027, 4, 15)
    done = Assignment("c0", "lead", "P", "H", *visit, "done", date(2027, 1, 10))
    pool = World().peer("P").pool.with_assignments([done])
    found = plan_year(pool, programme("2027-04-13"), prices=[RowPrice(kind="year", ids=("P", 2027), price=100)])
    assert (str(found.status), found.points, found.stopped) == ("optimal", 0, None)


def test_a_budget_that_cannot_be_kept() -> None:
    """P stands on days that are no longer a window but could serve in another: at least one change."""
    day = date(2027, 4, 20)
    stands = Assignment("c0", "lead", "P", "H", day, date(2027, 4, 22), "asked", date(2027, 1, 12))
    pool = World().peer("P").pool.with_assignments([stands])
    found = plan_year(pool, programme("2027-04-13", change_budget=0))
    assert (str(found.status), found.points, found.bound, found.changes_bound) == ("infeasible", None, None, 1)


def test_a_visit_that_counts_and_one_that_does_not_are_two_of_a_year() -> None:
    """P has one place and could lead one visit and look on at another; if that is two visits, one has no team."""
    pool = World().peer("P").organisation("G").pool
    asked = programme("2027-04-13", "2027-10-12")
    first, second = asked.challenges
    looking_on = second.replace(hosts=["G"], seats=[{**SEATS[0], "counts": False}])
    found = plan_year(pool, asked.replace(challenges=[first, looking_on]))
    assert len(found.teams) == 1
    assert found.points == found.bound


@pytest.mark.parametrize("looked_on", [0, 1])
def test_rest_lies_between_a_visit_that_counts_and_one_that_does_not(looked_on: int) -> None:
    """Four whole days lie between the two visits, and a visit that counts wants 14, before it or after it."""
    pool = World().peer("P", most=5).organisation("G").pool
    asked = programme("2027-04-13", "2027-04-20")
    challenges = [each.replace(hosts=[host]) for each, host in zip(asked.challenges, "HG", strict=True)]
    challenges[looked_on] = challenges[looked_on].replace(seats=[{**SEATS[0], "counts": False}])
    found = plan_year(pool, asked.replace(challenges=challenges))
    assert len(found.teams) == 1
    assert found.points == found.bound


def test_the_place_of_a_year_is_one_for_all_visits_together() -> None:
    """P could go on each of three visits and has one place: that two have no team is proved, not only that one has."""
    pool = World().peer("P").organisation("F").organisation("G").pool
    asked = programme("2027-04-13", "2027-07-13", "2027-10-12")
    own = [each.replace(hosts=[host]) for each, host in zip(asked.challenges, "FGH", strict=True)]
    found = plan_year(pool, asked.replace(challenges=own))
    assert len(found.teams) == 1
    assert found.points == found.bound


def test_what_is_booked_takes_places_of_the_year() -> None:
    """P has two places and is booked for one visit elsewhere: of two visits in the same year one has no team."""
    pool = World().peer("P", most=2).organisation("G").booking("P", "2027-06-01", "2027-06-03").pool
    asked = programme("2027-04-13", "2027-10-12")
    own = [each.replace(hosts=[host]) for each, host in zip(asked.challenges, "GH", strict=True)]
    found = plan_year(pool, asked.replace(challenges=own))
    assert len(found.teams) == 1
    assert found.points == found.bound


def confirmed(name: str, day: date) -> Assignment:
    return Assignment(name, "lead", "P", "H", day, day + timedelta(2), "confirmed", date(2027, 1, 12))


def test_whoever_confirmed_has_a_team_whatever_others_are_worth() -> None:
    """P has one place in the year and confirmed for c0; c1 counts three times as much and gives way."""
    pool = World().peer("P").pool.with_assignments([confirmed("c0", date(2027, 4, 13))])
    found = plan_year(pool, programme("2027-04-13", "2027-10-12", priority={"c1": 3}))
    assert {own: team.seats for own, team in found.teams.items()} == {"c0": (("lead", "P"),)}
    assert found.status is Status.OPTIMAL


def test_who_confirmed_twice_and_has_one_place_leaves_no_valid_plan() -> None:
    """Either challenge must have P, and no plan of one team or none is valid."""
    days = date(2027, 4, 13), date(2027, 10, 12)
    rows = [confirmed(f"c{place}", day) for place, day in enumerate(days)]
    found = plan_year(World().peer("P").pool.with_assignments(rows), programme(*map(str, days)))
    assert (found.status, found.teams, found.points, found.bound) == (Status.INFEASIBLE, {}, None, None)


@pytest.mark.parametrize("rows", [1, -1])
def test_of_peers_who_are_alike_the_order_of_rows_chooses_none(rows: int) -> None:
    """Any two of five directors would do, and the plan takes the same two if the table lists them backwards."""
    five = [peer(own, "director", most=1) for own in "PQRST"]
    year = [challenge("X", TUESDAY, ONE), challenge("Y", JUNE, ONE)]
    assert plan_year(*year_of(five[::rows], year)).teams == plan_year(*year_of(five, year)).teams


def test_what_fractions_of_teams_leave_open_is_not_proved() -> None:
    """
    Two challenges need two of three directors each, and each has one place: one has a team, of 2,000 + 6,000 points.

    Each could have three quarters of a team, so prices prove no more than 1.5 · 8,000 - 0.5 · 100,000 points. Nor do
    they prove that the other challenge gave way; and it has no other reason: for each seat there are three, and a team
    is worth more than going without.
    """
    three = [peer(own, "director", most=1) for own in "PQR"]
    found = plan_year(*year_of(three, [challenge("X", TUESDAY, TWO), challenge("Y", JUNE, TWO)]), effort=0.1)
    assert (found.status, found.points, found.bound) == (Status.FEASIBLE, 8_000 - 100_000, 12_000 - 50_000)
    assert [each.kind for each in found.without.values()] == ["not_proved"]


def test_a_challenge_gives_way_to_one_that_counts_more() -> None:
    """The one director has one place, on seat a of X or on b of Y, whose team counts three times."""
    year = [challenge("X", TUESDAY, ONE), challenge("Y", JUNE, {"b": ONE["a"]})]
    found = plan_year(*year_of([peer("P", "director", most=1)], year, priority={"Y": 3}))
    assert (list(found.teams), found.points, found.bound) == (["Y"], 3 * 8_000 - 100_000, 3 * 8_000 - 100_000)
    assert found.without["X"].kind == "gave_way"


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("by", [Stop.INTERRUPT, Stop.FAILURE])
def test_what_ends_it_at_any_challenge_that_is_priced_loses_no_plan(by: Stop, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Two challenges and a director for each: 8,000 points each, and no prices prove more than the teams alone.

    So at the end each is priced once more, for its certificate; a fault then ends no search, and Ctrl-C does. Whenever
    it comes, there is a plan with its bound.
    """
    pool, asked = year_of([peer("P", "director"), peer("Q", "director")], [challenge(x, TUESDAY, ONE) for x in "XY"])
    stops, came = list[Stop | None](), True
    while came:
        ending = Ending(monkeypatch, after=len(stops) + 1, by=by)
        monkeypatch.setattr(pricing, "prove", ending.before(prove))
        try:
            found = plan_year(pool, asked)
        except KeyboardInterrupt:  # it would end pytest
            pytest.fail("Ctrl-C loses the plan")
        proof = check_plan_certificate(pool, asked, found.certificate)
        assert (proof.faults, proof.bound) == ([], found.bound)
        assert (found.points or 0) <= 16_000 <= (found.bound or 0)
        stops.append(found.stopped)
        came = ending.left <= 0
    *searched, again, and_again, whole = stops
    assert searched
    assert {*searched} == {by}
    assert again is and_again is (by if by is Stop.INTERRUPT else None)
    assert (whole, found.status, found.points) == (None, Status.OPTIMAL, 16_000)
