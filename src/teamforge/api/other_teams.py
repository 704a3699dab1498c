"""Questions about teams other than the best one, a method each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from teamforge.api.questions import Questions
from teamforge.log import logged

if TYPE_CHECKING:
    from teamforge.explain.alternatives import Alternatives
    from teamforge.explain.reserves import Reserves
    from teamforge.explain.trade_off import TradeOffs
    from teamforge.explain.windows import BestWindows
    from teamforge.search import Progress


class OtherTeams(Questions):
    """A result with the questions about other teams: the next best, those on other dates, who could step in."""

    @logged
    def alternatives(
        self,
        count: int = 5,
        min_changes: int = 1,
        *,
        time_limit: float | None = 60.0,
        progress: Progress | None = None,
    ) -> Alternatives:
        """
        Return the best teams, each with some people changed from every team before it.

        Parameters
        ----------
        count
            How many teams, from 1.
        min_changes
            A later team leaves out at least this many people of each earlier one; from 1.
        time_limit
            Seconds for everything; None for no limit.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        Alternatives
            The teams in proved order; fewer than `count` if there are no more. The verifier has checked each.

        Raises
        ------
        ValueError
            If `count` or `min_changes` is below 1.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> teams = compose(*load_demo()).alternatives(2, min_changes=2)
        >>> teams[0].cost, len(teams[1].replaced) >= 2
        (0, True)
        """
        from teamforge.explain.alternatives import alternatives

        return alternatives(self, self._solve(progress), count, min_changes, time_limit=time_limit, progress=progress)

    @logged
    def windows(
        self,
        *,
        starts: Collection[date] | None = None,
        time_limit: float | None = 60.0,
        progress: Progress | None = None,
    ) -> BestWindows:
        """
        Return every valid window with its best team, and how deep its reserves are.

        Parameters
        ----------
        starts
            The first days of the windows in question; None for all. Days on which no window starts are ignored.
        time_limit
            Seconds for everything; None for no limit.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        BestWindows
            A sequence of windows in date order, each with its best team, proved, and its reserves.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> result = compose(*load_demo())
        >>> max(each.points for each in result.windows() if each.points) == result.points
        True
        """
        from teamforge.explain.windows import windows

        return windows(self, self._solve(progress), starts=starts, time_limit=time_limit, progress=progress)

    @logged
    def reserves(
        self,
        *,
        per_seat: int = 3,
        seats: Collection[str] | None = None,
        without: Collection[str | tuple[str, str]] = (),
        progress: Progress | None = None,
    ) -> Reserves:
        """
        Return who could step in on each seat, with everybody else and the dates kept.

        A member who is pinned or has confirmed can drop out too: as in a repair, their seat is then open to others.

        Parameters
        ----------
        per_seat
            How many reserves for each seat, from 1. The verifier has checked the team with each of them.
        seats
            Ids of the seats in question; None for all.
        without
            Who is left out: ids of peers, such as those who have since said no, and pairs of a seat and a peer who
            cannot have that seat.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        Reserves
            A sequence of reserves, by seat and then by cost; `depth` says how many each seat has in all.

        Raises
        ------
        InfeasibleError, UnknownError
            If there is no team.
        KeyError
            If the challenge has no seat with one of the ids.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> reserves = compose(*load_demo()).reserves()
        >>> reserves[0].rank, reserves[0].cost >= 0
        (1, True)
        """
        from teamforge.explain.reserves import reserves

        self.require_team()
        return reserves(self, self._solve(progress), per_seat=per_seat, seats=seats, without=without)

    @logged
    def trade_off(
        self, first: str, second: str, *, time_limit: float | None = 60.0, progress: Progress | None = None
    ) -> TradeOffs:
        """
        Return the teams that trade one criterion for another.

        Parameters
        ----------
        first, second
            Criteria of the breakdown that have points here, such as `coverage` and `fresh`.
        time_limit
            Seconds for everything; None for no limit.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        TradeOffs
            The best team when the first criterion counts 100, 10, 9, …, 2 times its weight, when both keep their
            weights, and when the second does. No valid team beats one of them in the first, the second or all the rest
            together without losing in another of the three. Teams that are best at no such emphasis are left out.

        Raises
        ------
        InfeasibleError
            If it is proved that there is no team.
        UnknownError
            If the time ran out before every trade-off was proved.
        ValueError
            If a criterion is not known here, or both are the same.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> teams = compose(*load_demo()).trade_off("coverage", "fresh")
        >>> teams[0].first >= teams[-1].first, teams[0].second <= teams[-1].second
        (True, True)
        """
        from teamforge.explain.trade_off import trade_off

        self.require_team()
        return trade_off(self, self._solve(progress), first, second, time_limit=time_limit, progress=progress)
