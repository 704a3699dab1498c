"""`Result`: what `compose` found, with its questions, other teams, pictures and records."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from teamforge.api.papers import Papers
from teamforge.challenge import Challenge
from teamforge.errors import Fault, InputError
from teamforge.log import logged, phase
from teamforge.pool import Pool
from teamforge.result.data import ResultData
from teamforge.spec.status import Status
from teamforge.team import Responses

if TYPE_CHECKING:
    from teamforge.forge.repair import Repair, StandingTeam
    from teamforge.report.charts.style import Chart
    from teamforge.search import Progress
    from teamforge.solve import Solved

_MOST_LOSS = 1_000_000_000


@dataclass(frozen=True, eq=False, repr=False)
class Result(Papers):
    """
    What `compose` found, with every question that can be asked about it.

    The verifier has checked its team. `ResultData` describes the fields.
    """

    @classmethod
    def _of(cls, data: ResultData, solved: Solved | None = None) -> Result:
        """Return a result with this data, and the solved challenge if there is one."""
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
            The record, as `to_record` returned it or as read from JSON.
        pool, challenge
            The pool and the challenge that the result was made from; for a repaired team, the challenge may also be the
            one before the repair. Rows added to `assignments` since are ignored.

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

    # Other teams

    @logged
    def robust(self, *, loss: int = 200, progress: Progress | None = None) -> Result:
        """
        Return the team whose worst single drop-out costs least, among those with nearly the most points.

        Parameters
        ----------
        loss
            The most points to give up compared with the best team; 200 is a fifth of one weight.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        Result
            `Result.robustness` says what each drop-out would cost and who would step in. If the team is not proved
            optimal, this result itself.

        Raises
        ------
        ValueError
            If `loss` is not from 0 to 1,000,000,000.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> result = compose(*load_demo())
        >>> result.points - result.robust(loss=300).points <= 300
        True
        """
        if not 0 <= loss <= _MOST_LOSS:
            raise ValueError(f"loss is {loss}: expected points from 0 to {_MOST_LOSS:,}")
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
            The pool and the challenge as they are now, if they changed: new availability, engagements, waivers, rules.
        any_dates
            Whether the dates may move; otherwise they stay.
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
            If somebody who confirmed also dropped out or is not on the team, or the challenge lacks one of its seats.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> result = compose(*load_demo())
        >>> repaired = result.repair(withdrawn=[result.members[1].peer_id])
        >>> [change.seat for change in repaired.changes] == [result.members[1].seat]
        True
        """
        from teamforge.forge.repair import StandingTeam, check_responses

        team, now = self.require_team(), pool or self.pool
        changed = now is not self.pool or (challenge or self.challenge) is not self.challenge
        asked = challenge or self.challenge.given
        responses = Responses.of(withdrawn, objected, confirmed)
        check_responses(now, team, responses)
        earlier = Responses.of(**(self.parameters["repair"] or {})).among(now.peers.position)
        return repaired(
            StandingTeam(team, self.points or 0, None if changed else self._solve(progress)),
            now,
            asked,
            earlier.then(responses),
            any_dates=any_dates,
            time_limit=time_limit,
            seed=self.seed,
            progress=progress,
        )

    # Pictures and records

    def chart(
        self,
        kind: Literal["coverage", "ledger", "windows", "availability", "conflicts"] = "coverage",
        *,
        names: bool = False,
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
        names
            Whether peers are shown by name instead of by id.
        time_limit
            Seconds, for ``windows``; None for no limit.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        altair.TopLevelMixin
            The picture; `teamforge.charts` has the functions that draw it, with more options.

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
        from teamforge.report.charts import availability, conflict_graph, coverage, ledger, windows

        drawn: dict[str, Callable[[], Chart]] = {
            "coverage": lambda: coverage.coverage(self, names=names),
            "ledger": lambda: ledger.ledger(self),
            "windows": lambda: windows.windows(self.windows(time_limit=time_limit, progress=progress)),
            "availability": lambda: availability.availability(self, names=names),
            "conflicts": lambda: conflict_graph.conflict_graph(self, names=names),
        }
        if kind not in drawn:
            raise ValueError(f"there is no picture {kind!r}: expected one of {', '.join(drawn)}")
        return drawn[kind]()

    def to_record(self) -> dict[str, Any]:
        """
        Return the result as a record: `to_dict` with the certificate, and a seal over all of it.

        Fields that only explain (``diagnosis``, ``robustness``) are left out.

        Returns
        -------
        dict
            Plain values, ready for JSON, that `teamforge verify`, `teamforge.records.verify` and `from_record` check.
        """
        from teamforge.records.record import to_record

        return to_record(self)

    def save(self, path: str | PathLike[str]) -> None:
        """
        Write the record of the result to a JSON file; an existing file is replaced.

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


def repaired(  # noqa: PLR0913 -- likewise
    standing: StandingTeam,
    pool: Pool,
    challenge: Challenge,
    responses: Responses,
    *,
    any_dates: bool,
    time_limit: float | None,
    seed: int,
    progress: Progress | None,
) -> Repair[Result]:
    """Return a repair whose result can answer further questions."""
    from teamforge.forge.repair import Repair, repair
    from teamforge.search import SearchLimits

    limits = SearchLimits(time_limit, seed)
    with phase("repair", challenge=challenge.id, peers=len(pool)) as facts:
        repaired, solved = repair(
            standing, pool, challenge, responses, any_dates=any_dates, limits=limits, progress=progress
        )
        facts.update({"changes": len(repaired.changes), "points": repaired.result.points})
    result = Result._of(repaired.result, solved)
    return Repair(result, repaired.before, repaired.points_before, repaired.seats)
