"""Ctrl-C ends a command quietly and quickly, with the best team so far, and leaves Python as it was."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, NoReturn
from unittest import mock

import pytest

import teamforge
from teamforge import Result
from teamforge.api import composing
from teamforge.cli import running as runner
from teamforge.search import Budget
from teamforge.spec.status import Stop
from tests.cli.conftest import Command
from tests.cli.files import hard_files

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and terminals as POSIX has them")

PATIENCE = 60.0
"""Seconds; a second is meant and the machine may be busy, yet the search would take minutes."""
WAIT = 120.0


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return hard_files(tmp_path_factory.mktemp("hard"))


def read_until(terminal: int, *words: bytes) -> bytes:
    """Return what appears on a terminal until one of some words appears."""
    seen = b""
    end = time.monotonic() + WAIT
    while not any(word in seen for word in words):
        assert time.monotonic() < end, seen
        seen += os.read(terminal, 4096)
    return seen


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Yield both ends of a terminal."""
    import pty

    ours, theirs = pty.openpty()
    yield ours, theirs
    for end in (ours, theirs):
        os.close(end)


def test_progress_on_a_terminal_and_ctrl_c_in_a_long_search(hard: list[str], terminal: tuple[int, int]) -> None:
    """The line says what is going on; after Ctrl-C, JSON has what is known so far."""
    ours, theirs = terminal
    arguments = [sys.executable, "-m", "teamforge", "compose", *hard, "--format", "json", "--time-limit", "300"]
    running = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    try:
        read_until(ours, b"searching among 2,800 candidates", b"best so far")
        time.sleep(1.0)
        running.send_signal(signal.SIGINT)
        pressed = time.monotonic()
        out, _ = running.communicate(timeout=WAIT)
        assert time.monotonic() - pressed < PATIENCE
    finally:
        running.kill()
    told = json.loads(out)
    assert told["stopped"] == "interrupt"
    assert (running.returncode, told["status"]) in {(0, "feasible"), (4, "unknown")}
    assert any("an interrupt ended the search" in warning for warning in told["warnings"])


def interrupted_while_reading(slow: str) -> tuple[int, bytes, bytes]:
    """Return status, output and errors of `compose`, interrupted as soon as it says "reading"."""
    driver = (
        "import sys, time\n"
        "import teamforge.pool.reading as reading\n"
        f"{slow}"
        "reading.read_pool_with_faults = slow\n"
        "from teamforge.cli import main\n"
        "sys.argv[1:] = ['compose', 'pool', 'challenge.toml']\n"
        "main()\n"
    )
    with subprocess.Popen([sys.executable, "-c", driver], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == b"reading\n"
            running.send_signal(signal.SIGINT)
            pressed = time.monotonic()
            out, err = running.communicate(timeout=PATIENCE)
        finally:
            running.kill()
    assert time.monotonic() - pressed < PATIENCE
    return running.returncode, out, err


def test_ctrl_c_while_reading_is_quiet() -> None:
    slow = "def slow(*asked):\n    print('reading', flush=True)\n    time.sleep(300)\n"
    assert interrupted_while_reading(slow) == (130, b"", b"")


def test_ctrl_c_that_python_drops_is_sent_again() -> None:
    """Python loses an interrupt in a finalizer or a callback of the garbage collector: it is sent again."""
    slow = (
        "class Last:\n"
        "    def __del__(self):\n"
        "        print('reading', flush=True)\n"
        "        time.sleep(300)\n"
        "def slow(*asked):\n"
        "    Last()\n"
        "    time.sleep(20)\n"
        "    print('went on')\n"
        "    sys.exit(0)\n"
    )
    assert interrupted_while_reading(slow) == (130, b"", b"")


def test_ctrl_c_before_the_commands_are_there(monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    """The libraries are still being loaded, and nothing else would act on it."""

    def press(_first: str | None) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("teamforge.cli.app.commands", press)
    done = command("compose", "pool", "challenge.toml")
    assert (done.status, done.out, done.err) == (130, "", "")


def test_ctrl_c_while_a_compiled_module_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python then says that the import failed, because of an interrupt; any other failed import is a fault."""

    def importing(cause: BaseException) -> Callable[[object], int]:
        def invoke(_: object) -> int:
            raise ImportError("initialization failed") from cause

        return invoke

    for cause, status in ((KeyboardInterrupt(), 130), (OSError(), 1)):
        monkeypatch.setattr(runner, "_invoke", importing(cause))
        assert runner.run(["demo"]) == status


@pytest.mark.parametrize(
    ("name", "question"),
    [("why", "why"), ("reserves", "reserves"), ("sensitivity", "sensitivity"), ("why-not", "why_not")],
)
def test_ctrl_c_in_the_search_of_an_answer_asks_no_more(
    name: str, question: str, monkeypatch: pytest.MonkeyPatch, command: Command, small: list[str]
) -> None:
    """The best team so far is not asked about: the command exits with 130 and says nothing."""
    composed = composing.compose

    def interrupted(*inputs: Any, **how: Any) -> Result:
        result = composed(*inputs, **how)
        object.__setattr__(result, "stopped", Stop.INTERRUPT)
        return result

    monkeypatch.setattr(composing, "compose", interrupted)
    monkeypatch.setattr(Result, question, mock.Mock(side_effect=AssertionError))
    done = command(name, *small)
    assert (done.status, done.out, done.err) == (130, "", "")


@pytest.mark.parametrize("command", ["sensitivity", "windows"])
def test_ctrl_c_in_an_answer_is_quiet(hard: list[str], command: str, terminal: tuple[int, int]) -> None:
    """It exits with 130, and does not say that the time ran out."""
    ours, theirs = terminal
    arguments = [sys.executable, "-m", "teamforge", command, *hard, "--time-limit", "300"]
    running = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    try:
        read_until(ours, b"searching among 2,800 candidates")
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=WAIT)
    finally:
        running.kill()
    assert (running.returncode, out) == (130, b"")


@pytest.mark.parametrize("question", ["why", "why_not", "alternatives", "windows", "sensitivity", "repair"])
def test_an_interrupt_in_a_question_is_one(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In Python it is raised: there is no half answer, and no error says that time ran out."""
    result = teamforge.compose(*teamforge.load_demo())
    start = Budget.start

    def interrupted(seconds: float | None) -> Budget:
        budget = start(seconds)
        budget.interrupted.set()
        return budget

    monkeypatch.setattr(Budget, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        getattr(result, question)()


def test_an_interrupt_leaves_python_as_it_was(hard: list[str]) -> None:
    """As in a notebook: one interrupt ends the search with a result, and Ctrl-C still works."""
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("signals are for the main thread")
    pool, challenge = teamforge.read_pool(hard[0]), teamforge.read_challenge(hard[1])
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.disable()  # an interrupt in the callback that hypothesis has there is lost, as any exception in one is
    ended: list[float] = []

    def press() -> None:
        ended.append(time.monotonic())
        signal.raise_signal(signal.SIGINT)

    def wait_for_search(line: str) -> None:
        if line.startswith("searching"):
            threading.Timer(1.5, press).start()

    try:
        result = teamforge.compose(pool, challenge, time_limit=300, progress=wait_for_search)
        assert time.monotonic() - ended[0] < PATIENCE
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    finally:
        gc.enable()
        signal.signal(signal.SIGINT, before)
    assert result.stopped == "interrupt"
    assert result.status in {teamforge.Status.FEASIBLE, teamforge.Status.UNKNOWN}
    for thread in threading.enumerate():
        if thread.name == "teamforge-search":
            thread.join(PATIENCE)
            assert not thread.is_alive(), "the solver was never told to stop"


def test_progress_is_for_terminals_alone(hard: list[str]) -> None:
    arguments = [sys.executable, "-m", "teamforge", "compose", *hard, "--time-limit", "1.5"]
    done = subprocess.run(arguments, capture_output=True, check=False, timeout=WAIT)
    assert done.returncode in {0, 4}
    assert done.stderr == b""


def test_a_page_on_a_terminal_is_coloured_and_as_wide_as_it(terminal: tuple[int, int]) -> None:
    """Nothing is cut off on a narrow terminal: cells are stacked, and lines are wrapped."""
    ours, theirs = terminal
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "60", "LINES": "24"}
    for name in ("NO_COLOR", "FORCE_COLOR"):
        environment.pop(name, None)
    arguments = [sys.executable, "-m", "teamforge", "demo"]
    with subprocess.Popen(arguments, stdout=theirs, stderr=subprocess.PIPE, env=environment) as running:
        seen = read_until(ours, b"rules LGA system wide").decode()
        assert running.wait(WAIT) == 0
    assert "\x1b[32m" in seen
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in seen.splitlines()]
    assert max(map(len, lines)) <= 60
    assert "    chief executive" in [line[:19] for line in lines]
