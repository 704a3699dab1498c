"""Close every window: by its bound, by enumeration, by branching, and by CP-SAT if that takes too long."""

from __future__ import annotations

import numpy as np

from teamforge.problem import Choice
from teamforge.problem.arrays import Bools, Rows
from teamforge.search.bound import NEVER, SCALE, bound
from teamforge.search.branch import branch
from teamforge.search.enumerate import NearOptimal, TooManyError
from teamforge.search.finish import finish
from teamforge.search.pricing import Pricing, artificial_cost, first_prices, integral_choice, size_of, top
from teamforge.search.proof import Closure
from teamforge.search.state import SearchState
from teamforge.search.ties import in_order
from teamforge.search.turns import Turns


def prove(state: SearchState, *, known: bool = False) -> None:
    """
    Close every window, the one with the highest bound first, while there is time.

    Parameters
    ----------
    known
        Whether good prices are known: then they, and not a guess, rank the first candidates.
    """
    first = None if known else state.lower(first_prices(state.problem)).values
    columns = np.zeros(len(state.problem), dtype=np.bool_)
    turns = Turns(state)
    while (open_ := state.open).any() and not state.budget.over():
        window = int(np.argmax(np.where(open_, state.ceilings, NEVER)))
        values = state.bounds(window).values if first is None else first
        columns |= top(state.problem, values, state.problem.serves[:, window], state.effort.first_columns)
        _close(state, window, columns, turns)


def enumerate_few(state: SearchState) -> None:
    """Close windows by enumeration, the highest bound first, while known prices leave few candidates in them."""
    while (open_ := state.open).any() and not state.budget.over():
        window = int(np.argmax(np.where(open_, state.ceilings, NEVER)))
        if np.count_nonzero(state.survivors(window, state.target)) > state.effort.few_candidates:
            return
        with state.budget.timing("finish"):
            _enumerate(state, window, state.proofs[window][0] - state.target * SCALE)
        if state.open[window]:
            return


def _close(state: SearchState, window: int, columns: Bools, turns: Turns) -> None:
    """Find the best team of a window, or prove that it holds no better one; add the columns that help."""
    cost = artificial_cost(int(state.ceilings.max()) // SCALE, state.problem)
    pricing = Pricing(state.problem, window, columns, cost, state.budget, state.effort)

    def closed() -> bool:
        return not state.open[window]

    def closed_in_a_turn(size: int) -> bool:
        turns.take(early=size >= state.effort.large_relaxation and not turns.taken)
        return closed()

    values = pricing.run(state.lower, closed, closed_in_a_turn)
    if not state.open[window] or state.budget.over():
        return
    with state.budget.timing("finish"):
        places = integral_choice(values)
        if places is not None and state.problem.holds(Choice(window, places)):
            state.take(Choice(window, places))
        if state.open[window]:
            _enumerate(state, window)
        turns.take(early=_is_large(state, window))
        if state.open[window]:
            _find(state, window, columns & state.problem.serves[:, window])
        turns.take()
        if state.open[window]:
            _finish(state, window)


def _is_large(state: SearchState, window: int) -> bool:
    """Return whether the relaxation of a whole window is large, counted in candidates, rows and entries."""
    left, large = np.flatnonzero(state.survivors(window, state.target)), state.effort.early_turn
    return len(left) >= large or size_of(state.problem.restrict(left, np.array([window]))) >= large


def _enumerate(state: SearchState, window: int, first: int | None = None) -> None:
    """Enumerate the teams near the bound of a window, nearest first, as long as they are few."""
    ceiling, prices = state.proofs[window]
    slack, needed = -1, ceiling - state.target * SCALE
    first = state.effort.first_slack if first is None else first
    while slack < needed and not state.budget.over():
        slack = min(max(first, 4 * slack), needed)
        left = np.flatnonzero(state.survivors(window, -((slack - ceiling) // SCALE)))
        if len(left) > state.effort.enumerated_candidates:
            return
        part = state.problem.restrict(left, np.array([window]))
        try:
            choice = NearOptimal(part, bound(part, prices), effort=state.effort).best(slack, state.target)
        except TooManyError:
            return
        if choice is not None:
            state.take(Choice(window, tuple(left[list(choice.candidates)].tolist())))
            needed = ceiling - state.target * SCALE
    if slack >= needed:
        state.closed[window] = Closure(prices, enumerated=True)


def _find(state: SearchState, window: int, among: Bools) -> None:
    """Find a good team among the columns."""
    candidates = in_order(state.problem, np.flatnonzero(among))
    nodes = state.effort.nodes_to_find
    branched = branch(state.problem, candidates, window, state.target, nodes, state.budget, state.effort)
    state.take(branched.choice)
    if branched.closure is None and branched.choice is None:
        _ask(state, window, candidates)


def _finish(state: SearchState, window: int) -> None:
    """Close what is left of a window: by branching or, if that takes too long, by CP-SAT."""
    left = in_order(state.problem, np.flatnonzero(state.survivors(window, state.target)))
    nodes = state.effort.nodes_to_close
    branched = branch(state.problem, left, window, state.target, nodes, state.budget, state.effort)
    state.take(branched.choice)
    if branched.closure is not None:
        state.closed[window] = branched.closure
    elif state.open[window] and not state.budget.over():
        left = in_order(state.problem, np.flatnonzero(state.survivors(window, state.target)))
        if _ask(state, window, left):
            state.closed[window] = Closure(None)


def _ask(state: SearchState, window: int, candidates: Rows) -> bool:
    """Ask CP-SAT for a better team of a window and some candidates; return whether it claims to know the best."""
    confirm = state.incumbent is None
    finished = finish(state.problem, candidates, np.array([window]), state.target, state.budget, confirm=confirm)
    state.take(finished.choice)
    return finished.complete
