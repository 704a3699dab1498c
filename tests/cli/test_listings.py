"""`check`, `conflicts`, `demo`, `schema`, `--version` and `--help`."""

from __future__ import annotations

import csv
import io
import json
from importlib.metadata import version
from pathlib import Path

import jsonschema
import pytest

import teamforge
from teamforge.demo import FOLDER
from teamforge.spec.words import spoken
from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE, NAMES, TABLES, save


def test_check_without_faults(command: Command, small: list[str]) -> None:
    done = command("check", *small)
    assert done.status == 0
    assert done.err == ""
    assert "4 peers, 0 availability rows, 3 organisations" in done.out
    assert "no faults" in done.out
    assert "seat VCS has one candidate" in done.out


def test_check_of_a_pool_alone(command: Command, small: list[str]) -> None:
    done = command("check", small[0])
    assert done.status == 0
    assert done.out.startswith("The pool\n")


def test_check_for_programs_tells_the_same_notes(command: Command, small: list[str]) -> None:
    notes = teamforge.check(teamforge.read_pool(small[0]), teamforge.read_challenge(small[1]))
    told = command("check", *small, "--format", "json").json
    assert told["faults"] == []
    assert [note["text"] for note in told["notes"]] == [note.text for note in notes]
    rows = list(csv.DictReader(io.StringIO(command("check", *small, "--format", "csv").out)))
    assert [(row["kind"], row["text"]) for row in rows] == [(note.kind, note.text) for note in notes]


def test_conflicts_lists_every_finding(command: Command, small: list[str]) -> None:
    findings = teamforge.find_conflicts(teamforge.read_pool(small[0]), teamforge.read_challenge(small[1])).findings()
    told = command("conflicts", *small, "--format", "json").json
    assert told["challenge_id"] == "small"
    assert told["findings"] == [finding.to_dict() for finding in findings]
    done = command("conflicts", *small)
    assert done.status == 0
    assert "3 findings: 2 blocking, 1 waived" in done.out
    for finding in findings:
        assert f"{spoken(finding.rule)} — " in done.out
        assert all(str(path) in done.out for path in finding.evidence)


def test_conflicts_as_csv_is_a_row_a_finding(command: Command, small: list[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(command("conflicts", *small, "--format", "csv").out)))
    assert [tuple(row.values()) for row in rows] == [
        (
            *("friendship", "Q1", "", "review", "waived", "the chair"),
            *("Q1 — friendship, 2020-01-01… — Host Council", "interests row 2"),
        ),
        (
            *("declaration", "V2", "", "review", "blocks", ""),
            *("V2 — last declared their interests — on 2020-12-01", "peers row 5"),
        ),
        (
            *("pair_friendship", "Q2", "V1", "review", "blocks", ""),
            *("Q2 — friendship, 2020-01-01… — V1", "interests row 3"),
        ),
    ]


@pytest.mark.parametrize(
    ("peers", "rules"),
    [(["Q1"], ["friendship"]), (["V1"], ["pair_friendship"]), (["V1", " V2 "], ["declaration", "pair_friendship"])],
)
def test_conflicts_of_some_peers_alone_and_in_pairs(
    command: Command, small: list[str], peers: list[str], rules: list[str]
) -> None:
    """A pair is listed when one of the two is asked for."""
    options = [part for peer in peers for part in ("--peer", peer)]
    told = command("conflicts", *small, "--format", "json", *options).json
    assert [finding["rule"] for finding in told["findings"]] == rules


def test_conflicts_of_unknown_peers_are_refused_together(command: Command, small: list[str]) -> None:
    done = command("conflicts", *small, "--peer", "q1", "--peer", "V1", "--peer", "zebra")
    assert (done.status, done.out) == (2, "")
    assert "no peer has the id or name 'q1', did you mean 'Q1'?; no peer has the id or name 'zebra'" in done.err


def test_conflicts_with_names(command: Command, small: list[str]) -> None:
    done = command("conflicts", *small, "--names")
    assert f"Q2 {NAMES[1]}" in done.out
    assert command("conflicts", *small, "--names", "--format", "csv").status == 2


def test_a_rule_that_cannot_apply_is_said(command: Command, tmp_path: Path) -> None:
    """Unknown is not clear: without the column, the listing says that nobody's declaration was looked at."""
    peers = [[cell for place, cell in enumerate(row) if place != 6] for row in TABLES["peers"]]
    files = save(tmp_path, {**TABLES, "peers": peers})
    assert "the rule declaration does not apply" in command("conflicts", *files).out
    assert "the rule declaration does not apply" in command("conflicts", *files, "--format", "csv").err
    assert command("conflicts", *files, "--format", "json").json["warnings"]


def test_demo_composes_and_says_what_to_try(command: Command) -> None:
    done = command("demo")
    assert done.status == 0
    assert done.err == ""
    assert "optimal: proved" in done.out
    assert "teamforge demo --save" in done.out


def test_demo_saves_files_that_compose(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "a new" / "example"
    done = command("demo", "--save", folder)
    assert done.status == 0
    saved = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert saved == {path: (FOLDER / path).read_bytes() for path in saved}
    assert len(saved) == 11
    told = command("compose", folder / "pool", folder / "challenge.toml", "--format", "json").json
    assert told == teamforge.compose(*teamforge.load_demo()).to_dict()


def test_demo_overwrites_nothing(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "mine.txt", tmp_path / "mine.txt" / "below"):
        done = command("demo", "--save", place)
        assert (done.status, done.out) == (2, "")
    assert [path.name for path in tmp_path.rglob("*")] == ["mine.txt"]
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_schema_is_one_that_the_example_keeps(command: Command) -> None:
    schema = command("schema").json
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(CHALLENGE)), schema)


def test_schema_of_a_programme_is_one_that_the_example_keeps(command: Command) -> None:
    schema = command("schema", "programme").json
    jsonschema.Draft202012Validator.check_schema(schema)
    programme = {"id": "year", "as_of": CHALLENGE["as_of"], "challenges": [CHALLENGE, "other.toml"]}
    jsonschema.validate(json.loads(json.dumps(programme)), schema)


def test_version(command: Command) -> None:
    assert command("--version").out == f"teamforge {version('teamforge')}\n"


@pytest.mark.parametrize("name", ["compose", "check", "conflicts", "demo", "schema"])
def test_help_has_an_example(command: Command, name: str) -> None:
    done = command(name, "--help")
    assert done.status == 0
    assert f"teamforge {name} " in done.out.partition("Example:")[2]
    assert f"  {name} " in command("--help").out
