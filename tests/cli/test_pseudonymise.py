"""`teamforge pseudonymise`: a folder to hand on, and a key to keep."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE, NAMES, PRIVATE, TABLES, save


def test_a_folder_is_written_that_composes(command: Command, small: list[str], tmp_path: Path) -> None:
    """The command says what was left out; the list says who is who; no stream holds anything private."""
    safe, key, who = tmp_path / "safe", tmp_path / "secret.key", tmp_path / "who.csv"
    done = command("pseudonymise", *small, "--out", safe, "--key", key, "--new-key", "--list", who)
    assert done.status == 0
    assert "wrote 4 peers under pseudonyms" in done.out
    for told in ("peers, column name", "peers, column political_group", "peers, column faith"):
        assert f"left out: {told}" in done.err
    assert "the criteria member match and distinct groups give other points" in done.err
    assert not any(text in done.out + done.err for text in (*NAMES, *PRIVATE))
    composed = command("compose", safe / "pool", safe / "challenge.json", "--format", "json").json
    names = {row["pseudonym"]: row["peer_id"] for row in csv.DictReader(who.read_text(encoding="utf-8").splitlines())}
    assert [names[member["peer_id"]] for member in composed["members"]] == ["Q1", "V1"]


def test_the_key_is_used_again(command: Command, small: list[str], tmp_path: Path) -> None:
    """The same key, the same files; without a challenge, the pool alone."""
    key = tmp_path / "secret.key"
    assert command("pseudonymise", *small, "--out", tmp_path / "a", "--key", key, "--new-key").status == 0
    assert command("pseudonymise", small[0], "--out", tmp_path / "b", "--key", key).status == 0
    assert (tmp_path / "a" / "challenge.json").is_file()
    a, b = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("a/pool", "b"))
    assert a == b != {}


def test_nothing_is_made_where_something_is_wrong(command: Command, small: list[str], tmp_path: Path) -> None:
    """A missing column, a missing key and an existing folder each give status 2, and no file."""
    safe, key = tmp_path / "safe", tmp_path / "secret.key"
    done = command("pseudonymise", *small, "--out", safe, "--key", key, "--new-key", "--keep", "fiath")
    assert (done.status, done.out) == (2, "")
    assert "did you mean 'faith'?" in done.err
    assert not key.exists()
    done = command("pseudonymise", *small, "--out", safe, "--key", key)
    assert done.status == 2
    assert "64 hexadecimal digits" in done.err
    assert not safe.exists()
    done = command("pseudonymise", *small, "--out", small[0], "--key", key, "--new-key")
    assert done.status == 2
    assert "nothing was written" in " ".join(done.err.split())


def test_a_workbook_is_pool_and_challenge(command: Command, tmp_path: Path) -> None:
    """Its challenge is included, and availability from a poll still counts."""
    book, safe = tmp_path / "pool.xlsx", tmp_path / "safe"
    assert command("template", book).status == 0
    keep = ("--keep", "political_group", "--keep", "place_experience")
    done = command("pseudonymise", book, "--out", safe, "--key", tmp_path / "k", "--new-key", *keep)
    assert done.status == 0, done.err
    before = command("compose", book, "--format", "json").json
    after = command("compose", safe / "pool", safe / "challenge.json", "--format", "json").json
    assert (after["points"], after["window"]) == (before["points"], before["window"])


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_team_under_pseudonyms(command: Command, small: list[str], tmp_path: Path, form: str) -> None:
    """Points and members are the same; no original id and nothing private is in any stream or file."""
    safe, key, who, kept = tmp_path / "safe", tmp_path / "k", tmp_path / "who.csv", tmp_path / "kept.json"
    command("pseudonymise", *small, "--out", safe, "--key", key, "--new-key", "--list", who)
    names = {row["pseudonym"]: row["peer_id"] for row in csv.DictReader(who.read_text(encoding="utf-8").splitlines())}
    plain = command("compose", *small, "--format", "json").json
    done = command("compose", *small, "--pseudonymise", key, "--out", kept, "--format", form)
    assert done.status == 0, done.err
    result = json.loads(kept.read_text(encoding="utf-8"))
    assert [names[member["peer_id"]] for member in result["members"]] == ["Q1", "V1"]
    assert (result["points"], result["window"]) == (plain["points"], plain["window"])
    ids = [row[0] for table in ("peers", "organisations") for row in TABLES[table][1:]]
    shown = done.out + done.err.replace(str(tmp_path), "") + kept.read_text(encoding="utf-8")
    assert [text for text in (*NAMES, *PRIVATE, *ids, "small") if re.search(rf"\b{text}\b", shown)] == []
    assert any(pseudonym in done.out for pseudonym in names)


def test_a_rule_on_a_private_column_holds_under_pseudonyms(command: Command, tmp_path: Path) -> None:
    """The column is kept, but only for the search."""
    rule = {"attribute": "faith", "value": "canaryvalue", "min": 2}
    files = save(tmp_path, challenge={**CHALLENGE, "team_rules": [rule]})
    key, kept = tmp_path / "k", tmp_path / "kept.json"
    command("pseudonymise", files[0], "--out", tmp_path / "safe", "--key", key, "--new-key")
    done = command("compose", *files, "--pseudonymise", key, "--out", kept)
    assert done.status == 0, done.err
    assert (
        json.loads(kept.read_text(encoding="utf-8"))["points"]
        == command("compose", *files, "--format", "json").json["points"]
    )


def test_a_name_or_a_missing_key_is_refused(command: Command, small: list[str], tmp_path: Path) -> None:
    """With how to mend it, and before anything is written."""
    done = command("compose", *small, "--pseudonymise", tmp_path / "none", "--out", tmp_path / "kept.json")
    assert (done.status, done.out) == (2, "")
    assert "teamforge pseudonymise --new-key" in " ".join(done.err.split())
    done = command("compose", *small, "--pseudonymise", tmp_path / "none", "--names")
    assert done.status == 2
    assert "nobody has a name" in " ".join(done.err.split())
    assert not (tmp_path / "kept.json").exists()


@pytest.mark.parametrize("name", ["safe.csv", "safe.XLS", "safe.zip", "safe.json"])
def test_a_file_of_another_kind_is_not_written_as_a_folder(
    command: Command, small: list[str], tmp_path: Path, name: str
) -> None:
    done = command("pseudonymise", *small, "--out", tmp_path / name, "--key", tmp_path / "k", "--new-key")
    assert done.status == 2
    assert "neither a folder nor an .xlsx workbook" in " ".join(done.err.replace("│", " ").split())
    assert not list(tmp_path.glob("safe*")) + list(tmp_path.glob("k"))


def test_faults_of_the_files_are_told(command: Command, tmp_path: Path) -> None:
    """A pool that cannot be read is not handed on, and no key is made."""
    pool, key = tmp_path / "pool", tmp_path / "k"
    pool.mkdir()
    (pool / "peers.csv").write_text("peer_id,roles\nP1,vcs_leader\nP1,vcs_leader\n", encoding="utf-8")
    done = command("pseudonymise", pool, "--out", tmp_path / "safe", "--key", key, "--new-key")
    assert (done.status, done.out) == (2, "")
    assert "peers, row 3, column peer_id" in done.err
    assert not key.exists()


def test_a_workbook_is_written_as_one(command: Command, small: list[str], tmp_path: Path) -> None:
    """The ending of the name decides, as everywhere; it composes, and is never overwritten or made a folder."""
    safe, key = tmp_path / "safe.xlsx", tmp_path / "secret.key"
    assert command("pseudonymise", *small, "--out", safe, "--key", key, "--new-key").status == 0
    assert safe.is_file()
    assert len(command("compose", safe, "--format", "json").json["members"]) == 2
    assert command("pseudonymise", *small, "--out", safe, "--key", key).status == 2
    done = command("pseudonymise", small[0], "--out", tmp_path / "pool.xlsx", "--key", key)
    assert done.status == 2
    assert "give one, or name a folder" in " ".join(done.err.split())
    assert not (tmp_path / "pool.xlsx").exists()
