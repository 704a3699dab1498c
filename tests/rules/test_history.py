"""Section 9, 1 to 3: what `assignments` says within its own challenge and in every other."""

from __future__ import annotations

from datetime import date

import pytest

from teamforge import Challenge, InputError, Pool, Result, compose, load_demo
from teamforge.pool.assignments.history import Assignment
from teamforge.records import verify
from teamforge.team import Team
from teamforge.verify import violations

POOL, CHALLENGE = load_demo()
OTHER = CHALLENGE.replace(id="another")


@pytest.fixture(scope="module")
def first() -> Result:
    """The team before anybody was asked."""
    return compose(POOL, CHALLENGE)


def said(result: Result, seat: str, state: str, on: str = "2027-01-12", peer: str | None = None) -> Assignment:
    """Return what became of a place on a team."""
    team, window = result.require_team(), result.window
    assert window is not None
    who = peer or dict(team.seats)[seat]
    host = result.challenge.hosts[0]
    return Assignment(result.challenge_id, seat, who, host, window.start, window.end, state, date.fromisoformat(on))


def broken(pool: Pool, challenge: Challenge, team: Team) -> set[str]:
    """Return the rules that the verifier finds broken, by its own reading."""
    return {each.rule for each in violations(pool, challenge, team)}


@pytest.mark.parametrize("state", ["declined", "objected", "withdrawn"])
def test_who_is_out_does_not_come_back(first: Result, state: str) -> None:
    """In the challenge itself who is out is excluded, with what happened."""
    pool = POOL.with_assignments([said(first, "lead_peer", state)])
    result = compose(pool, CHALLENGE)
    lead = dict(first.require_team().seats)["lead_peer"]
    assert lead not in dict(result.require_team().seats).values()
    reasons = {each.peer: each.reason for each in result.challenge.exclude}
    assert reasons[lead].endswith("on 12 January 2027")
    assert broken(pool, CHALLENGE, first.require_team()) == {"excluded"}


@pytest.mark.parametrize("state", ["proposed", "asked", "accepted", "released"])
def test_what_binds_nothing(first: Result, state: str) -> None:
    """A later row brings back who declined, and binds nothing unless it is confirmed."""
    pool = POOL.with_assignments([said(first, "lead_peer", "declined"), said(first, "lead_peer", state)])
    assert compose(pool, CHALLENGE).team == first.team
    assert broken(pool, CHALLENGE, first.require_team()) == set()


def test_the_latest_day_is_in_force(first: Result) -> None:
    """Not the last row: of two days the later, wherever it stands."""
    rows = [said(first, "lead_peer", "declined", "2027-02-01"), said(first, "lead_peer", "asked", "2027-01-31")]
    assert broken(POOL.with_assignments(rows), CHALLENGE, first.require_team()) == {"excluded"}
    assert broken(POOL.with_assignments(rows[::-1]), CHALLENGE, first.require_team()) == {"excluded"}


def test_who_confirmed_stays_on_their_days(first: Result) -> None:
    """A confirmed peer is pinned, and their days are the one window, valid or not."""
    row = said(first, "vcs", "confirmed")
    saturday = Assignment(
        row.challenge_id, "vcs", "P058", row.host, date(2027, 4, 24), date(2027, 4, 25), "confirmed", row.on
    )
    pool = POOL.with_assignments([saturday])
    free = CHALLENGE.replace(unknown_availability="free")
    assert broken(pool, free, first.require_team()) >= {"window", "pin"}
    there = Team(date(2027, 4, 24), first.require_team().seats)
    assert "window" not in broken(pool, free, there)
    pool = POOL.with_assignments([row])
    result = compose(pool, CHALLENGE)
    assert result.window == first.window
    assert dict(result.require_team().seats)["vcs"] == row.peer_id


def test_a_pin_on_somebody_who_is_out_is_dropped(first: Result) -> None:
    """With a warning, and the verifier drops it as well."""
    lead = dict(first.require_team().seats)["lead_peer"]
    pinned = CHALLENGE.replace(pins={"lead_peer": lead})
    pool = POOL.with_assignments([said(first, "lead_peer", "declined")])
    result = compose(pool, pinned)
    assert f"the pin of {lead} on lead peer is dropped: declined on 12 January 2027" in result.warnings
    assert broken(pool, pinned, result.require_team()) == set()


def test_a_confirmed_seat_pinned_to_another(first: Result) -> None:
    """A fault."""
    pool = POOL.with_assignments([said(first, "vcs", "confirmed")])
    with pytest.raises(InputError, match="is confirmed on the seat vcs"):
        compose(pool, CHALLENGE.replace(pins={"vcs": "P058"}))


def test_a_dropped_pin_is_no_fault_where_another_confirmed_the_seat(first: Result) -> None:
    """Whoever was pinned declined, and who took the seat confirmed: the pin of the file is dropped, not refused."""
    lead = dict(first.require_team().seats)["lead_peer"]
    pinned = CHALLENGE.replace(pins={"lead_peer": lead})
    away = POOL.with_assignments([said(first, "lead_peer", "declined")])
    after = compose(away, pinned)
    other = dict(after.require_team().seats)["lead_peer"]
    assert other != lead
    pool = away.with_assignments([said(after, "lead_peer", "confirmed")])
    settled = compose(pool, pinned)
    assert settled.team == after.team
    assert any(line.startswith(f"the pin of {lead} on lead peer is dropped") for line in settled.warnings)


def test_a_challenge_that_is_over(first: Result) -> None:
    """It is not composed again; another is, and its visits are engagements there."""
    pool = POOL.with_assignments([said(first, "vcs", "done")])
    with pytest.raises(InputError, match="a challenge that is not over"):
        compose(pool, CHALLENGE)
    assert compose(pool, OTHER).team is not None


@pytest.mark.parametrize(
    ("state", "engaged"),
    [(state, True) for state in ("proposed", "asked", "accepted", "confirmed")] + [("released", False)],
)
def test_in_another_challenge(first: Result, state: str, engaged: bool) -> None:  # noqa: FBT001 -- a case
    """A live row is an engagement: the peer is on no other visit at the time."""
    pool = POOL.with_assignments([said(first, "vcs", state)])
    vcs = dict(first.require_team().seats)["vcs"]
    found = {each.rule for each in violations(pool, OTHER, first.require_team()) if vcs in each.peers}
    assert ("overlap" in found) is engaged
    assert (vcs in dict(compose(pool, OTHER).require_team().seats).values()) is not engaged


@pytest.mark.parametrize("other", [{"seat": "vcs", "peer": "P058"}, {"seat": "typo"}])
def test_faults_stop_only_their_challenge(first: Result, other: dict[str, str]) -> None:
    """Two on one seat, and a seat that there is not."""
    rows = [said(first, "vcs", "asked"), said(first, other["seat"], "asked", peer=other.get("peer", "P029"))]
    pool = POOL.with_assignments(rows)
    with pytest.raises(InputError, match="assignments"):
        compose(pool, CHALLENGE)
    assert compose(pool, OTHER).team is not None


def test_without_rows_nothing_changes(first: Result) -> None:
    """The digest is what it was before there was the table, and another with it."""
    assert compose(POOL.with_assignments([]), CHALLENGE).input_digest == first.input_digest
    assert compose(POOL.with_assignments([said(first, "vcs", "asked")]), CHALLENGE).input_digest != first.input_digest


def test_a_repair_says_what_happened(first: Result) -> None:
    """Nobody has to be named again, and the reason why somebody goes is what happened."""
    lead = dict(first.require_team().seats)["lead_peer"]
    repaired = first.repair(pool=POOL.with_assignments([said(first, "lead_peer", "declined")]))
    assert [(each.before, each.reasons) for each in repaired.changes] == [(lead, ("declined on 12 January 2027",))]


@pytest.fixture(scope="module")
def asked(first: Result) -> Pool:
    """The pool once the team is recorded: seven rows."""
    return POOL.with_assignments(
        [said(first, seat, "proposed", "2027-01-11") for seat, _ in first.require_team().seats]
    )


def test_a_kept_result_is_of_the_first_rows(first: Result, asked: Pool) -> None:
    """Later rows of its members are news; it is made from the rows that were there, and says how many."""
    kept = first.to_record()
    assert kept["assignments"] == 0
    lead = dict(first.require_team().seats)["lead_peer"]
    later = asked.with_assignments([said(first, "lead_peer", "declined")])
    found = verify(kept, later, CHALLENGE)
    assert found.complete
    assert f"{lead}, lead peer: declined on 12 January 2027" in found.news
    second = compose(asked, CHALLENGE)
    kept = second.to_record()
    assert kept["assignments"] == 7
    assert verify(kept, later, CHALLENGE).complete
    assert verify(kept, later, CHALLENGE).news == (f"{lead}, lead peer: declined on 12 January 2027",)
    over = later.with_assignments([said(first, "vcs", "done", "2027-04-22")])
    assert verify(kept, over, CHALLENGE).complete
    assert Result.from_record(kept, over, CHALLENGE).team == second.team


def test_a_kept_result_is_not_of_other_rows(first: Result, asked: Pool) -> None:
    """A row fewer, or another among the first, is another pool."""
    kept = compose(asked, CHALLENGE).to_record()
    assert any("input_digest" in fault for fault in verify(kept, asked.first_assignments(6), CHALLENGE).faults)
    rows = [said(first, seat, "asked", "2027-01-11") for seat, _ in first.require_team().seats]
    assert verify(kept, POOL.with_assignments(rows), CHALLENGE).faults


def test_an_argument_wins_over_a_confirmed_row(first: Result, asked: Pool) -> None:
    """Who confirmed and then drops out goes, and their days bind nobody; the result is verified with both."""
    vcs = dict(first.require_team().seats)["vcs"]
    pool = asked.with_assignments([said(first, "vcs", "confirmed")])
    stuck = compose(pool, CHALLENGE.replace(exclude=[{"peer": vcs, "reason": "a file is no argument"}]))
    assert stuck.status == "infeasible"
    repaired = compose(pool, CHALLENGE).repair(withdrawn=[vcs], any_dates=True)
    assert [(each.before, each.reasons) for each in repaired.changes if each.before == vcs] == [(vcs, ("withdrawn",))]
    assert broken(pool, repaired.challenge, repaired.team) == set()
    kept = repaired.result.to_record()
    for challenge in (CHALLENGE, repaired.challenge):
        found = verify(kept, pool, challenge)
        assert found.holds, found.faults
        assert f"that {vcs} dropped out, as the repair assumed" in found.claimed
    assert len(repaired.result.windows()) > 1


def test_an_argument_wins_over_who_is_out(first: Result, asked: Pool) -> None:
    """Who declined and now confirms is on the team again."""
    vcs = dict(first.require_team().seats)["vcs"]
    pool = asked.with_assignments([said(first, "vcs", "declined")])
    repaired = first.repair(pool=pool, confirmed=[vcs])
    assert dict(repaired.team.seats)["vcs"] == vcs
    assert broken(pool, repaired.challenge, repaired.team) == set()
    assert verify(repaired.result.to_record(), pool, CHALLENGE).holds


def test_who_could_step_in_for_somebody_who_confirmed(first: Result) -> None:
    """The same as before they said yes: a repair would look for the same people if they dropped out after all."""
    before = [each.to_dict() for each in first.reserves()]
    rows = [said(first, seat, "confirmed") for seat in ("lead_peer", "vcs")]
    after = compose(POOL.with_assignments(rows), CHALLENGE)
    assert after.team == first.team
    found = {(each.seat, each.rank): each.peer_id for each in after.reserves()}
    assert found == {(each["seat"], each["rank"]): each["peer_id"] for each in before}
    assert found["lead_peer", 1]
    mended = after.repair(withdrawn=[dict(first.require_team().seats)["lead_peer"]])
    assert dict(mended.team.seats)["lead_peer"] == found["lead_peer", 1]
    assert {each.points for each in after.reserves(seats=["lead_peer"], per_seat=1)} == {mended.result.points}


def test_who_alone_makes_the_days_possible_has_no_reserve(first: Result) -> None:
    """Without their confirmation the days are no window of the challenge; another who confirmed them keeps them."""
    lead, vcs = (said(first, seat, "confirmed") for seat in ("lead_peer", "vcs"))
    elsewhen = CHALLENGE.replace(on_site={"windows": ["2027-06-08"]})
    alone = compose(POOL.with_assignments([lead]), elsewhen)
    assert not alone.reserves().depth["lead_peer"]
    assert alone.reserves().depth["vcs"]
    assert [each.depth for each in alone.windows()] == [0]
    both = compose(POOL.with_assignments([lead, vcs]), elsewhen)
    assert both.reserves().depth["lead_peer"]
    assert both.reserves().depth["vcs"]
    assert [each.depth for each in both.windows()] == [min(both.reserves().depth.values())]
