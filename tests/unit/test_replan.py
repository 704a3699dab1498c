"""The face of a plan made anew: `Plan.replan`, what it says, what is kept, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from teamforge import InputError, Plan, Status, plan
from teamforge.api.planning import replan
from teamforge.assignments import changes_of_plan
from teamforge.demo import load_demo_programme
from teamforge.forge.replan import Replan
from teamforge.pool import Pool
from teamforge.pool.assignments.history import Assignment
from teamforge.records.plan import verify_plan
from teamforge.records.record import seal_of
from teamforge.records.verification import verification_page
from teamforge.verify.plan import plan_violations

DERBY, PLYMOUTH = "derby-2027", "plymouth-2027"
GONE = (DERBY, "P061")


@pytest.fixture(scope="module")
def year() -> Plan:
    return plan(*load_demo_programme())


@pytest.fixture(scope="module")
def anew(year: Plan) -> Replan[Plan]:
    """The plan after one peer dropped out of one team."""
    return year.replan(withdrawn=[GONE])


def members(found: Plan, challenge: str) -> dict[str, str]:
    return {member.seat: member.peer_id for member in found.of(challenge).members}


def test_one_who_drops_out_is_replaced_and_every_other_team_stays(year: Plan, anew: Replan[Plan]) -> None:
    """No seat changes that could stay, and the answer says who replaces who, and why."""
    assert (anew.changed, anew.changes_bound, anew.unavoidable) == (0, 0, 1)
    (challenge,) = anew.changes
    assert (challenge.challenge_id, challenge.before, challenge.after) == (
        DERBY,
        year.of(DERBY).window,
        year.of(DERBY).window,
    )
    (seat,) = challenge.new
    assert (seat.before, seat.counted, seat.why) == ("P061", False, "said no")
    assert seat.after == members(anew.plan, DERBY)["vcs"]
    assert {own: team for own, team in anew.plan.teams.items() if own != DERBY} == {
        own: team for own, team in year.teams.items() if own != DERBY
    }
    assert challenge.points_before == year.of(DERBY).points


def test_one_change_more_brings_no_more_than_it_says(year: Plan, anew: Replan[Plan]) -> None:
    more = year.replan(withdrawn=[GONE], change_budget=1)
    assert anew.one_more is not None
    assert 0 <= (more.plan.points or 0) - (anew.plan.points or 0) <= anew.one_more
    assert (more.changed or 0) <= 1
    free = year.replan(withdrawn=[GONE], change_budget="any")
    assert free.one_more is None
    assert (free.plan.points or 0) >= (more.plan.points or 0)


def test_who_dropped_out_before_stays_out_and_who_confirmed_stays_on(anew: Replan[Plan]) -> None:
    """Also where the plan was kept and read in between."""
    pool, programme = load_demo_programme()
    kept = Plan.from_record(json.loads(json.dumps(anew.plan.to_record())), pool, programme)
    now = members(kept, DERBY)
    again = kept.replan(objected=[(DERBY, now["lead_peer"])], confirmed=[(DERBY, now["vcs"])])
    after = members(again.plan, DERBY)
    assert after["vcs"] == now["vcs"]
    assert not {"P061", now["lead_peer"]} & set(after.values())
    third = again.plan.replan(withdrawn=[(DERBY, after["manager"])], change_budget="any")
    last = members(third.plan, DERBY)
    assert last["vcs"] == now["vcs"]
    assert not {"P061", now["lead_peer"], after["manager"]} & set(last.values())
    assert verify_plan(json.loads(json.dumps(third.plan.to_record())), pool, programme).holds


def test_other_dates(year: Plan) -> None:
    """The team moves, and whoever stays on other days has changed."""
    found = year.replan(dates={DERBY: ["2027-05-11", date(2027, 5, 18)]})
    assert str(found.plan.of(DERBY).window.start) in {"2027-05-11", "2027-05-18"}  # type: ignore[union-attr]
    (challenge,) = found.changes
    stays = [seat for seat in challenge.new if seat.before == seat.after]
    assert stays
    assert all(seat.counted and seat.why == "on other days" for seat in stays)
    assert found.changed == sum(seat.counted for seat in challenge.new)


def test_the_history_says_which_plan_stands(year: Plan) -> None:
    """From the log the same plan is made as from the kept plan, with the same changes."""
    pool, programme = load_demo_programme()
    rows = changes_of_plan(dict(year.teams), pool, programme, on=date(2027, 1, 12))
    place = next(row for row in rows if (row.challenge_id, row.peer_id) == GONE)
    said = Assignment(DERBY, place.seat, "P061", place.host, place.start, place.end, "declined", date(2027, 1, 14))
    logged = pool.with_assignments([*rows, said])
    found = replan(logged, programme)
    anew = year.replan(withdrawn=[GONE])
    assert found.plan.teams == anew.plan.teams
    assert [seat.to_dict() for each in found.changes for seat in each.new] == [
        seat.to_dict() for each in anew.changes for seat in each.new
    ]
    assert verify_plan(found.plan.to_record(), logged, programme).holds


def test_a_kept_plan_stands_before_the_history(year: Plan) -> None:
    """Whoever is live in the log and not on the kept plan does not stand; who is out there is out."""
    pool, _ = load_demo_programme()
    window = year.of(DERBY).window
    assert window is not None
    host, when = "E06000015", (window.start, window.end)
    rows = [
        Assignment(DERBY, "vcs", "P060", host, *when, "asked", date(2027, 1, 12)),
        Assignment(DERBY, "lead_peer", members(year, DERBY)["lead_peer"], host, *when, "objected", date(2027, 1, 12)),
    ]
    found = year.replan(pool=pool.with_assignments(rows))
    after = members(found.plan, DERBY)
    assert after["vcs"] == "P061"
    assert after["lead_peer"] != members(year, DERBY)["lead_peer"]
    assert [seat.why for each in found.changes for seat in each.new] == ["the host objects"]


def test_no_plan_keeps_those_who_confirmed(year: Plan) -> None:
    """Everybody for the manager's seat says no, and the lead peer has confirmed: proved that there is no plan."""
    pool, _ = load_demo_programme()
    managers = [str(peer.peer_id) for peer in pool if "challenge_manager" in peer.roles]
    lead = (DERBY, members(year, DERBY)["lead_peer"])
    found = year.replan(withdrawn=[(DERBY, peer) for peer in managers], confirmed=[lead])
    assert found.plan.status is Status.INFEASIBLE
    assert (found.changed, found.changes) == (None, ())
    assert "infeasible" in found.to_html()


@pytest.mark.parametrize(
    ("asked", "error", "text"),
    [
        ({"withdrawn": [("derby", "P061")]}, KeyError, "no challenge derby"),
        ({"withdrawn": [(DERBY, "P999")]}, KeyError, "P999"),
        ({"confirmed": [(DERBY, "P001")]}, ValueError, "not on the team"),
        ({"confirmed": [GONE], "withdrawn": [GONE]}, ValueError, "confirmed and dropped out"),
        ({"confirmed": [GONE], "dates": {DERBY: ["2027-05-11"]}}, ValueError, "confirmed them"),
        ({"dates": {DERBY: ["soon"]}}, InputError, "soon"),
        ({"effort": 0}, ValueError, "effort"),
    ],
)
def test_what_makes_no_sense_is_refused(year: Plan, asked: dict[str, Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        year.replan(**asked)


def test_a_challenge_that_is_over_is_not_planned_anew(year: Plan) -> None:
    pool, _ = load_demo_programme()
    window = year.of(DERBY).window
    assert window is not None
    done = [
        Assignment(DERBY, m.seat, m.peer_id, "E06000015", window.start, window.end, "done", window.end)
        for m in year.of(DERBY).members
    ]
    over = pool.with_assignments(done)
    with pytest.raises(ValueError, match="derby-2027 is over"):
        year.replan(pool=over, withdrawn=[GONE])
    found = year.replan(pool=over)
    assert [each.challenge_id for each in found.challenges] == [PLYMOUTH, "portsmouth-2027"]
    assert (found.changed, found.plan.of(DERBY).over) == (0, True)


def test_the_page_has_ids_and_nobodys_name(anew: Replan[Plan]) -> None:
    shown = repr(anew) + anew.to_html() + json.dumps(anew.to_dict())
    assert not [peer.name for peer in load_demo_programme()[0] if peer.name and peer.name in shown]
    assert {"P060", "P061"} <= set(anew.to_frame()[["before", "after"]].to_numpy().ravel())
    assert list(anew.to_dict()) == [
        *("programme_id", "changed", "changes_bound", "unavoidable", "one_more", "challenges", "plan"),
    ]


Record = dict[str, Any]


def _row(record: Record, state: str, *, state_now: str = "", **change: object) -> Record:
    """Return the answers in a record with one of its rows changed: the last one of a state."""
    answers = record["parameters"]["replan"]
    place = max(place for place, row in enumerate(answers["rows"]) if row["state"] == state)
    change = {**change, "state": state_now or state}
    rows = [{**row, **change} if at == place else row for at, row in enumerate(answers["rows"])]
    return {**answers, "rows": rows}


def _answers(record: Record, **change: object) -> Record:
    return {**record["parameters"]["replan"], **change}


FORGED: dict[str, Callable[[Record], Record]] = {
    "somebody else said no": lambda record: _row(record, "declined", peer_id="P060"),
    "a peer who is none": lambda record: _row(record, "declined", peer_id="P999"),
    "a state that is none": lambda record: _row(record, "declined", state_now="gone"),
    "they confirmed": lambda record: _row(record, "declined", state_now="confirmed"),
    "they said no to another challenge": lambda record: _row(record, "declined", challenge_id=PLYMOUTH),
    "days that end before they begin": lambda record: _row(record, "declined", end="2027-01-01"),
    "a day that is none": lambda record: _row(record, "declined", on="soon"),
    "stood elsewhere": lambda record: _row(record, "proposed", challenge_id=PLYMOUTH),
    "stood at another host": lambda record: _row(record, "proposed", host_organisation_id="E06000026"),
    "stood on another seat": lambda record: _row(record, "proposed", seat="lead_peer"),
    "stood on other days": lambda record: _row(record, "proposed", start="2027-04-01"),
    "somebody else stood": lambda record: _row(record, "proposed", peer_id="P064"),
    "nobody said anything": lambda record: _answers(record, rows=[]),
    "other dates": lambda record: _answers(record, dates={DERBY: ["2027-05-11"]}),
    "dates of nothing": lambda record: _answers(record, dates={"other": ["2027-05-11"]}),
    "another budget": lambda record: _answers(record, change_budget=0),
    "a budget below nothing": lambda record: _answers(record, change_budget=-1),
    "no budget": lambda record: _answers(record, change_budget=None),
    "nothing at all": lambda record: {},
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_answers_are_noticed(anew: Replan[Plan], name: str) -> None:
    """Even if the record is sealed again; the record as it was holds."""
    pool, programme = load_demo_programme()
    record = json.loads(json.dumps(anew.plan.to_record()))
    assert verify_plan(record, pool, programme).holds
    forged = {**record, "parameters": {**record["parameters"], "replan": FORGED[name](record)}}
    assert not verify_plan({**forged, "seal": seal_of(forged)}, pool, programme).holds


def test_what_a_plan_was_told_is_claimed_and_not_verified(anew: Replan[Plan]) -> None:
    pool, programme = load_demo_programme()
    found = verify_plan(anew.plan.to_record(), pool, programme)
    assert "that P061 said no to derby-2027, as the record has it" in found.claimed
    assert not found.complete
    (line,) = verification_page(found, "plan.json", "plan").lines
    assert line == (
        "the plan holds if what only its record says is true: the plan that stood before, what people answered and "
        "how many changes are needed at least"
    )


def test_a_plan_made_anew_stays_true_when_the_history_goes_on(anew: Replan[Plan]) -> None:
    """Its rows are not in the log: whatever is written there later is news."""
    pool, programme = load_demo_programme()
    rows = changes_of_plan(dict(anew.plan.teams), pool, programme, on=date(2027, 1, 12))
    assert anew.plan.assignments == 0
    assert verify_plan(anew.plan.to_record(), pool.with_assignments(rows), programme).holds


def test_the_teams_keep_every_rule_beside_each_other(anew: Replan[Plan]) -> None:
    assert isinstance(anew.plan.pool, Pool)
    assert plan_violations(anew.plan.pool, anew.plan.programme, anew.plan.teams) == ()
    assert anew.plan[DERBY].reserves(per_seat=1)
