"""The line of a TOML file on which a field begins."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from contextlib import suppress

_MOST_LINES = 500
"""Faults in longer files give no line: finding one means parsing the file again up to each line."""


def line_of(text: str, path: Sequence[str]) -> int | None:
    """
    Return the line on which a field, or the table that lacks it, begins, from 1; None if neither is there.

    The parser finds it: the shortest part from the start of the file that has the field ends with it, and the longest
    shorter part that parses ends on the line above.

    Examples
    --------
    >>> text = chr(10).join(["# ours", "pool = 'a'", "", "challenges = [", "  'b',", "]", "[signs]", "name = 'c'"])
    >>> [line_of(text, path) for path in (["pool"], ["challenges"], ["signs", "name"], ["signs", "role"], ["names"])]
    [2, 4, 8, 7, None]
    """
    lines = text.splitlines()
    if not path or len(lines) > _MOST_LINES:
        return None
    before = 0
    for count in range(1, len(lines) + 1):
        with suppress(ValueError):
            if _has(tomllib.loads("\n".join(lines[:count])), path):
                return before + 1
            before = count
    return line_of(text, path[:-1])


def _has(document: object, path: Sequence[str]) -> bool:
    for key in path:
        if not isinstance(document, dict) or key not in document:
            return False
        document = document[key]
    return True
