"""
The figures that were to be reached on two cores, each from the records.

    python -m benchmarks.reach [RECORDS]

The exit status is 1 when one is not reached or not measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.cases import GENERATED, GIVEN
from benchmarks.figures import Figures, proof, result
from benchmarks.plan import COMMAND, READ_CSV, WARM
from benchmarks.records import OURS, Record, disagreements, read
from benchmarks.rivals import EXACT, PLAIN

RECORDS = Path(__file__).parent / "results" / "records.jsonl"
"""Where the records are that the docs are made from."""


@dataclass(frozen=True, slots=True)
class Target:
    """
    A figure that was to be reached.

    Parameters
    ----------
    size
        Of the pools, in words.
    asked
        What was to be reached.
    figure
        What was measured, in words.
    reached
        Whether it was; None where it was not measured.
    """

    size: str
    asked: str
    figure: str
    reached: bool | None


def targets(figures: Figures) -> Sequence[Target]:
    """Return every target with what the records have for it; of several seeds the worst counts."""
    return [
        _same_points(figures),
        *_warm(figures, 0.15),
        *_at_20000(figures),
        _proved_within(figures, 100_000, 1.0),
        _proved_within(figures, 1_000_000, 4.0),
        *_command(figures, 1_000_000, 2.0),
        _growth(figures, 10_000, 1_000_000),
    ]


def _same_points(figures: Figures) -> Target:
    pairs = [
        (ours, other)
        for ours in figures.finished(OURS)
        for method in EXACT
        if (other := figures.beside(method, ours["case"])) is not None
    ]
    same = sum(
        ours["status"] == other["status"] and ours["points"] == other["points"] and not disagreements([ours, other])
        for ours, other in pairs
    )
    words = f"{same} of {len(pairs)} proofs by others have our points"
    return Target(
        "all that the plain model can finish", "the same points", words, same == len(pairs) if pairs else None
    )


def _warm(figures: Figures, most: float) -> Iterator[Target]:
    records = figures.finished(WARM, 2_200, kind=GIVEN)
    size = "2,200 (`lga-2200`)"
    seconds = [median(record["runs"]) for record in records]
    asked = f"`compose` in process, pool in memory: median at most {most:g} s"
    words = f"{max(seconds):.3f} s for the slowest of {len(seconds)} challenges" if seconds else ""
    yield Target(size, asked, words, max(seconds) <= most if seconds else None)
    warm = {record["case"]: median(record["runs"]) for record in records}
    yield _times(figures, size, "`compose` 12 times faster than the best plain variant", 12, warm, result)


def _at_20000(figures: Figures) -> Iterator[Target]:
    records = figures.finished(OURS, 20_000, kind=GENERATED)
    asked = "compiled problem to proof 100 times faster than building and solving the best plain variant"
    yield _times(figures, "20,000", asked, 100, {each["case"]: proof(each) for each in records}, proof)
    asked = "pool to verified result 50 times faster than the best plain variant"
    yield _times(figures, "20,000", asked, 50, {each["case"]: result(each) for each in records}, result)


def _times(
    figures: Figures,
    size: str,
    asked: str,
    factor: float,
    ours: dict[str, float],
    seconds: Callable[[Record], float],
) -> Target:
    """Return a target: this many times faster than the plain variants. The strongest rival stands beside it."""
    plain, any_ = (
        [rival / own for case, own in ours.items() if (rival := figures.fastest(methods, case, seconds)) is not None]
        for methods in (PLAIN, EXACT)
    )
    if not plain or len(plain) < len(ours):
        return Target(size, asked, "", None)
    words = (
        f"{min(plain):.1f} to {max(plain):.1f} times; {min(any_):.1f} to {max(any_):.1f} times the best of all rivals"
    )
    return Target(size, asked, words, min(plain) >= factor)


def _proved_within(figures: Figures, size: int, most: float) -> Target:
    asked = f"proved optimal, pool to verified result at most {most:g} s"
    records = figures.finished(OURS, size, kind=GENERATED)
    if not records:
        return Target(f"{size:,}", asked, "", None)
    seconds = max(map(result, records))
    statuses = sorted({record["status"] for record in records})
    reached = statuses == ["optimal"] and seconds <= most
    return Target(f"{size:,}", asked, f"{', '.join(statuses)}, {seconds:.2f} s", reached)


def _command(figures: Figures, size: int, most: float) -> Iterator[Target]:
    command, read_csv = figures.finished(COMMAND, size), figures.finished(READ_CSV, size)
    measures: dict[str, tuple[Callable[[Record], float], str]] = {
        "time": (lambda record: median(record["runs"]), "{:.1f} s"),
        "peak memory": (lambda record: record["peak_memory"] / 1e6, "{:,.0f} MB"),
    }
    for name, (measure, form) in measures.items():
        asked = f"the whole command from CSV at most {most:g} times the {name} of `pandas.read_csv`"
        if not command or not read_csv:
            yield Target(f"{size:,}", asked, "", None)
            continue
        ours, theirs = measure(command[0]), measure(read_csv[0])
        words = f"{form.format(ours)} to {form.format(theirs)}: {ours / theirs:.2f} times"
        yield Target(f"{size:,}", asked, words, ours <= most * theirs)


def _growth(figures: Figures, small: int, large: int) -> Target:
    asked = f"from {small:,} to {large:,} the time from pool to result grows no faster than the pool"
    few, many = figures.finished(OURS, small, kind=GENERATED), figures.finished(OURS, large, kind=GENERATED)
    if not few or not many:
        return Target("growth", asked, "", None)
    factor = median(map(result, many)) / median(map(result, few))
    return Target("growth", asked, f"{factor:.1f} times, the pool {large / small:.0f} times", factor <= large / small)


def main() -> None:
    """Print every target."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    found = targets(Figures(read(path)))
    for target in found:
        verdict = {True: "reached", False: "NOT REACHED", None: "not measured"}[target.reached]
        print(f"{verdict:13} {target.size}: {target.asked}" + (f" -- {target.figure}" if target.figure else ""))
    sys.exit(0 if all(target.reached for target in found) else 1)


if __name__ == "__main__":
    main()
