"""A programme: what it may say, from where it is read, and every fault with its place (SPEC.md section 10)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from teamforge.challenge.programme import Programme, programme_schema, read_programme
from teamforge.challenge.reading import read_challenge
from teamforge.errors import InputError
from tests.unit.challenge.documents import ABSENT
from tests.unit.challenge.documents import document as challenge

SHARED = Path(__file__).parents[5] / "shared" / "data" / "year-2027"


def one(name: str, **changes: Any) -> dict[str, Any]:
    """Return a challenge that leaves its date to the programme."""
    return challenge(**{"id": name, "as_of": ABSENT, **changes})


def document(**changes: Any) -> dict[str, Any]:
    """Return a valid programme with some fields changed."""
    fields = {"id": "year", "as_of": "2027-01-11", "challenges": [one("a"), one("b")], **changes}
    return {name: value for name, value in fields.items() if value is not ABSENT}


def faults(source: Any) -> list[tuple[str, str | None, str | None, str]]:
    """Return table, field, value and what was expected of every fault."""
    with pytest.raises(InputError) as caught:
        read_programme(source)
    assert caught.value.__context__ is None, "the error keeps what it was made from, private texts too"
    return [(fault.table, fault.column, fault.value, fault.expected) for fault in caught.value.faults]


def fields(**changes: Any) -> list[str | None]:
    """Return where the faults of a changed programme are."""
    return [column for _, column, _, _ in faults(document(**changes))]


def test_what_is_left_out_has_its_default() -> None:
    programme = read_programme(document())
    assert (programme.id, programme.title, programme.as_of) == ("year", None, date(2027, 1, 11))
    assert [each.id for each in programme.challenges] == ["a", "b"]
    assert [each.as_of for each in programme.challenges] == [date(2027, 1, 11)] * 2
    assert dict(programme.priority) == {"a": 1, "b": 1}
    assert (programme.objective, programme.without_team, programme.change_budget) == ("total", 100_000, None)
    assert (programme.limits.per_organisation, programme.limits.per_peer) == (None, None)


def test_every_field_is_read() -> None:
    programme = read_programme(
        document(
            title="The year",
            priority={" b ": 3.0},
            objective="Fair",
            without_team=0,
            limits={"per_organisation": 2, "per_peer": 1},
            change_budget="Least",
        )
    )
    assert programme.title == "The year"
    assert dict(programme.priority) == {"a": 1, "b": 3}
    assert (programme.objective, programme.without_team, programme.change_budget) == ("fair", 0, "least")
    assert (programme.limits.per_organisation, programme.limits.per_peer) == (2, 1)
    assert read_programme(document(change_budget=0)).change_budget == 0
    assert read_programme(programme) is programme
    assert Programme(**document()) == read_programme(document())


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"id": ABSENT}, "id"),
        ({"id": " "}, "id"),
        ({"as_of": "soon"}, "as_of"),
        ({"as_of": ABSENT}, "as_of"),
        ({"challenges": ABSENT}, "challenges"),
        ({"challenges": []}, "challenges"),
        ({"challenges": {}}, "challenges"),
        ({"challenges": [one("a"), one(" a ")]}, "challenges[1].id"),
        ({"challenges": [one("a"), 7]}, "challenges[1]"),
        ({"challenges": [one("a"), None]}, "challenges[1]"),
        ({"challenges": [one("a"), "b.toml"]}, "challenges[1]"),
        ({"challenges": [one("a"), one("b", as_of="2027-01-12")]}, "challenges[1].as_of"),
        ({"challenges": [one("a", as_of=7)]}, "challenges[0].as_of"),
        ({"challenges": [one("a", titel="x")]}, "challenges[0].titel"),
        ({"challenges": [one("a", scope={"housing": 11})]}, "challenges[0].scope.housing"),
        ({"challenges": [one("a", hosts=["H", "H"])]}, "challenges[0].hosts[1]"),
        ({"priority": {"c": 2}}, "priority.c"),
        ({"priority": {"a": 0}}, "priority.a"),
        ({"priority": {"a": 11}}, "priority.a"),
        ({"priority": {"a": "2"}}, "priority.a"),
        ({"priority": {"a": 2, "a ": 3}}, "priority.a "),
        ({"priority": [2]}, "priority"),
        ({"objective": "totally"}, "objective"),
        ({"without_team": -1}, "without_team"),
        ({"without_team": 1_000_001}, "without_team"),
        ({"limits": {"per_peer": 0}}, "limits.per_peer"),
        ({"limits": {"per_organisation": 1.5}}, "limits.per_organisation"),
        ({"limits": {"per_team": 1}}, "limits.per_team"),
        ({"limits": 3}, "limits"),
        ({"change_budget": -1}, "change_budget"),
        ({"change_budget": "fewest"}, "change_budget"),
        ({"change_budget": True}, "change_budget"),
        ({"effort": 3}, "effort"),
    ],
)
def test_a_fault_is_told_with_its_place(changes: dict[str, Any], where: str) -> None:
    assert [column and column.replace('"', "") for column in fields(**changes)] == [where]


def test_every_fault_is_told_at_once() -> None:
    wrong = {"challenges": [one("a", hosts=[]), one("b", days=3), one("c", as_of="2026-01-11")], "objective": "x"}
    assert sorted(map(str, fields(**wrong, priority={"d": 2}, without_team=0.5))) == [
        *("challenges[0].hosts", "challenges[1].days", "challenges[2].as_of"),
        *("objective", "priority.d", "without_team"),
    ]


def test_a_challenge_is_taken_as_it_is_if_its_date_is_the_programmes() -> None:
    own = read_challenge(challenge(id="a"))
    assert read_programme(document(challenges=[own])).challenges[0] == own
    assert fields(as_of="2027-01-12", challenges=[own]) == ["challenges[0].as_of"]


def test_replacing_fields_keeps_the_priorities_of_the_challenges_that_stay() -> None:
    programme = read_programme(document(priority={"a": 4, "b": 2}))
    assert programme.replace(objective="fair").objective == "fair"
    assert dict(programme.replace(challenges=[one("b"), one("c")]).priority) == {"b": 2, "c": 1}
    with pytest.raises(InputError, match=r"priority\.c"):
        programme.replace(priority={"c": 2})


def test_nothing_that_a_person_wrote_is_shown() -> None:
    programme = read_programme(document(challenges=[one("a", exclude=[{"peer": "P1", "reason": "secret"}])]))
    for shown in (repr(programme), str(programme), programme.to_html()):
        assert "secret" not in shown
    assert repr(programme) == "<Programme: year, 1 challenge, decided on 2027-01-11>"


def test_a_file_names_challenges_by_paths_beside_it(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "b.json").write_text(json.dumps(one("b")))
    file = tmp_path / "year.json"
    file.write_text(json.dumps(document(challenges=[one("a"), "c/b.json"], priority={"b": 2})))
    programme = read_programme(file)
    assert [each.id for each in programme.challenges] == ["a", "b"]
    assert dict(programme.priority) == {"a": 1, "b": 2}


def test_faults_of_a_file_are_told_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(
        'id = "b"\nhosts = []\n[on_site]\nwindows = [2027-04-13]\n[scope]\nhousing = 1\n'
    )
    (tmp_path / "broken.toml").write_text("id = \n")
    (tmp_path / "late.json").write_text(json.dumps(one("c", as_of="2027-01-12")))
    file = tmp_path / "year.json"
    paths = ["bad.toml", "broken.toml", "late.json", "gone.toml", "year.txt"]
    file.write_text(json.dumps(document(challenges=paths, priority={"of the broken one": 2}, effort=1)))
    with pytest.raises(InputError) as caught:
        read_programme(file)
    told = [(fault.table, fault.row, fault.column) for fault in caught.value.faults]
    assert told == [
        ("programme", None, "effort"),
        ("bad.toml", None, "hosts"),
        ("broken.toml", 1, None),
        ("late.json", None, "as_of"),
        ("gone.toml", None, None),
        ("year.txt", None, None),
    ]
    assert "bad.toml, field hosts: expected" in str(caught.value)


def test_a_folder_is_a_programme_and_its_challenges(tmp_path: Path) -> None:
    (tmp_path / "programme.toml").write_text('id = "year"\nas_of = 2027-01-11\n[priority]\nb = 2\n')
    (tmp_path / "2.json").write_text(json.dumps(one("a")))
    (tmp_path / "1.json").write_text(json.dumps(one("b")))
    (tmp_path / "record.json").write_text('{"decision": "accepted"}')
    (tmp_path / "list.json").write_text("[1]")
    (tmp_path / ".hidden.json").write_text(json.dumps(one("c")))
    (tmp_path / "peers.csv").write_text("peer_id,roles\n")
    programme = read_programme(tmp_path)
    assert [each.id for each in programme.challenges] == ["b", "a"], "in the order of the names of their files"
    assert programme.priority["b"] == 2


def folder_with(folder: Path, name: str, content: str) -> Path:
    """Return the folder of a programme with one challenge, and with another file."""
    (folder / "programme.toml").write_text('id = "year"\nas_of = 2027-01-11\n', encoding="utf-8")
    (folder / "one.json").write_text(json.dumps(one("one")), encoding="utf-8")
    (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize("field", ["scope", "on_site", "seats", "team_rules"])
def test_a_challenge_whose_hosts_are_missing_or_misspelt_is_not_passed_over(tmp_path: Path, field: str) -> None:
    """The year would be planned without it, and nobody would know."""
    content = {"id": "two", "host": ["H"], field: one("two").get(field, [])}
    told = faults(folder_with(tmp_path, "two.json", json.dumps(content)))
    assert ("two.json", "hosts", None) in [each[:3] for each in told]


@pytest.mark.parametrize("name", ["two.json.txt", "two.toml.txt", "two.JSON.TXT", "a.b.toml.txt"])
def test_a_file_that_is_named_like_a_challenge_is_read_or_a_fault(tmp_path: Path, name: str) -> None:
    """An editor adds its own ending, and some file managers hide it."""
    ((table, _, _, expected),) = faults(folder_with(tmp_path, name, json.dumps(one("two"))))
    assert (table, expected) == (name, "a name that ends in .toml or .json")


@pytest.mark.parametrize(
    "name",
    [
        "teamforge.toml",
        "result.json",
        "two.json~",
        "two.json.bak",
        ".two.json.txt",
        "~$two.json.txt",
        "notes.txt",
        "a.xlsx",
        "two.toml.orig",
        "two.json.docx",
        "result.json.gz",
        "one.json.txt",
        "programme.toml.txt",
    ],
)
def test_other_files_of_a_folder_are_no_challenges(tmp_path: Path, name: str) -> None:
    content = {"id": "two", "title": "Two", "as_of": "2027-01-11", "points": 1}
    text = 'pool = "pool"\n' if name.endswith(".toml") else json.dumps(content)
    assert read_programme(folder_with(tmp_path, name, text)).ids == ("one",)


def test_a_folder_is_no_misnamed_challenge(tmp_path: Path) -> None:
    folder_with(tmp_path, "notes.txt", "")
    (tmp_path / "york.toml.d").mkdir()
    (tmp_path / "york.toml.txt").mkdir()
    assert read_programme(tmp_path).ids == ("one",)


def test_what_is_wrong_with_a_folder(tmp_path: Path) -> None:
    assert faults(tmp_path) == [
        ("programme", None, str(tmp_path / "programme.toml"), "a file that can be read"),
    ]
    (tmp_path / "programme.toml").write_text('id = "year"\nas_of = 2027-01-11\n')
    assert [column for _, column, _, _ in faults(tmp_path)] == ["challenges"]
    (tmp_path / "a.toml").write_text("hosts = [\n")
    assert [table for table, *_ in faults(tmp_path)] == ["a.toml"]
    (tmp_path / "a.toml").unlink()
    (tmp_path / "programme.toml").write_text('id = "year"\nas_of = 2027-01-11\nchallenges = ["a.toml"]\n')
    assert ("programme", "challenges") in [(table, column) for table, column, _, _ in faults(tmp_path)]


@pytest.mark.parametrize("source", [7, None, "no/such/file.toml", b"x"])
def test_what_is_no_programme_is_refused(source: Any) -> None:
    assert [table for table, *_ in faults(source)] == ["programme"]


def test_the_schema_takes_what_is_read() -> None:
    schema = programme_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert schema["required"] == ["id", "as_of", "challenges"]
    for valid in (
        document(),
        document(challenges=["a.toml", one("b")], priority={"b": 10}, change_budget=3),
        document(change_budget="least", limits={"per_peer": 2}, objective="fair"),
        read_programme(document()).model_dump(mode="json"),
    ):
        assert [error.message for error in validator.iter_errors(valid)] == []
    for wrong in (
        document(challenges=[]),
        document(effort=1),
        document(priority={"a": 11}),
        document(change_budget=-1),
        document(change_budget="fewest"),
        document(limits={"per_peer": 0}),
        document(challenges=[one("a", titel="x")]),
    ):
        assert list(validator.iter_errors(wrong))


@pytest.mark.skipif(not SHARED.exists(), reason="the data of the year are not beside this copy")
def test_the_programmes_of_the_year_are_read() -> None:
    programme = read_programme(SHARED / "programme-20.json")
    assert (programme.id, len(programme.challenges)) == ("year-20", 20)
    assert sorted(set(programme.priority.values())) == [1, 2, 3]
