"""Whatever is given, there is a challenge or an `InputError`, and the error can be read, pickled and compared."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from teamforge.challenge import Challenge
from teamforge.challenge.reading import read_challenge
from teamforge.errors import InputError

from .documents import WAIVER, document
from .test_reading import DOCUMENT, TOML

WORDS = st.sampled_from(
    [
        "id",
        "hosts",
        "scope",
        "days",
        "windows",
        "rule",
        "weight",
        "soft",
        "P1",
        "vcs",
        "2027-01-11",
        "neighbour",
        "",
        " ",
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 12)
    | st.integers()
    | st.floats()
    | st.dates(date(1, 1, 1), date(9999, 12, 31))
    | st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31))  # noqa: DTZ001 -- TOML has local times
    | st.text(max_size=5)
    | WORDS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
RICH = DOCUMENT | {
    "waivers": [WAIVER, *DOCUMENT["waivers"]],
    "rules": DOCUMENT["rules"] | {"past_tie": {"years": 3, "strength": "off"}, "same_system": {"kinds": ["icb"]}},
}


def outcome(source: Any) -> Challenge | None:
    """Return what comes of a source; None for faults that are as they should be."""
    try:
        challenge = read_challenge(source)
    except InputError as error:
        check_faults(error)
        return None
    assert challenge.rulebook.preset == challenge.preset
    assert challenge.counting_seats
    assert read_challenge(json.loads(challenge.model_dump_json())) == challenge
    return challenge


def check_faults(error: InputError) -> None:
    assert error.faults
    assert str(error)
    assert all(fault.expected and fault.table == "challenge" for fault in error.faults)
    assert all(fault.value is None or isinstance(fault.value, str) for fault in error.faults)
    assert pickle.loads(pickle.dumps(error)).faults == error.faults  # noqa: S301 -- our own


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything within a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in items for place in [(*path, key), *places(item, (*path, key))]]


PLACES = places(RICH)
EXAMPLES = settings().max_examples
"""Of an ordinary property; these are quick, and have more."""


@settings(max_examples=12 * EXAMPLES, deadline=None)
@given(VALUES)
@example([])
@example({})
def test_anything_at_all(value: Any) -> None:
    outcome(value)


@settings(max_examples=12 * EXAMPLES, deadline=None)
@given(st.dictionaries(st.sampled_from([*Challenge.model_fields, "other"]), VALUES))
def test_anything_in_the_fields(changes: dict[str, Any]) -> None:
    outcome(document(**changes))


@settings(max_examples=40 * EXAMPLES, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(["set", "drop", "rename"]), VALUES), min_size=1, max_size=3
    )
)
def test_a_valid_challenge_with_something_changed(changes: list[tuple[tuple[Any, ...], str, Any]]) -> None:
    mutant = copy.deepcopy(RICH)
    for path, action, value in changes:
        parent: Any = mutant
        for key in path[:-1]:
            parent = parent[key] if isinstance(parent, dict | list) and _has(parent, key) else None
        if parent is None or not isinstance(parent, dict | list) or not _has(parent, path[-1]):
            continue
        if action == "set":
            parent[path[-1]] = value
        elif action == "drop":
            del parent[path[-1]]
        elif isinstance(parent, dict):
            parent[str(value)] = parent.pop(path[-1])
    outcome(mutant)


def _has(parent: dict[Any, Any] | list[Any], key: Any) -> bool:
    return key in parent if isinstance(parent, dict) else isinstance(key, int) and key < len(parent)


@settings(max_examples=12 * EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("ending", ["toml", "json"])
def test_a_file_with_something_changed(tmp_path: Path, data: st.DataObject, ending: str) -> None:
    raw = bytearray((TOML if ending == "toml" else json.dumps(DOCUMENT)).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(raw)))
        piece = data.draw(st.binary(max_size=3) | st.sampled_from([b'"', b"[", b"]", b"{", b"}", b"\n", b"9", b"="]))
        raw[place : place + data.draw(st.integers(0, 5))] = piece
    path = tmp_path / f"a.{ending}"
    path.write_bytes(raw)
    outcome(path)


def test_the_document_that_is_changed_is_valid() -> None:
    assert outcome(copy.deepcopy(RICH)) is not None
