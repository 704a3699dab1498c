"""What was measured: JSON lines, each held against the others of its case as it comes."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

OURS = "teamforge"
"""The method of the records of our own engine."""

LIBRARIES = ("teamforge", "ortools", "numpy", "pandas", "networkx", "holidays")

Record = Mapping[str, Any]


class Fault(Exception):  # noqa: N818 -- as the library's own
    """What makes a benchmark worthless: a team that is not what it was said to be, contradicting proofs, a failure."""


class Records:
    """
    The records of one run of the benchmark, kept in a file.

    Parameters
    ----------
    path
        JSON lines; each is on disk before the next measurement begins.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.all: list[Record] = list(read(path)) if path.exists() else []

    def find(self, method: str, case: str) -> Record | None:
        """Return the record of a method and a case, if there is one."""
        return next((each for each in self.all if each["method"] == method and each["case"] == case), None)

    def add(self, record: Record) -> None:
        """
        Keep a record.

        Raises
        ------
        Fault
            If it contradicts another of its case; it is not kept.
        """
        if faults := disagreements([*(each for each in self.all if each["case"] == record["case"]), record]):
            raise Fault("; ".join(faults))
        self.all.append(record)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
            file.flush()
            os.fsync(file.fileno())


def read(path: Path) -> Sequence[Record]:
    """Return the records of a file; a last line that an interrupt left unfinished is not one."""
    content = path.read_text("utf-8")
    if content and not content.endswith("\n"):
        content = content[: content.rfind("\n") + 1]
        path.write_text(content, "utf-8")
    return [json.loads(line) for line in content.splitlines()]


def disagreements(records: Iterable[Record]) -> list[str]:
    """
    Return what cannot be true at once of the records of one case.

    Examples
    --------
    >>> disagreements([
    ...     {"method": "teamforge", "case": "a", "status": "optimal", "points": 7, "bound": 7},
    ...     {"method": "highs", "case": "a", "status": "optimal", "points": 6, "bound": 6},
    ... ])
    ['a: teamforge has 7 points, highs proves at most 6']
    """
    known = [record for record in records if record.get("status") is not None]
    found = []
    for record in known:
        for other in known:
            points, bound = record.get("points"), other.get("bound")
            if points is None:
                continue
            where = f"{record['case']}: {record['method']} has {points} points"
            if other["status"] == "infeasible":
                found.append(f"{where}, {other['method']} proves that there is no team")
            elif bound is not None and points > bound:
                found.append(f"{where}, {other['method']} proves at most {bound}")
            elif record["status"] == other["status"] == "optimal" and points < other["points"]:
                found.append(f"{where} as the most, {other['method']} has {other['points']}")
    return found


def circumstances() -> dict[str, Any]:
    """Return where and when: what every record has besides its figures."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=12"],  # noqa: S607 -- found as the shell finds it
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit or None,
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES},
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
