"""Figures from records: what a table, a picture or a promise is made of. All seconds are medians of the runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.cases import GENERATED
from benchmarks.records import OURS, Record

_TO_RESULT = ("conflicts", "compile", "search", "verify")
_UNFINISHED = ("time", "memory", "crashed", "not run")


def result(record: Record) -> float:
    """Return the seconds from pool and challenge in memory to the checked team."""
    seconds: float = median(sum(run[name] for name in _TO_RESULT) for run in record["runs"])
    return seconds


def proof(record: Record) -> float:
    """Return the seconds from compiled problem to proof: building a model, where there is one, and solving."""
    seconds: float = median(run["build"] + run["solve"] for run in record["runs"])
    return seconds


def phase(record: Record, name: str) -> float:
    """Return the seconds of a phase, or of a phase of the search; 0 for one that was not needed."""
    runs = record["runs"] if name in record["runs"][0] else record["inner"]
    seconds: float = median(run.get(name, 0.0) for run in runs)
    return seconds


@dataclass(frozen=True, slots=True)
class Figures:
    """
    The records of one run of the benchmark.

    Parameters
    ----------
    records
        In the order they came.
    """

    records: Sequence[Record]

    def of(self, method: str, size: int | None = None, *, kind: str | None = None) -> list[Record]:
        """Return the records of a method, of one size and of one kind of case where asked."""
        return [
            record
            for record in self.records
            if record["method"] == method and size in {None, record["size"]} and kind in {None, record["kind"]}
        ]

    def finished(self, method: str, size: int | None = None, *, kind: str | None = None) -> list[Record]:
        """Return likewise those that were not stopped."""
        return [each for each in self.of(method, size, kind=kind) if each["outcome"] not in _UNFINISHED]

    @property
    def sizes(self) -> list[int]:
        """The sizes of the generated pools."""
        return sorted({record["size"] for record in self.of(OURS, kind=GENERATED)})

    def beside(self, method: str, case: str) -> Record | None:
        """Return the finished record of a method and a case, if there is one."""
        return next((each for each in self.finished(method) if each["case"] == case), None)

    def fastest(self, methods: Sequence[str], case: str, seconds: Callable[[Record], float]) -> float | None:
        """Return the seconds of the fastest of some methods that finished a case; None where none did."""
        known = [record for method in methods if (record := self.beside(method, case)) is not None]
        return min((seconds(record) for record in known), default=None)
