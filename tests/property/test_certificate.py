"""What a certificate proves is true: nothing in it, however it was made or changed, hides a better team."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import numpy as np
import pytest

from teamforge.certificate.check import check_certificate
from teamforge.certificate.format import Certificate, relation
from teamforge.problem import Problem
from teamforge.records.verification import verify
from teamforge.search import Budget, Effort, SearchLimits, search
from teamforge.search.bound import bound, no_prices
from teamforge.search.branch import branch
from teamforge.search.certify import certify
from tests.oracle import brute
from tests.oracle.generator import make_problem
from tests.unit.search.problems import best_choices, knotted_problem, random_problem

from .engine import compile_raw, read, undiagnosed
from .problems import Problems

PROBLEMS = Problems(slow=200, full=2000, chunks=8)
SHUFFLED = Problems(slow=60, full=60, chunks=4)


@PROBLEMS.each_chunk
def test_every_result_is_verified(chunk: int, pytestconfig: pytest.Config) -> None:
    """Each result still holds after JSON, and nothing is only claimed that could have been proved."""
    claims = teams = 0
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        raw = make_problem(Random(seed))
        pool, challenge = read(raw.tables, raw.challenge)
        result = undiagnosed(*read(raw.tables, raw.challenge))
        verification = verify(json.loads(json.dumps(result.to_record())), pool, challenge)
        assert verification.faults == (), seed
        claims += result.certificate.claims
        teams += result.window is not None
    assert teams > PROBLEMS.slow // PROBLEMS.chunks // 4
    assert claims == 0


@SHUFFLED.each_chunk
def test_the_same_certificate_for_any_order_of_rows(chunk: int, pytestconfig: pytest.Config) -> None:
    """Prices are of organisations and peers, not of rows."""
    for seed in SHUFFLED.seeds(chunk, pytestconfig):
        raw, rng = make_problem(Random(seed)), Random(seed)
        shuffled = {name: rng.sample(rows, len(rows)) for name, rows in raw.tables.items()}
        first, second = (undiagnosed(*read(tables, raw.challenge)) for tables in (raw.tables, shuffled))
        assert first.certificate == second.certificate, seed


def values(part: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path to every value inside plain data."""
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in inside:
        yield (*place, key)
        yield from values(value, (*place, key))


def forged(certificate: Certificate, rng: Random) -> Certificate:
    """Return a certificate with a few things changed: left out, swapped, doubled, or other numbers."""
    plain = json.loads(certificate.model_dump_json(exclude_defaults=True))
    for _ in range(rng.randint(1, 3)):
        places = list(values(plain))
        place = rng.choice([each for each in places if each[0] != "scale"] or places)
        around = plain
        for key in place[:-1]:
            around = around[key]
        match around[place[-1]], rng.randrange(3):
            case bool(), _:
                pass
            case int(number), _:
                around[place[-1]] = number + rng.choice((-1, 1, 2, -1000, 1000, 1 << 30, -(1 << 30)))
            case list(items), 0 if items:
                items.append(rng.choice(items))
            case list(items), 1:
                rng.shuffle(items)
            case dict(), 0:
                around[place[-1]] = rng.choice([{}, {"prices": [0]}, {"claimed": 0}])
            case dict() | list(), _:
                del around[place[-1]]
            case _:
                others = [value for each in places if (value := at(plain, each)) is None or isinstance(value, str)]
                around[place[-1]] = rng.choice(others)
    try:
        return Certificate.model_validate_json(json.dumps(plain))
    except ValueError:
        return certificate


def claiming(certificate: Certificate, points: int | None) -> Certificate:
    """Return a certificate that states whatever a forger wants it to prove."""
    return certificate.model_copy(update={"relation": relation(points)})


def at(plain: Any, place: tuple[str | int, ...]) -> Any:
    """Return the value at a path; None if it is gone."""
    for key in place:
        try:
            plain = plain[key]
        except (IndexError, KeyError, TypeError):
            return None
    return plain


@PROBLEMS.each_chunk
def test_no_forgery_hides_a_better_team(chunk: int, pytestconfig: pytest.Config) -> None:
    """If brute force knows a better team, or any team, no certificate proves that there is none."""
    changed = 0
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        raw, rng = make_problem(Random(seed)), Random(seed)
        valid = brute.every_team(raw.tables, raw.challenge)
        if not valid:
            continue
        problem = compile_raw(raw.tables, raw.challenge)
        most = max(valid.values())
        true = search(problem, SearchLimits()).certificate
        for _ in range(8):
            false = forged(true, rng)
            changed += false != true
            for less in (most - 1, None):
                proof = check_certificate(problem, claiming(false, less), less)
                assert proof.faults or proof.open or proof.claims, (seed, less)
            proof = check_certificate(problem, false, most)
            if not proof.faults:
                assert all(points > most for _, points in proof.open)
    assert changed > PROBLEMS.slow // PROBLEMS.chunks


@PROBLEMS.each_chunk
def test_a_proof_by_splits_holds_for_more_points(chunk: int, pytestconfig: pytest.Config) -> None:
    """What the search proved while it knew only a worse team is written so that it holds for the best one it found."""
    splits = 0
    for seed in (seeds := PROBLEMS.seeds(chunk, pytestconfig)):
        problem = knotted_problem(Random(seed))
        windows = range(len(problem.starts))
        prices = no_prices(problem)
        proofs = [(int(ceiling), prices) for ceiling in bound(problem, prices).windows]
        everybody = np.arange(len(problem))
        closed, target = {}, problem.least_points
        for window in windows:
            branched = branch(problem, everybody, window, target, 1000, Budget.start(None))
            assert branched.closure is not None
            closed[window] = branched.closure
            if branched.choice is not None:
                target = problem.score(branched.choice) + 1
        for more in range(4):
            certificate = certify(problem, target + more - 1, proofs, closed)
            splits += any(window.proof is not None and window.proof.split is not None for window in certificate.windows)
            proof = check_certificate(problem, certificate, target + more - 1)
            assert (proof.faults, proof.open, proof.claims) == ([], [], []), (seed, more)
    assert splits > len(seeds)


@pytest.mark.parametrize("made", [random_problem, knotted_problem])
@pytest.mark.parametrize("partials", [50_000, 2, 0])
@PROBLEMS.each_chunk
def test_proofs_of_abstract_problems(
    chunk: int, partials: int, made: Callable[[Random], Problem], pytestconfig: pytest.Config
) -> None:
    """
    Tallies of every shape, teams enumerated or not: the best's certificate is sound, that of a point less is not.

    So little is priced that much is left to split; no forgery of what is left hides the best team.
    """
    limits = SearchLimits(effort=Effort(partial_teams=partials, first_columns=1, rounds=1))
    steps = enumerated = splits = 0
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        problem, rng = made(Random(seed)), Random(seed)
        found = search(problem, limits)
        assert found.points == best_choices(problem)[0], seed
        proof = check_certificate(problem, found.certificate, found.points)
        assert (proof.faults, proof.open, proof.claims) == ([], [], []), seed
        steps += proof.steps
        enumerated += proof.enumerated
        splits += any(
            window.proof is not None and window.proof.split is not None for window in found.certificate.windows
        )
        if found.points is None:
            continue
        less = found.points - 1
        proof = check_certificate(problem, claiming(found.certificate, less), less)
        assert proof.faults or proof.open, seed
        for _ in range(8):
            proof = check_certificate(problem, claiming(forged(found.certificate, rng), less), less)
            assert proof.faults or proof.open or proof.claims, seed
    assert steps > 0
    assert enumerated > 0 if partials > 2 else partials or not enumerated
    assert splits > 5 if (partials, made) == (0, knotted_problem) else True
