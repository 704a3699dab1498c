"""The rows of a plan's certificate: who is in each, and its limit, worked out by hand from SPEC.md section 10."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from teamforge.certificate.plan_check import _ground
from teamforge.certificate.plan_rows import FAMILIES, PlanGround, RowError, RowRead
from teamforge.spec.dates import date_of, day_number
from tests.unit.verify.plan.test_plan import APRIL, challenge, programme, row, world

LATER = date(2027, 4, 20)
WEEK = (APRIL - date(1970, 1, 5)).days // 7
"""Weeks are counted from the first Monday of 1970."""
LIMITS = {"per_organisation": 1, "per_peer": 1}
STRENGTHS = {"current_tie": "off", "reviewed_host": "hard", "reciprocal_review": "review"}


def rules(rest: int, **strengths: str) -> dict[str, dict[str, Any]]:
    """Return the days of rest, and strengths of rules of conflict."""
    bars: dict[str, dict[str, Any]] = {rule: {"strength": strength} for rule, strength in strengths.items()}
    return {"rest": {"rest_days": rest}, **bars}


def ground(a: dict[str, Any] | None = None, limits: dict[str, int] = LIMITS, budget: int | None = 1) -> PlanGround:
    """
    Return two challenges of two days: a at H and A on 13 April, and b at A on 9 March or 20 April.

    P and Q work for A, S for H, R for nobody. P has one place left in 2027, Q two. Of the seats that stand P and Q can
    keep theirs, M cannot, as the days are no longer possible, and N could hold no seat. `a` changes the first one.
    """
    first = {"hosts": ["H", "A"], "on_site": {"days": 2, "windows": [APRIL]}, "rules": rules(5, **STRENGTHS)}
    on_site = {"days": 2, "windows": [date(2027, 3, 9), LATER]}
    second = {"hosts": ["A"], "on_site": on_site, "rules": rules(2, **dict.fromkeys(STRENGTHS, "off"))}
    stands = [
        row("a", "lead", "P", "asked", APRIL, "H"),
        row("a", "manager", "N", "asked", APRIL, "H"),
        row("b", "lead", "Q", "asked", LATER, "A"),
        row("b", "manager", "M", "asked", date(2027, 4, 6), "A"),
    ]
    people = world().peer("N", active=False).booking("P", "2027-09-07", "2027-09-09", "J")
    challenges = challenge("a", **{**first, **(a or {})}), challenge("b", **second)
    return _ground(people.pool.with_assignments(stands), programme(*challenges, limits=limits, change_budget=budget))


def members(whole: PlanGround, read: RowRead) -> list[str]:
    """Return the visits of a row: challenge, peer, seat and first day."""
    found = []
    for own, visits in read.visits.items():
        problem = whole.challenges[own].problem
        for candidate, windows in zip(visits.candidates.tolist(), visits.windows.tolist(), strict=True):
            who = f"{own} {problem.peer_ids[problem.peers[candidate]]} {problem.seats[problem.seat[candidate]]}"
            days = [date_of(start) for start, inside in zip(problem.starts, windows, strict=True) if inside]
            found += [f"{who} {day.day}/{day.month}" for day in days]
    return sorted(found)


OF_P = ["a P lead 13/4", "a P manager 13/4", "b P lead 20/4", "b P lead 9/3", "b P manager 20/4", "b P manager 9/3"]


@pytest.mark.parametrize(
    ("kind", "ids", "limit", "visits"),
    [
        # Rule 2. Of two engagements a year P has one elsewhere; before April is another year, in which P has none.
        ("year", ("P", 2027), 1, ["a P lead 13/4", "b P lead 20/4"]),
        ("year", ("P", 2026), 2, ["b P lead 9/3"]),
        ("year", ("P", 2027, "a", "b"), 1, ["a P lead 13/4", "b P lead 20/4", "b P manager 20/4"]),
        # To lead a on 13 and 14 April takes five days of rest, until the 19th, and b on the 20th two, from the 18th.
        ("day", ("P", day_number(date(2027, 4, 14)), "after"), 1, ["a P lead 13/4", "a P manager 13/4"]),
        ("day", ("P", day_number(date(2027, 4, 19)), "after"), 1, ["a P lead 13/4"]),
        ("day", ("P", day_number(date(2027, 4, 20)), "after"), 1, ["b P lead 20/4", "b P manager 20/4"]),
        ("day", ("P", day_number(date(2027, 4, 18)), "before"), 1, ["b P lead 20/4"]),
        ("day", ("P", day_number(date(2027, 4, 17)), "before"), 1, []),
        # Rule 3. A is among the hosts of a, and leads those of b.
        ("met_twice", ("P", "a", "b"), 1, OF_P),
        # P of A reviews H and A: nobody else from H or A then leads b, at A.
        (
            *("reciprocal", ("a", "P", "b", "lead"), 1),
            ["a P lead 13/4", "a P manager 13/4", "b Q lead 20/4", "b Q lead 9/3", "b S lead 20/4", "b S lead 9/3"],
        ),
        # Rule 4.
        (
            *("per_organisation", ("A", WEEK, f"P@{day_number(APRIL)}", f"Q@{day_number(APRIL) + 1}"), 1),
            ["a P lead 13/4", "a P manager 13/4", "a Q lead 13/4", "a Q manager 13/4"],
        ),
        ("per_peer", ("P",), 1, OF_P),
        # Of three seats that stand all but one are kept; M's cannot be. What holds for one change holds for two.
        ("change", (1,), 1 - 3, ["a P lead 13/4", "b Q lead 20/4"]),
        ("change", (2,), 2 - 3, ["a P lead 13/4", "b Q lead 20/4"]),
    ],
)
def test_who_is_in_a_row(kind: str, ids: tuple[str | int, ...], limit: int, visits: list[str]) -> None:
    """The limit of seats that are kept is a least number, and is written with its sign turned."""
    whole = ground()
    read = FAMILIES[kind](whole, ids)
    assert (read.limit, members(whole, read)) == (limit, visits)
    assert read.sign == (-1 if kind == "change" else 1)


WAIVED = [
    {"peer": "P", "rule": rule, "by": "x", "reason": "y", "on": "2027-01-04"}
    for rule in ("reviewed_host", "reciprocal_review")
]
OFF = {"a": {"rules": rules(5, **dict.fromkeys(STRENGTHS, "off"))}}
ON_13, ON_20 = day_number(APRIL), day_number(LATER)
REFUSED: dict[str, tuple[str, tuple[str | int, ...], dict[str, Any]]] = {
    "one place and no other challenge": ("year", ("P", 2027, "a"), {}),
    "two places and one other challenge": ("year", ("Q", 2027, "a", "b"), {}),
    "the same challenge as another": ("year", ("P", 2027, "a", "a"), {}),
    "the places of nobody": ("year", ("X", 2027), {}),
    "no side of a day": ("day", ("P", ON_13, "around"), {}),
    "a day of nobody": ("day", ("X", ON_13, "after"), {}),
    "met once": ("met_twice", ("P", "a", "a"), {}),
    "may be met twice": ("met_twice", ("P", "a", "b"), OFF),
    "another host": ("met_twice", ("P", "a", "b"), {"a": {"hosts": ["H"]}}),
    "both ways, if it is off": ("reciprocal", ("a", "P", "b", "lead"), OFF),
    "both ways, if it is waived": ("reciprocal", ("a", "P", "b", "lead"), {"a": {"waivers": WAIVED}}),
    "from nowhere": ("reciprocal", ("a", "R", "b", "lead"), {}),
    "from where nobody goes": ("reciprocal", ("a", "S", "b", "lead"), {}),
    "a peer twice": ("per_organisation", ("A", WEEK, f"P@{ON_13}", f"P@{ON_13 + 1}"), {}),
    "another week": ("per_organisation", ("A", WEEK, f"P@{ON_13}", f"Q@{ON_20}"), {}),
    "another organisation": ("per_organisation", ("A", WEEK, f"P@{ON_13}", f"S@{ON_13}"), {}),
    "no limit for an organisation": ("per_organisation", ("A", WEEK, f"P@{ON_13}"), {"limits": {"per_peer": 1}}),
    "no limit for a peer": ("per_peer", ("P",), {"limits": {"per_organisation": 1}}),
    "a smaller budget": ("change", (0,), {}),
    "no budget": ("change", (1,), {"budget": None}),
}


@pytest.mark.parametrize(("kind", "ids", "changes"), REFUSED.values(), ids=REFUSED)
def test_a_row_that_does_not_hold_is_refused(kind: str, ids: tuple[str | int, ...], changes: dict[str, Any]) -> None:
    """Some valid plan could break it, or it is not what its kind says."""
    with pytest.raises(RowError):
        FAMILIES[kind](ground(**changes), ids)
