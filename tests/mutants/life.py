"""Mutants of the commands of a team's life."""

from __future__ import annotations

from tests.mutants.mutant import mutants_of

__all__ = ["LIFE"]

LIFE = (
    *mutants_of(
        "cli/answer.py",
        (
            "answer: --all in the order of the table",
            "asked.seat_ids.index(row.seat) if row.seat in asked.seat_ids else -1",
            "0",
        ),
    ),
    *mutants_of(
        "cli/letters.py",
        ("letters: over what is there", "for place in places if place.exists()", "for place in places if False"),
        ("letters: nobody says who gets none", "row.peer_id in members and not row.live", "False"),
    ),
)
"""Every mutant of these commands."""
