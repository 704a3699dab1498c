"""`job_application`: an application at a host, current or within five years."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    CURRENT_EDGES,
    HOSTS_PLUS,
    PAST_EDGES,
    fires,
    predecessors_count,
    rules_of_v,
)
from tests.world import OPEN, World, team

FIRING = {"interests": [("M", "job_application", "H")]}
"""A pool in which the rule fires for the manager."""


# What is found


def test_current_or_past() -> None:
    """Whichever: applied for last year, applying now, applying within the year."""
    for start, end, expected in (
        ("2022-01-10", "2022-01-10", False),
        ("2022-01-11", "2022-01-11", True),
        ("2027-01-11", "2027-01-11", True),
        ("2028-01-11", "2028-01-11", True),
        ("2028-01-12", "2028-01-12", False),
    ):
        assert expected == fires("job_application", "job_application", start, end)
    assert not fires("job_application", "job_application", None, None, "Y")


def test_predecessors_count() -> None:
    """Never successors."""
    predecessors_count("job_application", "job_application")


@pytest.mark.parametrize("end", [None, "2026-06-01"])
def test_no_other_rule_takes_it(end: str | None) -> None:
    """Neither a current nor a past one."""
    found = World().peer().interest("A", "job_application", "H", "2025-01-01", end).conflicts.findings()
    assert [finding.rule for finding in found] == ["job_application"]


# What the verifier says


@pytest.mark.parametrize(("dates", "fires"), CURRENT_EDGES)
def test_current(dates: tuple[Any, ...], fires: bool) -> None:  # noqa: FBT001 -- a table
    """At the edges of the year from `as_of`; one that has ended is past, within five years."""
    fires |= dates[0] is None
    assert rules_of_v(interests=[("V", "job_application", "B", *dates)]) == (["job_application"] if fires else [])


@pytest.mark.parametrize(("dates", "fires"), PAST_EDGES)
@pytest.mark.parametrize("host", [*HOSTS_PLUS, "FAR"])
def test_past(dates: tuple[Any, ...], fires: bool, host: str) -> None:  # noqa: FBT001 -- a table
    """Within five years, at a host or a predecessor of one."""
    found = rules_of_v(interests=[("V", "job_application", host, *dates)])
    assert found == (["job_application"] if fires and host != "FAR" else [])


# Both


def test_both_sides_agree() -> None:
    """One applies now, one applied five years ago, one a day earlier."""
    world = team("A", "B", "C", seats=OPEN).interest("A", "job_application", "H")
    world.interest("B", "job_application", "H", None, "2022-01-11")
    world.interest("C", "job_application", "H", None, "2022-01-10").peer("D")
    assert world.agreement() == (6, 119)


MUTANTS = mutants_of(
    "conflicts/rules/job_application.py",
    (
        "job_application: current alone",
        "graph.horizon.current(tie.start, tie.end) or graph.horizon.past(tie.end, years)",
        "graph.horizon.current(tie.start, tie.end)",
    ),
)
