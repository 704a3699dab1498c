"""What led to a result is kept, and found again where it was not."""

from __future__ import annotations

import pickle

from teamforge import Result, compose, load_demo
from teamforge.generate import generate_pool


def elsewhere(result: Result) -> Result:
    """Return a result as another process has it."""
    found: Result = pickle.loads(pickle.dumps(result))  # noqa: S301 -- our own
    assert found.to_record() == result.to_record()
    assert not found.solved
    return found


def robust_team(seed: int) -> Result:
    """Return the most robust team of an invented pool."""
    return compose(*generate_pool(200, seed=seed)).robust()


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
