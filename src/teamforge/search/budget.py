"""The limits of a search, on its time and its work, and the signal to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isfinite
from operator import index
from types import FrameType

from teamforge.errors import UnknownError
from teamforge.search.effort import DEFAULT_EFFORT, Effort
from teamforge.spec.status import Stop

Progress = Callable[[str], None]
"""Receives a line in plain words whenever the search gets on."""


class TimeUpError(Exception):
    """The time ran out in the middle of a step that is worth nothing half done."""


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """
    What a search may spend.

    Parameters
    ----------
    seconds
        Wall time for everything from the start of `compose`; None for no limit.
    seed
        With the content of the pool, breaks ties between teams of equal points; part of the result. None: any will do.
    effort
        How much work each step does before the next takes over.
    """

    seconds: float | None = 60.0
    seed: int | None = 0
    effort: Effort = DEFAULT_EFFORT

    def __post_init__(self) -> None:
        """Refuse a seed that is not a 64-bit integer: saved results hold no other."""
        try:
            seed = index(0 if self.seed is None else self.seed)
        except TypeError:
            raise TypeError(f"seed is {self.seed!r}, expected a whole number") from None
        if not -(1 << 63) <= seed < 1 << 63:
            raise ValueError("the seed is too large: expected a whole number of 64 bits")


@dataclass(slots=True)
class Budget:
    """The time and the work that are left, and whether somebody asked to stop."""

    deadline: float | None
    interrupted: threading.Event = field(default_factory=threading.Event)
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each phase has taken so far."""
    work: int = 0
    """How much linear relaxations have cost so far, on any machine: their candidates, rows and entries."""
    most_work: int | None = None
    """How much they may cost; None for no limit."""
    share: float | None = None
    """How much CP-SAT may still do, in its deterministic time; None for no limit."""

    @classmethod
    def start(cls, seconds: float | None) -> Budget:
        """Return a budget that runs out after `seconds`; with None it never does."""
        try:
            sound = seconds is None or (isfinite(seconds) and seconds >= 0)
        except TypeError:
            sound = False
        if not sound:
            raise ValueError(f"time_limit is {seconds!r}, expected seconds from 0, or None for no limit")
        return cls(None if seconds is None else time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds left; infinite without a limit."""
        return float("inf") if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    @contextmanager
    def timing(self, phase: str) -> Iterator[None]:
        """Add the time that the block takes to a phase."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[phase] = self.seconds.get(phase, 0.0) + time.perf_counter() - began

    @contextmanager
    def asked_by_ctrl_c(self) -> Iterator[None]:
        """
        While the block runs, let the first Ctrl-C only ask to stop, so that no step is left half done.

        The next one interrupts as usual. Only the main thread receives signals: in any other nothing changes.
        """
        before = signal.getsignal(signal.SIGINT)
        if threading.current_thread() is not threading.main_thread() or not callable(before):
            yield
            return

        def ask(number: int, frame: FrameType | None) -> None:
            if self.interrupted.is_set():
                before(number, frame)
            self.interrupted.set()

        signal.signal(signal.SIGINT, ask)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def unproved(self, message: str, bound: int | None) -> UnknownError:
        """
        Return the error for a question that ran out of time.

        Raises
        ------
        KeyboardInterrupt
            If Ctrl-C ended it.
        """
        self.raise_interrupt()
        return UnknownError(message, bound)

    def raise_interrupt(self) -> None:
        """Raise the interrupt that ended a search, if one did."""
        if self.interrupted.is_set():
            raise KeyboardInterrupt

    def ended(self) -> TimeUpError:
        """
        Return the error for a step that ran out of time.

        Raises
        ------
        KeyboardInterrupt
            If Ctrl-C ended it.
        """
        self.raise_interrupt()
        return TimeUpError()

    def spent(self) -> bool:
        """Whether all the work that relaxations, or CP-SAT, may do is done."""
        relaxed = self.most_work is not None and self.work >= self.most_work
        return relaxed or (self.share is not None and self.share <= 0)

    def over(self) -> bool:
        """Whether the time is up, the work is done or somebody asked to stop."""
        return self.spent() or self.interrupted.is_set() or self.left <= 0

    def stop(self) -> Stop:
        """Return what ended a search: a person, the work it may do, or else the time."""
        if self.interrupted.is_set():
            return Stop.INTERRUPT
        return Stop.EFFORT if self.spent() else Stop.TIME
