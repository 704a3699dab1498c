"""A challenge for an invented pool."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

import numpy as np

from teamforge.errors import Fault, InputError
from teamforge.generate import densities as d
from teamforge.register import Register

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WEIGHTS = (10, 9, 7, 6, 5, 3)


def challenge_for(register: Register, rng: np.random.Generator) -> dict[str, object]:
    """
    Return the fields of a challenge at a council of a register and the board that it is part of.

    Raises
    ------
    InputError
        If no council of a kind that hosts challenges is part of a board.
    """
    organisations = register.organisations
    hosts = [pair for pair in register.boards(d.AS_OF) if organisations.kind[pair[0]] in d.HOST_KINDS]
    if not hosts:
        expected = f"a council ({', '.join(d.HOST_KINDS)}) that is part_of an icb, to be the host"
        raise InputError([Fault("relations", None, None, None, expected, "add one")])
    council, board = hosts[int(rng.integers(len(hosts)))]
    themes = rng.choice(np.array(d.THEMES), size=len(_WEIGHTS), replace=False).tolist()
    return {
        "id": "generated-2027",
        "title": f"Care and health peer challenge, {organisations.label(council)}",
        "hosts": [organisations.ids[council], organisations.ids[board]],
        "as_of": str(d.AS_OF),
        "on_site": {
            "days": 3,
            "earliest": "2027-03-15",
            "latest": "2027-05-28",
            "avoid": [{"start": "2027-04-01", "end": "2027-04-09"}, "2027-05-06"],
        },
        "scope": dict(zip(themes, _WEIGHTS, strict=True)),
    }


def toml_of(challenge: Mapping[str, object]) -> str:
    """
    Return the fields of a challenge as TOML; tables follow the other fields, those of a list one after another.

    Examples
    --------
    >>> print(toml_of({"id": "a", "scope": {"prevention": 7}}))
    id = "a"
    <BLANKLINE>
    [scope]
    prevention = 7
    <BLANKLINE>
    """
    lines = [f"{_key(key)} = {_value(value)}" for key, value in challenge.items() if not _tables(value)]
    for key, value in challenge.items():
        head = f"[{_key(key)}]" if isinstance(value, Mapping) else f"[[{_key(key)}]]"
        for table in _tables(value):
            lines += ["", head, *(f"{_key(name)} = {_value(inner)}" for name, inner in table.items())]
    return "\n".join(lines) + "\n"


def _tables(value: object) -> Sequence[Mapping[str, object]]:
    """Return a value as tables: one, or several from a list; none if it is something else."""
    if isinstance(value, Mapping):
        return (value,)
    return value if isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value) else ()


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _value(value: object) -> str:
    match value:
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
        case Mapping():
            return "{" + ", ".join(f"{_key(name)} = {_value(inner)}" for name, inner in value.items()) + "}"
        case _:
            return json.dumps(value, ensure_ascii=False)
