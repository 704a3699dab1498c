"""The robust team: of those with nearly the most points, the one whose worst single drop-out costs least."""

from __future__ import annotations

from dataclasses import replace

from teamforge.errors import InternalError
from teamforge.forge.best import best, chosen
from teamforge.problem import Problem
from teamforge.result.data import ResultData
from teamforge.result.robustness import DropOut, Robustness
from teamforge.search.queries.robust import most_robust
from teamforge.search.queries.substitutes import Fallback, fallbacks, in_window
from teamforge.search.totals import EMPTY
from teamforge.solve import Solved, team_of
from teamforge.verify import check


def robust(solved: Solved, loss: int) -> tuple[ResultData, Solved]:
    """
    Return the result of the robust team, and the solved challenge with that team as the one found.

    Parameters
    ----------
    solved
        The challenge, solved to the proved optimum.
    loss
        The most points to give up against the best team.
    """
    choice, points = solved.outcome.choice, solved.outcome.points
    if choice is None or points is None:
        raise InternalError("an optimal search has no team")
    found = most_robust(solved.problem, solved.outcome.prices, points, loss, int(solved.limits.seed or 0))
    within, teams = (None, 0) if found is None else (found.within, found.teams)
    solved = chosen(solved, choice if found is None else found.choice)
    result = best(solved, loss=loss)
    part, here = in_window(solved.problem, solved.outcome.choice or choice)
    costs = tuple(_checked(result, part, each) for each in fallbacks(part, here))
    return replace(result, robustness=Robustness(loss, within, teams, costs)), solved


def _checked(result: ResultData, part: Problem, left: Fallback) -> DropOut:
    """Return what the loss of a member costs a team, after checking the team without them."""
    seat, member = part.seats[left.seat], str(part.peer_ids[part.peers[left.candidate]])
    reserve = None if left.other == EMPTY else str(part.peer_ids[part.peers[left.other]])
    if left.team is None:
        return DropOut(seat, member, None, None)
    check(result.pool, result.challenge, team_of(part, left.team), left.points)
    return DropOut(seat, member, reserve, (result.points or 0) - left.points)
