"""The linear program of teams: the approximate solver, used for large ones, gives nearly the exact worth and prices."""

from __future__ import annotations

from random import Random

import pytest

from teamforge.search import Budget
from teamforge.search.programme import master
from teamforge.search.programme.linear import optimal
from teamforge.search.programme.master import Box, Master, Solution


def solved(seed: int) -> Solution[str, str]:
    """Return the solution of a random program of 12 challenges, 30 rows and 240 teams."""
    rng, rows = Random(seed), [f"row {number}" for number in range(30)]
    program: Master[str, str] = Master(dict.fromkeys(range(12), 500), Budget.start(None))
    for row in rows:
        program.add_row(row, rng.randint(1, 2), {})
    for challenge in range(12):
        for number in range(20):
            uses = dict.fromkeys(rng.sample(rows, 3), 1)
            program.add_column(f"{challenge}.{number}", challenge, rng.randint(500, 1000), uses)
    found = program.solve({row: Box(0.0, 100.0, 1e6) for row in rows})
    program.close()
    return found


@pytest.mark.parametrize("seed", range(5))
def test_nearly_is_near(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = solved(seed)
    monkeypatch.setattr(master, "_LARGE", 0)
    near = solved(seed)
    assert near.worth == pytest.approx(exact.worth, rel=1e-3)
    assert sum(near.prices.values()) == pytest.approx(sum(exact.prices.values()), rel=0.02)
    assert sum(near.values.values()) == pytest.approx(sum(exact.values.values()), abs=0.1)
    assert not exact.walls
    assert not near.walls


def test_nearly_is_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(master, "_LARGE", 0)
    assert solved(1) == solved(1)


def test_what_the_near_solver_gives_up_is_solved_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours of planning are not lost to it."""
    exact = solved(2)
    monkeypatch.setattr(master, "_LARGE", 0)
    monkeypatch.setattr(master, "_NEARLY", "termination_criteria { iteration_limit: 1 }")
    assert solved(2) == exact


def test_what_leads_nowhere_from_its_last_basis_is_solved_from_none(monkeypatch: pytest.MonkeyPatch) -> None:
    exact, failing = solved(2), iter([False])
    monkeypatch.setattr(master, "optimal", lambda solver, budget: next(failing, True) and optimal(solver, budget))
    assert solved(2) == exact


def test_a_team_that_is_fixed_is_chosen_whole() -> None:
    """Also one that is worth least; the others of its challenge are closed, and it stays open however dear it is."""
    program: Master[str, str] = Master({0: 500, 1: 500}, Budget.start(None))
    program.add_row("row", 1, {})
    for challenge in (0, 1):
        for points in range(600, 700):
            program.add_column(f"{challenge}.{points}", challenge, points, {"row": 1} if points > 650 else {})
    box = {"row": Box(0.0, 0.0, 1e6)}
    program.solve(box)
    program.close()
    program.fix("0.651", 0)
    for _ in range(2):
        found = program.solve(box)
        program.close()
        assert {team: share for team, share in found.values.items() if team.startswith("0.")} == {"0.651": 1.0}
