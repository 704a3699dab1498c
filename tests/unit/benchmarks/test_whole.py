"""The figures of whole commands, and of what a plain model decides, held against sums by hand."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from benchmarks.decide import quick_enough
from benchmarks.page import page
from benchmarks.process import Allowance, run
from benchmarks.start import imports_of, phases_of, ratio

from .making import measured

WHEN = {"date": "2027-01-11T10:00:00+00:00", "commit": "abc"}


def whole(case: str, reference: str, runs: list[float], memory: list[int]) -> dict[str, Any]:
    return {"case": case, "reference": reference, "runs": runs, "memory": memory, **WHEN}


def pair(plain: tuple[str, float], ours: tuple[str, float]) -> dict[str, Any]:
    sides = [{"status": status, "seconds": seconds} for status, seconds in (plain, ours)]
    return {"case": "clique", "plain": sides[0], "ours": sides[1], **WHEN}


def rows(title: str, **given: Any) -> list[list[str]]:
    text = page([measured("teamforge", 1_000, 0.1)], [], "records.jsonl", **given)
    lines = text.split(f"## {title}\n")[1].split("\n## ")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]


def test_a_command_is_held_against_the_medians_of_its_reference() -> None:
    reference = whole("pandas", "pandas", [4.0, 1.0, 2.0], [50, 40, 40])
    both = [reference, whole("--help", "pandas", [0.5, 9.0, 0.4], [10, 10, 9])]
    assert ratio(both[1], both) == 0.25
    assert ratio(both[1], both, "memory") == 0.25
    assert ratio(both[0], both) == 1


def test_the_shares_of_imports_and_phases_are_told() -> None:
    told = "import time: self | cumulative | imported\nimport time:       300 |        400 | numpy._core\n"
    told += "import time:        60 |         60 |     pydantic_core.x\nimport time:  40 | 40 | json\n"
    assert {package: share for package, share in imports_of(told).items() if share} == {
        "numpy": 0.75,
        "pydantic": 0.15,
        "others": 0.1,
    }
    lines = (("INFO read_pool", 4.0), ("DEBUG prepare", 0.5), ("DEBUG compile", 0.5), ("DEBUG search", 1.0))
    log = "".join(f"2027-01-01 10:00:00,000 {what} peers=3 seconds={spent}\n" for what, spent in lines)
    assert phases_of(f"{log}2027-01-01 10:00:00,000 INFO compose points=1 seconds=4.0\n", 10.0) == {
        "start": 0.2,
        "read": 0.4,
        "conflicts": 0.05,
        "compile": 0.05,
        "search": 0.1,
        "digest and check": 0.2,
    }
    shares = dict.fromkeys(("start", "read", "conflicts", "compile", "search", "digest and check"), 0.125)
    commands = [whole("pandas", "pandas", [2.0], [50]), whole("large", "pandas", [1.0], [50]) | {"phases": shares}]
    text = page([measured("teamforge", 1_000, 0.1)], [], "records.jsonl", whole=commands)
    assert "| `large` | 12% | 12% | 12% | 12% | 12% | 12% |" in text


@pytest.mark.parametrize(
    ("plain", "ours", "quick"),
    [
        (("optimal", 2.0), ("optimal", 7.0), True),
        (("optimal", 2.0), ("optimal", 7.1), False),
        (("optimal", 2.0), ("feasible", 1.0), False),
        (("unknown", 60.0), ("unknown", 60.0), True),
        (("infeasible", 0.1), ("infeasible", 1.2), True),
    ],
)
def test_three_times_and_a_second(plain: tuple[str, float], ours: tuple[str, float], *, quick: bool) -> None:
    """Whatever plain CP-SAT decides has to be decided; what it does not decide need not be."""
    assert quick_enough(pair(plain, ours)) is quick


def test_the_page_has_a_row_each() -> None:
    record = pair(("infeasible", 0.5), ("infeasible", 4.0))
    record["ours"]["claimed"] = 1
    assert rows("What a plain model decides", decided=[record]) == [
        ["`clique`", "infeasible", "0.500", "infeasible", "4.00", "1", "**no**"]
    ]
    commands = [whole("pandas", "pandas", [2.0], [50_000_000]), whole("--help", "pandas", [0.2], [10_000_000])]
    assert rows("What starting costs, and a million peers", whole=commands) == [
        ["`pandas`", "1", "2.00", "1.00", "50", "1.00"],
        ["`--help`", "1", "0.200", "0.10", "10", "0.20"],
    ]


def test_cpu_time_is_what_a_process_used() -> None:
    """Waiting costs nothing."""
    code = "import time; time.sleep(0.5)\nwhile time.process_time() < 0.2: pass"
    ended = run([sys.executable, "-c", code], Allowance(60.0, 4e9))
    assert 0.2 <= ended.cpu < ended.seconds
