"""A challenge as rows of its sheets: the reverse of `teamforge.challenge.sheets`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from teamforge.challenge import Challenge
from teamforge.challenge.sheets import COLUMNS, FIELDS
from teamforge.errors import Fault, InputError

Row = tuple[str, ...]


def rows_of_challenge(challenge: Challenge) -> dict[str, list[Row]]:
    """
    Return the rows of every sheet of a challenge, with the columns of `teamforge.challenge.sheets.COLUMNS`.

    Raises
    ------
    InputError
        If a role type or a kind contains a semicolon, which separates several in one cell.

    Examples
    --------
    >>> from teamforge.demo import load_demo
    >>> rows_of_challenge(load_demo()[1])["pins"]
    [('manager', 'P064')]
    """
    plain = challenge.model_dump(mode="json")
    on_site = plain["on_site"]
    rows: dict[str, list[Row]] = {
        "challenge": [(name, _cell(name, _at(plain, path))) for name, path in FIELDS.items()],
        "hosts": [(host,) for host in plain["hosts"]],
        "windows": [(start,) for start in on_site["windows"] or ()],
        "avoid": _rows("avoid", on_site["avoid"]),
        "scope": [(theme, str(weight)) for theme, weight in plain["scope"].items()],
        "pins": list(plain["pins"].items()),
        "rules": _rows("rules", [{"rule": rule, **keys} for rule, keys in plain["rules"].items()]),
    }
    return rows | {name: _rows(name, plain[name]) for name in ("seats", "exclude", "waivers", "team_rules")}


def _rows(sheet: str, entries: Sequence[Mapping[str, Any]]) -> list[Row]:
    return [tuple(_cell(column, entry.get(column)) for column in COLUMNS[sheet]) for entry in entries]


def _at(plain: Any, path: Sequence[str]) -> Any:  # noqa: ANN401 -- plain values of any depth
    for key in path:
        plain = plain[key]
    return plain


def _cell(column: str, value: object) -> str:
    """Return the text that a person would write for a value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _several(column, [f"{role} {fit}" for role, fit in value.items()])
    return _several(column, list(map(str, value))) if isinstance(value, list | tuple) else str(value)


def _several(column: str, words: Sequence[str]) -> str:
    if any(";" in word for word in words):
        expected = "words without a semicolon, which parts several in one cell of a workbook"
        raise InputError([Fault("challenge", None, column, None, expected, "rename them")])
    return "; ".join(words)
