"""What the proof of a kept fair plan proves, what it leaves to CP-SAT's word, and what the check says of both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from random import Random

import pytest

from teamforge import Plan, plan
from teamforge.certificate.plan_check import _LOOK, FairClaims, PlanProof, check_plan_certificate
from teamforge.certificate.programme import PlanCertificate, RowPrice
from teamforge.certificate.work import Work
from teamforge.records.plan import verify_plan
from tests.property.engine import read_year
from tests.property.programmes import make_programme

_ENOUGH = 1 << 40


@cache
def fair(seed: int = 0) -> Plan:
    """Return a fair plan of a tiny programme: one challenge has no team alone, and the others lose something."""
    pool, programme = read_year(make_programme(Random(seed)))
    return plan(pool, programme.replace(objective="fair"), effort=0.3)


def proof_of(
    own: Plan, certificate: PlanCertificate | None = None, without: int | None = None, work: Work | None = None
) -> PlanProof:
    """Return what the certificate of a plan, or another one, proves of it."""
    gone = sum(each.priority for each in own.challenges if each.team is None)
    claims = FairClaims({each.challenge_id: each.best for each in own.challenges}, gone if without is None else without)
    return check_plan_certificate(own.pool, own.programme, certificate or own.certificate, fair=claims, work=work)


def points_only(own: Plan) -> PlanCertificate:
    """Return the certificate of a plan without the proof of its greatest loss."""
    return own.certificate.model_copy(update={"losses": None})


def for_points(own: Plan) -> int:
    """Return what it takes to check the proof of the points, and to read the rows of the other."""
    work, losses = Work(_ENOUGH), own.certificate.losses
    proof_of(own, points_only(own), work=work)
    assert losses is not None
    return _ENOUGH - work.left + for_rows(own, losses.rows)


def for_rows(own: Plan, rows: Sequence[RowPrice]) -> int:
    """Return what it takes to read rows."""
    return _LOOK * len(own.certificate.challenges) * sum(len(row.ids) for row in rows)


def test_what_rests_on_cp_sat_is_not_proved() -> None:
    """The bounds of the points and those of the losses are counted apart; with words about points, few is no proof."""
    own = fair()
    assert own.without
    whole, alone = proof_of(own), proof_of(own, points_only(own))
    assert (whole.faults, whole.claims, whole.loss_claims, whole.fewest) == ([], 0, 0, True)
    assert whole.steps == alone.steps
    short = proof_of(own, work=Work(for_points(own)))
    assert (short.faults, short.claims, short.fewest) == ([], 0, True)
    assert short.loss_claims
    none = proof_of(own, points_only(own), work=Work(for_rows(own, own.certificate.rows)))
    assert none.faults == []
    assert none.claims
    assert not none.fewest


def test_a_record_says_which_bound_rests_on_cp_sat(monkeypatch: pytest.MonkeyPatch) -> None:
    own = fair()
    record, loss = own.to_record(), f"has a greatest loss below {own.greatest_loss_bound:,}"
    points = f"more than {own.certificate.bound:,} points"
    found = verify_plan(record, own.pool, own.programme)
    assert any(loss in line for line in found.verified)
    assert not any(loss in line for line in found.claimed)
    short = partial(check_plan_certificate, work=Work(for_points(own)))
    monkeypatch.setattr("teamforge.records.plan.check_plan_certificate", short)
    found = verify_plan(record, own.pool, own.programme)
    assert found.holds
    assert any("of CP-SAT" in line and loss in line for line in found.claimed)
    assert not any(loss in line for line in found.verified)
    assert any(points in line for line in found.verified)
    assert not any("of CP-SAT" in line and points in line for line in found.claimed)


def test_a_bound_on_the_loss_may_say_less_than_it_proves() -> None:
    """It was proved beside a plan with fewer teams: a plan with more loses at least as much. It may not say more."""
    own = fair()
    losses = own.certificate.losses
    assert losses is not None
    assert proof_of(own).least_loss == losses.bound
    for bound, holds in ((1, True), (losses.bound - 1, True), (losses.bound + 1, False), (0, False)):
        other = own.certificate.model_copy(update={"losses": losses.model_copy(update={"bound": bound})})
        proof = proof_of(own, other)
        assert (not proof.faults) is holds
        assert proof.least_loss == (losses.bound if holds else None)


def test_a_wrong_proof_of_the_points_does_not_blame_the_programme() -> None:
    own = fair()
    first, *others = own.certificate.challenges
    wrong = first.model_copy(update={"bound": (first.bound or 0) - 1})
    proof = proof_of(own, own.certificate.model_copy(update={"challenges": (wrong, *others)}))
    assert proof.faults
    assert not any("does not seek" in fault for fault in proof.faults)
