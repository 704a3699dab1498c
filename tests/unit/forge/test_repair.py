"""What a repair says in words."""

from __future__ import annotations

from datetime import date
from typing import Any
from unittest import mock

import pytest

import teamforge
from teamforge.api import compose, repair_team
from teamforge.assignments import answers, changes
from teamforge.errors import InfeasibleError
from teamforge.forge.repair import SeatChange
from teamforge.records import verify
from teamforge.report.pages.result import status_line
from teamforge.search import engine
from teamforge.spec.rulebook import RULEBOOK
from teamforge.spec.status import Stop
from teamforge.team import Responses
from teamforge.verify import rules
from tests.world import World, seat


def test_what_keeps_a_peer_alone_off_has_words() -> None:
    """That is every conflict rule, and every rule of the verifier except those about a whole team or its form."""
    form = {"window", "unknown_seat", "required", "seat_twice", "peer_twice"}
    own = {name for name, each in vars(rules).items() if getattr(each, "__module__", None) == rules.__name__}
    alone = {name for name in own if not name.startswith("_")}
    names = {*RULEBOOK.conflicts, *alone, "first_timers", "outside_region"} - form
    assert [name for name in sorted(names) if not RULEBOOK.rule(name).reason] == []


def test_why_somebody_goes() -> None:
    """The reason is the same in the team's words and in a sentence of its own."""
    change = SeatChange("vcs", "P1", "P2", ("neighbour",), (RULEBOOK.rule("neighbour").reason,))
    assert str(change) == "VCS: P2 instead of P1 (works for a neighbour of a host)."


def test_what_the_history_says_of_somebody_who_goes_is_told() -> None:
    """Even if a filled-in workbook says so too: somebody who declined has not withdrawn."""
    pool, challenge = teamforge.load_demo()
    first = teamforge.compose(pool, challenge)
    asked = pool.with_assignments(changes(first.require_team(), pool, challenge, on=date(2027, 1, 11)))
    said = asked.with_assignments(answers(asked, challenge, {"P002": "declined"}, on=date(2027, 1, 14)))
    lead = repair_team(first.require_team(), said, challenge, Responses.of(withdrawn=["P002"])).changes[0]
    assert (lead.before, lead.why, lead.reasons) == ("P002", ("withdrawn",), ("declined on 14 January 2027",))
    against = repair_team(first.require_team(), said, challenge, Responses.of(objected=["P002"])).changes[0]
    assert against.reasons == ("objected to by the host",)


def test_a_confirmation_given_to_a_repair_has_no_bearing_on_who_could_step_in() -> None:
    """Who confirmed can drop out too: the reserves are those from before, also behind a pin of the challenge."""
    pool, challenge = teamforge.load_demo()
    first = teamforge.compose(pool, challenge)
    assert first.reserves().depth["manager"]
    mended = first.repair(confirmed=["P002"]).result
    assert mended.challenge.pins["lead_peer"] == "P002"
    assert mended.reserves().to_dict() == first.reserves().to_dict()


def test_a_failure_among_equal_repairs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The repair is proved; a warning says that the choice among equal teams was not finished."""
    world = World().peer("A", prevention=4).peer("B").peer("C")
    first = compose(world.pool, world.challenge)
    monkeypatch.setattr(engine, "break_ties", mock.Mock(side_effect=OverflowError))
    mended = first.repair(withdrawn=["A"])
    assert (len(mended.changes), mended.result.status) == (1, "optimal")
    assert mended.result.stopped == "failure"
    assert "a fault of TeamForge ended the search among repairs that are as good" in str(mended.result.warnings)


@pytest.mark.parametrize(
    ("failure", "stopped", "told"),
    [
        (
            {"side_effect": OverflowError},
            "failure",
            "a fault of TeamForge ended the search among repairs that are as good",
        ),
        (
            {"return_value": Stop.EFFORT},
            "effort",
            "choosing among repairs that are as good would have taken too much work",
        ),
    ],
)
def test_what_ended_the_choice_among_repairs_is_told_though_none_is_the_best_team(
    failure: dict[str, object], stopped: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The repair keeps B, so others have more points; its record says what ended the choice, and is verified."""
    seats = [seat("s", "x"), seat("t", "y")]
    before = World(seats=seats).peer("A", roles=("y",)).peer("B", roles=("x",))
    first = compose(before.pool, before.challenge)
    world = World(seats=seats).peer("A", roles=("y",)).peer("B", roles=("x",)).peer("C", roles=("y",))
    world.peer("D", roles=("y",)).peer("E", roles=("x",), prevention=4)
    monkeypatch.setattr(engine, "break_ties", mock.Mock(**failure))
    mended = first.repair(withdrawn=["A"], pool=world.pool, challenge=world.challenge)
    assert ([each.seat for each in mended.changes], mended.result.status) == (["t"], "feasible")
    assert mended.result.stopped == stopped
    assert told in mended.result.warnings[-1]
    assert "chosen for more than its points" in status_line(mended.result)
    record = mended.result.to_record()
    assert verify(record, world.pool, mended.challenge).holds
    with pytest.raises(ValueError, match="chosen for more than its points"):
        mended.result.why_not()


def test_a_failure_after_the_repair_does_not_lose_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Why somebody cannot stay is missing then, and whose fault that is stands in its place, for hosts as well."""
    world = World().peer("A", prevention=4).peer("B")
    first = compose(world.pool, world.challenge)
    monkeypatch.setattr("teamforge.forge.repair.violations", mock.Mock(side_effect=OverflowError("canary")))
    mended = first.repair(withdrawn=["A"])
    for change in (*mended.changes, *mended.for_host().changes):
        assert (change.before, change.after, change.why) == ("A", "B", ("failure",))
        assert str(change).endswith("(the reason is missing: a fault of TeamForge, please report it).")


def test_a_failure_on_other_dates_does_not_lose_what_is_proved_of_these(monkeypatch: pytest.MonkeyPatch) -> None:
    """That there is no repair on these dates is proved; that nothing is known of others is said."""
    world = World().peer("A", prevention=4)
    first = compose(world.pool, world.challenge)
    found = iter([engine.search])

    def once(*asked: Any) -> Any:
        return next(found)(*asked)

    monkeypatch.setattr("teamforge.forge.repair.search", once)
    with pytest.raises(InfeasibleError, match=r"no valid team on these dates .* fault of TeamForge"):
        first.repair(withdrawn=["A"])


@pytest.mark.parametrize("anew", [False, True])
def test_who_dropped_out_once_is_never_proposed_again(anew: bool) -> None:  # noqa: FBT001 -- pytest's
    """Lead after lead withdraws until none is left, and nobody who withdrew comes back."""
    pool, challenge = teamforge.load_demo()
    result = teamforge.compose(pool, challenge)
    gone: list[str] = []
    for _ in range(4):
        gone.append(next(member.peer_id for member in result.members if member.seat == "lead_peer"))
        # The files as they were know nothing of who dropped out.
        now = challenge if anew else None
        result = result.repair(withdrawn=gone[-1:], challenge=now).result
    assert len(set(gone)) == 4
    assert result.parameters["repair"] == {"withdrawn": sorted(gone), "objected": [], "confirmed": []}


def test_who_confirmed_stays_until_they_drop_out() -> None:
    """Whoever confirmed keeps the seat, even if the best team would have somebody else."""
    pool, challenge = teamforge.load_demo()
    best = teamforge.compose(pool, challenge)
    lead, second = (member.peer_id for member in best.members[:2])
    first = best.repair(objected=[lead])
    stand_in = first.changes[0].after
    assert stand_in is not None
    then = first.result.repair(confirmed=[stand_in, second]).result
    assert then.challenge.pins["lead_peer"] == stand_in
    again = then.repair(withdrawn=[second], pool=pool, challenge=challenge)
    assert {change.before for change in again.changes} == {second}
    assert again.result.parameters["repair"] == {"withdrawn": [second], "objected": [lead], "confirmed": [stand_in]}
    last = again.result.repair(withdrawn=[stand_in])
    assert last.result.parameters["repair"]["confirmed"] == []
    assert "lead_peer" not in {seat for seat, peer in last.challenge.pins.items() if peer == stand_in}


def test_who_left_the_pool_since_is_forgotten() -> None:
    """Somebody who is not in the pool need not be kept off a team."""
    seats = [seat("a", "x"), seat("b", "y")]
    world = World(seats=seats).peer("A", roles=("x",)).peer("B", roles=("x",)).peer("C", roles=("y",))
    first = compose(world.pool, world.challenge)
    (gone,) = {"A", "B"} & {member.peer_id for member in first.members}
    mended = first.repair(withdrawn=[gone]).result
    (other,) = {"A", "B"} - {gone}
    less = World(seats=seats).peer(other, roles=("x",)).peer("C", roles=("y",))
    again = mended.repair(pool=less.pool, challenge=less.challenge).result
    assert again.parameters["repair"]["withdrawn"] == []
    assert again.team == mended.team


@pytest.mark.parametrize(
    ("first", "later", "both"),
    [
        ({"withdrawn": ["B"]}, {"withdrawn": ["A"]}, (("A", "B"), (), ())),
        ({"withdrawn": ["A"]}, {"objected": ["A"]}, ((), ("A",), ())),
        ({"objected": ["A"]}, {"withdrawn": ["A"]}, (("A",), (), ())),
        ({"confirmed": ["A", "B"]}, {"withdrawn": ["A"]}, (("A",), (), ("B",))),
        ({"confirmed": ["A"]}, {"objected": ["A"]}, ((), ("A",), ())),
        ({}, {"withdrawn": ["A", "A"], "objected": ["A"]}, ((), ("A",), ())),
    ],
)
def test_what_is_said_later_holds(
    first: dict[str, list[str]], later: dict[str, list[str]], both: tuple[tuple[str, ...], ...]
) -> None:
    assert Responses.of(**first).then(Responses.of(**later)) == Responses(*both)


def test_a_waiver_for_somebody_who_has_gone_is_not_reported() -> None:
    """It has nothing left to lift."""
    pool, challenge = teamforge.load_demo()
    assert any(waiver.peer == "P015" for waiver in challenge.waivers)
    mended = teamforge.compose(pool, challenge).repair(withdrawn=["P015"])
    assert not any("P015" in warning for warning in mended.result.warnings)
    assert not any(waiver.peer == "P015" for waiver in mended.challenge.waivers)
    assert [change.why for change in mended.changes if change.before == "P015"] == [("withdrawn",)]
