"""A process of its own for each measurement: its wall time, its peak memory, and its end when it takes too much."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

_POLL = 0.1
_GRACE = 10.0
"""Seconds past its limit before a process is ended: to come back by itself, with the bound it has."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Allowance:
    """
    What a process may take.

    Parameters
    ----------
    seconds
        Wall time from the last line ``{"event": "began"}`` that it prints.
    memory
        Resident bytes.
    preparing
        Wall time of everything before that line.
    """

    seconds: float
    memory: float
    preparing: float = 1800.0


@dataclass(frozen=True, slots=True)
class Ended:
    """
    How a process ended.

    Parameters
    ----------
    status
        Its exit status; that of a process that a signal ended is negative.
    ended_for
        ``"time"`` or ``"memory"`` where we ended it, otherwise None.
    seconds
        Wall time from start to end.
    cpu
        Seconds of user and system time.
    peak_memory
        Bytes, as the kernel counted them (``ru_maxrss``).
    output
        What it wrote to standard output.
    errors
        The end of what it wrote to standard error.
    """

    status: int
    ended_for: str | None
    seconds: float
    cpu: float
    peak_memory: int
    output: bytes
    errors: str

    @property
    def lines(self) -> tuple[dict[str, Any], ...]:
        """The JSON lines of the output."""
        return _lines(self.output)


def run(command: Sequence[str], allowance: Allowance) -> Ended:
    """
    Run a command to its end, or to the end of its allowance.

    The caller must be small: on Linux a new process takes over its parent's peak until it has a larger one.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors)  # noqa: S603 -- ours
        watch = _Watch(process.pid, out, allowance)
        watch.start()
        try:
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # not yet reaped: its id stays its own
            seconds = time.perf_counter() - began
        except BaseException:
            process.kill()
            raise
        finally:
            watch.over.set()
            watch.join()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        return Ended(
            process.returncode,
            watch.ended_for,
            seconds,
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss * 1024,
            _content(out),
            _content(errors).decode("utf-8", "replace")[-2000:],
        )


class _Watch(threading.Thread):
    """Ends a process that takes too much; its standard output is a file that can be read meanwhile."""

    def __init__(self, process: int, out: IO[bytes], allowance: Allowance) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()
        self.ended_for: str | None = None
        self._process, self._out, self._allowance = process, out, allowance
        self._read = 0
        self._deadline = time.monotonic() + allowance.preparing

    def run(self) -> None:
        while not self.over.wait(_POLL):
            self._listen()
            if time.monotonic() > self._deadline:
                self.ended_for = "time"
            elif _resident(self._process) > self._allowance.memory:
                self.ended_for = "memory"
            if self.ended_for is not None:
                os.kill(self._process, 9)
                return

    def _listen(self) -> None:
        """Move the deadline when the process says that its time begins, or that it prepares the next run."""
        content = os.pread(self._out.fileno(), 1 << 20, self._read)
        complete = content[: content.rfind(b"\n") + 1]
        self._read += len(complete)
        for line in _lines(complete):
            began = line.get("event") == "began"
            allowed = self._allowance.seconds + _GRACE if began else self._allowance.preparing
            self._deadline = time.monotonic() + allowed


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0  # it has just ended


def _content(file: IO[bytes]) -> bytes:
    return os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0)


def _lines(content: bytes) -> tuple[dict[str, Any], ...]:
    """Return the lines that are JSON objects: a solver may print others."""
    found = []
    for line in content.decode("utf-8", "replace").splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            found.append(value)
    return tuple(found)
