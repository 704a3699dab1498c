"""What a certificate states: its format, what it proves, and how each window is closed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Any, get_args

import numpy as np
import pytest

from teamforge.certificate import check, teams
from teamforge.certificate.bounds import PriceBounds
from teamforge.certificate.check import Claim, check_certificate
from teamforge.certificate.format import FORMAT, Certificate, ProofNode, ProofSplit, Reason, WindowProof, relation
from teamforge.certificate.work import MOST_WORK, STEP, Work
from teamforge.problem import Problem, Tallies
from teamforge.problem.arrays import Points, Rows
from teamforge.search import Effort, SearchLimits, SearchResult, search
from teamforge.search.bound import SCALE
from tests.unit.search.problems import ints, knotted_problem, make, random_problem

EPOCH = date(1970, 1, 1).toordinal()
EFFORTS = {
    "as it is": Effort(),
    "split": Effort(partial_teams=0, rounds=1, first_columns=1),
    "by CP-SAT": Effort(partial_teams=0, rounds=1, first_columns=1, nodes_to_find=0, nodes_to_close=0),
}


@cache
def searched() -> list[tuple[Problem, SearchResult]]:
    """Return problems of every kind, with what several searches found."""
    problems = [made(Random(seed)) for seed in range(25) for made in (random_problem, knotted_problem)]
    return [
        (problem, search(problem, SearchLimits(None, effort=effort)))
        for effort in EFFORTS.values()
        for problem in problems
    ]


def faults(problem: Problem, found: SearchResult, **changes: object) -> list[str]:
    """Return the faults of a certificate in which something was changed."""
    return check_certificate(problem, found.certificate.model_copy(update=changes), found.points).faults


def test_what_was_written_holds() -> None:
    """For every kind of problem; and every reason occurs."""
    reasons: Counter[Reason | None] = Counter()
    for problem, found in searched():
        assert faults(problem, found) == []
        reasons.update(window.reason for window in found.certificate.windows)
    assert set(reasons) == set(get_args(Reason))


@pytest.mark.parametrize("number", [FORMAT - 1, FORMAT + 1, 0])
def test_another_format_is_refused(number: int) -> None:
    """Nothing else is said about it."""
    problem, found = searched()[0]
    assert faults(problem, found, format=number) == ["certificate: its format is not 2"]


def test_another_relation_is_a_fault() -> None:
    """One point more or less, other words, and the relation of the other outcome."""
    seen = Counter[bool]()
    for problem, found in searched():
        true = "no valid team exists" if found.points is None else f"no valid team has more than {found.points} points"
        assert found.certificate.relation == true
        seen[found.points is None] += 1
        points = found.points or 0
        others = {f"no valid team has more than {points + more} points" for more in (-1, 0, 1)}
        for other in (others | {"no valid team exists", "the team is the best", ""}) - {true}:
            assert faults(problem, found, relation=other) == [f"certificate: what it proves is that {true}"]
    assert min(seen[True], seen[False]) > 5


def test_another_reason_is_a_fault() -> None:
    """In every window: a wrong word, and no word at all."""
    for problem, found in searched():
        windows = found.certificate.windows
        for place, window in enumerate(windows):
            for reason in {*get_args(Reason), None} - {window.reason}:
                forged = window.model_copy(update={"reason": reason})
                changed = (*windows[:place], forged, *windows[place + 1 :])
                assert faults(problem, found, windows=changed) == [
                    f"certificate: window {window.start} is closed by {window.reason!r}"
                ]


def test_a_search_that_was_stopped() -> None:
    """It proves the highest bound; its windows are open, and no word closes them."""
    problem = make([("A", 0), ("B", 0)], points=[3, 5], windows=[0, 2])
    found = search(problem, SearchLimits(0.0))
    assert found.certificate.relation == "no valid team has more than 7 points"
    assert [window.reason for window in found.certificate.windows] == [None, None]
    proof = check_certificate(problem, found.certificate, None)
    assert (proof.faults, [points for _, points in proof.open]) == ([], [5, 7])
    closed = tuple(window.model_copy(update={"reason": "bound"}) for window in found.certificate.windows)
    assert len(faults(problem, found, windows=closed)) == 2
    assert len(faults(problem, found, relation="no valid team exists")) == 1


def test_a_claim_below_a_split_is_a_claim() -> None:
    """The weakest step names the reason."""
    bound, claimed = ProofNode(prices=(0,)), ProofNode(claimed=1)
    both = ProofSplit(seat="s", peer="P", included=bound, excluded=bound)
    one = ProofSplit(seat="s", peer="P", included=bound, excluded=claimed)
    assert ProofNode(split=both).reason == "split"
    assert ProofNode(split=one).reason == "claimed"
    assert ProofNode(split=both.model_copy(update={"excluded": ProofNode(enumerated=1)})).reason == "split"
    assert (bound.reason, ProofNode(enumerated=0).reason, claimed.reason) == ("bound", "enumerated", "claimed")


def test_claims_count_steps() -> None:
    """Each step that rests on CP-SAT's word."""
    claimed = ProofNode(claimed=3)
    split = ProofSplit(seat="s", peer="P", included=claimed, excluded=claimed)
    window = WindowProof(start=date(2027, 4, 12), bound=5, prices=0, reason="claimed", proof=ProofNode(split=split))
    certificate = Certificate(format=FORMAT, relation="", scale=SCALE, prices=((),), windows=(window,))
    assert certificate.claims == 2


def crowd(size: int, windows: int) -> Problem:
    """
    Return three seats with some candidates each: one point for each member, minus one for three; the best has 2.

    Nobody can replace anybody else, and two members promise more than the best team has.
    """
    seats = [seat for seat in range(3) for _ in range(size)]
    names = [f"P{place:04}" for place in range(len(seats))]
    labels = np.array(names, dtype=object)
    own = Tallies("each", ints(range(len(seats))), ints(range(len(seats) + 1)), (1,), labels=labels)
    third = Tallies.one("third", ints(range(len(seats))), (0, 0, -1))
    candidates = list(zip(names, seats, strict=True))
    return make(candidates, required=(True,) * 3, windows=[0] * windows, tallies=[own, third])


def enumerating(problem: Problem, points: int = 2, steps: int = 1) -> Certificate:
    """Return a certificate that bounds nothing, and asks for every team of every window to be enumerated."""
    seat = len(problem) // 3
    proof = ProofNode(prices=tuple(range(steps)), enumerated=seat * seat)
    windows = tuple(
        WindowProof(start=date.fromordinal(EPOCH + start), bound=3 * seat, prices=0, reason=proof.reason, proof=proof)
        for start in problem.starts.tolist()
    )
    return Certificate(format=FORMAT, relation=relation(points), scale=1, prices=((),) * steps, windows=windows)


@pytest.fixture(name="counted")
def teams_counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many teams were looked at, and in how many tallies, each time."""
    counted: list[int] = []
    count = teams._points

    def counting(problem: Problem, chosen: Rows, work: Work, *, whole: bool) -> Points:
        before = work.left
        points = count(problem, chosen, work, whole=whole)
        counted.append(before - work.left)
        assert before - work.left >= len(chosen)
        return points

    monkeypatch.setattr(teams, "_points", counting)
    return counted


def test_checking_is_as_much_work_as_the_file_asks_for(counted: list[int]) -> None:
    """Twice the windows, or twice the steps, mean twice the work."""
    spent = []
    for windows in (2, 4, 8):
        counted.clear()
        problem = crowd(6, windows)
        proof = check_certificate(problem, enumerating(problem), 2)
        assert (proof.faults, proof.claims, proof.enumerated) == ([], [], 36 * windows)
        spent.append(sum(counted))
    assert spent == [spent[0], spent[0] * 2, spent[0] * 4]


@pytest.mark.parametrize("most", [0, 1 << 15, 1 << 16, 1 << 17, 1 << 18, 1 << 20])
@pytest.mark.parametrize("points", [2, 1])
def test_checking_is_never_more_work_than_it_may_be(counted: list[int], most: int, points: int) -> None:
    """Anything beyond the limit is a claim, and a lie in it is not proved."""
    problem = crowd(10, 6)
    proof = check_certificate(problem, enumerating(problem, points), points, Work(most))
    assert sum(counted) <= most
    assert all(claim.unchecked and claim.left == 30 for claim in proof.claims)
    if points == 2:
        assert proof.faults == []
        assert proof.by_branching + len(proof.claims) == 6
        assert (proof.by_branching == 0) == (most < 1 << 18)
        assert (proof.claims == []) == (most == 1 << 20)
    else:
        assert len(proof.claims) + len(proof.faults) == 6
        assert proof.by_branching == 0


@pytest.mark.parametrize("most", [0, 100_000, 1_000_000])
def test_a_step_is_work_however_few_are_left(priced: list[int], most: int) -> None:
    """Lists of prices and splits are no cheap way to keep somebody waiting."""
    problem = crowd(2, 3)
    proof = check_certificate(problem, enumerating(problem, steps=100), 2, Work(most))
    assert proof.claims == [Claim(window.start, 6, 6, unchecked=True) for window in enumerating(problem).windows]
    assert len(priced) <= 1 + most // STEP
    node = ProofNode(claimed=0)
    for peer in (4, 3, 2) * 30:
        split = ProofSplit(seat="seat2", peer=f"P{peer:04}", included=ProofNode(claimed=0), excluded=node)
        node = ProofNode(split=split)
    certificate = enumerating(problem)
    windows = tuple(window.model_copy(update={"proof": node, "reason": node.reason}) for window in certificate.windows)
    enough_for_a_window = Work(3 * STEP)  # the list of prices, and the first window, but no split of it
    proof = check_certificate(problem, certificate.model_copy(update={"windows": windows}), 2, enough_for_a_window)
    assert ([claim.unchecked for claim in proof.claims], proof.faults) == ([True] * 3, [])


@pytest.fixture(name="priced")
def lists_priced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a 1 for each list of prices that was applied to everybody."""
    made: list[int] = []

    class Counted(PriceBounds):
        def __init__(self, *given: Any) -> None:
            made.append(1)
            super().__init__(*given)

    monkeypatch.setattr(check, "PriceBounds", Counted)
    return made


def naming(problem: Problem, lists: int) -> Certificate:
    """Return a certificate whose windows name lists of prices in turn; it leaves every window open."""
    windows = tuple(
        WindowProof(start=date.fromordinal(EPOCH + start), bound=len(problem), prices=place % lists)
        for place, start in enumerate(problem.starts.tolist())
    )
    text = relation(len(problem))
    return Certificate(format=FORMAT, relation=text, scale=1, prices=((),) * lists, windows=windows)


def test_a_list_of_prices_is_worked_out_once(priced: list[int]) -> None:
    """However often, and in whatever order, windows name it."""
    problem = crowd(2, 100)
    proof = check_certificate(problem, naming(problem, 2), 2)
    assert (proof.faults, [points for _, points in proof.open]) == ([], [6] * 100)
    assert [start for start, _ in proof.open] == [window.start for window in naming(problem, 2).windows]
    assert len(priced) == 2


@pytest.mark.parametrize("most", [0, 10 * STEP, 50 * STEP])
def test_a_list_of_prices_for_each_window_is_work(priced: list[int], most: int) -> None:
    """Windows beyond the limit keep the bound that prices of 0 prove, and what the file says about them is a claim."""
    problem = crowd(2, 100)
    proof = check_certificate(problem, naming(problem, 100), 2, Work(most))
    assert len(priced) <= 1 + most // STEP
    assert (proof.faults, len(proof.open)) == ([], 100)
    forged = tuple(window.model_copy(update={"bound": 2, "reason": "bound"}) for window in naming(problem, 100).windows)
    false = naming(problem, 100).model_copy(update={"windows": forged, "relation": relation(2)})
    proof = check_certificate(problem, false, 2, Work(most))
    looked_at = 100 - len(proof.claims)
    assert looked_at <= most // STEP
    assert len(proof.faults) == (2 * looked_at + 1 if looked_at else 0)
    assert all(claim.unchecked and claim.most == 6 for claim in proof.claims)


def test_a_list_that_a_step_names_twice_is_a_fault_before_anything_is_priced(priced: list[int]) -> None:
    """Each repetition would cost as much as the first, and prove nothing more."""
    problem = crowd(2, 3)
    again = ProofNode(prices=(0,) * 2_000, enumerated=4)
    windows = tuple(window.model_copy(update={"proof": again}) for window in enumerating(problem).windows)
    proof = check_certificate(problem, enumerating(problem).model_copy(update={"windows": windows}), 2)
    assert proof.faults == ["certificate: a step names a list of prices twice, which proves nothing more"]
    assert priced == []


def test_whoever_is_in_many_tallies_is_more_work() -> None:
    """A list of prices may name every tally, and then everybody's prices are added up."""
    few, many = crowd(200, 1), crowd(200, 1)
    each = many.rules[0] if many.rules else many.tallies[0]
    many = replace(many, rules=(*many.rules, *[each] * 5000))
    left = []
    for problem in (few, many):
        work = Work()
        check_certificate(problem, naming(problem, 1), 2, work)
        left.append(MOST_WORK - work.left)
    assert left[1] > 5 * left[0]


def test_what_a_search_writes_is_always_checked() -> None:
    """It needs a small part of the work that is allowed for checking."""
    for problem, found in searched():
        proof = check_certificate(problem, found.certificate, found.points, Work(MOST_WORK >> 8))
        assert not any(claim.unchecked for claim in proof.claims)
