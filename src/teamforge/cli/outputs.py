"""What `--out` writes, by how the name of the file ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

import typer

from teamforge.cli.options import option
from teamforge.cli.places import keep_filled_in, refuse_filled_in, refuse_unwritable, write_all
from teamforge.cli.streams import to_stderr
from teamforge.spec.audience import Audience

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.pool.assignments.history import Assignment
    from teamforge.workbook.reading import TeamWorkbook


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """
    How a file is to be written.

    Parameters
    ----------
    named
        Finds a peer's name by id, if names are wanted.
    audience
        Who reads it.
    template
        A Word document to fill, if a Word document is written.
    before
        The workbook of the team before it was repaired: its states and notes are kept.
    history
        The challenge's rows in force in `assignments`, if there are more than the result was made from.
    out
        Who is no longer a reserve: peers who said no, and pairs of a seat and a peer whose other visits rule it out.
    """

    named: Callable[[str], str] | None = None
    audience: Audience = Audience.TEAM
    template: Path | None = None
    before: TeamWorkbook | None = None
    history: Sequence[Assignment] | None = None
    out: tuple[str | tuple[str, str], ...] = ()


MadeT = TypeVar("MadeT")
HowT = TypeVar("HowT")


@dataclass(frozen=True)
class Output(Generic[MadeT, HowT]):
    """
    A kind of file that a result or a plan can be written to.

    Parameters
    ----------
    content
        Turns the result or the plan, and how it is to be written, into the bytes of the file.
    what
        What it is, in words.
    filled_in
        Whether people write into it, so that an existing one must not be lost once they have.
    needs
        The packages that write it, if people send it on: a result then needs a team, and can be for the host.
    extra
        The extra that brings those packages.
    """

    content: Callable[[MadeT, HowT], bytes]
    what: str
    filled_in: bool = False
    needs: tuple[str, ...] = ()
    extra: str = ""


def _json(result: Result, _options: OutputOptions) -> bytes:
    from teamforge.report.tabular import to_json

    return to_json(result.to_record()).encode()


def _workbook(result: Result, options: OutputOptions) -> bytes:
    from teamforge.workbook.team import team_workbook

    spare = None if result.team is None else result.reserves(without=options.out)
    return team_workbook(result, spare, options.named, options.before, options.history)


def _calendar(result: Result, options: OutputOptions) -> bytes:
    from teamforge.report.calendar import calendar_bytes

    return calendar_bytes(result, options.audience)


def _sheet(ending: str, what: str, extra: str, *needs: str) -> Output[Result, OutputOptions]:
    def content(result: Result, options: OutputOptions) -> bytes:
        from teamforge.report.sheet.writing import sheet_bytes

        names = options.named is not None
        spare = result.reserves(without=options.out)
        return sheet_bytes(result, spare, ending, options.audience, names=names, template=options.template)

    return Output(content, what, needs=needs, extra=extra)


OUTPUTS: Mapping[str, Output[Result, OutputOptions]] = {
    ".json": Output(_json, "the result with its certificate, for `teamforge verify`"),
    ".xlsx": Output(_workbook, "the team with a column for the state of each seat", filled_in=True),
    ".html": _sheet(".html", "the team sheet as a page", "report", "jinja2"),
    ".docx": _sheet(".docx", "the same for Word", "report", "docx", "docxtpl"),
    ".pdf": _sheet(".pdf", "the same as PDF", "pdf", "typst"),
    ".ics": Output(_calendar, "the dates for a calendar", needs=("icalendar",), extra="calendar"),
}
"""What is written, by suffix."""


def out_option(outputs: Mapping[str, Output[Any, Any]]) -> Any:  # noqa: ANN401 -- what typer returns
    """Return the option `--out` of a command that writes such files."""

    def checked(values: list[Path] | None) -> list[Path]:
        """Refuse a place for the result before anything is searched for."""
        places = values or []
        if len({place.resolve() for place in places}) < len(places):
            raise typer.BadParameter("one file is named twice")
        for place in places:
            suffix = place.suffix.lower()
            if suffix not in outputs:
                raise typer.BadParameter(f"{place} does not end in {' or '.join(outputs)}")
            refuse_unwritable(place)
            found_packages(suffix, outputs[suffix].extra, *outputs[suffix].needs)
            if outputs[suffix].filled_in:
                refuse_filled_in(place)
        return places

    in_words = "; ".join(f"{suffix}, {output.what}" for suffix, output in outputs.items())
    return option("--out", "FILE", f"Write this file; may be repeated: {in_words}.", callback=checked)


def found_packages(what: str, extra: str, *packages: str) -> None:
    """Refuse what needs a missing package, and name the extra that brings it."""
    if not all(map(find_spec, packages)):
        raise typer.BadParameter(f"{what} needs more: pip install 'teamforge[{extra}]'")


OUT = out_option(OUTPUTS)
Out = Annotated[list[Path] | None, OUT]


Audiences = Annotated[
    list[Audience] | None,
    typer.Option(
        "--audience",
        help="Who reads it: once for all, or once for each --out, in their order; host leaves out what only those who "
        "put the team together may see.",
        show_default="team",
    ),
]


def readers_of(audiences: Sequence[Audience] | None, places: Sequence[Path]) -> list[Audience]:
    """Return who reads each file: one audience for all, or one each."""
    given = list(audiences or (Audience.TEAM,))
    if len(given) == 1:
        return given * len(places)
    if len(given) != len(places):
        raise typer.BadParameter("give it once, or once for each --out", param_hint="--audience")
    return given


def refuse_what_does_not_fit(places: Sequence[Path], readers: Sequence[Audience], template: Path | None = None) -> None:
    """Refuse an audience or a template that a file does not support, before the search begins."""
    sheets = " or ".join(suffix for suffix, output in OUTPUTS.items() if output.needs)
    for place, reader in zip(places, readers, strict=True):
        if reader is Audience.HOST and not OUTPUTS[place.suffix.lower()].needs:
            raise typer.BadParameter(f"only {sheets} can be for the host: {place} has all", param_hint="--audience")
    if template is not None and not any(is_word(place) for place in places):
        raise typer.BadParameter("only a Word sheet has one: name it with --out FILE.docx", param_hint="--template")


def is_word(place: Path) -> bool:
    """Return whether a file is a Word document."""
    return place.suffix.lower() == ".docx"


def write_output(outputs: Mapping[str, Output[MadeT, HowT]], made: MadeT, place: Path, how: HowT) -> None:
    """Write a result or a plan to a file whose name was checked; what somebody typed into is not replaced."""
    from teamforge.tables.saving import save

    output = outputs[place.suffix.lower()]
    content = output.content(made, how)
    if output.filled_in:
        keep_filled_in(place)
    save(place, content)


def write_results(
    result: Result, places: Sequence[Path], options: Sequence[OutputOptions], say: Callable[[str], None] = to_stderr
) -> None:
    """Write a result to files, each in its format, and say so on standard error: standard output is for the page."""
    how = {
        place: each if is_word(place) else replace(each, template=None)
        for place, each in zip(places, options, strict=True)
    }
    sheets = [place for place in places if result.team is None and OUTPUTS[place.suffix.lower()].needs]
    for place in sheets:
        to_stderr(f"{place} was not written: there is no team")
    left = [place for place in places if place not in sheets]
    write_all(left, lambda place: write_output(OUTPUTS, result, place, how[place]), say)
