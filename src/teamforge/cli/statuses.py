"""The exit statuses, and how a search without a team becomes one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING

from teamforge.cli.streams import to_stderr

if TYPE_CHECKING:
    import typer


class ExitStatus(IntEnum):
    """The exit status of a command (SPEC.md section 8)."""

    OK = 0
    """A team, or all well."""
    OURS = 1
    """Our own fault, or nowhere to write."""
    WRONG_INPUT = 2
    """Bad usage or bad input."""
    INFEASIBLE = 3
    """Proved: there is no team."""
    UNKNOWN = 4
    """Nothing found in time."""
    DOES_NOT_HOLD = 5
    """What was written does not hold."""
    CLAIMED = 6
    """It holds only if what must be taken on trust is right."""
    INTERRUPTED = 130
    """Ctrl-C."""


def without_team(*, proved: bool) -> typer.Exit:
    """Return the exit of a command that found no team, proved or not."""
    import typer

    return typer.Exit(ExitStatus.INFEASIBLE if proved else ExitStatus.UNKNOWN)


@contextmanager
def no_team(advice: str = "") -> Iterator[None]:
    """End the command with its exit status if there is no team, perhaps with advice, or the time ran out."""
    from teamforge.errors import InfeasibleError, UnknownError

    try:
        yield
    except (InfeasibleError, UnknownError) as error:
        hint = "a longer --time-limit may help" if isinstance(error, UnknownError) else advice
        to_stderr(f"error: {error}{hint and f'; {hint}'}")
        raise without_team(proved=isinstance(error, InfeasibleError)) from None
