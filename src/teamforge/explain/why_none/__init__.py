"""
Why there is no team: a ladder, each rung sound alone (DESIGN.md section 5).

=============  ==========================================================
`funnel`       how many peers each seat has left after each rule
`shortage`     seats with too few peers between them
`core`         a minimal set of requirements that cannot hold together
`relaxations`  what would make a team possible, solved and verified
`changes`      what a challenge could give up, step by step
`dates`        the nearest window that is not offered
`waivers`      the fewest waivers that would do
=============  ==========================================================
"""

from __future__ import annotations

from teamforge.explain.why_none.core import find_core
from teamforge.explain.why_none.funnel import find_funnel
from teamforge.explain.why_none.relaxations import find_relaxations
from teamforge.explain.why_none.shortage import find_shortage
from teamforge.result.diagnosis import Diagnosis
from teamforge.search import Budget, Progress
from teamforge.solve import Solved

__all__ = ["diagnose"]


def diagnose(solved: Solved, budget: Budget, progress: Progress | None = None) -> Diagnosis:
    """
    Return why a problem that is proved infeasible has no team, and what would help.

    Parameters
    ----------
    known
        What led to the proof.
    budget
        The running clock.
    progress
        Is told in words what is being done.
    """
    tell = progress or (lambda _line: None)
    tell("there is no team; looking for what cannot hold together")
    core = find_core(solved.instance, solved.eligibility, budget)
    tell("looking for what would help")
    relaxations, complete = find_relaxations(solved.instance, core, budget)
    return Diagnosis(
        find_funnel(solved.instance, solved.eligibility),
        find_shortage(solved.problem),
        core,
        relaxations,
        complete and core.minimal,
    )
