"""What `plan --out` writes, by how the name of the file ends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from teamforge.cli.outputs import Output, out_option

if TYPE_CHECKING:
    from teamforge.api.plans import Plan
    from teamforge.forge.replan import Replan


class PlanOptions(NamedTuple):
    """How a plan is to be written: whether names are shown, and what changed if it is a replan."""

    names: bool
    changes: Replan[Plan] | None = None


def _json(plan: Plan, _options: PlanOptions) -> bytes:
    from teamforge.report.tabular import to_json

    return to_json(plan.to_record()).encode()


def _workbook(plan: Plan, options: PlanOptions) -> bytes:
    from teamforge.workbook.year import year_workbook

    return year_workbook(plan, names=options.names, changes=options.changes)


def _calendar(plan: Plan, _options: PlanOptions) -> bytes:
    from teamforge.report.year.calendar import calendar_of_year

    return calendar_of_year(plan)


def _page(plan: Plan, options: PlanOptions) -> bytes:
    from teamforge.report.year.writing import year_html

    return year_html(plan, names=options.names, changes=options.changes)


def _word(plan: Plan, options: PlanOptions) -> bytes:
    from teamforge.report.year.writing import year_word

    return year_word(plan, names=options.names, changes=options.changes)


PLAN_OUTPUTS: Mapping[str, Output[Plan, PlanOptions]] = {
    ".json": Output(_json, "the plan with its certificate, for `teamforge verify`"),
    ".xlsx": Output(_workbook, "a sheet a challenge and one of people", filled_in=True),
    ".html": Output(_page, "the year as a page", needs=("jinja2",), extra="report"),
    ".docx": Output(_word, "the same for Word", needs=("docx",), extra="report"),
    ".ics": Output(_calendar, "the visits for a calendar", needs=("icalendar",), extra="calendar"),
}
"""What is written, by suffix."""

PlanOut = Annotated[list[Path] | None, out_option(PLAN_OUTPUTS)]
