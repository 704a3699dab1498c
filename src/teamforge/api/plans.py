"""`Plan`: what `plan` found for a programme, with the result of each of its challenges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from teamforge.api.result import Result
from teamforge.api.year_papers import YearPapers
from teamforge.challenge import Challenge
from teamforge.challenge.beside import PoolBeside
from teamforge.challenge.programme import Programme
from teamforge.errors import Fault, InputError
from teamforge.pool import Pool
from teamforge.result.plan import PlanData

if TYPE_CHECKING:
    from teamforge.challenge.programme.amendment import Amendment
    from teamforge.explain.year_prices import YearPrices
    from teamforge.forge.programme.outcome import PlanResult
    from teamforge.forge.replan import Replan
    from teamforge.search import Progress
    from teamforge.solve import Solved


@dataclass(frozen=True, eq=False, repr=False)
class Plan(YearPapers):
    """
    What `plan` found: the teams of a programme, with every question that can be asked about them.

    ``plan[challenge_id]`` is the result of one challenge, with the other teams fixed; iterating over the plan gives the
    ids. The verifier has checked every team together with the others. `PlanData` describes the fields.
    """

    @classmethod
    def _of_data(cls, data: PlanData, planned: PlanResult | None = None) -> Plan:
        """Return a plan with this data, and the engine's result if it was made here."""
        plan = cls(**{each.name: getattr(data, each.name) for each in fields(PlanData)})
        object.__setattr__(plan, "_planned", planned)
        return plan

    @classmethod
    def _of_planned(
        cls,
        pool: Pool,
        programme: Programme,
        planned: PlanResult,
        *,
        effort: float,
        time_limit: float | None,
        seed: int,
        amendment: Amendment | None = None,
    ) -> Plan:
        """Return the engine's result for a programme as a plan, checked by the verifier."""
        from teamforge.result.assemble_plan import PlanClaims, assemble_plan
        from teamforge.result.plan import WhyNoTeam

        claims = PlanClaims(
            status=planned.status,
            bound=planned.bound,
            greatest_loss_bound=planned.greatest_loss_bound,
            changes=planned.changes,
            changes_bound=planned.changes_bound,
            best={own: (alone.points, alone.status) for own, alone in planned.alone.items()},
            without={
                own: WhyNoTeam.of(why.kind, why.challenges, why.seat, why.peers) for own, why in planned.without.items()
            },
            certificate=planned.certificate,
            stopped=planned.stopped,
            seed=seed,
            effort=float(effort),
            time_limit=None if time_limit is None else float(time_limit),
            known=planned.points is not None,
            amendment=amendment,
        )
        compiled = {block.id: (block.instance, block.eligibility) for block in planned.year.blocks}
        return cls._of_data(assemble_plan(pool, programme, compiled, planned.teams, claims), planned)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the challenges, in the order of the programme."""
        return (each.challenge_id for each in self.challenges)

    def __len__(self) -> int:
        """Return the number of challenges."""
        return len(self.challenges)

    def __getitem__(self, challenge_id: str) -> Result:
        """
        Return the result of one challenge, with the other teams of the plan fixed.

        It is `optimal` if the team has as many points as the challenge's best team on its own. Otherwise it is
        `feasible`, the bound is that of the challenge alone, and `stopped` is ``"choice"``. Reserves, repairs and all
        other questions are answered with the other teams fixed: nobody serving elsewhere then can serve here.

        Raises
        ------
        KeyError
            If the programme has no such challenge.
        ValueError
            If the challenge is over: its team has no result.
        """
        entry = self.of(challenge_id)
        if entry.over:
            raise ValueError(f"challenge {challenge_id} is over: the plan shows its team, but did not compose it")
        from teamforge.forge.best import best, chosen
        from teamforge.solve import choice_of

        others = {own: team for own, team in self.teams.items() if own != challenge_id}
        pool = PoolBeside.of(self.pool, self.programme, others)
        alone = self._alone(challenge_id, pool)
        if entry.team is not None:
            solved = chosen(alone, choice_of(alone.problem, entry.team))
        elif alone.outcome.choice is None:
            solved = alone
        else:
            return self._left_out(challenge_id, pool)
        return Result._of(replace(best(solved), pool=pool))

    def _challenge(self, challenge_id: str) -> Challenge:
        return self.programme.challenges[self.programme.ids.index(challenge_id)]

    def _alone(self, challenge_id: str, pool: PoolBeside) -> Solved:
        """Return a challenge solved on its own, with the pool of the programme."""
        from teamforge.search import SearchLimits
        from teamforge.solve import Solved, solve

        if self._planned is None:
            return solve(pool.alone, self._challenge(challenge_id), time_limit=None, seed=self.seed)
        block = next(each for each in self._planned.year.blocks if each.id == challenge_id)
        outcome = self._planned.alone[challenge_id]
        return Solved(block.instance, block.eligibility, block.alone, outcome, SearchLimits(None, self.seed))

    def _left_out(self, challenge_id: str, pool: PoolBeside) -> Result:
        """Return the result of a challenge without a team: beside the others none is possible, or none is worth it."""
        from teamforge.forge.best import best, chosen
        from teamforge.solve import solve

        solved = solve(pool, self._challenge(challenge_id), time_limit=None, seed=self.seed)
        return Result._of(best(solved if solved.outcome.choice is None else chosen(solved, None)))

    def replan(  # noqa: PLR0913 -- each thing that can happen has a name
        self,
        *,
        withdrawn: Iterable[tuple[str, str]] = (),
        objected: Iterable[tuple[str, str]] = (),
        confirmed: Iterable[tuple[str, str]] = (),
        dates: Mapping[str, Iterable[date | str]] | None = None,
        change_budget: int | Literal["least", "any"] | None = None,
        pool: Pool | None = None,
        programme: Programme | None = None,
        effort: float = 1.0,
        time_limit: float | None = None,
        seed: int | None = None,
        workers: int = 1,
        executor: Executor | None = None,
        progress: Progress | None = None,
    ) -> Replan[Plan]:
        """
        Return the plan that changes the fewest seats of this one and, of those plans, has the most points.

        Seats lost by people who are out, or can no longer hold them, do not count as changes. If this plan is itself a
        replan, those who dropped out before stay out, and those who confirmed stay on.

        Parameters
        ----------
        withdrawn, objected, confirmed
            Pairs of a challenge and a peer: who declined or dropped out, who the host objects to, and who said yes and
            keeps their seat and days. What the pool's `assignments` says about other people also holds.
        dates
            The first days on site that are possible now, by challenge id.
        change_budget
            The most changes; ``"least"`` for the fewest, ``"any"`` for no limit. By default what the programme says, or
            the fewest if it says nothing.
        pool, programme
            The pool and the programme as they are now, if they changed.
        effort, time_limit, seed, workers, executor, progress
            As for `plan`; by default the seed is that of this plan.

        Returns
        -------
        Replan
            The new plan; what changed, challenge by challenge and seat by seat, with the reasons; and the most that one
            more change would bring. If no valid plan keeps to the budget or keeps those who confirmed, `Replan.plan` is
            infeasible and says how many changes are needed, as far as that is proved.

        Raises
        ------
        InputError
            If a challenge does not fit the pool, or a date cannot be read.
        KeyError
            If the programme has no such challenge, or the pool no such peer.
        ValueError
            If somebody who confirmed also dropped out, or is not on the team; if confirmed dates of a challenge change;
            or if a challenge is over.

        Examples
        --------
        >>> from teamforge import plan
        >>> from teamforge.demo import load_demo_programme
        >>> year = plan(*load_demo_programme())
        >>> anew = year.replan(withdrawn=[("derby-2027", "P061")])
        >>> anew.changed, [str(seat) for each in anew.changes for seat in each.new]
        (0, ['VCS: P060 instead of P061 (said no).'])
        """
        from teamforge.api.planning import replan
        from teamforge.challenge.programme.amendment import places_of

        before = self._amendment
        given = {own: tuple(days) for own, days in (dates or {}).items()}
        if before is not None and programme is None:
            given = {**before.dates, **given}
        return replan(
            pool or self.pool.first_assignments(self.assignments),
            programme or self.programme,
            standing=places_of(self.challenges),
            points={each.challenge_id: each.points for each in self.challenges},
            prices=self.certificate.rows,
            earlier=() if before is None else before.answers,
            answers=(tuple(withdrawn), tuple(objected), tuple(confirmed)),
            dates=given,
            change_budget=change_budget,
            effort=effort,
            time_limit=time_limit,
            seed=self.seed if seed is None else seed,
            workers=workers,
            executor=executor,
            progress=progress,
        )

    @property
    def _amendment(self) -> Amendment | None:
        """What the replan started from; None if the plan is not a replan."""
        from teamforge.challenge.programme.amendment import Amendment

        kept = self.parameters.get("replan")
        return None if kept is None else Amendment.of(kept)

    def prices(self, *, recruits: int = 0, effort: float | None = None, progress: Progress | None = None) -> YearPrices:
        """
        Return what one more place for each peer would be worth to the plan, and what challenges give up for each other.

        Parameters
        ----------
        recruits
            For this many of the dearest roles, the year is planned again with one more such peer.
        effort
            The effort for these plans; by default that of this plan.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        YearPrices
            From the prices that prove the bound: each is the most that one more place would be worth, other things
            equal. A peer without a price is not scarce.

        Raises
        ------
        ValueError
            If `recruits` is below 0.

        Examples
        --------
        >>> from teamforge import plan
        >>> from teamforge.demo import load_demo_programme
        >>> prices = plan(*load_demo_programme()).prices()
        >>> [(each.challenge_id, each.loss) for each in prices.gives_up]
        [('plymouth-2027', 604), ('portsmouth-2027', 25)]
        """
        from teamforge.api.planning import plan
        from teamforge.explain.prices import Recruit
        from teamforge.explain.year_prices import with_one_more

        if recruits < 0:
            raise ValueError(f"recruits is {recruits}: expected a number from 0")
        found = self._prices
        if self.points is None or self.bound is None:
            return found
        more = []
        for role in found.roles[:recruits]:
            if progress is not None:
                progress(f"planning with one more {role.role}")
            own = self.parameters["effort"] if effort is None else effort
            anew = plan(with_one_more(self.pool, role.dearest), self.programme, effort=own, seed=self.seed)
            if anew.points is not None and anew.bound is not None:
                least, most = max(0, anew.points - self.bound), max(0, anew.bound - self.points)
                more.append(Recruit(role.role, role.dearest, least, most))
        return replace(found, recruits=tuple(more))

    @cached_property
    def _prices(self) -> YearPrices:
        """The prices without recruits, worked out once."""
        from teamforge.explain.year_prices import year_prices
        from teamforge.solve import team_of

        beside = PoolBeside.of(self.pool, self.programme, {})
        alone = {}
        for own in (each.challenge_id for each in self.challenges if not each.over):
            solved = self._alone(own, beside)
            alone[own] = team_of(solved.problem, choice) if (choice := solved.outcome.choice) else None
        return year_prices(self, alone)

    @classmethod
    def from_record(cls, record: Mapping[str, Any], pool: Pool, programme: Programme) -> Plan:
        """
        Return the plan that a record keeps, once it is verified.

        Parameters
        ----------
        record
            The record, as `to_record` returned it or as read from JSON.
        pool, programme
            The pool and the programme that the plan was made from.

        Raises
        ------
        InputError
            If a challenge does not fit the pool, or the record does not hold; every fault is listed.

        Examples
        --------
        >>> from teamforge import Plan, plan
        >>> from teamforge.demo import load_demo_programme
        >>> pool, programme = load_demo_programme()
        >>> kept = plan(pool, programme).to_record()
        >>> Plan.from_record(kept, pool, programme).points == kept["points"]
        True
        """
        from teamforge.records.plan import restore_plan

        verification, data = restore_plan(record, pool, programme)
        if data is None:
            raise InputError(
                [Fault("plan", None, None, None, f"a record that holds, but {fault}") for fault in verification.faults]
            )
        return cls._of_data(data)

    def to_record(self) -> dict[str, Any]:
        """
        Return the plan as a record: a format number, `to_dict`, the certificate, and a seal over all of it.

        Returns
        -------
        dict
            Plain values, ready for JSON, that `teamforge verify` and `from_record` check.

        Examples
        --------
        >>> from teamforge import plan
        >>> from teamforge.demo import load_demo_programme
        >>> record = plan(*load_demo_programme()).to_record()
        >>> record["programme_id"], sorted(set(record) & {"certificate", "format", "seal"})
        ('spring-2027', ['certificate', 'format', 'seal'])
        """
        from teamforge.records.plan import plan_to_record

        return plan_to_record(self)

    def save(self, path: str | PathLike[str]) -> None:
        """
        Write the record of the plan to a JSON file; an existing file is replaced.

        Raises
        ------
        OSError
            If the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> from teamforge import plan
        >>> from teamforge.demo import load_demo_programme
        >>> from teamforge.records import read_record
        >>> year = plan(*load_demo_programme())
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     year.save(f"{folder}/plan.json")
        ...     read_record(Path(folder) / "plan.json")["points"] == year.points
        True
        """
        from teamforge.report.tabular import to_json
        from teamforge.tables.saving import save

        save(Path(fspath(path)), to_json(self.to_record()).encode())

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: the data, but nothing compiled."""
        return {each.name: getattr(self, each.name) for each in fields(PlanData)} | {"_planned": None}
