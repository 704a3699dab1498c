"""What led to a result is kept, and found again where it was not."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from teamforge import InputError, Result, compose, load_demo
from teamforge.generate import generate_pool
from teamforge.solve import solve


def elsewhere(result: Result) -> Result:
    """Return a result as another process has it."""
    found: Result = pickle.loads(pickle.dumps(result))  # noqa: S301 -- our own
    assert found.to_record() == result.to_record()
    assert not found.solved
    return found


def test_a_result_of_a_record_travels_too() -> None:
    pool, challenge = load_demo()
    elsewhere(Result.from_record(compose(pool, challenge).to_record(), pool, challenge))


def test_what_a_search_found_is_sent_without_its_problem() -> None:
    """Workers send it; the problem is many times as large."""
    solved = solve(*generate_pool(200, seed=1))
    sent = pickle.dumps(solved.outcome)
    assert len(sent) < len(pickle.dumps(solved.problem)) / 2
    assert pickle.loads(sent).certificate == solved.outcome.certificate  # noqa: S301 -- our own


def robust_team(seed: int) -> Result:
    """Return the most robust team of an invented pool."""
    return compose(*generate_pool(200, seed=seed)).robust()


def without_a_team() -> Result:
    """Return the packaged example on a date on which the pinned manager is away."""
    pool, challenge = load_demo()
    return compose(pool, challenge.replace(on_site={"windows": ["2027-03-22"]}))


KEPT: dict[str, Callable[[], Result]] = {
    "optimal": lambda: compose(*load_demo()),
    "feasible": lambda: next(each for each in map(robust_team, range(10)) if each.status == "feasible"),
    "infeasible": without_a_team,
    "unknown": lambda: compose(*load_demo(), time_limit=0),
    "repaired": lambda: compose(*load_demo()).repair(withdrawn=["P002"], confirmed=["P015"]).result,
}
"""A result of each kind that a record can hold."""


def restored(result: Result) -> Result:
    """Return a result that went through a file of JSON."""
    return Result.from_record(json.loads(json.dumps(result.to_record())), result.pool, result.challenge)


def answers_of(result: Result) -> list[object]:
    """Return what a result answers, of a team or of none, in plain values."""
    if result.team is None:
        return [result.why_none().to_dict()] if result.status == "infeasible" else []
    asked: list[Any] = [result.reserves(), result.why(), result.alternatives(2), result.windows()]
    if result.status == "optimal":
        asked += [result.why_not(["P001"]), result.trade_off("coverage", "fresh")]
    gone = result.members[1].peer_id
    return [*(each.to_dict() for each in asked), result.repair(withdrawn=[gone]).to_dict()["seats"]]


@pytest.mark.parametrize("kind", KEPT)
def test_a_record_gives_its_result_back(kind: str) -> None:
    """Every field but what only explains, to the seal; and every question has the same answer."""
    result = KEPT[kind]()
    again = restored(result)
    assert not again.solved
    assert again.to_record() == result.to_record()
    assert (again.team, again.findings, again.entries) == (result.team, result.findings, result.entries)
    assert answers_of(again) == answers_of(result)


def test_a_record_that_was_changed_gives_no_result() -> None:
    """Every fault is listed, and nothing in the record is taken on trust."""
    result = compose(*load_demo())
    record = result.to_record()
    seat = {**record["members"][0], "fit": 7}
    changed = {**record, "seed": 5, "members": [seat, *record["members"][1:]]}
    with pytest.raises(InputError) as raised:
        Result.from_record(changed, result.pool, result.challenge)
    found = [fault.expected.partition(":")[0] for fault in raised.value.faults]
    assert found == [f"a record that holds, but {key}" for key in ("seal", "members", "parameters")]
    with pytest.raises(InputError, match="points"):
        Result.from_record({**record, "points": 1}, result.pool, result.challenge)
    with pytest.raises(InputError, match="status: field required"):
        Result.from_record({"points": 1}, result.pool, result.challenge)


def test_a_record_of_another_pool_gives_no_result() -> None:
    result = compose(*load_demo())
    pool, challenge = generate_pool(200, seed=1)
    with pytest.raises(InputError):
        Result.from_record(result.to_record(), pool, challenge)


def test_alternatives_of_a_chosen_team_begin_with_the_best() -> None:
    """A repaired team is not listed as the best team there is, here or from a record."""
    repaired = compose(*load_demo()).repair(withdrawn=["P002"], confirmed=["P057", "P051"]).result
    best = compose(repaired.pool, repaired.challenge)
    for each in (repaired, restored(repaired)):
        first = each.alternatives(1)[0]
        assert (first.points, first.team) == (best.points, best.team)


def test_answers_of_a_result_from_elsewhere_are_the_same() -> None:
    """Of the best team, of a robust one and of a repaired one."""
    pool, challenge = load_demo()
    best = compose(pool, challenge)
    robust = next(each for each in map(robust_team, range(10)) if each.stopped == "choice")
    repaired = best.repair(withdrawn=[best.members[0].peer_id]).result
    for result in (best, robust, repaired):
        other = elsewhere(result)
        assert other.reserves().to_dict() == result.reserves().to_dict()
        assert other.why().to_dict() == result.why().to_dict()
        gone = result.members[1].peer_id
        assert other.repair(withdrawn=[gone]).to_dict()["seats"] == result.repair(withdrawn=[gone]).to_dict()["seats"]
        assert result.solved
        assert sorted(other._solve().outcome.choice.candidates) == sorted(result._solve().outcome.choice.candidates)  # type: ignore[union-attr]


def test_answers_of_a_repaired_team_are_of_that_team() -> None:
    """Not of the best team there would be."""
    best = compose(*load_demo())
    repaired = best.repair(withdrawn=[best.members[0].peer_id])
    assert {each.member for each in repaired.result.reserves()} <= {peer for _, peer in repaired.team.seats}
    answer = repaired.result.why()
    assert answer.points == repaired.result.points
    again = repaired.result.repair(withdrawn=[repaired.team.seats[1][1]])
    assert len(again.changes) >= 1
    out = {best.members[0].peer_id, repaired.team.seats[1][1]}
    assert not out & {peer for _, peer in again.team.seats}
