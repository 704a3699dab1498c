"""What a certificate says of itself: its format, what it proves, and how each window is closed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from random import Random
from typing import get_args

import pytest

from teamforge.certificate.check import check_certificate
from teamforge.certificate.format import FORMAT, Certificate, ProofNode, ProofSplit, Reason, WindowProof
from teamforge.problem import Problem
from teamforge.search import Effort, Limits, SearchResult, search
from teamforge.search.bound import SCALE
from tests.unit.search.problems import knotted_problem, make, random_problem

EFFORTS = {
    "as it is": Effort(),
    "split": Effort(partial_teams=0, rounds=1, first_columns=1),
    "by CP-SAT": Effort(partial_teams=0, rounds=1, first_columns=1, nodes_to_find=0, nodes_to_close=0),
}


@cache
def searched() -> list[tuple[Problem, SearchResult]]:
    """Return problems of every kind with what searches of every kind found."""
    problems = [made(Random(seed)) for seed in range(25) for made in (random_problem, knotted_problem)]
    return [
        (problem, search(problem, Limits(None, effort=effort))) for effort in EFFORTS.values() for problem in problems
    ]


def faults(problem: Problem, found: SearchResult, **changes: object) -> list[str]:
    """Return the faults of a certificate of which something is changed."""
    return check_certificate(problem, found.certificate.model_copy(update=changes), found.points).faults


def test_what_was_written_holds() -> None:
    """Of every kind, and every reason comes up."""
    reasons: Counter[Reason | None] = Counter()
    for problem, found in searched():
        assert faults(problem, found) == []
        reasons.update(window.reason for window in found.certificate.windows)
    assert set(reasons) == set(get_args(Reason))


@pytest.mark.parametrize("number", [FORMAT - 1, FORMAT + 1, 0])
def test_another_format_is_refused(number: int) -> None:
    """Nothing else is said of it."""
    problem, found = searched()[0]
    assert faults(problem, found, format=number) == ["certificate: its format is not 2"]


def test_another_relation_is_a_fault() -> None:
    """A point more or less, words of one's own, and the relation of the other outcome."""
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
    """Whichever window, whichever word, and no word at all."""
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
    found = search(problem, Limits(0.0))
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
