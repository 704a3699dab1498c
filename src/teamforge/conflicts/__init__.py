"""Conflicts of interest (SPEC.md section 5): a graph, a file for each rule, findings with their paths."""

from teamforge.conflicts.cliques import merge_cliques
from teamforge.conflicts.evidence import FINDING_COLUMNS, Evidence, Finding, SourceRow, Step
from teamforge.conflicts.findings import Conflicts, apply_rules, find_conflicts, in_force, rewaived

__all__ = [
    "FINDING_COLUMNS",
    "Conflicts",
    "Evidence",
    "Finding",
    "SourceRow",
    "Step",
    "apply_rules",
    "find_conflicts",
    "in_force",
    "merge_cliques",
    "rewaived",
]
