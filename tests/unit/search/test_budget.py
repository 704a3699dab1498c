"""The clock, and requests to stop."""

from __future__ import annotations

import math
import time

import pytest

from teamforge.search import Budget


def test_without_a_limit() -> None:
    """It never runs out."""
    watch = Budget.start(None)
    assert watch.left == math.inf
    assert not watch.over()


def test_with_a_limit() -> None:
    """The time left shrinks to 0 and never below."""
    watch = Budget.start(60.0)
    first = watch.left
    assert 59 < first <= 60
    time.sleep(0.01)
    assert watch.left < first
    assert not watch.over()
    watch = Budget.start(0.0)
    assert watch.left == 0
    assert watch.over()
    watch = Budget(time.monotonic() - 5)
    assert watch.left == 0


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), "60"])
def test_a_limit_is_seconds_from_0(seconds: float) -> None:
    with pytest.raises(ValueError, match="expected seconds from 0"):
        Budget.start(seconds)


def test_an_interrupt_ends_it() -> None:
    """Whatever is left of the time."""
    watch = Budget.start(None)
    watch.interrupted.set()
    assert watch.over()


def test_each_has_its_own_interrupt() -> None:
    """One stopped search stops no other."""
    first, second = Budget.start(None), Budget.start(None)
    first.interrupted.set()
    assert not second.over()
