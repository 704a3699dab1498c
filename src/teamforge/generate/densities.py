"""
What an invented pool is like: shares and amounts, counted in a pool of 2,200 peers, the size of the LGA's own.

The peers of a role, their expertise, absences and ties are as frequent as in that pool.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

AS_OF = date(2027, 1, 11)
"""The date of the decision; bookings and absences lie around it."""

CROWDED = 50_000
"""Above this many peers the number of bookings stays the same; otherwise everybody would have reviewed everybody."""

THEMES = (
    "place_leadership",
    "shared_purpose",
    "governance_hwb",
    "partnership",
    "population_health",
    "inequalities",
    "prevention",
    "wider_determinants",
    "integration",
    "independence",
    "community_vcse",
    "resources",
)
"""The themes of expertise."""

LEVELS = (0.169, 0.369, 0.338, 0.112, 0.012)
"""The share of peers with each level, 0 to 4, in a theme outside their role."""
STRONG_LEVELS = (0.006, 0.061, 0.277, 0.390, 0.266)
"""The same for a theme of their role."""
LIKENESS = 0.09
"""The correlation between the levels of one person, before they are cut: some people know more about everything."""


@dataclass(frozen=True, slots=True)
class Role:
    """
    A role, or two of the same person.

    Parameters
    ----------
    name
        The role, as in a cell of `roles`.
    share
        How many of 2,200 peers have it.
    kinds
        How many of them work at an organisation of each kind; none for independents.
    themes
        What they know best: places in `THEMES`.
    max_per_year
        The most challenges they take in a year.
    """

    name: str
    share: int
    kinds: Mapping[str, int]
    themes: tuple[int, ...]
    max_per_year: int = 1


_UPPER = {"county": 9, "london_borough": 22, "metropolitan": 20, "unitary": 41}
_CHIEF = {"county": 13, "district": 80, "london_borough": 9, "metropolitan": 18, "unitary": 44}
_MEMBER = {"county": 53, "district": 409, "london_borough": 75, "metropolitan": 95, "unitary": 163}

ROLES = (
    Role("elected_member", 795, _MEMBER, (0, 2, 10), max_per_year=4),
    Role("director_adult_services", 165, _UPPER, (3, 8, 9, 11)),
    Role("chief_executive", 164, _CHIEF, (0, 1, 2, 11)),
    Role("challenge_manager", 154, {}, (1, 2), max_per_year=4),
    Role("vcs_leader", 148, {"vcs": 1}, (3, 5, 10)),
    Role("public_health_consultant", 129, {**_UPPER, "nhs_trust": 90}, (4, 6, 7)),
    Role("nhs_prevention_lead", 113, {"icb": 28, "nhs_trust": 85}, (4, 5, 6)),
    Role("director_of_public_health", 111, _UPPER, (4, 5, 6, 7)),
    Role("icb_clinical_director", 96, {"icb": 1}, (4, 6, 8)),
    Role("deputy_director_of_public_health", 91, _UPPER, (4, 5, 6)),
    Role("icb_chief_executive", 52, {"icb": 1}, (0, 8, 11)),
    Role("icb_chair", 49, {"icb": 1}, (1, 2, 3)),
    Role("ccg_clinical_chair", 47, {"icb": 15, "nhs_trust": 32}, (3, 6, 8)),
    Role("ccg_accountable_officer", 36, {"icb": 10, "nhs_trust": 26}, (2, 8, 11)),
    Role("director_of_public_health; public_health_consultant", 35, _UPPER, (4, 5, 6, 7)),
    Role("chief_executive; director_adult_services", 15, _CHIEF, (0, 1, 2, 11)),
)

TRAINED, ACTIVE = 0.962, 0.947
"""The shares of peers who are trained and who are active."""
CHALLENGES_DONE = (0.470, 0.237, 0.129, 0.072, 0.040, 0.023, 0.014, 0.007, 0.004, 0.002, 0.001, 0.001)
"""The shares of peers who have done 0, 1, 2, … challenges."""
GROUPS = {"Labour": 271, "Conservative": 270, "Liberal Democrat": 123, "Independent": 103, "Green": 28}
"""The political groups of elected members; other peers have none."""
SEXES = {"F": 899, "M": 861, "": 440}
UNDECLARED = 0.061
"""The share of peers who never declared their interests; the others did within the last `DECLARED_WITHIN` days."""
DECLARED_WITHIN = 419

ANSWERS = (0.073, 0.537, 0.390)
"""The shares of peers with no row in `availability`, with rows when they are free, and with rows when they are away."""
FREE_ROWS = (0.266, 0.486, 0.248)
"""Of the peers who list when they are free, the shares with 1, 2 and 3 rows, one after the other."""
AWAY_ROWS = (0.253, 0.272, 0.240, 0.235)
"""Of the peers who list when they are away, the shares with 1 to 4 rows, which may overlap."""
TENTATIVE = 0.335
"""The share of tentative rows among those."""

INTEREST_ROWS = (0.291, 0.407, 0.253, 0.049)
"""The shares of peers with 0, 1, 2 and 3 interests."""


@dataclass(frozen=True, slots=True)
class InterestDensity:
    """A kind of interest: its number among 2,329, the share of it in organisations, and whether it has ended."""

    kind: str
    share: int
    in_organisation: float
    ended: bool = False


INTERESTS = (
    InterestDensity("employment", 688, 1.0, ended=True),
    InterestDensity("friendship", 350, 0.72),
    InterestDensity("governance", 229, 1.0, ended=True),
    InterestDensity("family", 219, 0.49),
    InterestDensity("consultancy", 187, 1.0, ended=True),
    InterestDensity("job_application", 144, 1.0, ended=True),
    InterestDensity("line_management", 120, 0.0),
    InterestDensity("dispute", 118, 0.0),
    InterestDensity("contract", 105, 1.0, ended=True),
    InterestDensity("business", 105, 0.0),
    InterestDensity("financial", 64, 1.0),
)
NOT_OF_INTEREST = frozenset({"vcs", "combined_authority"})
"""Kinds of organisation in which nobody has an interest."""

ENGAGEMENT_ROWS = (0.493, 0.337, 0.170)
"""Of the peers who have done a challenge, the shares with 0, 1 and 2 engagements; the others have none."""
ENGAGEMENT_STATUSES = {"done": 751, "confirmed": 15, "proposed": 12, "cancelled": 11}
HOST_KINDS = ("county", "london_borough", "metropolitan", "unitary")
"""The kinds of councils that host challenges."""
VOLUNTARY = 120
"""Voluntary organisations invented in addition to the register, for 2,200 peers."""
