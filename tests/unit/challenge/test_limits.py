"""The largest challenge that SPEC.md allows is read, and one that is larger by one is a fault."""

from __future__ import annotations

from typing import Any

import pytest

from teamforge.challenge.reading import read_challenge
from teamforge.challenge.schema import challenge_schema
from teamforge.challenge.windows import find_windows
from teamforge.errors import InputError

from .documents import document


def seats(count: int) -> list[dict[str, Any]]:
    return [{"id": f"s{place}", "accepts": {"x": 1}} for place in range(count)]


def rules(count: int) -> list[dict[str, Any]]:
    return [{"attribute": "area", "value": f"v{place}", "max": 1, "name": f"rule {place}"} for place in range(count)]


def days(latest: str) -> dict[str, Any]:
    return {"days": 1, "earliest": "2027-04-12", "latest": latest}


@pytest.mark.parametrize(
    ("field", "allowed", "beyond", "expected"),
    [
        ("seats", seats(200), seats(201), "at most 200 seats"),
        ("scope", dict.fromkeys(map(str, range(200)), 1), dict.fromkeys(map(str, range(201)), 1), "at most 200 themes"),
        ("team_rules", rules(500), rules(501), "at most 500 team rules"),
        # Of the working days from 12 April 2027, bank holidays left out, the 1,000th is 21 March 2031, a Friday.
        ("on_site", days("2031-03-21"), days("2031-03-24"), "at most 1,000 valid windows, and there are 1,001"),
    ],
)
def test_at_most(field: str, allowed: object, beyond: object, expected: str) -> None:
    challenge = read_challenge(document(pins={}, **{field: allowed}))
    assert field != "on_site" or len(find_windows(challenge)) == 1_000
    with pytest.raises(InputError) as caught:
        read_challenge(document(pins={}, **{field: beyond}))
    (fault,) = caught.value.faults
    assert fault.column == field
    assert fault.expected.startswith(expected)


def test_windows_that_are_not_valid_do_not_count() -> None:
    """A list of dates may be longer, as long as it has no more than 1,000 valid windows."""
    avoid = [{"start": "2028-01-01", "end": "2099-12-31"}]
    challenge = read_challenge(document(on_site={**days("2099-12-31"), "avoid": avoid}))
    assert 0 < len(find_windows(challenge)) < 1_000


def test_the_schema_knows_the_limits() -> None:
    properties = challenge_schema()["properties"]
    assert [properties[name]["maxItems"] for name in ("seats", "team_rules")] == [200, 500]
    assert properties["scope"]["maxProperties"] == 200
