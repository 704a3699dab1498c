"""Ranges of weights and trade-offs of random problems, against brute force."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

import numpy as np
import pytest

from teamforge.api import compose
from teamforge.demo import load_demo
from teamforge.errors import InfeasibleError
from teamforge.explain.sensitivity import TakeOver
from teamforge.explain.trade_off import EMPHASES
from tests.oracle import brute
from tests.oracle.generator import make_problem

from .engine import read, team_of, undiagnosed
from .problems import Problems

RANGES = Problems(slow=16, full=300, chunks=3, half=False)
TRADE_OFFS = Problems(slow=160, full=300, chunks=8, half=False)


def moved(challenge: dict[str, Any], kind: str, name: str, weight: int) -> dict[str, Any]:
    """Return the raw challenge with another weight."""
    changed = deepcopy(challenge)
    if kind == "theme":
        (theme,) = (theme for theme in changed["scope"] if theme.strip().lower() == name)
        changed["scope"][theme] = weight
        return changed
    rules = {rule.strip().lower(): keys for rule, keys in changed.get("rules", {}).items()}
    changed["rules"] = {**rules, name: {**rules.get(name, {}), "weight": weight}}
    return changed


@RANGES.each_chunk
def test_ranges(chunk: int, pytestconfig: pytest.Config) -> None:
    """Within each range no team has more points; just outside it, the team that takes over has more and the most."""
    ends = 0
    for seed in RANGES.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        result = undiagnosed(*read(raw.tables, raw.challenge))
        team = team_of(result)
        if team is None:
            with pytest.raises(InfeasibleError):
                result.sensitivity()
            continue
        ranges = result.sensitivity()
        for each in ranges:
            for weight in range(each.low, each.high + 1):
                valid = brute.every_team(raw.tables, moved(raw.challenge, each.kind, each.name, weight))
                assert valid[team] == max(valid.values()), (seed, each)
            for over, outside in ((each.below, each.low - 1), (each.above, each.high + 1)):
                if over is None:
                    assert outside in {-1, 11} or (outside == 0 and len(raw.challenge["scope"]) == 1)
                    continue
                assert over.weight == outside
                _takes_over(
                    over, brute.every_team(raw.tables, moved(raw.challenge, each.kind, each.name, outside)), team
                )
                ends += 1
        scope = raw.challenge["scope"]
        assert len(ranges) == 10 + (len(scope) if len(scope) > 1 else 0)
    assert ends or chunk == 0  # no weight of the first few problems has an end


def _takes_over(over: TakeOver, valid: dict[brute.Team, int], team: brute.Team) -> None:
    other = brute.Team(over.team.start, over.team.seats)
    assert valid[other] == max(valid.values()) == over.points > valid[team]
    assert over.behind == over.points - valid[team]
    assert set(over.replaced) == {peer for _, peer in team.seats} - {peer for _, peer in other.seats}


@TRADE_OFFS.each_chunk
def test_trade_offs(chunk: int, pytestconfig: pytest.Config) -> None:
    """For every emphasis on two criteria the best team is listed, and nothing beats it in both and in the rest."""
    several = 0
    for seed in TRADE_OFFS.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        _, challenge = read(raw.tables, raw.challenge)
        first, second = Random(seed).sample(list(challenge.rulebook.criteria), 2)
        valid = brute.every_team(raw.tables, raw.challenge)
        if not valid:
            with pytest.raises(InfeasibleError):
                undiagnosed(*read(raw.tables, raw.challenge)).trade_off(first, second)
            continue
        worth = {}
        for team, points in valid.items():
            parts = brute.breakdown(raw.tables, raw.challenge, team)
            worth[team] = parts[first], parts[second], points
        found = undiagnosed(*read(raw.tables, raw.challenge)).trade_off(first, second)
        listed = [(each.first, each.second, each.points) for each in found]
        for one, two in EMPHASES:
            best = max((one - 1) * a + (two - 1) * b + points for a, b, points in worth.values())
            assert best == max((one - 1) * a + (two - 1) * b + points for a, b, points in listed), (seed, one, two)
        for each in found:
            a, b, points = worth[brute.Team(each.team.start, each.team.seats)]
            assert (a, b, points) == (each.first, each.second, each.points)
            assert each.cost == max(valid.values()) - points
            one, two = each.emphasis
            assert (one - 1) * a + (two - 1) * b + points == max(
                (one - 1) * c + (two - 1) * d + other for c, d, other in worth.values()
            )
            here = np.array([a, b, points - a - b])
            others = np.array([[c, d, other - c - d] for c, d, other in worth.values()])
            assert not ((others >= here).all(axis=1) & (others > here).any(axis=1)).any(), seed
        assert len(set(listed)) == len(listed)
        assert [each.first for each in found] == sorted((each.first for each in found), reverse=True)
        several += len(listed) > 1
    assert several or chunk == TRADE_OFFS.chunks - 1  # the last few problems have one best team each


def test_what_cannot_be_traded() -> None:
    """A criterion that is not known, and one for itself."""
    pool, challenge = load_demo()
    with pytest.raises(ValueError, match="did you mean 'coverage'"):
        compose(pool, challenge).trade_off("coverag", "fresh")
    with pytest.raises(ValueError, match="for itself"):
        compose(pool, challenge).trade_off("fresh", "fresh")
