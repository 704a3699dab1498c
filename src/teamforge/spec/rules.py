"""What a rule is: its name, kind and defaults, and the words that people read. `catalogue` declares them all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """What a rule does when it fires (SPEC.md section 5)."""

    HARD = "hard"
    """Blocks, and cannot be waived."""
    REVIEW = "review"
    """Blocks until a waiver names the peer (or pair) and the rule."""
    SOFT = "soft"
    """Costs points for each member (or pair of members) that it fires for."""
    OFF = "off"
    """Does nothing."""

    @property
    def blocks(self) -> bool:
        """Whether an unwaived finding keeps people off the team."""
        return self in {Strength.HARD, Strength.REVIEW}

    @property
    def can_be_waived(self) -> bool:
        """Whether a waiver lifts a finding."""
        return self in {Strength.REVIEW, Strength.SOFT}


class RuleKind(StrEnum):
    """The kind of a rule."""

    CRITERION = "criterion"
    """Gives points, or costs points."""
    CONFLICT = "conflict"
    """Finds a conflict of interest of one peer."""
    PAIR = "pair"
    """Finds a conflict of interest between two peers."""
    BAR = "bar"
    """Keeps one peer off a seat, or out of a window."""
    BOUND = "bound"
    """Limits the number of members of some kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    A rule and its wording.

    Parameters
    ----------
    name
        The name in SPEC.md.
    phrase
        The rest of a sentence that begins with a peer, "P012 …", or with a pair, "P012 and P013 …".
    remedy
        What would lift the rule for one peer; None if nothing may, or if it depends on the case.
    for_host
        Whether a host may read its findings. If not, a host reads only that there is a conflict of interest.
    relation
        The kind of relation between organisations that the rule uses; None if it has none of its own.
    to_peer
        Why the rule kept a peer off, for a letter to that peer: whole sentences, with nobody else's data.
    advice
        What the letter suggests; empty for nothing.
    """

    name: str
    phrase: str = ""
    remedy: str | None = None
    for_host: bool = True
    relation: str | None = None
    to_peer: str = ""
    advice: str = ""

    @property
    def kind(self) -> RuleKind:
        """What the rule does."""
        raise NotImplementedError

    @property
    def numbers(self) -> dict[str, object]:
        """The numbers of this challenge that fill the placeholders in the wording."""
        return {}

    @property
    def reason(self) -> str:
        """The phrase, with the numbers of this challenge filled in."""
        return self.phrase.format(**self.numbers)

    @property
    def meaning(self) -> str:
        """What the rule demands or rewards, in a few words."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Rule):
    """
    A criterion as it applies to one challenge (SPEC.md section 6).

    Parameters
    ----------
    gives
        What the criterion gives or deducts points for.
    weight
        The weight, from 0 to 10; 0 means no points.
    depth
        For `coverage`, how much the highest, second highest, … level counts; never increasing.
    strength
        For `outside_region`, `hard` or `off`.
    """

    gives: str
    weight: int
    depth: tuple[int, ...] | None = None
    strength: Strength | None = None

    @property
    def kind(self) -> RuleKind:
        """What the rule does."""
        return RuleKind.CRITERION

    @property
    def meaning(self) -> str:
        """What the criterion gives points for."""
        return self.gives


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRule(Rule):
    """
    A conflict rule as it applies to one challenge (SPEC.md section 5).

    Parameters
    ----------
    strength
        What the rule does when it fires.
    weight
        The weight of a soft rule, from 1 to 10; otherwise None, or without effect.
    years
        How far back a past tie counts; None for a rule that does not look back.
    kinds
        For `same_system`, the kinds of organisation that count as a system, in lower case.
    pair
        Whether the rule is about two peers.
    """

    strength: Strength
    weight: int | None = None
    years: int | None = None
    kinds: tuple[str, ...] | None = None
    pair: bool = False
    for_host: bool = False
    advice: str = "You can review other hosts: what stands in the way is about these hosts alone."

    @property
    def kind(self) -> RuleKind:
        """What the rule does."""
        return RuleKind.PAIR if self.pair else RuleKind.CONFLICT

    @property
    def numbers(self) -> dict[str, object]:
        """How far back the rule looks."""
        return {"years": "year" if self.years == 1 else f"{self.years} years"}

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
        What it demands.
    of_members
        Whether the rule applies only to seats that count.
    rest_days
        For `rest`, the whole days between an engagement and the window.
    """

    asks: str = ""
    of_members: bool = False
    rest_days: int | None = None

    @property
    def kind(self) -> RuleKind:
        """What the rule does."""
        return RuleKind.BAR

    @property
    def numbers(self) -> dict[str, object]:
        """The days of rest."""
        return {"rest_days": self.rest_days}

    @property
    def meaning(self) -> str:
        """What the rule demands."""
        return self.asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound(Rule):
    """
    A limit on the members together, without points (SPEC.md sections 4 and 6).

    Parameters
    ----------
    asks
        What it demands.
    max
        The maximum number of members.
    """

    asks: str
    max: int

    @property
    def kind(self) -> RuleKind:
        """What the rule does."""
        return RuleKind.BOUND

    @property
    def numbers(self) -> dict[str, object]:
        """The maximum number of members."""
        return {"max": self.max}

    @property
    def meaning(self) -> str:
        """What the rule demands, with its number."""
        return self.asks.format(**self.numbers)
