"""
Why there is no team: several answers, each true by itself (DESIGN.md section 5).

=============  ==========================================================
`like_seats`   seats that differ only in their ids
`funnel`       how many peers each seat has left after each rule
`shortage`     seats with too few peers between them
`causes`       every rule that alone leaves a seat empty
`free`         who could fill it if they were free, and when to ask for
`minimums`     team rules that ask for more members than there are seats
`core`         a minimal set of requirements that cannot hold together
`relaxations`  what would make a team possible, solved and verified
`changes`      what a challenge could give up, step by step
`dates`        the nearest window that is not yet offered
`waivers`      the fewest waivers that would be enough
=============  ==========================================================
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from teamforge.explain.why_none.causes import find_causes
from teamforge.explain.why_none.core import find_core
from teamforge.explain.why_none.funnel import find_funnel
from teamforge.explain.why_none.minimums import find_excess
from teamforge.explain.why_none.relaxations import find_relaxations
from teamforge.explain.why_none.shortage import find_shortage
from teamforge.log import log_failure
from teamforge.result.diagnosis import Core, Diagnosis, Relaxation
from teamforge.search import Budget, Progress
from teamforge.solve import Solved

__all__ = ["diagnose"]


Found = TypeVar("Found")


def diagnose(solved: Solved, budget: Budget, progress: Progress | None = None) -> Diagnosis:
    """
    Return why a problem that is proved infeasible has no team, and what would help.

    A part that fails is left out and named in `Diagnosis.failed`; the first Ctrl-C ends the work, and what was found so
    far is returned. The proof that there is no team stands.
    """
    say = progress or (lambda _line: None)
    failed: list[str] = []

    def part(name: str, find: Callable[[], Found], nothing: Found) -> Found:
        try:
            return find()
        except KeyboardInterrupt:
            if budget.interrupted.is_set():
                raise
            budget.interrupted.set()
        except Exception as error:  # noqa: BLE001 -- whatever it is, the proof must not be lost to it
            log_failure("why_none", error)
            failed.append(name)
        return nothing

    instance, eligibility = solved.instance, solved.eligibility
    say("there is no team; looking for what cannot hold together")
    core = part("core", lambda: find_core(instance, eligibility, budget), Core((), minimal=False))
    say("looking for what would help")
    nothing: tuple[tuple[Relaxation, ...], bool] = ((), False)
    helps, complete = part("relaxations", lambda: find_relaxations(instance, core, budget), nothing)
    return Diagnosis(
        funnel=part("funnel", lambda: find_funnel(instance, eligibility), ()),
        shortage=part("shortage", lambda: find_shortage(solved.problem), None),
        core=core,
        relaxations=helps,
        excess=part("excess", lambda: find_excess(instance, eligibility), None),
        causes=part("causes", lambda: find_causes(instance, eligibility), ()),
        # Behind every part, which may have failed or been interrupted.
        complete=complete and core.minimal and not failed and not budget.interrupted.is_set(),
        failed=tuple(failed),
    )
