"""
TeamForge composes the team of a peer challenge: the best there is, proved, and explained.

>>> import teamforge
>>> pool, challenge = teamforge.load_demo()
>>> result = teamforge.compose(pool, challenge)
>>> result.require_team().end(days=3) == result.window.end
True

The names below are all that is promised; they are imported when first used, so that ``import teamforge`` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teamforge.advice import Note, check
    from teamforge.challenge import Challenge
    from teamforge.challenge.reading import read_challenge
    from teamforge.conflicts import Conflicts, Finding, find_conflicts
    from teamforge.decision import Change, Decision, Decisions, Outcome, decide, read_decisions
    from teamforge.demo import load_demo
    from teamforge.errors import (
        Fault,
        InfeasibleError,
        InputError,
        InternalError,
        NoTeamError,
        TeamForgeError,
        UnknownError,
    )
    from teamforge.explain import (
        Alternatives,
        BestWindows,
        Comparison,
        PeerAnswer,
        Repair,
        Reserves,
        Sensitivity,
        TradeOffs,
        Verdict,
        Why,
        WhyNot,
        alternatives,
        compare,
        pareto,
        repair,
        reserves,
        sensitivity,
        why,
        why_not,
        windows,
    )
    from teamforge.forge import compose
    from teamforge.generate import generate_pool
    from teamforge.pool import Pool
    from teamforge.pool.reading import read_pool
    from teamforge.pseudonyms import Key, Pseudonymised, pseudonymise
    from teamforge.result import Result
    from teamforge.sheet import write_sheet
    from teamforge.status import Status
    from teamforge.stocktake import PoolReport, pool_report
    from teamforge.verification import Verification, verify_result
    from teamforge.workbook.reading import TeamWorkbook, read_team_workbook
    from teamforge.workbook.states import SeatState
    from teamforge.workbook.team import write_team_workbook
    from teamforge.workbook.template import write_template

_HOMES = {
    "Alternatives": "teamforge.explain",
    "BestWindows": "teamforge.explain",
    "Challenge": "teamforge.challenge",
    "Change": "teamforge.decision",
    "Comparison": "teamforge.explain",
    "Conflicts": "teamforge.conflicts",
    "Decision": "teamforge.decision",
    "Decisions": "teamforge.decision",
    "Fault": "teamforge.errors",
    "Finding": "teamforge.conflicts",
    "InfeasibleError": "teamforge.errors",
    "InputError": "teamforge.errors",
    "InternalError": "teamforge.errors",
    "Key": "teamforge.pseudonyms",
    "NoTeamError": "teamforge.errors",
    "Note": "teamforge.advice",
    "Outcome": "teamforge.decision",
    "PeerAnswer": "teamforge.explain",
    "Pool": "teamforge.pool",
    "PoolReport": "teamforge.stocktake",
    "Pseudonymised": "teamforge.pseudonyms",
    "Repair": "teamforge.explain",
    "Reserves": "teamforge.explain",
    "Result": "teamforge.result",
    "SeatState": "teamforge.workbook.states",
    "Sensitivity": "teamforge.explain",
    "Status": "teamforge.status",
    "TeamForgeError": "teamforge.errors",
    "TeamWorkbook": "teamforge.workbook.reading",
    "TradeOffs": "teamforge.explain",
    "UnknownError": "teamforge.errors",
    "Verdict": "teamforge.explain",
    "Verification": "teamforge.verification",
    "Why": "teamforge.explain",
    "WhyNot": "teamforge.explain",
    "alternatives": "teamforge.explain",
    "check": "teamforge.advice",
    "compare": "teamforge.explain",
    "compose": "teamforge.forge",
    "decide": "teamforge.decision",
    "find_conflicts": "teamforge.conflicts",
    "generate_pool": "teamforge.generate",
    "load_demo": "teamforge.demo",
    "pareto": "teamforge.explain",
    "pool_report": "teamforge.stocktake",
    "pseudonymise": "teamforge.pseudonyms",
    "read_challenge": "teamforge.challenge.reading",
    "read_decisions": "teamforge.decision",
    "read_pool": "teamforge.pool.reading",
    "read_team_workbook": "teamforge.workbook.reading",
    "repair": "teamforge.explain",
    "reserves": "teamforge.explain",
    "sensitivity": "teamforge.explain",
    "verify_result": "teamforge.verification",
    "why": "teamforge.explain",
    "why_not": "teamforge.explain",
    "windows": "teamforge.explain",
    "write_sheet": "teamforge.sheet",
    "write_team_workbook": "teamforge.workbook.team",
    "write_template": "teamforge.workbook.template",
}

__all__ = [
    "Alternatives",
    "BestWindows",
    "Challenge",
    "Change",
    "Comparison",
    "Conflicts",
    "Decision",
    "Decisions",
    "Fault",
    "Finding",
    "InfeasibleError",
    "InputError",
    "InternalError",
    "Key",
    "NoTeamError",
    "Note",
    "Outcome",
    "PeerAnswer",
    "Pool",
    "PoolReport",
    "Pseudonymised",
    "Repair",
    "Reserves",
    "Result",
    "SeatState",
    "Sensitivity",
    "Status",
    "TeamForgeError",
    "TeamWorkbook",
    "TradeOffs",
    "UnknownError",
    "Verdict",
    "Verification",
    "Why",
    "WhyNot",
    "alternatives",
    "check",
    "compare",
    "compose",
    "decide",
    "find_conflicts",
    "generate_pool",
    "load_demo",
    "pareto",
    "pool_report",
    "pseudonymise",
    "read_challenge",
    "read_decisions",
    "read_pool",
    "read_team_workbook",
    "repair",
    "reserves",
    "sensitivity",
    "verify_result",
    "why",
    "why_not",
    "windows",
    "write_sheet",
    "write_team_workbook",
    "write_template",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
