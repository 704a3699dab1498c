"""Which challenges of a programme are planned, from which pool, and what the pool does not have."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from teamforge.challenge.programme import Programme, read_programme
from teamforge.challenge.programme.matching import planned, pool_of_programme, programme_faults
from teamforge.pool import Pool
from teamforge.pool.assignments.history import Assignment
from tests.world import World

SEATS = [{"id": "lead", "accepts": {"chief_executive": 100}}]


def programme(**fields: Any) -> Programme:
    """Return a programme of the challenges a and b, with some fields of b changed."""
    own = {"hosts": ["H"], "scope": {"prevention": 5}, "seats": SEATS, "on_site": {"windows": ["2027-04-13"]}}
    challenges = [{"id": "a", **own}, {"id": "b", **own, **fields}]
    return read_programme({"id": "year", "as_of": "2027-01-11", "challenges": challenges})


def pool(*states: tuple[str, str]) -> Pool:
    """Return a pool with a booking for each of three challenges, and rows of `assignments` of some."""
    made = World().peer("P").peer("Q").organisation("I")
    for own in ("a", "b", "c"):
        made.booking("P", "2027-05-04", "2027-05-06", "H", "confirmed", own)
    day = date(2027, 4, 13)
    rows = [Assignment(own, "lead", "Q", "H", day, day, state, date(2027, 1, 12)) for own, state in states]
    return made.pool.with_assignments(rows)


def booked(given: Pool) -> set[str | None]:
    """Return the challenges of the engagements of a pool."""
    table = given.engagements
    return {table.challenge_id.value(row) for row in range(len(table))}


def test_the_plan_decides_the_engagements_of_its_challenges_afresh() -> None:
    """Those of other challenges stay, and so does what is said within each."""
    own = pool_of_programme(pool(("a", "asked"), ("c", "asked")), programme())
    assert booked(own) == {"c"}
    assert own.assignments.unbooked == {"a", "b"}
    assert len(own.assignments) == 2


def test_a_challenge_that_is_over_is_not_planned_and_stays_booked() -> None:
    over = pool(("a", "done"))
    assert [each.id for each in planned(over, programme())] == ["b"]
    assert booked(pool_of_programme(over, programme())) == {"a", "c"}
    again = pool(("a", "done"), ("a", "released"))
    assert [each.id for each in planned(again, programme())] == ["a", "b"], "a later row says otherwise"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"scope": {"housing": 0, "rivers": 5}}, "challenges[1].scope.rivers"),
        ({"pins": {"lead": "nobody"}}, "challenges[1].pins.lead"),
        ({"team_rules": [{"attribute": "shoe_size", "max": 1}]}, "challenges[1].team_rules[0].attribute"),
    ],
)
def test_what_a_challenge_names_must_be_in_the_pool(fields: dict[str, Any], where: str) -> None:
    assert programme_faults(pool(), programme()) == []
    faults = programme_faults(pool(), programme(**fields))
    assert [(fault.table, fault.column) for fault in faults] == [("programme", where)]


def test_nothing_is_asked_of_a_challenge_that_is_over() -> None:
    assert programme_faults(pool(("b", "done")), programme(pins={"lead": "nobody"})) == []


def test_a_fault_of_the_history_stands_in_its_table() -> None:
    """The row speaks of another lead host than the challenge."""
    faults = programme_faults(pool(("b", "asked")), programme(hosts=["I"]))
    assert [(fault.table, fault.column, fault.value) for fault in faults] == [
        ("assignments", "host_organisation_id", "H")
    ]
