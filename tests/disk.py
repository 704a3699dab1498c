"""A disk that is as good as full."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

LARGEST = 100
"""The bytes that a file may have on a disk that is as good as full."""


@contextmanager
def full_disk() -> Iterator[None]:
    """Let every file end after a few bytes: what is written is written in part. Skips where no such limit exists."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # Python would keep half of it, and believe it
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = written
