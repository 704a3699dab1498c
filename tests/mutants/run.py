"""
Run the seeded mutants: each on a copy of `src` and `tests`, against a quick selection of the tests.

    python -m tests.mutants.run [--jobs 2] [--only TEXT] [--write]

Ends with status 1 if a mutant survives. `--write` records the run in `RESULTS.md`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.mutants.mutants import MUTANTS, Mutant

__all__ = ["Outcome", "run_mutant"]

ROOT = Path(__file__).parent.parent.parent
RESULTS = Path(__file__).parent / "RESULTS.md"
SECONDS = 300
"""A mutant under which the tests take longer is killed by time."""

FIRST = {
    "conflicts": "conflicts",
    "problem": "problem",
    "search": "search",
    "verify": "verify",
    "windows.py": "test_windows.py",
    "dates.py": "test_dates.py",
    "engagements.py": "test_engagements.py",
    "digest.py": "test_digest.py",
    "notices.py": "test_notices.py",
    "advice.py": "test_advice.py",
}
"""Where a mutant is most likely to be noticed; the rest of the selection follows."""
SELECTION = (*(f"tests/unit/{name}" for name in FIRST.values()), "tests/mutants/differential.py")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
_COPIED = ("src", "tests", "pyproject.toml")


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: the test that killed it, or None if it survived."""

    mutant: Mutant
    killed_by: str | None
    seconds: float


def run_mutant(mutant: Mutant | None, selection: Iterable[str] = SELECTION) -> tuple[str | None, str]:
    """
    Return the test that fails under a mutant (None of them: None), and what pytest said.

    Without a mutant the tests are run as they are.

    Raises
    ------
    ValueError
        If the old text does not stand in the file exactly once, or the tests would not run on the copy.
    """
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        copy = Path(folder)
        for name in _COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis"))
            else:
                shutil.copy(source, copy / name)
        if mutant is not None:
            _change(copy / "src" / "teamforge" / mutant.file, mutant)
        # The path comes before the installed package; the profile `ci` of Hypothesis is the same on every run.
        environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "CI": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        where = subprocess.run(
            [sys.executable, "-c", "import teamforge; print(teamforge.__file__)"],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if mutant is None and not where.stdout.startswith(str(copy)):
            msg = f"the tests would not run on the copy: {where.stdout}{where.stderr}"
            raise ValueError(msg)
        quick = ["-x", "-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider", "-rfE", "--tb=line"]
        command = [sys.executable, "-m", "pytest", "-o", "addopts=--import-mode=importlib", *quick, *selection]
        try:
            done = subprocess.run(
                command, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            return "time", f"took more than {SECONDS} seconds"
    if done.returncode == 0:
        return None, done.stdout
    failed = _FAILED.search(done.stdout)
    return (failed[1] if failed else f"pytest ended with {done.returncode}"), done.stdout + done.stderr


def _change(path: Path, mutant: Mutant) -> None:
    """Apply a mutant, or fail loudly."""
    text = path.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        msg = f"{mutant.name}: the old text stands in {mutant.file} {text.count(mutant.old)} times"
        raise ValueError(msg)
    path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")


def _first(mutant: Mutant) -> list[str]:
    """Return the selection with the tests first that are most likely to notice."""
    near = f"tests/unit/{FIRST[mutant.file.partition('/')[0]]}"
    return [near, *(path for path in SELECTION if path != near)]


def _outcome(mutant: Mutant) -> Outcome:
    start = time.monotonic()
    killed_by, _ = run_mutant(mutant, _first(mutant))
    seconds = time.monotonic() - start
    word = "SURVIVED" if killed_by is None else f"killed by {killed_by}"
    print(f"{seconds:5.1f} s  {mutant.name}: {word}", flush=True)  # noqa: T201 -- a command line
    return Outcome(mutant, killed_by, seconds)


def main() -> int:
    """Run the mutants and say what became of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--only", default="", help="only mutants whose name or file holds this text")
    parser.add_argument("--write", action="store_true", help="record the run in RESULTS.md")
    asked = parser.parse_args()
    failed, said = run_mutant(None)
    if failed is not None:
        print(said, f"without any mutant {failed} fails", sep="\n")  # noqa: T201
        return 2
    wanted = [each for each in MUTANTS if asked.only in each.name or asked.only in each.file]
    start = time.monotonic()
    with ThreadPoolExecutor(asked.jobs) as pool:
        outcomes = list(pool.map(_outcome, wanted))
    minutes = (time.monotonic() - start) / 60
    survived = [outcome for outcome in outcomes if outcome.killed_by is None]
    summary = f"{len(outcomes)} mutants, {len(outcomes) - len(survived)} killed, {len(survived)} survived"
    print(f"{summary}; {minutes:.1f} minutes")  # noqa: T201
    if asked.write:
        RESULTS.write_text(_report(outcomes, f"{summary}, in {minutes:.1f} minutes, {asked.jobs} at a time."))
    return 1 if survived else 0


def _report(outcomes: Iterable[Outcome], summary: str) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("ortools", "networkx", "numpy", "holidays", "pytest"))
    lines = [
        "# The mutants' last full run",
        "",
        f"{dt.datetime.now(tz=dt.UTC):%d %B %Y}, commit {commit}, Python {platform.python_version()}, {libraries}.",
        "",
        f"**{summary}**",
        "",
        "Made by `python -m tests.mutants.run --write`. A mutant is killed by the first test that fails.",
        "",
        "| mutant | file | killed by |",
        "| --- | --- | --- |",
    ]
    for mutant, killed_by in ((outcome.mutant, outcome.killed_by) for outcome in outcomes):
        killer = "**survived**" if killed_by is None else f"`{killed_by.removeprefix('tests/')}`"
        lines.append(f"| {mutant.name} | `{mutant.file}` | {killer} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
