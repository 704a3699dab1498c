"""Dates, cells, rules and criteria in the words that people read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from teamforge.page.model import Cell

__all__ = ["CONFLICTS", "CRITERIA", "LEVELS", "counted", "days_in_words", "id_in_words", "lines_of", "visible"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

LEVELS = ("none", "aware", "practitioner", "expert", "authority")
"""What each level of expertise means (SPEC.md section 1)."""

CRITERIA: Mapping[str, str] = {
    "coverage": "expertise in the themes of the scope",
    "seat_fit": "roles that fit their seats",
    "member_match": "a member of the host's ruling group",
    "distinct_groups": "cost: politicians of one group",
    "outside_region": "members from other regions",
    "similar_authority": "members from authorities like the host",
    "fresh": "members who reviewed little of late",
    "experienced_lead": "a lead with two challenges behind them",
    "distinct_organisations": "cost: members of one organisation",
    "earlier": "an early window",
}
"""What each criterion of SPEC.md section 6 gives points for."""

CONFLICTS: Mapping[str, str] = {
    "current_tie": "works at a host, or is tied to it by office, contract or consultancy",
    "past_tie": "worked or held office at a host not long ago",
    "commercial_tie": "had a contract or consultancy with a host not long ago",
    "job_application": "applied for a post at a host",
    "personal_tie": "has family or money at a host",
    "friendship": "has a friend at a host",
    "same_system": "is from the system of a host",
    "shared_leadership": "is from an organisation that shares its leadership with a host",
    "neighbour": "is from a neighbour of a host",
    "reviewed_host": "reviewed a host not long ago",
    "reciprocal_review": "is from an organisation that somebody from a host reviewed not long ago",
    "declaration": "made no declaration of interests within a year",
    "pair_tie": "two who are family, in line of management, in business or in dispute",
    "pair_friendship": "two who are friends",
}
"""Whom each conflict rule of SPEC.md section 5 fires for."""

STATES: Mapping[str, str] = {
    "unknown_peer": "is not in the pool",
    "eligible": "has no role that the seat accepts",
    "trained": "is not trained",
    "active": "is not active",
    "excluded": "is excluded from this challenge",
    "pin": "would need a seat that is pinned to somebody else, or is pinned to another seat",
    "outside_region": "works in a region of the hosts",
    "availability": "is not free",
    "overlap": "is at another challenge",
    "rest": "is too close to another challenge",
    "max_per_year": "has as many challenges as they take in a year",
}
"""What each state and each rule of a peer alone (SPEC.md sections 2 and 4) says of a peer whom it stops."""

_INITIALS = frozenset({"ccg", "hwb", "icb", "ics", "nhs", "send", "vcs", "vcse"})
"""What is said letter by letter."""

_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    r"""
    Return a line of text in which what a screen would obey or hide is written out.

    Control characters could rewrite a terminal, and marks of direction could make an id look like another's.

    Examples
    --------
    >>> print(visible("P1\x1b[2J\u202e"))
    P1\x1b[2J\u202e
    """
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def id_in_words(name: str) -> str:
    """
    Return the id of a seat, a role or a theme as people would write it.

    Examples
    --------
    >>> id_in_words("nhs_prevention_lead"), id_in_words("Finance")
    ('NHS prevention lead', 'Finance')
    """
    return " ".join(word.upper() if word in _INITIALS else word for word in name.split("_"))


def lines_of(cell: Cell) -> tuple[str, ...]:
    """
    Return a cell as lines of text that are safe to show as they are.

    Examples
    --------
    >>> lines_of(12345), lines_of(None), lines_of(("a", "b"))
    (('12,345',), ('',), ('a', 'b'))
    """
    if isinstance(cell, tuple):
        return tuple(visible(line) for line in cell)
    if isinstance(cell, int):
        return (f"{cell:,}",)
    return (visible(cell or ""),)


def counted(count: int, one: str, many: str | None = None) -> str:
    """
    Return a number with its noun.

    Examples
    --------
    >>> counted(1, "peer"), counted(2200, "peer"), counted(0, "availability row")
    ('1 peer', '2,200 peers', '0 availability rows')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def days_in_words(start: date, end: date) -> str:
    """
    Return the days of a window in words, in English whatever the locale.

    Examples
    --------
    >>> days_in_words(date(2027, 4, 13), date(2027, 4, 15))
    'Tuesday 13 to Thursday 15 April 2027'
    >>> days_in_words(date(2027, 3, 30), date(2027, 4, 1)), days_in_words(date(2027, 4, 1), date(2027, 4, 1))
    ('Tuesday 30 March to Thursday 1 April 2027', 'Thursday 1 April 2027')
    """
    last = f"{_DAYS[end.weekday()]} {end.day} {_MONTHS[end.month - 1]} {end.year}"
    if start == end:
        return last
    first = f"{_DAYS[start.weekday()]} {start.day}"
    if (start.year, start.month) != (end.year, end.month):
        first += f" {_MONTHS[start.month - 1]}"
    if start.year != end.year:
        first += f" {start.year}"
    return f"{first} to {last}"
