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
from teamforge.spec.dates import to_date

__all__ = ["dates"]


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
        refused=Counter(found.refused.values()).most_common(),
    )


def _windows(ask: Ask, starts: list[date]) -> Iterator[BestWindow]:
    for start in starts:
        yield from ask.season.answer(partial(ask.result.windows, starts=[start]), ask.challenge, "window", str(start))
