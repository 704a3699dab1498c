"""Levels and names in plain words."""

from __future__ import annotations

LEVELS = ("none", "aware", "practitioner", "expert", "authority")
"""What each level of expertise means (SPEC.md section 1)."""

SKILLS = (*LEVELS[:4], "leading expert")
"""The levels in papers that go out: a host is an authority itself, and a peer is none."""

_INITIALS = frozenset({"ccg", "hwb", "icb", "ics", "lga", "nhs", "send", "vcs", "vcse"})
"""Words that are pronounced letter by letter."""
_SAID = {"director_adult_services": "director_of_adult_services", "ccg_officer": "icb_officer"}
"""Names of SPEC.md that people say in other words: CCGs became ICBs in 2022, and the seat takes both."""


def spoken(name: str) -> str:
    """
    Return a name of SPEC.md or of a file, such as a seat, a role, a theme or a rule, as people write it.

    Examples
    --------
    >>> spoken("nhs_prevention_lead"), spoken("Finance"), spoken("ccg_officer"), spoken("soft:reviewed_host")
    ('NHS prevention lead', 'Finance', 'ICB officer', 'soft: reviewed host')
    """
    words = _SAID.get(name, name).replace(":", ": ").split("_")
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
