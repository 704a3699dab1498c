"""The plan of all challenges together: made while one watches its bound come down, and recorded as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from starlette.responses import Response

from teamforge.app.asking import Ask, RefusedError
from teamforge.assignments import Assignment, add_rows, changes_of_plan
from teamforge.pool import Pool
from teamforge.report.pages.plan import plan_page

__all__ = ["plan", "record_plan", "start_plan"]

_LAST = 12


def plan(ask: Ask) -> Response:
    """Show the plan, or how far it has come."""
    if ask.season.programme is None:
        raise RefusedError("This folder has no programme.", HTTPStatus.NOT_FOUND)
    making = ask.desk.planning
    found = None if making.stamp != ask.season.stamp else making.found
    return ask.show(
        "plan",
        programme=ask.season.programme,
        running=making.running,
        lines=making.lines[-_LAST:],
        why=making.why,
        page=None if found is None else plan_page(found),
        rows=len(ask.pool.assignments),
    )


def start_plan(ask: Ask) -> Response:
    """Begin to make the plan."""
    ask.desk.planning.start(ask.season, ask.desk.files.project.effort or 1.0)
    return ask.lead("plan")


def record_plan(ask: Ask) -> Response:
    """Write all teams of the plan into the history; refused where something has changed since it was made."""
    making, programme = ask.desk.planning, ask.season.programme
    found = making.found
    if found is None or programme is None or making.stamp != ask.season.stamp:
        raise RefusedError("The files have changed since this plan was made: plan anew.", HTTPStatus.CONFLICT)
    teams = {identity: found[identity].team for identity in found}

    def said(now: Pool) -> Sequence[Assignment]:
        if len(now.assignments) != len(found.pool.assignments):
            raise RefusedError("Somebody has recorded something meanwhile: plan anew.", HTTPStatus.CONFLICT)
        return changes_of_plan(teams, now, programme)

    pool, _ = add_rows(ask.desk.files.pool_path, said, lambda: ask.desk.files.now().sound)
    ask.desk.files.stands(pool)
    return ask.lead("")
