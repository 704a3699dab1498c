"""The words that SPEC.md section 1 allows, in its order and in lower case."""

from __future__ import annotations

import re

CALENDARS = "calendars"
"""The folder next to the tables; faults name it as their table."""
POLL = "availability_poll"
"""Availability as a poll: a row for each peer, a column for each date."""
TABLES = ("peers", "availability", "organisations", "relations", "interests", "engagements", "assignments")
CHALLENGE_SHEETS = (
    *("challenge", "hosts", "windows", "avoid", "scope", "seats", "pins", "exclude", "waivers", "team_rules", "rules"),
)
"""The sheets of a workbook that hold the challenge."""
PROGRAMME_SHEETS = ("programme", "challenges")
"""The sheets of a workbook that hold a programme."""
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
LIVE = ("proposed", "asked", "accepted", "confirmed", "done")
"""The states of a peer who is on a team (SPEC.md section 9)."""
OUT = ("declined", "objected", "withdrawn")
"""The states of a peer who stays out unless a later row says otherwise."""
ASSIGNMENT_STATES = (*LIVE, *OUT, "released")


_SPACES = (0xA0, 0x2007, 0x202F)
_NOTHING = (0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
_INVISIBLE = dict.fromkeys(_SPACES, " ") | dict.fromkeys((*_NOTHING, *range(0xFE00, 0xFE10)))
"""No-break spaces, which become spaces, and zero-width characters, which are removed."""
_ERROR_TEXT = re.compile(r"#N/?A|#NV|#GETTING_DATA|#[\w/ ]+[!?]|Err:\d{3}", re.IGNORECASE)
"""What Excel, LibreOffice and Google Sheets show when a formula fails, in several languages."""


def fold(text: str) -> str:
    """
    Return a word in the form used for comparison: trimmed and case-folded.

    Examples
    --------
    >>> fold("  Neighbour_Of ")
    'neighbour_of'
    """
    return text.strip().casefold()


def fold_attribute(text: str) -> str:
    """
    Return an attribute value in the form used for comparison; a whole number loses a trailing ``.0``.

    Examples
    --------
    >>> fold_attribute(" 3.0 "), fold_attribute("North West")
    ('3', 'north west')
    """
    word = fold(text)
    head, point, tail = word.partition(".")
    whole = point and tail.strip("0") == "" and tail != "" and head.lstrip("+-").isdigit()
    return head if whole else word


def fold_heading(text: str) -> str:
    """
    Return the name of a column, table or sheet in the form used for comparison: folded, without invisible characters.

    Examples
    --------
    >>> fold_heading("Organisation_ID\u200b"), fold_heading("theme:\u00a0prevention")
    ('organisation_id', 'theme: prevention')
    """
    return fold(text if text.isascii() else text.translate(_INVISIBLE))


def is_unicode(text: str) -> bool:
    """
    Return whether text can be encoded: it has no half of a surrogate pair.

    Examples
    --------
    >>> is_unicode("Łódź"), is_unicode(chr(0xD83D))
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_error_text(text: str) -> bool:
    """
    Return whether a text is what a spreadsheet shows when a formula fails.

    Examples
    --------
    >>> [is_error_text(text) for text in ("#N/A", "#REF!", "Err:508", "#1", "N/A")]
    [True, True, True, False, False]
    """
    return text[:1] in {"#", "E", "e"} and _ERROR_TEXT.fullmatch(text) is not None


def may_have_error_texts(text: str) -> bool:
    """
    Return whether a long text may contain an error text: a quick test before the slow one.

    Examples
    --------
    >>> may_have_error_texts("E1 Err:508"), may_have_error_texts("E1 E2")
    (True, False)
    """
    return "#" in text or "err:" in text.casefold()
