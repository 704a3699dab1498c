"""What a challenge says about peers: who is out, what was decided about a finding, what the team must be like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from teamforge.challenge.fields import (
    AttributeValue,
    Day,
    Heading,
    Id,
    OneOf,
    PrivateText,
    Whole,
    trimmed,
    whole_number,
)
from teamforge.challenge.flaws import Flaw
from teamforge.challenge.overrides import MAX_MEMBERS, SoftWeight
from teamforge.challenge.table import FieldTable, part
from teamforge.page.words import counted
from teamforge.spec.dates import as_day
from teamforge.spec.rulebook import RULEBOOK
from teamforge.spec.vocabulary import fold
from teamforge.spec.words import spoken

MAX_TEAM_RULES = 500


class Exclusion(FieldTable):
    """A peer who must not be on the team: withdrawn, declined, or objected to by the host. No message shows why."""

    peer: Id = Field(description="The peer's id.")
    reason: PrivateText = Field(repr=False, description="Why.")


class Waiver(FieldTable):
    """
    Somebody's decision that a finding of a review rule does not block, and of a soft rule does not cost.

    No message shows who decided it or why.
    """

    peer: Id = Field(description="The peer's id.")
    rule: Annotated[str, OneOf(tuple(RULEBOOK.conflicts))] = Field(description="The conflict rule that is waived.")
    by: PrivateText = Field(repr=False, description="Who decided.")
    reason: PrivateText = Field(repr=False, description="Why.")
    on: Day = Field(description="When it was decided.")
    until: Day | None = Field(None, description="The last day it is in force; without it, it stays in force.")
    other_peer: Id | None = Field(None, description="The other peer's id, for a rule of two peers.")

    @classmethod
    def flaws_between(cls, given: Mapping[str, object]) -> Sequence[Flaw]:
        """Return the flaws of an end before the decision, and of one peer too many or too few."""
        flaws: list[Flaw] = []
        on, until = as_day(given.get("on")), as_day(given.get("until"))
        if on and until and until < on:
            flaws.append(Flaw(f"a date from {on} on, when it was decided", "correct either", str(until), ("until",)))
        rule, other = given.get("rule"), trimmed(given.get("other_peer"))
        word = fold(rule) if isinstance(rule, str) else ""
        named = RULEBOOK.conflicts.get(word)
        if named is not None and named.pair and "other_peer" not in given:
            flaws.append(Flaw(f"this field: {word} is about two peers", "add other_peer", path=("other_peer",)))
        if named is not None and not named.pair and "other_peer" in given:
            flaws.append(Flaw(f"no such field: {word} is about one peer", "remove it", other, ("other_peer",)))
        if other is not None and other == trimmed(given.get("peer")):
            flaws.append(Flaw("another id than peer", "name the other of the two", other, ("other_peer",)))
        return flaws


class TeamRule(FieldTable):
    """How many members have a value of an attribute (SPEC.md section 7)."""

    attribute: Heading = Field(description="A column of peers, or region or kind of the peer's organisation.")
    value: AttributeValue | None = Field(
        None, description="The value that is counted; without it max holds for each value separately."
    )
    min: Annotated[int, Whole(0, MAX_MEMBERS)] | None = Field(None, description="The fewest members.")
    max: Annotated[int, Whole(0, MAX_MEMBERS)] | None = Field(None, description="The most members.")
    strength: Annotated[Literal["hard", "soft"], OneOf()] = Field(
        "hard", description="hard must hold; soft costs points for each unit outside."
    )
    weight: SoftWeight | None = Field(None, description="What a unit outside costs, from 1 to 10; only for soft.")

    name: PrivateText | None = Field(None, description="What people call the rule; nothing in a result depends on it.")

    @property
    def called(self) -> str:
        """What people call the rule: its name or what it says, never its place in the list."""
        return self.name or self.says

    @property
    def says(self) -> str:
        """What the rule says, such as `at least 3 members with area North`."""
        if self.max == 0:
            return f"no members {self.who}" if self.value is not None else f"no members with any {self._attribute}"
        if self.min == self.max:
            return f"exactly {counted(self.min or 0, 'member')} {self.who}"
        least = f"at least {self.min}" if self.min or self.max is None else ""
        most = f"at most {self.max}" if self.max is not None else ""
        number = self.min if self.max is None else self.max
        return f"{' and '.join(filter(None, (least, most)))} {'member' if number == 1 else 'members'} {self.who}"

    @property
    def who(self) -> str:
        """Who counts, after "members": `with area North`, or `with the same area` if no value is named."""
        return f"with the same {self._attribute}" if self.value is None else f"with {self._attribute} {self.value}"

    @property
    def _attribute(self) -> str:
        return spoken(self.attribute)

    @property
    def private(self) -> bool:
        """Whether its value is a political opinion or somebody's name, which no host may read."""
        return self.attribute in {"political_group", "name"}

    @classmethod
    def flaws_between(cls, given: Mapping[str, object]) -> Sequence[Flaw]:
        """Return the flaws of bounds that say nothing or contradict each other, and of a soft rule without a weight."""
        flaws: list[Flaw] = []
        least, most = whole_number(given.get("min")), whole_number(given.get("max"))
        if "min" not in given and "max" not in given:
            flaws.append(Flaw("min, max or both", "say how many members there may be"))
        if "min" in given and "value" not in given:
            flaws.append(Flaw("a value beside min", "add value, or give max alone", path=("value",)))
        if least is not None and most is not None and least > most:
            flaws.append(Flaw(f"a number up to {most}, which is max", "correct either", str(least), ("min",)))
        strength = given.get("strength")
        if isinstance(strength, str) and fold(strength) == "soft" and "weight" not in given:
            flaws.append(Flaw("a weight from 1 to 10 beside soft", "add weight", path=("weight",)))
        return flaws


def flaws_of_rules(rules: tuple[object, ...]) -> list[Flaw]:
    """Return the flaws of names that two team rules share, any of which may itself be wrong."""
    flaws: list[Flaw] = []
    seen: set[str] = set()
    for place, rule in enumerate(rules):
        name = fold(trimmed(part(rule, "name")) or "")
        if name and name in seen:
            flaws.append(Flaw("a name used once", "give each team rule its own name", path=(place, "name")))
        seen.add(name)
    return flaws
