"""
The rules of a valid team (SPEC.md sections 4, 5 and 7), one file each.

Rules that stop a peer alone belong to `problem.eligibility`; `RULES` lists those that concern several members
together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from teamforge.problem.instance import Compilation
from teamforge.problem.rules import conflicts, first_timers, one_seat, team_rules
from teamforge.problem.tallies import Tallies

__all__ = ["COLLECTIONS", "RULES"]

RULES: Mapping[str, Callable[[Compilation], tuple[Tallies, ...]]] = {
    "one_seat": one_seat.add,
    "blocked_pairs": conflicts.blocked_pairs,
    "first_timers": first_timers.add,
    "team_rules": team_rules.hard,
}
COLLECTIONS = ("one_seat", "blocked_pairs", "team_rules")
"""The entries that are not a single rule: the seats, the pair rules, and the challenge's own team rules."""
