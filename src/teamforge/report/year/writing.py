"""A plan as one HTML file, with its calendar as a picture, and as a Word document."""

from __future__ import annotations

from importlib.util import find_spec

from teamforge.forge.replan import Replan
from teamforge.report.sheet.html import to_html
from teamforge.report.sheet.word import to_word
from teamforge.report.year.sheet import sheet_of_plan
from teamforge.result.plan import PlanData

_PICTURES = ("altair", "vl_convert")


def year_html(plan: PlanData, *, names: bool = False, changes: Replan[PlanData] | None = None) -> bytes:
    """Return a plan as HTML that fetches nothing; with pictures if the extra ``charts`` is installed."""
    sheet = sheet_of_plan(plan, names=names, changes=changes)
    pictures = {}
    if all(map(find_spec, _PICTURES)) and plan.teams:
        from teamforge.report.charts import saving, year  # noqa: PLC0415 -- an extra

        pictures["visits"] = saving.to_svg(year.year(plan))
    return to_html(sheet, pictures)


def year_word(plan: PlanData, *, names: bool = False, changes: Replan[PlanData] | None = None) -> bytes:
    """Return a plan as a Word document."""
    return to_word(sheet_of_plan(plan, names=names, changes=changes))
