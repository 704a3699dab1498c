"""No record is kept that another contradicts, and none is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.records import Fault, Records, circumstances, disagreements, read

from .making import bare


def with_(method: str, status: str, points: int | None, bound: int | None) -> dict[str, object]:
    return bare(method, 1_000, status=status, points=points, bound=bound)


OURS = with_("teamforge", "optimal", 7, 7)


@pytest.mark.parametrize(
    "other",
    [
        with_("highs", "optimal", 7, 7),
        with_("highs", "feasible", 6, 9),
        with_("highs", "feasible", 7, 7),
        with_("highs", "unknown", None, 8),
        with_("highs", "unknown", None, None),
        with_("greedy", "feasible", 3, None),
        with_("greedy", "unknown", None, None),
        bare("highs", 1_000, outcome="crashed", status=None, points=None, bound=None),
    ],
)
def test_what_can_be_true_at_once_is_let_pass(other: dict[str, object]) -> None:
    assert disagreements([OURS, other]) == []


@pytest.mark.parametrize(
    "other",
    [
        with_("highs", "optimal", 6, 6),
        with_("highs", "optimal", 8, 8),
        with_("highs", "feasible", 8, 9),
        with_("highs", "feasible", 5, 6),
        with_("highs", "unknown", None, 6),
        with_("highs", "infeasible", None, None),
        with_("greedy", "feasible", 8, None),
    ],
)
def test_a_contradiction_is_told_whoever_comes_first(other: dict[str, object]) -> None:
    assert disagreements([OURS, other])
    assert disagreements([other, OURS])


def test_a_team_above_its_own_bound_contradicts_itself() -> None:
    assert disagreements([with_("highs", "feasible", 8, 7)])


def test_a_contradicting_record_is_not_kept(tmp_path: Path) -> None:
    records = Records(tmp_path / "deep" / "records.jsonl")
    records.add(OURS)
    with pytest.raises(Fault, match="highs"):
        records.add(with_("highs", "optimal", 8, 8))
    records.add(bare("highs", 2_200, points=8, bound=8))  # of another case
    assert [each["size"] for each in read(records.path)] == [1_000, 2_200]
    assert Records(records.path).find("highs", "generated-2200-0") == records.all[1]
    assert Records(records.path).find("highs", "generated-1000-0") is None


def test_an_unfinished_last_line_is_dropped_and_the_next_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps(OURS) + "\n" + json.dumps(OURS)[:40], "utf-8")
    records = Records(path)
    assert records.all == [OURS]
    records.add(with_("greedy", "feasible", 3, None))
    assert [each["method"] for each in read(path)] == ["teamforge", "greedy"]


def test_circumstances_name_versions_cores_commit_and_date() -> None:
    found = circumstances()
    assert found["cores"] >= 1
    assert found["versions"]["ortools"].startswith("9.15")
    assert set(found) == {"date", "commit", "cores", "processor", "python", "versions"}
