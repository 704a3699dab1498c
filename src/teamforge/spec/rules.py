"""
The rules of SPEC.md, each declared once: its name, its kind, its defaults, and the words that people read of it.

What a rule compiles to stands in `problem/criteria/`, `problem/rules/` and `conflicts/rules/`, what the verifier reads
in `verify/`: in the file of the rule's name. A challenge carries the rules as they apply to it, as its `rulebook`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "BARS",
    "BOUNDS",
    "CONFLICTS",
    "CRITERIA",
    "Bar",
    "Bound",
    "ConflictRule",
    "Criterion",
    "Kind",
    "Rule",
    "Strength",
]


class Strength(StrEnum):
    """What a rule does when it fires (SPEC.md section 5)."""

    HARD = "hard"
    """Blocks, and cannot be waived."""
    REVIEW = "review"
    """Blocks until a waiver names the peer (or pair) and the rule."""
    SOFT = "soft"
    """Costs points for each member (or pair of members) it fires for."""
    OFF = "off"
    """Does nothing."""

    @property
    def blocks(self) -> bool:
        """Whether a finding that is not waived keeps people off the team."""
        return self in {Strength.HARD, Strength.REVIEW}

    @property
    def can_be_waived(self) -> bool:
        """Whether a waiver lifts a finding."""
        return self in {Strength.REVIEW, Strength.SOFT}


class Kind(StrEnum):
    """What a rule is about."""

    CRITERION = "criterion"
    """Gives or costs points."""
    CONFLICT = "conflict"
    """Finds a conflict of interest of one peer."""
    PAIR = "pair"
    """Finds a conflict of interest between two peers."""
    BAR = "bar"
    """Keeps one peer off a seat, or out of a window."""
    BOUND = "bound"
    """Limits how many members are of a kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    A rule, and its words.

    Parameters
    ----------
    name
        As in SPEC.md.
    phrase
        Completes a sentence about those it fires for: "P012 …", or of a pair "P012 and P013 …".
    remedy
        What would lift it from one peer; None where nothing may, or where that depends on the case.
    for_host
        Whether a host may read what it found; otherwise no more than that there is a conflict of interest.
    """

    name: str
    phrase: str = ""
    remedy: str | None = None
    for_host: bool = True

    @property
    def kind(self) -> Kind:
        """What it is about."""
        raise NotImplementedError

    @property
    def reason(self) -> str:
        """The phrase, with the numbers of the rule in it."""
        return self.phrase

    @property
    def meaning(self) -> str:
        """What it asks for, in a few words."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Rule):
    """
    A criterion as it applies to one challenge (SPEC.md section 6).

    Parameters
    ----------
    gives
        What it gives points for, or what it costs points for.
    weight
        0 to 10; 0 means no points.
    depth
        For `coverage`, how much the highest, second highest, … level counts; not increasing.
    strength
        For `outside_region`, `hard` or `off`.
    """

    gives: str
    weight: int
    depth: tuple[int, ...] | None = None
    strength: Strength | None = None

    @property
    def kind(self) -> Kind:
        """What it is about."""
        return Kind.CRITERION

    @property
    def meaning(self) -> str:
        """What it gives points for."""
        return self.gives


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRule(Rule):
    """
    A conflict rule as it applies to one challenge (SPEC.md section 5).

    Parameters
    ----------
    strength
        What it does when it fires.
    weight
        1 to 10 for a soft rule, otherwise None or without meaning.
    years
        How far back a past tie counts; None for a rule that has no lookback.
    kinds
        For `same_system` the kinds of organisation that count as a system, in lower case.
    pair
        Whether it fires for two peers together.
    """

    strength: Strength
    weight: int | None = None
    years: int | None = None
    kinds: tuple[str, ...] | None = None
    pair: bool = False
    for_host: bool = False

    @property
    def kind(self) -> Kind:
        """What it is about."""
        return Kind.PAIR if self.pair else Kind.CONFLICT

    @property
    def reason(self) -> str:
        """The phrase, with the years of the rule in it."""
        return self.phrase.format(years=self.years)

    @property
    def meaning(self) -> str:
        """Who must not be on the team."""
        return f"{'no two' if self.pair else 'nobody'} who {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar(Rule):
    """
    A rule that keeps a peer off a seat or out of a window (SPEC.md section 4).

    Parameters
    ----------
    asks
        What it asks for.
    of_members
        Whether it holds only for seats that count.
    rest_days
        For `rest`, the whole days between an engagement and the window.
    """

    asks: str = ""
    of_members: bool = False
    rest_days: int | None = None

    @property
    def kind(self) -> Kind:
        """What it is about."""
        return Kind.BAR

    @property
    def meaning(self) -> str:
        """What it asks for."""
        return self.asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound(Rule):
    """
    A rule with a number and no points (SPEC.md sections 4 and 6).

    Parameters
    ----------
    asks
        What it asks for.
    max
        The most members.
    """

    asks: str
    max: int

    @property
    def kind(self) -> Kind:
        """What it is about."""
        return Kind.BOUND

    @property
    def meaning(self) -> str:
        """What it asks for."""
        return self.asks


_HARD, _REVIEW, _OFF = Strength.HARD, Strength.REVIEW, Strength.OFF

_CRITERIA = (
    Criterion(name="coverage", weight=10, depth=(4, 2, 1), gives="expertise in the themes of the scope"),
    Criterion(name="seat_fit", weight=6, gives="roles that fit their seats"),
    Criterion(name="member_match", weight=8, gives="a member of the host's ruling group", for_host=False),
    Criterion(name="distinct_groups", weight=4, gives="cost: politicians of one group", for_host=False),
    Criterion(
        name="outside_region",
        weight=6,
        strength=_OFF,
        gives="members from other regions",
        phrase="works in a region of the hosts",
    ),
    Criterion(name="similar_authority", weight=6, gives="members from authorities like the host"),
    Criterion(name="fresh", weight=5, gives="members with few recent reviews"),
    Criterion(name="experienced_lead", weight=3, gives="a lead peer who has done two challenges"),
    Criterion(name="distinct_organisations", weight=4, gives="cost: members of one organisation", for_host=False),
    Criterion(name="earlier", weight=2, gives="an early window"),
)

_CONFLICTS = (
    ConflictRule(
        name="current_tie",
        strength=_HARD,
        phrase="works at a host, or has a current office, contract or consultancy there",
    ),
    ConflictRule(
        name="past_tie",
        strength=_HARD,
        years=5,
        phrase="worked or held office at a host in the last {years} years",
    ),
    ConflictRule(
        name="commercial_tie",
        strength=_REVIEW,
        years=5,
        phrase="had a contract or consultancy with a host in the last {years} years",
    ),
    ConflictRule(
        name="job_application",
        strength=_REVIEW,
        years=5,
        phrase="applied for a job at a host in the last {years} years",
    ),
    ConflictRule(name="personal_tie", strength=_HARD, phrase="has family or a financial interest at a host"),
    ConflictRule(name="friendship", strength=_REVIEW, phrase="has a friend at a host"),
    ConflictRule(
        name="same_system",
        strength=_REVIEW,
        kinds=("icb", "ics", "system"),
        phrase="works in the same health and care system as a host",
    ),
    ConflictRule(
        name="shared_leadership",
        strength=_REVIEW,
        phrase="works for an organisation that shares its leadership with a host",
    ),
    ConflictRule(name="neighbour", strength=_REVIEW, phrase="works for a neighbour of a host"),
    ConflictRule(
        name="reviewed_host",
        strength=_REVIEW,
        years=5,
        phrase="reviewed a host in the last {years} years, or is booked to",
    ),
    ConflictRule(
        name="reciprocal_review",
        strength=_REVIEW,
        years=3,
        phrase="works where somebody from a host did a review in the last {years} years, or is booked to",
    ),
    ConflictRule(
        name="declaration",
        strength=_REVIEW,
        phrase="has not declared their interests within a year of the decision",
        remedy="renew the declaration",
    ),
    ConflictRule(
        name="pair_tie",
        strength=_HARD,
        pair=True,
        phrase="are family, in one line of management, in business together or in dispute",
    ),
    ConflictRule(name="pair_friendship", strength=_REVIEW, pair=True, phrase="are friends"),
)

_BARS = (
    Bar(name="unknown_peer", phrase="is not in the pool"),
    Bar(name="eligible", phrase="has no role that the seat accepts"),
    Bar(name="role", phrase="has no role that a seat accepts"),
    Bar(name="trained", asks="peers must be trained", phrase="is not trained", remedy="train them"),
    Bar(name="active", asks="peers must be active", phrase="is not active", remedy="make them active"),
    Bar(
        name="excluded",
        asks="excluded peers stay out",
        phrase="is excluded from this challenge",
        remedy="lift the exclusion",
    ),
    Bar(
        name="pin",
        asks="pins hold",
        phrase="would need a seat that is pinned to somebody else, or is pinned to another seat",
        remedy="lift the pin",
    ),
    Bar(name="windows", phrase="has no valid window to come in", remedy="add a window"),
    Bar(name="availability", asks="peers must be free on every day of the window", phrase="is not free"),
    Bar(name="unknown_availability", phrase="has not said when they are free", remedy="ask when they are free"),
    Bar(name="overlap", asks="nobody is at two challenges at once", phrase="is at another challenge"),
    Bar(
        name="rest",
        asks="members rest between challenges",
        phrase="is too close to another challenge",
        of_members=True,
        rest_days=14,
    ),
    Bar(
        name="max_per_year",
        asks="members take no more challenges a year than they said",
        phrase="has as many challenges as they take in a year",
        of_members=True,
    ),
)

_BOUNDS = (
    Bound(
        name="first_timers",
        max=2,
        asks="not too many first-timers",
        phrase="has done no challenge yet, and too many members are like that",
    ),
)

CRITERIA: Mapping[str, Criterion] = {rule.name: rule for rule in _CRITERIA}
"""The criteria, in the order of SPEC.md section 6."""
CONFLICTS: Mapping[str, ConflictRule] = {rule.name: rule for rule in _CONFLICTS}
"""The conflict rules, in the order of SPEC.md section 5."""
BARS: Mapping[str, Bar] = {rule.name: rule for rule in _BARS}
"""What keeps one peer off a seat or out of a window, whatever the rest of the team (SPEC.md section 4)."""
BOUNDS: Mapping[str, Bound] = {rule.name: rule for rule in _BOUNDS}
"""What limits the members together, apart from team rules."""
