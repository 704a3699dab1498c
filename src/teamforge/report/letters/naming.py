"""File names of letters: made from kinds and ids, never from people's names."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from teamforge.report.letters.letter import Letter


def file_names(letters: Sequence[Letter]) -> list[str]:
    """
    Return a file name for each letter: its kind and the peer's id, in characters that every system accepts.

    The letter to the host is `host-letter`, because `host` is how people call the team sheet that goes with it.
    """
    names: list[str] = []
    for each in letters:
        name = f"{each.kind}-letter" if each.peer_id is None else f"{each.kind}-{quote(each.peer_id, safe=' ')}"
        taken = sum(other.casefold().partition("~")[0] == name.casefold() for other in names)
        names.append(f"{name}~{taken + 1}" if taken else name)
    return names
