"""Workbooks at the command line: the template, one file as pool and challenge, and the team to fill in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

import teamforge
import teamforge.api.composing
import teamforge.records
import teamforge.workbook
from teamforge.cli.app import commands
from tests.cli.conftest import Command
from tests.cli.files import NAMES, PRIVATE
from tests.cli.test_assignments import headings_of
from tests.unit.pool.valid import write_workbook


@pytest.fixture(name="book")
def template(command: Command, tmp_path: Path) -> Path:
    path = tmp_path / "a pool.xlsx"
    done = command("template", path)
    assert (done.status, done.err) == (0, "")
    assert f"teamforge compose '{path}'" in done.out
    return path


def test_one_file_is_pool_and_challenge(command: Command, book: Path) -> None:
    told = command("compose", book, "--format", "json").json
    result = teamforge.compose(teamforge.read_pool(book), teamforge.read_challenge(book))
    assert told == result.to_dict()
    assert command("compose", book, book, "--format", "json").json == told


def test_no_command_asks_for_a_challenge_beside_it() -> None:
    """Whatever takes a pool and one challenge takes the workbook that is both."""
    asking = {
        name: {each.name: each.required for each in command.params}
        for name, command in commands().commands.items()
        if {"pool", "challenge"} <= {each.name for each in command.params} and name != "compare"
    }
    assert len(asking) > 10
    assert [name for name, required in asking.items() if required["challenge"]] == []


@pytest.mark.parametrize(
    "name",
    ["check", "conflicts", "alternatives", "windows", "reserves", "why", "why-not", "sensitivity"],
)
def test_every_command_takes_it(command: Command, book: Path, name: str) -> None:
    done = command(name, book)
    assert done.status == 0, done.err
    assert "exampleshire-2027" in done.out


def test_a_kept_result_is_verified_against_it(command: Command, book: Path, tmp_path: Path) -> None:
    assert command("compose", book, "--out", tmp_path / "result.json").status == 0
    assert command("verify", tmp_path / "result.json", book).status == 0


def test_a_challenge_of_its_own_goes_before(command: Command, book: Path, tmp_path: Path) -> None:
    other = teamforge.read_challenge(book).model_copy(update={"id": "other"})
    (tmp_path / "other.json").write_text(
        other.model_dump_json(exclude={"rules", "on_site"})[:-1] + (',"on_site":{"windows":["2027-04-26"]}}'), "utf-8"
    )
    assert command("compose", book, tmp_path / "other.json", "--format", "json").json["challenge_id"] == "other"


def test_a_pool_without_a_challenge_asks_for_one(command: Command, small: list[str], tmp_path: Path) -> None:
    for pool in (small[0], write_workbook(tmp_path / "p.xlsx", {"peers": [["peer_id", "roles"], ["P1", "x"]]})):
        done = command("compose", pool)
        assert (done.status, done.out) == (2, "")
        assert "CHALLENGE" in done.err
        assert "no workbook with a sheet named challenge" in " ".join(done.err.replace("│", " ").split())
        assert command("check", pool).status == 0
    (done,) = [command("compose", tmp_path / "absent.xlsx")]
    assert (done.status, done.err.count("expected")) == (2, 1)
    assert "that exists" in done.err


def test_faults_of_pool_and_challenge_and_of_the_two_together_are_told_at_once(
    command: Command, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "p.xlsx",
        {
            "peers": [["peer_id", "roles", "theme:a"], ["P1", "x", 5]],
            "challenge": [["field", "value"], ["id", "c"], ["as_of", "2027-01-11"], ["days", 9]],
            "windows": [["start"], ["2027-04-13"]],
            "hosts": [["organisation_id"], ["H"]],
            "scope": [["theme", "weight"], ["a", 1], ["b", 1]],
            "waivers": [
                ["peer", "rule", "by", "reason", "on"],
                ["P9", "neighbour", "canary", "canary", "2027-01-01"],
            ],
        },
    )
    for name in ("compose", "check"):
        done = command(name, book)
        assert done.status == 2
        for told in ("peers, row 2, column theme:a", "challenge, row 4, field days", "scope, row 3", "waivers, row 2"):
            assert told in done.err, told
        assert "canary" not in done.err


def test_the_template_overwrites_nothing(command: Command, book: Path) -> None:
    before = book.read_bytes()
    done = command("template", book)
    assert done.status == 2
    assert "already exists" in done.err
    assert book.read_bytes() == before
    assert command("template", book.with_suffix(".csv")).status == 2
    assert command("template", book.parent / "absent" / "pool.xlsx").status == 2


def test_the_template_takes_your_own_files(command: Command, small: list[str], tmp_path: Path) -> None:
    book = tmp_path / "mine.xlsx"
    (Path(small[0]) / "peer.csv").write_text("peer_id\n", "utf-8")
    done = command("template", book, "--pool", small[0], "--challenge", small[1])
    assert (done.status, done.err.count("warning")) == (0, 1)
    assert "'peer.csv' is ignored" in done.err
    told = command("compose", book, "--format", "json").json
    same = command("compose", *small, "--format", "json").json
    assert (told["members"], told["input_digest"]) == (same["members"], same["input_digest"])
    alone = command("template", tmp_path / "other.xlsx", "--pool", small[0])
    assert (alone.status, (tmp_path / "other.xlsx").exists()) == (2, False)
    wrong = command("template", tmp_path / "other.xlsx", "--pool", small[0], "--challenge", tmp_path / "absent.toml")
    assert (wrong.status, (tmp_path / "other.xlsx").exists()) == (2, False)


def test_what_somebody_typed_is_never_written_over(command: Command, small: list[str], tmp_path: Path) -> None:
    """Whatever was saved since, wherever they typed; what nobody touched is written anew."""
    place = tmp_path / "team.XLSX"
    assert command("compose", *small, "--out", place).status == 0
    found = teamforge.workbook.read_team(place)
    assert found.team.seats == (("lead_peer", "Q1"), ("vcs", "V1"))
    assert command("compose", *small, "--out", place, "--seed", "5").status == 0
    assert teamforge.workbook.read_team(place).seed == 5
    typed: list[Callable[[openpyxl.Workbook], object]] = [
        lambda book: put(book, "state", "asked"),
        lambda book: put(book, "note", "rang twice"),
        lambda book: book["team"].cell(headings_of(book["team"])[0], 20, "hotel"),
        lambda book: book.create_sheet("hotels"),
        lambda book: book["dropped out"].append(["Q9", "declined", "on leave"]),
        lambda book: book.remove(book["kept"]),
        lambda book: book["reserves"].cell(2, 12, "in Spain"),
        lambda book: book["team"].cell(1, 4, "ring on Monday"),
        lambda book: setattr(book["team"].cell(9, 1), "comment", Comment("ring first", "A")),
        lambda book: book["team"].delete_rows(headings_of(book["team"])[0] + 1),
        lambda book: None,
    ]
    for act in typed:
        book = openpyxl.load_workbook(place)
        act(book)
        other = tmp_path / "typed.xlsx"
        book.save(other)
        text = other.read_bytes()
        again = command("compose", *small, "--out", other)
        assert (again.status, again.out) == (2, "")
        assert "somebody may have filled it in" in " ".join(again.err.replace("│", " ").split())
        assert other.read_bytes() == text


def put(book: openpyxl.Workbook, column: str, text: str) -> None:
    """Type into the first row of a team."""
    first, place = headings_of(book["team"])
    book["team"].cell(first + 1, place[column], text)


def test_a_workbook_without_a_team_is_written_anew(command: Command, small: list[str], tmp_path: Path) -> None:
    """Nobody can have filled in seats that are not there; but whatever a spreadsheet saved is somebody's."""
    place = tmp_path / "team.xlsx"
    without = tmp_path / "without.json"
    fields = json.loads(Path(small[1]).read_text("utf-8"))
    without.write_text(json.dumps({**fields, "exclude": [{"peer": "V1", "reason": "on leave"}]}), "utf-8")
    assert command("compose", small[0], without, "--out", place).status == 3
    assert command("compose", *small, "--out", place).status == 0
    assert len(teamforge.workbook.read_team(place).seats) == 2
    pool = tmp_path / "pool.xlsx"
    openpyxl.Workbook().save(pool)
    assert command("compose", *small, "--out", pool).status == 2


@pytest.mark.parametrize("lock", ["~$team.xlsx", ".~lock.team.xlsx#"])
def test_a_workbook_that_is_open_is_not_written_over(
    command: Command, small: list[str], tmp_path: Path, lock: str
) -> None:
    place = tmp_path / "team.xlsx"
    assert command("compose", *small, "--out", place).status == 0
    (tmp_path / lock).touch()
    before = place.read_bytes()
    assert (command("compose", *small, "--out", place).status, place.read_bytes()) == (2, before)


def test_answers_carried_along_are_not_written_over(command: Command, small: list[str], tmp_path: Path) -> None:
    """Nobody typed into the second workbook, but it has what somebody typed into the first."""
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    assert command("compose", *small, "--out", first).status == 0
    book = openpyxl.load_workbook(first)
    put(book, "note", "rang twice")
    book.save(first)
    assert command("repair", *small, "--team", first, "--out", second).status == 0
    before = second.read_bytes()
    assert (command("compose", *small, "--out", second).status, second.read_bytes()) == (2, before)


def test_what_is_typed_during_the_search_is_kept(
    command: Command, small: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is printed, the other file is written, and a message says what to do."""
    place, other = tmp_path / "team.xlsx", tmp_path / "result.json"
    assert command("compose", *small, "--out", place).status == 0
    find = teamforge.api.composing.compose

    def slowly(*arguments: Any, **options: Any) -> teamforge.Result:
        found = find(*arguments, **options)
        book = openpyxl.load_workbook(place)
        put(book, "state", "confirmed")
        book.save(place)
        return found

    monkeypatch.setattr(teamforge.api.composing, "compose", slowly)
    done = command("compose", *small, "--out", place, "--out", other)
    assert done.status == 1
    assert f"there already, and somebody may have filled it in: {place}; name a new file" in done.err
    assert "Q1" in done.out
    assert other.is_file()
    assert [str(each.state) for each in teamforge.workbook.read_team(place).seats] == ["confirmed", "proposed"]


def test_the_team_holds_names_only_where_they_are_asked_for(command: Command, small: list[str], tmp_path: Path) -> None:
    from tests.unit.workbook.package import parts_of

    for name, arguments in (("plain.xlsx", []), ("named.xlsx", ["--names"])):
        assert command("compose", *small, "--out", tmp_path / name, *arguments).status == 0
        text = "".join("".join(part.itertext()) for part in parts_of(tmp_path / name).values())
        assert (NAMES[0] in text) == bool(arguments)
        assert not [word for word in PRIVATE if word in text]


def test_another_ending_is_refused_before_anything_is_read(command: Command, tmp_path: Path) -> None:
    done = command("compose", "absent", "absent.toml", "--out", tmp_path / "team.odt")
    assert done.status == 2
    assert ".json or .xlsx" in " ".join(done.err.replace("│", " ").split())


def test_the_template_of_england(command: Command, tmp_path: Path) -> None:
    """Hosts may be given by name; if several organisations share it they are listed, and nothing is written."""
    book = tmp_path / "e.xlsx"
    done = command("template", book, "--england", "--hosts", "Swindon")
    assert (done.status, book.exists()) == (2, False)
    assert "E06000030 (Swindon Borough Council)" in done.err
    done = command("template", book, "--england", "--hosts", "Swindon Borough Council")
    assert (done.status, "1 April 2023" in done.out) == (0, True)
    challenge = teamforge.read_challenge(book)
    assert (challenge.id, challenge.hosts) == ("swindon-2027", ("E06000030",))
    assert challenge.title == "Care and health peer challenge, Swindon Borough Council"
    assert command("check", book).status == 0
    for wrong in (["--hosts", "Swindon"], ["--england", "--register", tmp_path]):
        assert command("template", tmp_path / "f.xlsx", *wrong).status == 2
