"""The best team: what the search found, checked and put together as the data of a result."""

from __future__ import annotations

from dataclasses import replace

from teamforge.problem import Choice
from teamforge.result.assemble import Claims, assemble
from teamforge.result.data import ResultData
from teamforge.search.certify import of_choice
from teamforge.solve import Solved, team_of
from teamforge.team import Responses


def best(solved: Solved, *, loss: int | None = None, responses: Responses | None = None) -> ResultData:
    """
    Return the result of the team that a search found, checked by the verifier.

    Parameters
    ----------
    solved
        The solved challenge.
    loss
        How many points fewer than the best a robust team may have; None unless one was asked for.
    responses
        What a repair started from; None unless the team is repaired.

    Raises
    ------
    InternalError
        If the team is not valid or not worth its points: our mistake, never shown as a result.
    """
    outcome, limits = solved.outcome, solved.limits
    claims = Claims(
        status=outcome.status,
        points=outcome.points,
        bound=outcome.bound,
        stopped=outcome.stopped,
        certify=outcome.certify,
        seed=int(limits.seed or 0),
        time_limit=None if limits.seconds is None else float(limits.seconds),
        loss=loss,
        responses=responses,
    )
    team = None if outcome.choice is None else team_of(solved.problem, outcome.choice)
    return assemble(solved.instance, solved.eligibility, team, claims)


def chosen(solved: Solved, choice: Choice | None) -> Solved:
    """
    Return a solved challenge with a team that was chosen for more than its points.

    It is `optimal` if no team has more points all the same; otherwise `feasible`, with the bound that the search's
    prices prove, and `stopped` is ``"choice"``. Without a choice it is `unknown`: there is a team, but it is better
    to have none.
    """
    outcome = solved.outcome
    if choice is None or solved.problem.score(choice) != outcome.points:
        outcome = of_choice(solved.problem, outcome, choice)
    return replace(solved, outcome=replace(outcome, choice=choice))
