"""The processes that share the work."""

from __future__ import annotations

import sys
from concurrent.futures import Executor
from typing import Any

import pytest

from teamforge.api import executors


@pytest.mark.parametrize(("platform", "most"), [("win32", 61), ("linux", 100)])
def test_windows_has_no_more_processes_than_it_can(monkeypatch: pytest.MonkeyPatch, platform: str, most: int) -> None:
    """There an executor of more than 61 raises a ValueError."""
    asked: list[int] = []

    class Shared(Executor):
        def __init__(self, workers: int, **_: Any) -> None:
            asked.append(workers)

    monkeypatch.setattr(executors, "ProcessPoolExecutor", Shared)
    monkeypatch.setattr(sys, "platform", platform)
    with executors.running(100, None):
        assert asked == [most]
