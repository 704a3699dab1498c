"""Why this team: regrets and the number of best teams of random problems, against brute force."""

from __future__ import annotations

from random import Random

import pytest

from teamforge.errors import InfeasibleError
from tests.oracle import brute
from tests.oracle.generator import make_problem

from .engine import read, undiagnosed
from .test_alternatives import PROBLEMS, people


@PROBLEMS.each_chunk
def test_regrets_and_counts(chunk: int, pytestconfig: pytest.Config) -> None:
    """Each regret is what the best team without the member lacks; the teams with equal points are counted."""
    irreplaceable = several = 0
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        valid = brute.every_team(raw.tables, raw.challenge)
        result = undiagnosed(*read(raw.tables, raw.challenge))
        if not valid:
            with pytest.raises(InfeasibleError):
                result.why()
            continue
        answer = result.why()
        for worth in answer.members:
            most = max((points for team, points in valid.items() if worth.peer_id not in people(team)), default=None)
            assert worth.regret == (None if most is None else answer.points - most), seed
            assert (worth.without is None) == (most is None)
            if worth.without is not None:
                assert valid[brute.Team(worth.without.start, worth.without.seats)] == most
            irreplaceable += most is None
        expected = sum(points == answer.points for points in valid.values())
        assert (answer.teams, answer.teams_exact) == (expected, True), seed
        assert result.why(most_teams=1).teams_exact == (expected == 1), seed
        several += expected > 1
        breakdown = brute.breakdown(raw.tables, raw.challenge, brute.Team(result.window.start, result.team.seats))  # type: ignore[union-attr]
        assert sum(theme.points for theme in answer.themes) == breakdown["coverage"]
    assert irreplaceable
    assert several
