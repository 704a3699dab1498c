"""The rulebook against SPEC.md sections 5 and 6, as the oracle reads them."""

from __future__ import annotations

import pickle

import pytest

from teamforge.spec.rulebook import PRESETS, RULEBOOK, Rulebook, preset
from teamforge.spec.rules import Strength
from tests.oracle import challenge, criteria

CONFLICTS = {name: (strength, challenge.YEARS.get(name)) for name, strength in challenge.STRENGTHS.items()}
WEIGHTS = challenge.CRITERIA
"""As the oracle declares them; its modules fill these tables."""


def conflicts(book: Rulebook) -> dict[str, tuple[str, int | None]]:
    return {name: (str(rule.strength), rule.years) for name, rule in book.conflicts.items()}


def weights(book: Rulebook) -> dict[str, int]:
    return {name: criterion.weight for name, criterion in book.criteria.items()}


def test_the_names_are_those_of_the_specification_in_its_order() -> None:
    assert tuple(CONFLICTS) == tuple(RULEBOOK.conflicts)
    assert tuple(criteria.CRITERIA) == tuple(WEIGHTS) == tuple(RULEBOOK.criteria)
    assert tuple(name for name, rule in RULEBOOK.conflicts.items() if rule.pair) == ("pair_tie", "pair_friendship")
    assert PRESETS == ("lga_system_wide", "lga_progress_review", "regional", "strict_independence")


@pytest.mark.parametrize("name", PRESETS)
def test_what_no_preset_changes(name: str) -> None:
    book = preset(name)
    assert book.preset == name
    assert (book.first_timers_max, book.rest_days) == (2, 14)
    assert {name: criterion.depth for name, criterion in book.criteria.items() if criterion.depth} == {
        "coverage": (4, 2, 1)
    }
    assert {name: rule.kinds for name, rule in book.conflicts.items() if rule.kinds} == {
        "same_system": ("icb", "ics", "system")
    }
    assert all(rule.weight is None for rule in book.conflicts.values())
    assert [name for name, rule in book.criteria.items() if rule.strength is not None] == ["outside_region"]


def test_the_default_preset() -> None:
    book = preset("lga_system_wide")
    assert conflicts(book) == CONFLICTS
    assert weights(book) == WEIGHTS
    assert book.criteria["outside_region"].strength is Strength.OFF


def test_the_progress_review_preset() -> None:
    book = preset("lga_progress_review")
    assert conflicts(book) == CONFLICTS | {"reviewed_host": ("off", 5)}
    assert weights(book) == WEIGHTS | {"fresh": 0}
    assert book.criteria["outside_region"].strength is Strength.OFF


def test_the_regional_preset() -> None:
    book = preset("regional")
    assert conflicts(book) == CONFLICTS | {"same_system": ("off", None), "reciprocal_review": ("off", 3)}
    assert weights(book) == WEIGHTS | {"outside_region": 0}
    assert book.criteria["outside_region"].strength is Strength.OFF


def test_the_strict_preset() -> None:
    book = preset("strict_independence")
    assert conflicts(book) == {name: ("hard", 6 if years == 5 else years) for name, (_, years) in CONFLICTS.items()}
    assert weights(book) == WEIGHTS
    assert book.criteria["outside_region"].strength is Strength.HARD


def test_an_override_changes_its_keys_and_leaves_the_preset_as_it_was() -> None:
    before = preset("regional")
    book = before.override({"neighbour": {"strength": "soft", "weight": 3}, "coverage": {"depth": [2, 1]}})
    assert book.conflicts["neighbour"].strength is Strength.SOFT
    assert book.conflicts["neighbour"].weight == 3
    assert book.criteria["coverage"].depth == (2, 1)
    assert book.criteria["outside_region"].weight == 0
    assert before == preset("regional")
    assert before.override({}) == before


def test_a_rulebook_can_be_pickled() -> None:
    book = preset("strict_independence")
    assert pickle.loads(pickle.dumps(book)) == book  # noqa: S301 -- our own


def test_what_is_unknown_is_an_error() -> None:
    with pytest.raises(KeyError):
        preset("usual")
    with pytest.raises(KeyError):
        preset("regional").override({"resting": {"rest_days": 1}})
