"""What the certificate of a plan proves is true: nothing in it, however it was made or changed, hides a better plan."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from random import Random

import numpy as np
import pytest

from teamforge.certificate.plan_check import _ground, check_plan_certificate
from teamforge.certificate.plan_rows import FAMILIES, PlanGround, RowError, RowRead
from teamforge.certificate.programme import PlanCertificate, RowPrice
from teamforge.certificate.work import STEP, Work
from teamforge.challenge.programme import Programme
from teamforge.forge.programme.planning import plan_year
from teamforge.pool import Pool
from teamforge.search import Budget
from teamforge.search.programme.pricing import Order, certificate_of, price
from teamforge.spec.dates import day_number

from .engine import read_year
from .problems import Problems
from .programmes import Plan, make_programme, valid_plans
from .test_certificate import at, values

DAY = FAMILIES["day"]
PROGRAMMES = Problems(slow=100, full=1000, chunks=20)


@PROGRAMMES.each_chunk
def test_every_plan_is_proved_and_no_forgery_hides_a_better_one(chunk: int, pytestconfig: pytest.Config) -> None:
    """Whatever is changed, and whatever bound the forger writes, the result is refused or true."""
    changed = 0
    for seed in PROGRAMMES.seeds(chunk, pytestconfig):
        rng = Random(seed)
        tiny = make_programme(rng)
        pool, programme = read_year(tiny)
        best = max(points for _, points in valid_plans(tiny))
        true = plan_year(pool, programme, effort=0.3).certificate
        again = PlanCertificate.model_validate_json(json.dumps(json.loads(true.model_dump_json(exclude_defaults=True))))
        proof = check_plan_certificate(pool, programme, again)
        assert (proof.faults, proof.claims) == ([], 0), seed
        assert proof.bound is not None
        assert proof.bound >= best, seed
        for _ in range(6):
            false = forged(true, rng)
            changed += false != true
            proved = most_cunning(pool, programme, false)
            assert proved is None or proved >= best, seed
    assert changed


def forged(certificate: PlanCertificate, rng: Random) -> PlanCertificate:
    """Return a certificate with a few things changed: left out, doubled, other numbers, others' ids."""
    plain = json.loads(certificate.model_dump_json(exclude_defaults=True))
    for _ in range(rng.randint(1, 2)):
        places = list(values(plain))
        place = rng.choice(places)
        around = at(plain, place[:-1])
        match around[place[-1]]:
            case int(number):
                around[place[-1]] = number + rng.choice((-1, 1, -1000, 1000))
            case list(items) if items and rng.random() < 0.5:
                items.append(rng.choice(items))
            case str():
                around[place[-1]] = rng.choice([v for each in places if isinstance(v := at(plain, each), str)])
            case _:
                del around[place[-1]]
    try:
        return PlanCertificate.model_validate_json(json.dumps(plain))
    except ValueError:
        return certificate


def most_cunning(pool: Pool, programme: Programme, false: PlanCertificate) -> int | None:
    """Return what a certificate proves once its forger has written the bound that the checker asks for."""
    proof = check_plan_certificate(pool, programme, false)
    if len(proof.faults) == 1 and (told := re.search(r"more than (-?[\d,]+) points", proof.faults[0])):
        bound = int(told.group(1).replace(",", ""))
        proof = check_plan_certificate(pool, programme, false.model_copy(update={"bound": bound}))
    return proof.bound


@PROGRAMMES.each_chunk
def test_no_invented_row_forbids_a_valid_plan(chunk: int, pytestconfig: pytest.Config) -> None:
    """Rows with any ids are refused, or every valid plan keeps them and their prices prove only true bounds."""
    kinds: Counter[str] = Counter()
    for seed in PROGRAMMES.seeds(chunk, pytestconfig):
        rng = Random(seed)
        tiny = make_programme(rng)
        pool, programme = read_year(tiny)
        ground = _ground(pool, programme)
        plans = valid_plans(tiny)
        best = max(points for _, points in plans)
        tried = [max(plans, key=lambda each: each[1]), *rng.choices(plans, k=10)]
        invented = []
        for _ in range(60):
            row = RowPrice(kind=rng.choice(sorted(FAMILIES)), ids=ids(ground, rng), price=rng.choice((1, 500, 20_000)))
            try:
                read = FAMILIES[row.kind](ground, row.ids)
            except (RowError, ValueError):
                continue
            kinds[row.kind] += 1
            invented.append((row, read))
            for plan, _ in tried:
                assert used(ground, tiny.challenges, plan, read) <= read.limit, (seed, row)
        if invented:
            certificate = priced(ground, programme, invented)
            proved = most_cunning(pool, programme, certificate)
            assert proved is not None, seed
            assert proved >= best, seed
    assert len(kinds) > 2


@pytest.mark.parametrize("most", [0, 1 << 15, 1 << 40])
def test_rows_without_end_are_no_way_to_keep_somebody_waiting(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Each row counts as work; beyond the limit nothing is proved."""
    pool, programme = read_year(make_programme(Random(1)))
    peer = str(pool.peers.ids[0])
    read: list[Sequence[str | int]] = []

    def counted(ground: PlanGround, ids: Sequence[str | int]) -> RowRead:
        read.append(ids)
        return DAY(ground, ids)

    monkeypatch.setitem(FAMILIES, "day", counted)
    true = plan_year(pool, programme, effort=0.3).certificate
    rows = tuple(RowPrice(kind="day", ids=(peer, day, "after"), price=1) for day in range(300))
    proof = check_plan_certificate(pool, programme, true.model_copy(update={"rows": rows}), work=Work(most))
    assert ("certificate: its rows are more than can be looked at" in proof.faults) == (most < 1 << 40)
    assert len(read) == 300 if most == 1 << 40 else len(read) <= most >> 7


def test_the_challenges_of_a_plan_share_what_checking_may_cost() -> None:
    """What is left over is claimed."""
    pool, programme = read_year(make_programme(Random(1)))
    true = plan_year(pool, programme, effort=0.3).certificate
    enough = Work(1 << 40)
    assert check_plan_certificate(pool, programme, true, work=enough).faults == []
    spent = (1 << 40) - enough.left
    assert spent >= STEP * len(true.challenges)
    short = Work(spent - 1)
    check_plan_certificate(pool, programme, true, work=short)
    assert short.left == 0


def ids(ground: PlanGround, rng: Random) -> tuple[str | int, ...]:
    """Return ids as a row could have them, mostly of the right kinds."""
    peers = [str(each) for each in ground.pool.peers.ids]
    own = list(ground.challenges)
    starts = [day for each in ground.challenges.values() for day in each.first.tolist()] or [0]
    peer, day = rng.choice(peers), rng.choice(starts) + rng.randint(-7, 7)
    years = (rng.choice((2026, 2027)), *rng.sample(own, rng.randint(0, len(own))))
    homes = ground.pool.organisations.ids
    at_home = [f"{each}@{rng.choice(starts)}" for each in rng.sample(peers, rng.randint(1, len(peers)))]
    return rng.choice(
        [
            (peer, *years),
            (peer, *years[:1]),
            (peer, day, rng.choice(("after", "before"))),
            (peer, rng.choice(own), rng.choice(own)),
            (rng.choice(own), peer, rng.choice(own), rng.choice(("lead", "manager"))),
            (rng.choice(homes) if homes else "", (day - 4) // 7, *at_home),
            (peer,),
        ]
    )  # fmt: skip


def used(ground: PlanGround, challenges: list[dict[str, object]], plan: Plan, read: RowRead) -> int:
    """Return how many visits of a plan are in a row."""
    total = 0
    for raw, team in zip(challenges, plan, strict=True):
        challenge = ground.challenges[str(raw["id"])]
        visits = read.visits.get(str(raw["id"]))
        if team is None or visits is None:
            continue
        problem = challenge.problem
        window = problem.starts.tolist().index(day_number(team.start))
        for seat, peer in team.seats:
            here = (problem.peer_ids[problem.peers] == peer) & (problem.seat == problem.seats.index(seat))
            in_it = np.isin(visits.candidates, np.flatnonzero(here))
            total += int(visits.windows[in_it, window].sum())
    return total


def priced(ground: PlanGround, programme: Programme, rows: list[tuple[RowPrice, RowRead]]) -> PlanCertificate:
    """Return the certificate of some rows with their prices, made by an honest planner who believes in them."""
    unique = {(row.kind, row.ids): (row, read) for row, read in rows}
    challenges = []
    for own, challenge in sorted(ground.challenges.items()):
        charges = 0 * challenge.problem.serves.astype("int64")
        for row, read in unique.values():
            if own in read.visits:
                charges[read.visits[own].candidates] += row.price * read.visits[own].windows
        order = Order(challenge.problem, programme.priority[own], charges)
        found = price(order, Budget.start(None))
        proof = {
            "challenge_id": own,
            "bound": found.bound,
            "certificate": certificate_of((order, found), Budget.start(None)).model_dump(),
        }
        challenges.append(proof)
    fields = {"format": 1, "bound": 0, "rows": [row.model_dump() for row, _ in unique.values()]}
    return PlanCertificate.model_validate_json(json.dumps({**fields, "challenges": challenges}, default=str))
