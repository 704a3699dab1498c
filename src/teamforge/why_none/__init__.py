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

from teamforge.diagnosis import Diagnosis
from teamforge.search import Progress, StopWatch
from teamforge.study import Study
from teamforge.why_none.core import find_core
from teamforge.why_none.funnel import find_funnel
from teamforge.why_none.relaxations import find_relaxations
from teamforge.why_none.shortage import find_shortage

__all__ = ["diagnose"]


def diagnose(known: Study, watch: StopWatch, progress: Progress | None = None) -> Diagnosis:
    """
    Return why a problem that is proved infeasible has no team, and what would help.

    Parameters
    ----------
    known
        What led to the proof.
    watch
        The running clock.
    progress
        Is told in words what is being done.
    """
    tell = progress or (lambda _line: None)
    tell("there is no team; looking for what cannot hold together")
    core = find_core(known.given, known.screened, watch)
    tell("looking for what would help")
    relaxations, complete = find_relaxations(known.given, core, watch)
    return Diagnosis(
        find_funnel(known.given, known.screened),
        find_shortage(known.problem),
        core,
        relaxations,
        complete and core.minimal,
    )
