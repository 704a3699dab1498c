"""Questions about the team of a result, a method each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from teamforge.log import logged
from teamforge.page.displayed import Displayed
from teamforge.result.data import ResultData
from teamforge.spec.status import Status

if TYPE_CHECKING:
    from teamforge.explain.compare import Comparison
    from teamforge.explain.reasons import Reason
    from teamforge.explain.sensitivity import Sensitivity
    from teamforge.explain.why import Why
    from teamforge.explain.why_not import PeerAnswer, WhyNot
    from teamforge.page import Page
    from teamforge.result.diagnosis import Diagnosis
    from teamforge.search import Progress
    from teamforge.solve import Solved


@dataclass(frozen=True, eq=False, repr=False)
class Questions(Displayed, ResultData):
    """
    The data of a result, with the questions about its team; `OtherTeams` has those about other teams.

    Each question is a method that hands the result and its solved challenge to the module of the same name in
    `explain/`.
    """

    _solved: Solved | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def solved(self) -> bool:
        """Whether the challenge was solved in this process; if not, the first question solves it again."""
        return self._solved is not None

    def _solve(self, progress: Progress | None = None) -> Solved:
        """Return the solved challenge; solve it if the result comes from a record or another process."""
        if (solved := self._solved) is None:
            from teamforge.forge.best import chosen
            from teamforge.solve import choice_of, solve

            limit = self.parameters["time_limit"]
            solved = solve(self.pool, self.challenge, time_limit=limit, seed=self.seed, progress=progress)
            # The team may have been chosen for more than its points, or this search may not get as far.
            if self.team is not None:
                solved = chosen(solved, choice_of(solved.problem, self.team))
            object.__setattr__(self, "_solved", solved)
        return solved

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: the data, but nothing solved."""
        return {each.name: getattr(self, each.name) for each in fields(ResultData)} | {"_solved": None}

    def page(self) -> Page:
        """Return the page that people read: the team, its points, its conflicts of interest; ids, no names."""
        from teamforge.report.pages.result import result_page

        return result_page(self)

    @logged
    def why(
        self, *, most_teams: int = 10_000, time_limit: float | None = 60.0, progress: Progress | None = None
    ) -> Why:
        """
        Say why the team is as it is: what each member is worth, who carries which theme, how many teams tie with it.

        Parameters
        ----------
        most_teams
            Teams with equal points are counted up to this number.
        time_limit
            Seconds for everything; None for no limit.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        Why
            `members` with the points and the regret of each, `themes` with who carries them, and `teams`, how many
            teams are as good.

        Raises
        ------
        InfeasibleError
            If it is proved that there is no team.
        UnknownError
            If there is no team, or the time ran out before every regret was proved.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> answer = compose(*load_demo()).why()
        >>> answer.teams, [worth.seat for worth in answer.members if worth.regret is None]
        (1, ['manager'])
        """
        from teamforge.explain.why import why

        self.require_team()
        return why(self, self._solve(progress), most_teams=most_teams, time_limit=time_limit, progress=progress)

    @logged
    def why_not(
        self,
        peers: str | Collection[str] | None = None,
        *,
        time_limit: float | None = 60.0,
        progress: Progress | None = None,
    ) -> WhyNot:
        """
        Say why peers are not on the best team, or that they are.

        Parameters
        ----------
        peers
            One id, or several; None for everybody in the pool.
        time_limit
            Seconds for everything; None for no limit.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        WhyNot
            An answer for each peer, by id. Each cost is exact; the verifier has checked each team behind a cost.

        Raises
        ------
        KeyError
            If no peer has one of the ids; the message names the closest.
        UnknownError
            If the time ran out before everything was proved: a cost that may be too high is not shown.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> answers = compose(*load_demo()).why_not("P002")
        >>> str(answers["P002"].verdict), answers["P002"].cost
        ('in_team', 0)
        """
        from teamforge.explain.why_not import why_not

        asked = [peers] if isinstance(peers, str) else peers
        return why_not(self, self._solve(progress), peers=asked, time_limit=time_limit, progress=progress)

    @logged
    def blocked(self, seat: str, *, progress: Progress | None = None) -> tuple[PeerAnswer, ...]:
        """
        Return the peers who have a role for a seat but are kept off every team.

        Parameters
        ----------
        seat
            The id of the seat.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        tuple of PeerAnswer
            Each with every reason, its evidence, and what would lift it; those who need the least come first.

        Raises
        ------
        KeyError
            If the challenge has no such seat.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> answers = compose(*load_demo()).blocked("vcs")
        >>> {str(answer.verdict) for answer in answers}, all(answer.reasons for answer in answers)
        ({'blocked'}, True)
        """
        from teamforge.explain.blocked import blocked

        return blocked(self, self._solve(progress), seat)

    @logged
    def reasons_against(self, peer: str, *, progress: Progress | None = None) -> tuple[Reason, ...]:
        """
        Return what keeps a peer off every team; `why_not` also gives the cost of a peer who is not kept off.

        Parameters
        ----------
        peer
            The id of the peer.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        tuple of Reason
            Every reason, with its evidence and what would lift it; empty if nothing keeps them off by itself.

        Raises
        ------
        KeyError
            If no peer has the id; the message names the closest.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> result = compose(*load_demo())
        >>> result.reasons_against("P002"), result.reasons_against("P053")[0].rule
        ((), 'excluded')
        """
        from teamforge.explain.blocked import reasons_against

        return reasons_against(self, self._solve(progress), peer)

    @logged
    def why_none(self, *, time_limit: float | None = 60.0, progress: Progress | None = None) -> Diagnosis:
        """
        Say why there is no team, and what would help.

        Parameters
        ----------
        time_limit
            Seconds for everything; None for no limit.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        Diagnosis
            The field `diagnosis` if there is one. A record leaves it out; it is then worked out again.

        Raises
        ------
        ValueError
            If it is not proved that there is no team.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> pool, challenge = load_demo()
        >>> result = compose(pool, challenge.replace(on_site={"windows": ["2027-03-22"]}))
        >>> print(result.why_none().shortage)
        For the seat manager there is nobody in any window.
        """
        if self.status is not Status.INFEASIBLE:
            raise ValueError(f"it is not proved that there is no team: the result is {self.status}")
        if self.diagnosis is not None:
            return self.diagnosis
        from teamforge.explain.why_none import diagnose
        from teamforge.search import Budget

        return diagnose(self._solve(progress), Budget.start(time_limit), progress)

    @logged
    def sensitivity(self, *, time_limit: float | None = 60.0, progress: Progress | None = None) -> Sensitivity:
        """
        Return how far each weight of the scope and of the criteria can move before another team is best.

        Parameters
        ----------
        time_limit
            Seconds for everything; None for no limit.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        Sensitivity
            One weight moves at a time, in whole steps from 0 to 10, until the team is no longer best. A scope of one
            theme has no range: its weight cannot be 0, and any other gives the same team.

        Raises
        ------
        InfeasibleError
            If it is proved that there is no team.
        UnknownError
            If there is no team, or the time ran out before every range was proved.
        ValueError
            If the team was not the best to begin with.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> ranges = compose(*load_demo()).sensitivity()
        >>> all(each.low <= each.weight <= each.high for each in ranges)
        True
        """
        from teamforge.explain.sensitivity import sensitivity

        self.require_team()
        return sensitivity(self, self._solve(progress), time_limit=time_limit, progress=progress)

    @logged
    def compare(self, other: ResultData) -> Comparison:
        """
        Return this result and another side by side, for the same challenge or two.

        Parameters
        ----------
        other
            The other result; either may have no team.

        Returns
        -------
        Comparison
            Who is on both teams and who on only one, the points of each criterion, and who covers which theme.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> result = compose(*load_demo())
        >>> same = result.compare(result)
        >>> len(same.both), same.left, sum(each.difference for each in same.criteria)
        (7, (), 0)
        """
        from teamforge.explain.compare import compare

        return compare(self, other)
