"""The closed vocabularies of SPEC.md section 1, in its order and always in lower case."""

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
"""The table of availability as a poll gives it: a row a peer, a column a date."""
TABLES = ("peers", "availability", "organisations", "relations", "interests", "engagements")
CHALLENGE_SHEETS = (
    *("challenge", "hosts", "windows", "avoid", "scope", "seats", "pins", "exclude", "waivers", "team_rules", "rules"),
)
"""The sheets of a workbook that hold the challenge beside the pool."""
READING_SHEETS = ("instructions", "lists")
"""The sheets of a workbook that are for people and for its drop-down lists."""
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
    Return a word of a vocabulary as it is compared: trimmed, ignoring case.

    Examples
    --------
    >>> fold("  Neighbour_Of ")
    'neighbour_of'
    """
    return text.strip().casefold()


def fold_attribute(text: str) -> str:
    """
    Return an attribute value as it is compared: folded, and a whole number without a trailing ``.0``.

    Examples
    --------
    >>> fold_attribute(" 3.0 "), fold_attribute("North West")
    ('3', 'north west')
    """
    word = fold(text)
    head, point, tail = word.partition(".")
    whole = point and tail.strip("0") == "" and tail != "" and head.lstrip("+-").isdigit()
    return head if whole else word
