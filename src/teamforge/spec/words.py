"""Levels and ids in plain words."""

from __future__ import annotations

__all__ = ["LEVELS", "id_in_words"]

LEVELS = ("none", "aware", "practitioner", "expert", "authority")
"""What each level of expertise means (SPEC.md section 1)."""

_INITIALS = frozenset({"ccg", "hwb", "icb", "ics", "nhs", "send", "vcs", "vcse"})
"""Words that are spelled out letter by letter."""


def id_in_words(name: str) -> str:
    """
    Return the id of a seat, a role or a theme the way people write it.

    Examples
    --------
    >>> id_in_words("nhs_prevention_lead"), id_in_words("Finance")
    ('NHS prevention lead', 'Finance')
    """
    return " ".join(word.upper() if word in _INITIALS else word for word in name.split("_"))
