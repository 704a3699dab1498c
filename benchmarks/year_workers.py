"""
A programme year planned by several processes, beside the same plan made by one.

    python -m benchmarks.year_workers SIZE [--workers N] [--effort E]

Takes that many challenges from the programme `../shared/data/year-2027`. Both plans are made in the same run, one after
the other, and must be the same. Time is by the clock, so nothing else should run on the machine. In the first the work
that others could share is timed: whatever remains, however many there are, takes as long as before. Each record is
added to `benchmarks/results/year_workers.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from benchmarks.programme import DATA
from benchmarks.records import Fault, Record, circumstances

P = ParamSpec("P")
T = TypeVar("T")
YEAR_WORKERS = Path(__file__).parent / "results" / "year_workers.jsonl"


class _Timed(ThreadPoolExecutor):
    """Does what it is given at once, in the thread that asks, and adds up the seconds."""

    seconds = 0.0

    def submit(self, do: Callable[P, T], /, *args: P.args, **options: P.kwargs) -> Future[T]:
        """Do it."""
        began, done = time.perf_counter(), Future[T]()
        done.set_result(do(*args, **options))
        self.seconds += time.perf_counter() - began
        return done


def measured(size: int, workers: int, effort: float) -> Record:
    """
    Return the record of a plan by one process and by several.

    Raises
    ------
    Fault
        If the plans differ.
    """
    from teamforge import plan, read_pool, read_programme  # noqa: PLC0415 -- who only asks for help does not wait

    pool, programme = read_pool(DATA / "pool"), read_programme(DATA / f"programme-{size}.json")
    began = time.perf_counter()
    with _Timed() as timed:
        alone = plan(pool, programme, effort=effort, executor=timed)
    between = time.perf_counter()
    together = plan(pool, programme, effort=effort, workers=workers)
    ended = time.perf_counter()
    if (alone.teams, alone.points, alone.bound) != (together.teams, together.points, together.bound):
        raise Fault("the plans differ")
    return {
        "challenges": size,
        "peers": len(pool.peers),
        "effort": effort,
        "workers": workers,
        "seconds_alone": round(between - began, 2),
        "of_which_shareable": round(timed.seconds, 2),
        "seconds": round(ended - between, 2),
        **circumstances(),
    }


def main() -> None:
    """Measure once, and keep the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, choices=(20, 60, 121, 240))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--effort", type=float, default=1.0)
    asked = parser.parse_args()
    record = measured(asked.size, asked.workers, asked.effort)
    with YEAR_WORKERS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    print(json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
