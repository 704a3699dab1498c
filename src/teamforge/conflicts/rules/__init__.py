"""The conflict rules of SPEC.md section 5, a file for each; `RULES` lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from teamforge.conflicts.graph import TieGraph
from teamforge.conflicts.matches import Matches
from teamforge.conflicts.rules import (
    commercial_tie,
    current_tie,
    declaration,
    friendship,
    job_application,
    neighbour,
    pair_friendship,
    pair_tie,
    past_tie,
    personal_tie,
    reciprocal_review,
    reviewed_host,
    same_system,
    shared_leadership,
)
from teamforge.spec.rules import ConflictRule

__all__ = ["RULES"]

RULES: Mapping[str, Callable[[TieGraph, ConflictRule], tuple[Matches, ...]]] = {
    "current_tie": current_tie.find,
    "past_tie": past_tie.find,
    "commercial_tie": commercial_tie.find,
    "job_application": job_application.find,
    "personal_tie": personal_tie.find,
    "friendship": friendship.find,
    "same_system": same_system.find,
    "shared_leadership": shared_leadership.find,
    "neighbour": neighbour.find,
    "reviewed_host": reviewed_host.find,
    "reciprocal_review": reciprocal_review.find,
    "declaration": declaration.find,
    "pair_tie": pair_tie.find,
    "pair_friendship": pair_friendship.find,
}
