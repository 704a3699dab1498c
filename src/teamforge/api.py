"""
The face: `compose` finds the best team of a pool for a challenge, and its `Result` answers questions.

Each question is a method that hands the result and its solved challenge to the module of that name below.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from teamforge.challenge import Challenge
from teamforge.errors import Fault, InputError
from teamforge.page.displayed import Displayed
from teamforge.pool import Pool
from teamforge.result.data import ResultData
from teamforge.spec.audience import Audience
from teamforge.spec.status import Status
from teamforge.team import Responses, Team

if TYPE_CHECKING:
    from teamforge.explain.alternatives import Alternatives
    from teamforge.explain.compare import Comparison
    from teamforge.explain.reserves import Reserves
    from teamforge.explain.sensitivity import Sensitivity
    from teamforge.explain.trade_off import TradeOffs
    from teamforge.explain.why import Why
    from teamforge.explain.why_not import WhyNot
    from teamforge.explain.windows import BestWindows
    from teamforge.forge.repair import Repair, Standing
    from teamforge.page import Page
    from teamforge.report.charts import Chart
    from teamforge.result.diagnosis import Diagnosis
    from teamforge.search import Progress
    from teamforge.solve import Solved

__all__ = ["Result", "compose", "repair_team"]


@dataclass(frozen=True, eq=False, repr=False)
class Result(Displayed, ResultData):
    """
    What `compose` found, with every question that can be asked about it.

    The verifier checked the team in it. `ResultData` describes the fields.
    """

    _solved: Solved | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def _of(cls, data: ResultData, solved: Solved | None = None) -> Result:
        """Return the data of a result as a result, with what was solved for it."""
        result = cls(**{each.name: getattr(data, each.name) for each in fields(ResultData)})
        object.__setattr__(result, "_solved", solved)
        return result

    @classmethod
    def from_record(cls, record: Mapping[str, Any], pool: Pool, challenge: Challenge) -> Result:
        """
        Return the result that a record keeps, once it is verified.

        Parameters
        ----------
        record
            As `to_record` returned it, or as it was read from JSON.
        pool, challenge
            What the result was made from.

        Raises
        ------
        InputError
            If the challenge does not fit the pool, or the record does not hold; every fault is listed.

        Examples
        --------
        >>> from teamforge import Result, compose, load_demo
        >>> pool, challenge = load_demo()
        >>> kept = compose(pool, challenge).to_record()
        >>> again = Result.from_record(kept, pool, challenge)
        >>> again.points == kept["points"], again.solved
        (True, False)
        """
        from teamforge.records.verification import restore

        verification, data = restore(record, pool, challenge)
        if data is None:
            raise InputError(
                [
                    Fault("result", None, None, None, f"a record that holds, but {fault}")
                    for fault in verification.faults
                ]
            )
        return cls._of(data)

    @property
    def solved(self) -> bool:
        """Whether the challenge was solved in this process; otherwise the first question solves it again."""
        return self._solved is not None

    def _solve(self, progress: Progress | None = None) -> Solved:
        """Return what was solved for this result; solve it where it comes from a record or another process."""
        if self._solved is None:
            from teamforge.forge.best import chosen
            from teamforge.solve import choice_of, solve

            limit = self.parameters["time_limit"]
            solved = solve(self.pool, self.challenge, time_limit=limit, seed=self.seed, progress=progress)
            # The team may have been chosen for more than its points, or this search may not come as far.
            if self.team is not None:
                solved = chosen(solved, choice_of(solved.problem, self.team))
            object.__setattr__(self, "_solved", solved)
        assert self._solved is not None  # noqa: S101 -- set above
        return self._solved

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: the data, and not what was solved."""
        return {each.name: getattr(self, each.name) for each in fields(ResultData)} | {"_solved": None}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Take what was pickled."""
        for name, value in state.items():
            object.__setattr__(self, name, value)

    def page(self) -> Page:
        """Return what people read of it: the team, its points, its conflicts of interest; ids and no names."""
        from teamforge.report.pages.result import result_page

        return result_page(self)

    # Questions

    def why(
        self, *, most_teams: int = 10_000, time_limit: float | None = 60.0, progress: Progress | None = None
    ) -> Why:
        """
        Say why the team is as it is: what each member is worth, who carries which theme, how many teams are as good.

        Parameters
        ----------
        most_teams
            Teams of as many points are counted up to this number.
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
            An answer for each peer, by id. Each cost is exact; the verifier checked each team behind a cost.

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
            The field `diagnosis` where it is there already. A record leaves it out, and then it is found again.

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

    def alternatives(
        self,
        count: int = 5,
        min_changes: int = 1,
        *,
        time_limit: float | None = 60.0,
        progress: Progress | None = None,
    ) -> Alternatives:
        """
        Return the best teams, each with at least some other people than every team before it.

        Parameters
        ----------
        count
            How many teams, from 1.
        min_changes
            At least this many people of each earlier team are not on a later one, from 1.
        time_limit
            Seconds for everything; None for no limit.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        Alternatives
            In proved order; fewer than `count` where there are no more. The verifier checked each.

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

    def windows(self, *, time_limit: float | None = 60.0, progress: Progress | None = None) -> BestWindows:
        """
        Return every valid window with its best team, and how deep its reserves are.

        Parameters
        ----------
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

        return windows(self, self._solve(progress), time_limit=time_limit, progress=progress)

    def reserves(self, *, per_seat: int = 3, progress: Progress | None = None) -> Reserves:
        """
        Return who could step in on each seat, with everybody else and the dates kept.

        Parameters
        ----------
        per_seat
            How many reserves for each seat, from 1. The verifier checked the team with each of them.
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

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> reserves = compose(*load_demo()).reserves()
        >>> reserves[0].rank, reserves[0].cost >= 0
        (1, True)
        """
        from teamforge.explain.reserves import reserves

        self.require_team()
        return reserves(self, self._solve(progress), per_seat=per_seat)

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
            The best team when the first criterion counts 100, 10, 9, …, 2 times as much as by its weight, as things
            are, and when the second does. No valid team has as much of both and of everything else together, and more
            of one of the three. Teams between two of them that are best at no such emphasis are left out.

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

    def compare(self, other: ResultData) -> Comparison:
        """
        Return this result and another one side by side, of one challenge or of two.

        Parameters
        ----------
        other
            Another result; either may be without a team.

        Returns
        -------
        Comparison
            Who is on both teams and who on one, the points of each criterion, and who covers which theme.

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

    # Other teams

    def robust(self, *, loss: int = 200, progress: Progress | None = None) -> Result:
        """
        Return, of the teams with nearly the most points, the one whose worst single drop-out costs least.

        Parameters
        ----------
        loss
            The most points to give up against the best team; 200 is a fifth of one weight.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        Result
            `Result.robustness` says what each drop-out would cost and who would step in. Where the team is not proved
            optimal, the result itself.

        Raises
        ------
        ValueError
            If `loss` is negative.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> result = compose(*load_demo())
        >>> result.points - result.robust(loss=300).points <= 300
        True
        """
        if loss < 0:
            raise ValueError(f"loss is {loss}: expected points from 0")
        if self.status is not Status.OPTIMAL:
            return self
        from teamforge.forge.robust import robust

        solved = self._solve(progress)
        if progress is not None:
            progress("comparing what drop-outs would cost the best teams")
        return Result._of(*robust(solved, loss))

    def repair(  # noqa: PLR0913 -- each thing that can happen to a member has a name
        self,
        *,
        withdrawn: Collection[str] = (),
        objected: Collection[str] = (),
        confirmed: Collection[str] = (),
        pool: Pool | None = None,
        challenge: Challenge | None = None,
        any_dates: bool = False,
        time_limit: float | None = 60.0,
        progress: Progress | None = None,
    ) -> Repair[Result]:
        """
        Return the team that changes the fewest seats of this one and, of those teams, has the most points.

        If this result is itself a repair, those who dropped out before stay out, and those who confirmed stay on.

        Parameters
        ----------
        withdrawn, objected
            Ids of the peers who declined or dropped out, and of those the host objects to.
        confirmed
            Ids of members who said yes: they keep their seats.
        pool, challenge
            As they are now, where they changed: new availability, engagements, waivers, rules.
        any_dates
            Whether the dates may move. They are kept otherwise.
        time_limit
            Seconds for everything; None for no limit.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        Repair
            The repaired team as a result of its own, and what changed, seat by seat, with the reason.

        Raises
        ------
        InputError
            If the challenge does not fit the pool.
        InfeasibleError
            If there is no such team; the message says whether other dates would help.
        KeyError
            If no peer has one of the ids.
        UnknownError
            If the time ran out before the best repair was proved.
        ValueError
            If somebody confirmed who dropped out as well, or is not on the team, or the challenge lacks a seat of it.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> result = compose(*load_demo())
        >>> repaired = result.repair(withdrawn=[result.members[1].peer_id])
        >>> [change.seat for change in repaired.changes] == [result.members[1].seat]
        True
        """
        from teamforge.forge.repair import Standing, check_responses

        team, now = self.require_team(), pool or self.pool
        changed = now is not self.pool or (challenge or self.challenge) is not self.challenge
        responses = Responses.of(withdrawn, objected, confirmed)
        check_responses(now, team, responses)
        earlier = Responses.of(**(self.parameters["repair"] or {})).among(now.peers.position)
        return _repaired(
            Standing(team, self.points or 0, None if changed else self._solve(progress)),
            now,
            challenge or self.challenge,
            earlier.then(responses),
            any_dates=any_dates,
            time_limit=time_limit,
            seed=self.seed,
            progress=progress,
        )

    # What people hold

    def chart(
        self,
        kind: Literal["coverage", "ledger", "windows", "availability", "conflicts"] = "coverage",
        *,
        time_limit: float | None = 60.0,
        progress: Progress | None = None,
    ) -> Chart:
        """
        Return a picture, for a notebook or for `teamforge.charts.save`.

        Parameters
        ----------
        kind
            ``coverage``: who on the team covers the scope. ``ledger``: where the points come from. ``windows``: every
            window with its best team. ``availability``: who is free when. ``conflicts``: the paths from peers to hosts.
        time_limit
            Seconds, for ``windows``; None for no limit.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        altair.TopLevelMixin
            `teamforge.charts` has the functions that draw it, with more options.

        Raises
        ------
        InfeasibleError, UnknownError
            If there is nothing to draw: no team, or no window.
        ModuleNotFoundError
            If the extra ``charts`` is not installed.
        ValueError
            If there is no such picture.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> compose(*load_demo()).chart("ledger").to_dict()["title"]["text"]
        'Where the points come from'
        """
        from teamforge.report import charts

        drawn: dict[str, Callable[[], Chart]] = {
            "coverage": lambda: charts.coverage(self),
            "ledger": lambda: charts.ledger(self),
            "windows": lambda: charts.windows(self.windows(time_limit=time_limit, progress=progress)),
            "availability": lambda: charts.availability(self.pool, self.challenge),
            "conflicts": lambda: charts.conflict_graph(self.pool, self.challenge),
        }
        if kind not in drawn:
            raise ValueError(f"there is no picture {kind!r}: expected one of {', '.join(drawn)}")
        return drawn[kind]()

    def write_sheet(
        self,
        path: Path | str,
        audience: Audience | str = Audience.TEAM,
        *,
        names: bool = False,
        template: Path | str | None = None,
    ) -> None:
        """
        Write the team sheet: what a programme manager sends to the team or to the host.

        Parameters
        ----------
        path
            Where to write it; its ending says what: ``.html``, ``.docx`` (both need the extra ``report``) or ``.pdf``
            (the extra ``pdf``). A file that is there is replaced.
        audience
            ``team``, who read everything, or ``host``, who read nothing about other peers, details of conflicts,
            political opinion or points.
        names
            Whether peers are shown by name as well as by id.
        template
            A Word document of your own with placeholders to fill, for ``.docx`` alone.

        Raises
        ------
        InfeasibleError, UnknownError
            If there is no team.
        InputError
            If the template is no Word document, or its placeholders are not those that a sheet has.
        ValueError
            If the ending is another one, or a template does not go with it.
        ModuleNotFoundError
            If the extra is not installed.
        OSError
            If the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> from teamforge import compose, load_demo
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     compose(*load_demo()).write_sheet(Path(folder) / "team.html", "host", names=True)
        ...     "This is a proposal" in (Path(folder) / "team.html").read_text(encoding="utf-8")
        True
        """
        from teamforge.report.sheet.writing import write_sheet

        write_sheet(self, self.reserves(), path, audience, names=names, template=template)

    def to_record(self) -> dict[str, Any]:
        """
        Return the result as it is kept: `to_dict` with the certificate, and a seal over all of it.

        What only explains (``diagnosis``, ``robustness``) is left out.

        Returns
        -------
        dict
            Plain values, ready for JSON, that `teamforge verify`, `teamforge.records.verify` and `from_record` check.
        """
        from teamforge.records.record import to_record

        return to_record(self)

    def save(self, path: str | PathLike[str]) -> None:
        """
        Write the record of the result to a JSON file; a file that is there is replaced.

        Parameters
        ----------
        path
            Where to write it.

        Raises
        ------
        OSError
            If the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> from teamforge import compose, load_demo
        >>> from teamforge.records import read_record
        >>> result = compose(*load_demo())
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     result.save(f"{folder}/result.json")
        ...     read_record(Path(folder) / "result.json")["points"] == result.points
        True
        """
        from teamforge.tables.saving import save

        save(Path(fspath(path)), (json.dumps(self.to_record(), indent=2, ensure_ascii=False) + "\n").encode())


def compose(
    pool: Pool,
    challenge: Challenge,
    *,
    time_limit: float | None = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Result:
    """
    Return the best team that a pool has for a challenge, with what is proved of it.

    Parameters
    ----------
    pool
        The peers, as `read_pool` or `Pool.from_frames` returns them.
    challenge
        As `read_challenge` returns it.
    time_limit
        Seconds for everything; None for no limit. When it ends the search, the result says so.
    seed
        Breaks ties between teams of equal points.
    progress
        Called with a line of text as the work proceeds.

    Returns
    -------
    Result
        For every outcome of the search; ``result.require_team()`` raises where there is no team.

    Raises
    ------
    InputError
        If the challenge does not fit the pool; every fault is listed.
    InternalError
        If the team found is not valid or not worth its points: our mistake, never shown as a result.

    Examples
    --------
    >>> from teamforge import compose, load_demo
    >>> result = compose(*load_demo())
    >>> str(result.status), result.gap
    ('optimal', 0.0)
    """
    from teamforge.forge.best import best
    from teamforge.search import Budget
    from teamforge.solve import solve

    budget = Budget.start(time_limit)
    solved = solve(pool, challenge, time_limit=time_limit, seed=seed, progress=progress)
    data = best(solved)
    if data.status is Status.INFEASIBLE:
        from teamforge.explain.why_none import diagnose

        data = replace(data, diagnosis=diagnose(solved, budget, progress))
    return Result._of(data, solved)


def repair_team(  # noqa: PLR0913 -- as `Result.repair` has them
    team: Team,
    pool: Pool,
    challenge: Challenge,
    responses: Responses,
    *,
    any_dates: bool = False,
    time_limit: float | None = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Repair[Result]:
    """
    Return the repair of a team that has no result, such as one that was read from a workbook.

    Parameters
    ----------
    team
        The team as it was.
    pool, challenge
        As they are now.
    responses
        Everybody who dropped out or confirmed so far.
    any_dates, time_limit, progress
        As for `Result.repair`.
    seed
        Breaks ties between teams of equal points.

    Raises
    ------
    InputError, InfeasibleError, KeyError, UnknownError, ValueError
        As `Result.repair` does.
    """
    from teamforge.forge.repair import Standing, check_responses
    from teamforge.verify import breakdown, score

    check_responses(pool, team, responses)
    points = sum(breakdown(challenge, score(pool, challenge, team)).values())
    return _repaired(
        Standing(team, points),
        pool,
        challenge,
        responses,
        any_dates=any_dates,
        time_limit=time_limit,
        seed=seed,
        progress=progress,
    )


def _repaired(  # noqa: PLR0913 -- likewise
    standing: Standing,
    pool: Pool,
    challenge: Challenge,
    responses: Responses,
    *,
    any_dates: bool,
    time_limit: float | None,
    seed: int,
    progress: Progress | None,
) -> Repair[Result]:
    """Return a repair whose result can be asked further questions."""
    from teamforge.forge.repair import Repair, repair
    from teamforge.search import Limits

    limits = Limits(time_limit, seed)
    repaired, solved = repair(
        standing, pool, challenge, responses, any_dates=any_dates, limits=limits, progress=progress
    )
    result = Result._of(repaired.result, solved)
    return Repair(result, repaired.before, repaired.points_before, repaired.seats)
