"""Why this team, why not that peer, what else: answers that add up, each from a search and re-checked."""

from teamforge.explain.alternatives import Alternative, Alternatives, alternatives
from teamforge.explain.best_windows import BestWindow, BestWindows, best_windows
from teamforge.explain.reserves import Reserve, Reserves, reserves
from teamforge.explain.why_not import PeerAnswer, Reason, Verdict, WhyNot, why_not

__all__ = [
    "Alternative",
    "Alternatives",
    "BestWindow",
    "BestWindows",
    "PeerAnswer",
    "Reason",
    "Reserve",
    "Reserves",
    "Verdict",
    "WhyNot",
    "alternatives",
    "best_windows",
    "reserves",
    "why_not",
]
