"""Which pools and challenges are measured, and how they come about."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.records import Fault

SIZES = {1_000: 5, 2_200: 5, 10_000: 5, 20_000: 5, 100_000: 1, 1_000_000: 1}
"""Peers of the generated pools, and how many seeds of each."""

GENERATED, GIVEN, HARD_ONES = KINDS = ("generated", "lga-2200", "hard")
"""Where a case comes from: the generator, a folder that was given, or a generated one made hard."""


@dataclass(frozen=True, slots=True)
class Case:
    """
    A pool and a challenge.

    Parameters
    ----------
    name
        What the records call it.
    kind
        One of `KINDS`.
    size
        Peers.
    seed
        Of the generator; None for a pool that was given.
    pool, challenge
        Where they are.
    """

    name: str
    kind: str
    size: int
    seed: int | None
    pool: Path
    challenge: Path


def generated(folder: Path, size: int, seed: int) -> Case:
    """Return the case of a generated pool, wherever it may be by now."""
    own = folder / f"{size}-{seed}"
    return Case(f"{GENERATED}-{size}-{seed}", GENERATED, size, seed, own / "pool", own / "challenge.toml")


def given(folder: Path) -> Sequence[Case]:
    """Return the cases of a folder that has `pool/` and challenges beside it."""
    return [
        Case(f"{GIVEN}-{path.stem}", GIVEN, 2_200, None, folder / "pool", path)
        for path in sorted(folder.glob("*.toml"))
    ]


def hard(folder: Path, name: str, size: int) -> Case:
    """Return the case of a generated pool made hard in one of the ways of `benchmarks.hard`."""
    own = folder / f"{size}-0-{name}"
    return Case(f"{HARD_ONES}-{name}-{size}", HARD_ONES, size, 0, own / "pool", own / "challenge.json")


def make(case: Case, register: Path | None) -> None:
    """
    Make the files of a case unless they are there; the challenge is written last, so a case without one is made again.

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
    if case.challenge.exists() or case.kind == GIVEN:
        return
    own = case.challenge.parent
    shutil.rmtree(own, ignore_errors=True)
    module = [sys.executable, "-m"]
    if case.kind == HARD_ONES:
        plain = generated(own.parent, case.size, 0)
        make(plain, register)
        way = case.name.split("-")[1]
        command = [*module, "benchmarks.hard", way, str(plain.challenge.parent), str(own)]
    else:
        command = [*module, "teamforge", "generate", str(case.size), str(own), "--seed", str(case.seed)]
        command += ["--register", str(register)] if register else []
    if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:  # noqa: S603 -- our own command
        raise Fault(f"{case.name}: no pool could be made")
