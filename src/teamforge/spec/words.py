"""Rules, criteria, levels and ids in the words that people read."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CONFLICTS", "CRITERIA", "LEVELS", "STATES", "id_in_words"]

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


def id_in_words(name: str) -> str:
    """
    Return the id of a seat, a role or a theme as people would write it.

    Examples
    --------
    >>> id_in_words("nhs_prevention_lead"), id_in_words("Finance")
    ('NHS prevention lead', 'Finance')
    """
    return " ".join(word.upper() if word in _INITIALS else word for word in name.split("_"))
