"""
Run the seeded mutants: each on a copy of `src` and `tests`, against a quick selection of the tests.

    python -m tests.mutants.run [--jobs 2] [--only TEXT] [--write]

The test that killed a mutant in the recorded run is tried first. Ends with status 1 if a mutant survives. `--write`
records the run in `RESULTS.md`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
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
from functools import cache
from importlib.metadata import version
from pathlib import Path
from queue import Empty, Queue
from typing import Self

from tests.mutants.mutant import Mutant
from tests.mutants.mutants import MUTANTS

ROOT = Path(__file__).parent.parent.parent
RESULTS = Path(__file__).parent / "RESULTS.md"

FIRST = {
    "certificate": "property/test_certificate.py",
    "certificate/plan_check.py": "unit/certificate/test_plan_check.py",
    "certificate/plan_rows.py": "unit/certificate/test_plan_rows.py",
    "certificate/teams.py": "unit/certificate",
    "challenge": "unit/challenge/test_windows.py",
    "challenge/history.py": "rules/test_history.py",
    "conflicts": "rules",
    "conflicts/cliques.py": "unit/conflicts",
    "conflicts/findings.py": "rules/test_waivers.py",
    "assignments.py": "unit/assignments",
    "cli": "cli/test_assignments.py",
    "explain": "unit/explain",
    "explain/alternatives.py": "property/test_alternatives.py",
    "explain/notes.py": "unit/explain/test_check.py",
    "explain/nearest_change.py": "property/test_why_not.py",
    "explain/reserves.py": "property/test_alternatives.py",
    "explain/sensitivity.py": "property/test_sensitivity.py",
    "explain/trade_off.py": "property/test_sensitivity.py",
    "explain/why.py": "property/test_why.py",
    "explain/why_none": "property/test_why_none.py",
    "explain/why_none/causes.py": "unit/explain/test_why_none.py",
    "explain/why_none/relaxations.py": "unit/explain/test_why_none.py",
    "cli/answer.py": "cli/test_assignments.py",
    "cli/asking.py": "cli/test_interrupts.py",
    "cli/review.py": "cli/test_review.py",
    "cli/compose.py": "cli/test_failures.py",
    "cli/places.py": "cli/test_unwritable.py",
    "cli/running.py": "cli/test_interrupts.py",
    "cli/letters.py": "cli/test_letters.py",
    "explain/year_demand.py": "unit/explain/test_check_programme.py",
    "explain/why_not.py": "property/test_why_not.py",
    "explain/windows.py": "property/test_alternatives.py",
    "forge": "property/test_repair.py",
    "forge/programme": "unit/forge/test_programme.py",
    "forge/programme/workers.py": "unit/forge/test_workers.py",
    "forge/programme/fixed_plan.py": "property/test_stress.py",
    "forge/programme/fair.py": "unit/forge/test_fair.py",
    "forge/programme/barred.py": "property/test_stress.py",
    "forge/programme/drop_outs.py": "property/test_stress.py",
    "forge/programme/reserves.py": "unit/test_mending.py",
    "forge/programme/rows": "property/test_plan_certificate.py",
    "forge/programme/rows/__init__.py": "property/test_programmes.py",
    "forge/programme/rows/change.py": "unit/forge/test_programme.py",
    "forge/review.py": "unit/forge/test_review.py",
    "page": "cli/test_decide.py",
    "pool": "unit/pool/test_bookings.py",
    "pool/assignments": "unit/assignments",
    "pool/bookings.py": "property/test_sequences.py",
    "pool/columns.py": "property/test_history.py",
    "problem": "rules",
    "problem/rules/beside.py": "property/test_beside.py",
    "problem/compile.py": "property/test_why_none.py",
    "problem/digest.py": "unit/problem/test_digest.py",
    "problem/problem.py": "unit/problem/test_tallies.py",
    "problem/shortage.py": "unit/problem/test_shortage.py",
    "problem/warnings.py": "unit/problem/test_warnings.py",
    "records/plan.py": "unit/test_replan.py",
    "records": "unit/records/test_verification.py",
    "records/verification.py": "unit/assignments",
    "report": "unit/report",
    "report/letters": "unit/report/letters/test_letters.py",
    "result": "cli/test_answers.py",
    "search": "unit/search",
    "search/certify.py": "property/test_certificate.py",
    "search/queries/best_with_each.py": "property/test_why_not.py",
    "search/queries/mending.py": "unit/test_mending.py",
    "search/queries/counting.py": "property/test_why.py",
    "search/queries/robust.py": "property/test_robust.py",
    "search/queries/substitutes.py": "property/test_robust.py",
    "search/queries/priced_window.py": "property/test_why_not.py",
    "search/queries/unsettled.py": "property/test_why_not.py",
    "spec": "unit/spec/test_dates.py",
    "tables": "unit/tables",
    "tables/appending.py": "unit/tables/test_appending.py",
    "spec/rounding.py": "rules/test_coverage.py",
    "spec/rules.py": "cli/test_answers.py",
    "workbook": "cli/test_workbook.py",
    "verify": "rules",
    "verify/plan": "property/test_verify_plan.py",
}
"""Folder or file to where a mutant of it is most likely to be noticed; the rest of the selection follows."""
SELECTION = (
    "tests/rules",
    *(f"tests/unit/{room}" for room in ("conflicts", "problem", "search", "verify", "certificate", "spec", "explain")),
    "tests/unit/challenge/test_windows.py",
    "tests/unit/pool/test_bookings.py",
    "tests/unit/records/test_verification.py",
    "tests/unit/forge/test_programme.py",
    "tests/unit/test_mending.py",
    "tests/property/test_certificate.py",
    "tests/mutants/differential.py",
)
_OF_RULES = ("conflicts", "problem", "verify")
_NO_SUCH_TEST = "no tests ran"
_INTERRUPT = "KeyboardInterrupt"
"""A mutant that lets Ctrl-C through ends pytest itself, which then names no test."""
_FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?= - |$)", re.MULTILINE)
_COPIED = ("src", "tests", "pyproject.toml")


@dataclass(frozen=True)
class Outcome:
    """How a mutant ended: the test that killed it, or None if it survived."""

    mutant: Mutant
    killed_by: str | None
    seconds: float


@cache
def _recorded_killers() -> dict[str, str]:
    """Return the test that killed each mutant in the run that `RESULTS.md` records."""
    rows = (line.strip("| \n").split(" | ") for line in RESULTS.read_text(encoding="utf-8").splitlines())
    killers = {row[0]: row[-1].strip("`") for row in rows if len(row) == 3 and "::" in row[-1]}
    return {name: f"tests/{test}" for name, test in killers.items()}


def nearest(mutant: Mutant) -> str:
    """Return the tests that are tried first: those of the rule that the mutant is named after, or is a file of."""
    if mutant.file.startswith(_OF_RULES) and not mutant.file.startswith("verify/plan/"):
        for rule in (mutant.name.partition(" ")[0].rstrip(":"), Path(mutant.file).stem):
            if (ROOT / f"tests/rules/test_{rule}.py").is_file():
                return f"tests/rules/test_{rule}.py"
    place = mutant.file
    while place not in FIRST:
        place, _, _ = place.rpartition("/")
    return f"tests/{FIRST[place]}"


class Copy:
    """A copy of `src` and `tests` to change and to run tests on; a context manager."""

    def __init__(self) -> None:
        """Copy, and start the server that runs the tests."""
        self._folder = tempfile.TemporaryDirectory(prefix="mutant-")
        self._root = Path(self._folder.name)
        self._changes = 0
        for name in _COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, self._root / name, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis"))
            else:
                shutil.copy(source, self._root / name)
        # The copy comes before the installed package; the profile `ci` of Hypothesis is the same on every run.
        quick = {"PYTHONPATH": str(self._root / "src"), "CI": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        self._server = subprocess.Popen(
            [sys.executable, str(Path("tests", "mutants", "server.py"))],
            cwd=self._root,
            env={**os.environ, **quick},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        """Return the copy."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server and delete the copy."""
        self._server.communicate()
        self._folder.cleanup()

    def failing(self, selection: Iterable[str] = SELECTION) -> tuple[str | None, str]:
        """Return the first test that fails (None: none does), and what pytest said."""
        if self._server.stdin is None or self._server.stdout is None:
            msg = "the server has no pipes"
            raise RuntimeError(msg)
        print(json.dumps([*selection]), file=self._server.stdin, flush=True)
        status = self._server.stdout.readline().strip()
        said = (self._root / "said.txt").read_text(encoding="utf-8")
        if status == "0":
            return None, said
        failed = _FAILED.search(said)
        if failed is None and _INTERRUPT in said:
            return _INTERRUPT, said
        if _NO_SUCH_TEST in said:
            return None, said
        if failed is None:
            msg = f"pytest ended with {status}: {said}"
            raise RuntimeError(msg)
        return failed[1], said

    def kill(self, mutant: Mutant) -> Outcome:
        """
        Try the tests on a mutant: the one that killed it last time, those that are near it, the rest of the selection.

        Raises
        ------
        ValueError
            If the old text does not stand in the file exactly once.
        """
        path = self._root / "src" / "teamforge" / mutant.file
        text = path.read_text(encoding="utf-8")
        if text.count(mutant.old) != 1:
            msg = f"{mutant.name}: the old text stands in {mutant.file} {text.count(mutant.old)} times"
            raise ValueError(msg)
        start = time.monotonic()
        self._write(path, text.replace(mutant.old, mutant.new))
        near, last = nearest(mutant), _recorded_killers().get(mutant.name)
        for tests in ([last] if last else [], [near], [name for name in SELECTION if name != near]):
            killed_by = self.failing(tests)[0] if tests else None
            if killed_by is not None:
                break
        self._write(path, text)
        return Outcome(mutant, killed_by, time.monotonic() - start)

    def _write(self, path: Path, text: str) -> None:
        """Write a file at a time of its own: that is how compiled files are recognised."""
        path.write_text(text, encoding="utf-8")
        self._changes += 1
        moment = time.time() + 2 * self._changes
        os.utime(path, (moment, moment))


def main() -> int:
    """Run the mutants and say how each ended."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--only", default="", help="only mutants whose name or file holds this text")
    parser.add_argument("--write", action="store_true", help="record the run in RESULTS.md")
    asked = parser.parse_args()
    start, commit = time.monotonic(), _commit()
    with Copy() as copy:
        failed, said = copy.failing()
    if failed is not None:
        print(said, f"without any mutant {failed} fails", sep="\n")  # noqa: T201 -- a command line
        return 2
    wanted: Queue[Mutant] = Queue()
    for mutant in MUTANTS:
        if asked.only in mutant.name or asked.only in mutant.file:
            wanted.put(mutant)
    with ThreadPoolExecutor(asked.jobs) as pool:
        workers = [pool.submit(_work, wanted) for _ in range(asked.jobs)]
        outcomes = [outcome for worker in workers for outcome in worker.result()]
    outcomes.sort(key=lambda outcome: MUTANTS.index(outcome.mutant))
    minutes = (time.monotonic() - start) / 60
    survived = sum(outcome.killed_by is None for outcome in outcomes)
    summary = f"{len(outcomes)} mutants, {len(outcomes) - survived} killed, {survived} survived"
    print(f"{summary}; {minutes:.1f} minutes")  # noqa: T201
    if asked.write:
        RESULTS.write_text(_report(outcomes, commit, f"{summary}, in {minutes:.1f} minutes, {asked.jobs} at a time."))
    return 1 if survived else 0


def _work(wanted: Queue[Mutant]) -> list[Outcome]:
    """Take mutants until there are none left."""
    outcomes: list[Outcome] = []
    with Copy() as copy:
        while True:
            try:
                mutant = wanted.get_nowait()
            except Empty:
                return outcomes
            outcome = copy.kill(mutant)
            word = "SURVIVED" if outcome.killed_by is None else f"killed by {outcome.killed_by}"
            print(f"{outcome.seconds:5.1f} s  {mutant.name}: {word}", flush=True)  # noqa: T201
            outcomes.append(outcome)


def _commit() -> str:
    """Return the commit that is checked out, and whether the sources are as it has them."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", "src")
    return git("rev-parse", "--short", "HEAD") + (" with changes" if changed else "")


def _report(outcomes: Iterable[Outcome], commit: str, summary: str) -> str:
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
