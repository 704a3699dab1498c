"""The processes that share the work: our own, or the caller's executor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from signal import SIG_IGN, SIGINT, signal

_MOST_ON_WINDOWS = 61
"""An executor refuses more processes there."""


@contextmanager
def running(workers: int, executor: Executor | None) -> Iterator[Executor | None]:
    """
    Yield the executor that shares the work; None if this process does it alone.

    Raises
    ------
    ValueError
        If `workers` is below 1, or above 1 with an executor.
    """
    if workers < 1 or (workers > 1 and executor is not None):
        raise ValueError(f"workers is {workers}: expected 1 or more, and no executor beside it")
    if workers == 1:
        yield executor
        return
    most = min(workers, _MOST_ON_WINDOWS) if sys.platform == "win32" else workers
    # Ctrl-C reaches every process of a terminal; only the one that decides should act on it.
    with ProcessPoolExecutor(most, initializer=signal, initargs=(SIGINT, SIG_IGN)) as own:
        yield own
