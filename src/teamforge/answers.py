"""
What questions return: a value for each answer, for type annotations and for programs that take answers apart.

>>> from teamforge import compose, load_demo
>>> from teamforge.answers import Verdict
>>> compose(*load_demo()).why_not("P015")["P015"].verdict is Verdict.BLOCKED
True
"""

from teamforge.conflicts import Finding
from teamforge.conflicts.evidence import Evidence, Step
from teamforge.conflicts.findings import Conflicts
from teamforge.explain.alternatives import Alternative, Alternatives
from teamforge.explain.check import Note
from teamforge.explain.compare import ComparedSeat, ComparedTheme, ComparedWorth, Comparison
from teamforge.explain.pool_report import PoolReport
from teamforge.explain.reasons import Reason
from teamforge.explain.reserves import Reserve, Reserves
from teamforge.explain.sensitivity import Sensitivity, TakeOver, WeightRange
from teamforge.explain.trade_off import TradeOff, TradeOffs
from teamforge.explain.why import MemberWorth, ThemeCover, Why
from teamforge.explain.why_not import PeerAnswer, Verdict, WhyNot
from teamforge.explain.windows import BestWindow, BestWindows
from teamforge.forge.repair import Repair, SeatChange
from teamforge.result.data import Member, ResultData
from teamforge.result.diagnosis import Core, Diagnosis, Funnel, Relaxation, Requirement, Shortage
from teamforge.result.robustness import DropOut, Robustness
from teamforge.team import Window
from teamforge.verify.record import Entry

__all__ = [
    "Alternative",
    "Alternatives",
    "BestWindow",
    "BestWindows",
    "ComparedSeat",
    "ComparedTheme",
    "ComparedWorth",
    "Comparison",
    "Conflicts",
    "Core",
    "Diagnosis",
    "DropOut",
    "Entry",
    "Evidence",
    "Finding",
    "Funnel",
    "Member",
    "MemberWorth",
    "Note",
    "PeerAnswer",
    "PoolReport",
    "Reason",
    "Relaxation",
    "Repair",
    "Requirement",
    "Reserve",
    "Reserves",
    "ResultData",
    "Robustness",
    "SeatChange",
    "Sensitivity",
    "Shortage",
    "Step",
    "TakeOver",
    "ThemeCover",
    "TradeOff",
    "TradeOffs",
    "Verdict",
    "WeightRange",
    "Why",
    "WhyNot",
    "Window",
]
