"""What led to a result is kept, and found again where it was not."""

from __future__ import annotations

import pickle

from teamforge import Result, compose, generate_pool, load_demo, repair, reserves, why
from teamforge.forge import study_of


def elsewhere(result: Result) -> Result:
    """Return a result as another process has it."""
    found: Result = pickle.loads(pickle.dumps(result))  # noqa: S301 -- our own
    assert found.to_record() == result.to_record()
    return found


def robust_team(seed: int) -> Result:
    """Return the most robust team of an invented pool."""
    return compose(*generate_pool(200, seed=seed), robust=True)


def test_answers_of_a_result_from_elsewhere_are_the_same() -> None:
    """Of the best team, of a robust one and of a repaired one."""
    pool, challenge = load_demo()
    best = compose(pool, challenge)
    robust = next(each for each in map(robust_team, range(10)) if each.stopped == "choice")
    repaired = repair(best, withdrawn=[best.members[0].peer_id]).result
    for result in (best, robust, repaired):
        other = elsewhere(result)
        assert reserves(other).to_dict() == reserves(result).to_dict()
        assert why(other).to_dict() == why(result).to_dict()
        gone = result.members[1].peer_id
        assert repair(other, withdrawn=[gone]).to_dict()["seats"] == repair(result, withdrawn=[gone]).to_dict()["seats"]
        assert sorted(study_of(other).found.choice.candidates) == sorted(study_of(result).found.choice.candidates)  # type: ignore[union-attr]


def test_answers_of_a_repaired_team_are_of_that_team() -> None:
    """Not of the best team there would be."""
    best = compose(*load_demo())
    repaired = repair(best, withdrawn=[best.members[0].peer_id])
    assert {each.member for each in reserves(repaired.result)} <= {peer for _, peer in repaired.team.seats}
    answer = why(repaired.result)
    assert answer.points == repaired.result.points
    again = repair(repaired.result, withdrawn=[repaired.team.seats[1][1]])
    assert len(again.changes) >= 1
    out = {best.members[0].peer_id, repaired.team.seats[1][1]}
    assert not out & {peer for _, peer in again.team.seats}
