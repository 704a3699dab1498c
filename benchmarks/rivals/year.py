"""
Other ways to plan a year: one challenge after the other, a flow, and the whole as one model of its additive part.

The additive part is what a member brings whoever else is on the team, and what a window brings. All of these know the
compiled challenges. A model has a variable for each candidate and each window of each challenge, with what challenges
share as rows: places in a year, days with their rest. Rows that only some plans break (hosts met twice, reciprocal
reviews) it does without, as anybody's first model would.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from teamforge.forge.programme.barred import free_beside
from teamforge.forge.programme.blocks import Block, Year
from teamforge.forge.programme.visits import TeamColumn, visits_of
from teamforge.problem import Choice

Plan = Mapping[int, Choice]
"""The team of each challenge that has one, by its place in the year."""


@dataclass(frozen=True)
class Planned:
    """A plan of a rival; whether it is proved to have the most of what the rival counts, and the size of its model."""

    plan: Plan
    proved: bool = False
    variables: int | None = None
    rows: int | None = None


def in_order(order: Callable[[Block], object]) -> Callable[[Year, float], Planned]:
    """Return what composes the challenges one after the other, each as well as those before it leave it."""

    def solve(year: Year, _seconds: float) -> Planned:
        from dataclasses import replace  # noqa: PLC0415 -- beside the solver

        from teamforge.search import SearchLimits, search  # noqa: PLC0415 -- its own solver only

        columns: list[TeamColumn] = []
        for place in sorted(range(len(year.blocks)), key=lambda each: (order(year.blocks[each]), each)):
            serves = free_beside(year, place, visits_of(year, ((column, 1.0) for column in columns)))
            found = search(replace(year.blocks[place].problem, serves=serves), SearchLimits(None, None)).choice
            if found is not None:
                columns.append(TeamColumn(place, found.window, found.candidates))
        return Planned({column.block: column.choice for column in columns})

    return solve


def flow(year: Year, _seconds: float) -> Planned:
    """Fill the seats by a flow of least cost: who serves how often is right, when is not asked."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 -- its own solver only

    network, arcs = min_cost_flow.SimpleMinCostFlow(), dict[int, tuple[int, int]]()
    seats = [(place, seat) for place, block in enumerate(year.blocks) for seat in range(len(block.problem.seats))]
    node = {each: number for number, each in enumerate(seats, 2)}
    people: dict[tuple[int, int], int] = {}
    for place, block in enumerate(year.blocks):
        problem, when = block.problem, int(np.bincount(block.years).argmax())
        for row in np.flatnonzero(problem.serves.any(axis=1)).tolist():
            seat = int(problem.seat[row])
            key = (int(problem.peers[row]), when if block.counting[seat] else -1)
            target = people.setdefault(key, 2 + len(seats) + len(people))
            worth = block.priority * int(problem.points[row])
            arcs[network.add_arc_with_capacity_and_unit_cost(node[place, seat], target, 1, -worth)] = place, row
    for each in node.values():
        network.add_arc_with_capacity_and_unit_cost(0, each, 1, 0)
    for (peer, when), each in people.items():
        most = len(year.blocks) if when < 0 else max(0, year.places(peer, when))
        network.add_arc_with_capacity_and_unit_cost(each, 1, most, 0)
    network.set_nodes_supplies([0, 1], [len(seats), -len(seats)])
    solved = network.solve_max_flow_with_min_cost() == network.OPTIMAL
    teams: dict[int, list[int]] = defaultdict(list)
    for arc, (place, row) in arcs.items():
        if solved and network.flow(arc):
            teams[place].append(row)
    return Planned({place: _in_best_window(year.blocks[place], rows) for place, rows in teams.items()}, solved)


def _in_best_window(block: Block, rows: Sequence[int]) -> Choice:
    """Return a team in the window in which most of its members can serve."""
    return Choice(int(block.problem.serves[list(rows)].sum(axis=0).argmax()), tuple(sorted(rows)))


@dataclass(eq=False)
class _Model:
    """Whole numbers of 0 and 1 with what each is worth, and rows: variables, their coefficients, least and most."""

    worth: list[int] = field(default_factory=list)
    rows: list[tuple[list[int], list[int], int, int]] = field(default_factory=list)

    def variables(self, worth: Sequence[int]) -> list[int]:
        """Add variables; return their numbers."""
        first = len(self.worth)
        self.worth.extend(worth)
        return list(range(first, len(self.worth)))

    def row(self, terms: Mapping[int, int], least: int, most: int) -> None:
        """Add a row."""
        self.rows.append((list(terms), list(terms.values()), least, most))


_FREE = 1 << 20
"""More than any row adds up to."""


class _YearModel(_Model):
    """The model of a year."""

    def __init__(self, year: Year) -> None:
        super().__init__()
        self.year = year
        self.years = {int(each) for block in year.blocks for each in block.years}
        self.candidates: list[list[int]] = []
        self.windows: list[list[int]] = []
        for block in year.blocks:
            self._challenge(block)
        self._places()
        self._days()

    def _challenge(self, block: Block) -> None:
        problem, priority = block.problem, block.priority
        here = self.variables([priority * int(each) for each in problem.points])
        base = block.without + priority * problem.constant
        when = self.variables([base + priority * int(each) for each in problem.window_points])
        self.candidates.append(here)
        self.windows.append(when)
        self.row(dict.fromkeys(when, 1), 0, 1)
        for seat, required in enumerate(problem.required):
            terms = {here[row]: 1 for row in np.flatnonzero(problem.seat == seat)}
            self.row(terms | dict.fromkeys(when, -1), 0 if required else -1, 0)
        for row, serves in enumerate(problem.serves):
            self.row({here[row]: 1} | {when[each]: -1 for each in np.flatnonzero(serves)}, -1, 0)
        for tallies in problem.tallies:
            most = _FREE if tallies.maximum is None else tallies.maximum
            for tally in range(len(tallies)) if most < _FREE or tallies.minimum else ():
                terms = {here[row]: 1 for row in tallies.of(tally)}
                least = dict.fromkeys(when, -tallies.minimum) if tallies.minimum else {}
                self.row(terms | least, 0 if least else -_FREE, most if not least else _FREE)
                if least and most < _FREE:
                    self.row(terms, 0, most)

    def _places(self) -> None:
        """Each peer serves as often as they are willing to in a year; should there be two years, in both together."""
        whole: dict[int, dict[int, int]] = defaultdict(dict)
        for block, here in zip(self.year.blocks, self.candidates, strict=True):
            for row, peer in enumerate(block.problem.peers.tolist()):
                if block.counting[block.problem.seat[row]]:
                    whole[peer][here[row]] = 1
        for peer, terms in whole.items():
            if len(terms) > self._left(peer):
                self.row(terms, 0, self._left(peer))

    def _left(self, peer: int) -> int:
        return max(0, min(self.year.places(peer, each) for each in self.years))

    def _days(self) -> None:
        """Whoever can serve in two challenges does so only if these are far enough apart."""
        for one, other in combinations(range(len(self.year.blocks)), 2):
            apart: dict[int, int] = {}
            first, second = self.year.blocks[one], self.year.blocks[other]
            of: dict[int, list[int]] = defaultdict(list)
            for row, peer in enumerate(second.problem.peers.tolist()):
                of[peer].append(row)
            for row, peer in enumerate(first.problem.peers.tolist()):
                for back in of.get(peer, ()):
                    counts = (
                        bool(first.counting[first.problem.seat[row]]),
                        bool(second.counting[second.problem.seat[back]]),
                    )
                    if all(counts) and self._left(peer) < 2:  # noqa: PLR2004 -- two visits
                        continue
                    rest = max(first.rest * counts[0], second.rest * counts[1])
                    if rest not in apart:
                        apart[rest] = self._apart(one, other, rest)
                    terms = {self.candidates[one][row]: 1, self.candidates[other][back]: 1, apart[rest]: -1}
                    self.row(terms, -1, 1)

    def _apart(self, one: int, other: int, rest: int) -> int:
        """Return a variable that is 1 only if two visits are at least `rest` days apart."""
        (apart,) = self.variables([0])
        first, second = self.year.blocks[one], self.year.blocks[other]
        starts, others = (each.problem.starts.astype(np.int64) for each in (first, second))
        for window, start in enumerate(starts.tolist()):
            close = (others <= start + first.days - 1 + rest) & (start <= others + second.days - 1 + rest)
            if close.any():
                terms = {apart: 1, self.windows[one][window]: 1}
                self.row(terms | {self.windows[other][each]: 1 for each in np.flatnonzero(close)}, 0, 2)
        return apart

    def plan(self, chosen: Callable[[int], bool]) -> Plan:
        """Return the plan that a solver chose."""
        found = {}
        for place, (here, when) in enumerate(zip(self.candidates, self.windows, strict=True)):
            window = next((each for each, number in enumerate(when) if chosen(number)), None)
            if window is not None:
                found[place] = Choice(window, tuple(row for row, number in enumerate(here) if chosen(number)))
        return found


def cp_sat(year: Year, seconds: float) -> Planned:
    """Solve the model with CP-SAT, on one worker."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- its own solver only

    began, model, cp = time.process_time(), _YearModel(year), cp_model.CpModel()
    variables = [cp.new_bool_var("") for _ in model.worth]
    for numbers, coefficients, least, most in model.rows:
        cp.add_linear_constraint(
            cp_model.LinearExpr.weighted_sum([variables[n] for n in numbers], coefficients), least, most
        )
    cp.maximize(cp_model.LinearExpr.weighted_sum(variables, model.worth))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.presolve_inclusion_work_limit = 1, 0  # the second: #5293
    solver.parameters.max_time_in_seconds = max(1.0, seconds - (time.process_time() - began))
    status = solver.solve(cp)
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    plan = model.plan(lambda each: solver.boolean_value(variables[each])) if found else {}
    return Planned(plan, status == cp_model.OPTIMAL, len(model.worth), len(model.rows))


def highs(year: Year, seconds: float) -> Planned:
    """Solve the model with HiGHS, through MathOpt."""
    from datetime import timedelta  # noqa: PLC0415 -- beside the solver

    from ortools.math_opt import model_pb2  # noqa: PLC0415 -- its own solver only
    from ortools.math_opt.python import mathopt  # noqa: PLC0415 -- likewise

    began, model, proto = time.process_time(), _YearModel(year), model_pb2.ModelProto()
    count = len(model.worth)
    proto.variables.ids.extend(range(count))
    proto.variables.lower_bounds.extend([0.0] * count)
    proto.variables.upper_bounds.extend([1.0] * count)
    proto.variables.integers.extend([True] * count)
    proto.objective.maximize = True
    proto.objective.linear_coefficients.ids.extend(range(count))
    proto.objective.linear_coefficients.values.extend(map(float, model.worth))
    proto.linear_constraints.ids.extend(range(len(model.rows)))
    proto.linear_constraints.lower_bounds.extend(float(least) for _, _, least, _ in model.rows)
    proto.linear_constraints.upper_bounds.extend(float(most) for *_, most in model.rows)
    matrix = proto.linear_constraint_matrix
    for row, (numbers, coefficients, _, _) in enumerate(model.rows):
        order = np.argsort(numbers)
        matrix.row_ids.extend([row] * len(numbers))
        matrix.column_ids.extend(np.array(numbers)[order].tolist())
        matrix.coefficients.extend(np.array(coefficients, dtype=np.float64)[order].tolist())
    left = timedelta(seconds=max(1.0, seconds - (time.process_time() - began)))
    result = mathopt.solve(
        mathopt.Model.from_model_proto(proto),
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(time_limit=left, relative_gap_tolerance=0.0, absolute_gap_tolerance=0.5),
    )
    chosen = set()
    if result.has_primal_feasible_solution():
        chosen = {variable.id for variable, value in result.variable_values().items() if value > 1 / 2}
    proved = result.termination.reason == mathopt.TerminationReason.OPTIMAL
    return Planned(model.plan(chosen.__contains__), proved, count, len(model.rows))


WAYS: Mapping[str, Callable[[Year, float], Planned]] = {
    "by date": in_order(lambda block: int(block.problem.starts[0])),
    "by priority": in_order(lambda block: -block.priority),
    "flow": flow,
    "CP-SAT": cp_sat,
    "HiGHS": highs,
}
"""The rivals by name."""
