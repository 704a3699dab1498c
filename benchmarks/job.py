"""
One measurement, in the process that this module is: from a pool on disk to a team that was checked.

    python -m benchmarks.job METHOD POOL CHALLENGE --limit SECONDS [--runs 3]

Standard output has a JSON line when a limited time begins and ends, and the record at last: seconds by phase of
every run, status, points, bound. A team that the verifier refuses is reported as `fault`, and the status is 1.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.rivals import solver
from benchmarks.rivals.answer import Answer
from teamforge import compose
from teamforge.challenge.reading import read_challenge
from teamforge.demo import FOLDER
from teamforge.errors import InternalError
from teamforge.pool.reading import read_pool
from teamforge.problem import Choice, Problem, compile_problem, eligibility_of, prepare
from teamforge.search import SearchLimits, search
from teamforge.spec.dates import to_date
from teamforge.spec.status import Status
from teamforge.team import Team
from teamforge.verify import check

_ENOUGH = 30.0
"""Seconds after which a measurement is not repeated: what takes long varies little."""
_WARM_RUNS = 15

Solve = Callable[[Problem, float], Answer]


def ours(problem: Problem, seconds: float) -> Answer:
    """Return what our engine answers."""
    began = time.perf_counter()
    found = search(problem, SearchLimits(seconds))
    return Answer(found.status, found.choice, found.bound, 0.0, time.perf_counter() - began, dict(found.seconds))


class _Clock:
    """The seconds of each phase, one after the other."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, phase: str) -> None:
        """Put down the time since the last lap."""
        now = time.perf_counter()
        self.seconds[phase] = now - self._last
        self._last = now


def run(solve: Solve, pool_path: Path, challenge_path: Path, limit: float) -> dict[str, Any]:
    """Return one run from files to checked team: nothing is kept from an earlier one, so nothing is known before."""
    clock = _Clock()
    pool, challenge = read_pool(pool_path), read_challenge(challenge_path)
    clock.lap("read")
    given = prepare(pool, challenge)
    clock.lap("conflicts")
    problem = compile_problem(given, eligibility_of(given))
    clock.lap("compile")
    _say(event="began")
    answer = solve(problem, limit)
    _say(event="ended")
    clock.lap("search")
    points = None
    if answer.choice is not None:
        points = problem.score(answer.choice)
        check(pool, challenge, team_of(problem, answer.choice), points)
    clock.lap("verify")
    return {
        "status": answer.status,
        "points": points,
        "bound": answer.bound,
        "peers": len(pool),
        "candidates": len(problem),
        "windows": len(problem.starts),
        "tallies": sum(map(len, problem.tallies)),
        "seconds": clock.seconds | {"build": answer.build, "solve": answer.solve},
        "inner": dict(answer.phases),
    }


def team_of(problem: Problem, choice: Choice) -> Team:
    """Return a choice by the ids of seats and peers."""
    start = to_date(int(problem.starts[choice.window]))
    if start is None:
        raise InternalError("the chosen window has no date")
    seats = ((problem.seats[problem.seat[c]], str(problem.peer_ids[problem.peers[c]])) for c in choice.candidates)
    return Team(start, tuple(seats))


def warm(pool_path: Path, challenge_path: Path, limit: float) -> dict[str, Any]:
    """Return the seconds of `compose` in process, the pool in memory, once it has been called before."""
    pool, challenge = read_pool(pool_path), read_challenge(challenge_path)
    compose(pool, challenge, time_limit=limit)
    seconds = []
    for _ in range(_WARM_RUNS):
        _say(event="began")
        began = time.perf_counter()
        result = compose(pool, challenge, time_limit=limit)
        seconds.append(time.perf_counter() - began)
        _say(event="ended")
    found: Mapping[str, Any] = result.to_dict()
    return {"status": found["status"], "points": found["points"], "bound": found["bound"], "runs": seconds}


def repeated(solve: Solve, pool_path: Path, challenge_path: Path, limit: float, most: int) -> dict[str, Any]:
    """Return the first run, and the seconds of all; the demonstration pool warms up whatever is imported late."""
    run(solve, FOLDER / "pool", FOLDER / "challenge.toml", limit)
    runs: list[dict[str, Any]] = []
    began = time.perf_counter()
    while not runs or (len(runs) < most and time.perf_counter() - began < _ENOUGH):
        gc.collect()
        runs.append(run(solve, pool_path, challenge_path, limit))
        if runs[-1]["status"] == runs[0]["status"] == Status.OPTIMAL and runs[-1]["points"] != runs[0]["points"]:
            raise InternalError(f"{runs[0]['points']} points, and in another run {runs[-1]['points']}")
    first = runs[0]
    return {
        **{name: first[name] for name in first if name not in {"seconds", "inner"}},
        "runs": [each["seconds"] for each in runs],
        "inner": [each["inner"] for each in runs],
    }


def _say(**what: object) -> None:
    print(json.dumps(what), flush=True)


def main() -> None:
    """Measure, and print the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("method")
    parser.add_argument("pool", type=Path)
    parser.add_argument("challenge", type=Path)
    parser.add_argument("--limit", type=float, required=True)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    try:
        if asked.method == "compose":
            record = warm(asked.pool, asked.challenge, asked.limit)
        else:
            solve = ours if asked.method == "teamforge" else solver(asked.method)
            record = repeated(solve, asked.pool, asked.challenge, asked.limit, asked.runs)
    except InternalError as error:
        _say(fault=str(error))
        sys.exit(1)
    _say(record=record)


if __name__ == "__main__":
    main()
