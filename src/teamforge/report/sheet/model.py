"""What a team sheet says: the text in it is as it was given, and it is for its writers to make it safe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from teamforge.page import Mood, Section

__all__ = ["PARTS", "Portrait", "Sheet"]

PARTS = ("dates", "team", "members", "programme", "scope", "conflicts", "reserves", "warnings", "proof")
"""
The parts that a sheet can have, in their order.

`members` needs names, `programme` is for the host alone, `reserves` for the team.
"""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A photograph as a JPEG, and what it shows."""

    content: bytes
    about: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    The team sheet of a challenge.

    Parameters
    ----------
    title
        What the challenge is called.
    hosts
        The organisations that the team visits, the lead host first.
    on_site
        The days on site, in words.
    status
        What is proved about the team, in a sentence.
    mood
        Whether that is good news.
    parts
        Some of `PARTS`, in their order; the reader it is for decides which, and what they say.
    record
        What it takes to make the same sheet again.
    portraits
        A photograph or None for each row of the part `members`.
    linked
        Parts that a table leads to, by their headings in its first column, and that are in no list of parts.
    """

    title: str
    hosts: tuple[str, ...]
    on_site: str
    status: str
    mood: Mood | None
    parts: Mapping[str, Section]
    record: tuple[str, ...]
    portraits: tuple[Portrait | None, ...] = ()
    linked: frozenset[str] = frozenset()
