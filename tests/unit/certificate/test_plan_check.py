"""
Certificates of plans, written by hand: what each proves, and how none proves anything else.

A chief executive on the one seat of a team is worth 1,000 points, a manager 400. Going without a team costs 500.
Everybody has one place in the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from teamforge.certificate.format import FORMAT, Certificate, WindowProof, relation
from teamforge.certificate.plan_check import FairClaims, PlanProof, check_plan_certificate
from teamforge.certificate.programme import (
    PLAN_FORMAT,
    ChallengeProof,
    LossCertificate,
    PlanCertificate,
    RowPrice,
    WeightedProof,
)
from teamforge.challenge.programme import Programme
from teamforge.pool import Pool
from teamforge.spec.catalogue import CRITERIA
from teamforge.spec.dates import day_number
from tests.unit.verify.plan.test_plan import APRIL, JUNE, OFF, challenge, programme, row, world
from tests.world import World

DAYS = {"a": APRIL, "b": JUNE, "c": date(2027, 9, 14)}
BY_FIT = {criterion: {"weight": int(criterion == "seat_fit")} for criterion in CRITERIA}


def year(names: str, peers: World) -> tuple[Pool, Programme]:
    """Return some peers, and challenges by name; the seat of c is one that nobody can hold."""
    roles = {"chief_executive": 100, "challenge_manager": 40}
    challenges = [
        challenge(
            name,
            on_site={"days": 2, "windows": [DAYS[name]]},
            seats=[{"id": "lead", "accepts": {"mayor": 100} if name == "c" else roles}],
            rules={**OFF, **BY_FIT},
            unknown_availability="free",
        )
        for name in names
    ]
    return peers.pool, programme(*challenges, without_team=500)


def proved(name: str, bound: int | None) -> ChallengeProof:
    """Return the proof that a challenge has no better team under its charges, which needs no prices of its own."""
    window = WindowProof(start=DAYS[name], bound=bound, prices=0, reason="bound")
    own = Certificate(format=FORMAT, relation=relation(bound), scale=1, prices=((),), windows=(window,))
    return ChallengeProof(challenge_id=name, bound=bound, certificate=own)


def place(price: int) -> RowPrice:
    """Return the row of the place that P has, which a and b would both take."""
    return RowPrice(kind="year", ids=("P", 2027), price=price)


def of_one(price: int, bound: int) -> PlanCertificate:
    """Return what a price of the one place proves where there is only P: under the charge each team has less by it."""
    challenges = (proved("a", 1000 - price), proved("b", 1000 - price))
    return PlanCertificate(format=PLAN_FORMAT, bound=bound, rows=(place(price),), challenges=challenges)


def only_p() -> World:
    """Return a pool in which P alone can go; the best plan has one team, and 1,000 - 500 points."""
    return World().peer("P")


@pytest.mark.parametrize(
    ("price", "bound"),
    [
        (1, 1 + 999 + 999),
        (1000, 1000 + 0 + 0),
        (1500, 1500 - 500 - 500),
        (2000, 2000 - 500 - 500),  # a team would have -1,000, and to go without costs less
    ],
)
def test_what_the_prices_prove_is_the_bound(price: int, bound: int) -> None:
    """No other, not even a higher one; least of all one without the choice to go without, 2,000 - 1,000 - 1,000."""
    asked = year("ab", only_p())
    proof = check_plan_certificate(*asked, of_one(price, bound))
    assert (proof.faults, proof.bound, proof.claims) == ([], bound, 0)
    for other in (bound - 1, bound + 1, price + 2 * (1000 - price)):
        if other != bound:
            proof = check_plan_certificate(*asked, of_one(price, other))
            told = f"certificate: what it proves is that no plan has more than {bound:,} points"
            assert (proof.faults, proof.bound) == ([told], None)


def test_a_challenge_with_somebody_confirmed_cannot_go_without() -> None:
    pool, asked = year("ab", only_p())
    pool = pool.with_assignments([row("a", "lead", "P", "confirmed")])
    proof = check_plan_certificate(pool, asked, of_one(2000, 2000 - 1000 - 500))
    assert (proof.faults, proof.bound) == ([], 500)


PRICES = "certificate: a price is below 1, or all together are above 1,099,511,627,776"
NOWHERE = ("P", day_number(date(2027, 12, 25)), "after")


FORGED: dict[str, tuple[dict[str, Any], str]] = {
    # A row that nobody is in would lower the bound by as much as somebody likes.
    "a price below nothing": (
        {"rows": (place(1500), RowPrice(kind="day", ids=NOWHERE, price=-300)), "bound": 200},
        PRICES,
    ),
    "a price of nothing": ({"rows": (place(1500), RowPrice(kind="day", ids=NOWHERE, price=0))}, PRICES),
    "a row twice": ({"rows": (place(750), place(750))}, "certificate: a row is there twice"),
    "a challenge with a bound that is too low": (
        {"challenges": (proved("a", -500), proved("b", -501))},
        "b: certificate: window 2027-06-15 has at most -500 points by its prices",
    ),
}


@pytest.mark.parametrize(("changes", "fault"), FORGED.values(), ids=FORGED)
def test_a_certificate_that_is_forged(changes: dict[str, Any], fault: str) -> None:
    proof = check_plan_certificate(*year("ab", only_p()), of_one(1500, 500).model_copy(update=changes))
    assert proof.faults[0] == fault
    assert proof.bound is None


def test_a_row_about_a_programme_that_is_over() -> None:
    """P has two places and took one of them for a: nobody can take the other any more, and it has its price."""
    pool = world().pool.with_assignments([row("a", "lead", "P", "done"), row("b", "lead", "Q", "done", JUNE, "I")])
    proof = check_plan_certificate(pool, programme(), of_one(7, 7).model_copy(update={"challenges": ()}))
    assert (proof.faults, proof.bound) == ([], 7)


@pytest.mark.parametrize(("price", "without", "fewest"), [(2000, 1, False), (2001, 1, True), (2001, 2, False)])
def test_that_one_at_least_goes_without(price: int, without: int, *, fewest: bool) -> None:
    """Two teams would have 0 points or more, but at a price of 2,001 two have at most 2,001 - 1,001 - 1,001."""
    fair = FairClaims({"a": 1000, "b": 1000}, without)
    proof = check_plan_certificate(*year("ab", only_p()), of_one(price, price - 1000), fair=fair)
    assert (proof.faults, proof.fewest) == ([], fewest)


BEST = {"a": 1000, "b": 1000, "c": None}


def weighted(*names: str, weight: int = 1) -> tuple[WeightedProof, ...]:
    """Return what is proved of some challenges under the charges of the losses."""
    proofs = (proved(name, None if name == "c" else 400) for name in names)
    return tuple(WeightedProof(**dict(each), weight=weight) for each in proofs)


def fair_proof(best: Mapping[str, int | None] = BEST, without: int = 1, **changes: Any) -> PlanProof:
    """
    Return what a certificate proves where P is best on both teams, Q the manager goes on the other, and c has no team.

    P's place has a price of 600: so a and b are worth 400, whoever goes. The plan has 600 + 400 + 400 - 500 points, and
    the losses of a and b together are at least -600 + 600 + 600: the greatest of the two is 300 or more.
    """
    losses = {"bound": 300, "cost": 1000, "rows": (place(600),), "challenges": weighted("a", "b"), **changes}
    certificate = PlanCertificate(
        format=PLAN_FORMAT,
        bound=900,
        rows=(place(600),),
        challenges=(proved("a", 400), proved("b", 400), proved("c", None)),
        losses=LossCertificate(**losses),
    )
    peers = only_p().peer("Q", roles=("challenge_manager",))
    return check_plan_certificate(*year("abc", peers), certificate, fair=FairClaims(best, without))


def test_the_least_greatest_loss() -> None:
    """The cost of a challenge without a team is that of c, which goes without in every plan: it cancels out."""
    proof = fair_proof()
    assert (proof.faults, proof.bound, proof.least_loss, proof.fewest) == ([], 900, 300, True)
    assert (proof.claims, proof.loss_claims) == (0, 0)


OTHERS = "certificate: losses: its challenges are not those that have a team alone, by id"
TOO_HIGH = "certificate: losses: what it proves is that the greatest loss is at least 300"
OUT_OF_RANGE = "certificate: losses: a weight or the cost is out of its range"


FORGED_LOSSES: dict[str, tuple[dict[str, Any], str]] = {
    "one more": ({"bound": 301}, TOO_HIGH),
    "as if c cost nothing": ({"bound": 800}, TOO_HIGH),
    "nothing": ({"bound": 0}, TOO_HIGH),
    "a challenge too few": ({"challenges": weighted("a")}, OTHERS),
    "another order": ({"challenges": weighted("b", "a")}, OTHERS),
    "a challenge twice": ({"challenges": weighted("a", "b", "b")}, OTHERS),
    "a challenge that has no team": ({"challenges": weighted("a", "b", "c")}, OTHERS),
    "a challenge that is said to have no team": (
        {"challenges": weighted("a"), "best": {**BEST, "b": None}},
        "certificate: losses: that a challenge without weight has no team is not proved",
    ),
    "no weight": ({"challenges": weighted("a", "b", weight=0)}, OUT_OF_RANGE),
    "a cost below nothing": ({"cost": -1}, OUT_OF_RANGE),
}


@pytest.mark.parametrize(("changes", "fault"), FORGED_LOSSES.values(), ids=FORGED_LOSSES)
def test_a_proof_of_the_loss_that_is_forged(changes: dict[str, Any], fault: str) -> None:
    proof = fair_proof(**changes)
    assert (proof.faults, proof.bound, proof.least_loss) == ([fault], None, None)
