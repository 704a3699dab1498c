"""The challenge of SPEC.md section 2: its seats, scope, dates and rulebook."""

from teamforge.challenge.arguments import ChallengeChanges, ChallengeFields
from teamforge.challenge.model import Challenge
from teamforge.challenge.on_site import LeadTime, OnSite, Period
from teamforge.challenge.people import Exclusion, TeamRule, Waiver
from teamforge.challenge.seats import Seat
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
