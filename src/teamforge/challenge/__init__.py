"""The challenge of SPEC.md section 2: its seats, scope, dates and rulebook."""

from teamforge.challenge.arguments import ChallengeChanges, ChallengeFields
from teamforge.challenge.model import (
    Challenge,
    Exclusion,
    LeadTime,
    OnSite,
    Period,
    Seat,
    TeamRule,
    Waiver,
)
from teamforge.spec.rulebook import Rulebook
from teamforge.spec.rules import Bar, Bound, ConflictRule, Criterion, Rule, RuleKind, Strength

__all__ = [
    "Bar",
    "Bound",
    "Challenge",
    "ChallengeChanges",
    "ChallengeFields",
    "ConflictRule",
    "Criterion",
    "Exclusion",
    "LeadTime",
    "OnSite",
    "Period",
    "Rule",
    "RuleKind",
    "Rulebook",
    "Seat",
    "Strength",
    "TeamRule",
    "Waiver",
]
