"""
Time `teamforge compose` as a whole command, and its phases in one process.

    python benchmarks/compose.py POOL CHALLENGE [CHALLENGE ...] [--runs 5] [--out benchmarks/results/compose.jsonl]

One JSON line a challenge: points, status, versions, the seconds of each run of the whole command with its peak
memory, and the seconds of each phase. A team that is not optimal, or that the verifier does not confirm, ends the run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from teamforge.challenge.reading import read_challenge
from teamforge.dates import to_date
from teamforge.pool.reading import read_pool
from teamforge.problem import compile_problem, derive, screen
from teamforge.search import Limits, search
from teamforge.team import Team
from teamforge.verify import check


def whole_command(pool: Path, challenge: Path) -> tuple[dict[str, Any], float, int]:
    """Run the command; return its result, its seconds, and its peak memory in bytes."""
    command = [sys.executable, "-m", "teamforge", "compose", str(pool), str(challenge), "--format", "json"]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 -- our own command
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"compose ended with status {process.returncode}")
    return json.loads(output), seconds, usage.ru_maxrss * 1024


def phases(pool_path: Path, challenge_path: Path) -> dict[str, float]:
    """Return the seconds of each phase, everything imported."""
    clock = [time.perf_counter()]

    def lap() -> float:
        clock.append(time.perf_counter())
        return round(clock[-1] - clock[-2], 4)

    pool, challenge = read_pool(pool_path), read_challenge(challenge_path)
    seconds = {"read": lap()}
    given = derive(pool, challenge)
    seconds["conflicts"] = lap()
    problem = compile_problem(given, screen(given))
    seconds["compile"] = lap()
    found = search(problem, Limits())
    seconds["search"] = lap()
    if found.choice is None:
        sys.exit("no team")
    start = to_date(int(problem.starts[found.choice.window]))
    if start is None:
        sys.exit("no window")
    seats = ((problem.seats[problem.seat[c]], str(problem.peer_ids[problem.peers[c]])) for c in found.choice.candidates)
    check(pool, challenge, Team(start, tuple(seats)), found.points)
    seconds["verify"] = lap()
    return seconds


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pool", type=Path)
    parser.add_argument("challenges", type=Path, nargs="+")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    for challenge in arguments.challenges:
        runs = [whole_command(arguments.pool, challenge) for _ in range(arguments.runs)]
        result = runs[0][0]
        if result["status"] != "optimal" or any(run[0]["members"] != result["members"] for run in runs):
            sys.exit(f"{challenge.stem}: not optimal, or not the same team each time")
        phases(arguments.pool, challenge)  # once to warm up: imports, bank holidays
        record = {
            "challenge": result["challenge_id"],
            "status": result["status"],
            "points": result["points"],
            "command_seconds": sorted(round(run[1], 3) for run in runs),
            "command_median": round(median(run[1] for run in runs), 3),
            "peak_memory_mb": round(max(run[2] for run in runs) / 1e6),
            "phases": phases(arguments.pool, challenge),
            "input_digest": result["input_digest"],
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "versions": {name: version(name) for name in ("teamforge", "ortools", "numpy", "pandas", "networkx")},
        }
        line = json.dumps(record)
        print(line)
        if arguments.out:
            arguments.out.parent.mkdir(parents=True, exist_ok=True)
            with arguments.out.open("a", encoding="utf-8") as file:
                file.write(line + "\n")


if __name__ == "__main__":
    main()
