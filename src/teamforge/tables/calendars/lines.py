"""
The lines of a calendar file (RFC 5545, section 3.1), put into its components.

Only properties that say when something is, or whether it counts, are kept. Everything else in the file, well formed or
not, is ignored: it cannot change which days are busy, so it does not justify refusing the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_DATES = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
_STATES = ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "UID", "SEQUENCE")
_ZONES = ("TZID", "TZOFFSETFROM", "TZOFFSETTO")
_KEPT = frozenset({"BEGIN", "END", "VERSION", "CALSCALE", *_DATES, *_STATES, *_ZONES})

_FOLD = re.compile(rb"(?:\r*\n|\r)[ \t]")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_VALUE = r'(?:"[^"]*"|[^";:,]*)'
_LINE = re.compile(rf"[A-Za-z0-9-]+((?:;[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*)*):(.*)")
_PARAMETER = re.compile(rf";([A-Za-z0-9-]+)=({_VALUE}(?:,{_VALUE})*)")


_CORRECT = "correct or delete the event, and export again"
_AGAIN = "export it again as .ics"


class Unreadable(ValueError):  # noqa: N818 -- it says what something is, and no caller of the package sees it
    """
    Something in a calendar that cannot be read exactly.

    Parameters
    ----------
    expected
        What should be there instead, in words.
    mend
        How to correct it.
    zone
        The unknown time zone, if that is the reason.
    """

    def __init__(self, expected: str, mend: str = _CORRECT, zone: str = "") -> None:
        self.expected, self.mend, self.zone = expected, mend, zone
        super().__init__(expected)


class Line(NamedTuple):
    """The parameters (by name in capitals) and the value of a property; no value if the line is malformed."""

    parameters: Mapping[str, str]
    value: str


@dataclass
class Component:
    """
    A part of a calendar between BEGIN and END.

    Parameters
    ----------
    name
        Its name, in capitals.
    place
        Its number among the components of this name in the file, from 1.
    lines
        The kept properties, by name in capitals.
    parts
        The components within it.
    """

    name: str
    place: int
    lines: dict[str, list[Line]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """Return the lines of a property."""
        return self.lines.get(name, [])

    def one(self, name: str) -> Line | None:
        """
        Return the line of a property; None without one.

        Raises
        ------
        Unreadable
            If the property has several lines that differ.
        """
        lines = self.all(name)
        if any(line != lines[0] for line in lines[1:]):
            raise Unreadable(f"{name} once")
        return lines[0] if lines else None

    def words(self, name: str) -> set[str]:
        """Return the values of a property in capitals, without blank ones."""
        return {line.value.upper() for line in self.all(name)} - {""}

    def within(self, name: str) -> Iterator[Component]:
        """Yield the components with a name directly within this one."""
        return (part for part in self.parts if part.name == name)


def components_of(data: bytes) -> list[Component]:
    """
    Return the calendars of a file.

    Raises
    ------
    Unreadable
        If the file is not a calendar, or does not end where a calendar ends.
    """
    calendars: list[Component] = []
    stack: list[Component] = []
    counts: dict[str, int] = {}
    for name, line in _lines(data):
        value = line.value.upper()
        if name == "BEGIN":
            counts[value] = counts.get(value, 0) + 1
            component = Component(value, counts[value])
            if not stack and value != "VCALENDAR":
                raise Unreadable("a calendar, which begins with BEGIN:VCALENDAR", _AGAIN)
            if stack and (value == "VCALENDAR" or (value == "VEVENT" and stack[-1].name != "VCALENDAR")):
                raise Unreadable("a calendar with its events by themselves, not within something else", _AGAIN)
            (stack[-1].parts if stack else calendars).append(component)
            stack.append(component)
        elif name == "END":
            if not stack or stack.pop().name != value:
                raise Unreadable("a calendar in which each BEGIN has its END", _AGAIN)
        elif stack:
            stack[-1].lines.setdefault(name, []).append(line)
    if stack or not calendars:
        whole = "a whole calendar, which ends with END:VCALENDAR" if calendars else "a calendar"
        raise Unreadable(whole, _AGAIN)
    return calendars


def _lines(data: bytes) -> Iterator[tuple[str, Line]]:
    """Yield the kept lines. A long line may be folded in the middle of a character, so bytes are unfolded first."""
    unfolded = _FOLD.sub(b"", data.removeprefix(b"\xef\xbb\xbf"))
    try:
        text = unfolded.decode("utf-8")
    except UnicodeDecodeError:
        text = unfolded.decode("latin-1")  # what is kept is ASCII, except names, which are only compared
    for line in re.split(r"[\r\n]+", text):
        name = _NAME.match(line)
        if name and name[0].upper() in _KEPT:
            found = _LINE.fullmatch(line)
            yield name[0].upper(), Line({}, "") if found is None else Line(_parameters(found[1]), found[2].strip())


def _parameters(text: str) -> dict[str, str]:
    return {found[1].upper(): found[2].strip('" \t') for found in _PARAMETER.finditer(text)}
