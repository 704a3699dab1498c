"""Questions about a plan as a whole, a method each."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teamforge.log import phase
from teamforge.page.displayed import Displayed
from teamforge.result.plan import PlanData

if TYPE_CHECKING:
    from teamforge.explain.year_use import YearUse
    from teamforge.forge.programme.outcome import PlanResult
    from teamforge.result.stress import Stress
    from teamforge.search import Progress


@dataclass(frozen=True, eq=False, repr=False)
class YearQuestions(Displayed, PlanData):
    """The data of a plan, with the questions about the year; `Plan` has the results of its challenges."""

    _planned: PlanResult | None = field(default=None, init=False, repr=False, compare=False)

    def use(self) -> YearUse:
        """
        Return who is over- and under-used once the plan is carried out.

        Returns
        -------
        YearUse
            How often each peer on a team serves in the programme year, elsewhere included, the busiest first; and who
            could serve but does not.

        Examples
        --------
        >>> from teamforge import plan
        >>> from teamforge.demo import load_demo_programme
        >>> use = plan(*load_demo_programme()).use()
        >>> use[0].teams, len(use.full), len(use.idle)
        (1, 12, 40)
        """
        from teamforge.explain.year_use import year_use

        return year_use(self)

    def stress(
        self,
        trials: int = 200,
        *,
        seed: int = 0,
        rates: float | Mapping[str, float] = 0.1,
        workers: int = 1,
        executor: Executor | None = None,
        progress: Progress | None = None,
    ) -> Stress:
        """
        Return how well the plan survives random drop-outs, and who to keep in reserve.

        In each trial members drop out one after another. Each time, their team is repaired as in `Result.repair`: on
        its dates, with the fewest changes and then the most points, without moving anybody on another team. Whoever
        steps in stays. A team that cannot be repaired is lost, and its remaining members serve nowhere else.

        Parameters
        ----------
        trials
            The number of trials, from 1.
        seed
            The seed of the draws. They depend only on it and on ids, so the answer is the same for any number of
            workers.
        rates
            How likely a member is to drop out: one share for all, from 0 to 1, or shares by role; roles not named never
            drop out. With the same draws, raising all rates by one factor never keeps more teams.
        workers, executor
            As for `plan`.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        Stress
            What was lost and what the repairs cost in each trial, which seats fail first, and who to keep in reserve.

        Raises
        ------
        ValueError
            If `trials` is below 1, a share is not from 0 to 1, or nobody on the plan has a named role.

        Examples
        --------
        >>> from teamforge import plan
        >>> from teamforge.demo import load_demo_programme
        >>> answer = plan(*load_demo_programme()).stress(20, rates=0.2)
        >>> len(answer.trials), answer.all_whole <= 20
        (20, True)
        """
        if trials < 1:
            raise ValueError(f"trials is {trials}: expected 1 or more")
        from teamforge.api.executors import running
        from teamforge.forge.programme.blocks import compile_year
        from teamforge.forge.programme.stress import rates_of, stress
        from teamforge.forge.programme.workers import Workers
        from teamforge.search import Budget

        asked = rates_of(self, rates)
        with (
            running(workers, executor) as shared,
            phase("stress", programme=self.programme_id, trials=trials) as facts,
        ):
            year = compile_year(self.pool, self.programme) if self._planned is None else self._planned.year
            found = stress(self, year, asked, trials, seed, Workers(shared, Budget.start(None), ()), progress)
            facts["all_whole"] = found.all_whole
        return found
