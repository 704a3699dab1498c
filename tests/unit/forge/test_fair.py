"""The search for a fair plan proves nothing that it does not know: two challenges on different days, and two peers."""

from __future__ import annotations

import signal
from dataclasses import replace
from datetime import date
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from teamforge import plan
from teamforge.errors import InternalError
from teamforge.forge.programme.blocks import Year, compile_year
from teamforge.forge.programme.column_generation import ColumnGeneration
from teamforge.forge.programme.composing import Plan
from teamforge.forge.programme.fair import FairSearch, outweighed
from teamforge.forge.programme.loss_bound import LossBound
from teamforge.forge.programme.outcome import PlanResult
from teamforge.forge.programme.plan_search import PlanSearch
from teamforge.forge.programme.planning import plan_year
from teamforge.forge.programme.visits import TeamColumn
from teamforge.pool.assignments.history import Assignment
from teamforge.problem import Choice
from teamforge.records.plan import verify_plan
from teamforge.report.pages.plan import plan_page
from teamforge.search import SearchLimits, SearchResult, search
from teamforge.spec.status import Status, Stop
from tests.property.engine import read_year
from tests.property.programmes import make_programme
from tests.unit.forge.test_programme import JUNE, programme
from tests.unit.test_mending import TUESDAY, challenge, peer, year_of
from tests.world import World


@pytest.fixture(name="year")
def compiled() -> Year:
    pool = World().peer("P", most=5).peer("Q", most=5, prevention=4).pool
    return compile_year(pool, programme("2027-04-13", "2027-10-12"))


@pytest.fixture(name="alone")
def composed_alone(year: Year) -> list[SearchResult]:
    return [search(block.alone, SearchLimits(None, None)) for block in year.blocks]


def found(plan: Plan, bound: int, stopped: Stop | None = None) -> Any:
    """Return what the search for a plan leaves behind."""
    generation = SimpleNamespace(bound=bound, add=lambda _: None)
    return SimpleNamespace(plan=plan, generation=generation, take=lambda _: None, ended=lambda: stopped)


def with_one(year: Year, alone: list[SearchResult]) -> tuple[Year, Plan, int]:
    """Return the year to search, a plan with only the weaker team for the first challenge, and its worth."""
    hard, best = outweighed(year, alone), alone[1].choice
    assert best is not None
    problem = year.blocks[0].problem
    choices = [Choice(best.window, (place,)) for place in range(len(problem))]
    weak = min(choices, key=problem.score)
    return hard, {0: TeamColumn(0, weak.window, weak.candidates)}, problem.score(weak) - hard.blocks[1].without


def test_a_challenge_that_was_not_composed_alone_shows_no_loss(year: Year, alone: list[SearchResult]) -> None:
    """Time ran out before that, but the plan that stands gives it a team."""
    unknown = [replace(alone[0], status=Status.UNKNOWN, choice=None, points=None), alone[1]]
    hard, plan, worth = with_one(year, unknown)
    fair = FairSearch(hard, unknown, lambda *_: found(plan, worth, Stop.TIME), 1.0)
    assert fair.ended() is Stop.TIME
    assert fair.least <= fair.loss(plan)


def test_a_bound_on_plans_that_lose_little_counts_only_if_none_has_more_teams(
    year: Year, alone: list[SearchResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan with a team for both would be fairer, whatever it loses; the second search does not look for it."""
    no_weights = SimpleNamespace(bound=0, columns={}, rounds=lambda _: None)
    monkeypatch.setattr("teamforge.forge.programme.fair.LossBound", lambda *_: no_weights)
    hard, plan, worth = with_one(year, alone)
    for bound, proved in ((worth, True), (worth + hard.blocks[1].without, False)):
        bounds = iter([bound])
        fair = FairSearch(hard, alone, lambda *_, left=bounds: found(plan, next(left, worth)), 1.0)
        assert (fair.ended(), fair.fewest, fair.bound) == (None, proved, bound)


def fair(*year: Any, **options: Any) -> PlanResult:
    """Return the fair plan of a pool and a programme."""
    pool, asked = year
    return plan_year(pool, asked.replace(objective="fair"), **options)


def test_a_loss_is_shared_though_points_would_leave_it_with_one() -> None:
    """
    X and Y need a director and a manager; of each there is one, and one other who brings 60%: 1,200 of 3,000 fewer.

    Y counts three times, so in the plan of the most points X has both losses. In the fair plan each has one: 6,800 and
    three times 6,800 points.
    """
    seats = {"a": {"director": 100, "vcs_leader": 60}, "b": {"manager": 100, "chief_executive": 60}}
    peers = [peer(own, own, most=1) for own in ("director", "manager", "vcs_leader", "chief_executive")]
    year = year_of(peers, [challenge("X", TUESDAY, seats), challenge("Y", JUNE, seats)], priority={"Y": 3})
    assert plan_year(*year).greatest_loss == 2_400
    found = fair(*year)
    assert (list(found.teams), found.points) == (["X", "Y"], 4 * 6_800)
    assert (found.greatest_loss, found.greatest_loss_bound) == (1_200, 1_200)


ONE = {"a": {"director": 100, "vcs_leader": 60}}
BOTH = [challenge("X", TUESDAY, ONE), challenge("Y", JUNE, ONE)]
PEERS = [peer("P", "director", most=1), peer("Q", "vcs_leader", most=1)]


def test_somebody_loses_all_that_cannot_be_shared() -> None:
    """Q brings 60% of 6,000 to X or to Y: halves of teams would lose 1,200 each, and whole ones 2,400 and nothing."""
    found = fair(*year_of(PEERS, BOTH))
    assert (found.status, found.points) == (Status.OPTIMAL, 8_000 + 5_600)
    assert (found.greatest_loss, found.greatest_loss_bound) == (2_400, 2_400)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_keeps_what_the_points_prove_of_the_losses() -> None:
    """
    For Z there is nobody, and Ctrl-C comes with the plan of the most points.

    X and Y lose 2,400 together, by the bound of the points, so one of three challenges loses at least 800.
    """

    def stop(line: str) -> None:
        if line.startswith("a plan with 2 of 3 teams"):
            signal.raise_signal(signal.SIGINT)

    found = fair(*year_of(PEERS, [*BOTH, challenge("Z", JUNE, {"a": {"manager": 100}})]), progress=stop)
    assert (found.stopped, list(found.teams), found.greatest_loss) == (Stop.INTERRUPT, ["X", "Y"], 2_400)
    assert 800 <= (found.greatest_loss_bound or 0) <= 2_400


def test_who_loses_more_than_the_average_shows_by_weights() -> None:
    """
    One of A may be on site in a week. Alone X and Y would have three of A; now two others bring 60% to X, 62% to Y.

    Of 2,000 each, X loses 2 · 800 and Y 2 · 760: 1,560 on average. That nobody can lose less than 1,600 shows with
    nearly all the weight on X.
    """
    three = [{seat: {"director": 100, "vcs_leader": part} for seat in "abc"} for part in (60, 62)]
    peers = [peer(own, "director", "A") for own in "PQR"] + [peer(own, "vcs_leader") for own in "STU"]
    challenges = [challenge("X", TUESDAY, three[0]), challenge("Y", JUNE, three[1])]
    for each in challenges:
        each["rules"]["distinct_organisations"] = {"weight": 0}
    found = fair(*year_of(peers, challenges, {"per_organisation": 1}))
    assert (found.greatest_loss, found.greatest_loss_bound) == (1_600, 1_600)
    assert (found.status, found.points) == (Status.OPTIMAL, 6_400 + 6_480)


def test_what_is_proved_without_some_teams_goes_no_further_than_what_they_lose() -> None:
    """
    Of each of four roles there is one, and four others bring 40% of 1,500: a seat without its role loses 900.

    If X is in April as Y is, the two lose four times 900 together, so one of them 1,800 at least. In June X would have
    all four and lose 2,000, as the later window. Teams in June are left out where no more than 1,999 may be lost: that
    does not prove a loss of 2,000.
    """
    roles = ("director", "manager", "elected_member", "vcs_leader")
    seats = {seat: {role: 100, "chief_executive": 40} for seat, role in zip("abcd", roles, strict=True)}
    peers = [peer(own, own) for own in roles] + [peer(own, "chief_executive") for own in "PQRS"]
    challenges = [challenge(own, TUESDAY, seats) for own in "XY"]
    challenges[0]["on_site"]["windows"].append(JUNE)
    assert fair(*year_of(peers, challenges), effort=0.2).greatest_loss_bound == 1_800


@pytest.mark.parametrize("objective", ["total", "fair"])
def test_with_every_challenge_over_there_is_nothing_to_lose(objective: str) -> None:
    day = date(2027, 4, 13)
    done = Assignment("c0", "lead", "P", "H", day, date(2027, 4, 15), "done", date(2027, 4, 16))
    pool = World().peer("P").pool.with_assignments([done])
    plan = plan_year(pool, programme("2027-04-13", objective=objective))
    assert (plan.status, plan.teams, plan.points, plan.bound) == (Status.OPTIMAL, {}, 0, 0)


@pytest.mark.parametrize("where", ["__post_init__", "rounds", "certificate"])
def test_a_fault_in_the_bound_on_losses_loses_no_plan(
    where: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The plan is as good, its proof of the greatest loss is missing, and the log says where the fault arose."""
    pool, asked = read_year(make_programme(Random(5)))
    asked = asked.replace(objective="fair")
    whole = plan_year(pool, asked, effort=0.3)
    assert whole.certificate.losses is not None

    def faulty(*_: object) -> None:
        raise InternalError("the relaxation of a programme has no solution")

    monkeypatch.setattr(LossBound, where, faulty)
    found = plan_year(pool, asked, effort=0.3)
    assert found.certificate.losses is None
    assert found.stopped is None
    assert (found.teams, found.points) == (whole.teams, whole.points)
    assert (found.greatest_loss_bound or 0) <= (whole.greatest_loss_bound or 0)
    assert "plan failed=InternalError at=forge/programme/" in caplog.text


FAULTS = (
    (FairSearch, "_halve", 1),
    (FairSearch, "_raise", 1),
    (ColumnGeneration, "round", 1),  # of the search for the most points
    (PlanSearch, "do", 2),  # of the first search of a fairer plan, and of the last one
    (PlanSearch, "do", 5),
)


@pytest.mark.parametrize(("what", "where", "time"), FAULTS, ids=lambda each: getattr(each, "__name__", str(each)))
def test_a_fault_in_the_search_loses_nothing_that_was_found_and_proved(
    what: type, where: str, time: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The plan is valid and says that a fault ended the search; what is kept of it holds, with all that it proves."""
    pool, asked = read_year(make_programme(Random(5)))
    asked = asked.replace(objective="fair")
    whole, calls = plan(pool, asked, effort=0.3), list[int]()
    do = getattr(what, where)

    def faulty(self: Any) -> Any:
        calls.append(1)
        if len(calls) == time:
            raise InternalError("the relaxation of a programme has no solution")
        return do(self)

    monkeypatch.setattr(what, where, faulty)
    found = plan(pool, asked, effort=0.3)
    assert found.stopped is Stop.FAILURE
    assert "plan failed=InternalError at=forge/programme/" in caplog.text
    assert any(each.startswith("a fault of TeamForge ended the search: please report it") for each in found.warnings)
    assert "; a fault of TeamForge ended the search" in str(plan_page(found))
    assert verify_plan(found.to_record(), pool, asked).holds
    assert whole.points is not None
    assert found.points is not None
    assert found.bound is not None
    assert found.bound >= found.points
    assert len(found.without) >= len(whole.without)
    if where != "round":
        assert len(found.without) == len(whole.without)
