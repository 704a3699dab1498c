"""The best team that a question is about: composed first, and not lost if the question fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from teamforge.cli.reading import Inputs
from teamforge.cli.showing import tell
from teamforge.spec.status import Stop

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.search import Progress


def best_team(inputs: Inputs, time_limit: float, seed: int, say: Progress) -> Result:
    """
    Return the best team, to ask about.

    Raises
    ------
    KeyboardInterrupt
        If Ctrl-C ended the search: nothing is asked about a team that is only the best so far.
    """
    from teamforge.api.composing import compose

    result = compose(*inputs, time_limit=time_limit, seed=seed, progress=say)
    if result.stopped is Stop.INTERRUPT:
        raise KeyboardInterrupt
    return result


@contextmanager
def kept_in_sight(result: Result, *, names: bool = False) -> Iterator[None]:
    """Say on standard error which team was found, if what is asked about it fails, runs out of time or is stopped."""
    from teamforge.errors import InfeasibleError

    try:
        yield
    except (typer.BadParameter, InfeasibleError):
        raise
    except BaseException:
        if result.window is not None:
            from teamforge.page.words import days_in_words
            from teamforge.report.pages.result import status_line
            from teamforge.spec.words import spoken

            days = days_in_words(result.window.start, result.window.end)
            team = ", ".join(f"{spoken(member.seat)} {member.peer_id}" for member in result.members)
            found = f"found before that: {status_line(result)}; {days}: {team}"
            tell([found], result.pool if names else None)
        raise
