"""Repairs of random teams, against brute force."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from teamforge import Challenge, Pool, Result
from teamforge.answers import Repair
from teamforge.api import repair_team
from teamforge.errors import InfeasibleError
from teamforge.records.verification import verify
from teamforge.team import Responses, Team
from tests.oracle import brute
from tests.oracle.generator import make_problem

from .engine import read, undiagnosed
from .test_alternatives import PROBLEMS, amended


def changed(before: brute.Team, after: brute.Team) -> int:
    """Return how many seats have changed hands, lost somebody or been filled for the first time."""
    was, now = dict(before.seats), dict(after.seats)
    return sum(was.get(seat) != now.get(seat) for seat in was | now)


@PROBLEMS.each_chunk
def test_repairs(chunk: int, pytestconfig: pytest.Config) -> None:
    """The fewest seats change and, among those teams, the points are the most: on the same dates, and on any."""
    counts = {"repaired": 0, "none": 0, "several": 0, "moved": 0}
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        rng = Random(seed)
        raw = make_problem(rng)
        valid = brute.every_team(raw.tables, raw.challenge)
        if not valid:
            continue
        # Any valid team may be what people have agreed on, not only the best; of that more is known already.
        start = rng.choice(sorted(valid, key=lambda team: (team.start, team.seats)))
        best = undiagnosed(*read(raw.tables, raw.challenge)) if seed // 6 % 2 else None
        if best is not None:
            start = brute.Team(best.require_team().start, best.require_team().seats)
        out = sorted({peer for _, peer in rng.sample(start.seats, min(len(start.seats), 1 + seed % 2))})
        left = [(seat, peer) for seat, peer in start.seats if peer not in out]
        stay = dict(rng.sample(left, min(len(left), seed % 3)))
        possible = brute.every_team(raw.tables, amended(raw.challenge, out, stay))
        pool, challenge = read(raw.tables, raw.challenge)
        for any_dates in (False, True):
            teams = {team: points for team, points in possible.items() if any_dates or team.start == start.start}
            before = best or Team(start.start, start.seats)
            if best is not None:
                pool, challenge = best.pool, best.challenge
            asked: dict[str, Any] = {"withdrawn": out[:1], "objected": out[1:], "confirmed": list(stay.values())}
            if not teams:
                with pytest.raises(InfeasibleError, match="other dates" if possible else "no valid team"):
                    repaired(before, pool, challenge, asked, any_dates=any_dates)
                counts["none"] += 1
                continue
            answer = repaired(before, pool, challenge, asked, any_dates=any_dates)
            after = brute.Team(answer.team.start, answer.team.seats)
            fewest = min(changed(start, team) for team in teams)
            assert len(answer.changes) == changed(start, after) == fewest, seed
            assert answer.result.points == teams[after]
            assert teams[after] == max(points for team, points in teams.items() if changed(start, team) == fewest), seed
            assert answer.points_before == valid[start]
            assert answer.result.bound is not None
            assert answer.result.bound >= max(possible.values())
            assert (answer.result.status == "optimal") == (answer.result.bound == answer.result.points)
            assert verify(answer.result.to_record(), pool, answer.challenge).holds
            counts["repaired"] += 1
            counts["several"] += fewest > len(out)
            counts["moved"] += after.start != start.start
    assert counts["repaired"] and counts["none"] and counts["moved"], counts  # noqa: PT018 -- told together
    assert counts["several"] or chunk, counts  # seldom a seat must change whose peer could stay


def repaired(
    before: Result | Team, pool: Pool, challenge: Challenge, asked: dict[str, Any], *, any_dates: bool
) -> Repair[Result]:
    """Return the repair of a result or of a bare team."""
    if isinstance(before, Result):
        return before.repair(**asked, pool=pool, challenge=challenge, any_dates=any_dates)
    return repair_team(before, pool, challenge, Responses.of(**asked), any_dates=any_dates)


def compose_seed(seed: int) -> Result:
    """Return the result of a random problem."""
    raw = make_problem(Random(seed))
    return undiagnosed(*read(raw.tables, raw.challenge))


def test_what_is_wrong_is_refused() -> None:
    """Ids that nobody has, strangers who confirm, people who drop out and confirm."""
    result = next(each for each in map(compose_seed, range(50)) if each.members)
    pool = result.pool
    one = result.members[0].peer_id
    with pytest.raises(KeyError, match="no peer has the id 'nobody'"):
        result.repair(withdrawn=["nobody"])
    with pytest.raises(ValueError, match="confirmed and dropped out"):
        result.repair(withdrawn=[one], confirmed=[one])
    other = next(str(peer) for peer in pool.peers.ids if peer not in {member.peer_id for member in result.members})
    with pytest.raises(ValueError, match="not on the team"):
        result.repair(confirmed=[other])
