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

from teamforge.certificate.lazy import LazyCertificate
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
    untied: Stop | None = None
    try:
        for prices in known:
            state.lower(prices)
        state.take(team)
        if known:
            enumerate_few(state)
        prove(state, known=bool(known))
        if limits.seed is not None and state.proved and state.incumbent is not None:
            with state.budget.timing("ties"):
                try:
                    untied = break_ties(state, limits.seed)
                except RefutedError:
                    raise
                except Exception as error:  # noqa: BLE001 -- whatever it is, what is proved must not be lost to it
                    log_failure("ties", error)
                    untied = Stop.FAILURE
    except KeyboardInterrupt:
        if state.budget.interrupted.is_set():
            raise
        state.budget.interrupted.set()
        untied = Stop.INTERRUPT
    return result_of(state, untied)


def result_of(state: SearchState, untied: Stop | None) -> SearchResult:
    """Return what a search knows, as a result; `untied` says what kept it from breaking ties, if anything did."""
    status, ended = Status.UNKNOWN, untied if state.proved else state.budget.stop()
    if state.proved:
        status = Status.INFEASIBLE if state.incumbent is None else Status.OPTIMAL
    elif state.incumbent is not None:
        status = Status.FEASIBLE
    infeasible = status is Status.INFEASIBLE
    points = None if state.incumbent is None else state.points
    return SearchResult(
        status,
        state.incumbent,
        points,
        None if infeasible else state.ceiling,
        None if infeasible else ended,
        certify=LazyCertificate(partial(certify, state.problem, points, state.proofs, state.closed)),
        prices=tuple(prices for _, prices in state.proofs),
        seconds=dict(state.budget.seconds),
    )
