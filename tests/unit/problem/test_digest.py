"""The digest: the same for any order of rows, and another for whatever a result depends on."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from teamforge.problem.digest import _order, input_digest
from teamforge.tables.packed import mixed
from tests.world import World, seat, waiver


def full(**challenge: Any) -> World:
    """Return a world with rows in every table."""
    world = (
        World(**challenge).organisation("H", "county", "kent", "green").organisation("X", "unitary", "wales", "blue")
    )
    world.peer("A", at="X", roles=("chief_executive", "director"), group="blue", language=("welsh", "urdu"))
    world.peer("B", prevention=2, housing=3)
    world.relation("X", "similar_to", "H", "2020-01-01").relation("G", "predecessor_of", "H")
    world.interest("A", "friendship", "X").interest("B", "family", "A", "2020-01-01")
    world.booking("A", "2025-01-01", "2025-01-02", "X", "done").booking(
        "B", "2025-02-01", "2025-02-02", "X", "done", "c"
    )
    return world.free("A", "2027-01-01", "2027-12-31").free("B", "2027-01-01", "2027-06-01", available=False)


def digest(world: World) -> str:
    """Return the digest."""
    return input_digest(world.pool, world.challenge, world.given.windows)


def reversed_rows(world: World) -> World:
    """Return the world with the rows of every table in the opposite order."""
    world.people = dict(reversed(world.people.items()))
    world.places = dict(reversed(world.places.items()))
    world.tables = {name: rows[::-1] for name, rows in world.tables.items()}
    return world


def test_its_form() -> None:
    """The name of the hash and 64 hexadecimal digits."""
    kind, _, digits = digest(full()).partition(":")
    assert (kind, len(digits)) == ("sha256", 64)
    assert set(digits) <= set("0123456789abcdef")


def test_any_order_of_rows() -> None:
    """Of every table, and of the values of one cell."""
    assert digest(full()) == digest(reversed_rows(full()))
    turned = full().peer("A", roles=("director", "chief_executive"), language=("urdu", "welsh"))
    assert digest(full()) == digest(turned)


CHANGES: tuple[Callable[[World], World], ...] = (
    lambda world: world.peer("A", at="H"),
    lambda world: world.peer("A", roles=("chief_executive",)),
    lambda world: world.peer("A", trained=False),
    lambda world: world.peer("A", active=False),
    lambda world: world.peer("A", group="green"),
    lambda world: world.peer("A", done=2),
    lambda world: world.peer("A", most=2),
    lambda world: world.peer("A", declared="2026-12-02"),
    lambda world: world.peer("A", declared=None),
    lambda world: world.peer("A", prevention=1),
    lambda world: world.peer("C"),
    lambda world: world.leave_out("challenges_done"),
    lambda world: world.leave_out("declared_on"),
    lambda world: world.organisation("X", "unitary", "wales"),
    lambda world: world.organisation("X", "unitary", None, "blue"),
    lambda world: world.organisation("X", None, "wales", "blue"),
    lambda world: world.relation("X", "neighbour_of", "H"),
    lambda world: world.interest("A", "family", "H"),
    lambda world: world.interest("A", "friendship", "X"),
    lambda world: world.booking("A", "2027-04-12", "2027-04-14"),
    lambda world: world.free("A", "2027-04-12", "2027-04-14", available=False),
)
"""A cell, a row or a column more or less."""


@pytest.mark.parametrize("change", range(len(CHANGES)))
def test_whatever_a_result_depends_on(change: int) -> None:
    """Each change of the pool."""
    assert digest(full()) != digest(CHANGES[change](full()))


FIELDS: tuple[dict[str, Any], ...] = (
    {"id": "that"},
    {"as_of": "2027-01-12"},
    {"on_site": {"windows": ["2027-04-13"]}},
    {"on_site": {"windows": ["2027-04-12"], "days": 2}},
    {"scope": {"prevention": 9}},
    {"seats": [seat("s", fit=99)]},
    {"pins": {"s": "A"}},
    {"exclude": [{"peer": "A", "reason": "ill"}]},
    {"waivers": [waiver("A", "friendship")]},
    {"rules": {"rest": {"rest_days": 13}}},
    {"rules": {"neighbour": {"strength": "hard"}}},
    {"preset": "regional"},
    {"purpose": "progress_review"},
    {"unknown_availability": "busy"},
    {"lead_time": {"minimum_weeks": 7}},
    {"team_rules": [{"attribute": "language", "max": 1}]},
)


@pytest.mark.parametrize("field", range(len(FIELDS)))
def test_whatever_the_challenge_asks(field: int) -> None:
    """Each field of it."""
    assert digest(full()) != digest(full(**FIELDS[field]))


def test_what_no_result_depends_on() -> None:
    """Names, titles, reasons, themes outside the scope, attributes that no rule names."""
    same = [
        full(title="A title").peer("A", name="Jo"),
        full().peer("A", housing=4),
        full().peer("A", language=()),
        full(rules={"rest": {"rest_days": 14}}),
    ]
    assert {digest(full())} == {digest(world) for world in same}
    ill, away = ([{"peer": "A", "reason": reason}] for reason in ("ill", "away"))
    assert digest(full(exclude=ill)) == digest(full(exclude=away))
    long, short = (waiver("A", "friendship", reason=reason) for reason in ("long ago", "not close"))
    assert digest(full(waivers=[long])) == digest(full(waivers=[short]))


def test_an_attribute_that_a_rule_names() -> None:
    """It counts then."""
    rules = [{"attribute": "language", "max": 1}]
    assert digest(full(team_rules=rules)) != digest(full(team_rules=rules).peer("B", language=("welsh",)))


def test_the_bank_holidays_between() -> None:
    """They are part of it: what the library says of them may change."""
    world = full(on_site={"earliest": "2027-03-22", "latest": "2027-04-30"})
    windows = world.given.windows
    other = type(windows)(windows.starts, windows.days, windows.advised, windows.refused, windows.holidays[1:])
    assert digest(world) != input_digest(world.pool, world.challenge, other)


def test_rows_whose_keys_share_their_high_bits() -> None:
    """They are in one order, whatever order they come in; so are rows with the same key."""
    keys = np.array([7 << 60, (7 << 60) + 2, (7 << 60) + 1, 5, 3, 3, 9 << 60], dtype=np.uint64)
    factor = int(mixed([np.ones(1, dtype=np.uint64)])[0])
    words = keys * np.uint64(pow(factor, -1, 1 << 64))
    assert mixed([words]).tolist() == keys.tolist()
    for rows in permutations(range(len(words))):
        word = words[list(rows)]
        assert mixed([word])[_order([word])].tolist() == sorted(keys.tolist())
