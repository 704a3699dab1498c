"""The way from raw rows to the engine and back, for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from teamforge import Result
from teamforge.api import compose
from teamforge.challenge import Challenge
from teamforge.challenge.programme import Programme, read_programme
from teamforge.challenge.reading import read_challenge
from teamforge.forge.best import best
from teamforge.pool import Pool
from teamforge.problem import Problem, Tallies, compile_problem, prepare
from teamforge.solve import solve
from tests.oracle import brute

from .programmes import TinyProgramme

Tables = dict[str, list[dict[str, str]]]
Assignment = frozenset[tuple[str, str]]
Points = dict[tuple[int, Assignment], int]
"""Day number of the start and pairs of seat and peer, to points."""


def read(tables: Tables, challenge: Mapping[str, Any]) -> tuple[Pool, Challenge]:
    """Return pool and challenge of raw rows, every cell a text."""
    frames = {name: pd.DataFrame(rows, dtype=str) for name, rows in tables.items()}
    return Pool.from_frames(**frames), read_challenge(challenge)


def read_year(tiny: TinyProgramme) -> tuple[Pool, Programme]:
    """Return pool and programme of raw rows."""
    pool, _ = read(tiny.tables, tiny.challenges[0])
    fields = {"priority": tiny.priority, "without_team": tiny.without_team, "limits": tiny.limits}
    as_of = tiny.challenges[0]["as_of"]
    return pool, read_programme({"id": "p", "as_of": as_of, "challenges": tiny.challenges, **fields})


def compose_raw(tables: Tables, challenge: Mapping[str, Any], **options: Any) -> Result:
    """Return the engine's answer for raw rows."""
    return compose(*read(tables, challenge), **options)


def undiagnosed(pool: Pool, challenge: Challenge, **options: Any) -> Result:
    """Return the engine's answer without a diagnosis, which takes longer than everything else."""
    solved = solve(pool, challenge, **options)
    return Result._of(best(solved), solved)


def compile_raw(tables: Tables, challenge: Mapping[str, Any]) -> Problem:
    """Return the compiled problem of raw rows."""
    return compile_problem(prepare(*read(tables, challenge)))


def team_of(result: Result) -> brute.Team | None:
    """Return the team of a result as the oracle writes it."""
    if result.window is None:
        return None
    return brute.Team(result.window.start, tuple((member.seat, member.peer_id) for member in result.members))


def teams_of(problem: Problem) -> Points:
    """
    Return every team that a compiled problem allows, with its points, by trying them all.

    Nothing of the search is used, nor of the problem's own arithmetic: only what its fields say.
    """
    tallies = [(family.of(tally).tolist(), family) for family in problem.tallies for tally in range(len(family))]
    totals: Points = {}
    for window, start in enumerate(problem.starts.tolist()):
        for chosen in _choices(problem, window, 0):
            counts = [sum(member in chosen for member in members) for members, _ in tallies]
            if not all(_within(family, count) for count, (_, family) in zip(counts, tallies, strict=True)):
                continue
            points = int(problem.window_points[window]) + problem.constant
            points += sum(int(problem.points[place]) for place in chosen)
            points += sum(_gained(family.gains, count) for count, (_, family) in zip(counts, tallies, strict=True))
            pairs = ((problem.seats[problem.seat[each]], str(problem.peer_ids[problem.peers[each]])) for each in chosen)
            totals[start, frozenset(pairs)] = points
    return totals


def _choices(problem: Problem, window: int, seat: int) -> Iterator[frozenset[int]]:
    """Yield every way to fill a seat and all seats after it, given who is chosen already."""
    if seat == len(problem.seats):
        yield frozenset()
        return
    able = [place for place in range(len(problem)) if problem.seat[place] == seat and problem.serves[place, window]]
    for rest in _choices(problem, window, seat + 1):
        if not problem.required[seat]:
            yield rest
        taken = {int(problem.peers[place]) for place in rest}
        for place in able:
            # Whoever sits already is in a tally of one seat a peer: left out early, it would never pass.
            if int(problem.peers[place]) not in taken:
                yield rest | {place}


def _within(family: Tallies, count: int) -> bool:
    return family.minimum <= count and (family.maximum is None or count <= family.maximum)


def _gained(gains: tuple[int, ...], count: int) -> int:
    """The points of the first `count` members of a tally; after its last gain come 0s or, for a cost, repeats."""
    beyond = min(0, gains[-1]) if gains else 0
    return sum(gains[place] if place < len(gains) else beyond for place in range(count))
