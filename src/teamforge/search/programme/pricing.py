"""The best team of one challenge under charges, with what is proved of it, and teams near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Points
from teamforge.search.bound import Prices
from teamforge.search.budget import Limits
from teamforge.search.engine import search
from teamforge.search.outcome import SearchResult
from teamforge.search.queries.substitutes import in_window, substitutes

__all__ = ["Priced", "price"]


@dataclass(frozen=True, slots=True)
class Priced:
    """
    What the search of a challenge under charges found; candidates and windows are those of its own problem.

    Parameters
    ----------
    bound
        No team has more points, times the priority and less its charges; None where there is no team at all.
    choices
        The best team first, then teams that differ from it in one seat.
    found
        The search, for its certificate.
    """

    bound: int | None
    choices: tuple[Choice, ...]
    found: SearchResult

    @property
    def known(self) -> tuple[Prices, ...]:
        """The prices to begin the next search with."""
        return tuple({id(prices): prices for prices in self.found.prices}.values())


def price(problem: Problem, priority: int, charges: Points, known: Sequence[Prices] = (), swaps: int = 2) -> Priced:
    """
    Search a challenge under charges.

    Parameters
    ----------
    problem
        The compiled problem of the challenge.
    priority
        What its points are multiplied by.
    charges
        As for `Problem.priced`.
    known
        Prices to begin with.
    swaps
        For each seat so many others who could have it give a team each.
    """
    priced, origin = problem.priced(priority, charges)
    found = search(priced, Limits(None, None), known=known)
    if found.choice is None:
        return Priced(found.bound, (), found)
    part, here = in_window(priced, found.choice)
    rows = origin[np.flatnonzero(priced.serves[:, found.choice.window])]
    teams = [here.candidates]
    for swap in substitutes(part, here) if swaps else ():
        rest = tuple(place for place in here.candidates if place != swap.candidate)
        teams += [(*rest, other) for other in swap.others[:swaps].tolist()]
    window = found.choice.window
    return Priced(found.bound, tuple(Choice(window, tuple(sorted(rows[list(team)].tolist()))) for team in teams), found)
