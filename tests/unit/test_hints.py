"""Spelling hints take bounded time: of thousands of unknown words, only the first few are compared."""

from __future__ import annotations

import difflib

import pytest

import teamforge
import teamforge.errors
from tests.world import World

WORDS = [f"challenge_manger_{number}" for number in range(3_000)]


@pytest.fixture(name="compared")
def words_compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return each word that is compared with known ones."""
    words: list[str] = []

    def counted(word: str, known: list[str], n: int, cutoff: float) -> list[str]:
        words.extend([word] * len(known))
        return difflib.get_close_matches(word, known, n=n, cutoff=cutoff)

    monkeypatch.setattr(teamforge.errors, "get_close_matches", counted)
    return words


def test_role_words(compared: list[str]) -> None:
    """As many as there are peers, when a list was pasted into the wrong column."""
    world = World(seats=[{"id": "m", "accepts": {"challenge_manager": 100}}])
    for number, word in enumerate(WORDS):
        world = world.peer(f"Z{number}", roles=(word,))
    found = teamforge.check(world.pool, world.challenge)
    assert any(note.kind == "unknown_role" for note in found)
    assert len(compared) < 3_000
