"""Which of the best teams: in the earliest window, the one with the lowest sum of lots."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from teamforge.errors import InternalError
from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Points
from teamforge.search.bound import LARGEST, SCALE, big_m, bound
from teamforge.search.budget import Budget
from teamforge.search.effort import Effort
from teamforge.search.enumerate import NearOptimal, TooManyError
from teamforge.search.finish import finish
from teamforge.search.like_seats import seating
from teamforge.search.pricing import PART
from teamforge.search.prove import prove
from teamforge.search.state import SearchState
from teamforge.search.ties import LOT_BITS, in_order, tie_costs
from teamforge.spec.status import Stop


class RefutedError(InternalError):
    """A valid team has more points than were proved to be the most: nothing may be called the best."""


def break_ties(state: SearchState, seed: int) -> Stop | None:
    """
    Choose, of the teams with the most points, the one that seed and content pick: earliest window first.

    Parameters
    ----------
    state
        A search that has proved its incumbent the best; the chosen team becomes the incumbent.
    seed
        The seed of the lots, which also depend on the ids of seats and peers.

    Returns
    -------
    Stop or None
        What ended the choice early; None if it was made.

    Raises
    ------
    RefutedError
        If a team turns up that the bounds ruled out.
    InternalError
        If no window holds the best team.
    Exception
        If anything else fails; the incumbent is then as it was, and proved.
    """
    state.progress(f"{state.points:,} points is the most any team has; choosing among equal teams")
    effort = state.effort
    budget = replace(state.budget, seconds={}, work=0, most_work=effort.tied_work, share=effort.tied_share)
    for window in np.flatnonzero(state.ceilings // SCALE >= state.points).tolist():
        if state.budget.over():
            return state.budget.stop()
        named, complete = _named(state, window, seed, budget)
        if named is not None:
            points = state.problem.score(named)
            if points > state.points and state.problem.holds(named):
                raise RefutedError("a team was found that the bounds ruled out")
            if points != state.points:
                raise InternalError("the team chosen among equals is not one of them")
            state.incumbent = named
        if not complete:
            return budget.stop()
        if named is not None:
            return None
    raise InternalError("no window holds the best team")


def _named(state: SearchState, window: int, seed: int, budget: Budget) -> tuple[Choice | None, bool]:
    """Return the team with the lowest sum of lots among a window's best teams, and whether that is proved."""
    best = state.incumbent
    left = in_order(state.problem, np.flatnonzero(state.survivors(window, state.points)))
    if best is not None and window == best.window and set(left.tolist()) == set(best.candidates):
        return best, True  # nobody else survives
    costs = tie_costs(state.problem, left, seed)
    ceiling, prices = state.proofs[window]
    part = state.problem.restrict(left, np.array([window]))
    try:
        near_optimal = NearOptimal(part, bound(part, prices), costs, state.effort)
        near = near_optimal.cheapest(ceiling - state.points * SCALE, state.points)
    except TooManyError:
        pass
    else:
        return near and Choice(window, tuple(left[list(near.candidates)].tolist())), True
    if seating(part).count <= state.effort.tied_candidates:
        finished = finish(state.problem, left, np.array([window]), state.points, budget, costs)
        return finished.choice, finished.complete
    tied = _by_search(part, costs, budget, state.effort)
    if tied.incumbent is None:
        return None, tied.proved
    choice = Choice(window, tuple(int(left[place]) for place in tied.incumbent.candidates))
    return (choice if part.score(tied.incumbent) == state.points else None), tied.proved


def lot_bits(part: Problem) -> int:
    """
    Return how many bits of a lot fit next to the points in the integers of a search.

    All of them, unless points are large or tallies have a minimum: a fraction of a candidate missing there is priced
    above all points, and so above all lots.
    """
    short = sum(len(tallies) for tallies in part.tallies if tallies.minimum)
    seats = len(part.seats)
    scaled = big_m(part) * seats * SCALE * (PART * short * seats or 1)
    return max(0, min(LOT_BITS, (LARGEST // scaled).bit_length() - 1))


def _by_search(part: Problem, costs: Points, budget: Budget, effort: Effort) -> SearchState:
    """Return a search whose points have the lots as their smallest part."""
    # Points that every team has are left out: scaled by the lots, they would only make the integers larger.
    terms = {name: replace(term, constant=0, windows=None) for name, term in part.terms.items()}
    part = replace(part, terms=terms)
    bits = lot_bits(part)
    lots = part.lexicographic(costs >> (LOT_BITS - bits), len(part.seats) << bits)
    tied = SearchState(lots, budget, effort, lambda _line: None)
    prove(tied)
    return tied
