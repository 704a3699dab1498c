"""CP-SAT on everything that is left, now and then: its share of the work comes early when needed, and grows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from teamforge.search.finish import finish
from teamforge.search.proof import Closure
from teamforge.search.state import SearchState
from teamforge.search.ties import in_order


@dataclass(eq=False)
class Turns:
    """
    When CP-SAT is asked about all open windows at once, and how much it may do.

    Linear prices say little about problems that are mostly a conflict graph, and relaxations of many rows cost much.
    So the work of the relaxations is counted. When it reaches a set amount, and no team is known or the bound has not
    moved since the last turn, CP-SAT has a turn on all candidates that survive; the next comes after twice the work,
    with twice the share. What it closes is its claim, and the certificate says so.

    Parameters
    ----------
    state
        The state of the search.

    Attributes
    ----------
    due
        The work of relaxations after which the next turn comes.
    share
        How much CP-SAT may do in the next turn, in its deterministic time.
    taken
        Whether CP-SAT has had a turn.
    """

    state: SearchState
    due: int = field(init=False)
    share: float = field(init=False)
    taken: bool = field(init=False, default=False)
    _ceiling: int | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.due = self.state.budget.work + self.state.effort.first_turn
        self.share = self.state.effort.first_share

    def take(self, *, early: bool = False) -> None:
        """Let CP-SAT have its turn if it is due, or `early` if no team is known."""
        state = self.state
        waits = state.budget.work < self.due and not (early and state.incumbent is None)
        if waits or state.budget.over() or not state.open.any():
            return
        self.due += state.budget.work
        ceiling, self._ceiling = self._ceiling, state.ceiling
        if state.incumbent is not None and ceiling is not None and state.ceiling < ceiling:
            return  # the prices are making progress
        self.taken = True
        self._ask()
        self.share *= 2
        self._ceiling = state.ceiling

    def _ask(self) -> None:
        state = self.state
        windows = np.flatnonzero(state.open)
        left = np.zeros(len(state.problem), dtype=np.bool_)
        for window in windows.tolist():
            left |= state.survivors(window, state.target)
            if left.sum() > state.effort.turn_candidates:
                return
        with state.budget.timing("finish"):
            confirm = state.incumbent is None
            among = in_order(state.problem, np.flatnonzero(left))
            finished = finish(
                state.problem, among, windows, state.target, state.budget, confirm=confirm, work=self.share
            )
        state.take(finished.choice)
        if finished.complete:
            for window in windows[state.open[windows]].tolist():
                state.closed[window] = Closure(None)
