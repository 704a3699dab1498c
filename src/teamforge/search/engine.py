"""
The search: price, bound, fix, finish (DESIGN.md section 3).

Windows are taken best bound first. Prices come from the linear relaxation of a few candidates, joined by those that the
prices show could help. The bounds that the prices prove, by an exact pass over everybody, drop windows and candidates
that no better team can have. What survives is enumerated or closed by branching, each side with prices of its own, and
by CP-SAT if that takes too long.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from teamforge.log import log_failure
from teamforge.problem import Choice, Problem
from teamforge.search.bound import Prices
from teamforge.search.budget import Budget, Progress, SearchLimits
from teamforge.search.certify import certify
from teamforge.search.outcome import SearchResult
from teamforge.search.prove import enumerate_few, prove
from teamforge.search.state import SearchState
from teamforge.search.tie_break import RefutedError, break_ties
from teamforge.spec.status import Status, Stop

__all__ = ["search"]


def search(
    problem: Problem,
    limits: SearchLimits,
    progress: Progress | None = None,
    budget: Budget | None = None,
    known: Sequence[Prices] = (),
    team: Choice | None = None,
) -> SearchResult:
    """
    Return the best team of a problem, with what is proved about it.

    Parameters
    ----------
    problem
        The compiled problem.
    limits
        The time limit, the seed that breaks ties, and the effort.
    progress
        Called with a line of text for each better team.
    budget
        The running clock, if the time began before the search did.
    known
        Prices to begin with, such as those that closed a problem with the same tallies.
    team
        A team to begin with: any that the problem allows.

    Returns
    -------
    SearchResult
        `optimal` only if bound and points, recomputed in integers, are equal.

    Raises
    ------
    InternalError
        If the solver contradicts itself or our arithmetic. Any other failure while ties are broken is logged instead:
        the team is proved, and `stopped` is ``"failure"``.
    """
    state = SearchState(
        problem, budget or Budget.start(limits.seconds), limits.effort, progress or (lambda _line: None)
    )
    tie_broken = failed = False
    try:
        for prices in known:
            state.lower(prices)
        state.take(team)
        if known:
            enumerate_few(state)
        prove(state, known=bool(known))
        if limits.seed is None:
            tie_broken = state.proved
        elif state.proved and state.incumbent is not None:
            with state.budget.timing("ties"):
                try:
                    tie_broken = break_ties(state, limits.seed)
                except RefutedError:
                    raise
                except Exception as error:  # noqa: BLE001 -- whatever it is, what is proved must not be lost to it
                    log_failure("ties", error)
                    failed = True
    except KeyboardInterrupt:
        if state.budget.interrupted.is_set():
            raise
        state.budget.interrupted.set()
    return result_of(state, tie_broken=tie_broken, failed=failed)


def result_of(state: SearchState, *, tie_broken: bool, failed: bool = False) -> SearchResult:
    """Return what a search knows, as a result; `failed` says whether a failure kept it from breaking ties."""
    status, ended = Status.UNKNOWN, Stop.INTERRUPT if state.budget.interrupted.is_set() else Stop.TIME
    if failed:
        ended = Stop.FAILURE
    elif state.proved and not state.budget.over():
        ended = Stop.EFFORT  # of breaking ties
    if state.proved:
        status = Status.INFEASIBLE if state.incumbent is None else Status.OPTIMAL
    elif state.incumbent is not None:
        status = Status.FEASIBLE
    infeasible = status is Status.INFEASIBLE
    points = None if state.incumbent is None else state.points
    complete = infeasible or (state.proved and tie_broken)
    return SearchResult(
        status,
        state.incumbent,
        points,
        None if infeasible else state.ceiling,
        None if complete else ended,
        certify=partial(certify, state.problem, points, state.proofs, state.closed),
        prices=tuple(prices for _, prices in state.proofs),
        seconds=dict(state.budget.seconds),
    )
