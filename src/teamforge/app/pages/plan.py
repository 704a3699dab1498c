"""The plan of all challenges together: made while you watch its bound come down, and recorded as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from starlette.responses import Response

from teamforge.app.asking import Ask, RefusedError
from teamforge.app.planning import Budget
from teamforge.app.showing import titles_of
from teamforge.assignments import Assignment, add_rows, changes_of_plan, in_force
from teamforge.challenge.programme import Programme
from teamforge.page import Page
from teamforge.pool import Pool
from teamforge.report.pages.plan import plan_page
from teamforge.report.pages.replan import to_page

_LAST = 12


def plan(ask: Ask) -> Response:
    """Show the plan, or how far it has come."""
    if ask.season.programme is None:
        raise RefusedError("This folder has no programme.", HTTPStatus.NOT_FOUND)
    making = ask.desk.planning.latest
    now = making is not None and making.stamp == ask.season.stamp
    found, changes = (making.found, making.changes) if making is not None and now else (None, None)
    programme = ask.season.programme
    titles = titles_of(programme.challenges)
    page = None if found is None else plan_page(found, titles)
    return ask.show(
        "plan",
        programme=programme,
        found=found,
        titles=titles,
        running=making is not None and making.running,
        lines=making.lines[-_LAST:] if making else [],
        why=making.why if making and now else "",
        key=making.key if making else "",
        page=None if page is None else _for_people(page if changes is None else to_page(changes, titles), programme),
        whole=None if page is None or changes is None else _for_people(page, programme),
        can_record=found is not None and found.points is not None,
        stands=any(row.live for row in in_force(ask.pool) if row.challenge_id in programme.ids),
    )


def _for_people(page: Page, programme: Programme) -> Page:
    """Return a page of a plan without what stands elsewhere: the programme's id, and the table of challenges."""
    lines = tuple(line for line in page.lines if line != f"programme {programme.id}")
    sections = tuple(section for section in page.sections if section.heading != "Challenges")
    return replace(page, lines=lines, sections=sections)


def start_plan(ask: Ask) -> Response:
    """Start making the plan: from scratch, or with few changes from the one that stands."""
    given = ask.text("changes")
    words: dict[str, Budget] = {"least": "least", "any": "any"}
    budget = words.get(given)
    if given == "most":
        if not (most := ask.text("most")).isdecimal():
            raise RefusedError("How many seats may change is a whole number.")
        budget = int(most)
    elif given and budget is None:
        raise RefusedError("There is no such way to plan.")
    ask.desk.planning.start(ask.season, ask.desk.files.project.effort or 1.0, budget)
    return ask.lead("plan")


def record_plan(ask: Ask) -> Response:
    """Write all teams of the plan into the history; refused if anything has changed since it was shown."""
    making, programme = ask.desk.planning.latest, ask.season.programme
    if making is None or making.key != ask.text("key"):
        raise RefusedError(
            "This is no longer the latest plan: another one was made since, or `teamforge open` was started anew. "
            "Nothing was written: look at the plan again.",
            HTTPStatus.CONFLICT,
        )
    found = making.found
    if found is None or found.points is None or programme is None or making.stamp != ask.season.stamp:
        raise RefusedError("The files have changed since this plan was made: plan anew.", HTTPStatus.CONFLICT)

    def said(now: Pool) -> Sequence[Assignment]:
        if len(now.assignments) != len(found.pool.assignments):
            raise RefusedError("Somebody has recorded something meanwhile: plan anew.", HTTPStatus.CONFLICT)
        return changes_of_plan(found.to_propose, now, programme)

    pool, _ = add_rows(ask.desk.files.pool_path, said, lambda: ask.desk.files.now().sound)
    ask.desk.files.stands(pool)
    return ask.lead("")
