"""The JSON Schema takes what `read_challenge` takes, and refuses what it can see is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from teamforge.challenge.schema import challenge_schema
from teamforge.spec.rulebook import PRESETS, RULEBOOK

from .documents import SEATS, WAIVER, document, read
from .test_reading import DOCUMENT

SCHEMA = challenge_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_the_schema_is_a_schema_and_json() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize(
    "valid",
    [
        document(),
        DOCUMENT,
        read(**{**DOCUMENT, "seats": SEATS}).model_dump(mode="json"),
        read().model_dump(mode="json"),
        document(as_of="11/01/2027", on_site={"windows": ["2027-04-13T00:00:00", "4/5/2027"], "avoid": ["6/5/2027"]}),
        document(seats=[{"id": "a", "accepts": {"leader": 1.0}, "required": "yes", "counts": 1}]),
        document(team_rules=[{"attribute": "a", "value": value, "max": 1} for value in ("x", 3, True)]),
        document(
            rules={
                name: {} for name in (*tuple(RULEBOOK.criteria), *tuple(RULEBOOK.conflicts), *("first_timers", "rest"))
            }
        ),
    ],
)
def test_a_valid_document_fits_the_schema(valid: dict[str, Any]) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(valid)] == []
    assert read(**valid).id


@pytest.mark.parametrize(
    "changes",
    [
        {"titel": "x"},
        {"id": 3},
        {"id": ""},
        {"hosts": []},
        {"as_of": "someday"},
        {"as_of": "2027-02-30"},
        {"on_site": {"days": 6, "windows": []}},
        {"on_site": {"days": 3}},
        {"on_site": {"windows": [], "earliest": "2027-04-13", "latest": "2027-04-15"}},
        {"on_site": {"windows": [], "avoid": [{"start": "2027-04-13"}]}},
        {"scope": {}},
        {"scope": {"a": 11}},
        {"seats": [{"id": "a", "accepts": {}}]},
        {"seats": [{"id": "a", "accepts": {"x": 0}}]},
        {"seats": [{"id": "a", "accepts": {"x": 1}, "leads": "perhaps"}]},
        {"purpose": "x"},
        {"preset": "x"},
        {"rules": {"coverag": {}}},
        {"rules": {"current_tie": {"years": 3}}},
        {"rules": {"coverage": {"depth": []}}},
        {"waivers": [{**WAIVER, "rule": "x"}]},
        {"team_rules": [{"attribute": "x", "max": -1}]},
    ],
    ids=str,
)
def test_what_the_schema_can_see_is_wrong_does_not_fit(changes: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(document(**changes))


def test_every_field_is_described_and_the_words_are_listed() -> None:
    tables = [SCHEMA, *SCHEMA["$defs"].values()]
    for table in tables:
        for name, field in table["properties"].items():
            assert field.get("description"), (table["title"], name)
    assert SCHEMA["properties"]["preset"]["enum"] == list(PRESETS)
    assert SCHEMA["properties"]["lead_time"]["default"] == {"minimum_weeks": 8, "advised_weeks": 12}
    assert [seat["id"] for seat in SCHEMA["properties"]["seats"]["default"]][:2] == [
        "lead_peer",
        "director_of_public_health",
    ]
