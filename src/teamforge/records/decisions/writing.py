"""Entries as lines of JSON, and back: a line that is not exactly as it was written is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from teamforge.records.decisions.entry import Entry
from teamforge.records.record import seal_of

__all__ = ["line_of", "plain", "read_line", "sealed"]

_ENTRY = TypeAdapter(Entry)


def plain(entry: Entry) -> dict[str, Any]:
    """Return an entry in plain values, ready for JSON."""
    values: dict[str, Any] = _ENTRY.dump_python(entry, mode="json")
    return values


def sealed(entry: Entry) -> Entry:
    """Return an entry with the seal over its content."""
    return replace(entry, seal=seal_of(plain(entry)))


def line_of(entry: Entry) -> bytes:
    """Return an entry as it stands in a record: one line, without the line feed at its end."""
    return json.dumps(plain(entry), allow_nan=False).encode("ascii")


def read_line(line: bytes) -> tuple[Entry | None, tuple[str, ...]]:
    """
    Return the entry of a line, if it has the fields of one, and what is wrong with it.

    No value is shown: a record holds names and reasons.
    """
    try:
        entry = _ENTRY.validate_json(line)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        return None, tuple(f"{'.'.join(map(str, each['loc'])) or 'the line'}: {each['msg'].lower()}" for each in found)
    if line_of(entry) != line:
        return entry, ("it is not as it was written",)
    if seal_of(plain(entry)) != entry.seal:
        return entry, ("it was changed after it was written: its seal is of another content",)
    return entry, ()
