"""Rivals that were stopped are not tried where they cannot do better; our own failures end the run."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cases import Case, generated
from benchmarks.plan import Plan, Terms
from benchmarks.process import Allowance, Ended
from benchmarks.records import Fault, Records, read

OPTIMAL = {"status": "optimal", "points": 7, "bound": 7, "runs": [{"search": 0.5}], "inner": [{}]}
Answers = Callable[[str, str], Ended]


def ended(record: dict[str, Any] | None = None, **fields: Any) -> Ended:
    output = b"" if record is None else json.dumps({"record": record}).encode()
    given: dict[str, Any] = {
        "status": 0,
        "ended_for": None,
        "seconds": 1.0,
        "cpu": 1.0,
        "peak_memory": 5,
        "output": output,
    }
    return Ended(**{**given, "errors": "", **fields})


class Bench:
    """A plan over pools of 1,000 and 2,000 peers, two seeds each, whose processes answer what a test says."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, answers: Answers) -> None:
        self.asked: list[tuple[str, str]] = []
        self.prepared: list[str] = []
        self.path = folder / "records.jsonl"
        self.cases = [generated(folder, size, seed) for size in (2_000, 1_000) for seed in (0, 1)]

        def answer(command: Sequence[str], _allowance: Allowance) -> Ended:
            method, pool = ("read_csv", command[3]) if command[1] == "-c" else (command[3], command[4])
            pool = Path(pool).parent.name
            self.asked.append((method, pool))
            return answers(method, pool)

        monkeypatch.setattr("benchmarks.plan.run", answer)

    def run(self, *rivals: str, command_from: int = 10_000) -> list[dict[str, Any]]:
        terms = Terms(rivals, 600.0, 20e9, warm_size=0, command_from=command_from)

        def prepare(case: Case) -> None:
            self.prepared.append(case.name)

        Plan(self.cases, terms, Records(self.path), lambda _: None).carry_out(prepare)
        return [dict(each) for each in read(self.path)]


def test_small_pools_first_and_ours_before_the_rivals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path, monkeypatch, lambda _method, _pool: ended(OPTIMAL))
    records = bench.run("highs")
    pools = ["1000-0", "1000-1", "2000-0", "2000-1"]
    assert bench.asked == [(method, pool) for pool in pools for method in ("teamforge", "highs")]
    assert [each["outcome"] for each in records] == ["done"] * 8
    assert records[0]["peak_memory"] == 5


@pytest.mark.parametrize(
    ("stopped", "outcome"),
    [
        (ended(None, ended_for="time", status=-9), "time"),
        (ended(None, ended_for="memory", status=-9), "memory"),
        (ended(None, status=-11), "crashed"),
        (ended({**OPTIMAL, "status": "feasible", "points": 6, "bound": 9}), "time"),
        (ended({**OPTIMAL, "status": "unknown", "points": None, "bound": 9}), "time"),
    ],
)
def test_a_rival_that_was_stopped_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: Ended, outcome: str
) -> None:
    """HiGHS is stopped at the second seed of 1,000: no larger size and no later seed is tried; the others go on."""

    def answers(method: str, pool: str) -> Ended:
        return stopped if (method, pool) == ("highs", "1000-1") else ended(OPTIMAL)

    bench = Bench(tmp_path, monkeypatch, answers)
    records = [each for each in bench.run("highs", "plain") if each["method"] == "highs"]
    assert [each["outcome"] for each in records] == ["done", outcome, "not run", "not run"]
    assert [each.get("stopped_at") for each in records] == [None, None, 1_000, 1_000]
    assert [pool for method, pool in bench.asked if method == "highs"] == ["1000-0", "1000-1"]
    assert len([pool for method, pool in bench.asked if method == "plain"]) == 4


def test_greedy_is_not_stopped_by_finding_no_team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = {**OPTIMAL, "status": "unknown", "points": None, "bound": None}
    bench = Bench(tmp_path, monkeypatch, lambda method, _: ended(nothing if method == "greedy" else OPTIMAL))
    assert {each["outcome"] for each in bench.run("greedy")} == {"done"}


def test_what_was_measured_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path, monkeypatch, lambda _method, _pool: ended(OPTIMAL))
    first = bench.run("plain")
    bench.asked.clear()
    bench.prepared.clear()
    assert bench.run("plain") == first
    assert (bench.asked, bench.prepared) == ([], [])
    assert len(bench.run("plain", "highs")) == len(first) + 4
    assert {method for method, _ in bench.asked} == {"highs"}


@pytest.mark.parametrize(
    "failure",
    [
        ended(None, status=1, output=b'{"fault": "a team that the search found is not valid"}\n'),
        ended(None, status=1, errors="Traceback"),
        ended(None, ended_for="time", status=-9),
        ended({**OPTIMAL, "points": 8}),
    ],
)
def test_our_own_failure_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Ended) -> None:
    bench = Bench(tmp_path, monkeypatch, lambda _method, _pool: failure)
    with pytest.raises(Fault):
        bench.run("plain")
    assert len(bench.asked) == 1
    assert not bench.path.exists()


@pytest.mark.parametrize(
    "wrong", [ended(None, status=1, output=b'{"fault": "not valid"}'), ended({**OPTIMAL, "points": 8, "bound": 8})]
)
def test_a_rivals_invalid_team_or_other_optimum_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: Ended
) -> None:
    bench = Bench(tmp_path, monkeypatch, lambda method, _: wrong if method == "plain" else ended(OPTIMAL))
    with pytest.raises(Fault):
        bench.run("plain")
    assert [each["method"] for each in read(bench.path)] == ["teamforge"]


def test_the_command_is_timed_beside_pandas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter((3.0, 1.0, 2.0) * 4)

    def answers(method: str, _pool: str) -> Ended:
        if method == "compose":
            return ended(None, output=b'{\n "status": "optimal", "points": 7, "bound": 7}', seconds=next(times))
        return ended(OPTIMAL, seconds=next(times)) if method == "read_csv" else ended(OPTIMAL)

    bench = Bench(tmp_path, monkeypatch, answers)
    records = [each for each in bench.run(command_from=2_000) if each["method"] in {"command", "read_csv"}]
    assert [each["case"] for each in records] == ["generated-2000-0"] * 2 + ["generated-2000-1"] * 2
    assert sorted(records[0]["runs"]) == [1.0, 2.0, 3.0]
    assert (records[0]["points"], records[1]["points"]) == (7, None)
