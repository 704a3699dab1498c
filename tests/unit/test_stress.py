"""`Plan.stress`: the relations it keeps, and what it says."""

from __future__ import annotations

import json

import pytest

from teamforge import InfeasibleError, Plan, plan
from teamforge.demo import load_demo_programme
from teamforge.forge.programme.drop_outs import draw


@pytest.fixture(scope="module")
def year() -> Plan:
    return plan(*load_demo_programme())


def test_without_drop_outs_nothing_is_lost(year: Plan) -> None:
    found = year.stress(5, rates=0)
    assert {(each.drop_outs, each.lost, each.cost) for each in found.trials} == {(0, (), 0)}
    assert found.whole == len(found.challenges) == 3
    assert {each.reserve for each in found.seats} == {None}


def test_what_is_lost_stays_lost_at_higher_rates(year: Plan) -> None:
    """With the same draws, and all rates raised by one factor: those lost before, in that order, and then more."""
    rates = {"challenge_manager": 0.2, "vcs_leader": 0.1, "elected_member": 0.05}
    before = year.stress(30, rates=rates)
    for factor in (2, 4):
        now = year.stress(30, rates={role: factor * rate for role, rate in rates.items()})
        for less, more in zip(before.trials, now.trials, strict=True):
            assert more.lost[: len(less.lost)] == less.lost
            assert more.drop_outs >= less.drop_outs
        assert now.whole <= before.whole
        before = now
    assert before.whole < 3


def test_one_drop_out_costs_what_its_repair_costs(year: Plan) -> None:
    """Where one member alone drops out, the trial says what `Result.repair` says."""
    seen = 0
    for member in year["derby-2027"].members:
        try:
            repair = year["derby-2027"].repair(withdrawn=[member.peer_id])
            cost, lost = year.of("derby-2027").priority * repair.cost, 0
        except InfeasibleError:
            cost, lost = 0, 1
        others = {(each.challenge_id, m.peer_id) for each in year.challenges for m in each.members}
        others.discard(("derby-2027", member.peer_id))
        low = draw(0, 0, "derby-2027", member.peer_id)
        same_role = [draw(0, 0, own, peer) for own, peer in others if role_of(year, own, peer) == member.role]
        if low < min(same_role, default=1.0):
            (trial,) = year.stress(1, rates={member.role: (low + min(same_role, default=1.0)) / 2}).trials
            assert (trial.drop_outs, trial.cost, len(trial.lost)) == (1, cost, lost)
            seen += 1
    assert seen >= 2


def role_of(year: Plan, challenge_id: str, peer_id: str) -> str:
    return next(each.role for each in year.of(challenge_id).members if each.peer_id == peer_id)


def test_the_answer_is_the_same_whoever_does_the_work(year: Plan) -> None:
    """Two processes; and a plan that comes from a record, or of which the challenges stand in another order."""
    said = year.stress(20, seed=3, rates=0.3)
    assert year.stress(20, seed=3, rates=0.3, workers=2) == said
    assert Plan.from_record(year.to_record(), year.pool, year.programme).stress(20, seed=3, rates=0.3) == said
    backwards = plan(year.pool, year.programme.replace(challenges=year.programme.challenges[::-1]))
    assert backwards.stress(20, seed=3, rates=0.3).trials == said.trials
    assert year.stress(20, seed=4, rates=0.3).trials != said.trials


def test_numbers_add_up(year: Plan) -> None:
    """Every drop-out is of a seat, every team is lost with one, and of each trial one is the first."""
    found = year.stress(40, rates=0.4)
    assert sum(each.drop_outs for each in found.seats) == sum(each.drop_outs for each in found.trials)
    assert sum(each.failed for each in found.seats) == sum(len(each.lost) for each in found.trials) > 0
    assert sum(each.first for each in found.seats) == sum(bool(each.lost) for each in found.trials)
    assert found.all_whole == sum(not each.lost for each in found.trials)
    assert found.most_cost(1.0) == max(each.cost for each in found.trials)
    share = sum(each.drop_outs for each in found.trials) / (40 * len(found.seats))
    assert 0.3 < share < 0.45  # 840 draws at 0.4; a member who was replaced by a repair does not drop out


def test_it_can_be_read_by_people_and_programs(year: Plan) -> None:
    found = year.stress(10, rates={"challenge_manager": 0.5})
    plain = json.loads(json.dumps(found.to_dict()))
    assert list(plain) == [
        *("programme_id", "seed", "rates", "challenges", "whole", "all_whole", "mean_cost", "seats", "trials")
    ]
    assert len(found.to_frame()) == len(found.seats) == 21
    assert "50% of challenge manager drop out" in found.to_html()
    assert repr(found).startswith("<Stress spring-2027: 10 trials, ")
    names = [peer.name for peer in year.pool if peer.name]
    assert not [name for name in names if name in repr(found) + found.to_html()]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"trials": 0}, "trials is 0"),
        ({"rates": 1.5}, "not from 0 to 1"),
        ({"rates": float("nan")}, "not from 0 to 1"),
        ({"rates": {"challenge_manger": 0.1}}, "did you mean 'challenge_manager'"),
        ({"workers": 0}, "workers is 0"),
    ],
)
def test_what_makes_no_sense_is_refused(year: Plan, asked: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        year.stress(**asked)  # type: ignore[arg-type]
