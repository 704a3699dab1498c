"""Conflicts of interest: a picture of the paths to the hosts, and every finding with its path and its rows."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import groupby

from starlette.responses import Response

from teamforge.app.asking import Ask, RefusedError
from teamforge.conflicts import Finding, find_conflicts

_FEW = 10
"""How many findings of a rule are listed before somebody asks for all."""


def conflicts(ask: Ask) -> Response:
    """Show the findings: those about the team first, then by rule."""
    seated = {member.peer_id for member in ask.result.members}
    found = _findings(ask)
    rules = []
    for rule, own in groupby(found, key=lambda finding: finding.rule):
        every = sorted(own, key=lambda finding: not seated.issuperset(finding.peers))
        shown = every if ask.text("rule") == rule else every[:_FEW]
        rules.append((ask.challenge.rulebook.conflicts[rule], shown, len(every)))
    return ask.show("conflicts", rules=rules, seated=seated, count=len(found), drawn=_can_draw() and bool(seated))


def graph(ask: Ask) -> Response:
    """Draw the paths from the team, and from those who could step in, to the hosts."""
    if not _can_draw():
        raise RefusedError("A picture needs the extra charts, as in teamforge[charts].")
    return Response(ask.season.answer(lambda: _svg(ask), ask.challenge, "graph"), media_type="image/svg+xml")


def _svg(ask: Ask) -> str:
    from teamforge.report.charts.conflict_graph import conflict_graph  # noqa: PLC0415 -- Altair is slow to import
    from teamforge.report.charts.saving import to_svg  # noqa: PLC0415 -- likewise

    return to_svg(conflict_graph(ask.result, names=ask.desk.names), ink="#0b0c0c")


def _can_draw() -> bool:
    return all(find_spec(name) is not None for name in ("altair", "vl_convert"))


def _findings(ask: Ask) -> tuple[Finding, ...]:
    """Return the findings: weights, pins and exclusions change none, so they are looked for only once."""
    tried = ask.challenge
    asked = ask.season.challenges[tried.id].replace(waivers=tried.waivers, preset=tried.preset, rules=tried.rules)
    return ask.season.answer(lambda: find_conflicts(ask.pool, asked).findings(), asked, "findings")
