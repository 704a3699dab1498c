"""`read_project` reads a `teamforge.toml` into a `Project`, or lists every fault in it at once."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from teamforge.challenge.fields import trimmed
from teamforge.challenge.reading import read_document
from teamforge.errors import Fault, InputError
from teamforge.page.words import counted
from teamforge.project.finding import FILE, find_file, shown
from teamforge.project.ids import Index, head_of
from teamforge.project.lines import line_of
from teamforge.project.model import Fields
from teamforge.project.places import Places
from teamforge.tables.plain import content_of, is_folder


@dataclass(frozen=True, repr=False)
class Project:
    """
    What a project folder names; every path in it exists.

    Parameters
    ----------
    file
        The `teamforge.toml` of the project.
    pool
        The folder or workbook of the pool.
    challenges
        The file of each challenge, by id: those of `challenges`, then those of the programme.
    unread
        The challenge files whose id could not be read, each with its faults.
    programme, programme_id
        The file or folder of the programme, and its id if it can be read.
    dates
        The programme's date, as written, for each challenge file that has none.
    signs
        The person who signs what is sent out.
    template
        The Word document that a team sheet fills.
    words
        The folder with custom wording for letters.
    names
        Whether output for people also shows names.
    time_limit
        The seconds that the search for one team may take.
    effort
        How much work goes into a plan.
    """

    file: Path
    pool: Path | None = None
    challenges: Mapping[str, Path] = field(default_factory=dict)
    unread: Mapping[Path, tuple[Fault, ...]] = field(default_factory=dict)
    programme: Path | None = None
    programme_id: str | None = None
    dates: Mapping[Path, object] = field(default_factory=dict)
    signs: str | None = None
    template: Path | None = None
    words: Path | None = None
    names: bool = False
    time_limit: float | None = None
    effort: float | None = None

    def __repr__(self) -> str:
        """Return the file and the number of its challenges, and nobody's name."""
        return f"<Project: {self.file}, {counted(len(self.challenges), 'challenge')}>"


def read_project(source: str | os.PathLike[str]) -> Project:
    """
    Return the project of a folder or a file.

    Parameters
    ----------
    source
        The path of a `teamforge.toml`, or of the folder that holds one.

    Returns
    -------
    Project
        The project, with paths that exist and the ids of its challenges.

    Raises
    ------
    InputError
        If the file cannot be read, a field is unknown or wrong, or a path leads nowhere; every fault is listed, with
        its line. A fault inside a challenge's file is not raised: work on the others can go on.
    """
    given = Path(os.fsdecode(source))
    file = given / FILE if is_folder(given) else given
    data, faults = _fields(file)
    places = Places(file.parent)
    project = _project(file, Fields.model_validate(data), places)
    faults += places.faults
    if faults:
        raise InputError(_placed(faults, file))
    return project


def drafted_project(folder: Path) -> Project:
    """
    Return the project that `teamforge init` would start in a folder without one; write nothing.

    Raises
    ------
    InputError
        If two challenges have the same id.
    """
    from teamforge.project.starting import draft  # noqa: PLC0415 -- its workbooks need pandas, which is slow to import

    fields = Fields.model_validate(tomllib.loads(draft(folder)))
    places = Places(folder)
    project = _project(folder / FILE, fields, places)
    if places.faults:
        raise InputError(places.faults)
    return project


def _fields(file: Path) -> tuple[object, list[Fault]]:
    """Return the readable fields of a file, and the faults of the others."""
    data: object = None
    try:
        data = read_document(file).data
        Fields.model_validate(data)
    except InputError as error:
        faults = list(error.faults)
    else:
        return data, []
    wrong = {key for fault in faults for key in _keys(fault.column or "")[:1]}
    fields = Fields.model_fields
    given = data if isinstance(data, Mapping) else {}
    return {key: value for key, value in given.items() if key in fields and key not in wrong}, faults


def find_project(start: str | os.PathLike[str] | None = None) -> Project | None:
    """
    Return the project that a folder belongs to, from its own `teamforge.toml` or the nearest one above.

    Parameters
    ----------
    start
        The folder to start in; the current one if left out.

    Returns
    -------
    Project or None
        None if there is no such file up to the root.

    Raises
    ------
    InputError
        As `read_project` does.
    """
    file = find_file(None if start is None else Path(os.fsdecode(start)))
    return None if file is None else read_project(file)


def _project(file: Path, fields: Fields, places: Places) -> Project:
    pool, template = places.pool(fields.pool), places.template(fields.template)
    words = places.words(fields.words)
    programme = places.programme(fields.programme)
    index = Index()
    for name, path, itself in places.challenges(fields.challenges):
        index.add(path, name, itself=itself)
    head = {} if programme is None else head_of(programme)
    if programme is not None:
        index.add_programme(programme, head.get("as_of"))
    places.faults += index.faults
    return Project(
        file=file,
        pool=pool,
        challenges=index.files,
        unread=index.unread,
        programme=programme,
        programme_id=trimmed(head.get("id")),
        dates=index.dates,
        signs=fields.signs,
        template=template,
        words=words,
        names=fields.names,
        time_limit=fields.time_limit,
        effort=fields.effort,
    )


def _placed(faults: Sequence[Fault], file: Path) -> list[Fault]:
    """Return faults with the displayed path of the file and the line of each field, in the order of the lines."""
    try:
        text = content_of(file).decode("utf-8-sig")
    except (OSError, ValueError):
        text = ""
    name = shown(file)
    placed = [replace(each, table=name, row=each.row or line_of(text, _keys(each.column or ""))) for each in faults]
    return sorted(placed, key=lambda each: each.row or 0)


def _keys(column: str) -> list[str]:
    """Return the keys that lead to a field; a list counts as one field."""
    return column.partition("[")[0].split(".") if column else []
