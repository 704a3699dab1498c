"""A seeded mutant: a small wrong change of one file."""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """A wrong change: `old`, which stands in the file exactly once, becomes `new`."""

    name: str
    file: str
    old: str
    new: str


def mutants_of(file: str, *changes: tuple[str, str, str]) -> list[Mutant]:
    """Return the mutants of one file: for each its name, the text as it is, and the text as it would be wrong."""
    return [Mutant(name, file, old, new) for name, old, new in changes]
