"""The verbs of the plan of all challenges together: made one at a time, here and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from teamforge.app.api.verbs import Attribution, Body, MissingError, Verb
from teamforge.app.api.writing import written
from teamforge.app.asking import RefusedError
from teamforge.assignments import changes_of_plan
from teamforge.errors import InputError

if TYPE_CHECKING:
    from teamforge.app.asking import Desk
    from teamforge.app.planning import Budget, Planning

__all__ = ["YEAR"]

Effort = Annotated[float, Field(gt=0, le=10, description="How much work, in multiples of the usual amount.")]


class AskPlan(Body):
    """All challenges, composed together from scratch."""

    effort: Effort = 1.0


class AskReplan(Body):
    """The plan made again from the teams that stand by the history."""

    changes: Annotated[int, Field(ge=0)] | Literal["least", "any"] = Field(
        "least", description="How many seats may change without having to."
    )
    effort: Effort = 1.0


class ProposePlan(Attribution):
    """The teams of the plan that was made last, to record as proposed."""


def _made(desk: Desk, effort: float, budget: Budget | None) -> Planning:
    season, making = desk.files.now(), desk.planning
    if season.programme is None:
        raise MissingError
    if not making.start(season, effort, budget):
        raise RefusedError("a plan is being made: wait for it")
    making.wait()
    if making.found is None:
        if isinstance(making.error, InputError):
            raise making.error
        raise RefusedError(making.why)
    return making


def _plan(desk: Desk, body: AskPlan) -> object:
    found = _made(desk, body.effort, None).found
    return None if found is None else found.to_dict()


def _replan(desk: Desk, body: AskReplan) -> object:
    changes = _made(desk, body.effort, body.changes).changes
    return None if changes is None else changes.to_dict()


def _propose(desk: Desk, body: ProposePlan) -> object:
    season, making = desk.files.now(), desk.planning
    found, programme = making.found, season.programme
    if programme is None or found is None:
        raise MissingError
    if found.points is None or making.stamp != season.stamp:
        raise RefusedError("the plan has no teams, or the files have changed since it was made: plan anew")
    return written(desk, body.rows, lambda now: changes_of_plan(found.to_propose, now, programme, **body.how))


YEAR = (
    Verb("/api/plan", _plan, "All challenges composed together", AskPlan),
    Verb("/api/replan", _replan, "The plan made again, with few changes", AskReplan),
    Verb("/api/propose-plan", _propose, "Record the teams of the last plan as proposed", ProposePlan),
)
