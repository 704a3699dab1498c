"""
Is no plan better? The certificate of a plan is checked against pool and programme, in exact integers, without a search.

Rows and charges are worked out again; the bound of each challenge is proved by a certificate of its own, as for one
team.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from teamforge.certificate.check import check_certificate
from teamforge.certificate.plan_rows import FAMILIES, ChallengeGround, PlanGround, RowError
from teamforge.certificate.programme import PLAN_FORMAT, ChallengeProof, PlanCertificate
from teamforge.certificate.work import TooLongError, Work
from teamforge.challenge.programme import Programme
from teamforge.challenge.programme.matching import planned, pool_of_programme
from teamforge.pool import Pool
from teamforge.pool.assignments.history import in_force
from teamforge.problem import compile_problem, prepare
from teamforge.problem.limits import within_limit
from teamforge.spec.dates import day_number

__all__ = ["PlanProof", "check_plan_certificate"]

_LARGEST = 1 << 40
"""The prices of a true certificate come nowhere near it together, and below that no sum overflows 64 bits."""

_LOOK = 1 << 7
"""Units of work for looking up one id of a row in one challenge."""

_SHOWN = 8
"""At most this many ids of a row are shown in a fault."""


@dataclass(eq=False)
class PlanProof:
    """
    What the certificate of a plan proves.

    Attributes
    ----------
    bound
        No valid plan has more points; None if the certificate is wrong.
    rows
        The number of rows with a price.
    steps
        The number of bounds that were computed for the challenges.
    claims
        The number of steps that rest on CP-SAT's word.
    faults
        Where the certificate is wrong.
    """

    bound: int | None = None
    rows: int = 0
    steps: int = 0
    claims: int = 0
    faults: list[str] = field(default_factory=list)


def check_plan_certificate(
    pool: Pool,
    programme: Programme,
    certificate: PlanCertificate,
    changes: int | None = None,
    work: Work | None = None,
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
    prices = [row.price for row in certificate.rows]
    if any(price < 1 for price in prices) or sum(prices) > _LARGEST:
        proof.faults.append(f"certificate: a price is below 1, or all together are above {_LARGEST:,}")
    if len({(row.kind, row.ids) for row in certificate.rows}) < len(certificate.rows):
        proof.faults.append("certificate: a row is there twice")
    work = work or Work()
    charges = {own: np.zeros(each.problem.serves.shape, dtype=np.int64) for own, each in ground.challenges.items()}
    total = 0 if proof.faults else _priced(ground, certificate, charges, proof, work)
    if proof.faults:
        return proof
    confirmed = {row.challenge_id for row in in_force(pool) if row.state == "confirmed"}
    for each in certificate.challenges:
        own = ground.challenges[each.challenge_id]
        priority = programme.priority[each.challenge_id]
        _check_challenge(own, priority, charges[each.challenge_id], each, proof, work)
        most = -priority * programme.without_team
        if each.bound is not None and each.challenge_id in confirmed:
            most = each.bound
        elif each.bound is not None:
            most = max(most, each.bound)
        total += most
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
    return PlanGround(own, challenges, limit, programme.limits.per_peer, standing, budget)


def _priced(
    ground: PlanGround, certificate: PlanCertificate, charges: Mapping[str, np.ndarray], proof: PlanProof, work: Work
) -> int:
    """Charge each candidate in each window the prices of its rows; return the total that the rows allow."""
    total = 0
    for row in certificate.rows:
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
