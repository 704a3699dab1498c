"""Fair plans of tiny programmes held against every plan there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

import pytest

from teamforge import Plan, plan
from teamforge.certificate.plan_check import FairClaims, PlanProof, check_plan_certificate
from teamforge.certificate.programme import PlanCertificate
from teamforge.challenge.programme import Programme
from teamforge.forge.programme.planning import plan_year
from teamforge.pool import Pool
from tests.oracle import brute

from .engine import read_year
from .problems import Problems
from .programmes import TinyProgramme, broken_rules, make_programme, points_of, valid_plans
from .test_plan_certificate import forged

PROGRAMMES = Problems(slow=60, full=600, chunks=6)  # each takes seconds
CERTIFIED = Problems(slow=60, full=600, chunks=6)
Teams = Sequence[brute.Team | None]


class Fairness:
    """The two figures that a fair plan makes small before points count (SPEC.md section 10), for a tiny programme."""

    def __init__(self, tiny: TinyProgramme) -> None:
        self._priority = [tiny.priority[raw["id"]] for raw in tiny.challenges]
        self._points = [brute.every_team(tiny.tables, raw) for raw in tiny.challenges]
        self._best = [max(teams.values(), default=0) for teams in self._points]

    def of(self, teams: Teams) -> tuple[int, int]:
        """Return Σ priority of the challenges without a team, and the greatest loss of the others."""
        without = sum(weight for weight, team in zip(self._priority, teams, strict=True) if team is None)
        losses = [
            best - points[team]
            for best, points, team in zip(self._best, self._points, teams, strict=True)
            if team is not None
        ]
        return without, max(losses, default=0)


def fair_plan(tiny: TinyProgramme) -> tuple[Plan, list[brute.Team | None]]:
    """Return the fair plan of a tiny programme, and its teams as the oracle writes them."""
    pool, programme = read_year(tiny)
    found = plan(pool, programme.replace(objective="fair"), effort=0.5)
    own = [found.teams.get(raw["id"]) for raw in tiny.challenges]
    return found, [None if team is None else brute.Team(team.start, team.seats) for team in own]


@PROGRAMMES.each_chunk
def test_few_without_a_team_then_small_losses_then_points(chunk: int, pytestconfig: pytest.Config) -> None:
    """The plan is valid, its bounds hold for every plan there is, and `optimal` is said only where it is true."""
    reached = proved = 0
    seeds = PROGRAMMES.seeds(chunk, pytestconfig)
    for seed in seeds:
        tiny = make_programme(Random(seed))
        plans, fairness = valid_plans(tiny), Fairness(tiny)
        found, teams = fair_plan(tiny)
        assert broken_rules(tiny, teams) == set(), seed
        assert points_of(tiny, teams) == found.points, seed
        assert found.points is not None
        assert found.bound is not None
        assert found.greatest_loss_bound is not None
        without, loss = fairness.of(teams)
        assert loss == found.greatest_loss, seed
        least = min(fairness.of(other) for other, _ in plans)
        as_few = [fairness.of(other)[1] for other, _ in plans if fairness.of(other)[0] <= without]
        assert found.greatest_loss_bound <= min(as_few), seed
        best = max(points for other, points in plans if fairness.of(other) <= (without, loss))
        assert found.points <= best <= found.bound, seed
        if found.status == "optimal":
            assert ((without, loss), found.points) == (least, best), seed
            assert found.greatest_loss_bound == loss, seed
            proved += 1
        reached += (without, loss, -found.points) == (*least, -best)
    assert reached >= 0.5 * len(seeds)
    assert proved >= 0.2 * len(seeds)


@CERTIFIED.each_chunk
def test_the_bound_on_the_greatest_loss_is_proved_and_no_forgery_raises_it(
    chunk: int, pytestconfig: pytest.Config
) -> None:
    """Whatever is changed in the proof, and whatever bound the forger then writes, is refused or true."""
    proved = fewest = changed = 0
    for seed in CERTIFIED.seeds(chunk, pytestconfig):
        rng = Random(seed)
        tiny = make_programme(rng)
        pool, programme = read_year(tiny)
        programme = programme.replace(objective="fair")
        plans, fairness = valid_plans(tiny), Fairness(tiny)
        found = plan_year(pool, programme, effort=0.3)
        without = sum(tiny.priority[own] for own in found.without)
        claims = FairClaims({own: each.points for own, each in found.alone.items()}, without)
        reached = [fairness.of(other) for other, _ in plans]
        least = min(loss for gone, loss in reached if gone <= without)
        proof = check_plan_certificate(pool, programme, found.certificate, fair=claims)
        assert (proof.faults, proof.claims) == ([], 0), seed
        assert not proof.fewest or without == min(reached)[0], seed
        assert (proof.least_loss or 0) <= least, seed
        proved += proof.least_loss is not None
        fewest += proof.fewest
        for _ in range(6):
            false = forged_losses(found.certificate, rng)
            changed += false != found.certificate
            assert (most_cunning(pool, programme, false, claims).least_loss or 0) <= least, seed
    assert changed
    assert proved
    assert fewest


def forged_losses(certificate: PlanCertificate, rng: Random) -> PlanCertificate:
    """Return a certificate with a few things changed in the proof of its greatest loss, or in all of it."""
    false = forged(certificate, rng)
    return false if rng.random() < 0.3 else certificate.model_copy(update={"losses": false.losses})


def most_cunning(pool: Pool, programme: Programme, false: PlanCertificate, claims: FairClaims) -> PlanProof:
    """Return what a certificate proves once its forger has written the bound that the checker asks for."""
    proof = check_plan_certificate(pool, programme, false, fair=claims)
    told = re.search(r"greatest loss is at least (-?[\d,]+)", " ".join(proof.faults))
    if len(proof.faults) == 1 and told and false.losses is not None:
        losses = false.losses.model_copy(update={"bound": int(told.group(1).replace(",", ""))})
        proof = check_plan_certificate(pool, programme, false.model_copy(update={"losses": losses}), fair=claims)
    return proof


@pytest.mark.slow
def test_fair_binds() -> None:
    """The fair plan often differs from the plan with the most points, and now and then it has more teams."""
    other = fewer = 0
    for seed in range(60):
        tiny = make_programme(Random(seed), peers=(2 + seed % 3, 5))
        plans, fairness = valid_plans(tiny), Fairness(tiny)
        rich = max(plans, key=lambda each: each[1])
        fair = min(fairness.of(each) for each, _ in plans)
        other += fair < fairness.of(rich[0])
        fewer += fair[0] < fairness.of(rich[0])[0]
    assert other - fewer >= 4
    assert fewer >= 1
