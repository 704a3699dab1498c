"""Each hard case is hard in the way it says, and only files of a known place are made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cases import HARD_ONES, Case, generated, given, hard, make
from benchmarks.hard import HARD
from benchmarks.records import Fault
from teamforge.challenge import Challenge
from teamforge.challenge.reading import read_challenge
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool
from teamforge.problem import compile_problem, prepare
from teamforge.search import SearchLimits, search
from teamforge.spec.status import Status

PEERS = 300
Made = Callable[[str], tuple[Pool, Challenge]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return what makes the pool and challenge of a hard case."""
    folder = tmp_path_factory.mktemp("pools")

    def read(name: str) -> tuple[Pool, Challenge]:
        case = hard(folder, name, PEERS)
        make(case, None)
        return read_pool(case.pool), read_challenge(case.challenge)

    return read


def test_tied_peers_of_a_seat_are_worth_the_same(made: Made) -> None:
    problem = compile_problem(prepare(*made("tied")))
    best_fit = [problem.points[problem.seat == seat].max() for seat in range(len(problem.seats))]
    tied = [int((problem.points[problem.seat == seat] == best_fit[seat]).sum()) for seat in range(len(problem.seats))]
    assert min(tied) > 1
    assert sum(tied) > len(problem) / 2
    assert problem.serves.all()


def test_every_fifth_pair_is_blocked(made: Made) -> None:
    pool, _ = made("dense")
    assert len(pool.interests) == pytest.approx(PEERS * (PEERS - 1) / 2 / 5, rel=0.05)


def test_every_second_peer_is_of_one_organisation(made: Made) -> None:
    pool, _ = made("half")
    assert np.bincount(pool.peers.organisation[pool.peers.organisation >= 0]).max() >= PEERS / 2


def test_few_have_many_windows(made: Made) -> None:
    assert len(compile_problem(prepare(*made("few"))).starts) > 150


def test_only_the_lead_is_required(made: Made) -> None:
    _, challenge = made("optional")
    assert [seat.id for seat in challenge.seats if seat.required] == ["lead_peer"]
    assert len(challenge.seats) == 7


def test_no_conflict_blocks_where_all_are_soft(made: Made) -> None:
    given_ = prepare(*made("soft"))
    assert not any(given_.conflicts.blocking(rule) for rule in given_.conflicts.matches)
    problem = compile_problem(given_)
    assert {name for name in problem.terms if name.startswith("soft:")} >= {"soft:declaration", "soft:team_rules"}


def test_seven_cannot_sit_on_six_seats(made: Made) -> None:
    assert search(compile_problem(prepare(*made("infeasible"))), SearchLimits()).status is Status.INFEASIBLE


@pytest.mark.parametrize("name", sorted(set(HARD) - {"infeasible"}))
def test_every_other_hard_case_has_a_team(name: str, made: Made) -> None:
    assert search(compile_problem(prepare(*made(name))), SearchLimits()).status is Status.OPTIMAL


def test_a_case_is_made_once(made: Made, tmp_path: Path) -> None:
    case = generated(tmp_path, 60, 3)
    make(case, None)
    before = case.challenge.stat().st_mtime_ns
    make(case, None)
    assert case.challenge.stat().st_mtime_ns == before
    case.challenge.unlink()  # as an interrupt would have left it
    make(case, None)
    assert case.challenge.exists()


def test_a_case_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="hard-unheard-300"):
        make(Case("hard-unheard-300", HARD_ONES, PEERS, 0, tmp_path / "a", tmp_path / "a" / "challenge.json"), None)


def test_a_given_folder_has_a_case_a_challenge(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml"):
        (tmp_path / name).touch()
    assert [case.name for case in given(tmp_path)] == ["lga-2200-a", "lga-2200-b"]
    make(given(tmp_path)[0], None)
    assert not (tmp_path / "pool").exists()
