"""How a plan withstands drop-outs: what is lost, which seats fail first, and who to keep in reserve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from teamforge.challenge.beside import PoolBeside
from teamforge.errors import close_match
from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.drop_outs import TrialRun, run_trials
from teamforge.forge.programme.fixed_plan import FixedPlan
from teamforge.forge.programme.reserves import ReserveCandidate, in_reserve
from teamforge.forge.programme.workers import Workers
from teamforge.result.plan import PlanData
from teamforge.result.stress import SeatStress, Stress, Trial
from teamforge.search import Progress
from teamforge.team import Team
from teamforge.verify import check


def rates_of(plan: PlanData, rates: float | Mapping[str, float]) -> dict[str, float]:
    """
    Return the share of each role of a plan that drops out.

    Raises
    ------
    ValueError
        If a share is not from 0 to 1, or no member of the plan has a role that is named.
    """
    roles = sorted({member.role for each in plan.challenges for member in each.members if not each.over})
    asked = rates if isinstance(rates, Mapping) else dict.fromkeys(roles, rates)
    for role, share in asked.items():
        if role not in roles:
            raise ValueError(f"rates: no member of the plan has the role {role!r}{_hint(role, roles)}")
        if not 0 <= share <= 1:
            raise ValueError(f"rates: {share:g} for {role} is not from 0 to 1")
    return {role: float(asked.get(role, 0.0)) for role in roles}


def _hint(role: str, roles: Sequence[str]) -> str:
    hint = close_match(role, roles)
    return f"; {hint}" if hint else f"; the roles are {', '.join(roles)}"


def stress(
    data: PlanData,
    year: Year,
    rates: Mapping[str, float],
    trials: int,
    seed: int,
    workers: Workers,
    progress: Progress | None = None,
) -> Stress:
    """
    Return what random drop-outs do to a plan.

    Parameters
    ----------
    data, year
        The plan, and its compiled challenges.
    rates
        The share of the members with each role who drop out, by role.
    trials, seed
        How many trials, and the seed of the draws.
    workers
        The workers that do the repairs.
    progress
        Called with a line of text as the work proceeds.
    """
    report = progress or (lambda _line: None)
    plan = FixedPlan.of(year, data.teams)
    workers = replace(workers, problems=[block.problem for block in plan.year.blocks])
    roles = {(each.challenge_id, member.seat): member.role for each in data.challenges for member in each.members}
    seats = [(place, candidate) for place, team in plan.teams.items() for candidate in team]
    of_seat = {each: rates[roles[plan.block(each[0]).id, plan.seat(*each)]] for each in seats}
    runs = run_trials(plan, of_seat, trials, seed, workers, report)
    report("choosing who to keep in reserve")
    reserves = in_reserve(plan, [each for each in seats if of_seat[each]], workers)
    _check(data, plan, year, reserves)
    return Stress(
        data.programme_id,
        seed,
        rates,
        tuple(data.teams),
        tuple(_trial(plan, each) for each in runs),
        tuple(_seats(data, plan, of_seat, runs, reserves)),
    )


def _check(data: PlanData, plan: FixedPlan, year: Year, reserves: Mapping[tuple[int, int], ReserveCandidate]) -> None:
    """Have the verifier check each team with its reserve, next to the other teams."""
    beside = {
        own: PoolBeside.of(data.pool, data.programme, {each: data.teams[each] for each in data.teams if each != own})
        for own in {plan.block(place).id for place, _ in reserves}
    }
    challenges = {block.id: block.instance.challenge for block in year.blocks}
    for (place, left), kept in reserves.items():
        own = plan.block(place).id
        stay = [each for each in plan.teams[place] if each != left]
        seats = tuple((plan.seat(place, each), plan.peer(place, each)) for each in (*stay, kept.candidate))
        team = Team(data.teams[own].start, seats)
        check(beside[own], challenges[own], team, plan.points[place] - kept.cost)


def _trial(plan: FixedPlan, run: TrialRun) -> Trial:
    lost = tuple(plan.block(each.place).id for each in run.happened if not each.mended)
    cost = sum(
        plan.block(place).priority * (plan.points[place] - plan.score(place, team))
        for place, team in run.teams.items()
        if place not in run.lost
    )
    return Trial(len(run.happened), lost, cost)


def _seats(
    data: PlanData,
    plan: FixedPlan,
    rates: Mapping[tuple[int, int], float],
    runs: Sequence[TrialRun],
    reserves: Mapping[tuple[int, int], ReserveCandidate],
) -> list[SeatStress]:
    dropped = Counter((each.place, each.candidate) for run in runs for each in run.happened)
    failures = [[(each.place, each.candidate) for each in run.happened if not each.mended] for run in runs]
    failed = Counter(each for own in failures for each in own)
    first = Counter(own[0] for own in failures if own)
    order = {each: number for number, each in enumerate(data.programme.ids)}
    found = []
    for seat in sorted(rates, key=lambda each: (-failed[each], order[plan.block(each[0]).id], each)):
        place, candidate = seat
        kept = reserves.get(seat)
        found.append(
            SeatStress(
                challenge_id=plan.block(place).id,
                seat=plan.seat(place, candidate),
                peer_id=plan.peer(place, candidate),
                rate=rates[seat],
                drop_outs=dropped[seat],
                failed=failed[seat],
                first=first[seat],
                reserve=None if kept is None else plan.peer(place, kept.candidate),
                reserve_cost=None if kept is None else kept.cost,
            )
        )
    return found
