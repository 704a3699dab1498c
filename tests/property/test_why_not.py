"""Why not this peer, for everybody in random problems: every cost and verdict against brute force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from teamforge.explain.why_not import Verdict, WhyNot
from teamforge.page.words import days_in_words
from teamforge.search import Effort
from tests.oracle import brute, rules
from tests.oracle import problem as oracle
from tests.oracle.generator import Problem, make_problem

from .engine import Tables, read, undiagnosed
from .problems import Problems

PROBLEMS = Problems(slow=160, full=2000, chunks=10, half=False)
CHANGES = Problems(slow=80, full=2000, chunks=5, half=False)


def answers(raw: Problem, effort: Effort | None = None) -> WhyNot:
    """Return the answers for everybody."""
    return undiagnosed(*read(raw.tables, raw.challenge), effort=effort or Effort()).why_not()


SETTINGS = {
    "as it is": Effort(),
    "few partial teams": Effort(shared_partials=1, each_slack=1, near_windows=1, windows_beside=1),
    "no partial teams": Effort(shared_partials=0, each_nodes=2, rounds=1),
    "no nodes": Effort(shared_partials=0, each_nodes=0, rounds=1),
}
"""The effort, turned down until partial teams are too many, and candidates are branched on or searched for."""


@pytest.mark.parametrize("setting", SETTINGS)
@PROBLEMS.each_chunk
def test_every_cost(chunk: int, setting: str, pytestconfig: pytest.Config) -> None:
    """Costs are exact for everybody on some team, however few partial teams and nodes are tried."""
    told: Counter[Verdict] = Counter()
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        valid = brute.every_team(raw.tables, raw.challenge)
        best: dict[str, int] = {}
        for team, points in valid.items():
            for _, peer in team.seats:
                best[peer] = max(points, best.get(peer, points))
        found = answers(raw, SETTINGS[setting])
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
    assert set(Verdict) - set(told) <= ({Verdict.TIED} if chunk == 0 else set())  # the first few have no tie


@PROBLEMS.each_chunk
def test_who_is_blocked(chunk: int, pytestconfig: pytest.Config) -> None:
    """Whoever is blocked breaks a rule of their own on every seat in every window; who is unplaceable does not."""
    told: Counter[Verdict] = Counter()
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
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


@CHANGES.each_chunk
def test_the_nearest_changes(chunk: int, pytestconfig: pytest.Config) -> None:
    """With the change a best team has the peer; no smaller change would do, and none that would is left out."""
    told: Counter[str] = Counter()
    for seed in CHANGES.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        _, challenge = read(raw.tables, raw.challenge)
        for peer, answer in answers(raw).items():
            if answer.verdict is not Verdict.OUTSCORED:
                assert answer.verdict is Verdict.BLOCKED or answer.nearest_change is None
                continue
            starts = list(_freed(raw, peer))
            if starts:
                assert answer.nearest_change == f"free {in_words(min(starts), challenge.on_site.days)}", (seed, peer)
                told["dates"] += 1
                continue
            raised = list(_raised(raw, peer))
            fewest = min((more for _, _, more in raised), default=None)
            if fewest is None:
                assert answer.nearest_change is None, (seed, peer)
                told["none"] += 1
                continue
            enough = [each for each in raised if each[2] == fewest]
            theme, level, more = min(enough, key=lambda each: (-challenge.scope[each[0]], each[0]))
            assert answer.nearest_change == f"{theme} {level} → {level + more}", (seed, peer)
            told["levels"] += 1
    assert told["levels"] and told["none"], told  # noqa: PT018 -- told together
    assert told["dates"] or chunk != 1, told  # dates are seldom enough


def in_words(start: date, days: int) -> str:
    """Return a window in words."""
    return days_in_words(start, start + timedelta(days=days - 1))


def _best_with(tables: Tables, challenge: dict[str, Any], peer: str, start: date | None = None) -> bool:
    """Return whether a team as good as the best has a peer, and in a window if one is given."""
    valid = brute.every_team(tables, challenge)
    most = max(valid.values())
    return any(
        points == most and start in {None, team.start} and peer in {who for _, who in team.seats}
        for team, points in valid.items()
    )


def _freed(raw: Problem, peer: str) -> Iterator[date]:
    """Yield the windows in which the peer is not free, and would be on a best team if they were."""
    problem = oracle.Problem(raw.tables, raw.challenge)
    days = raw.challenge["on_site"].get("days", 3)
    for start in problem.windows:
        if not all(rules.free_on(problem, problem.peers[peer], start + timedelta(days=day)) for day in range(days)):
            end = start + timedelta(days=days - 1)
            free = {"peer_id": peer, "start": str(start), "end": str(end), "status": "available"}
            rows = [row for row in raw.tables.get("availability", []) if cell(row, "peer_id").strip() != peer]
            if _best_with({**raw.tables, "availability": [*rows, free]}, raw.challenge, peer, start):
                yield start


def _raised(raw: Problem, peer: str) -> Iterator[tuple[str, int, int]]:
    """Yield each theme, the peer's level in it, and how many more levels would put them on a best team."""
    for theme in read(raw.tables, raw.challenge)[1].scope:
        place = next(at for at, row in enumerate(raw.tables["peers"]) if cell(row, "peer_id").strip() == peer)
        row = raw.tables["peers"][place]
        column = next(name for name in row if " ".join(name.lower().replace("theme:", "").split()) == theme)
        level = int(float(row[column].strip() or 0))
        for more in range(1, 5 - level):
            peers = [*raw.tables["peers"]]
            peers[place] = {**row, column: str(level + more)}
            if _best_with({**raw.tables, "peers": peers}, raw.challenge, peer):
                yield theme, level, more
                break


def cell(row: dict[str, str], name: str) -> str:
    """Return a cell by its column's name, however that is written."""
    return next((text for column, text in row.items() if column.strip().lower() == name), "")
