"""The record of a plan: keep it, and check a kept one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from teamforge.certificate.plan_check import FairClaims, PlanProof, check_plan_certificate
from teamforge.challenge.programme import Programme
from teamforge.challenge.programme.amendment import Amendment
from teamforge.challenge.programme.matching import planned, pool_of_programme, programme_faults
from teamforge.errors import InputError
from teamforge.log import phase
from teamforge.page.words import counted, listed
from teamforge.pool import Pool
from teamforge.problem import eligibility_of, prepare
from teamforge.records.plan_format import RECORD_FORMAT, KeptPlan, KeptWhy, amendment_of_record, parse_plan
from teamforge.records.record import seal_of
from teamforge.records.verification import Verification, news_of, same
from teamforge.result.assemble_plan import Compiled, PlanClaims, assemble_plan
from teamforge.result.plan import PlanData, WhyNoTeam
from teamforge.spec.dates import day_number
from teamforge.spec.status import Status, Stop
from teamforge.verify.plan import plan_changes, plan_violations


def plan_to_record(plan: PlanData) -> dict[str, Any]:
    """Return the record of a plan: a format number, `to_dict`, the certificate, and a seal over all of it."""
    proof = plan.certificate.model_dump(mode="json", exclude_defaults=True)
    record = {"format": RECORD_FORMAT, **plan.to_dict(), "certificate": proof}
    return {**record, "seal": seal_of(record)}


def verify_plan(record: Mapping[str, Any], pool: Pool, programme: Programme) -> Verification:
    """
    Check a kept plan, as `verify` checks a result.

    Parameters
    ----------
    record
        What `Plan.to_record` returned, or the same read from JSON.
    pool, programme
        The inputs of the plan.

    Examples
    --------
    >>> from teamforge import plan
    >>> from teamforge.demo import load_demo_programme
    >>> pool, programme = load_demo_programme()
    >>> record = plan(pool, programme).to_record()
    >>> verify_plan(record, pool, programme).holds
    True
    >>> verify_plan({**record, "points": 1}, pool, programme).holds
    False
    """
    with phase("verify", programme=programme.id) as facts:
        found, _ = restore_plan(record, pool, programme)
        facts.update({"holds": found.holds, "faults": len(found.faults), "claimed": len(found.claimed)})
    return found


def restore_plan(record: Mapping[str, Any], pool: Pool, programme: Programme) -> tuple[Verification, PlanData | None]:
    """
    Check a kept plan as `verify_plan` does, and also return its data; None if it does not hold.

    Raises
    ------
    InputError
        If a challenge does not fit the pool; every fault is listed.
    """
    written, wrong = parse_plan(record)
    now = pool
    if written is not None:
        pool = pool.first_assignments(written.assignments)
    if faults := programme_faults(pool, programme):
        raise InputError(faults)
    if written is None:
        return Verification(tuple(wrong), (), ()), None
    try:
        pool, programme = _amended(pool, programme, amendment_of_record(written))
    except InputError as error:
        return Verification(tuple(f"parameters.replan: {fault}" for fault in error.faults), (), ()), None
    if record.get("seal") != seal_of(record):
        wrong = ["seal: the record was changed after it was written"]
    own = pool_of_programme(pool, programme)
    compiled = {}
    for challenge in planned(pool, programme):
        instance = prepare(own, challenge)
        compiled[challenge.id] = instance, eligibility_of(instance)
    wrong += _wrong_teams(written, pool, programme, compiled)
    if any(each.startswith("challenges") for each in wrong):
        return Verification(tuple(wrong), (), ()), None
    plan = assemble_plan(pool, programme, compiled, written.teams, _claims(written))
    plan = replace(plan, version=written.version, versions=written.versions)
    true = plan_to_record(plan)
    wrong += [
        f"{key}: it is not what pool and programme give"
        for key, value in true.items()
        if key != "seal" and not same(value, record.get(key, 0))
    ]
    proof = check_plan_certificate(pool, programme, written.certificate, written.changes, fair=_fair(plan))
    wrong += [*proof.faults, *_unproved(written, plan, proof)]
    if wrong:
        return Verification(tuple(wrong), (), ()), None
    verified, claimed = tuple(_verified(plan, proof)), tuple(_claimed(plan, proof))
    news = tuple(news_of(written.assignments, written.teams, now))
    return Verification((), verified, claimed, news, tuple(_rests_on(plan, proof))), plan


def _amended(pool: Pool, programme: Programme, amendment: Amendment | None) -> tuple[Pool, Programme]:
    """Return pool and programme with the amendment that the plan was made from."""
    if amendment is not None:
        pool, programme = amendment.pool(pool), amendment.programme(programme)
        if faults := programme_faults(pool, programme):
            raise InputError(faults)
    return pool, programme


def _wrong_teams(
    written: KeptPlan, pool: Pool, programme: Programme, compiled: Mapping[str, Compiled]
) -> Iterator[str]:
    """Yield the reasons why the teams do not form a valid plan."""
    ids = [each.challenge_id for each in written.challenges]
    if ids != list(programme.ids):
        yield "challenges: they are not those of the programme, in its order"
        return
    for each in written.challenges:
        if each.over != (each.challenge_id not in compiled):
            yield f"challenges: {each.challenge_id} is {'not ' if each.over else ''}over"
        elif not each.over and each.team is None and each.why is None and written.points is not None:
            yield f"challenges: {each.challenge_id} has neither a team nor a reason"
        elif not each.over and each.team is None and (each.why or _NONE).kind == "none_alone" and each.best is not None:
            yield f"challenges: {each.challenge_id} has a team alone"
        elif each.challenge_id in written.teams:
            starts = compiled[each.challenge_id][0].windows.starts.tolist()
            if day_number(written.teams[each.challenge_id].start) not in starts:
                yield f"challenges: the window of {each.challenge_id} is no valid one"
    yield from (f"challenges: {broken}" for broken in plan_violations(pool, programme, written.teams))


_NONE = KeptWhy(kind="not_proved", challenges=(), seat=None, text="")


def _claims(written: KeptPlan) -> PlanClaims:
    entries = {each.challenge_id: each for each in written.challenges}
    return PlanClaims(
        status=Status(written.status),
        bound=written.bound,
        greatest_loss_bound=written.greatest_loss_bound,
        changes=written.changes,
        changes_bound=written.changes_bound,
        best={
            own: (entry.best, None if entry.best_status is None else Status(entry.best_status))
            for own, entry in entries.items()
        },
        without={
            own: WhyNoTeam(entry.why.kind, entry.why.challenges, entry.why.seat, entry.why.text)
            for own, entry in entries.items()
            if entry.why is not None
        },
        certificate=written.certificate,
        stopped=None if written.stopped is None else Stop(written.stopped),
        seed=written.seed,
        effort=written.parameters.effort,
        time_limit=written.parameters.time_limit,
        known=written.points is not None,
        amendment=amendment_of_record(written),
    )


def _fair(plan: PlanData) -> FairClaims | None:
    """Return what the proof of a greatest loss rests on; None if it is not sought, or there is no plan."""
    if plan.objective != "fair" or plan.points is None:
        return None
    planned = [each for each in plan.challenges if not each.over]
    return FairClaims(
        {each.challenge_id: each.best for each in planned},
        sum(each.priority for each in planned if each.team is None),
    )


def _unproved(written: KeptPlan, plan: PlanData, proof: PlanProof) -> Iterator[str]:
    """Yield where status, bound and changes differ from what is proved, or contradict each other."""
    if plan.objective == "total" and plan.programme.change_budget is None and written.bound != proof.bound:
        yield "bound: the certificate proves another"
    if plan.points is not None and (plan.bound is None or plan.bound < plan.points):
        yield "bound: the plan itself has more points"
    if proof.bound is not None and written.bound is not None and written.bound > proof.bound:
        yield "bound: the certificate proves a lower one"
    yield from _unsought(plan)
    if plan.status is Status.OPTIMAL and plan.points != plan.bound:
        yield "status: bound and points differ"
    if (plan.status in {Status.OPTIMAL, Status.FEASIBLE}) != (plan.points is not None):
        yield "status: it does not go with whether there is a plan"
    first = plan.objective == "total" and (plan.changes_bound is None or plan.changes_bound == plan.changes)
    if plan.status is Status.FEASIBLE and plan.points == plan.bound and first:
        yield "status: bound and points are equal"
    few = plan.programme.change_budget != "least" or plan.changes_bound == plan.changes
    yield from _gave_no_way(written, plan, proof.bound if plan.objective == "total" and few else None)
    for each in plan.challenges:
        if each.loss is not None and each.loss < 0 and each.best_status is Status.OPTIMAL:
            yield f"challenges: {each.challenge_id} has more points than alone"
    live = plan_changes(plan.pool, plan.programme, plan.teams)
    if plan.changes is not None and len(plan.pool.assignments) and plan.changes != len(live):
        yield f"changes: {counted(len(live), 'seat')} changed"


def _gave_no_way(written: KeptPlan, plan: PlanData, bound: int | None) -> Iterator[str]:
    """
    Yield the challenges that are said to have given way although no bound proves it.

    For each challenge, the bound of all plans uses the larger of its own bound and the value of going without a team.
    With its own bound alone, it bounds the plans with a team for the challenge; none of them may beat this plan.
    """
    bounds = {each.challenge_id: each.bound for each in written.certificate.challenges}
    for each in plan.without:
        own = bounds.get(each.challenge_id)
        if each.why is None or each.why.kind != "gave_way" or own is None:
            continue  # without a bound of its own, it has no team at all
        more = own - max(own, -each.priority * plan.programme.without_team)
        if bound is None or plan.points is None or bound + more > plan.points:
            yield f"challenges: that {each.challenge_id} gave way is not proved"


def _unsought(plan: PlanData) -> Iterator[str]:
    """Yield where a bound is on something that the programme does not seek, or the plan itself is better."""
    if plan.objective == "total" and plan.greatest_loss_bound is not None:
        yield "greatest_loss_bound: the programme does not seek the least greatest loss"
    if (plan.greatest_loss_bound or 0) > plan.greatest_loss:
        yield "greatest_loss_bound: the plan itself has a smaller loss"
    if plan.programme.change_budget is None and plan.changes_bound is not None:
        yield "changes_bound: the programme does not seek few changes"
    if plan.changes is not None and (plan.changes_bound or 0) > plan.changes:
        yield "changes_bound: the plan itself has fewer changes"


def _verified(plan: PlanData, proof: PlanProof) -> Iterator[str]:
    yield "the pool and the programme are those the plan was made from"
    if plan.points is not None:
        yield f"{counted(len(plan.teams), 'team')}: each breaks no rule, also beside the others"
        yield f"the {plan.points:,} points, those of each team with their breakdown, and the warnings"
    if proof.bound is not None and not proof.claims:
        prices, steps = counted(proof.rows, "price"), counted(proof.steps, "bound")
        among = "no valid plan" if plan.changes_bound is None else f"no valid plan with {plan.changes} changes or fewer"
        yield f"{among} has more than {proof.bound:,} points, by {prices} and {steps} of single challenges"
    if proof.fewest:
        yield "no valid plan has fewer challenges without a team"
    if proof.least_loss is not None and not proof.loss_claims:
        loss, given = f"a greatest loss below {proof.least_loss:,}", "the points that each challenge has alone"
        yield f"no valid plan with as few challenges without a team has {loss}, given {given}"


def _claimed(plan: PlanData, proof: PlanProof) -> Iterator[str]:
    if proof.claims:
        yield f"{_resting_on(proof.claims)} no valid plan has more than {proof.bound or 0:,} points"
    if plan.objective == "fair" and plan.points is not None:
        if not proof.fewest:
            yield "that no plan has fewer challenges without a team"
        loss = f"no plan with as few challenges without a team has a greatest loss below {plan.greatest_loss_bound:,}"
        if (plan.greatest_loss_bound or 0) > (proof.least_loss or 0):
            yield f"that {loss}"
        elif plan.greatest_loss_bound and proof.loss_claims:
            yield f"{_resting_on(proof.loss_claims)} {loss}"
        if plan.bound is not None and plan.bound != proof.bound:
            yield f"that no plan as fair as this one has more than {plan.bound:,} points"
    if plan.changes is not None:
        yield "how many changes are needed at least"
    amendment = plan.parameters.get("replan")
    if amendment is not None:
        yield from _heard(Amendment.of(amendment))
    yield "the points that each challenge has alone, and why one has no team"
    yield f"that TeamForge {plan.version} made it, and what it was asked"


def _rests_on(plan: PlanData, proof: PlanProof) -> Iterator[str]:
    """Yield the claims without which status and bound would not follow from pool and programme."""
    if plan.status not in {Status.OPTIMAL, Status.FEASIBLE}:
        yield "that there is no such plan" if plan.status is Status.INFEASIBLE else "that no plan was found in the time"
    if proof.claims:
        yield f"{counted(proof.claims, 'word', 'words')} of CP-SAT"
    if plan.objective == "fair":
        yield "the points that each challenge has alone, and that no plan is fairer"
    if plan.programme.change_budget is not None:
        if (given := plan.parameters.get("replan")) is not None:
            amendment = Amendment.of(given)
            heard = {"what people answered": amendment.answers, "which days were given anew": amendment.dates}
            yield from ("the plan that stood before", *(words for words, what in heard.items() if what))
        yield "how many changes are needed at least"


def _resting_on(claims: int) -> str:
    return f"{counted(claims, 'word', 'words')} of CP-SAT, on which it rests that"


_ANSWERS = {
    "declined": "said no to",
    "withdrawn": "dropped out of",
    "objected": "is objected to by the host of",
    "confirmed": "confirmed for",
}


def _heard(amendment: Amendment) -> Iterator[str]:
    """Yield the answers and dates that a plan was made with, for which the record is the only evidence."""
    yield "the plan that stood before, as the record has it"
    for row in amendment.answers:
        yield f"that {row.peer_id} {_ANSWERS[row.state]} {row.challenge_id}, as the record has it"
    for own, days in amendment.dates.items():
        yield f"that {own} can begin on {listed(list(map(str, days)), 4)}, as the record has it"
