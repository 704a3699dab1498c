"""Which pools and challenges are measured, and how they come about."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.records import Fault

__all__ = ["SIZES", "Case", "generated", "given", "make"]

SIZES = {1_000: 5, 2_200: 5, 10_000: 5, 20_000: 5, 100_000: 1, 1_000_000: 1}
"""Peers of the generated pools, and how many seeds of each."""

GIVEN = "lga-2200"
"""The name of the pool that was not made by the generator."""


@dataclass(frozen=True, slots=True)
class Case:
    """
    A pool and a challenge.

    Parameters
    ----------
    name
        What the records call it.
    size
        Peers.
    seed
        Of the generator; None for a pool that was given.
    pool, challenge
        Where they are.
    """

    name: str
    size: int
    seed: int | None
    pool: Path
    challenge: Path


def generated(folder: Path, size: int, seed: int) -> Case:
    """Return the case of a generated pool, wherever it may be by now."""
    own = folder / f"{size}-{seed}"
    return Case(f"generated-{size}-{seed}", size, seed, own, own / "challenge.toml")


def given(folder: Path) -> Sequence[Case]:
    """Return the cases of a folder that has `pool/` and challenges beside it."""
    return [Case(f"{GIVEN}-{path.stem}", 2_200, None, folder / "pool", path) for path in sorted(folder.glob("*.toml"))]


def make(case: Case, register: Path | None) -> None:
    """
    Generate the pool of a case unless it is there; an interrupted attempt leaves nothing that looks like one.

    Parameters
    ----------
    case
        As `generated` returns it.
    register
        The folder of the organisations and their relations; None for the generator's own.

    Raises
    ------
    Fault
        If there is no pool afterwards.
    """
    if case.challenge.exists() or case.seed is None:
        return
    case.pool.parent.mkdir(parents=True, exist_ok=True)
    unfinished = case.pool.with_name(f"{case.pool.name}-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    command = [sys.executable, "-m", "teamforge", "generate", str(case.size), str(unfinished), "--seed", str(case.seed)]
    command += ["--register", str(register)] if register else []
    if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:  # noqa: S603 -- our own command
        raise Fault(f"{case.name}: no pool could be generated")
    unfinished.rename(case.pool)
