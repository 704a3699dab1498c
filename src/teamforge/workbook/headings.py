"""Each column of each sheet: its meaning for people, and what a spreadsheet lets them enter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from teamforge.challenge.schema import challenge_schema
from teamforge.challenge.sheets import COLUMNS, FIELDS, NOTE
from teamforge.pool.cells import DATE, MOST
from teamforge.pool.poll import ANSWERS
from teamforge.pool.schema import SCHEMA, THEME, ColumnSpec
from teamforge.spec.rules import Strength
from teamforge.spec.vocabulary import POLL
from teamforge.spec.words import capital, spoken

YES_NO = ("yes", "no")


class CellKind(Enum):
    """What the cells of a column hold."""

    TEXT = auto()
    WHOLE = auto()
    DAY = auto()


@dataclass(frozen=True, slots=True)
class Heading:
    """
    The heading of a column.

    Parameters
    ----------
    name
        The name that the readers know.
    meaning
        What the column means, for the comment on its heading.
    required
        Whether its cells must be filled in.
    holds
        Text, whole numbers or dates.
    words
        A closed vocabulary, or the name of a range of suggestions for an open one; empty for neither.
    least, most
        The smallest and the largest whole number allowed.
    room
        The least width of the column in letters, if people write in it.
    """

    name: str
    meaning: str
    required: bool = False
    holds: CellKind = CellKind.TEXT
    words: tuple[str, ...] | str = ()
    least: int = 0
    most: int = MOST
    room: int = 0


_PEER, _ORGANISATION = "known_peers", "known_organisations"

_DATE = "Whether the peer is free on this day. Maybe counts as no; blank is no answer."
_LEVEL = "Expertise in this theme: 0 none, 1 aware, 2 practitioner, 3 expert, 4 authority. Blank: 0."
_ATTRIBUTE = "A column of your own, which a team rule can name. Several values are separated by semicolons."
_RULE_NUMBERS = {"weight": 10, "years": 100, "max": 1_000_000, "rest_days": 3650}
_OTHER_WORDS: dict[tuple[str, str], tuple[str, ...] | str] = {
    ("hosts", "organisation_id"): _ORGANISATION,
    ("pins", "seat"): "known_seats",
    ("pins", "peer"): _PEER,
    ("exclude", "peer"): _PEER,
    ("waivers", "peer"): _PEER,
    ("waivers", "other_peer"): _PEER,
    ("rules", "rule"): "known_rules",
    ("rules", "strength"): tuple(map(str, Strength)),
}
_OTHER_MEANINGS = {  # for columns that are not a field in a challenge file, or are written in another way there
    ("hosts", "organisation_id"): "The organisations of the host system; the first is the lead host.",
    ("windows", "start"): "A possible first day on site. Leave the sheet empty and give earliest and latest instead.",
    ("avoid", "end"): "The last day, inclusive. Blank: one day only.",
    ("scope", "theme"): "A theme: what stands behind theme: in the heading of a column of peers.",
    ("scope", "weight"): "What it weighs, from 0 to 10; at least one theme above 0.",
    ("seats", "accepts"): "Role types, each with its fit from 1 to 100: chief_executive 100; director 60.",
    ("pins", "seat"): "A seat that a certain peer must have.",
    ("pins", "peer"): "The peer who must have it.",
    ("rules", "rule"): "A rule or criterion that differs from the preset; leave blank what stays as it is.",
    ("rules", "weight"): "What it is worth or costs, from 0 to 10.",
    ("rules", "strength"): "hard blocks; review blocks until waived; soft costs points and needs a weight.",
    ("rules", "years"): "How many years a past tie counts.",
    ("rules", "kinds"): "Only for same_system: kinds of organisation, separated by semicolons.",
    ("rules", "depth"): "Only for coverage: how much the highest, second highest, … level counts: 4; 2; 1.",
    ("rules", "max"): "Only for first_timers: the most that may be on the team.",
    ("rules", "rest_days"): "Only for rest: whole days between an engagement and the window.",
}
_MODELS = {
    "avoid": "Period",
    "seats": "Seat",
    "exclude": "Exclusion",
    "waivers": "Waiver",
    "team_rules": "TeamRule",
}
_PLAIN = {
    ("windows", "start"): Heading("start", "", required=True, holds=CellKind.DAY),
    ("scope", "weight"): Heading("weight", "", required=True, holds=CellKind.WHOLE, most=10),
    **{("rules", name): Heading(name, "", holds=CellKind.WHOLE, most=most) for name, most in _RULE_NUMBERS.items()},
}
NOTE_HEADING = Heading(NOTE, "For people; it is not read.")


def headings_of_table(table: str, columns: Iterable[str] | None = None) -> tuple[Heading, ...]:
    """Return the headings of a table of the pool: for some columns, or for all it may have."""
    known = {column.name: column for column in SCHEMA[table]}
    names = known if columns is None else columns
    return tuple(_of_column(known[name]) if name in known else _own(table, name) for name in names)


def headings_of_challenge(sheet: str) -> tuple[Heading, ...]:
    """Return the headings of a sheet of the challenge."""
    if sheet == "challenge":
        field = Heading("field", "What of the challenge; the rows may stand in any order.", required=True)
        return field, Heading("value", "What it is; blank where it is left out."), NOTE_HEADING
    model = challenge_schema()["$defs"].get(_MODELS.get(sheet, ""), {})
    return (*(_of_model(sheet, name, model) for name in COLUMNS[sheet]), NOTE_HEADING)


def headings_of_fields() -> tuple[Heading, ...]:
    """Return, for each row of the sheet `challenge`, the field with its meaning and its possible values."""
    schema = challenge_schema()
    found = []
    for name, path in FIELDS.items():
        model = schema
        if len(path) > 1:
            model = schema["$defs"][{"on_site": "OnSite", "lead_time": "LeadTime"}[path[0]]]
        found.append(_of_field(name, model["properties"][path[-1]], required=path[-1] in model.get("required", ())))
    return tuple(found)


def _of_column(column: ColumnSpec) -> Heading:
    reader = column.reader
    holds = CellKind.DAY if reader is DATE else CellKind.WHOLE if reader.bounds else CellKind.TEXT
    least, most = reader.bounds or (0, MOST)
    return Heading(
        column.name, column.meaning, column.filled, holds, reader.words or column.suggestions or (), least, most
    )


def _own(table: str, name: str) -> Heading:
    if table == POLL:
        return Heading(name, _DATE, words=ANSWERS)
    if name.startswith(THEME):
        return Heading(name, _LEVEL, holds=CellKind.WHOLE, most=4)
    return Heading(name, _ATTRIBUTE)


def _of_model(sheet: str, name: str, model: Mapping[str, Any]) -> Heading:
    plain = _PLAIN.get((sheet, name), Heading(name, "", required=sheet in {"hosts", "scope", "pins"} or name == "rule"))
    if name in model.get("properties", {}):
        required = name in model.get("required", ()) and (sheet, name) != ("avoid", "end")
        plain = _of_field(name, model["properties"][name], required=required)
    meaning = _OTHER_MEANINGS.get((sheet, name), plain.meaning)
    return replace(plain, meaning=meaning, words=_OTHER_WORDS.get((sheet, name), plain.words))


def _of_field(name: str, schema: Mapping[str, Any], *, required: bool) -> Heading:
    """Return the heading of a field from its JSON Schema, so that a spreadsheet accepts what the challenge accepts."""
    heading = Heading(name, schema.get("description", ""), required)
    for part in _parts(schema):
        if part.get("type") == "boolean":
            return replace(heading, words=YES_NO)
        if part.get("format") == "date":
            return replace(heading, holds=CellKind.DAY)
        if part.get("type") == "integer":
            return replace(heading, holds=CellKind.WHOLE, least=part["minimum"], most=part["maximum"])
        if "enum" in part:
            return replace(heading, words=tuple(part["enum"]))
    return heading


def _parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield schema
    for part in schema.get("anyOf", ()):
        yield from _parts(part)


def in_words(headings: Sequence[Heading]) -> list[Heading]:
    """Return headings that people read, not programs: each name in words, with a capital."""
    return [replace(heading, name=capital(spoken(heading.name))) for heading in headings]
