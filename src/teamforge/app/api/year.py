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
    from teamforge.app.planning import Budget, PlanningRun

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
    """The teams of the latest plan, to record as proposed."""

    plan: str = Field(description="The key of the plan, as `/api/plan` or `/api/replan` answered it.")


def _made(desk: Desk, effort: float, budget: Budget | None) -> PlanningRun:
    season = desk.files.now()
    if season.programme is None:
        raise MissingError("this folder has no programme")
    made = desk.planning.start(season, effort, budget)
    if made is None:
        raise RefusedError("a plan is being made: wait for it")
    made.wait()
    if isinstance(made.error, InputError):
        raise made.error
    if made.found is None:
        raise RefusedError(made.why)
    return made


def _plan(desk: Desk, body: AskPlan) -> object:
    made = _made(desk, body.effort, None)
    return None if made.found is None else {"key": made.key, **made.found.to_dict()}


def _replan(desk: Desk, body: AskReplan) -> object:
    made = _made(desk, body.effort, body.changes)
    return None if made.changes is None else {"key": made.key, **made.changes.to_dict()}


def _propose(desk: Desk, body: ProposePlan) -> object:
    made, season = desk.planning.latest, desk.files.now()
    programme = season.programme
    if programme is None or made is None:
        raise MissingError("no plan was made since `teamforge open` was started: ask /api/plan or /api/replan first")
    found = made.found
    if made.key != body.plan or made.running:
        raise RefusedError("another plan was made since this one: look at that, or plan anew")
    if found is None or found.points is None or made.stamp != season.stamp:
        raise RefusedError("the plan has no teams, or the files have changed since it was made: plan anew")
    return written(desk, body.rows, lambda now: changes_of_plan(found.to_propose, now, programme, **body.how))


YEAR = (
    Verb("/api/plan", _plan, "All challenges composed together", AskPlan),
    Verb("/api/replan", _replan, "The plan made again, with few changes", AskReplan),
    Verb("/api/propose-plan", _propose, "Record the teams of the latest plan as proposed", ProposePlan),
)
