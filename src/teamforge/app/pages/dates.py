"""The dates: every valid window with its best team, shown one by one as they are proved; why others are impossible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from starlette.responses import Response

from teamforge.app.asking import Ask
from teamforge.challenge.windows import find_windows
from teamforge.explain.windows import BestWindow
from teamforge.page.words import counted
from teamforge.spec.dates import to_date

_PLURAL = {"runs": "run", "meets": "meet", "is": "are"}
"""The verbs of the reasons why a window is refused."""


def dates(ask: Ask) -> Response:
    """Show every window; the page begins before the last is worked out."""
    result = ask.result
    found = find_windows(result.challenge)
    starts = [start for number in found.starts.tolist() if (start := to_date(number)) is not None]
    return ask.stream(
        "dates",
        result=result,
        count=len(starts),
        windows=_windows(ask, starts),
        last_day=lambda start: start + timedelta(days=result.challenge.on_site.days - 1),
        refused=[_in_words(*each) for each in Counter(found.refused.values()).most_common()],
    )


def _in_words(reason: str, number: int) -> str:
    """Return why some first days are not possible, as a sentence."""
    verb, _, rest = reason.partition(" ")
    return f"{counted(number, 'possible first day')} {verb if number == 1 else _PLURAL[verb]} {rest}"


def _windows(ask: Ask, starts: list[date]) -> Iterator[BestWindow]:
    for start in starts:
        yield from ask.season.answer(partial(ask.result.windows, starts=[start]), ask.challenge, "window", str(start))
