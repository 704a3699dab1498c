"""
The log for nightly jobs: under the logger `teamforge`, the phases of the work with their counts and times.

It never identifies a person: no name, no note, no id of a peer. Nothing is shown until a handler is added.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from time import perf_counter
from typing import Concatenate, ParamSpec, Protocol, TypeVar

_ROOT = logging.getLogger("teamforge")
_ROOT.addHandler(logging.NullHandler())

_SOURCE = Path(__file__).parent

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


class LogFile(logging.FileHandler):
    """A file that is appended to. If that fails the work goes on, and `failed` is the first error."""

    def __init__(self, place: Path) -> None:
        super().__init__(place, encoding="utf-8")
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self.failed: OSError | None = None

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- as logging calls it
        """Keep the error of a line that could not be written, which logging would print with a traceback."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif self.failed is None:
            self.failed = error


class _OfChallenge(Protocol):
    @property
    def challenge_id(self) -> str: ...


_Asked = TypeVar("_Asked", bound=_OfChallenge)


@contextmanager
def phase(name: str, level: int = logging.INFO, **facts: object) -> Iterator[dict[str, object]]:
    """
    Log a phase at its end; a failure is a warning with the type of the error, never its text.

    Parameters
    ----------
    name
        What is done, in one word; also the name of the logger below `teamforge`.
    level
        `logging.INFO` for what a caller asked for, `logging.DEBUG` for the steps within.
    facts
        Counts, statuses and ids of challenges.

    Yields
    ------
    dict
        The facts, for the caller to add to. The log record has them as its attribute `facts`, with ``seconds``.

    Examples
    --------
    >>> with phase("read_pool") as facts:
    ...     facts["peers"] = 68
    """
    started = perf_counter()
    try:
        yield facts
    except BaseException as error:
        level = logging.WARNING
        facts["failed"] = type(error).__name__
        raise
    finally:
        logger = _ROOT.getChild(name)
        if logger.isEnabledFor(level):
            facts["seconds"] = round(perf_counter() - started, 3)
            words = " ".join(f"{key}={value}" for key, value in facts.items() if value is not None)
            logger.log(level, "%s %s", name, words, extra={"facts": facts})


def log_failure(name: str, error: Exception) -> None:
    """Log, as a warning, a failure that loses no answer: the type of the error and where it arose, never its text."""
    facts = {"failed": type(error).__name__, "at": place_of(error)}
    _ROOT.getChild(name).warning("%s failed=%s at=%s", name, *facts.values(), extra={"facts": facts})


def place_of(error: Exception) -> str:
    """Return the lines of our own source that led to an error."""
    import traceback  # noqa: PLC0415 -- slow to import, and seldom needed

    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [f"{path.relative_to(_SOURCE).as_posix()}:{line}" for path, line in frames if path.is_relative_to(_SOURCE)]
    return " > ".join(ours[-5:]) or "an unknown place"


def logged(
    method: Callable[Concatenate[_Asked, _Given], _Answer],
) -> Callable[Concatenate[_Asked, _Given], _Answer]:
    """Log each call of a method as a phase of its name, with the challenge and, the number of answers of a sequence."""

    @wraps(method)
    def call(self: _Asked, /, *args: _Given.args, **options: _Given.kwargs) -> _Answer:
        with phase(method.__name__, challenge=self.challenge_id) as facts:
            answer = method(self, *args, **options)
            if isinstance(answer, Sized):
                facts["answers"] = len(answer)
        return answer

    return call
