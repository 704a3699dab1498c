"""One more window: the nearest one outside the possible days that would have a team."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import numpy as np

from teamforge.challenge import Challenge
from teamforge.challenge.windows import find_windows
from teamforge.explain.why_none.changes import Change
from teamforge.page.words import days_in_words
from teamforge.pool import Pool
from teamforge.problem import compile_problem, prepare
from teamforge.problem.arrays import Ints
from teamforge.search import Budget, SearchLimits, search
from teamforge.solve import start_of
from teamforge.spec.dates import date_of, day_number

_BEFORE, _AFTER = timedelta(days=28), timedelta(days=56)
"""How far before and after the possible days to look for other windows."""


def nearest_window(pool: Pool, challenge: Challenge, budget: Budget) -> Change | None:
    """Return the nearest window outside the possible days that has a valid team; None if none nearby has one."""
    wider = more_windows(challenge)
    problem = compile_problem(prepare(pool, wider))
    for place in by_distance(challenge, problem.starts):
        rows = np.flatnonzero(problem.serves[:, place])
        part = problem.restrict(rows, np.array([place]))
        found = search(part, SearchLimits(budget.left, seed=None), None, budget)
        if found.choice is not None:
            start = start_of(problem, place)
            end = start + timedelta(days=challenge.on_site.days - 1)
            text = f"also offer {days_in_words(start, end)}"
            return Change("window", text, partial(_with_windows, more=[start]))
    return None


def by_distance(challenge: Challenge, starts: Ints) -> list[int]:
    """Return the places of the starts that are no window of the challenge, the nearest to its possible days first."""
    known = set(find_windows(challenge).starts.tolist())
    first, last = (day_number(day) for day in _possible(challenge))
    far = {
        place: max(first - start, start - last, 0) for place, start in enumerate(starts.tolist()) if start not in known
    }
    return sorted(far, key=lambda place: (far[place], -place))


def more_windows(challenge: Challenge) -> Challenge:
    """Return the challenge with every start near the possible days as well."""
    first, last = _possible(challenge)
    days = ((last + _AFTER) - (first - _BEFORE)).days
    return _with_windows(challenge, [first - _BEFORE + timedelta(days=ahead) for ahead in range(days + 1)])


def _possible(challenge: Challenge) -> tuple[date, date]:
    """Return the first and the last day that the challenge names for the visit."""
    on_site = challenge.on_site
    if on_site.windows:
        return min(on_site.windows), max(on_site.windows)
    if on_site.earliest is not None and on_site.latest is not None:
        return on_site.earliest, on_site.latest
    soonest = challenge.as_of + timedelta(weeks=challenge.lead_time.minimum_weeks)
    return soonest, soonest


def _with_windows(challenge: Challenge, more: list[date]) -> Challenge:
    """Return the challenge with more starts in addition to its valid ones."""
    starts = sorted({*map(date_of, find_windows(challenge).starts.tolist()), *more})
    update = {"windows": tuple(starts), "earliest": None, "latest": None}
    return challenge.model_copy(update={"on_site": challenge.on_site.model_copy(update=update)})
