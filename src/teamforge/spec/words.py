"""Levels and names in plain words."""

from __future__ import annotations

__all__ = ["LEVELS", "capital", "spoken"]

LEVELS = ("none", "aware", "practitioner", "expert", "authority")
"""What each level of expertise means (SPEC.md section 1)."""

_INITIALS = frozenset({"ccg", "hwb", "icb", "ics", "lga", "nhs", "send", "vcs", "vcse"})
"""Words that are pronounced letter by letter."""
_SHORTENED = {"director_adult_services": "director_of_adult_services"}
"""Names of SPEC.md that leave out a word that people say."""


def spoken(name: str) -> str:
    """
    Return a name of SPEC.md or of a file, such as a seat, a role, a theme or a rule, as people write it.

    Examples
    --------
    >>> spoken("nhs_prevention_lead"), spoken("Finance"), spoken("soft:reviewed_host")
    ('NHS prevention lead', 'Finance', 'soft: reviewed host')
    """
    words = _SHORTENED.get(name, name).replace(":", ": ").split("_")
    return " ".join(word.upper() if word in _INITIALS else word for word in words)


def capital(text: str) -> str:
    """
    Return a text with a capital first letter.

    Examples
    --------
    >>> capital("lead peer"), capital("NHS lead")
    ('Lead peer', 'NHS lead')
    """
    return text[:1].upper() + text[1:]
