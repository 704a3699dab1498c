"""
What was proposed, and what a person decided: a record that is only ever added to.

A proposal is no decision. `decide` writes both down, apart: what was proposed and how it was come by, and who
decided what, when and why. Each entry carries the seal of the one before, so that a change or removal shows.
"""

from __future__ import annotations

from teamforge.decision.chain import Decisions, read_decisions
from teamforge.decision.deciding import decide
from teamforge.decision.entry import Change, Decided, Decision, Entry, Outcome, Proposal, Seen, Waived

__all__ = [
    "Change",
    "Decided",
    "Decision",
    "Decisions",
    "Entry",
    "Outcome",
    "Proposal",
    "Seen",
    "Waived",
    "decide",
    "read_decisions",
]
