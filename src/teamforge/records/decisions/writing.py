"""Entries written as lines of JSON and read back; a line that is not exactly as written is refused."""

from __future__ import annotations

import json
from dataclasses import replace

from pydantic import ValidationError

from teamforge.records.decisions.entry import Entry, adapter
from teamforge.records.record import seal_of


def sealed(entry: Entry) -> Entry:
    """Return an entry with a seal over its content."""
    return replace(entry, seal=seal_of(entry.to_dict()))


def line_of(entry: Entry) -> bytes:
    """Return an entry as a line of a record, without the line feed."""
    return json.dumps(entry.to_dict(), allow_nan=False).encode("ascii")


def read_line(line: bytes) -> tuple[Entry | None, tuple[str, ...]]:
    """
    Return the entry of a line, if it has the right fields, and its faults.

    Faults show no values, because a record holds names and reasons.
    """
    try:
        entry = adapter().validate_json(line)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        return None, tuple(f"{'.'.join(map(str, each['loc'])) or 'the line'}: {each['msg'].lower()}" for each in found)
    if line_of(entry) != line:
        return entry, ("it is not as it was written",)
    if seal_of(entry.to_dict()) != entry.seal:
        return entry, ("it was changed after it was written: its seal is of another content",)
    return entry, ()
