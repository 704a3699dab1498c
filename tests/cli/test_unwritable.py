"""A file that cannot be written is named, with what to do; the answer is not lost, and no half-written file is left."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from teamforge.cli import places
from teamforge.cli.app import commands
from teamforge.cli.running import run
from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE, save
from tests.disk import LARGEST, full_disk

pytest.importorskip("resource")

ENDINGS = {
    "chart": ".svg",
    "compose": ".json",
    "letter": ".txt",
    "plan": ".json",
    "pseudonymise": ".xlsx",
    "repair": ".json",
    "replan": ".json",
    "review": ".toml",
    "sheet": ".xlsx",
}
"""Every command with `--out`, and how the name of its file may end."""
ANSWERS = {
    "compose": "lead peer",
    "plan": "1 of 1 challenge with a team",
    "repair": "lead peer",
    "replan": "every team stays as it was",
    "review": "lead peer",
}
"""Words of the answer, for the commands that print one: it is shown even if the file cannot be written."""

Call = Callable[..., list[str | Path]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what the commands start from: a pool, one with a visit that is done, a result and a plan."""
    folder = tmp_path_factory.mktemp("kept")
    pool, challenge = save(folder)
    year = {"id": "year", "as_of": CHALLENGE["as_of"], "challenges": [dict(CHALLENGE)]}
    (folder / "year.json").write_text(json.dumps(year), encoding="utf-8")
    result = str(folder / "result.json")
    done = str(shutil.copytree(pool, folder / "done"))
    for words in (
        ["compose", pool, challenge, "--out", result],
        ["plan", pool, str(folder / "year.json"), "--out", str(folder / "plan.json")],
        ["propose", result, done, challenge, "--on", "2027-01-11"],
        ["answer", done, challenge, "--all", "done", "--on", "2027-04-22"],
    ):
        assert run(words) == 0
    return folder


@pytest.fixture
def call(kept: Path, tmp_path: Path) -> Call:
    """Return the words of a command on small files of its own, all but its `--out`."""
    files = shutil.copytree(kept, tmp_path / "files")
    small = [files / "pool", files / "challenge.json"]

    def words(name: str) -> list[str | Path]:
        found: dict[str, list[str | Path]] = {
            "chart": ["chart", "coverage", *small],
            "compose": ["compose", *small],
            "letter": ["letter", files / "result.json", *small],
            "letters": ["letters", files / "result.json", *small, "--form", "txt"],
            "plan": ["plan", files / "pool", files / "year.json"],
            "pseudonymise": ["pseudonymise", *small, "--key", tmp_path / "secret.key", "--new-key"],
            "repair": ["repair", *small, "--team", files / "result.json", "--confirmed", "Q1"],
            "replan": ["replan", files / "pool", files / "year.json", "--plan", files / "plan.json"],
            "review": ["review", files / "done", small[1], "--on", "2028-01-10"],
            "sheet": ["sheet", files / "result.json", *small],
        }
        return found[name]

    return words


def names_in(folder: Path) -> set[Path]:
    """Return everything that is in a folder, however deep."""
    return set(folder.rglob("*"))


def test_every_command_that_writes_is_here() -> None:
    """A new command with `--out` belongs in the table."""
    every = commands().commands.items()
    assert {name for name, each in every if any("--out" in param.opts for param in each.params)} == {*ENDINGS}


QUICK = ("compose", "letter", "review")
MOST = [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in ENDINGS]


@pytest.mark.parametrize("name", MOST)
@pytest.mark.parametrize("trouble", ["missing", "folder", "below a file", "read-only"])
def test_what_can_be_known_before_is_refused_before(
    name: str, trouble: str, call: Call, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bad usage that names the place and says what to do; nothing is searched for, and nothing is written."""
    words = call(name)
    (tmp_path / "out").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    place = tmp_path / "out" / f"it{ENDINGS[name]}"
    match trouble:
        case "missing":
            place, told = tmp_path / "none" / place.name, "in a folder that is not there: make it"
        case "folder":
            place.mkdir()
            told = "there already" if name == "review" else "is a folder: name a file"
        case "below a file":
            place, told = tmp_path / "file" / place.name, "in a folder that is not there: make it"
        case _:
            monkeypatch.setattr("teamforge.cli.places.os.access", lambda _place, mode, **_: not mode & os.W_OK)
            told = "nothing can be written: change its permissions, or name another place"
    if name == "pseudonymise" and trouble == "folder":
        told = "already exists"
    before = names_in(tmp_path)
    done = command(*words, "--out", place)
    assert (done.status, done.out) == (2, "")
    said = "".join(line.strip("│ \n").rstrip() + " " for line in done.err.splitlines())
    assert told in said
    assert place.name in said
    assert names_in(tmp_path) == before


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("compose pool challenge.json", "challenge.json"),
        ("compose book.xlsx", "book.xlsx"),
        ("compose pool challenge.json", "pool/Calendars/Q1.ics"),
        ("plan pool year.json", "year.json"),
        ("plan pool folder", "folder/a.json"),
        ("plan book.xlsx", "book.xlsx"),
        ("repair pool challenge.json --team result.json", "result.json"),
        ("repair pool challenge.json --team team.xlsx", "team.xlsx"),
        ("replan pool year.json --plan plan.json", "plan.json"),
        ("sheet result.json pool challenge.json", "result.json"),
        ("chart coverage pool challenge.json", "challenge.json"),
    ],
)
def test_nothing_is_written_over_what_is_read(
    words: str, place: str, kept: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever way the file is named."""
    files = shutil.copytree(kept, tmp_path / "files")
    (files / "pool" / "Calendars").mkdir()
    (files / "pool" / "Calendars" / "Q1.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    (files / "folder").mkdir()
    shutil.copy(files / "challenge.json", files / "folder" / "a.json")
    assert (
        command(
            "template", files / "book.xlsx", "--pool", files / "pool", "--challenge", files / "challenge.json"
        ).status
        == 0
    )
    if place == "team.xlsx":
        assert command("compose", files / "pool", files / "challenge.json", "--out", files / place).status == 0
    monkeypatch.chdir(files)
    (files / "beside").mkdir()
    before = (files / place).read_bytes()
    done = command(*words.split(), "--out", f"beside/../{place}")
    assert (done.status, done.out, (files / place).read_bytes()) == (2, "", before)
    told = "somebody may have filled it in" if place == "book.xlsx" else "is read by this command: name a new file"
    assert told in " ".join(done.err.replace("│", " ").split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--challenge-out challenge.json", "challenge.json is read by this command: name a new file"),
        ("--challenge-out result.json", "result.json is read by this command: name a new file"),
        ("--challenge-out new.json --out ./new.json", "one file is named twice"),
    ],
)
def test_a_repaired_challenge_replaces_nothing_of_the_same_command(
    words: str, told: str, kept: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a file that is read, nor another one that is written."""
    files = shutil.copytree(kept, tmp_path / "files")
    monkeypatch.chdir(files)
    before = {each.name: each.read_bytes() for each in files.glob("*.json")}
    done = command("repair", "pool", "challenge.json", "--team", "result.json", *words.split())
    assert (done.status, done.out) == (2, "")
    assert told in " ".join(done.err.replace("│", " ").split())
    assert {each.name: each.read_bytes() for each in files.glob("*.json")} == before


@pytest.mark.parametrize("name", MOST)
def test_a_full_disk_loses_no_answer_and_leaves_no_half_file(
    name: str, call: Call, command: Command, tmp_path: Path
) -> None:
    """Status 1; the message names the file and what to do; the answer is printed, and the next run writes the file."""
    words = call(name)
    place = tmp_path / f"it{ENDINGS[name]}"
    before = names_in(tmp_path)
    with full_disk():
        done = command(*words, "--out", place)
    assert done.status == 1
    assert str(place) in done.err
    assert "free some space there, or name another place" in done.err
    assert "fault of TeamForge" not in done.err
    assert f"wrote {place}" not in done.out + done.err
    assert ANSWERS.get(name, "") in done.out
    assert bool(done.out) == (name in ANSWERS)
    assert names_in(tmp_path) == before
    assert command(*words, "--out", place).status == 0
    assert place.stat().st_size > LARGEST


def test_a_full_disk_loses_no_answer_that_goes_into_a_pipe(call: Call, command: Command, tmp_path: Path) -> None:
    """Its end is not yet written when the file fails."""
    whole = command(*call("compose"), "--format", "json")
    words = [str(word) for word in (*call("compose"), "--format", "json", "--out", tmp_path / "it.json")]
    code = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({LARGEST}, {LARGEST}))\n"
        f"from teamforge.cli.running import run; sys.exit(run({words!r}))"
    )
    buffered = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    done = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, check=False, env=buffered)
    assert done.returncode == 1
    assert "free some space there" in done.stderr
    assert json.loads(done.stdout) == whole.json


@pytest.mark.parametrize("name", ["compose", "plan", "repair", "replan"])
def test_other_files_are_written_all_the_same(
    name: str, call: Call, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a folder disappears during the search, its file is named and the others are written."""
    places_ = [tmp_path / "first.json", tmp_path / "gone" / "it.xlsx", tmp_path / "last.json"]
    monkeypatch.setattr(places, "trouble_with", lambda _: "")
    done = command(*call(name), *(word for place in places_ for word in ("--out", place)))
    assert done.status == 1
    assert str(places_[1]) in done.err
    assert ANSWERS[name] in done.out
    assert [place.exists() for place in places_] == [True, False, True]


FOLDERS = ("generate", "demo", "letters", "init", "template")


@pytest.mark.parametrize("name", FOLDERS)
def test_a_full_disk_leaves_nothing_where_a_whole_folder_is_written(
    name: str, call: Call, command: Command, tmp_path: Path
) -> None:
    """The place is named, and how to go on; the same command then works."""
    place = tmp_path / "new"
    if name == "init":
        place.mkdir()
        for number in range(40):
            (place / f"challenge-{number}.json").write_text(json.dumps({**CHALLENGE, "id": f"c{number}"}))
    words: list[str | Path] = {
        "generate": ["generate", "3", place],
        "demo": ["demo", "--save", place],
        "letters": [*(call(name) if name == "letters" else ()), "--folder", place],
        "init": ["init", place],
        "template": ["template", tmp_path / "new.xlsx"],
    }[name]
    before = names_in(tmp_path)
    with full_disk():
        done = command(*words)
    assert (done.status, done.out) == (1, "")
    assert str(place) in done.err
    assert "free some space there, or name another place" in done.err
    assert {each for each in names_in(tmp_path) if each.is_file()} == {each for each in before if each.is_file()}
    assert command(*words).status == 0


@pytest.mark.skipif(
    os.name == "nt" or not os.access("/proc", os.F_OK), reason="needs a file system that takes no files"
)
@pytest.mark.parametrize("name", ["generate", "demo", "letters", "template"])
def test_a_place_that_takes_no_files(name: str, call: Call, command: Command) -> None:
    """It is named with what to do, whoever runs the command."""
    place = Path("/proc/teamforge")
    words: list[str | Path] = {
        "generate": ["generate", "3", place],
        "demo": ["demo", "--save", place],
        "letters": [*(call(name) if name == "letters" else ()), "--folder", place],
        "template": ["template", place.with_suffix(".xlsx")],
    }[name]
    done = command(*words)
    assert done.status == 1
    assert str(place) in "".join(line.strip("│ \n") for line in done.err.splitlines())
    assert "name another" in " ".join(done.err.replace("│", " ").split())
    assert "fault of TeamForge" not in done.err


@pytest.mark.parametrize("words", [["generate", "3"], ["demo", "--save"]])
def test_a_folder_inside_a_file_is_refused(words: list[str], command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = command(*words, tmp_path / "mine.txt" / "below")
    assert (done.status, done.out) == (2, "")
    assert "which is a file" in " ".join(done.err.replace("│", " ").split())
    assert (tmp_path / "mine.txt").read_text() == "mine"
