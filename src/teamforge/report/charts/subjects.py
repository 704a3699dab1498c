"""What each picture shows: a result, a plan, a pool with its challenge, or an answer; anything else is refused."""

from __future__ import annotations

from datetime import date

from teamforge.challenge import Challenge
from teamforge.explain.windows import BestWindows
from teamforge.pool import Pool
from teamforge.result.data import ResultData
from teamforge.result.plan import PlanData

_RESULT = "a result, which `compose` returns, or a repair"
_PLAN = "a plan, which `plan` returns, or a plan made anew"
_POOL = "a pool with its challenge, or a result"
_DAY = "a pool with a day, or a result"
_WINDOWS = "an answer of `result.windows()`, or the result itself"


def result_of(given: object, chart: str) -> ResultData:
    """
    Return the result to draw; for a repair, its result.

    Raises
    ------
    TypeError
        If `given` is anything else; the message says what is wanted.
    """
    found = getattr(given, "result", given)
    if isinstance(found, ResultData):
        return found
    raise _wrong(chart, _RESULT, given)


def plan_of(given: object, chart: str) -> PlanData:
    """
    Return the plan to draw; for a plan made anew, that plan.

    Raises
    ------
    TypeError
        If `given` is anything else; the message says what is wanted.
    """
    found = getattr(given, "plan", given)
    if isinstance(found, PlanData):
        return found
    raise _wrong(chart, _PLAN, given)


def pool_and_challenge(given: object, challenge: Challenge | None, chart: str) -> tuple[Pool, Challenge]:
    """
    Return the pool and the challenge to draw; for a result, its own.

    Raises
    ------
    TypeError
        If `given` is anything else; the message says what is wanted.
    """
    if isinstance(given, ResultData) and challenge is None:
        return given.pool, given.challenge
    if isinstance(given, Pool) and isinstance(challenge, Challenge):
        return given, challenge
    if isinstance(given, Pool) and challenge is None:
        raise TypeError(f"`{chart}` draws {_POOL}: the challenge is missing")
    raise _wrong(chart, _POOL, given if challenge is None or not isinstance(given, Pool) else challenge)


def pool_and_day(given: object, as_of: date | str | None, chart: str) -> tuple[Pool, date | str]:
    """
    Return the pool and the day to draw; for a result, its own.

    Raises
    ------
    TypeError
        If `given` is anything else; the message says what is wanted.
    """
    if isinstance(given, ResultData):
        return given.pool, given.challenge.as_of if as_of is None else as_of
    if isinstance(given, Pool) and as_of is not None:
        return given, as_of
    if isinstance(given, Pool):
        raise TypeError(f"`{chart}` draws {_DAY}: the day is missing")
    raise _wrong(chart, _DAY, given)


def windows_of(given: object, chart: str) -> BestWindows:
    """
    Return the windows to draw; for a result, its own.

    Raises
    ------
    TypeError
        If `given` is anything else; the message says what is wanted.
    """
    found = given.windows() if isinstance(given, ResultData) and hasattr(given, "windows") else given
    if isinstance(found, BestWindows):
        return found
    raise _wrong(chart, _WINDOWS, given)


def _wrong(chart: str, wanted: str, given: object) -> TypeError:
    kind = type(given).__name__
    return TypeError(f"`{chart}` draws {wanted}; this is {'an' if kind[:1] in 'AEIOUaeiou' else 'a'} {kind}")
