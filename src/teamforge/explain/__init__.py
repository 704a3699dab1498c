"""Why this team, why not that peer, what else: answers that add up, each from a search and re-checked."""

from teamforge.explain.alternatives import Alternative, Alternatives, alternatives
from teamforge.explain.compare import ComparedSeat, ComparedTheme, ComparedWorth, Comparison, compare
from teamforge.explain.pareto import TradeOff, TradeOffs, pareto
from teamforge.explain.repair import Repair, SeatChange, repair
from teamforge.explain.reserves import Reserve, Reserves, reserves
from teamforge.explain.sensitivity import Sensitivity, TakeOver, WeightRange, sensitivity
from teamforge.explain.why import MemberWorth, ThemeCover, Why, why
from teamforge.explain.why_not import PeerAnswer, Reason, Verdict, WhyNot, why_not
from teamforge.explain.windows import BestWindow, BestWindows, windows

__all__ = [
    "Alternative",
    "Alternatives",
    "BestWindow",
    "BestWindows",
    "ComparedSeat",
    "ComparedTheme",
    "ComparedWorth",
    "Comparison",
    "MemberWorth",
    "PeerAnswer",
    "Reason",
    "Repair",
    "Reserve",
    "Reserves",
    "SeatChange",
    "Sensitivity",
    "TakeOver",
    "ThemeCover",
    "TradeOff",
    "TradeOffs",
    "Verdict",
    "WeightRange",
    "Why",
    "WhyNot",
    "alternatives",
    "compare",
    "pareto",
    "repair",
    "reserves",
    "sensitivity",
    "why",
    "why_not",
    "windows",
]
