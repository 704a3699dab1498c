"""The box of prices narrows once exchanges show that prices within it prove nothing better."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from teamforge.demo import load_demo_programme
from teamforge.forge.programme.blocks import compile_year
from teamforge.forge.programme.column_generation import ColumnGeneration
from teamforge.forge.programme.workers import Workers
from teamforge.search import Budget, SearchLimits, search


@pytest.fixture(scope="module")
def begun() -> ColumnGeneration:
    year, budget = compile_year(*load_demo_programme()), Budget.start(None)
    alone = [search(block.alone, SearchLimits(None, None), None, budget) for block in year.blocks]
    return ColumnGeneration(year, alone, Workers(None, budget, [block.problem for block in year.blocks]))


@pytest.mark.parametrize(
    ("promised", "gained", "passes", "width"),
    [
        # Each pass brings more than a tenth of what is open. Promise and gain together pass the bound in two of three.
        ((500, 700, 900), (600, 350, 5), 3, 100.0),
        # They stay below the bound: the prices prove something, and the box stays.
        ((500, 700, 900), (400, 250, 9), 3, 400.0),
        # Exchanges bring a tenth of what is open, no more: what they show is no reason to narrow.
        ((500,), (50,), 1, 400.0),
        # Never more than six passes. The bound is passed in each, but a box of 100 gets no narrower by exchanges alone.
        ((500,) * 6, (600,) * 6, 6, 100.0),
    ],
)
def test_the_box_narrows_where_its_prices_prove_nothing(
    begun: ColumnGeneration,
    monkeypatch: pytest.MonkeyPatch,
    promised: Iterable[int],
    gained: Iterable[int],
    passes: int,
    width: float,
) -> None:
    """The bound is 1,000 and the box 400 wide; each case says what a pass promises, and what exchanges add."""
    promises, gains, solves = iter(promised), iter(gained), []

    def solve(*_: object) -> None:
        begun._promised = float(next(promises))
        solves.append(begun._promised)

    monkeypatch.setattr(begun, "_solve", solve)
    monkeypatch.setattr(begun, "_exchanged", lambda: next(gains))
    monkeypatch.setattr(begun, "bound", 1000)
    monkeypatch.setattr(begun, "width", 400.0)
    begun._new_prices()
    assert (len(solves), begun.width) == (passes, width)
