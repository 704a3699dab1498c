"""The words that SPEC.md section 1 allows, in its order and always in lower case."""

from __future__ import annotations

__all__ = [
    "AVAILABILITY_STATUSES",
    "CHALLENGE_SHEETS",
    "ENGAGEMENT_STATUSES",
    "INTERESTS_WITH_ORGANISATION",
    "INTERESTS_WITH_PEER",
    "INTEREST_KINDS",
    "POLL",
    "READING_SHEETS",
    "RELATION_KINDS",
    "TABLES",
    "fold",
    "fold_attribute",
]

POLL = "availability_poll"
"""Availability as a poll has it: a row for each peer, a column for each date."""
TABLES = ("peers", "availability", "organisations", "relations", "interests", "engagements")
CHALLENGE_SHEETS = (
    *("challenge", "hosts", "windows", "avoid", "scope", "seats", "pins", "exclude", "waivers", "team_rules", "rules"),
)
"""The sheets of a workbook that hold the challenge."""
READING_SHEETS = ("instructions", "lists")
"""The sheets of a workbook that are not read: instructions for people, and the entries of drop-down lists."""
AVAILABILITY_STATUSES = ("available", "unavailable", "tentative")
RELATION_KINDS = ("part_of", "predecessor_of", "neighbour_of", "shares_leadership_with", "similar_to")
INTERESTS_WITH_ORGANISATION = (
    "employment",
    "governance",
    "contract",
    "consultancy",
    "job_application",
    "family",
    "financial",
    "friendship",
)
INTERESTS_WITH_PEER = ("family", "line_management", "business", "dispute", "friendship")
INTEREST_KINDS = tuple(dict.fromkeys(INTERESTS_WITH_ORGANISATION + INTERESTS_WITH_PEER))
ENGAGEMENT_STATUSES = ("done", "confirmed", "proposed", "cancelled")


def fold(text: str) -> str:
    """
    Return a word in the form in which words are compared: trimmed, in one case.

    Examples
    --------
    >>> fold("  Neighbour_Of ")
    'neighbour_of'
    """
    return text.strip().casefold()


def fold_attribute(text: str) -> str:
    """
    Return an attribute value in the form in which values are compared; a whole number loses a trailing ``.0``.

    Examples
    --------
    >>> fold_attribute(" 3.0 "), fold_attribute("North West")
    ('3', 'north west')
    """
    word = fold(text)
    head, point, tail = word.partition(".")
    whole = point and tail.strip("0") == "" and tail != "" and head.lstrip("+-").isdigit()
    return head if whole else word
