"""Whatever a process does, it is ended in time, and what it took is known."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.process import Allowance, Ended, run

MB = 1_000_000
GENEROUS = Allowance(60.0, 4_000 * MB)
SAY = "import json, time; say = lambda **what: print(json.dumps(what), flush=True); "


def of(code: str, allowance: Allowance = GENEROUS) -> Ended:
    return run([sys.executable, "-c", SAY + code], allowance)


def test_output_errors_and_status_come_back() -> None:
    ended = of("import sys; print('a solver says hello'); say(record=7); sys.stderr.write('oh'); sys.exit(3)")
    assert ended.status == 3
    assert ended.lines == ({"record": 7},)
    assert ended.errors == "oh"
    assert ended.ended_for is None


def test_peak_memory_is_of_what_was_held_at_once() -> None:
    """409.6 MB, more than anything that runs the tests has held, and an interpreter."""
    held = "held = bytes(range(256)) * 1_600_000"
    code = f"from tests.unit.benchmarks.test_process import of; print(of({held!r}).peak_memory)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 409.6 * MB < int(done.stdout) < 450 * MB


def test_a_crash_is_a_negative_status() -> None:
    assert of("import os; os.abort()").status == -6


def test_time_runs_from_the_line_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second of preparation is not the 0.2 s that were allowed for what comes after."""
    monkeypatch.setattr("benchmarks.process._GRACE", 0.0)
    ended = of("time.sleep(0.5); say(event='began'); time.sleep(60)", Allowance(0.2, 4_000 * MB))
    assert ended.ended_for == "time"
    assert ended.status == -9
    assert 0.7 <= ended.seconds < 30


def test_time_stands_still_between_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.process._GRACE", 0.0)
    code = "say(event='began'); say(event='ended'); time.sleep(1); say(record=1)"
    ended = of(code, Allowance(0.3, 4_000 * MB))
    assert (ended.ended_for, ended.status) == (None, 0)


def test_preparation_has_an_end_too() -> None:
    assert of("time.sleep(60)", Allowance(60.0, 4_000 * MB, preparing=0.2)).ended_for == "time"


def test_who_takes_too_much_memory_is_ended() -> None:
    ended = of(
        "held = []\nwhile True: held.append(bytes(range(256)) * 20_000); time.sleep(0.01)", Allowance(60, 200 * MB)
    )
    assert ended.ended_for == "memory"
    assert ended.status == -9
