"""Each rule of the specification decides its share of the random problems."""

from __future__ import annotations

import copy
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import pytest

from tests.oracle.brute import Answer, fired, solve
from tests.oracle.challenge import CRITERIA, STRENGTHS
from tests.oracle.generator import Problem, make_problem
from tests.oracle.problem import Problem as Read
from tests.oracle.rules import SEAT_RULES, broken_by_seat, fit

SEEDS = range(480)
LEAST = 0.012
OFTEN = 0.05

Raw = dict[str, Any]
Edit = Callable[[Problem], None]

LEFT_OUT = (
    *("trained", "active", "eligible", "availability", "overlap", "rest", "max_per_year", "outside_region:hard"),
    *("first_timers", "team_rules", "soft:team_rules", "avoid", "bank_holidays", "minimum_weeks", "one_week"),
    *STRENGTHS,
    *CRITERIA,
)


def forget(*keys: str) -> Edit:
    """The challenge does not mention these."""

    def edit(problem: Problem) -> None:
        for key in keys:
            problem.challenge.pop(key, None)

    return edit


def forget_override(rules: Iterable[str], key: str) -> Edit:
    """The rulebook of the challenge leaves a key as the preset has it; with a strength goes its weight."""

    def edit(problem: Problem) -> None:
        for rule in rules:
            settings = problem.challenge["rules"].get(rule, {})
            settings.pop(key, None)
            if key == "strength" and rule in STRENGTHS:
                settings.pop("weight", None)

    return edit


def respell(table: str, column: str, change: Callable[[str], str]) -> Edit:
    """Every cell of a column changed."""

    def edit(problem: Problem) -> None:
        for row in problem.tables.get(table, []):
            for name in row:
                if name.lower() == column:
                    row[name] = change(row[name])

    return edit


def replace(old: str, new: str) -> Callable[[str], str]:
    """One word for another."""
    return lambda cell: new if cell.strip().lower() == old else cell


def drop_relations(kind: str) -> Edit:
    """No relation of a kind."""

    def edit(problem: Problem) -> None:
        rows = problem.tables.get("relations", [])
        rows[:] = [row for row in rows if row["kind"].strip().lower() != kind]

    return edit


def every_waiver_in_force(problem: Problem) -> None:
    """Waivers made and ended at any time count."""
    for waiver in problem.challenge.get("waivers", ()):
        waiver["on"] = problem.challenge["as_of"]
        waiver.pop("until", None)


def waivers_in_one_order(problem: Problem) -> None:
    """Of the pair waivers only those that name the declaring peer first."""
    declared = {(row["peer_id"], row["other_peer_id"]) for row in problem.tables.get("interests", [])}
    waivers = problem.challenge.get("waivers", [])
    waivers[:] = [one for one in waivers if "other_peer" not in one or (one["peer"], one["other_peer"]) in declared]


def seats(flag: str, *, value: bool) -> Edit:
    """Every seat has a flag, or none has."""

    def edit(problem: Problem) -> None:
        for seat in problem.challenge.get("seats", ()):
            seat[flag] = value

    return edit


def decide_later(problem: Problem) -> None:
    """The decision a day later."""
    problem.challenge["as_of"] = (dt.date.fromisoformat(problem.challenge["as_of"]) + dt.timedelta(1)).isoformat()


def unknown_the_other_way(problem: Problem) -> None:
    """Unknown availability busy for free, free for busy."""
    busy = problem.challenge.get("unknown_availability", "busy") == "busy"
    problem.challenge["unknown_availability"] = "free" if busy else "busy"


def only_the_first_required(problem: Problem) -> None:
    """Every other seat may stay empty."""
    for seat in problem.challenge.get("seats", ())[1:]:
        seat["required"] = False


def one_host(problem: Problem) -> None:
    """The lead host alone."""
    del problem.challenge["hosts"][1:]


EDITS: dict[str, Edit] = {
    "no pins": forget("pins"),
    "no exclusions": forget("exclude"),
    "no waivers": forget("waivers"),
    "waivers always in force": every_waiver_in_force,
    "pair waivers in one order": waivers_in_one_order,
    "no preset": forget("preset"),
    "a challenge, not a review": forget("purpose"),
    "default lead time": forget("lead_time"),
    "one host": one_host,
    "unknown availability the other way": unknown_the_other_way,
    "a day later": decide_later,
    "every seat required": seats("required", value=True),
    "no seat required but the first": only_the_first_required,
    "every seat counts": seats("counts", value=True),
    "default strengths": forget_override(STRENGTHS, "strength"),
    "default years": forget_override(STRENGTHS, "years"),
    "default kinds": forget_override(["same_system"], "kinds"),
    "default weights": forget_override(CRITERIA, "weight"),
    "default depth": forget_override(["coverage"], "depth"),
    "outside_region as the preset": forget_override(["outside_region"], "strength"),
    "default first_timers": forget_override(["first_timers"], "max"),
    "default rest_days": forget_override(["rest"], "rest_days"),
    "tentative is free": respell("availability", "status", replace("tentative", "available")),
    "cancelled is confirmed": respell("engagements", "status", replace("cancelled", "confirmed")),
    "proposed is confirmed": respell("engagements", "status", replace("proposed", "confirmed")),
    "proposed is cancelled": respell("engagements", "status", replace("proposed", "cancelled")),
    "own engagements count": respell("engagements", "challenge_id", replace("this", "that")),
    "no engagement in several rows": respell("engagements", "challenge_id", replace("x1", "")),
    "no predecessors": drop_relations("predecessor_of"),
    "no similar organisations": drop_relations("similar_to"),
    "relations since ever": respell("relations", "start", lambda _: ""),
    "relations without end": respell("relations", "end", lambda _: ""),
    "interests since ever": respell("interests", "start", lambda _: ""),
    "interests without end": respell("interests", "end", lambda _: ""),
}

SELDOM = {
    "waivers always in force": 0.008,
    "outside_region:hard": 0.01,
    "pair waivers in one order": 0.002,
    "a challenge, not a review": 0.002,
    "default kinds": 0.005,
    "default years": 0.005,
    "outside_region as the preset": 0.005,
    "no similar organisations": 0.005,
}


COMMON = {
    *CRITERIA,
    *("eligible", "availability", "one_week", "soft:team_rules", "default lead time", "one host", "a day later"),
    *("every seat counts", "no seat required but the first", "default weights", "default depth", "no preset"),
    *("tentative is free", "proposed is cancelled", "unknown availability the other way"),
}


def biting(problem: Problem) -> set[str]:
    """Rules that keep some peer from a seat that accepts one of their roles."""
    read = Read(problem.tables, problem.challenge)
    broken = {
        rule
        for start in read.windows
        for seat in read.seats
        for peer in read.peers.values()
        if fit(seat, peer)
        for rule in broken_by_seat(read, start, seat, peer)
    }
    return {"outside_region:hard" if rule == "outside_region" else rule for rule in broken}


def matters(problem: Problem, answer: Answer, bites: set[str], rule: str) -> bool:
    """Tell whether leaving out a rule could change the answer at all."""
    if rule in STRENGTHS:
        return bool(fired(problem.tables, problem.challenge).get(rule))
    if rule in CRITERIA or rule.startswith("soft:"):
        return answer.points is not None
    return rule in bites or rule not in {*SEAT_RULES, "outside_region:hard"} - {"eligible"}


def decided(problem: Problem, names: Iterable[str]) -> list[str]:
    """Of the rules to leave out and the edits to make, those that change the answer to a problem."""
    answer, bites = solve(problem.tables, problem.challenge), biting(problem)
    deciding = []
    for name in names:
        other = answer
        if name in EDITS:
            edited = copy.deepcopy(problem)
            EDITS[name](edited)
            if edited != problem:
                other = solve(edited.tables, edited.challenge)
        elif matters(problem, answer, bites, name):
            other = solve(problem.tables, problem.challenge, frozenset({name}))
        if (other.points, other.teams) != (answer.points, answer.teams):
            deciding.append(name)
    return deciding


def rates() -> dict[str, float]:
    """Return the share of the problems that each rule decides; what is common is tried on every fourth seed."""
    names = (*LEFT_OUT, *EDITS)
    counts: Counter[str] = Counter()
    for seed in SEEDS:
        tried = names if seed % 4 == 0 else [name for name in names if name not in COMMON]
        counts.update(decided(make_problem(Random(seed)), tried))
    return {name: counts[name] * (4 if name in COMMON else 1) / len(SEEDS) for name in names}


def least(name: str) -> float:
    """Return the smallest share that will do."""
    return OFTEN if name in COMMON else SELDOM.get(name, LEAST)


@pytest.mark.slow
def test_every_rule_decides_often_enough() -> None:
    """Leaving out any rule, or changing any kind of input, changes enough answers."""
    rare = {name: rate for name, rate in rates().items() if rate < least(name)}
    assert rare == {}


@pytest.mark.slow
def test_some_problems_have_no_team() -> None:
    """Between 15 and 35 of 100 problems are infeasible."""
    problems = [make_problem(Random(seed)) for seed in SEEDS]
    infeasible = sum(solve(problem.tables, problem.challenge).points is None for problem in problems)
    assert 0.15 <= infeasible / len(SEEDS) <= 0.35


def test_the_same_seed_gives_the_same_problem() -> None:
    """All that is random comes from the generator handed in."""
    assert make_problem(Random(7)) == make_problem(Random(7))
