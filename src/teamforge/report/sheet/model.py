"""What a team sheet says: its text is as it was given, and its writers must make it safe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from teamforge.page import Mood, Section

PARTS = ("dates", "team", "members", "programme", "scope", "conflicts", "reserves", "warnings", "proof")
"""
The parts that a sheet can have, in their order.

`members` needs names, `programme` is only for the host, `reserves` only for the team.
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
        The title of the challenge.
    hosts
        The organisations that the team visits, the lead host first.
    on_site
        The days on site, in words.
    status
        What is proved about the team, in a sentence.
    mood
        Whether the status is good news.
    parts
        Some of `PARTS`, in their order; which ones, and what they say, depends on the reader.
    record
        What it takes to make the same sheet again.
    portraits
        A photograph or None for each row of the part `members`.
    linked
        Parts that a table links to, by their headings in its first column, and that no list of parts includes.
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
