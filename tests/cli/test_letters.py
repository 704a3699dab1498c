"""Letters at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from teamforge.cli import outputs
from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE, NAMES, PRIVATE, TABLES, save


@pytest.fixture
def kept(command: Command, small: list[str], tmp_path: Path) -> list[str]:
    """A kept result and its files."""
    result = tmp_path / "result.json"
    assert command("compose", *small, "--out", result).status == 0
    return [str(result), *small]


def test_a_letter_is_printed_or_written(command: Command, kept: list[str], tmp_path: Path) -> None:
    done = command("letter", *kept, "--peer", "Q1", "--signed", "Jo Bloggs")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("An invitation to join a peer team\n")
    assert done.out.endswith("Jo Bloggs\n")
    places = [tmp_path / f"letter.{form}" for form in ("txt", "docx", "html")]
    again = command(
        "letter", *kept, "--peer", NAMES[0].upper(), *(part for place in places for part in ("--out", place))
    )
    assert (again.status, again.out) == (0, "".join(f"wrote {place}\n" for place in places))
    assert command("letter", *kept, "--peer", "Q1").out == places[0].read_text("utf-8")


def test_a_letter_holds_nobody_else(command: Command, kept: list[str]) -> None:
    for peer in ("Q1", "Q2", "V1", "V2"):
        told = command("letter", *kept, "--peer", peer, "--names").out
        assert told
        own = NAMES[("Q1", "Q2", "V1", "V2").index(peer)]
        assert [canary for canary in (*PRIVATE, *NAMES, "Q1", "Q2", "V1", "V2") if canary in told] == [own]
    assert not [canary for canary in (*PRIVATE, *NAMES) if canary in command("letter", *kept).out]


def test_other_challenges_are_told_of(command: Command, kept: list[str], tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**CHALLENGE, "id": "other", "title": "The other one"}), "utf-8")
    assert "Another visit: The other one" in command("letter", *kept, "--peer", "Q2", "--also", other).out


def test_words_are_shown_and_replaced(command: Command, kept: list[str], tmp_path: Path) -> None:
    shown = command("letter", *kept, "--show-words").out
    assert "{{ scope }}" in shown
    words = tmp_path / "words.txt"
    words.write_text(shown.replace("Yours sincerely,", "Best wishes,"), "utf-8")
    assert "Best wishes," in command("letter", *kept, "--words", words).out
    words.write_text("{{ titel }}", "utf-8")
    done = command("letter", *kept, "--words", words)
    assert (done.status, done.out) == (2, "")
    assert "did you mean 'title'?" in done.err


def test_the_letters_of_a_team_go_into_a_folder_under_ids(command: Command, kept: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    done = command("letters", *kept, "--folder", folder, "--form", "txt", "--names")
    assert (done.status, done.err) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == ["host.txt", "invitation-Q1.txt", "invitation-V1.txt"]
    assert NAMES[0] in (folder / "invitation-Q1.txt").read_text("utf-8")
    (folder / "host.txt").write_text("changed by hand")
    again = command("letters", *kept, "--folder", folder, "--form", "txt")
    assert again.status == 2
    assert "there already" in again.err
    assert (folder / "host.txt").read_text() == "changed by hand"


def test_ids_that_are_no_file_names_stay_in_the_folder(command: Command, tmp_path: Path) -> None:
    """A path, a sign that Windows refuses, and two that differ by case alone."""
    ids = {"Q1": "../Q1", "Q2": "q?2", "V1": "a/v", "V2": "A/V"}
    tables = {name: [[ids.get(cell, cell) for cell in row] for row in rows] for name, rows in TABLES.items()}
    seats = [*CHALLENGE["seats"], {"id": "second", "accepts": {"vcs_leader": 100}}]
    tables["peers"] = [
        [*row[:6], "2026-12-01" if place else row[6], *row[7:]] for place, row in enumerate(tables["peers"])
    ]
    challenge = {**CHALLENGE, "seats": seats, "exclude": [], "waivers": [{**CHALLENGE["waivers"][0], "peer": "../Q1"}]}
    files = save(tmp_path / "odd", tables, challenge)
    result, folder = tmp_path / "result.json", tmp_path / "letters"
    assert command("compose", *files, "--out", result).status == 0
    done = command("letters", result, *files, "--folder", folder, "--form", "txt")
    assert done.status == 0
    names = sorted(path.name for path in folder.iterdir())
    assert [name.casefold() for name in names if "~" not in name] == [
        *("host.txt", "invitation-..%2fq1.txt", "invitation-a%2fv.txt")
    ]
    assert [name.casefold() for name in names if "~" in name] == ["invitation-a%2fv~2.txt"]
    assert not (tmp_path / "Q1.txt").exists()


@pytest.mark.parametrize(
    "options",
    [["--out", "letter.pdf"], ["--out", "absent/letter.txt"], ["--peer", "Q9"], ["--words", "absent.txt"]],
)
def test_what_cannot_be_is_refused(command: Command, kept: list[str], options: list[str]) -> None:
    done = command("letter", *kept, *options)
    assert (done.status, done.out) == (2, "")


def test_a_missing_extra_is_told(command: Command, kept: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "find_spec", lambda _name: None)
    done = command("letter", *kept)
    assert done.status == 2
    assert "pip install 'teamforge[report]'" in " ".join(done.err.replace("│", " ").split())


def test_a_result_that_does_not_hold_has_no_letter(command: Command, kept: list[str]) -> None:
    path = Path(kept[0])
    path.write_text(path.read_text("utf-8").replace('"V1"', '"V2"'), "utf-8")
    assert command("letter", *kept).status == 2
