"""A valid challenge as a plain document, and what is wrong with a changed one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from teamforge.challenge import Challenge
from teamforge.challenge.reading import read_challenge
from teamforge.errors import Fault, InputError

ABSENT = object()
"""As the new value of a field: leave the field out."""

DOCUMENT: Mapping[str, Any] = {
    "id": "here-2027",
    "hosts": ["H1", "H2"],
    "as_of": "2027-01-11",
    "on_site": {"earliest": "2027-03-15", "latest": "2027-05-28"},
    "scope": {"prevention": 9, "housing": 0},
}
SEATS: tuple[Mapping[str, Any], ...] = (
    {"id": "lead", "accepts": {"chief_executive": 100, "director": 60}, "leads": True},
    {"id": "vcs", "accepts": {"vcs_leader": 100}, "required": False},
)
WAIVER: Mapping[str, Any] = {
    "peer": "P1",
    "rule": "neighbour",
    "by": "the monitoring officer",
    "reason": "moved away",
    "on": "2027-01-04",
}


def document(**changes: Any) -> dict[str, Any]:
    """Return the valid document with some fields changed."""
    return {name: value for name, value in {**DOCUMENT, **changes}.items() if value is not ABSENT}


def read(**changes: Any) -> Challenge:
    """Return the challenge of the valid document with some fields changed."""
    return read_challenge(document(**changes))


def faults(**changes: Any) -> list[Fault]:
    """Return every fault of the valid document with some fields changed."""
    with pytest.raises(InputError) as caught:
        read(**changes)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None, "the error keeps what it was made from, private texts too"
    return list(caught.value.faults)


def only_fault(**changes: Any) -> tuple[str | None, str | None, str, str]:
    """Return column, value, expected and mend of the one fault."""
    (fault,) = faults(**changes)
    assert (fault.table, fault.row) == ("challenge", None)
    return fault.column, fault.value, fault.expected, fault.mend
