"""Random problems in chunks: a quick run tries the first chunk or half of it, a slow run tries all of them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Problems:
    """
    Some of the random problems, which are numbered from 0.

    Parameters
    ----------
    slow
        The number of problems that `--slow` tries.
    full
        The number that `--full` tries.
    chunks
        The number of tests they are divided among.
    quick
        The number of those tests that every run has.
    half
        Whether those tests try only half of their problems without `--slow`.
    """

    slow: int
    full: int
    chunks: int
    quick: int = 1
    half: bool = True

    @property
    def each_chunk(self) -> pytest.MarkDecorator:
        """A test for each chunk."""
        marks = [[] if chunk < self.quick else [pytest.mark.slow] for chunk in range(self.chunks)]
        return pytest.mark.parametrize("chunk", [pytest.param(chunk, marks=own) for chunk, own in enumerate(marks)])

    def seeds(self, chunk: int, config: pytest.Config) -> range:
        """Return the numbers of a chunk's problems."""
        full, slow = config.getoption("--full"), config.getoption("--slow")
        whole = self.full if full else self.slow
        numbers = range(chunk * whole // self.chunks, (chunk + 1) * whole // self.chunks)
        return numbers[: (len(numbers) + 1) // 2] if self.half and not (full or slow) else numbers
