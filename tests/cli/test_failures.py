"""A failure in what a command works out after an answer was found: the answer is shown, and the fault is confessed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from teamforge import Result
from teamforge.api.plans import Plan
from teamforge.errors import UnknownError
from teamforge.explain.year_prices import year_prices
from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE

OURS = "This is a fault of TeamForge"
QUESTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "why": ("why", ()),
    "why-not": ("why_not", ()),
    "alternatives": ("alternatives", ()),
    "windows": ("windows", ()),
    "reserves": ("reserves", ()),
    "sensitivity": ("sensitivity", ()),
    "trade-off": ("trade_off", ("--first", "coverage", "--second", "fit")),
}
"""Each command that asks about the best team: the method that it asks, and the options that it needs."""


@pytest.fixture
def year(small: list[str], tmp_path: Path) -> list[str]:
    """Return the arguments of a pool and a programme of one challenge."""
    programme = tmp_path / "year.json"
    programme.write_text(json.dumps({"id": "year", "as_of": CHALLENGE["as_of"], "challenges": [dict(CHALLENGE)]}))
    return [small[0], str(programme)]


def failing(of: type | str, name: str, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> mock.Mock:
    """Make a method, or a function of a module, fail; return what counts how often."""
    fail = mock.Mock(side_effect=error)
    monkeypatch.setattr(of, name, fail) if isinstance(of, type) else monkeypatch.setattr(f"{of}.{name}", fail)
    return fail


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OverflowError("canary"), 1),
        (MemoryError(), 1),
        (UnknownError("out of time", None), 4),
        (KeyboardInterrupt(), 130),
    ],
)
def test_a_question_that_fails_is_stopped_or_runs_out_of_time_does_not_lose_the_team(
    name: str, error: BaseException, status: int, command: Command, small: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The best team is proved: standard error has it, and standard output no half an answer."""
    method, options = QUESTIONS[name]
    failing(Result, method, error, monkeypatch)
    done = command(name, *small, *options)
    assert (done.status, done.out) == (status, "")
    assert "optimal: proved" in done.err
    assert "lead peer Q1, VCS V1" in done.err
    assert "Tuesday 13 to Thursday 15 April 2027" in done.err
    assert (OURS in done.err) == isinstance(error, OverflowError)
    assert "canary" not in done.err
    assert "VCS V1 Canaryname Three" in command(name, *small, *options, "--names").err


@pytest.mark.parametrize(
    ("kind", "fails"), [("windows", Result), ("coverage", "teamforge.charts"), ("ledger", "teamforge.charts")]
)
def test_a_picture_that_fails_does_not_lose_the_team(
    kind: str, fails: type | str, command: Command, small: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is drawn, and the team is on standard error."""
    pytest.importorskip("altair")
    failing(fails, kind, OverflowError(), monkeypatch)
    done = command("chart", kind, *small, "--out", tmp_path / "it.svg")
    assert (done.status, (tmp_path / "it.svg").exists()) == (1, False)
    assert "lead peer Q1, VCS V1" in done.err


def test_a_second_challenge_that_fails_does_not_lose_the_first(
    command: Command, small: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two are compared: the team of the first is found before the second is looked at."""
    failing(Result, "compare", OverflowError(), monkeypatch)
    done = command("compare", small[0], small[1], small[1])
    assert (done.status, done.err.count("found before that: ")) == (1, 2)


@pytest.mark.parametrize(("error", "status"), [(OverflowError("canary"), 1), (KeyboardInterrupt(), 130)])
def test_a_robust_team_that_is_not_found_does_not_lose_the_best(
    error: BaseException,
    status: int,
    command: Command,
    small: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The best team is shown and written, and said to be no robust one."""
    best = command("compose", *small, "--format", "json").json
    failing("teamforge.forge.robust", "most_robust", error, monkeypatch)
    place = tmp_path / "it.json"
    done = command("compose", *small, "--robust", "--format", "json", "--out", place)
    assert done.status == status
    assert done.json == best
    assert json.loads(place.read_text())["points"] == best["points"]
    assert "no robust team was found: this is the best team" in done.err
    assert "canary" not in done.err
    assert command("verify", place, *small).status == 0


def test_no_robust_team_is_looked_for_unless_the_best_is_proved(
    command: Command, small: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is passed over in silence: the team shown is no robust one."""
    monkeypatch.setattr("teamforge.search.engine.break_ties", mock.Mock(side_effect=AssertionError))
    monkeypatch.setattr("teamforge.search.state.SearchState.proved", property(lambda _state: False))
    done = command("compose", *small, "--robust")
    assert done.status == 0
    assert "no robust one was looked for" in done.err


PAPERS = [".xlsx", ".html", ".docx", ".pdf"]


@pytest.mark.parametrize("ending", PAPERS)
@pytest.mark.parametrize("name", ["compose", "repair"])
def test_reserves_that_fail_lose_neither_the_team_nor_other_files(
    name: str, ending: str, command: Command, small: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A paper lists who could step in. Where that fails it is not written; the record is, and the page is shown."""
    pytest.importorskip("typst")
    kept = tmp_path / "kept.json"
    assert command("compose", *small, "--out", kept).status == 0
    words: list[str | Path] = ["compose", *small]
    if name == "repair":
        words = ["repair", *small, "--team", kept, "--confirmed", "Q1"]
    failing(Result, "reserves", OverflowError("canary"), monkeypatch)
    done = command(*words, "--out", tmp_path / f"it{ending}", "--out", tmp_path / "it.json")
    assert done.status == 1
    assert "lead peer" in done.out
    assert "canary" not in done.err
    assert OURS in done.err
    assert not (tmp_path / f"it{ending}").exists()
    assert json.loads((tmp_path / "it.json").read_text())["points"]


def test_a_repair_that_cannot_be_recorded_is_shown(
    command: Command, small: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written too; the history is as it was, and the command says that it failed."""
    assert command("compose", *small, "--out", tmp_path / "kept.json").status == 0
    failing("teamforge.assignments", "add_rows", OverflowError("canary"), monkeypatch)
    words = ["repair", *small, "--team", tmp_path / "kept.json", "--confirmed", "Q1", "--record"]
    done = command(*words, "--out", tmp_path / "it.json", "--challenge-out", tmp_path / "now.json")
    assert done.status == 1
    assert "lead peer" in done.out
    assert "recorded" not in done.err
    assert (tmp_path / "it.json").exists()
    assert (tmp_path / "now.json").exists()


def test_a_plan_that_cannot_be_recorded_is_shown(
    command: Command, year: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that can be recorded; the status says that it failed, whatever the plan's own would be."""
    kept = tmp_path / "plan.json"
    assert command("plan", *year, "--out", kept).status == 0
    failing("teamforge.assignments", "add_rows", OverflowError("canary"), monkeypatch)
    for gone, told in ((), "every team stays"), (("--withdrawn", "V1"), "1 team changed"):
        done = command("replan", *year, "--plan", kept, *gone, "--record", "--out", tmp_path / "it.json")
        assert done.status == 1
        assert told in done.out
        assert "recorded" not in done.err
        assert (tmp_path / "it.json").exists()


def test_recruits_that_fail_do_not_lose_the_prices(
    command: Command, year: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The prices are shown; the year is not planned again."""
    assert command("plan", *year, "--out", tmp_path / "plan.json").status == 0
    words = ["prices", tmp_path / "plan.json", *year]
    plain, prices = command(*words, "--format", "json").json, Plan.prices

    def fail(plan: Plan, *, recruits: int = 0, **how: Any) -> Any:
        if recruits:
            raise OverflowError
        return prices(plan, **how)

    monkeypatch.setattr(Plan, "prices", fail)
    done = command(*words, "--recruits", "1", "--format", "json")
    assert (done.status, done.json) == (1, plain)


def test_prices_are_worked_out_once(
    command: Command, year: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("plan", *year, "--out", tmp_path / "plan.json").status == 0
    work = mock.Mock(wraps=year_prices)
    monkeypatch.setattr("teamforge.explain.year_prices.year_prices", work)
    assert command("prices", tmp_path / "plan.json", *year, "--recruits", "1").status == 0
    assert work.call_count == 1


def test_reasons_that_fail_do_not_lose_the_plan(
    command: Command, small: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two visits want the same two people: why one goes without a team is not found out, and the plan is shown."""
    place = tmp_path / "two.json"
    two = [{**CHALLENGE, "id": own} for own in ("one", "two")]
    place.write_text(json.dumps({"id": "year", "as_of": CHALLENGE["as_of"], "challenges": two}))
    asked = ("plan", small[0], place, "--format", "json")
    plain = command(*asked)
    reasons = [each["why"] and each["why"]["kind"] for each in plain.json["challenges"]]
    assert (plain.status, sorted(map(str, reasons))) == (3, ["None", "too_few"])
    fail = failing("teamforge.forge.programme.planning", "too_few", OverflowError("canary"), monkeypatch)
    done = command(*asked)
    assert fail.called
    assert (done.status, done.json["points"]) == (3, plain.json["points"])
    assert [each["why"] and each["why"]["kind"] for each in done.json["challenges"]] != reasons


def test_reasons_that_fail_do_not_lose_the_changes_of_a_plan(
    command: Command, year: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why somebody lost a seat is missing; who did is shown."""
    assert command("plan", *year, "--out", tmp_path / "plan.json").status == 0
    failing("teamforge.forge.replan", "_why", OverflowError("canary"), monkeypatch)
    done = command("replan", *year, "--plan", tmp_path / "plan.json", "--withdrawn", "V1", "--format", "csv")
    assert "the reason is missing: a fault of TeamForge" in done.out
    assert "canary" not in done.out + done.err
