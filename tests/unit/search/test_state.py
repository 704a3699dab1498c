"""What a search remembers: bounds belong to the problem they were worked out for, and are worked out once."""

from __future__ import annotations

from dataclasses import replace
from unittest import mock

import numpy as np
import pytest

from teamforge.problem import Tallies
from teamforge.search import Budget, Effort, state
from teamforge.search.bound import bound
from teamforge.search.programme.pricing import Order, price
from teamforge.search.state import SearchState

from .problems import ints, make

TWO = make([("A", 0), ("B", 0)], points=[1, 5], tallies=[Tallies.one("match", ints([0]), (4,))])


def test_another_problem_begins_with_no_bounds() -> None:
    """A copy with another problem works out its own."""
    known = SearchState(TWO, Budget.start(None), Effort(), lambda _line: None)
    prices = ({0: 7},)
    known.lower(prices)
    other = make([("A", 0), ("B", 0)], points=[100, 5], tallies=TWO.tallies)
    assert replace(known, problem=other).lower(prices).windows.tolist() == bound(other, prices).windows.tolist()


def test_known_prices_of_a_programme_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many others stand between."""
    counted = mock.create_autospec(bound, side_effect=bound)
    monkeypatch.setattr(state, "bound", counted)
    five = [({0: number},) for number in range(5)]
    price(Order(TWO, 1, np.zeros((len(TWO), 1), dtype=np.int64), known=five * 2), Budget.start(None))
    assert [sum(call.args[1] is prices for call in counted.call_args_list) for prices in five] == [1] * 5
