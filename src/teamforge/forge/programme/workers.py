"""
`map` over the challenges of a programme: in this process, or on an executor of any kind.

A compiled problem is large and asked about again and again, so each process gets it once, and messages refer to it by
number. A process that does not have it, because another was asked before or because it has just started, says so, and
the message is sent again with the problem: it does not matter how an executor chooses among its processes.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from typing import Any, TypeVar
from uuid import uuid4

from teamforge.log import log_failure
from teamforge.problem import Problem
from teamforge.search import Budget
from teamforge.search.budget import TimeUpError

A = TypeVar("A")
B = TypeVar("B")
K = TypeVar("K")
Do = Callable[[A, Budget], B]
_FAST = 1
"""The level of compression: most of a message is zeros."""
_POLL = 0.1
"""Seconds to wait for an answer before checking whether there is time left."""
_PROGRAMMES = 2
"""A process keeps the problems of this many programmes, the last that it worked on."""


@dataclass(eq=False)
class Workers:
    """
    Applies a function to each of some values, and returns the answers in their order.

    The values are made one by one, in this process when their turn comes: those of all challenges take much memory.

    Parameters
    ----------
    executor
        An executor with the interface of `concurrent.futures`; None for this process.
    budget
        The time that is left. The function gets it as its second argument; in another process, a budget as long.
    problems
        The problems that each process gets once.
    """

    executor: Executor | None
    budget: Budget
    problems: Sequence[Problem]

    def __post_init__(self) -> None:
        """Give each problem a number."""
        self._name = uuid4().hex
        self._numbers = {id(problem): number for number, problem in enumerate(self.problems)}
        self._written: dict[int, bytes] = {}

    def __call__(self, do: Do[A, B], make: Callable[[K], A], given: Sequence[K]) -> list[B]:
        """
        Return the result of `do` for each value; `make` makes the values of what is given.

        Raises
        ------
        KeyboardInterrupt, TimeUpError
            If the work is ended early.
        """
        found = dict(self._answers(do, make, given))
        return [found[place] for place in range(len(given))]

    def as_far_as_time_goes(self, do: Do[A, B], make: Callable[[K], A], given: Sequence[K]) -> list[B]:
        """Return the same; what is unfinished when time runs out, or at Ctrl-C, is done here, with no time left."""
        found = dict[int, B]()
        with suppress(KeyboardInterrupt, TimeUpError):
            for place, answer in self._answers(do, make, given):
                found[place] = answer
        return [found[place] if place in found else do(make(one), self.budget) for place, one in enumerate(given)]

    def whatever_happens(self, do: Do[A, B], make: Callable[[K], A], given: Sequence[K]) -> list[B]:
        """Return the same, however long it takes; what an executor fails to do, as the log then says, is done here."""
        patient = copy(self)
        patient.budget = Budget.start(None)
        found = dict[int, B]()
        try:
            for place, answer in patient._answers(do, make, given):  # noqa: SLF001 -- a copy of this one
                found[place] = answer
        except Exception as error:
            if self.executor is None:
                raise
            log_failure("plan", error)
        return [found[place] if place in found else do(make(one), patient.budget) for place, one in enumerate(given)]

    def _answers(self, do: Do[A, B], make: Callable[[K], A], given: Sequence[K]) -> Iterator[tuple[int, B]]:
        """Yield the place of each value, and its result."""
        if self.executor is None:
            for place, one in enumerate(given):
                if self.budget.over():
                    raise self.budget.ended()
                yield place, do(make(one), self.budget)
            return
        asked = {place: self._submit(self.executor, do, make(one)) for place, one in enumerate(given)}
        again: dict[int, Future[Any]] = {}
        try:
            for place, future in asked.items():
                answer = self._answer(future)
                if answer is _Reply.PROBLEM_MISSING:
                    again[place] = self._submit(self.executor, do, make(given[place]), again=True)
                else:
                    yield place, answer
            for place, future in again.items():
                yield place, self._answer(future)
        finally:
            for future in (*asked.values(), *again.values()):
                future.cancel()

    def _answer(self, future: Future[Any]) -> Any:  # noqa: ANN401 -- whatever was asked for
        while not wait([future], _POLL).done:
            if self.budget.over():
                raise self.budget.ended()
        return future.result()

    @property
    def _seconds(self) -> float | None:
        return None if self.budget.deadline is None else self.budget.left

    def _submit(self, executor: Executor, do: Do[A, B], one: A, *, again: bool = False) -> Future[Any]:
        if isinstance(executor, ThreadPoolExecutor):  # threads share memory
            return executor.submit(do, one, Budget.start(self._seconds))
        file = BytesIO()
        pickler = _Pickler(file, self._numbers)
        pickler.dump((do, one))
        needed = pickler.met if again else pickler.met - self._written.keys()
        problems = {number: self._problem(number) for number in sorted(needed)}
        return executor.submit(_answered, self._name, zlib.compress(file.getbuffer(), _FAST), problems, self._seconds)

    def _problem(self, number: int) -> bytes:
        if number not in self._written:
            self._written[number] = zlib.compress(pickle.dumps(self.problems[number]), _FAST)
        return self._written[number]


class _Reply(Enum):
    """What a process sends when it has no answer."""

    PROBLEM_MISSING = "problem missing"


class _Pickler(pickle.Pickler):
    """Writes the number of a problem instead of the problem."""

    def __init__(self, file: BytesIO, numbers: Mapping[int, int]) -> None:
        super().__init__(file)
        self.numbers = numbers
        self.met: set[int] = set()

    def persistent_id(self, thing: object) -> int | None:
        """Return the number of a problem that each process gets once."""
        number = self.numbers.get(id(thing)) if isinstance(thing, Problem) else None
        if number is not None:
            self.met.add(number)
        return number


class _Unpickler(pickle.Unpickler):
    def __init__(self, message: bytes, kept: Mapping[int, Problem]) -> None:
        super().__init__(BytesIO(message))
        self.kept = kept

    def persistent_load(self, number: int) -> Problem:
        """Return the problem with a number, which this process may not have."""
        if number not in self.kept:
            raise _MissingError
        return self.kept[number]


class _MissingError(Exception):
    """A problem that this process does not have."""


_kept: dict[str, dict[int, Problem]] = {}
"""The problems that this process has, by programme: an executor offers no other place for what is sent once."""


def _answered(name: str, message: bytes, problems: Mapping[int, bytes], seconds: float | None) -> Any:  # noqa: ANN401
    """Carry out a message, in a process of the executor."""
    kept = _kept[name] = _kept.pop(name, {})
    while len(_kept) > _PROGRAMMES:
        del _kept[next(iter(_kept))]
    for number, text in problems.items():
        kept[number] = pickle.loads(zlib.decompress(text))  # noqa: S301 -- what an executor gets it may run
    try:
        do, one = _Unpickler(zlib.decompress(message), kept).load()
    except _MissingError:
        return _Reply.PROBLEM_MISSING
    return do(one, Budget.start(seconds))
