"""Mutants of the commands of a team's life."""

from __future__ import annotations

from tests.mutants.mutant import mutants_of

__all__ = ["LIFE"]

LIFE = (
    *mutants_of(
        "assignments.py",
        (
            "rows: the team in the order of the table",
            "key=lambda row: order.get(row.seat, len(order))",
            "key=lambda row: 0",
        ),
    ),
    *mutants_of(
        "cli/letters.py",
        ("letters: over what is there", "for place in places if place.exists()", "for place in places if False"),
        ("letters: nobody says who gets none", "row.peer_id in members and not row.live", "False"),
    ),
)
"""Every mutant of these commands."""
