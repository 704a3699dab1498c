"""A written result: each of its fields changed is noticed, whoever changed it made it fit or not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from teamforge import plan
from teamforge.api import compose
from teamforge.certificate.check import check_certificate
from teamforge.certificate.format import Certificate
from teamforge.challenge import Challenge
from teamforge.challenge.people import Exclusion
from teamforge.demo import FOLDER, load_demo, load_demo_programme
from teamforge.errors import InputError
from teamforge.pool import Pool
from teamforge.problem import Problem, compile_problem, prepare
from teamforge.records.plan import verify_plan
from teamforge.records.record import read_record, seal_of
from teamforge.records.verification import Verification, verify
from teamforge.search import engine
from tests.world import World

Place = tuple[str | int, ...]

ROWS = 6
"""How many rows of the ledger are tried: it is long, and they are alike."""
CLAIMED = {("version",), ("parameters", "time_limit"), ("parameters", "loss")}
"""What nothing but the seal protects, besides the versions: it says how the result was made."""


@cache
def demo() -> tuple[dict[str, Any], Pool, Challenge]:
    """Return the record of the packaged example, as it is read from JSON, and what it was made from."""
    pool, challenge = load_demo()
    return json.loads(json.dumps(compose(pool, challenge).to_record())), pool, challenge


def checked(record: dict[str, Any]) -> Verification:
    """Return what is said of a record of the packaged example."""
    return verify(record, *demo()[1:])


def sealed(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with a seal that fits it, as somebody would forge it."""
    return {**record, "seal": seal_of(record)}


def leaves(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the place of every value that holds no others."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inside is None or not value:
        yield place
    else:
        for key, part in inside:
            if place != ("ledger",) or key < ROWS:
                yield from leaves(part, (*place, key))


def at(record: Any, place: Place) -> Any:
    """Return what stands at a place."""
    for key in place:
        record = record[key]
    return record


def changed(record: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
    """Return a record with another value at a place."""
    copy = deepcopy(record)
    at(copy, place[:-1])[place[-1]] = value
    return copy


def flips(value: Any) -> list[Any]:
    """Return other values, of the same type and of another."""
    match value:
        case bool():
            return [not value, None]
        case int():
            return [value + 1, value - 1, float(value), str(value), None]
        case float():
            return [value + 0.5, int(value), None]
        case str():
            return [value + "x", None, 0]
        case None:
            return [0, "", 1.0, "time"]
        case _:
            return [None, ["x"], {"x": 1}]


def test_what_was_written_holds() -> None:
    """Nothing is wrong, the proof of the example is complete, and the claims are said to be claims."""
    verification = checked(demo()[0])
    assert verification.faults == ()
    assert "no team is better: the proof is complete" in verification.verified
    assert not any("CP-SAT" in claim for claim in verification.claimed)
    assert any("seed 0" in claim for claim in verification.claimed)
    assert verification.to_dict()["holds"] is True


@pytest.mark.parametrize("key", sorted(demo()[0]))
def test_every_field_is_protected(key: str) -> None:
    """Any change of any value below a key is noticed; so is a key that is gone."""
    record = demo()[0]
    for place in leaves(record[key], (key,)):
        # The certificate is long, and what notices a change of it is the same everywhere.
        for value in flips(at(record, place))[: 1 if key == "certificate" else None]:
            assert not checked(changed(record, place, value)).holds, (place, value)
    without = {name: value for name, value in record.items() if name != key}
    assert not checked(without).holds
    # Records that were kept before there was a table `assignments` have no count of its rows.
    assert not checked(sealed(without)).holds or key in {"seal", "assignments"}


@pytest.mark.parametrize("key", sorted(set(demo()[0]) - {"seal", "certificate"}))
def test_a_forged_seal_helps_nobody(key: str) -> None:
    """What follows from pool and challenge is noticed although the seal fits; the claims are few, and known."""
    record = demo()[0]
    for place in leaves(record[key], (key,)):
        for value in flips(at(record, place)):
            if place in CLAIMED and isinstance(value, str if place == ("version",) else int | float | None):
                continue
            if place[0] == "versions" and isinstance(value, str):
                continue
            if place == ("stopped",) and value == "time":
                continue  # the note on it among the warnings is missing then: below
            assert not checked(sealed(changed(record, place, value))).holds, (place, value)


def test_a_forged_stop_is_noticed() -> None:
    """The warnings say that the search was ended early."""
    assert not checked(sealed({**demo()[0], "stopped": "time"})).holds


@pytest.mark.parametrize(
    ("key", "values"),
    [("bound", (1, -1)), ("stopped", (None, "effort")), ("status", ("optimal", "infeasible", "feasible"))],
)
def test_what_an_unfinished_search_says_of_itself(key: str, values: tuple[Any, ...]) -> None:
    """Its bound is what its prices prove; it was stopped by time or by hand; and it proves nothing else."""
    pool, challenge = load_demo()
    record = json.loads(json.dumps(compose(pool, challenge, time_limit=0).to_record()))
    assert (record["status"], record["stopped"], record["window"]) == ("unknown", "time", None)
    assert checked(record).holds
    for value in values:
        new = record[key] + value if key == "bound" else value
        faults = checked(sealed({**record, key: new})).faults
        assert [fault for fault in faults if fault.startswith(f"{key}:")], value
    assert not checked(sealed({**record, "stopped": "choice"})).holds


def test_a_repaired_team_is_of_a_challenge_without_those_who_dropped_out() -> None:
    """Who withdrew is excluded, who confirmed is pinned: else the record is of another challenge."""
    pool, challenge = load_demo()
    best = compose(pool, challenge)
    gone, stays = (member.peer_id for member in best.members[:2])
    mended = best.repair(withdrawn=[gone], confirmed=[stays])
    record = json.loads(json.dumps(mended.result.to_record()))
    assert verify(record, pool, mended.challenge).holds
    for kind, peer in (("withdrawn", stays), ("objected", stays), ("confirmed", gone)):
        forged = sealed(changed(record, ("parameters", "repair", kind), [peer]))
        assert not verify(forged, pool, mended.challenge).holds


def test_a_proved_best_team_was_not_chosen_for_another_reason() -> None:
    """A team that is proved the best needs no choice."""
    assert checked(demo()[0]).holds
    faults = checked(sealed({**demo()[0], "stopped": "choice"})).faults
    assert "stopped: it does not go with the status" in faults


def test_a_team_kept_after_a_failure_among_equals_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof does not rest on what failed after it, and the record says why the search ended."""
    monkeypatch.setattr(engine, "break_ties", mock.Mock(side_effect=OverflowError))
    found = compose(*load_demo())
    record = found.to_record()
    assert (record["status"], record["stopped"]) == ("optimal", "failure")
    assert "please report it" in record["warnings"][-1]
    assert verify(record, *load_demo()).holds
    forged = sealed({**record, "status": "infeasible"})
    assert "status: the certificate proves that it is optimal" in verify(forged, *load_demo()).faults


def test_an_added_key_is_noticed() -> None:
    """At the top and inside."""
    record = demo()[0]
    assert not checked(sealed({**record, "comment": "fine"})).holds
    for inside in ("window", "parameters", "certificate", "breakdown"):
        assert not checked(sealed({**record, inside: {**record[inside], "comment": 1}})).holds


def test_a_forged_certificate_helps_nobody() -> None:
    """Whatever a window says of itself other than what its prices prove is noticed although the seal fits."""
    record = demo()[0]
    for place in leaves(record["certificate"]["windows"], ("certificate", "windows")):
        if place[-1] == "prices":
            continue  # another list may prove the same: then it is as true
        for value in flips(at(record, place)):
            assert not checked(sealed(changed(record, place, value))).holds, (place, value)
    for place in (("certificate", "format"), ("certificate", "relation")):
        for value in flips(at(record, place)):
            assert not checked(sealed(changed(record, place, value))).holds, (place, value)
    for place in (("certificate", "windows"), ("certificate", "prices")):
        for value in (at(record, place)[1:], [*at(record, place), at(record, place)[0]]):
            assert not checked(sealed(changed(record, place, value))).holds, place
    prices = next(
        each for each in leaves(record["certificate"]["prices"], ("certificate", "prices")) if "price" in each
    )
    for value, word in ((1 << 50, "beyond"), (-(1 << 50), "beyond"), (1 << 90, "less than 9223372036854775808")):
        assert any(word in fault for fault in checked(sealed(changed(record, prices, value))).faults)


def test_a_worse_team_is_not_the_best() -> None:
    """A valid team of fewer points with a ledger of its own, said to be optimal, is found out by the bounds."""
    record, pool, challenge = demo()
    lead = record["members"][0]["peer_id"]
    worse = compose(
        pool,
        challenge.model_copy(update={"exclude": (*challenge.exclude, Exclusion(peer=lead, reason="not this time"))}),
    ).to_record()
    assert worse["points"] < record["points"]
    ours = {"challenge_id", "input_digest", "warnings", "certificate"}
    forged = {**worse, **{key: record[key] for key in ours}}
    verification = checked(sealed(json.loads(json.dumps(forged))))
    assert any(fault.startswith("status: the certificate proves that it is feasible") for fault in verification.faults)


def test_a_team_that_breaks_a_rule_is_told_which() -> None:
    """By the name of the rule; nothing else is said of it."""
    record = demo()[0]
    first, second = (member["peer_id"] for member in record["members"][:2])
    twice = changed(record, ("members", 0, "peer_id"), second)
    verification = checked(sealed(twice))
    assert any("members: peer_twice" in fault for fault in verification.faults)
    assert verification.verified == ()
    assert first != second
    assert any("unknown_peer" in fault for fault in checked(changed(record, ("members", 0, "peer_id"), "?")).faults)


def test_another_pool_is_noticed() -> None:
    """The result of one pool does not hold for another, whose team it could be too."""
    world = World().peer("A").peer("B")
    record = compose(world.pool, world.challenge).to_record()
    assert verify(record, world.pool, world.challenge).holds
    other = World().peer("A").peer("B").peer("C", trained=False)
    faults = verify(record, other.pool, other.challenge).faults
    assert any(fault.startswith("input_digest") for fault in faults)


def test_results_without_a_team() -> None:
    """An infeasible one is proved; an unknown one says how far it came; neither passes for the other."""
    world = World().peer("A", trained=False)
    infeasible = compose(world.pool, world.challenge).to_record()
    verification = verify(infeasible, world.pool, world.challenge)
    assert verification.holds
    assert "no team is valid: proved" in verification.verified
    other = World().peer("A").peer("B")
    unknown = compose(other.pool, other.challenge, time_limit=0).to_record()
    verification = verify(unknown, other.pool, other.challenge)
    assert verification.holds
    assert f"no team has more than {unknown['bound']:,} points" in verification.verified
    forged = {**unknown, "status": "infeasible", "bound": None, "stopped": None, "warnings": []}
    assert not verify(sealed(forged), other.pool, other.challenge).holds


@pytest.mark.parametrize(
    "text", ["", "[]", "7", "{", '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 100_000, '{"seal": {"a": 1, "a": 1}}']
)
def test_what_is_no_record(text: str, tmp_path: Path) -> None:
    """A file that is no kept result is refused, and the message names it, whatever is in it."""
    path = tmp_path / "result.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="JSON object"):
        read_record(path)
    with pytest.raises(InputError, match="can be read"):
        read_record(tmp_path / "none.json")


def test_a_record_that_an_editor_saved_with_a_mark_is_the_same(tmp_path: Path) -> None:
    """Every file may begin with a byte order mark (SPEC.md)."""
    path = tmp_path / "result.json"
    path.write_text(json.dumps(demo()[0]), encoding="utf-8-sig")
    assert checked(read_record(path)).holds


def test_a_plan_is_no_result_and_a_result_no_plan() -> None:
    """Each is called what it is, in one fault."""
    record, pool, challenge = demo()
    year, programme = load_demo_programme()
    of_plan = json.loads(json.dumps(plan(year, programme).to_record()))
    assert verify(of_plan, pool, challenge).faults == (
        "the record: it holds a plan, and not the result of one challenge",
    )
    assert verify_plan(record, year, programme).faults == (
        "the record: it holds the result of one challenge, and no plan",
    )


def test_what_is_no_plain_value() -> None:
    """A mapping that JSON cannot hold is no record."""
    assert not checked({**demo()[0], "points": {1, 2}}).holds
    assert not checked({}).holds


def test_no_solver_is_loaded(tmp_path: Path) -> None:
    """Neither OR-Tools nor the search is imported by a verification."""
    path = tmp_path / "result.json"
    path.write_text(json.dumps(demo()[0]), encoding="utf-8")
    program = (
        "import sys, pathlib, teamforge, teamforge.records\n"
        "from teamforge.records.record import read_record\n"
        f"record = read_record(pathlib.Path({str(path)!r}))\n"
        f"pool = teamforge.read_pool({str(FOLDER / 'pool')!r})\n"
        f"challenge = teamforge.read_challenge({str(FOLDER / 'challenge.toml')!r})\n"
        "assert teamforge.records.verify(record, pool, challenge).holds\n"
        "solver = ('ortools', 'teamforge.search', 'teamforge.forge')\n"
        "print([name for name in sys.modules if name.startswith(solver)])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_claims_prove_nothing() -> None:
    """With a window closed by a claim the proof is not complete, and the bound that is verified is the window's own."""
    record = deepcopy(demo()[0])
    highest = max(range(len(record["certificate"]["windows"])), key=lambda place: _bound(record, place))
    true = record["certificate"]["windows"][highest]["bound"]
    problem = compile_problem(prepare(*demo()[1:]))
    worse = compose(demo()[1], demo()[2].model_copy(update={"exclude": _without_lead(record)}), seed=0).to_record()
    forged = {**worse, **{key: record[key] for key in ("challenge_id", "input_digest", "warnings", "certificate")}}
    forged = json.loads(json.dumps(forged))
    for place, window in enumerate(forged["certificate"]["windows"]):
        window.pop("proof", None)
        window["reason"] = "bound"
        if _bound(forged, place) > forged["points"]:
            window |= {"proof": {"claimed": _left(problem, forged, place)}, "reason": "claimed"}
    forged["certificate"]["relation"] = f"no valid team has more than {forged['points']} points"
    verification = checked(sealed(forged))
    assert verification.faults == ()
    assert (verification.holds, verification.complete) == (True, False)
    assert "if what only its record says is true: that no team is better in " in verification.page().lines[0]
    assert f"no team has more than {true:,} points" in verification.verified
    assert any("CP-SAT" in claim for claim in verification.claimed)
    assert f"that no team has more than {forged['points']:,} points" in verification.claimed


def test_a_window_at_the_end_of_time() -> None:
    """A start that is no valid window is a fault, however far away."""
    for day in ("9999-12-31", "0001-01-01"):
        verification = checked(sealed(changed(demo()[0], ("window", "start"), day)))
        assert any(fault.startswith("window: it is no valid window") for fault in verification.faults)


def _bound(record: dict[str, Any], place: int) -> int:
    bound = record["certificate"]["windows"][place]["bound"]
    return -1 if bound is None else int(bound)


def _without_lead(record: dict[str, Any]) -> Any:
    return (*demo()[2].exclude, Exclusion(peer=record["members"][0]["peer_id"], reason="not this time"))


def _left(problem: Problem, record: dict[str, Any], place: int) -> int:
    """Return how many candidates of a window survive its prices, as the check counts them."""
    certificate = json.loads(json.dumps(record["certificate"]))
    for window in certificate["windows"]:
        window.pop("proof", None)
    certificate["windows"][place]["proof"] = {"claimed": -1}
    proof = check_certificate(problem, Certificate.model_validate_json(json.dumps(certificate)), record["points"])
    return next(claim.left for claim in proof.claims)


def hostile(change: Callable[[dict[str, Any]], object]) -> list[str]:
    """Return the faults of a record that somebody changed and sealed anew."""
    record = json.loads(json.dumps(demo()[0]))
    change(record)
    return list(checked(sealed(record)).faults)


@pytest.mark.parametrize("field", ["bound", "points"])
@pytest.mark.parametrize("number", [10**400, 1 << 63, -(1 << 63) - 1])
def test_a_number_that_no_record_holds(field: str, number: int) -> None:
    """What we write has 64 bits: another number is a fault, not an error of ours."""
    (fault,) = hostile(lambda record: record.update({field: number}))
    assert fault.startswith(field)


def test_more_members_than_a_challenge_can_have_seats() -> None:
    def more(record: dict[str, Any]) -> None:
        record["members"] = [{**record["members"][0], "seat": f"s{at}", "peer_id": f"X{at}"} for at in range(21_000)]

    (fault,) = hostile(more)
    assert fault.startswith("members")


def test_a_list_of_prices_that_is_named_again_and_again() -> None:
    def again(record: dict[str, Any]) -> None:
        window = record["certificate"]["windows"][0]
        window["proof"] = {"prices": [0] * 2_000}

    assert any("names a list of prices twice" in fault for fault in hostile(again))
