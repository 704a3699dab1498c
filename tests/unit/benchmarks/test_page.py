"""The page says what the records say, and the committed page is what the committed records give."""

from __future__ import annotations

import re
from typing import Any

import pytest

from benchmarks.answers import ANSWERS
from benchmarks.decide import DECIDED
from benchmarks.page import PAGE, page
from benchmarks.programme import RESULTS
from benchmarks.reach import RECORDS
from benchmarks.records import read
from benchmarks.start import COMMANDS
from benchmarks.year_rivals import RIVAL_YEARS
from benchmarks.year_workers import YEAR_WORKERS

from .making import bare, measured


def table(records: list[dict[str, Any]], title: str) -> list[list[str]]:
    """Return the rows of the table under a title."""
    section = page(records, [], "records.jsonl").split(f"## {title}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line]


def test_a_row_a_size_and_a_column_a_method() -> None:
    """The median of the seeds; 0.25 s more than the proof; who was stopped is shown as such."""
    records = [
        measured("teamforge", 1_000, 0.1),
        measured("plain", 1_000, 3.0),
        measured("teamforge", 2_200, 0.2, seed=None),
        *(measured("teamforge", 2_200, seconds, seed=seed) for seed, seconds in enumerate((0.3, 9.0, 0.4))),
        bare("plain", 2_200, outcome="time", status="unknown", points=None, bound=None),
        bare("plain", 2_200, seed=1, outcome="not run", stopped_at=2_200),
        measured("teamforge", 10_000, 1.0),
        bare("plain", 10_000, outcome="not run", stopped_at=2_200),
        bare("highs", 10_000, outcome="memory"),
    ]
    assert table(records, "From the pool in memory to the checked team") == [
        ["peers", "teamforge", "plain", "highs"],
        ["1,000", "0.350", "3.25", "not run"],
        ["`lga-2200`", "0.450", "not run", "not run"],
        ["2,200", "0.650", "stopped at 600 s", "not run"],
        ["10,000", "1.25", "not run", "stopped for memory"],
    ]
    assert table(records, "From the compiled problem to the proof")[1] == ["1,000", "0.100", "3.00", "not run"]


def test_what_greed_loses_is_against_our_optimum() -> None:
    records = [
        *(measured("teamforge", 1_000, 0.1, seed=seed, points=100, bound=100) for seed in range(4)),
        *(measured("greedy", 1_000, 0.1, seed=seed, points=points) for seed, points in enumerate((100, 90, 60, None))),
    ]
    assert table(records, "What a greedy choice loses")[1] == ["1,000", "4", "10", "40", "1"]


def test_a_hard_case_says_what_we_prove() -> None:
    """A gap that is left is shown as points and bound; infeasible is a proof."""
    dense: dict[str, Any] = {"kind": "hard", "case": "hard-dense-1000"}
    none: dict[str, Any] = {
        "kind": "hard",
        "case": "hard-infeasible-100000",
        "status": "infeasible",
        "points": None,
        "bound": None,
    }
    records = [
        measured("teamforge", 1_000, 0.1, **dense, status="feasible", points=1_007, bound=1_009),
        bare("highs", 1_000, **dense, outcome="time", status="unknown", points=None, bound=None),
        measured("teamforge", 100_000, 0.2, **none),
        measured("highs", 100_000, 0.3, **none),
    ]
    assert [row[1:] for row in table(records, "Hard cases")] == [
        ["peers", "we prove", "teamforge", "highs"],
        ["1,000", "1,007, at most 1,009", "0.350", "stopped at 600 s"],
        ["100,000", "infeasible", "0.450", "0.550"],
    ]
    assert table(records, "From the pool in memory to the checked team") == [["peers", "teamforge", "highs"]]


def test_the_command_stands_beside_pandas() -> None:
    records = [
        measured("teamforge", 100_000, 0.1),
        bare("command", 100_000, runs=[3.0, 2.0, 1.0], peak_memory=7e8),
        bare("read_csv", 100_000, runs=[1.25], peak_memory=6e8),
    ]
    assert table(records, "The whole command")[1] == ["100,000", "2.00", "700", "1.25", "600"]


def test_a_programme_year_is_held_against_what_was_to_be_reached() -> None:
    """By the runs of the last day, at their end or on the way: here a plan of 1,000 points gains 1,000."""
    ended = {"points": 990, "bound": 1_000, "gap": 0.01, "without_team": 0, "unit_seconds": 2.0, "check_seconds": 1.0}
    whole = {**ended, "effort": 0.3, "claims": 0, "peak_mib": 100, "date": "2027-01-11T09:00:00+00:00", "commit": "abc"}
    sixty = {"challenges": 60, "peers": 2_200, **whole, "units": 30.0}
    course = [[5.0, None, 1_100], [12.0, 999, 1_000], [21.0, 1_000, 1_000]]
    before = {**sixty, "units": 5.0, "gap": 0.0, "date": "2027-01-10T23:00:00+00:00"}
    records = [before, {**sixty, "course": course}, {**sixty, "units": 9.0}]
    records += [{"challenges": 121, "peers": 2_200, **whole, "units": 30.0, "course": [[20.0, 950, 1_000]]}]
    fair = {"challenges": 20, "peers": 2_200, **whole, "greatest_loss": 545, "greatest_loss_bound": 204, "units": 40.0}
    text = page([measured("teamforge", 1_000, 0.1)], [], "records.jsonl", years=[*records, fair])
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    assert ["20", "2,200", "0.005% in 8 units", "not measured", "–", "–", "–"] in rows
    assert ["60", "2,200", "0.05% in 20 units", "0.1% after 12.0 units", "0.3", "`abc`", "**no**"] in rows
    assert ["121", "2,200", "0.5% in 10 units", "no plan by then", "–", "–", "**no**"] in rows
    assert ["121", "2,200", "0.1% in 40 units", "1% after 30.0 units", "0.3", "`abc`", "**no**"] in rows
    assert ["20", "545", "204", "544", "40.0", "**no**"] in rows
    better = page([measured("teamforge", 1_000, 0.1)], [], "records.jsonl", years=[{**fair, "greatest_loss": 544}])
    assert "| 20 | 544 | 204 | 544 | 40.0 | yes |" in better


@pytest.mark.parametrize(
    ("gap", "units", "reached"), [(0.0002, 5.0, "yes"), (0.00021, 4.0, "**no**"), (0.0, 5.1, "**no**")]
)
def test_a_plan_made_again_is_held_against_what_was_to_be_reached(gap: float, units: float, reached: str) -> None:
    again: dict[str, Any] = {
        "challenges": 121,
        "peers": 2_200,
        "dropped_out": 5,
        "changes": 9,
        "before": 7_100_000,
        "points": 7_000_000,
    }
    again |= {"gap": gap, "units": units, "date": "2027-01-11", "commit": "abc"}
    text = page([measured("teamforge", 1_000, 0.1)], [], "records.jsonl", years=[again])
    cells = ("121", "5", "9", "7,100,000", "7,000,000", f"{100 * gap:.2g}%", f"{units:.1f}", reached)
    assert f"| {' | '.join(cells)} |" in text


def test_of_a_plan_made_again_what_was_known_in_time_counts() -> None:
    """After 4.3 of 5.2 units the plan was 2 below the bound, of 10,000 that it gains; the last unit closed one."""
    again: dict[str, Any] = {"challenges": 121, "peers": 2_200, "dropped_out": 5, "changes": 9, "before": 9_999}
    again |= {"points": 9_999, "bound": 10_000, "gap": 0.0001, "units": 5.2}
    again["course"] = [[4.3, 9_000, 10_000], [4.3, 9_998, 10_000], [5.1, 9_999, 10_000]]
    again |= {"date": "2027-01-11", "commit": "abc"}
    text = page([measured("teamforge", 1_000, 0.1)], [], "records.jsonl", years=[again])
    assert "| 9,999 | 9,999 | 0.02% | 4.3 | yes |" in text


def test_a_rival_of_a_year_stands_beside_our_plan() -> None:
    """What it is below ours is a share of our points; one without a plan of ours beside it says nothing of that."""
    ours: dict[str, Any] = {
        "challenges": 20,
        "peers": 2_200,
        "points": 1_000_000,
        "bound": 1_000_000,
        "gap": 0.0,
        "without_team": 0,
    }
    ours |= {"effort": 0.3, "units": 7.0, "unit_seconds": 2.0, "check_seconds": 2.0, "claims": 0, "peak_mib": 9}
    ours |= {"date": "2027-01-11", "commit": "abc"}
    flow = {**ours, "way": "flow", "points": 990_000, "broken": 28, "proved": True, "variables": None, "rows": None}
    model = {**flow, "challenges": 60, "way": "HiGHS", "broken": 0, "proved": False, "variables": 1_234, "rows": 5_678}
    none = {**flow, "points": -2_000_000, "without_team": 20, "broken": 0, "proved": False}
    text = page([measured("teamforge", 1_000, 0.1)], [], "records.jsonl", years=[ours], other_years=[flow, model, none])
    assert "| 20 | flow | 990,000 | 1.00% | 0 | 28 | yes | – | 7.0 | 9 |" in text
    assert "| 20 | flow | no plan | – | 20 | 0 | no | – | 7.0 | 9 |" in text
    assert "| 60 | HiGHS | 990,000 | – | 0 | 0 | no | 1,234 × 5,678 | 7.0 | 9 |" in text


def test_what_several_processes_save_and_could_save() -> None:
    """Of 50 s 30 can be shared: two processes take at least 20 + 15 s, which is 0.70 of one alone."""
    pair: dict[str, Any] = {
        "challenges": 121,
        "workers": 2,
        "seconds_alone": 50.0,
        "of_which_shareable": 30.0,
        "seconds": 40.0,
    }
    pair |= {"of_which_shareable": 30.0, "date": "2027-01-11", "commit": "abc"}
    text = page([measured("teamforge", 1_000, 0.1)], [], "records.jsonl", several=[pair])
    assert "| 121 | 2 | 50.0 | 30.0 | 40.0 | 0.80 | 0.70 |" in text


def test_the_circumstances_are_told() -> None:
    text = page([measured("teamforge", 1_000, 0.1)], [], "records.jsonl")
    assert "2027-01-11 on 2 cores (a processor), Python 3.11.7, teamforge 0.1.0, ortools 9.15, at commit `abc`" in text
    assert "$" not in text


def test_the_committed_page_is_what_the_committed_records_give() -> None:
    """Whoever measures anew makes the page anew."""
    if not RECORDS.exists():
        pytest.skip("nothing is committed yet")
    name = f"benchmarks/results/{RECORDS.name}"
    years = {"years": read(RESULTS), "other_years": read(RIVAL_YEARS), "several": read(YEAR_WORKERS)}
    text = page(read(RECORDS), read(ANSWERS), name, decided=read(DECIDED), whole=read(COMMANDS), **years)
    assert PAGE.read_text("utf-8") == text
    assert re.search(r"!\[.+\]\(benchmarks.svg\)", PAGE.read_text("utf-8"))
    assert PAGE.with_suffix(".svg").read_text("utf-8").startswith("<svg")
