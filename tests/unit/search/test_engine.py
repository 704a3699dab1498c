"""The search against trying every team: the most points, what is proved, and which of the equals is chosen."""

from __future__ import annotations

import signal
import sys
from dataclasses import replace
from functools import cache
from itertools import combinations, product
from random import Random
from unittest import mock

import numpy as np
import pytest
from ortools.sat.python.cp_model_helper import CpModelProto, CpSolverStatus

import teamforge.search.solver
from teamforge.errors import InternalError
from teamforge.problem import Choice, Problem, Tallies
from teamforge.search import Budget, Effort, SearchLimits, engine, pricing, prove, search, tie_break
from teamforge.search.bound import SCALE, bound
from teamforge.search.engine import result_of
from teamforge.search.finish import finish
from teamforge.search.proof import Closure
from teamforge.search.solver import UNKNOWN, Solver, SolverRun
from teamforge.search.state import SearchState
from teamforge.search.tie_break import RefutedError, break_ties
from teamforge.search.ties import tie_costs
from teamforge.search.turns import Turns
from teamforge.spec.status import Status, Stop

from .problems import best_choices, every_choice, ints, knotted_problem, make, random_problem

ROUGH = Effort(more_columns=1, rounds=1, first_columns=1)
"""So little pricing that much is left to do."""
SPLIT = replace(ROUGH, partial_teams=0, turn_candidates=0)
"""Nothing is enumerated, and CP-SAT comes last."""
SETTINGS: dict[str, tuple[Effort, str]] = {
    "as it is": (Effort(), "_enumerate"),
    "narrow": (Effort(more_columns=1, first_columns=1), "_enumerate"),
    "one round": (ROUGH, "_enumerate"),
    "by branching": (SPLIT, "_finish"),
    "few enumerated": (replace(ROUGH, partial_teams=3, first_slack=SCALE), "_finish"),
    "no nodes": (replace(SPLIT, nodes_to_find=0, nodes_to_close=0), "_ask"),
    "few nodes": (replace(SPLIT, nodes_to_find=1, nodes_to_close=3), "_ask"),
    "branches are priced": (replace(SPLIT, rounds=2, relaxed_whole=0), "_finish"),
    "many tied": (replace(SPLIT, first_columns=2, tied_candidates=0), "_finish"),
}
"""An effort, and the step that it leads to."""


@cache
def solved(number: int, *, knotted: bool) -> tuple[Problem, int | None, list[Choice]]:
    """Return a problem, the most points, and every team that has them; all settings try the same problems."""
    problem = (knotted_problem if knotted else random_problem)(Random(number))
    return problem, *best_choices(problem)


def begun(problem: Problem, budget: Budget) -> SearchState:
    """Return a search that has only begun."""
    return SearchState(problem, budget, Effort(), lambda _line: None)


def named(problem: Problem, equals: list[Choice], seed: int) -> Choice:
    """Return the choice that wins among equals: the earliest window, then the lowest sum of lots."""
    costs = tie_costs(problem, np.arange(len(problem)), seed)
    return min(equals, key=lambda choice: (choice.window, sum(int(costs[place]) for place in choice.candidates)))


@pytest.mark.parametrize("numbers", [range(15), pytest.param(range(15, 60), marks=pytest.mark.slow)], ids=str)
@pytest.mark.parametrize("setting", SETTINGS)
def test_the_best_of_all_teams(setting: str, numbers: range, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few candidates the search begins with, and however much is left to CP-SAT."""
    effort, step = SETTINGS[setting]
    steps = mock.create_autospec(getattr(prove, step), side_effect=getattr(prove, step))
    monkeypatch.setattr(prove, step, steps)
    statuses = set()
    for number, knotted in product(numbers, (False, True)):
        problem, most, equals = solved(number, knotted=knotted)
        found = search(problem, SearchLimits(None, number, effort))
        statuses.add(found.status)
        assert (found.points, found.bound) == (most, most), number
        assert found.stopped is None
        if most is None:
            assert found.status is Status.INFEASIBLE
            assert found.choice is None
        else:
            assert found.status is Status.OPTIMAL
            assert found.choice is not None
            place = named(problem, equals, number)
            assert (place.window, sorted(place.candidates)) == (found.choice.window, sorted(found.choice.candidates))
    assert statuses == {Status.OPTIMAL, Status.INFEASIBLE}
    assert steps.call_count > len(numbers) // 3


@pytest.mark.parametrize("share", [0.0, 1e-4, 10.0])
def test_cp_sat_in_turns(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """CP-SAT may be asked about everything before the first relaxation, with little work or much: the same teams."""
    asked = mock.create_autospec(Turns._ask, side_effect=Turns._ask)
    monkeypatch.setattr(Turns, "_ask", asked)
    effort = replace(ROUGH, first_turn=0, large_relaxation=0, first_share=share)
    claimed = 0
    for number in range(40):
        problem, most, equals = solved(number, knotted=number % 2 == 1)
        found = search(problem, SearchLimits(None, number, effort))
        assert (found.points, found.bound, found.stopped) == (most, most, None), number
        if most is not None:
            assert found.choice is not None
            place = named(problem, equals, number)
            assert (place.window, sorted(place.candidates)) == (found.choice.window, sorted(found.choice.candidates))
        claimed += any(window.reason == "claimed" for window in found.certificate.windows)
    assert asked.call_count > 20
    assert claimed or share < 1


def test_no_turn_on_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of everybody in a large pool takes longer than the whole search."""
    problem = random_problem(Random(2))
    monkeypatch.setattr("teamforge.search.solver.solve", mock.Mock(side_effect=AssertionError))
    turns = Turns(SearchState(problem, Budget.start(None), Effort(first_turn=0, turn_candidates=0), lambda _line: None))
    turns.take()
    turns = Turns(SearchState(problem, Budget.start(None), Effort(first_turn=0), lambda _line: None))
    with pytest.raises(AssertionError):
        turns.take()


def test_what_is_left_holds_every_team_of_so_many_points() -> None:
    """Fixing drops nobody who is on a valid team of at least the target, whatever the target and the prices."""
    rng = Random(7)
    tight = 0
    for number in range(60):
        problem = random_problem(Random(number))
        state = begun(problem, Budget.start(None))
        prove.prove(state)
        for window in range(len(problem.starts)):
            state.proofs[window] = (
                0,
                tuple(
                    {number: rng.randint(-SCALE, 2 * SCALE) for number in range(len(tallies))}
                    for tallies in problem.tallies
                ),
            )
        for choice, points in every_choice(problem):
            left = state.survivors(choice.window, points)
            assert left[list(choice.candidates)].all()
            ceiling = int(bound(problem, state.proofs[choice.window][1]).windows[choice.window])
            tight += ceiling == points * SCALE
    assert tight


def test_the_earliest_window_of_equals() -> None:
    """Of two windows with equal teams the first is chosen; a better later window wins."""
    problem = make([("A", 0), ("B", 0)], points=[1, 1], windows=[0, 0])
    found = search(problem, SearchLimits())
    assert found.choice is not None
    assert found.choice.window == 0
    found = search(make([("A", 0), ("B", 0)], points=[1, 1], windows=[0, 1]), SearchLimits())
    assert found.choice is not None
    assert (found.choice.window, found.points) == (1, 2)


def test_the_order_of_candidates_means_nothing() -> None:
    """Shuffled candidates give the same peers on the same seats, whichever seed."""
    for number in range(25):
        problem = random_problem(Random(number))
        order = Random(number).sample(range(len(problem)), len(problem))
        shuffled = problem.restrict(np.array(order, dtype=np.intp), np.arange(len(problem.starts)))
        for seed in (0, 5):
            first, second = search(problem, SearchLimits(seed=seed)), search(shuffled, SearchLimits(seed=seed))
            assert (first.status, first.points) == (second.status, second.points)
            if first.choice is not None and second.choice is not None:
                team = {(problem.seat[place], problem.peers[place]) for place in first.choice.candidates}
                again = {(shuffled.seat[place], shuffled.peers[place]) for place in second.choice.candidates}
                assert team == again


def test_seeds_choose_among_equals() -> None:
    """Over eight seeds two equal peers each are chosen."""
    problem = make([("A", 0), ("B", 0)], points=[1, 1])
    chosen = {search(problem, SearchLimits(seed=seed)).choice for seed in range(8)}
    assert chosen == {Choice(0, (0,)), Choice(0, (1,))}


def test_no_candidates_and_no_windows() -> None:
    """The problem is infeasible with a required seat, and has an empty team without one."""
    assert search(make([]), SearchLimits()).status is Status.INFEASIBLE
    assert search(make([("A", 0)], windows=[]), SearchLimits()).status is Status.INFEASIBLE
    found = search(make([], required=[False]), SearchLimits())
    assert (found.status, found.choice, found.points) == (Status.OPTIMAL, Choice(0, ()), 0)


def test_no_time() -> None:
    """Nothing is claimed; the bound is proved all the same."""
    found = search(make([("A", 0), ("B", 0)], points=[3, 5]), SearchLimits(0.0))
    assert (found.status, found.choice, found.points, found.stopped) == (Status.UNKNOWN, None, None, "time")
    assert found.bound == 5


def test_an_interrupt_that_came_before() -> None:
    """The watch says so: nothing is searched, and the result says why."""
    watch = Budget.start(None)
    watch.interrupted.set()
    found = search(make([("A", 0)]), SearchLimits(None), budget=watch)
    assert (found.status, found.stopped) == (Status.UNKNOWN, "interrupt")


def test_an_interrupt_between_two_steps_loses_no_team() -> None:
    """Ctrl-C outside the solver ends the search with the best team so far; a second one is raised."""
    problem = make([("A", 0), ("B", 0)], points=[1_000, 2_500])
    budget = Budget.start(None)

    def press(_line: str) -> None:
        raise KeyboardInterrupt

    try:
        found = search(problem, SearchLimits(None), press, budget)
    except KeyboardInterrupt:
        pytest.fail("the team was lost")
    assert (found.choice, found.points, found.stopped) == (Choice(0, (1,)), 2_500, "interrupt")
    assert budget.interrupted.is_set()

    def press_twice(_line: str) -> None:
        budget.interrupted.set()
        raise KeyboardInterrupt

    budget.interrupted.clear()
    with pytest.raises(KeyboardInterrupt):
        search(problem, SearchLimits(None), press_twice, budget)


def test_time_out_with_a_team() -> None:
    """Nothing is proved of it but the bound."""
    state = begun(make([("A", 0), ("B", 0)], points=[1, 5]), Budget.start(0.0))
    prove.prove(state)
    assert not state.proved
    state.incumbent, state.points = Choice(0, (0,)), 1
    found = result_of(state, None)
    assert (found.status, found.points, found.bound, found.stopped) == (Status.FEASIBLE, 1, 5, "time")


def test_time_out_among_equals() -> None:
    """The points are proved but ties were not broken: the result says that time ran out."""
    problem = make([("A", 0), ("B", 0)], points=[1, 1])
    state = begun(problem, Budget.start(None))
    prove.prove(state)
    state.budget.deadline = 0.0
    found = result_of(state, break_ties(state, 0))
    assert (found.status, found.stopped) == (Status.OPTIMAL, "time")


@pytest.mark.parametrize(
    "effort", [Effort(tied_work=0, tied_candidates=0), Effort(tied_share=0.0)], ids=["own", "cp-sat"]
)
def test_too_much_work_among_equals_never_loses_the_proof(effort: Effort) -> None:
    """The team is proved the best, and the result says that nobody chose among its equals, in any run."""
    pairs = [(f"{seat}{peer:02}", seat) for seat in range(3) for peer in range(30)]
    problem = make(pairs, required=(True, True, True), points=[1] * len(pairs))
    limits = SearchLimits(None, effort=replace(effort, enumerated_candidates=0))
    first, again = search(problem, limits), search(problem, limits)
    assert (first.status, first.points, first.stopped) == (Status.OPTIMAL, 3, "effort")
    assert first.choice == again.choice
    assert search(problem, SearchLimits(None)).stopped is None


def test_cp_sat_has_one_account_for_all_that_it_does_among_equals(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is asked: once its work is spent it is not asked again."""
    rng = Random(2)
    pairs = [(f"{seat}{peer:02}", seat) for seat in range(6) for peer in range(20)]
    every = range(len(pairs))
    apart = [pair for pair in combinations(every, 2) if pairs[pair[0]][1] != pairs[pair[1]][1] and rng.random() < 0.5]
    labels = np.array([str(number) for number in range(len(apart))], dtype=object)
    groups = ints([number for number in range(len(apart)) for _ in range(2)])
    rule = Tallies.grouped("pairs", ints([each for pair in apart for each in pair]), groups, labels, maximum=1)
    problem = make(pairs, required=[True] * 6, points=[1] * len(pairs), rules=[rule])
    effort = replace(SPLIT, nodes_to_find=0, nodes_to_close=0, tied_candidates=0, tied_share=0.01)
    state = SearchState(problem, Budget.start(None), effort, lambda _line: None)
    prove.prove(state)
    spent: list[float] = []

    run = Solver.solve

    def asked(solver: Solver, proto: CpModelProto) -> CpSolverStatus:
        assert sum(spent) < effort.tied_share
        status = run(solver, proto)
        spent.append(solver.work)
        return status

    monkeypatch.setattr(Solver, "solve", asked)
    assert break_ties(state, 0) is Stop.EFFORT
    assert sum(spent) >= effort.tied_share


def test_cp_sat_that_stops_short_of_its_work_was_out_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its clock may end some ms before ours; only work that was spent is the same in any run."""
    pairs = [(f"{seat}{peer:02}", seat) for seat in range(3) for peer in range(30)]
    problem = make(pairs, required=(True, True, True), points=[1] * len(pairs))
    stopped = mock.Mock(return_value=(None, SolverRun(UNKNOWN, None, None)))
    monkeypatch.setattr("teamforge.search.solver.solve", stopped)
    found = search(problem, SearchLimits(60.0, effort=Effort(enumerated_candidates=0)))
    assert stopped.called
    assert (found.status, found.stopped) == (Status.OPTIMAL, "time")


def test_equals_of_which_none_is_found_contradict_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """If no window holds the best team, the fault is ours: neither time nor work ended the search."""
    monkeypatch.setattr(tie_break, "_named", mock.Mock(return_value=(None, True)))
    found = search(make([("A", 0), ("B", 0)], points=[1, 1]), SearchLimits(None))
    assert (found.status, found.points, found.stopped) == (Status.OPTIMAL, 1, "failure")


@pytest.mark.parametrize(
    "error", [OverflowError, MemoryError, RecursionError, InternalError], ids=lambda each: each.__name__
)
def test_a_failure_among_equals_never_loses_the_proof(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The team that was proved the best is kept, although ties were not broken; the result and the log say so."""
    caplog.set_level("WARNING", "teamforge")
    monkeypatch.setattr(tie_break, "tie_costs", mock.Mock(side_effect=error("canary")))
    found = search(make([("A", 0), ("B", 0)], points=[1, 1]), SearchLimits(None))
    assert (found.status, found.points, found.bound) == (Status.OPTIMAL, 1, 1)
    assert found.stopped == "failure"
    assert error.__name__ in caplog.text
    assert "search/tie_break.py" in caplog.text
    assert "canary" not in caplog.text


def test_a_team_that_refutes_the_proof_is_never_hushed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A team with more points than the proof allows is an error: then no team may be shown as the best."""
    problem = make([("A", 0), ("B", 0)], points=[1, 5])

    def prove_too_little(state: SearchState, **_: bool) -> None:
        prove.prove(state)
        state.incumbent, state.points, state.closed[0] = Choice(0, (0,)), 1, Closure(None)

    monkeypatch.setattr(engine, "prove", prove_too_little)
    monkeypatch.setattr(tie_break, "_named", mock.Mock(return_value=(Choice(0, (1,)), True)))
    with pytest.raises(RefutedError, match="ruled out"):
        search(problem, SearchLimits(None))


def test_progress_is_told() -> None:
    """Each better team, and the end."""
    told: list[str] = []
    search(make([("A", 0), ("B", 0)], points=[1_000, 2_500]), SearchLimits(), told.append)
    assert told == [
        "best so far 2,500 points, at most 2,500",
        "2,500 points is the most any team has; choosing among equal teams",
    ]


def test_the_top_candidates_of_each_seat() -> None:
    """The highest values for each seat, ties by peer id; fewer if there are fewer candidates."""
    problem = make([("C", 0), ("A", 0), ("B", 0), ("D", 0), ("A", 1)], required=[True, True])
    values = np.array([5, 5, 5, 9, 1])
    everybody = np.ones(5, dtype=np.bool_)
    assert pricing.top(problem, values, everybody, 2).tolist() == [False, True, False, True, True]
    assert pricing.top(problem, values, everybody, 3).tolist() == [False, True, True, True, True]
    assert pricing.top(problem, values, np.array([True, False, True, False, False]), 9).tolist() == [
        *(True, False, True, False, False)
    ]


def test_ctrl_c_while_cp_sat_is_imported_asks_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """OR-Tools would turn the interrupt into an ImportError, and a search would end as a fault of ours."""

    def press(name: str, _path: object = None, _target: object = None) -> None:
        if name == "teamforge.search.solver":
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(teamforge.search, "solver", teamforge.search.solver)  # put back afterwards, as is the next
    monkeypatch.delitem(sys.modules, "teamforge.search.solver")
    monkeypatch.setattr(sys, "meta_path", [mock.Mock(find_spec=press), *sys.meta_path])
    problem, budget = random_problem(Random(2)), Budget.start(None)
    found = finish(problem, np.arange(len(problem)), np.arange(len(problem.starts)), 0, budget)
    assert budget.interrupted.is_set()
    assert not found.complete
