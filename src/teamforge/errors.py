"""
The errors that TeamForge raises, and the faults that it reports.

::

    TeamForgeError
    ├── InputError            the tables or the challenge are wrong: `.faults`      exit 2
    ├── NoTeamError           there is no team to return
    │   ├── InfeasibleError   proved: no valid team exists                          exit 3
    │   └── UnknownError      the time ran out before a team was found: `.bound`    exit 4
    └── InternalError         a mistake of ours: `.violations` of a team that we built
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

_FILES = (".toml", ".json")
"""Tables whose names end so have lines instead of rows."""
_FIELDS = ("challenge", "decision", "programme", *_FILES)
"""Tables whose names end so have fields instead of columns."""


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing that is wrong with the input, and how to fix it.

    Parameters
    ----------
    table
        The table with the fault; ``"challenge"`` or ``"programme"``; or a file, of a programme's challenge or of a
        project.
    row
        The row as a spreadsheet counts it, with the header as row 1; in a text file, the line. None if the fault is not
        about a row.
    column
        The column, or the path of a field of the challenge such as ``"on_site.days"``.
    value
        The text that is wrong. None if there is none, or if it may be personal (names, notes, political groups, free
        attributes).
    expected
        What should be there instead.
    mend
        What to do about it.

    Examples
    --------
    >>> print(Fault("peers", 14, "theme:prevention", "7", "a whole number from 0 to 4", "correct the level"))
    peers, row 14, column theme:prevention: found '7', expected a whole number from 0 to 4; correct the level
    """

    table: str
    row: int | None
    column: str | None
    value: str | None
    expected: str
    mend: str = ""

    def __str__(self) -> str:
        """Return the fault as one line."""
        where = self.table
        if self.row is not None:
            where += f", {'line' if self.table.endswith(_FILES) else 'row'} {self.row}"
        if self.column is not None:
            where += f", {'field' if self.table.endswith(_FIELDS) else 'column'} {self.column}"
        found = "" if self.value is None else f"found {self.value!r}, "
        return f"{where}: {found}expected {self.expected}" + (f"; {self.mend}" if self.mend else "")


class TeamForgeError(Exception):
    """The base class of every error that TeamForge raises on purpose."""


class InputError(TeamForgeError):
    """
    Something is wrong with the tables or the challenge; every fault is listed.

    Examples
    --------
    >>> error = InputError([Fault("peers", 3, "peer_id", "P1", "an id used once", "give each peer its own id")])
    >>> error.faults[0].row
    3
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return every fault on a line of its own."""
        count = len(self.faults)
        head = "1 fault in the input" if count == 1 else f"{count} faults in the input"
        return "\n".join([f"{head}:", *(f"- {fault}" for fault in self.faults)])


class NoTeamError(TeamForgeError):
    """There is no team to return."""


class InfeasibleError(NoTeamError):
    """No valid team exists; this is proved."""


class UnknownError(NoTeamError):
    """Time ran out before a team was found; `bound` is the proved bound on points, or None."""

    def __init__(self, message: str, bound: int | None = None) -> None:
        self.bound = bound
        super().__init__(message, bound)

    def __str__(self) -> str:
        """Return the message."""
        return str(self.args[0])


class InternalError(TeamForgeError):
    """TeamForge contradicts itself; please report it. `violations` lists the rules that the team we built breaks."""

    def __init__(self, message: str, violations: Sequence[str] = ()) -> None:
        self.violations = tuple(violations)
        super().__init__(message, self.violations)

    def __str__(self) -> str:
        """Return the message and the violations."""
        return "; ".join([str(self.args[0]), *self.violations])


def close_match(word: str, known: Sequence[str]) -> str:
    """
    Return a hint such as ``did you mean 'neighbour'?``, or an empty string if no known word is close.

    Examples
    --------
    >>> close_match("nieghbour", ["neighbour", "same_system"])
    "did you mean 'neighbour'?"
    >>> close_match("zebra", ["neighbour"])
    ''
    """
    found = get_close_matches(word, known, n=1, cutoff=0.7)
    return f"did you mean {found[0]!r}?" if found else ""
