"""
TeamForge composes the team of a peer challenge: the best there is, proved, and explained.

>>> import teamforge
>>> pool, challenge = teamforge.load_demo()
>>> result = teamforge.compose(pool, challenge)
>>> result.require_team().end(days=3) == result.window.end
True

These names and the public modules `answers`, `assignments`, `records`, `workbook`, `pseudonyms`, `charts`, `register`
and `generate` are all that is promised. Names are imported when first used, so that ``import teamforge`` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teamforge.api import Result, compose
    from teamforge.api.planning import plan
    from teamforge.api.plans import Plan
    from teamforge.challenge import Challenge
    from teamforge.challenge.programme import Programme, read_programme
    from teamforge.challenge.reading import read_challenge
    from teamforge.conflicts import find_conflicts
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
    from teamforge.explain.check import check
    from teamforge.explain.pool_report import pool_report
    from teamforge.pool import Pool
    from teamforge.pool.reading import read_pool
    from teamforge.spec.status import Status
    from teamforge.team import Team

_HOMES = {
    "Challenge": "teamforge.challenge",
    "Fault": "teamforge.errors",
    "InfeasibleError": "teamforge.errors",
    "InputError": "teamforge.errors",
    "InternalError": "teamforge.errors",
    "NoTeamError": "teamforge.errors",
    "Plan": "teamforge.api.plans",
    "Pool": "teamforge.pool",
    "Programme": "teamforge.challenge.programme",
    "Result": "teamforge.api.result",
    "Status": "teamforge.spec.status",
    "Team": "teamforge.team",
    "TeamForgeError": "teamforge.errors",
    "UnknownError": "teamforge.errors",
    "check": "teamforge.explain.check",
    "compose": "teamforge.api.composing",
    "find_conflicts": "teamforge.conflicts",
    "load_demo": "teamforge.demo",
    "plan": "teamforge.api.planning",
    "pool_report": "teamforge.explain.pool_report",
    "read_challenge": "teamforge.challenge.reading",
    "read_pool": "teamforge.pool.reading",
    "read_programme": "teamforge.challenge.programme",
}

__all__ = [
    "Challenge",
    "Fault",
    "InfeasibleError",
    "InputError",
    "InternalError",
    "NoTeamError",
    "Plan",
    "Pool",
    "Programme",
    "Result",
    "Status",
    "Team",
    "TeamForgeError",
    "UnknownError",
    "check",
    "compose",
    "find_conflicts",
    "load_demo",
    "plan",
    "pool_report",
    "read_challenge",
    "read_pool",
    "read_programme",
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
