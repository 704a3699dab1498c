"""The points of a team: the criteria of SPEC.md section 6 and the cost of soft rules, in exact integers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from teamforge.spec.rules import ConflictRule, Strength
from teamforge.verify.case import Case, half_up
from teamforge.verify.conflicts import soft_findings
from teamforge.verify.criteria import LEDGERS
from teamforge.verify.entries import of_member
from teamforge.verify.record import LedgerEntry
from teamforge.verify.team_rules import units_outside

if TYPE_CHECKING:
    from teamforge.challenge import Challenge

SOFT_TEAM_RULES = "soft:team_rules"
"""The key of the breakdown for the cost of soft team rules."""


def ledger(case: Case) -> tuple[LedgerEntry, ...]:
    """Return every entry that is not 0, by criterion, in the order of SPEC.md."""
    lines = [LEDGERS[name] for name in case.ground.rulebook.criteria]
    return tuple(entry for read in (*lines, _conflicts, _team_rules) for entry in read(case) if entry.points != 0)


def _conflicts(case: Case) -> Iterator[LedgerEntry]:
    """Each member, or pair of members, with a soft finding that is not waived costs round(weight·1000/n)."""
    for rule in soft_rules(case.challenge):
        cost = -half_up((rule.weight or 0) * 1000, case.ground.n)
        for found in soft_findings(case, rule):
            if rule.pair:
                peers = " and ".join(one.person.peer_id for one in found)
                yield LedgerEntry(f"soft:{rule.name}", cost, None, None, f"{peers} {rule.reason}")
            else:
                yield of_member(found[0], f"soft:{rule.name}", cost, rule.reason)


def _team_rules(case: Case) -> Iterator[LedgerEntry]:
    """Each unit outside a soft team rule costs round(weight·1000/n)."""
    for rule in case.challenge.team_rules:
        if rule.strength == "soft":
            outside = units_outside(case, rule)
            cost = -outside * half_up((rule.weight or 0) * 1000, case.ground.n)
            yield LedgerEntry(SOFT_TEAM_RULES, cost, None, None, f"{rule.called}: missed by {outside}")


def soft_rules(challenge: Challenge) -> list[ConflictRule]:
    """Return the conflict rules whose final strength is soft, in the order of SPEC.md."""
    return [rule for rule in challenge.rulebook.conflicts.values() if rule.strength == Strength.SOFT]
