"""A programme as rows of its sheets: the reverse of `teamforge.challenge.programme.sheets`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from teamforge.challenge import Challenge
from teamforge.challenge.programme import Programme
from teamforge.challenge.programme.sheets import CHALLENGE_COLUMNS, FIELDS, SCOPE
from teamforge.errors import Fault, InputError
from teamforge.workbook.headings import NOTE_HEADING, CellKind, Heading

Row = tuple[str, ...]
_MEANINGS = {
    "id": "The challenge's own id. What a row cannot say stands in a file of this id: id.toml, beside the workbook.",
    "title": "What it is called.",
    "hosts": "The organisations of the host system, separated by semicolons; the first is the lead host.",
    "earliest": "The first possible day on site.",
    "latest": "The last possible day on site.",
    "windows": "Instead of earliest and latest: the possible start dates, separated by semicolons.",
    "avoid": "When nobody is on site: days, and ranges such as 2027-04-01 to 2027-04-09, separated by semicolons.",
    "days": "How many days on site, from 1 to 5. Blank: 3.",
    "purpose": "challenge, or progress_review. Blank: challenge.",
    "preset": "The rulebook. Blank: lga_system_wide.",
    "priority": "From 1 to 10: what its points are multiplied by. Blank: 1.",
}
_DAYS = ("earliest", "latest")
_NUMBERS = {"days": 5, "priority": 10}
_REQUIRED = ("id", "hosts")


def headings_of_programme(sheet: str, programme: Programme) -> tuple[Heading, ...]:
    """Return the headings of a sheet of the programme, with its themes."""
    if sheet == "programme":
        field = Heading("field", "What of the programme; the rows may stand in any order.", required=True)
        return field, Heading("value", "What it is; blank where it is left out."), NOTE_HEADING
    columns = [
        Heading(
            name,
            meaning,
            required=name in _REQUIRED,
            holds=CellKind.DAY if name in _DAYS else CellKind.WHOLE if name in _NUMBERS else CellKind.TEXT,
            least=1,
            most=_NUMBERS.get(name, 1),
        )
        for name, meaning in _MEANINGS.items()
    ]
    about = "What the theme weighs in the scope, from 0 to 10. Blank: it is not in the scope."
    themes = [Heading(f"{SCOPE}{theme}", about, holds=CellKind.WHOLE, most=10) for theme in _themes(programme)]
    return (*columns, *themes, NOTE_HEADING)


def rows_of_programme(programme: Programme) -> dict[str, list[Row]]:
    """
    Return the rows of the sheets of a programme, without the column `note`.

    Raises
    ------
    InputError
        If a challenge says what a row cannot, such as pins: that belongs in a challenge file named after its id.
    """
    plain = programme.model_dump(mode="json", exclude={"challenges"})
    themes = _themes(programme)
    faults = [
        Fault("challenges", None, field, each.id, "a field that a row can say", "keep it in a challenge file of its id")
        for each in programme.challenges
        for field in sorted(each.model_fields_set & set(Challenge.model_fields))
        if not _sayable(field, each)
    ]
    if faults:
        raise InputError(faults)
    return {
        "programme": [(name, _text(_at(plain, path))) for name, path in FIELDS.items()],
        "challenges": [_row(programme, each, themes) for each in programme.challenges],
    }


def within_a_row(challenge: Challenge) -> Challenge:
    """Return a challenge without what a row cannot say."""
    own = {
        field: getattr(challenge, field)
        for field in challenge.model_fields_set
        if field in {path[0] for path in CHALLENGE_COLUMNS.values() if path} or field in {"scope", "as_of"}
    }
    return Challenge.model_validate(own)


def _sayable(field: str, challenge: Challenge) -> bool:
    known = {path[0] for path in CHALLENGE_COLUMNS.values() if path} | {"scope", "as_of"}
    default = Challenge.model_fields[field].default
    return field in known or getattr(challenge, field) in (default, (), {})


def _themes(programme: Programme) -> tuple[str, ...]:
    return tuple(dict.fromkeys(theme for each in programme.challenges for theme in each.scope))


def _row(programme: Programme, challenge: Challenge, themes: tuple[str, ...]) -> Row:
    plain = challenge.model_dump(mode="json")
    cells = [
        str(programme.priority[challenge.id]) if name == "priority" else _text(_at(plain, path))
        for name, path in CHALLENGE_COLUMNS.items()
    ]
    return (*cells, *(_text(challenge.scope.get(theme)) for theme in themes))


def _at(plain: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 -- plain values of any depth
    for key in path:
        plain = plain[key]
    return plain


def _text(value: object) -> str:
    """Return the text that a person would write for a value."""
    if value is None:
        return ""
    if isinstance(value, Mapping):  # a range of days
        return str(value["start"]) if value["start"] == value["end"] else f"{value['start']} to {value['end']}"
    if isinstance(value, list):
        words = [_text(each) for each in value]
        if any(";" in word for word in words):
            expected = "ids without a semicolon, which parts several in one cell of a workbook"
            raise InputError([Fault("challenges", None, None, None, expected, "rename them")])
        return "; ".join(words)
    return str(value)
