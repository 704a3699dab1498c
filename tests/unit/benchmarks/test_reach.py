"""Each figure that was to be reached: reached, just missed, not measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from benchmarks.figures import Figures, phase, proof, result
from benchmarks.reach import targets

from .making import bare, measured

Records = Sequence[dict[str, Any]]


def verdict(words: str, *records: dict[str, Any]) -> bool | None:
    """Return whether the one target that says some words is reached."""
    (found,) = [each for each in targets(Figures(records)) if words in f"{each.size}: {each.asked}"]
    return found.reached


def lga(method: str, *seconds: float) -> dict[str, Any]:
    runs: Any = measured(method, 2_200, *seconds, seed=None)
    return {**runs, "runs": list(seconds)} if method == "compose" else dict(runs)


def test_seconds_are_medians_of_runs() -> None:
    record = measured("plain", 1_000, 4.0, 1.0, 2.0)
    assert result(record) == pytest.approx(2.25)
    assert proof(record) == pytest.approx(2.0)
    assert phase(record, "read") == 9.0
    assert phase(record, "price") == 0.01
    assert phase(record, "finish") == 0.0


def test_nothing_is_reached_without_records() -> None:
    assert [each.reached for each in targets(Figures([]))] == [None] * 10


@pytest.mark.parametrize(
    ("words", "reached", "missed"),
    [
        ("the same points", [measured("teamforge", 1_000, 1), measured("highs", 1_000, 1)], None),
        (
            "the same points",
            None,
            [measured("teamforge", 1_000, 1, status="feasible", bound=9), measured("highs", 1_000, 1)],
        ),
        ("at most 0.15 s", [lga("compose", 0.9, 0.15, 0.1)], [lga("compose", 0.9, 0.16, 0.1)]),
        ("12 times", [lga("compose", 0.1), lga("plain", 0.96)], [lga("compose", 0.1), lga("plain", 0.94)]),
        (
            "12 times",
            [lga("compose", 0.1), lga("plain", 9), lga("plain tuned", 1), lga("highs", 0.1)],
            [lga("compose", 0.1), lga("plain", 9), lga("plain tuned", 0.9), lga("highs", 9)],
        ),
        (
            "100 times",
            [measured("teamforge", 20_000, 0.1), measured("plain", 20_000, 10.0)],
            [measured("teamforge", 20_000, 0.1), measured("plain", 20_000, 9.9)],
        ),
        (
            "50 times",
            [measured("teamforge", 20_000, 0.1), measured("plain", 20_000, 17.3)],
            [measured("teamforge", 20_000, 0.1), measured("plain", 20_000, 17.2)],
        ),
        ("at most 1 s", [measured("teamforge", 100_000, 0.7)], [measured("teamforge", 100_000, 0.8)]),
        ("at most 1 s", None, [measured("teamforge", 100_000, 0.7, status="feasible", bound=9)]),
        ("at most 4 s", [measured("teamforge", 1_000_000, 3.7)], [measured("teamforge", 1_000_000, 3.8)]),
        (
            "times the time",
            [bare("command", 1_000_000, runs=[1.0, 6.0, 9.0]), bare("read_csv", 1_000_000, runs=[3.0])],
            [bare("command", 1_000_000, runs=[1.0, 6.1, 9.0]), bare("read_csv", 1_000_000, runs=[3.0])],
        ),
        (
            "times the peak memory",
            [
                bare("command", 1_000_000, runs=[9.0], peak_memory=20),
                bare("read_csv", 1_000_000, runs=[3.0], peak_memory=10),
            ],
            [
                bare("command", 1_000_000, runs=[9.0], peak_memory=21),
                bare("read_csv", 1_000_000, runs=[3.0], peak_memory=10),
            ],
        ),
        (
            "growth",
            [measured("teamforge", 10_000, 0.25), measured("teamforge", 1_000_000, 49.7)],
            [measured("teamforge", 10_000, 0.25), measured("teamforge", 1_000_000, 49.8)],
        ),
    ],
)
def test_a_figure_is_reached_or_just_missed(words: str, reached: Records | None, missed: Records | None) -> None:
    assert reached is None or verdict(words, *reached) is True
    assert missed is None or verdict(words, *missed) is False


def test_the_worst_of_the_seeds_counts() -> None:
    seeds = [
        measured(method, 20_000, time, seed=seed)
        for seed, ours in enumerate((0.1, 0.2))
        for method, time in (("teamforge", ours), ("plain", 15.0))
    ]
    for record in seeds:
        record["case"] = f"generated-20000-{record['seed']}"
    assert verdict("100 times", *seeds) is False
    assert verdict("100 times", *seeds[:2]) is True


def test_a_plain_model_that_finished_nothing_leaves_it_unmeasured() -> None:
    ours = measured("teamforge", 20_000, 0.1)
    assert verdict("100 times", ours, bare("plain", 20_000, outcome="time", status="unknown", points=None)) is None
    assert verdict("100 times", ours, measured("highs", 20_000, 90.0)) is None
