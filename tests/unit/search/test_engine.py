"""The search against every team by trial: the most points, what is proved, and which of the equals is chosen."""

from __future__ import annotations

import sys
from random import Random
from types import ModuleType
from unittest import mock

import numpy as np
import pytest

from teamforge.problem import Choice, Problem
from teamforge.search import Budget, Limits, engine, pricing, search
from teamforge.search.bound import SCALE, bound
from teamforge.search.ties import tie_costs
from teamforge.spec.status import Status

from .problems import best_choices, every_choice, knotted_problem, make, random_problem

branch = sys.modules["teamforge.search.branch"]  # the package has the function by that name

Constants = dict[ModuleType, dict[str, int]]
ROUGH = {"_MORE": 1, "_ROUNDS": 1}
"""So little pricing that much is left to do."""
SETTINGS: dict[str, tuple[Constants, str]] = {
    "as it is": ({}, "_enumerate"),
    "narrow": ({pricing: {"_MORE": 1}, engine: {"FIRST": 1}}, "_enumerate"),
    "one round": ({pricing: ROUGH, engine: {"FIRST": 1}}, "_enumerate"),
    "by branching": ({pricing: ROUGH, engine: {"_PARTIALS": 0, "FIRST": 1}}, "_finish"),
    "few enumerated": ({pricing: ROUGH, engine: {"_PARTIALS": 3, "_NEAREST": SCALE, "FIRST": 1}}, "_finish"),
    "no nodes": (
        {pricing: ROUGH, engine: {"_PARTIALS": 0, "FIRST": 1, "_NODES_TO_FIND": 0, "_NODES_TO_CLOSE": 0}},
        "_ask",
    ),
    "few nodes": (
        {pricing: ROUGH, engine: {"_PARTIALS": 0, "FIRST": 1, "_NODES_TO_FIND": 1, "_NODES_TO_CLOSE": 3}},
        "_ask",
    ),
    "branches are priced": (
        {pricing: {"_MORE": 1, "_ROUNDS": 2}, engine: {"_PARTIALS": 0}, branch: {"_AT_ONCE": 0, "FIRST": 1}},
        "_finish",
    ),
    "many tied": ({pricing: ROUGH, engine: {"_PARTIALS": 0, "FIRST": 2, "_FEW": 0}}, "_finish"),
}
"""Constants of the search, and the step that they lead to."""


def named(problem: Problem, equals: list[Choice], seed: int) -> Choice:
    """Return, of choices of equal points, one of the earliest window with the lowest sum of lots."""
    costs = tie_costs(problem, np.arange(len(problem)), seed)
    return min(equals, key=lambda choice: (choice.window, sum(int(costs[place]) for place in choice.candidates)))


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_best_of_all_teams(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few candidates the search begins with and however much is left to CP-SAT."""
    constants, step = SETTINGS[setting]
    for module, values in constants.items():
        for name, value in values.items():
            monkeypatch.setattr(module, name, value)
    steps = mock.create_autospec(getattr(engine._Search, step), side_effect=getattr(engine._Search, step))
    monkeypatch.setattr(engine._Search, step, steps)
    statuses = set()
    problems = [made(Random(number)) for number in range(60) for made in (random_problem, knotted_problem)]
    for number, problem in enumerate(problems):
        most, equals = best_choices(problem)
        found = search(problem, Limits(None, seed=number))
        statuses.add(found.status)
        assert (found.points, found.bound) == (most, most), number
        assert found.stopped is None
        assert found.tie_broken
        if most is None:
            assert found.status is Status.INFEASIBLE
            assert found.choice is None
        else:
            assert found.status is Status.OPTIMAL
            assert found.choice is not None
            place = named(problem, equals, number)
            assert (place.window, sorted(place.candidates)) == (found.choice.window, sorted(found.choice.candidates))
    assert statuses == {Status.OPTIMAL, Status.INFEASIBLE}
    assert steps.call_count > 20


def test_what_is_left_holds_every_team_of_so_many_points() -> None:
    """Fixing drops nobody who is on a valid team of at least the target, whatever the target and the prices."""
    rng = Random(7)
    tight = 0
    for number in range(60):
        problem = random_problem(Random(number))
        run = engine._Search(problem, Budget.start(None), lambda _: None)
        run.prove()
        for window in range(len(problem.starts)):
            run.proofs[window] = (
                0,
                tuple(
                    {number: rng.randint(-SCALE, 2 * SCALE) for number in range(len(tallies))}
                    for tallies in problem.tallies
                ),
            )
        for choice, points in every_choice(problem):
            left = run._survivors(choice.window, points)
            assert left[list(choice.candidates)].all()
            ceiling = int(bound(problem, run.proofs[choice.window][1]).windows[choice.window])
            tight += ceiling == points * SCALE
    assert tight


def test_the_earliest_window_of_equals() -> None:
    """Two windows with the same team of the same points: the first; a better later one: the later."""
    problem = make([("A", 0), ("B", 0)], points=[1, 1], windows=[0, 0])
    found = search(problem, Limits())
    assert found.choice is not None
    assert found.choice.window == 0
    found = search(make([("A", 0), ("B", 0)], points=[1, 1], windows=[0, 1]), Limits())
    assert found.choice is not None
    assert (found.choice.window, found.points) == (1, 2)


def test_the_order_of_candidates_means_nothing() -> None:
    """Shuffled candidates give the same peers on the same seats, whichever seed."""
    for number in range(25):
        problem = random_problem(Random(number))
        order = Random(number).sample(range(len(problem)), len(problem))
        shuffled = problem.restrict(np.array(order, dtype=np.intp), np.arange(len(problem.starts)))
        for seed in (0, 5):
            first, second = search(problem, Limits(seed=seed)), search(shuffled, Limits(seed=seed))
            assert (first.status, first.points) == (second.status, second.points)
            if first.choice is not None and second.choice is not None:
                team = {(problem.seat[place], problem.peers[place]) for place in first.choice.candidates}
                again = {(shuffled.seat[place], shuffled.peers[place]) for place in second.choice.candidates}
                assert team == again


def test_seeds_choose_among_equals() -> None:
    """Over eight seeds two equal peers each are chosen."""
    problem = make([("A", 0), ("B", 0)], points=[1, 1])
    chosen = {search(problem, Limits(seed=seed)).choice for seed in range(8)}
    assert chosen == {Choice(0, (0,)), Choice(0, (1,))}


def test_no_candidates_and_no_windows() -> None:
    """Infeasible with a required seat, an empty team without."""
    assert search(make([]), Limits()).status is Status.INFEASIBLE
    assert search(make([("A", 0)], windows=[]), Limits()).status is Status.INFEASIBLE
    found = search(make([], required=[False]), Limits())
    assert (found.status, found.choice, found.points) == (Status.OPTIMAL, Choice(0, ()), 0)


def test_no_time() -> None:
    """Nothing is claimed; the bound is proved all the same."""
    found = search(make([("A", 0), ("B", 0)], points=[3, 5]), Limits(0.0))
    assert (found.status, found.choice, found.points, found.stopped) == (Status.UNKNOWN, None, None, "time")
    assert found.bound == 5
    assert not found.tie_broken


def test_an_interrupt_that_came_before() -> None:
    """The watch says so: nothing is searched, and the result says why."""
    watch = Budget.start(None)
    watch.interrupted.set()
    found = search(make([("A", 0)]), Limits(None), budget=watch)
    assert (found.status, found.stopped) == (Status.UNKNOWN, "interrupt")


def test_time_out_with_a_team() -> None:
    """Nothing is proved of it but the bound."""
    run = engine._Search(make([("A", 0), ("B", 0)], points=[1, 5]), Budget.start(0.0), lambda _: None)
    run.prove()
    assert not run.proved
    run.best, run.points = Choice(0, (0,)), 1
    found = run.found()
    assert (found.status, found.points, found.bound, found.stopped) == (Status.FEASIBLE, 1, 5, "time")


def test_time_out_among_equals() -> None:
    """Proved, but not by lot: the result says that the time ended it."""
    problem = make([("A", 0), ("B", 0)], points=[1, 1])
    run = engine._Search(problem, Budget.start(None), lambda _: None)
    run.prove()
    run.budget.deadline = 0.0
    run.break_ties(0)
    found = run.found()
    assert (found.status, found.tie_broken, found.stopped) == (Status.OPTIMAL, False, "time")


def test_progress_is_told() -> None:
    """Each better team, and the end."""
    told: list[str] = []
    search(make([("A", 0), ("B", 0)], points=[1_000, 2_500]), Limits(), told.append)
    assert told == ["best so far 2,500 points, at most 2,500", "2,500 points is the most there is; breaking ties"]


def test_the_top_candidates_of_each_seat() -> None:
    """The highest values, ties by peer id, a seat each; fewer where there are fewer."""
    problem = make([("C", 0), ("A", 0), ("B", 0), ("D", 0), ("A", 1)], required=[True, True])
    values = np.array([5, 5, 5, 9, 1])
    everybody = np.ones(5, dtype=np.bool_)
    assert pricing.top(problem, values, everybody, 2).tolist() == [False, True, False, True, True]
    assert pricing.top(problem, values, everybody, 3).tolist() == [False, True, True, True, True]
    assert pricing.top(problem, values, np.array([True, False, True, False, False]), 9).tolist() == [
        *(True, False, True, False, False)
    ]
