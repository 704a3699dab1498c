"""Which measurements are due, in which order, and which are pointless by now."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.cases import HARD_ONES, Case
from benchmarks.process import Allowance, Ended, run
from benchmarks.records import OURS, Fault, Record, Records, circumstances

WARM = "compose"
"""`compose` in process, called before."""
COMMAND, READ_CSV = "command", "read_csv"
"""The whole command from CSV, and pandas reading the same tables."""

_READ = """
import sys, pathlib, pandas
tables = [pandas.read_csv(path, dtype=str, engine="c") for path in sorted(pathlib.Path(sys.argv[1]).glob("*.csv"))]
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What holds for all measurements of a run.

    Parameters
    ----------
    rivals
        Who is measured beside our engine.
    limit
        Seconds for a rival to build and solve a compiled problem, and for our engine likewise.
    memory
        Bytes that a process may have.
    warm_size
        The size at which `compose` is called again and again in one process.
    command_from
        From this size on the whole command is measured.
    runs
        How often each measurement is repeated at most.
    """

    rivals: Sequence[str]
    limit: float
    memory: float
    warm_size: int = 2_200
    command_from: int = 100_000
    runs: int = 3


class Plan:
    """
    The measurements of some cases, smallest pool first.

    Parameters
    ----------
    cases
        In any order.
    terms
        What holds for all.
    records
        Where they go; those that it has are not repeated.
    tell
        Called with a line for each.
    """

    def __init__(self, cases: Sequence[Case], terms: Terms, records: Records, tell: Callable[[str], None]) -> None:
        self.cases = sorted(cases, key=lambda case: case.size)
        self.terms, self.records, self.tell = terms, records, tell

    def carry_out(self, prepare: Callable[[Case], None]) -> None:
        """
        Measure whatever is due; `prepare` sees to it that a case's files are there.

        Raises
        ------
        Fault
            If a team is not what it was said to be, or two proofs contradict each other.
        """
        for case in self.cases:
            due = [method for method in self._methods(case) if self.records.find(method, case.name) is None]
            if any(self._given_up(method, case) is None for method in due):
                prepare(case)
            for method in due:
                record = self._measure(method, case)
                self.tell(_line(record))
                self.records.add(record)

    def _methods(self, case: Case) -> Iterator[str]:
        yield OURS
        if case.size == self.terms.warm_size and case.kind != HARD_ONES:
            yield WARM
        if case.size >= self.terms.command_from and case.kind != HARD_ONES:
            yield COMMAND
            yield READ_CSV
        yield from self.terms.rivals

    def _given_up(self, method: str, case: Case) -> Record | None:
        """Return the record at which a rival was stopped: no other seed and no larger size of its kind is tried."""
        if case.kind == HARD_ONES:
            return None  # each is hard in a way of its own
        stopped = ("time", "memory", "crashed")
        return next(
            (
                each
                for each in self.records.all
                if each["method"] == method and each["outcome"] in stopped and each["kind"] == case.kind
            ),
            None,
        )

    def _measure(self, method: str, case: Case) -> Record:
        about = {"method": method, "case": case.name, "kind": case.kind, "size": case.size, "seed": case.seed}
        stopped = self._given_up(method, case) if method in self.terms.rivals else None
        if stopped is not None:
            return {**about, "outcome": "not run", "stopped_at": stopped["size"], **circumstances()}
        if method in {COMMAND, READ_CSV}:
            return {**about, **self._whole(method, case), **circumstances()}
        command = [sys.executable, "-m", "benchmarks.job", method, str(case.pool), str(case.challenge)]
        command += ["--limit", str(self.terms.limit), "--runs", str(self.terms.runs)]
        ended = run(command, Allowance(self.terms.limit, self.terms.memory))
        outcome, record = self._outcome(method, case, ended)
        if outcome != "done" and method not in self.terms.rivals:
            raise Fault(f"{case.name}: {method} ended by {outcome}: {ended.errors}")
        peak = {"peak_memory": ended.peak_memory, "limit": self.terms.limit}
        return {**about, "outcome": outcome, **record, **peak, **circumstances()}

    def _outcome(self, method: str, case: Case, ended: Ended) -> tuple[str, dict[str, Any]]:
        """Return how a measurement ended, and what it measured."""
        for line in ended.lines:
            if "fault" in line:
                raise Fault(f"{case.name}: {method}: {line['fault']}")
        record: dict[str, Any] = next((line["record"] for line in ended.lines if "record" in line), {})
        if ended.ended_for is not None:
            return ended.ended_for, record
        if ended.status != 0 or not record:
            return "crashed", {"exit_status": ended.status, "errors": ended.errors[-500:]}
        unproved = record["status"] not in {"optimal", "infeasible"}
        return ("time" if unproved and method not in {OURS, WARM, "greedy"} else "done"), record

    def _whole(self, method: str, case: Case) -> dict[str, Any]:
        """Run the whole command, or pandas, a few times."""
        if method == READ_CSV:
            command = [sys.executable, "-c", _READ, str(case.pool)]
        else:
            command = [sys.executable, "-m", "teamforge", "compose", str(case.pool), str(case.challenge)]
            command += ["--format", "json", "--time-limit", str(self.terms.limit)]
        runs = [run(command, Allowance(0, self.terms.memory)) for _ in range(self.terms.runs)]
        for ended in runs:
            if ended.status != 0:
                raise Fault(f"{case.name}: {method} ended with status {ended.status}: {ended.errors}")
        found = json.loads(runs[0].output) if method == COMMAND else {}
        return {
            "outcome": "done",
            **{name: found.get(name) for name in ("status", "points", "bound")},
            "runs": [ended.seconds for ended in runs],
            "peak_memory": max(ended.peak_memory for ended in runs),
        }


def _line(record: Record) -> str:
    """Return a record in a line, for whoever waits."""
    words = [f"{record['case']:24} {record['method']:16} {record['outcome']}"]
    if record.get("status") is not None:
        words.append(record["status"])
    if record.get("points") is not None:
        words.append(f"{record['points']:,} points")
    if record.get("runs"):
        words.append(f"{median(each if isinstance(each, float) else each['search'] for each in record['runs']):.3f} s")
    if record.get("peak_memory"):
        words.append(f"{record['peak_memory'] / 1e6:,.0f} MB")
    return ", ".join(words)
