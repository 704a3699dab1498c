"""Calendars as `ical.js` reads them, an independent reader: run by Node where it is, and kept as a table of cases."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

__all__ = ["CASES", "IcalJs", "ical_js", "is_here"]

FOLDER = Path(__file__).parent
CASES = FOLDER / "cases.json"


def is_here() -> bool:
    """Whether Node and npm are there."""
    return shutil.which("node") is not None and shutil.which("npm") is not None


class IcalJs:
    """A process of Node that reads calendars."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def days(self, calendar: str, first: date, last: date) -> list[str] | str:
        """Return the busy days from a first to a last day, or what ical.js says is wrong."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"ics": calendar, "first": str(first), "last": str(last)}) + "\n")
        self.process.stdin.flush()
        answer: Any = json.loads(self.process.stdout.readline())
        return str(answer["error"]) if isinstance(answer, dict) else [str(day) for day in answer]


@contextmanager
def ical_js(folder: Path) -> Iterator[IcalJs]:
    """Install ical.js, of the version in `package-lock.json`, into a folder of its own, and start Node with it."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(FOLDER / name, folder / name)
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, check=True)
    node = ["node", str(FOLDER / "days.mjs"), str(folder)]
    with subprocess.Popen(node, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield IcalJs(process)
        assert process.stdin is not None
        process.stdin.close()
