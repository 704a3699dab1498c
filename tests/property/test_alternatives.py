"""Alternatives, windows and reserves of random problems, against brute force."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

import pytest

from teamforge.errors import InfeasibleError
from teamforge.spec.status import Status
from tests.oracle import brute
from tests.oracle.generator import Problem, make_problem

from .engine import read, undiagnosed
from .problems import Problems

PROBLEMS = Problems(slow=120, full=1500, chunks=4, half=False)

Valid = dict[brute.Team, int]


def people(team: brute.Team) -> frozenset[str]:
    """Return who is on a team."""
    return frozenset(peer for _, peer in team.seats)


@PROBLEMS.each_chunk
def test_alternatives(chunk: int, pytestconfig: pytest.Config) -> None:
    """Each has the most points of all teams that differ enough from those before; after the last there is none."""
    several = 0
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        valid = brute.every_team(raw.tables, raw.challenge)
        differ_by = seed % 3 + 1
        found = undiagnosed(*read(raw.tables, raw.challenge)).alternatives(count=4, min_changes=differ_by)
        assert found.complete
        before: list[frozenset[str]] = []
        for answer in found:
            team = brute.Team(answer.team.start, answer.team.seats)
            assert answer.points == _most(valid, before, differ_by), seed
            assert valid[team] == answer.points
            assert answer.cost == found[0].points - answer.points
            assert len(set(answer.replaced)) == len(people(_as_oracle(found[0].team)) - people(team))
            before.append(people(team))
        if len(found) < 4:
            assert _most(valid, before, differ_by) is None, seed
        several += len(found) > 2
    assert several > 6


def _as_oracle(team: object) -> brute.Team:
    return brute.Team(team.start, team.seats)  # type: ignore[attr-defined]


def _most(valid: Valid, before: list[frozenset[str]], differ_by: int) -> int | None:
    """Return the most points of the teams that differ enough from each team before."""
    left = [points for team, points in valid.items() if all(len(each - people(team)) >= differ_by for each in before)]
    return max(left, default=None)


@PROBLEMS.each_chunk
def test_windows(chunk: int, pytestconfig: pytest.Config) -> None:
    """Each valid window is listed with the most points of its teams, and how many people could step in."""
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        valid = brute.every_team(raw.tables, raw.challenge)
        for answer in undiagnosed(*read(raw.tables, raw.challenge)).windows():
            here = {team: points for team, points in valid.items() if team.start == answer.start}
            most = max(here.values(), default=None)
            assert (answer.points, answer.bound) == (most, most), seed
            assert answer.status is (Status.INFEASIBLE if most is None else Status.OPTIMAL)
            if answer.team is not None:
                team = brute.Team(answer.team.start, answer.team.seats)
                assert here[team] == most
                assert answer.depth == min(len(_stand_ins(raw, here, team, seat)) for seat, _ in team.seats), seed


def _stand_ins(raw: Problem, valid: Valid, team: brute.Team, seat: str) -> dict[str, int]:
    """Return who could have a seat of a team if its peer dropped out, with dates and others kept, and the points."""
    rest = dict(team.seats)
    mine = rest.pop(seat)
    if _pinned(raw, seat):
        valid = brute.every_team(raw.tables, amended(raw.challenge, [mine], {}))
    found = {}
    for other, points in valid.items():
        theirs = dict(other.seats)
        who = theirs.pop(seat, None)
        if other.start == team.start and theirs == rest and who not in {None, mine}:
            found[str(who)] = points
    return found


def amended(challenge: dict[str, Any], out: list[str], stay: dict[str, str]) -> dict[str, Any]:
    """Return the raw challenge without some peers, and with others on their seats."""
    changed = deepcopy(challenge)
    changed["exclude"] = [*changed.get("exclude", []), *({"peer": peer, "reason": "out"} for peer in out)]
    pins = {seat: peer for seat, peer in changed.get("pins", {}).items() if peer.strip() not in out}
    changed["pins"] = {seat: peer for seat, peer in pins.items() if seat.strip() not in stay} | stay
    return changed


def _pinned(raw: Problem, seat: str) -> bool:
    """Return whether the challenge pins somebody to a seat."""
    return seat in {each.strip() for each in raw.challenge.get("pins", {})}


@PROBLEMS.each_chunk
def test_reserves(chunk: int, pytestconfig: pytest.Config) -> None:
    """For each seat, those who could step in are listed, the cheapest first, and counted; a pin goes with its peer."""
    seen, pinned = 0, 0
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        valid = brute.every_team(raw.tables, raw.challenge)
        if not valid:
            with pytest.raises(InfeasibleError):
                undiagnosed(*read(raw.tables, raw.challenge)).reserves()
            continue
        found = undiagnosed(*read(raw.tables, raw.challenge)).reserves(per_seat=2)
        known = {each.seat: each.member for each in found}
        team = next(
            team
            for team, points in valid.items()
            if points == found.points and _fits(raw, team, known, found.depth, valid)
        )
        for seat, _ in team.seats:
            expected = sorted(_stand_ins(raw, valid, team, seat).items(), key=lambda each: (-each[1], each[0]))
            mine = [(each.peer_id, each.points) for each in found if each.seat == seat]
            assert mine == expected[:2], seed
            assert found.depth[seat] == len(expected)
            assert all(each.cost == found.points - each.points for each in found)
            seen += len(mine)
            pinned += len(mine) if _pinned(raw, seat) else 0
    assert seen > 10
    assert pinned or chunk


def _fits(raw: Problem, team: brute.Team, members: dict[str, str], depth: dict[str, int], valid: Valid) -> bool:
    """Return whether a team could be the one that the reserves are for."""
    seats = dict(team.seats)
    return (
        set(seats) == set(depth)
        and all(seats[seat] == peer for seat, peer in members.items())
        and all(len(_stand_ins(raw, valid, team, seat)) == count for seat, count in depth.items())
    )
