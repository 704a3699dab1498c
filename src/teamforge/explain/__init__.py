"""Why this team, why not that peer, what else: answers that add up, each from a search and re-checked."""

from teamforge.explain.why_not import PeerAnswer, Reason, Verdict, WhyNot, why_not

__all__ = ["PeerAnswer", "Reason", "Verdict", "WhyNot", "why_not"]
