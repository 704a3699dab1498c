"""What is asked: the challenge of SPEC.md section 2, its seats, scope, dates and rulebook."""

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

__all__ = ["Challenge", "Exclusion", "LeadTime", "OnSite", "Period", "Seat", "TeamRule", "Waiver"]
