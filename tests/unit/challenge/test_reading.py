"""Files: TOML and JSON that say the same are the same; what cannot be read is reported, and where."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from teamforge.challenge.reading import MAX_BYTES, read_challenge
from teamforge.errors import Fault, InputError

from .documents import document

SHARED = Path(__file__).parents[4] / "shared" / "data" / "lga-2200"

TOML = """
id = "here-2027"
title = "A peer challenge"
hosts = ["H1", "H2"]
as_of = 2027-01-11
pins = {lead = "P1"}
exclude = [{peer = "P2", reason = "ill"}]

[on_site]
days = 2
earliest = 2027-03-15T00:00:00
latest = "28/05/2027"
avoid = [{start = 2027-04-01, end = 2027-04-09}, 2027-05-06]

[lead_time]
minimum_weeks = 6

[scope]
prevention = 9
housing = 0

[[seats]]
id = "lead"
accepts = {chief_executive = 100}
leads = true

[[seats]]
id = "vcs"
accepts = {vcs_leader = 80}
required = false

[[waivers]]
peer = "P3"
rule = "pair_friendship"
by = "the monitoring officer"
reason = "long ago"
on = 2027-01-04
until = 2027-12-31
other_peer = "P1"

[[team_rules]]
attribute = "sex"
value = "F"
min = 1
strength = "soft"
weight = 2

[rules]
coverage = {depth = [3, 1]}
neighbour = {strength = "soft", weight = 3}
"""

DOCUMENT: dict[str, Any] = {
    "id": "here-2027",
    "title": "A peer challenge",
    "hosts": ["H1", "H2"],
    "as_of": "2027-01-11",
    "pins": {"lead": "P1"},
    "exclude": [{"peer": "P2", "reason": "ill"}],
    "on_site": {
        "days": 2.0,
        "earliest": "15/03/2027",
        "latest": "2027-05-28",
        "avoid": [{"start": "2027-04-01", "end": "2027-04-09"}, "2027-05-06"],
    },
    "lead_time": {"minimum_weeks": 6},
    "scope": {"prevention": 9, "housing": 0},
    "seats": [
        {"id": "lead", "accepts": {"chief_executive": 100}, "leads": "yes"},
        {"id": "vcs", "accepts": {"vcs_leader": 80}, "required": False},
    ],
    "waivers": [
        {
            "peer": "P3",
            "rule": "pair_friendship",
            "by": "the monitoring officer",
            "reason": "long ago",
            "on": "2027-01-04",
            "until": "2027-12-31",
            "other_peer": "P1",
        }
    ],
    "team_rules": [{"attribute": "sex", "value": "F", "min": 1, "strength": "soft", "weight": 2}],
    "rules": {"coverage": {"depth": [3, 1]}, "neighbour": {"strength": "soft", "weight": 3}},
}


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def fault(source: Any) -> Fault:
    """Return the one fault of a source."""
    with pytest.raises(InputError) as caught:
        read_challenge(source)
    assert caught.value.__context__ is None, "the error keeps what Python said of the file, private texts too"
    (found,) = caught.value.faults
    assert found.table == "challenge"
    return found


def test_toml_json_and_object_give_the_same(tmp_path: Path) -> None:
    challenge = read_challenge(DOCUMENT)
    toml = write(tmp_path, "a.toml", TOML)
    assert read_challenge(toml) == challenge
    assert read_challenge(str(toml)) == challenge
    assert read_challenge(write(tmp_path, "b.JSON", json.dumps(DOCUMENT))) == challenge


@pytest.mark.parametrize("name", ["a.toml", "a.json"])
def test_a_byte_order_mark_and_other_line_ends_are_no_matter(tmp_path: Path, name: str) -> None:
    text = TOML if name == "a.toml" else json.dumps(DOCUMENT, indent=1)
    content = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert read_challenge(write(tmp_path, name, content)) == read_challenge(DOCUMENT)


@pytest.mark.parametrize("name", ["blackpool", "kirklees", "norfolk"])
def test_the_published_challenges_read(name: str) -> None:
    path = SHARED / f"{name}.toml"
    if not path.exists():
        pytest.skip("the shared data are not here")
    challenge = read_challenge(path)
    assert challenge.id == f"{name}-2027"
    assert challenge.counting_seats == 6
    assert [str(period.start) for period in challenge.on_site.avoid] == ["2027-04-01", "2027-05-06"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id = "x"\nhosts = [\n', 3),
        ('id = "x"\nid = "y"\n', 2),
        ('id = "x"\n\nas_of = 2027-02-30\n', 3),
        ("id = x", 1),
        ("id = " + "9" * 5000, None),
        ("a = " + "[" * 5000, None),
        (".".join("a" * 1000) + " = 1", None),
    ],
    ids=["an open list", "a key twice", "no such day", "no quotes", "a long number", "deep lists", "deep keys"],
)
def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path, text: str, line: int | None) -> None:
    found = fault(write(tmp_path, "a.toml", text))
    assert (found.row, found.expected) == (line, "TOML")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"id": "x",\n "hosts": [}\n', 2),
        ("{'id': 1}", 1),
        ("", 1),
        ('{"id": ' + "9" * 5000 + "}", None),
        ("[" * 100_000, None),
    ],
    ids=["an open list", "the other quotes", "nothing", "a long number", "deep lists"],
)
def test_what_is_not_json_is_told_with_its_line(tmp_path: Path, text: str, line: int | None) -> None:
    found = fault(write(tmp_path, "a.json", text))
    assert (found.row, found.expected) == (line, "JSON")


def test_a_key_that_stands_twice_in_json_is_a_fault(tmp_path: Path) -> None:
    text = json.dumps(document()).replace('"scope": {', '"scope": {"prevention": 1, ')
    found = fault(write(tmp_path, "a.json", text))
    assert (found.column, found.value, found.expected) == ("scope.prevention", "prevention", "each key once")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_in_json_is_a_fault(tmp_path: Path, number: str) -> None:
    text = json.dumps(document(on_site={"days": "?", "windows": []})).replace('"?"', number)
    found = fault(write(tmp_path, "a.json", text))
    assert (found.column, found.expected) == ("on_site.days", "a number")


@pytest.mark.parametrize("text", ["[]", "3", '"x"', "null"])
def test_json_that_is_no_object_is_a_fault(tmp_path: Path, text: str) -> None:
    found = fault(write(tmp_path, "a.json", text))
    assert (found.column, found.expected) == (None, "a table")


@pytest.mark.parametrize("name", ["a.yaml", "a", "toml", ".toml", "a.toml.bak"])
def test_another_ending_is_a_fault(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, TOML)
    found = fault(path)
    assert (found.value, found.expected) == (str(path), "a file whose name ends in .toml, .json or .xlsx")


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"
    assert fault(missing) == Fault(
        "challenge", None, None, str(missing), "a file that can be read", os.strerror(2).lower()
    )
    folder = tmp_path / "folder.json"
    folder.mkdir()
    assert fault(folder).expected == "a file that can be read"
    assert fault("a\0b.toml").expected == "a file that can be read"


def test_a_file_that_is_not_utf_8_is_a_fault_with_its_line(tmp_path: Path) -> None:
    found = fault(write(tmp_path, "a.toml", b'id = "x"\ntitle = "Caf\xe9"\n'))
    assert (found.row, found.expected) == (2, "text in UTF-8")


def test_a_file_too_large_is_a_fault(tmp_path: Path) -> None:
    text = json.dumps(DOCUMENT)
    assert read_challenge(write(tmp_path, "a.json", text + " " * (MAX_BYTES - len(text)))).id == "here-2027"
    found = fault(write(tmp_path, "b.json", text + " " * (MAX_BYTES + 1 - len(text))))
    assert found.expected == "a file of at most 1,000,000 bytes"


@pytest.mark.parametrize("source", [None, 3, [], b"a.toml"], ids=repr)
def test_what_is_no_source_is_a_fault(source: object) -> None:
    assert "mapping" in fault(source).expected


def test_keys_that_are_no_text_are_a_fault() -> None:
    found = fault({**document(), 3: "x"})
    assert (found.column, found.value, found.expected) == (None, "3", "keys that are text")
