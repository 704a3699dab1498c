"""Robust teams of random problems, against brute force."""

from __future__ import annotations

from random import Random

import pytest

from teamforge.records.verification import verify
from tests.oracle import brute
from tests.oracle.generator import make_problem

from .engine import read, team_of, undiagnosed
from .test_alternatives import PROBLEMS, Valid

NOBODY = 1 << 40
"""What a drop-out costs if nobody can step in: more than any points."""


def worst_drop_out(valid: Valid, team: brute.Team) -> int:
    """Return what the worst drop-out costs: everybody else and the dates are kept."""
    return max((_cost(valid, team, seat) for seat, _ in team.seats), default=0)


def _cost(valid: Valid, team: brute.Team, seat: str) -> int:
    rest = dict(team.seats)
    mine = rest.pop(seat)
    left = []
    for other, points in valid.items():
        theirs = dict(other.seats)
        if other.start == team.start and theirs.pop(seat, None) != mine and theirs == rest:
            left.append(points)
    return valid[team] - max(left) if left else NOBODY


@PROBLEMS.each_chunk
def test_the_most_robust(chunk: int, pytestconfig: pytest.Config) -> None:
    """No team with enough points has a cheaper worst drop-out, nor an equally cheap one with more points."""
    other = 0
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        valid = brute.every_team(raw.tables, raw.challenge)
        pool, challenge = read(raw.tables, raw.challenge)
        loss = (0, 100, 500, 3000)[seed % 4]
        result = undiagnosed(*read(raw.tables, raw.challenge)).robust(loss=loss)
        if not valid:
            assert result.robustness is None
            continue
        told, team = result.robustness, team_of(result)
        assert told is not None
        assert team is not None
        best = max(valid.values())
        near = {each: worst_drop_out(valid, each) for each, points in valid.items() if points >= best - loss}
        assert (told.within, told.teams) == (loss, len(near)), seed
        assert near[team] == min(near.values()), seed
        assert valid[team] == max(valid[each] for each in near if near[each] == near[team])
        assert result.points == valid[team]
        assert [each.seat for each in told.drop_outs] == [seat for seat, _ in team.seats]
        for each in told.drop_outs:
            cost = _cost(valid, team, each.seat)
            assert each.cost == (None if cost == NOBODY else cost), (seed, each)
            if each.reserve is not None:
                seats = tuple((seat, each.reserve if seat == each.seat else peer) for seat, peer in team.seats)
                assert each.cost == valid[team] - valid[brute.Team(team.start, seats)]
        assert (told.worst.cost is None) == (near[team] == NOBODY)
        assert result.bound is not None
        assert result.bound >= best
        assert verify(result.to_record(), pool, challenge).holds, seed
        other += valid[team] < best
    assert other


def test_a_loss_that_nobody_can_mean_is_refused() -> None:
    raw = make_problem(Random(2))
    result = undiagnosed(*read(raw.tables, raw.challenge))
    assert result.robust(loss=1_000_000_000).robustness is not None
    for loss in (-1, 1_000_000_001, 10**30):
        with pytest.raises(ValueError, match=f"loss is {loss}: expected points from 0 to 1,000,000,000"):
            result.robust(loss=loss)
