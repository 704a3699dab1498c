"""
Is no plan better? The certificate of a plan is checked against pool and programme, in exact integers, without a search.

Rows and charges are worked out again; the bound of each challenge is proved by a certificate of its own, as for one
team.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from teamforge.certificate.check import check_certificate
from teamforge.certificate.plan_rows import FAMILIES, ChallengeGround, PlanGround, RowError
from teamforge.certificate.programme import PLAN_FORMAT, ChallengeProof, LossCertificate, PlanCertificate, RowPrice
from teamforge.certificate.work import TooLongError, Work
from teamforge.challenge.programme import Programme
from teamforge.challenge.programme.matching import planned, pool_of_programme
from teamforge.pool import Pool
from teamforge.pool.assignments.history import in_force
from teamforge.pool.bookings import bookings_of
from teamforge.problem import compile_problem, prepare
from teamforge.problem.limits import within_limit
from teamforge.spec.dates import day_number

_LARGEST = 1 << 40
"""The prices of a true certificate come nowhere near it together, and below that no sum overflows 64 bits."""

_HEAVIEST = 1 << 20
"""The largest weight: times it, the points of any team stay far below 2⁶³."""

_LOOK = 1 << 7
"""Units of work for looking up one id of a row in one challenge."""

_SHOWN = 8
"""At most this many ids of a row are shown in a fault."""


@dataclass(frozen=True, slots=True)
class FairClaims:
    """
    What a fair plan says of itself, on which the proof of its greatest loss rests.

    Parameters
    ----------
    best
        The points found for each planned challenge alone; None for one that has no team.
    without
        How many challenges it leaves without a team, each counted by its priority.
    """

    best: Mapping[str, int | None]
    without: int


@dataclass(eq=False)
class PlanProof:
    """
    What the certificate of a plan proves.

    Attributes
    ----------
    bound
        No valid plan has more points; None if the certificate is wrong.
    fewest
        For a fair plan: it is proved, without CP-SAT's word, that no valid plan leaves fewer challenges without a team,
        each counted by its priority.
    least_loss
        For a fair plan: no valid plan with as few challenges without a team has a smaller greatest loss.
    rows
        The number of rows with a price, in the proof of the points.
    steps
        The number of bounds that were computed for the challenges, in the proof of the points.
    claims
        The number of steps in the proof of the points that rest on CP-SAT's word.
    loss_claims
        The number of steps on which `least_loss` rests that rest on CP-SAT's word.
    faults
        Where the certificate is wrong.
    """

    bound: int | None = None
    fewest: bool = False
    least_loss: int | None = None
    rows: int = 0
    steps: int = 0
    claims: int = 0
    loss_claims: int = 0
    faults: list[str] = field(default_factory=list)


def check_plan_certificate(
    pool: Pool,
    programme: Programme,
    certificate: PlanCertificate,
    changes: int | None = None,
    work: Work | None = None,
    fair: FairClaims | None = None,
) -> PlanProof:
    """
    Return what the certificate of a plan proves.

    Parameters
    ----------
    pool, programme
        The pool and the programme as read; the programme fits the pool.
    certificate
        The certificate, written by anybody.
    changes
        How many seats the plan at hand changes, if the fewest are sought: the bound covers plans that change no more.
    work
        How much work the check of all challenges together may take. Windows for which it is not enough are claims.
    fair
        For a fair plan, what it says of itself.

    Notes
    -----
    For every valid plan, points ≤ Σ_rows λ·limit + Σ_challenges max(−cost of no team, B): each team has at most B
    points, times its priority and less its charges; and as prices are not negative and the plan keeps every row, the
    charges of all teams are at most Σ λ·limit (DESIGN.md section 10).
    """
    proof = PlanProof()
    ground = _ground(pool, programme, changes)
    if certificate.format != PLAN_FORMAT:
        proof.faults.append(f"certificate: its format is not {PLAN_FORMAT}")
    if [each.challenge_id for each in certificate.challenges] != sorted(ground.challenges):
        proof.faults.append("certificate: its challenges are not those that are planned, by id")
    work = work or Work()
    charges = _no_charges(ground)
    total = shared = 0 if proof.faults else _priced(ground, certificate.rows, charges, proof, work)
    if proof.faults:
        return proof
    confirmed = {row.challenge_id for row in in_force(pool) if row.state == "confirmed"}
    for each in certificate.challenges:
        priority = programme.priority[each.challenge_id]
        _check_challenge(ground.challenges[each.challenge_id], priority, charges[each.challenge_id], each, proof, work)
        total += _most(each.bound, -priority * programme.without_team, must=each.challenge_id in confirmed)
    if fair is not None and not proof.faults:
        by_prices = not proof.claims and _fewest(ground, programme, certificate, shared, fair.without, confirmed)
        proof.fewest = fair.without == 0 or by_prices
        if certificate.losses is not None:
            _check_losses(ground, programme, certificate, certificate.losses, fair, confirmed, proof, work)
    elif fair is None and certificate.losses is not None:
        proof.faults.append("certificate: the programme does not seek the least greatest loss")
    proof.rows = len(certificate.rows)
    if certificate.bound != total:
        proof.faults.append(f"certificate: what it proves is that no plan has more than {total:,} points")
    proof.bound = None if proof.faults else total
    return proof


def _ground(pool: Pool, programme: Programme, changes: int | None = None) -> PlanGround:
    own, limit = pool_of_programme(pool, programme), programme.limits.per_organisation
    challenges = {}
    for challenge in planned(pool, programme):
        instance = prepare(own, challenge)
        problem = compile_problem(instance)
        # A tally that nobody is in counts for nothing; this leaves it out.
        problem = problem.restrict(np.arange(len(problem)), np.arange(len(problem.starts)))
        if limit is not None:
            problem = within_limit(problem, own, limit)
        challenges[challenge.id] = ChallengeGround(instance, problem)
    live = [row for row in in_force(pool) if row.live]
    standing = {
        each: [(r.seat, r.peer_id, day_number(r.start), day_number(r.end)) for r in live if r.challenge_id == each]
        for each in challenges
    }
    budget = changes if programme.change_budget == "least" else programme.change_budget
    bookings = bookings_of(own, programme.as_of)
    return PlanGround(own, bookings, challenges, limit, programme.limits.per_peer, standing, budget)


def _most(bound: int | None, without: int, *, must: bool) -> int:
    """Return the most that a challenge can add to a plan: with a team, or without one unless it must have one."""
    if bound is None:
        return without
    return bound if must else max(without, bound)


def _fewest(
    ground: PlanGround,
    programme: Programme,
    certificate: PlanCertificate,
    shared: int,
    without: int,
    confirmed: Collection[str],
) -> bool:
    """
    Return whether the prices prove that no plan leaves fewer challenges without a team.

    A plan that did would be worth at least `least`, at any cost of a challenge without a team; the prices bound it.
    """
    priority = programme.priority
    least = sum(min(0, priority[own] * each.problem.least_points) for own, each in ground.challenges.items())
    costs = {
        0,
        _LARGEST,
        *(-(each.bound // priority[each.challenge_id]) for each in certificate.challenges if each.bound),
    }
    bounds = [
        (each.bound, priority[each.challenge_id], each.challenge_id in confirmed) for each in certificate.challenges
    ]
    return any(
        shared + sum(_most(most, -weight * cost, must=must) for most, weight, must in bounds)
        < least - cost * (without - 1)
        for cost in costs
        if cost >= 0
    )


def _check_losses(  # noqa: PLR0913, PLR0917 -- a plan, its certificate, and what is found
    ground: PlanGround,
    programme: Programme,
    certificate: PlanCertificate,
    losses: LossCertificate,
    fair: FairClaims,
    confirmed: Collection[str],
    proof: PlanProof,
    work: Work,
) -> None:
    """Check that no plan with as few challenges without a team has a smaller greatest loss."""
    never = {each.challenge_id for each in certificate.challenges if each.bound is None}
    weighted = [each.challenge_id for each in losses.challenges]
    if weighted != [own for own in sorted(ground.challenges) if fair.best.get(own) is not None]:
        proof.faults.append("certificate: losses: its challenges are not those that have a team alone, by id")
    elif not never.issuperset(ground.challenges.keys() - weighted):
        proof.faults.append("certificate: losses: that a challenge without weight has no team is not proved")
    elif not 0 <= losses.cost <= _LARGEST or any(not 1 <= each.weight <= _HEAVIEST for each in losses.challenges):
        proof.faults.append("certificate: losses: a weight or the cost is out of its range")
    if proof.faults:
        return
    charges, own_proof = _no_charges(ground), PlanProof(faults=proof.faults)
    most = _priced(ground, losses.rows, charges, own_proof, work)
    for own in ground.challenges.keys() - weighted:
        most -= losses.cost * programme.priority[own]
    for each in losses.challenges:
        own = each.challenge_id
        _check_challenge(ground.challenges[own], each.weight, charges[own], each, own_proof, work)
        gained = None if each.bound is None else each.bound - each.weight * (fair.best[own] or 0)
        most += _most(gained, -losses.cost * programme.priority[own], must=own in confirmed)
    least = -((most + losses.cost * fair.without) // max(1, sum(each.weight for each in losses.challenges)))
    # A plan with more teams than the one that the proof was made beside loses at least as much, or more.
    if not 1 <= losses.bound <= least:
        proof.faults.append(f"certificate: losses: what it proves is that the greatest loss is at least {least:,}")
    proof.least_loss = None if proof.faults else least
    # That a challenge without weight has no team is proved with the points.
    proof.loss_claims = own_proof.claims + (proof.claims if len(weighted) < len(ground.challenges) else 0)


def _no_charges(ground: PlanGround) -> Mapping[str, np.ndarray]:
    return {own: np.zeros(each.problem.serves.shape, dtype=np.int64) for own, each in ground.challenges.items()}


def _priced(
    ground: PlanGround, rows: Sequence[RowPrice], charges: Mapping[str, np.ndarray], proof: PlanProof, work: Work
) -> int:
    """Charge each candidate in each window the prices of its rows; return the total that the rows allow."""
    prices = [row.price for row in rows]
    if any(price < 1 for price in prices) or sum(prices) > _LARGEST:
        proof.faults.append(f"certificate: a price is below 1, or all together are above {_LARGEST:,}")
    if len({(row.kind, row.ids) for row in rows}) < len(rows):
        proof.faults.append("certificate: a row is there twice")
    total = 0
    for row in rows if not proof.faults else ():
        name = f"certificate: the row {row.kind} of {', '.join(map(str, row.ids[:_SHOWN]))}"
        if row.kind not in FAMILIES:
            proof.faults.append(f"{name} is of no known kind")
            continue
        try:
            work.spend(_LOOK * len(ground.challenges) * max(1, len(row.ids)))
            read = FAMILIES[row.kind](ground, row.ids)
        except RowError as error:
            proof.faults.append(f"{name} does not hold: {error}")
        except ValueError:
            proof.faults.append(f"{name} has ids that are none")
        except TooLongError:
            proof.faults.append("certificate: its rows are more than can be looked at")
            break
        else:
            total += row.price * read.limit
            for own, visits in read.visits.items():
                charges[own][visits.candidates] += row.price * read.sign * visits.windows
    return total


def _check_challenge(
    own: ChallengeGround, priority: int, charges: np.ndarray, each: ChallengeProof, proof: PlanProof, work: Work
) -> None:
    """Check that no team of a challenge has more points, times its priority and less its charges."""
    priced, _ = own.problem.priced(priority, charges)
    found = check_certificate(priced, each.certificate, each.bound, work)
    proof.steps += len(each.certificate.windows) + found.steps
    proof.claims += len(found.claims)
    proof.faults += [f"{each.challenge_id}: {fault}" for fault in found.faults]
    if found.open:
        proof.faults.append(f"{each.challenge_id}: a window is open")
