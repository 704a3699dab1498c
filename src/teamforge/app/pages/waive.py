"""A finding that may be waived: what it is, and who decides it, why and from when."""

from __future__ import annotations

from starlette.responses import Response

from teamforge.app.asking import Ask, RefusedError
from teamforge.conflicts import find_conflicts


def waive(ask: Ask) -> Response:
    """Ask for what a waiver needs."""
    peer, rule = ask.peer(), ask.text("rule")
    if not ask.waivable(rule):
        raise RefusedError("This may not be waived.")
    known = ask.challenge.rulebook.conflicts[rule]
    other = ask.peer("other_peer") if known.pair else ""
    wanted = {peer, other} - {""}
    found = [each for each in find_conflicts(ask.pool, ask.challenge).findings([peer]) if each.rule == rule]
    findings = [each for each in found if set(each.peers) == wanted]
    return ask.show("waive", peer=peer, other=other, rule=rule, reason=known.reason, findings=findings)
