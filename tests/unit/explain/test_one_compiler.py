"""A core is found with the compiler that `compose` uses: neither can forget a rule alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from teamforge.errors import InternalError
from teamforge.explain.why_none import core as room
from teamforge.explain.why_none.core import find_core
from teamforge.problem import Problem, Tallies, compile_problem
from teamforge.problem.eligibility import closed_windows
from teamforge.problem.rules import RULES
from teamforge.result.diagnosis import Core
from teamforge.search import Budget
from teamforge.solve import Solved, solve
from tests.world import World, seat

TWO = [seat("a", "x"), seat("b", "y")]


def two(**challenge: object) -> World:
    """Return a world with a peer for each of two seats."""
    return World(seats=TWO, **challenge).peer("A", roles=("x",)).peer("B", roles=("y",))


WORLDS: dict[str, Callable[[], World]] = {
    "one_seat": lambda: World(seats=TWO).peer("A", roles=("x", "y")),
    "blocked_pairs": lambda: two().interest("A", "dispute", "B"),
    "first_timers": lambda: two(rules={"first_timers": {"max": 0}}).peer("A", roles=("x",), done=0),
    "team_rules": lambda: two(team_rules=[{"attribute": "trained", "value": "no", "min": 1}]),
    "trained": lambda: two().peer("A", roles=("x",), trained=False),
    "active": lambda: two().peer("A", roles=("x",), active=False),
    "excluded": lambda: two(exclude=[{"peer": "A", "reason": "ill"}]),
    "current_tie": lambda: two().peer("A", roles=("x",), at="H"),
    "declaration": lambda: two().peer("A", roles=("x",), declared=None),
    "availability": lambda: two().free("A", "2027-01-01", "2027-12-31", available=False),
    "overlap": lambda: two().peer("A", roles=("x",), most=9).booking("A", "2027-01-20", "2027-12-31"),
    "max_per_year": lambda: two().peer("A", roles=("x",), most=0),
}
"""Rule to a world in which it alone leaves no team."""


def solved(name: str) -> Solved:
    world = WORLDS[name]()
    found = solve(world.pool, world.challenge)
    assert found.outcome.choice is None, "the rule does not bind"
    return found


def core_of(found: Solved) -> Core | None:
    """Return the core; None where the search for it fails loudly."""
    try:
        return find_core(found.instance, found.eligibility, Budget.start(None))
    except InternalError:
        return None


def test_every_rule_of_the_compiler_is_tried() -> None:
    """A new one needs a world here."""
    assert set(RULES) <= set(WORLDS)


@pytest.mark.parametrize("name", WORLDS)
def test_a_rule_that_the_compiler_forgets_is_missed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dropped from what the core is compiled from alone, it changes the core or makes it fail loudly."""
    found = solved(name)
    before = core_of(found)
    assert before is not None
    assert before.minimal
    if name in RULES:
        monkeypatch.delitem(RULES, name)
    found = replace(found, eligibility=found.eligibility.without([name]))
    monkeypatch.setattr(
        room,
        "closed_windows",
        lambda *asked: {rule: mask & (rule != name) for rule, mask in closed_windows(*asked).items()},
    )
    assert core_of(found) != before


def test_a_rule_that_the_core_does_not_know_is_an_internal_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more bound in the compiler alone leaves no team: the core is no set of the requirements we know."""

    def more(*asked: object, **how: object) -> Problem:
        problem = compile_problem(*asked, **how)  # type: ignore[arg-type]  # handed on
        everybody = Tallies.one("new", np.arange(len(problem)), (), minimum=99)
        return replace(problem, rules=(*problem.rules, everybody))

    world = two()
    found = solve(world.pool, world.challenge)
    monkeypatch.setattr(room, "compile_problem", more)
    with pytest.raises(InternalError, match="even without any requirement"):
        find_core(found.instance, found.eligibility, Budget.start(None))


def test_a_core_that_a_team_meets_is_an_internal_error() -> None:
    """A problem that has a team has no core, whatever somebody asks."""
    world = two()
    found = solve(world.pool, world.challenge)
    with pytest.raises(InternalError, match="a team meets every requirement"):
        find_core(found.instance, found.eligibility, Budget.start(None))
