"""What a team rule compares: every column of peers as values (SPEC.md section 7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from teamforge.pool import Pool

from .valid import pool_of, valid


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    """The valid pool."""
    return pool_of(tmp_path, valid())


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("peer_id", [("P1",), ("007",), ("P3",)]),
        ("name", [("jane null",), ("na",), ("o'brien, é",)]),
        ("organisation_id", [("E1",), None, ("E2",)]),
        ("roles", [("chief_executive", "vcs_leader"), ("elected_member",), ("vcs_leader",)]),
        ("trained", [("true",), ("true",), ("false",)]),
        ("active", [("true",), ("true",), ("false",)]),
        ("political_group", [None, ("labour",), ("labour",)]),
        ("challenges_done", [("0",), ("2",), ("0",)]),
        ("max_per_year", [("1",), ("3",), ("0",)]),
        ("declared_on", [("2026-04-01",), ("2026-01-31",), None]),
        ("theme:prevention", [("4",), ("0",), ("0",)]),
        ("languages", [("welsh", "urdu"), None, ("3",)]),
        ("region", [("north west",), None, None]),
        ("kind", [("county",), None, None]),
    ],
)
def test_every_column_has_the_values_it_means(pool: Pool, name: str, values: list[tuple[str, ...] | None]) -> None:
    column = pool.attribute(name)
    assert [column.value(row) for row in range(3)] == values


@pytest.mark.parametrize("name", ["salary", "theme:housing", "levels", "ids", "row", "", "political_control"])
def test_what_is_no_column_is_a_key_error(pool: Pool, name: str) -> None:
    with pytest.raises(KeyError):
        pool.attribute(name)


def test_a_column_that_is_not_there_is_no_attribute(tmp_path: Path) -> None:
    pool = pool_of(tmp_path, {"peers": [{"peer_id": "P1", "roles": "x"}]})
    for name in ("name", "challenges_done", "declared_on", "trained", "organisation_id"):
        with pytest.raises(KeyError):
            pool.attribute(name)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("peer_id", " P1 ", "P1"),
        ("organisation_id", "E1", "E1"),
        ("trained", "Yes", "true"),
        ("active", "0", "false"),
        ("declared_on", "1/4/2026", "2026-04-01"),
        ("declared_on", "soon", "soon"),
        ("languages", " WELSH", "welsh"),
        ("theme:prevention", "4.0", "4"),
    ],
)
def test_the_value_of_a_rule_has_the_form_of_the_column(pool: Pool, name: str, text: str, value: str) -> None:
    assert pool.attribute_value(name, text) == value
