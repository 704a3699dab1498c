"""What `plan --out` writes, by how the name of the file ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamforge.cli.places import keep_filled_in, refuse_filled_in, refuse_unwritable

if TYPE_CHECKING:
    from teamforge.api.plans import Plan
    from teamforge.forge.replan import Replan

    Changes = Replan[Plan] | None


@dataclass(frozen=True, slots=True)
class _Output:
    """
    A kind of file.

    What writes its bytes, from a plan, whether names are shown, and what changed, if anything; what it is; the packages
    it needs; their extra; whether people may have written into an existing one, which must not be lost.
    """

    content: Callable[[Plan, bool, Replan[Plan] | None], bytes]
    what: str
    needs: tuple[str, ...] = ()
    extra: str = ""
    filled_in: bool = False


def _json(plan: Plan, _names: bool, _changes: Changes) -> bytes:  # noqa: FBT001 -- as each of them is called
    from teamforge.report.tabular import to_json

    return to_json(plan.to_record()).encode()


def _workbook(plan: Plan, names: bool, changes: Changes) -> bytes:  # noqa: FBT001
    from teamforge.workbook.year import year_workbook

    return year_workbook(plan, names=names, changes=changes)


def _calendar(plan: Plan, _names: bool, _changes: Changes) -> bytes:  # noqa: FBT001
    from teamforge.report.year.calendar import calendar_of_year

    return calendar_of_year(plan)


def _page(plan: Plan, names: bool, changes: Changes) -> bytes:  # noqa: FBT001
    from teamforge.report.year.writing import year_html

    return year_html(plan, names=names, changes=changes)


def _word(plan: Plan, names: bool, changes: Changes) -> bytes:  # noqa: FBT001
    from teamforge.report.year.writing import year_word

    return year_word(plan, names=names, changes=changes)


_OUTPUTS: Mapping[str, _Output] = {
    ".json": _Output(_json, "the plan with its certificate, for `teamforge verify`"),
    ".xlsx": _Output(_workbook, "a sheet a challenge and one of people", filled_in=True),
    ".html": _Output(_page, "the year as a page", ("jinja2",), "report"),
    ".docx": _Output(_word, "the same for Word", ("docx",), "report"),
    ".ics": _Output(_calendar, "the visits for a calendar", ("icalendar",), "calendar"),
}


def _checked(values: list[Path] | None) -> list[Path]:
    """Refuse a place for a plan before anything is searched for."""
    for place in values or []:
        output = _OUTPUTS.get(place.suffix.lower())
        if output is None:
            raise typer.BadParameter(f"{place} does not end in {' or '.join(_OUTPUTS)}")
        refuse_unwritable(place)
        if not all(map(find_spec, output.needs)):
            raise typer.BadParameter(f"{place.suffix} needs more: pip install 'teamforge[{output.extra}]'")
        if output.filled_in:
            refuse_filled_in(place)
    return values or []


PlanOut = Annotated[
    list[Path] | None,
    typer.Option(
        "--out",
        metavar="FILE",
        callback=_checked,
        help="Write this file; may be repeated: "
        + "; ".join(f"{end}, {each.what}" for end, each in _OUTPUTS.items())
        + ".",
        show_default=False,
    ),
]


def write_plan(plan: Plan, place: Path, *, names: bool, changes: Changes = None) -> None:
    """Write a plan to a file, with the changes if it is a replan; what somebody typed into is not replaced."""
    from teamforge.tables.saving import save

    output = _OUTPUTS[place.suffix.lower()]
    content = output.content(plan, names, changes)
    if output.filled_in:
        keep_filled_in(place)
    save(place, content)
