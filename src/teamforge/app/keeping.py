"""Keeping a draft: the challenge's own file is changed where the draft differs, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import BaseModel
from tomlkit.items import AoT, Table

from teamforge.challenge import Challenge
from teamforge.errors import InternalError
from teamforge.tables.appending import locked
from teamforge.tables.saving import save


class StaleError(Exception):
    """Something has changed since somebody looked at it; nothing was written."""


def can_keep(path: Path | None) -> bool:
    """Return whether the file of a challenge can be changed here: it must be a text file of its own."""
    return path is not None and path.suffix.lower() in {".toml", ".json"}


def seal_of_file(path: Path) -> str:
    """Return a digest of a file: it differs once somebody has changed the file."""
    return sha256(path.read_bytes()).hexdigest()


def keep(path: Path, seal: str, before: Challenge, now: Challenge) -> None:
    """
    Write the fields that a draft has changed into the file of a challenge; comments and everything else stay.

    Parameters
    ----------
    path
        The file of the challenge.
    seal
        What `seal_of_file` returned when the draft was looked at.
    before, now
        The challenge as the file has it, and with the draft.

    Raises
    ------
    StaleError
        If somebody has changed the file since; nothing is written.
    OSError
        If it cannot be written; the file is then as it was.
    InternalError
        If the new text would not read back as the draft; nothing is written.
    """
    changed = {
        name: _given(getattr(now, name))
        for name in type(now).model_fields
        if getattr(now, name) != getattr(before, name)
    }
    with locked(path):
        if seal_of_file(path) != seal:
            raise StaleError
        text = path.read_text(encoding="utf-8-sig")
        written = _in_json(text, changed) if path.suffix.lower() == ".json" else _in_toml(text, changed)
        # Write nothing that would not read back as intended.
        read = json.loads(written) if path.suffix.lower() == ".json" else tomlkit.parse(written).unwrap()
        if Challenge.model_validate({"as_of": now.as_of, **read}) != now:
            raise InternalError("a challenge would be kept as another one than was tried")
        save(path, written.encode())


def _given(value: Any) -> Any:  # noqa: ANN401 -- any field of a challenge
    """Return a field as a file has it: without values that nobody gave."""
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_unset=True, exclude_none=True)
    if isinstance(value, tuple):
        return [_given(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


def _in_json(text: str, changed: Mapping[str, Any]) -> str:
    return json.dumps({**json.loads(text), **changed}, indent=2, ensure_ascii=False, default=date.isoformat) + "\n"


def _in_toml(text: str, changed: Mapping[str, Any]) -> str:
    document = tomlkit.parse(text)
    for name, value in changed.items():
        there = document.get(name)
        if isinstance(there, AoT) and isinstance(value, list):
            _put_tables(there, value)
        elif isinstance(there, Table) and isinstance(value, dict):
            _put_fields(there, value)
        else:
            document[name] = value
    return tomlkit.dumps(document)


def _put_tables(there: AoT, wanted: list[Any]) -> None:
    """Remove the tables no longer wanted, and add new ones; the others keep their comments."""
    for place in reversed(range(len(there))):
        if there[place].unwrap() not in wanted:
            del there[place]
    known = there.unwrap()
    for each in wanted:
        if each not in known:
            there.append(tomlkit.item(each))


def _put_fields(there: Table, wanted: Mapping[str, Any]) -> None:
    for key in [key for key in there if key not in wanted]:
        there.remove(key)
    for key, value in wanted.items():
        if key not in there or there[key].unwrap() != value:
            there[key] = value
