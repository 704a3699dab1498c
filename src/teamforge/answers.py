"""
What questions return: a value for each answer, for type annotations and for programs that take answers apart.

Names are imported when first used, so that a program that only reads answers loads no solver.

>>> from teamforge import compose, load_demo
>>> from teamforge.answers import Verdict
>>> compose(*load_demo()).why_not("P015")["P015"].verdict is Verdict.IN_TEAM
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teamforge.certificate.format import Certificate
    from teamforge.certificate.programme import (
        ChallengeProof,
        LossCertificate,
        PlanCertificate,
        RowPrice,
        WeightedProof,
    )
    from teamforge.conflicts import Conflicts, Evidence, Finding, SourceRow, Step
    from teamforge.explain.alternatives import Alternative, Alternatives
    from teamforge.explain.check_programme import ProgrammeCheck
    from teamforge.explain.compare import ComparedSeat, ComparedTheme, ComparedWorth, Comparison
    from teamforge.explain.demand import CrowdedWeeks, PeerDemand, SeatDemand, SeatShortage, WeekDemand
    from teamforge.explain.nearest_change import NearestChange
    from teamforge.explain.notes import Note
    from teamforge.explain.pool_report import Holding, PoolReport, Use
    from teamforge.explain.prices import Concession, PeerPrice, Recruit, RolePrice, WeekPrice
    from teamforge.explain.reasons import Reason
    from teamforge.explain.reserves import Reserve, Reserves
    from teamforge.explain.sensitivity import Sensitivity, TakeOver, WeightRange
    from teamforge.explain.trade_off import TradeOff, TradeOffs
    from teamforge.explain.why import MemberWorth, ThemeCover, Why
    from teamforge.explain.why_not import PeerAnswer, Verdict, WhyNot
    from teamforge.explain.windows import BestWindow, BestWindows
    from teamforge.explain.year_prices import YearPrices
    from teamforge.explain.year_use import PeerUse, YearUse
    from teamforge.forge.repair import Repair, SeatChange
    from teamforge.forge.replan import ChallengeChange, Replan, YearSeatChange
    from teamforge.pool.peer import Peer
    from teamforge.report.letters.letter import Letter
    from teamforge.result.counts import Excess, Funnel, FunnelStep, Shortage, TooFew
    from teamforge.result.data import Member, ResultData
    from teamforge.result.diagnosis import Cause, Core, Diagnosis, Relaxation, Requirement
    from teamforge.result.plan import PlanData, PlannedChallenge, WhyNoTeam
    from teamforge.result.robustness import DropOut, Robustness
    from teamforge.result.stress import SeatStress, Stress, Trial
    from teamforge.spec.audience import Audience
    from teamforge.spec.status import Stop
    from teamforge.team import Responses, SeatedPeer, Window
    from teamforge.verify.record import LedgerEntry

_NAMES = {
    "certificate.format": ("Certificate",),
    "certificate.programme": ("ChallengeProof", "LossCertificate", "PlanCertificate", "RowPrice", "WeightedProof"),
    "conflicts": ("Conflicts", "Evidence", "Finding", "SourceRow", "Step"),
    "explain.alternatives": ("Alternative", "Alternatives"),
    "explain.check_programme": ("ProgrammeCheck",),
    "explain.demand": ("CrowdedWeeks", "PeerDemand", "SeatDemand", "SeatShortage", "WeekDemand"),
    "explain.compare": ("ComparedSeat", "ComparedTheme", "ComparedWorth", "Comparison"),
    "explain.nearest_change": ("NearestChange",),
    "explain.notes": ("Note",),
    "explain.pool_report": ("Holding", "PoolReport", "Use"),
    "explain.reasons": ("Reason",),
    "explain.reserves": ("Reserve", "Reserves"),
    "explain.sensitivity": ("Sensitivity", "TakeOver", "WeightRange"),
    "explain.trade_off": ("TradeOff", "TradeOffs"),
    "explain.why": ("MemberWorth", "ThemeCover", "Why"),
    "explain.why_not": ("PeerAnswer", "Verdict", "WhyNot"),
    "explain.windows": ("BestWindow", "BestWindows"),
    "explain.prices": ("Concession", "PeerPrice", "Recruit", "RolePrice", "WeekPrice"),
    "explain.year_prices": ("YearPrices",),
    "explain.year_use": ("PeerUse", "YearUse"),
    "forge.repair": ("Repair", "SeatChange"),
    "forge.replan": ("ChallengeChange", "Replan", "YearSeatChange"),
    "pool.peer": ("Peer",),
    "report.letters.letter": ("Letter",),
    "result.counts": ("Excess", "Funnel", "FunnelStep", "Shortage", "TooFew"),
    "result.data": ("Member", "ResultData"),
    "result.diagnosis": ("Cause", "Core", "Diagnosis", "Relaxation", "Requirement"),
    "result.plan": ("PlanData", "PlannedChallenge", "WhyNoTeam"),
    "result.robustness": ("DropOut", "Robustness"),
    "result.stress": ("SeatStress", "Stress", "Trial"),
    "spec.audience": ("Audience",),
    "spec.status": ("Stop",),
    "team": ("Responses", "SeatedPeer", "Window"),
    "verify.record": ("LedgerEntry",),
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "Alternative",
    "Alternatives",
    "Audience",
    "BestWindow",
    "BestWindows",
    "Cause",
    "Certificate",
    "ChallengeChange",
    "ChallengeProof",
    "ComparedSeat",
    "ComparedTheme",
    "ComparedWorth",
    "Comparison",
    "Concession",
    "Conflicts",
    "Core",
    "CrowdedWeeks",
    "Diagnosis",
    "DropOut",
    "Evidence",
    "Excess",
    "Finding",
    "Funnel",
    "FunnelStep",
    "Holding",
    "LedgerEntry",
    "Letter",
    "LossCertificate",
    "Member",
    "MemberWorth",
    "NearestChange",
    "Note",
    "Peer",
    "PeerAnswer",
    "PeerDemand",
    "PeerPrice",
    "PeerUse",
    "PlanCertificate",
    "PlanData",
    "PlannedChallenge",
    "PoolReport",
    "ProgrammeCheck",
    "Reason",
    "Recruit",
    "Relaxation",
    "Repair",
    "Replan",
    "Requirement",
    "Reserve",
    "Reserves",
    "Responses",
    "ResultData",
    "Robustness",
    "RolePrice",
    "RowPrice",
    "SeatChange",
    "SeatDemand",
    "SeatShortage",
    "SeatStress",
    "SeatedPeer",
    "Sensitivity",
    "Shortage",
    "SourceRow",
    "Step",
    "Stop",
    "Stress",
    "TakeOver",
    "ThemeCover",
    "TooFew",
    "TradeOff",
    "TradeOffs",
    "Trial",
    "Use",
    "Verdict",
    "WeekDemand",
    "WeekPrice",
    "WeightRange",
    "WeightedProof",
    "Why",
    "WhyNoTeam",
    "WhyNot",
    "Window",
    "YearPrices",
    "YearSeatChange",
    "YearUse",
]


def __getattr__(name: str) -> object:
    """Import a name when it is first used."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"teamforge.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
