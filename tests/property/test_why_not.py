"""Why not this peer, for everybody in random problems: every cost and every verdict against brute force."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from teamforge.explain import Verdict, why_not
from teamforge.explain.why_not import WhyNot
from teamforge.search import each
from tests.oracle import brute
from tests.oracle.generator import Problem, make_problem

from .engine import read

CHUNKS = 4
PROBLEMS, FULL_PROBLEMS = 160, 2000


def answers(raw: Problem) -> WhyNot:
    """Return the answers for everybody."""
    return why_not(*read(raw.tables, raw.challenge))


@pytest.mark.parametrize("most", [4_000, 1])
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_cost(chunk: int, most: int, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exact, of everybody whom some team holds; whether rests are tried or windows are branched on."""
    monkeypatch.setattr(each, "_MOST", most)
    told: Counter[Verdict] = Counter()
    for seed in range(chunk, FULL_PROBLEMS if pytestconfig.getoption("--full") else PROBLEMS, CHUNKS):
        raw = make_problem(Random(seed))
        valid = brute.every_team(raw.tables, raw.challenge)
        best: dict[str, int] = {}
        for team, points in valid.items():
            for _, peer in team.seats:
                best[peer] = max(points, best.get(peer, points))
        found = answers(raw)
        assert found.points == max(valid.values(), default=None)
        assert list(found) == sorted(row.get("peer_id") or row["PEER_ID"] for row in raw.tables["peers"])
        for peer, answer in found.items():
            told[answer.verdict] += 1
            if peer not in best:
                assert answer.verdict in {Verdict.BLOCKED, Verdict.UNPLACEABLE}, (seed, peer)
                assert (answer.cost, answer.seat, answer.window) == (None, None, None)
                assert bool(answer.reasons) == (answer.verdict is Verdict.BLOCKED)
                continue
            assert found.points is not None
            assert answer.cost == found.points - best[peer], (seed, peer)
            assert answer.reasons == ()
            if answer.cost:
                assert answer.verdict is Verdict.OUTSCORED
            else:
                assert answer.verdict in {Verdict.IN_TEAM, Verdict.TIED}
            # There is such a team, with them on that seat in that window.
            assert any(
                points == best[peer] and team.start == answer.window and (answer.seat, peer) in team.seats
                for team, points in valid.items()
            ), (seed, peer)
    assert set(told) == set(Verdict)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_who_is_blocked(chunk: int) -> None:
    """Whoever is blocked breaks a rule of their own on every seat in every window; who is unplaceable does not."""
    told: Counter[Verdict] = Counter()
    for seed in range(chunk, PROBLEMS, CHUNKS):
        raw = make_problem(Random(seed))
        for peer, answer in answers(raw).items():
            if answer.cost is not None:
                continue
            told[answer.verdict] += 1
            rules = {reason.rule for reason in answer.reasons}
            alone = brute.blocked_alone(raw.tables, raw.challenge, peer)
            # A seat that is pinned to somebody else is nobody else's; to the oracle that is the whole team's affair.
            assert alone or answer.verdict is Verdict.UNPLACEABLE or "pin" in rules, (seed, peer, rules)
            assert not alone or answer.verdict is Verdict.BLOCKED, (seed, peer)
    assert min(told[Verdict.BLOCKED], told[Verdict.UNPLACEABLE]) > 0
