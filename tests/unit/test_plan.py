"""The face of a plan: `plan`, `Plan`, and the result of each challenge beside the others."""

from __future__ import annotations

import json
import pickle
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from teamforge import InfeasibleError, Plan, Status, UnknownError, compose, plan, read_pool
from teamforge.challenge.beside import PoolBeside
from teamforge.challenge.programme import Programme, read_programme
from teamforge.challenge.programme.matching import pool_of_programme
from teamforge.demo import FOLDER, load_demo_programme
from teamforge.explain.year_prices import with_one_more
from teamforge.records import verify
from teamforge.records.plan import verify_plan
from teamforge.records.record import seal_of
from teamforge.report.pages.plan import plan_page
from teamforge.result.plan import WhyNoTeam
from teamforge.spec.status import Stop
from teamforge.verify.plan import plan_points, plan_violations
from tests.unit.tables.calendars.files import calendar
from tests.world import World

KEYS = [
    *("programme_id", "status", "points", "bound", "gap", "objective", "greatest_loss", "greatest_loss_bound"),
    *("changes", "changes_bound", "challenges", "warnings", "input_digest", "version", "seed"),
]
"""SPEC.md section 10, in its order."""
OF_CHALLENGE = [
    *("challenge_id", "priority", "window", "members", "points", "best", "best_status", "loss", "breakdown", "why"),
]


@pytest.fixture(scope="module")
def year() -> Plan:
    """The plan of the packaged programme."""
    return plan(*load_demo_programme())


def test_the_plan_has_the_keys_of_the_specification(year: Plan) -> None:
    plain = json.loads(json.dumps(year.to_dict()))
    assert list(plain)[: len(KEYS)] == KEYS
    assert all(list(each)[: len(OF_CHALLENGE)] == OF_CHALLENGE for each in plain["challenges"])


def test_points_and_gap_are_those_of_the_specification(year: Plan) -> None:
    """Σ priority·points; the gap is relative to what the teams gain."""
    worth = plan_points(year.pool, year.programme, year.teams)
    assert year.points == worth.total == sum(each.priority * (each.points or 0) for each in year.challenges)
    assert year.gap == ((year.bound or 0) - worth.total) / worth.gained
    assert year.greatest_loss == max(each.loss or 0 for each in year.challenges)
    for each in year.challenges:
        assert each.points == sum(each.breakdown.values()) == (each.best or 0) - (each.loss or 0)


def test_fair(year: Plan) -> None:
    """The greatest loss is no larger than in the plan of most points; the plan can be kept, read and checked."""
    fair = plan(year.pool, year.programme.replace(objective="fair"))
    assert fair.greatest_loss <= year.greatest_loss
    assert fair.greatest_loss_bound is not None
    assert fair.greatest_loss_bound <= fair.greatest_loss == max(each.loss or 0 for each in fair.challenges)
    assert fair.points is not None
    assert fair.bound is not None
    assert fair.points <= fair.bound <= (year.bound or 0)
    record = fair.to_record()
    assert Plan.from_record(record, year.pool, fair.programme).greatest_loss == fair.greatest_loss
    verified = verify_plan(record, year.pool, fair.programme).verified
    assert "no valid plan has fewer challenges without a team" in verified
    higher = {**record, "bound": fair.certificate.bound + 1, "gap": 1.0}
    faults = verify_plan({**higher, "seal": seal_of(higher)}, year.pool, fair.programme).faults
    assert "bound: the certificate proves a lower one" in faults
    words = str(plan_page(fair).lines)
    assert f"no challenge has more than {fair.greatest_loss:,} points fewer than alone" in words
    assert "with a team for every challenge" in words
    assert "plan that is as fair has more" in words
    kept = replace(fair, changes=0, changes_bound=0)
    assert "plan with as few changes that is as fair has more" in str(plan_page(kept).lines)


def test_a_page_calls_challenges_by_title_only_where_it_means_a_challenge(year: Plan) -> None:
    """An id may be a number, and a title may hold a comma: points, dates and sentences stay as they are."""
    challenges = tuple(replace(each, challenge_id=str(at)) for at, each in enumerate(year.challenges, 1))
    said = ("1 and 2: 3 peers gave no date", "1, 2 and 5 more: too few", "2 peers have no role", "due: 1 to 3 weeks")
    numbered = replace(year, challenges=challenges, warnings=said)
    titles = {"1": "Care, Derby", "2": "York 3", "3": "Hull"}
    plain, page = plan_page(numbered), plan_page(numbered, titles)
    assert page.lines == plain.lines
    assert page.sections[-1].items == (
        "Care, Derby; York 3: 3 peers gave no date",
        "Care, Derby; York 3; 5 more: too few",
        *said[2:],
    )
    shown, ids = (each.sections[0].table for each in (page, plain))
    assert shown is not None
    assert ids is not None
    assert [row[0] for row in shown.rows] == [titles.get(str(row[0]), row[0]) for row in ids.rows]
    assert [row[1:] for row in shown.rows] == [row[1:] for row in ids.rows]


def test_fair_with_one_challenge(year: Plan) -> None:
    """Nobody has to give way: the best team, proved."""
    fair = plan(year.pool, year.programme.replace(objective="fair", challenges=year.programme.challenges[:1]))
    assert (fair.status, fair.greatest_loss, fair.greatest_loss_bound) == (Status.OPTIMAL, 0, 0)


def test_best_is_what_compose_finds_alone(year: Plan) -> None:
    own = pool_of_programme(year.pool, year.programme)
    for challenge in year.programme.challenges:
        alone, told = compose(own, challenge), year.of(challenge.id)
        assert (alone.points, alone.status) == (told.best, told.best_status)


def test_a_result_is_optimal_only_where_it_has_as_many_points_as_alone(year: Plan) -> None:
    told = set()
    for name in year:
        result, entry = year[name], year.of(name)
        assert result.points == entry.points
        assert result.members == entry.members
        assert result.bound == entry.best
        assert (result.status is Status.OPTIMAL) == (entry.loss == 0)
        assert (result.stopped is Stop.CHOICE) == (entry.loss != 0)
        told.add(str(result.status))
    assert told == {"optimal", "feasible"}


def test_its_record_holds_on_the_pool_of_the_programme(year: Plan) -> None:
    own = pool_of_programme(year.pool, year.programme)
    for challenge in year.programme.challenges:
        assert verify(year[challenge.id].to_record(), own, challenge).holds


def test_reserves_and_repairs_know_who_serves_elsewhere(year: Plan) -> None:
    """Whoever steps in keeps the whole plan valid; alone, somebody who serves elsewhere would."""
    alone_breaks = 0
    for name in year:
        result = year[name]
        for reserve in result.reserves(per_seat=9):
            seats = tuple(
                (seat, reserve.peer_id if seat == reserve.seat else peer) for seat, peer in year.teams[name].seats
            )
            swapped = year.teams | {name: type(year.teams[name])(year.teams[name].start, seats)}
            broken = plan_violations(year.pool, year.programme, swapped)
            assert [each for each in broken if each.rule != "pin"] == []  # who drops out is no longer pinned
        repair = result.repair(withdrawn=[result.members[0].peer_id])
        assert plan_violations(year.pool, year.programme, year.teams | {name: repair.team}) == ()
        alone = compose(pool_of_programme(year.pool, year.programme), result.challenge)
        swapped = year.teams | {name: alone.require_team()}
        alone_breaks += bool(plan_violations(year.pool, year.programme, swapped))
    assert alone_breaks


def test_why_not_says_that_somebody_serves_elsewhere(year: Plan) -> None:
    elsewhere = {m.peer_id for each in year.challenges for m in each.members if each.challenge_id != "derby-2027"}
    answers = year["derby-2027"].why_not(sorted(elsewhere))
    rules = Counter(reason.rule for answer in answers.values() for reason in answer.reasons)
    assert rules["rest"] + rules["max_per_year"] + rules["elsewhere"] > 0


def test_prices_are_those_of_the_certificate(year: Plan) -> None:
    """Each row of a peer is counted once; the roles are those of these peers."""
    prices = year.prices()
    total = sum(row.price for row in year.certificate.rows if row.kind in {"year", "day", "per_peer"})
    assert sum(each.places + each.days for each in prices.peers) == total > 0
    assert [each.highest for each in prices.roles] == sorted((each.highest for each in prices.roles), reverse=True)
    assert sum(each.price for each in prices.weeks) == sum(each.days for each in prices.peers)
    assert {each.challenge_id: each.loss for each in prices.gives_up} == {
        each.challenge_id: each.loss for each in year.challenges if each.loss
    }
    for each in prices.gives_up:
        for peer, elsewhere in each.to:
            assert peer not in {member.peer_id for member in year.of(each.challenge_id).members}
            assert all(peer in {member.peer_id for member in year.of(own).members} for own in elsewhere)
    assert len(prices.to_frame()) == len(prices.peers)
    assert prices.peers[0].peer_id in prices.to_html()


def test_one_more_peer_brings_what_a_year_with_them_is_worth(year: Plan) -> None:
    """Between the bounds: the year is planned again with a colleague of the dearest peer of the dearest role."""
    prices = year.prices(recruits=1)
    (recruit,) = prices.recruits
    assert (recruit.role, recruit.like) == (prices.roles[0].role, prices.roles[0].dearest)
    frames = year.pool.to_frames()
    peers = frames["peers"]
    twin = peers[peers["peer_id"] == recruit.like].assign(peer_id="NEW")
    free = frames["availability"]
    more = {
        **frames,
        "peers": pd.concat([peers, twin]),
        "availability": pd.concat([free, free[free["peer_id"] == recruit.like].assign(peer_id="NEW")]),
    }
    anew = plan(type(year.pool).from_frames(**more), year.programme)
    assert year.points is not None
    assert anew.points is not None
    assert recruit.least <= (anew.bound or 0) - year.points
    assert anew.points - (year.bound or 0) <= recruit.most
    assert 0 < recruit.least <= recruit.most
    with pytest.raises(ValueError, match="recruits"):
        year.prices(recruits=-1)


def test_one_more_peer_leaves_the_calendars_as_they_are(tmp_path: Path) -> None:
    """Whoever is busy by a calendar is no freer, and the new colleague has the calendar of the peer they are like."""
    shutil.copytree(FOLDER / "pool", tmp_path / "pool")
    (tmp_path / "pool" / "calendars").mkdir()
    calendar(tmp_path / "pool" / "calendars" / "P002.ics", "DTSTART;VALUE=DATE:20270301\nDTEND;VALUE=DATE:20270701")
    pool = read_pool(tmp_path / "pool")
    april = (date(2027, 4, 1), date(2027, 4, 30))
    for before in (pool, pool.with_calendars(april)):
        for like, busy in (("P003", ["P002"]), ("P002", ["P002", "P002+1"])):
            after = with_one_more(before, like).with_calendars(april)
            rows = after.to_frames()["availability"]
            long = rows[(rows["start"] == "2027-03-01") & (rows["end"] == "2027-06-30")]
            assert long["peer_id"].tolist() == busy
            assert after.warnings == pool.warnings


def test_a_pickled_plan_answers_as_before(year: Plan) -> None:
    again = pickle.loads(pickle.dumps(year))  # noqa: S301 -- our own bytes
    assert again.to_dict() == year.to_dict()
    assert again["derby-2027"].to_dict() == year["derby-2027"].to_dict()


def test_a_frame_has_a_row_a_seat(year: Plan) -> None:
    frame = year.to_frame()
    assert len(frame) == sum(len(each.members) for each in year.challenges)
    assert set(frame["challenge_id"]) == set(year)
    assert frame["start"].dtype.kind == "M"


def test_an_unknown_challenge_is_a_key_error_with_the_closest(year: Plan) -> None:
    with pytest.raises(KeyError, match="did you mean 'derby-2027'"):
        year["derby-2072"]


def test_repr_and_page_have_ids_and_nobodys_name(year: Plan) -> None:
    shown = repr(year) + year.to_html()
    names = [peer.name for peer in year.pool if peer.name]
    assert names
    assert not [name for name in names if name in shown]
    assert "154,138 points" in repr(year)
    assert "plymouth-2027" in shown


def test_a_challenge_without_a_team_alone_says_so_and_why() -> None:
    """No window is valid: `none_alone`, and its result is infeasible and says why."""
    pool, programme = load_demo_programme()
    challenge = programme.challenges[1]
    closed = challenge.replace(on_site={"windows": [str(challenge.as_of + timedelta(7))]})
    found = plan(pool, programme.replace(challenges=[closed]))
    (entry,) = found.challenges
    assert entry.why is not None
    assert entry.why.kind == "none_alone"
    assert (entry.window, entry.points, entry.loss, entry.members) == (None, None, None, ())
    assert found.points == -2 * programme.without_team
    result = found[challenge.id]
    assert result.status is Status.INFEASIBLE
    assert result.why_none().core.requirements
    with pytest.raises(InfeasibleError):
        result.require_team()


def test_a_challenge_that_gave_way_has_no_team_beside_the_others() -> None:
    """Two challenges want the one manager on the same days."""
    pool, programme = load_demo_programme()
    derby = programme.challenges[1].replace(on_site={"windows": ["2027-04-12"]}, pins={"manager": "P067"})
    twice = [derby.replace(id="a"), derby.replace(id="b")]
    found = plan(pool, Programme(id="x", as_of=programme.as_of, challenges=twice))
    (left,) = found.without
    assert left.why is not None
    assert left.why.kind in {"gave_way", "too_few"}
    result = found[left.challenge_id]
    assert isinstance(result.pool, PoolBeside)
    assert result.team is None
    with pytest.raises((InfeasibleError, UnknownError)):
        result.require_team()


def test_a_challenge_whose_team_would_cost_more_than_none_says_so() -> None:
    """The only team costs more points than it has, and doing without costs none."""
    welsh = {"attribute": "language", "value": "welsh", "min": 20, "strength": "soft", "weight": 10}
    seats = [{"id": "lead", "accepts": {"chief_executive": 100}}]
    own = {"id": "c", "hosts": ["H"], "scope": {"prevention": 5}, "seats": seats, "unknown_availability": "free"}
    challenge = {**own, "on_site": {"windows": ["2027-04-13"]}, "team_rules": [welsh]}
    asked = read_programme({"id": "year", "as_of": "2027-01-11", "without_team": 0, "challenges": [challenge]})
    result = plan(World().peer("P").pool, asked)["c"]
    assert (result.status, result.stopped) == (Status.UNKNOWN, Stop.CHOICE)
    why = "the plan goes without a team, though there is one beside the others"
    assert f"unknown: {why}" in result.to_html()
    assert verify(result.to_record(), result.pool, result.challenge).holds
    for question in (result.require_team, result.why_not):
        with pytest.raises(UnknownError, match=why):
            question()


def test_a_search_that_was_cut_short_does_not_say_that_others_were_worth_more() -> None:
    """Nothing is proved of the plan without teams; a record that says so is not believed."""
    pool, programme = load_demo_programme()
    cut = plan(pool, programme, time_limit=0)
    assert (cut.status, cut.stopped) == (Status.FEASIBLE, Stop.TIME)
    assert {each.why.kind for each in cut.without if each.why} == {"not_proved"}
    assert "that there is none is not proved" in cut.to_html()
    record = cut.to_record()
    assert verify_plan(record, pool, programme).holds
    forged = {**record, "challenges": [dict(each) for each in record["challenges"]]}
    forged["challenges"][0]["why"] = WhyNoTeam.of("gave_way").to_dict()
    faults = verify_plan({**forged, "seal": seal_of(forged)}, pool, programme).faults
    assert faults == (f"challenges: that {programme.ids[0]} gave way is not proved",)


def test_what_makes_no_sense_is_refused() -> None:
    for effort in (0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match=f"effort is {effort}: expected a number above 0"):
            plan(*load_demo_programme(), effort=effort)
    with pytest.raises(ValueError, match="workers"):
        plan(*load_demo_programme(), workers=0)
