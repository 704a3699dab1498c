"""
What starting costs: the CPU time of whole commands beside that of `import pandas`, in one run.

    python -m benchmarks.start --given ../shared/data/lga-2200 [--runs 10]

Times are user and system seconds of a process of its own, in turn, medians of the runs. Ratios mean something on any
machine; seconds do not. README.md has the figures that are to be reached.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

_REFERENCE = "import pandas"


def main() -> None:
    """Measure and print, a line a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--given", type=Path, required=True, help="a folder with pool/ and challenges beside it")
    parser.add_argument("--runs", type=int, default=10)
    asked = parser.parse_args()
    python, ours = sys.executable, [sys.executable, "-m", "teamforge"]
    commands = {_REFERENCE: [python, "-c", _REFERENCE], "--help": [*ours, "--help"]}
    for challenge in sorted(asked.given.glob("*.toml")):
        paths = [str(asked.given / "pool"), str(challenge)]
        commands[f"compose {challenge.stem}"] = [*ours, "compose", *paths]
        commands[f"check {challenge.stem}"] = [*ours, "check", *paths]
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(asked.runs):
        for name, command in commands.items():
            seconds[name].append(_cpu(command))
    reference = statistics.median(seconds[_REFERENCE])
    for name, each in seconds.items():
        median = statistics.median(each)
        print(f"{name:24} {median:6.2f} s CPU  {median / reference:5.2f}")


def _cpu(command: list[str]) -> float:
    """Return the user and system seconds of a process."""
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 -- our own command
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


if __name__ == "__main__":
    main()
