"""
How long the answers about a team take: why, why not, why none, what else, what now.

    python -m benchmarks.answers --given ../shared/data/lga-2200 [--runs 5]

One process, the pool in memory, every challenge of the folder; each answer is asked once before it is timed. The
records go to `benchmarks/results/answers.jsonl`, which is overwritten.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import teamforge
from benchmarks.records import circumstances

ANSWERS = Path(__file__).parent / "results" / "answers.jsonl"
"""Where the records are that the docs are made from."""

_RULES: Sequence[Mapping[str, Any]] = (
    {"attribute": "region", "value": "london", "min": 4},
    {"attribute": "region", "max": 1},
)
"""Two rules that no team meets together, though it meets either."""


@dataclass(frozen=True, slots=True)
class Question:
    """
    A question, and what was to be reached.

    Parameters
    ----------
    name
        As the records have it.
    asked
        What is asked, in words.
    most
        Seconds it may take.
    share
        Which share of the runs may take no longer: 0.5 the median, 0.99 the 99th percentile.
    """

    name: str
    asked: str
    most: float
    share: float = 0.5


QUESTIONS = (
    Question("repair", "one replacement: `repair` of a member who withdrew, 99th percentile", 0.05, 0.99),
    Question("why_not", "`why_not` for all 2,200 peers with exact costs", 5.0),
    Question("alternatives", "ten `alternatives` that differ in two people", 3.0),
    Question("windows", "all windows: `windows`", 2.0),
    Question("diagnosis", "a diagnosis with every relaxation verified", 5.0),
    Question("why", "`why` this team: every regret, and the number of best teams", 5.0),
    Question("sensitivity", "`sensitivity` of every weight", 10.0),
    Question("trade_off", "`trade_off` of coverage and seat_fit", 5.0),
    Question("robust", "`robust`", 5.0),
)
"""The first five are the figures that were asked for; the others are given beside them."""


def _answers(pool: teamforge.Pool, challenge: teamforge.Challenge) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield each question by name, and how it is asked."""
    result = teamforge.compose(pool, challenge)
    for member in result.members:
        yield "repair", partial(result.repair, withdrawn=[member.peer_id])
    yield "why_not", lambda: teamforge.compose(pool, challenge).why_not()
    yield "alternatives", lambda: teamforge.compose(pool, challenge).alternatives(count=10, min_changes=2)
    yield "windows", lambda: teamforge.compose(pool, challenge).windows()
    none = challenge.replace(team_rules=[*challenge.team_rules, *_RULES])
    yield "diagnosis", lambda: teamforge.compose(pool, none).diagnosis
    yield "why", result.why
    yield "sensitivity", result.sensitivity
    yield "trade_off", lambda: teamforge.compose(pool, challenge).trade_off("coverage", "seat_fit")
    yield "robust", lambda: teamforge.compose(pool, challenge).robust()


def measure(given: Path, runs: int) -> list[dict[str, Any]]:
    """Return a record a question and challenge: the seconds of every run."""
    pool = teamforge.read_pool(given / "pool")
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for path in sorted(given.glob("*.toml")):
        challenge = teamforge.read_challenge(path)
        for name, ask in _answers(pool, challenge):
            ask()
            record = records.setdefault(
                (name, challenge.id), {"question": name, "case": challenge.id, "runs": [], **circumstances()}
            )
            for _ in range(runs):
                began = time.perf_counter()
                ask()
                record["runs"].append(time.perf_counter() - began)
            print(f"{challenge.id:24} {name:14} {median(record['runs']):.3f} s", flush=True)
    return list(records.values())


def slowest(records: Sequence[Mapping[str, Any]], question: Question) -> float | None:
    """Return the seconds of a question that count: of the challenges the slowest; None where it was not measured."""
    runs = [sorted(record["runs"]) for record in records if record["question"] == question.name]
    return max((each[math.ceil(question.share * len(each)) - 1] for each in runs), default=None)


def main() -> None:
    """Measure, and write the records."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--given", type=Path, required=True, help="a folder with a pool and challenges")
    parser.add_argument("--runs", type=int, default=5, help="how often each is asked")
    given = parser.parse_args()
    records = measure(given.given, given.runs)
    ANSWERS.write_text("".join(f"{json.dumps(record)}\n" for record in records), "utf-8")
    for question in QUESTIONS:
        seconds = slowest(records, question)
        print(f"{question.asked}: {seconds:.3f} s of {question.most:g} s" if seconds is not None else question.asked)


if __name__ == "__main__":
    main()
