"""The best team of one challenge under charges, with what is proved about it, and teams near it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np
from numpy.typing import NDArray

from teamforge.certificate.format import Certificate
from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Bools, Points
from teamforge.search.bound import NEVER, SCALE, Prices
from teamforge.search.budget import Budget
from teamforge.search.certify import certify
from teamforge.search.effort import Effort
from teamforge.search.proof import Closure
from teamforge.search.prove import prove
from teamforge.search.state import SearchState

_EFFORT = Effort(first_columns=8)
"""With known prices, fewer candidates are enough."""


@dataclass(frozen=True, slots=True)
class Order:
    """
    A challenge to be priced: without the problem, small enough to send to another process.

    Parameters
    ----------
    problem
        The compiled problem of the challenge.
    priority
        The factor on its points.
    charges
        As in `Problem.priced`.
    known
        Prices to start from.
    tolerance
        A bound that is this much above the best team is good enough.
    serves
        Which candidate can serve in which window, if other teams of the plan leave fewer; None: as in the problem.
    teams
        Valid teams to start from.
    """

    problem: Problem
    priority: int
    charges: Points
    known: Sequence[Prices] = ()
    tolerance: int = 0
    serves: Bools | None = None
    teams: Sequence[Choice] = ()

    def priced(self) -> tuple[Problem, NDArray[np.intp]]:
        """Return the problem under its charges, and the position of each of its candidates in the original problem."""
        problem = self.problem if self.serves is None else replace(self.problem, serves=self.serves)
        return problem.priced(self.priority, self.charges)


@dataclass(frozen=True, slots=True)
class PricingResult:
    """
    What the search of a challenge under charges found; candidates and windows are those of the challenge's problem.

    Parameters
    ----------
    bound
        No team has more points, times the priority and less its charges; None if no team exists.
    choices
        The best team first, then teams that differ from it in one seat.
    proofs, closed
        The ceiling of each window and the prices that prove it; and why windows with a higher ceiling hold no better
        team.
    """

    bound: int | None
    choices: tuple[Choice, ...]
    proofs: tuple[tuple[int, Prices], ...]
    closed: Mapping[int, Closure]

    @property
    def known(self) -> tuple[Prices, ...]:
        """The prices to start the next search from."""
        return tuple({id(prices): prices for _, prices in self.proofs}.values())


def price(order: Order, budget: Budget) -> PricingResult:
    """
    Search a challenge under charges.

    Raises
    ------
    KeyboardInterrupt, TimeUpError
        If the search ends early: what it has proved by then is worth less than what was known before.
    """
    problem, origin = order.priced()
    state = _Tolerant(problem, budget, _EFFORT, lambda _line: None)
    state.tolerance = order.tolerance
    for prices in order.known:
        state.lower(prices)
    for team in order.teams:
        rows = np.flatnonzero(np.isin(origin, team.candidates) & problem.serves[:, team.window])
        state.take(Choice(team.window, tuple(rows.tolist())))
    prove(state, known=bool(order.known))
    if not state.proved:
        raise budget.ended()
    choices = tuple(
        Choice(best.window, tuple(sorted(origin[list(best.candidates)].tolist())))
        for best in (state.incumbent,)
        if best is not None
    )
    return PricingResult(_most(state), choices, tuple(state.proofs), state.closed)


def priced_already(order: Order) -> PricingResult:
    """Return what known prices prove about a challenge under charges, without a search."""
    state = _Tolerant(order.priced()[0], Budget.start(None), _EFFORT, lambda _line: None)
    for prices in order.known:
        state.lower(prices)
    highest = int(state.ceilings.max(initial=NEVER))
    return PricingResult(None if highest == NEVER else highest // SCALE, (), tuple(state.proofs), {})


def certificate_of(proved: tuple[Order, PricingResult], _budget: Budget) -> Certificate:
    """Return the proof of the bound that the pricing of a challenge found."""
    order, found = proved
    problem, _ = order.priced()
    return certify(problem, found.bound, found.proofs, found.closed)


class _Tolerant(SearchState):
    """A search that stops once the bound is within `tolerance` of its best team."""

    tolerance: int = 0
    remembered = inf
    """The same prices come up again and again."""

    @property
    def target(self) -> int:
        """The fewest points of a team that would be better by enough."""
        return super().target + (self.tolerance if self.incumbent is not None else 0)

    def take(self, choice: Choice | None) -> None:
        """Make a team the incumbent if it is better at all."""
        if choice is not None and (self.incumbent is None or self.problem.score(choice) > self.points):
            self.incumbent, self.points = choice, self.problem.score(choice)


def _most(state: _Tolerant) -> int | None:
    """Return the points that no team exceeds: windows that prices leave above the target were closed another way."""
    highest = int(state.ceilings.max(initial=NEVER))
    if state.incumbent is None:
        return None
    return max(state.points, min(highest // SCALE, state.target - 1))
