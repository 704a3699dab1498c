"""A project folder: a challenge by its id alone, defaults, completion, and what `init` writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
from docx import Document
from typer._click.shell_completion import ShellComplete, get_completion_class

import teamforge
from teamforge.cli.app import commands
from teamforge.cli.words import with_project
from teamforge.demo import FOLDER
from teamforge.project import read_project
from teamforge.spec.vocabulary import ASSIGNMENT_STATES
from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE, NAMES, save

PROJECT = 'pool = "pool"\nchallenges = ["*.json"]\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project folder with the challenges `small` and `other`, and stand in a folder below it."""
    folder = tmp_path / "our project"
    save(folder)
    (folder / "other.json").write_text(json.dumps({**CHALLENGE, "id": "other"}), "utf-8")
    (folder / "teamforge.toml").write_text(PROJECT, "utf-8")
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    return folder


POOL, SMALL, OTHER = "{folder}/pool", "{folder}/challenge.json", "{folder}/other.json"


@pytest.mark.parametrize(
    ("arguments", "words", "expected"),
    [
        # The pool of the project stands in front of a challenge, by its id or its file.
        (["pool", "challenge"], ["small"], [POOL, SMALL]),
        (["pool", "challenge"], ["../other.json"], [POOL, "../other.json"]),
        (["pool", "challenge", "other"], ["small", "other"], [POOL, SMALL, OTHER]),
        (["pool", "challenge", "other"], ["small", "x.toml"], [POOL, SMALL, "x.toml"]),
        (["pool", "challenge", "states"], ["small", "Q1=asked", "V1"], [POOL, SMALL, "Q1=asked", "V1"]),
        (["result", "pool", "challenge"], ["r.json", "other"], ["r.json", POOL, OTHER]),
        (["kind", "pool", "challenge"], ["coverage", "small"], ["coverage", POOL, SMALL]),
        # What was made says of which challenge it is.
        (["result", "pool", "challenge"], ["{folder}/kept.json"], ["{folder}/kept.json", POOL, OTHER]),
        # Nothing but the pool is asked for.
        (["pool"], [], [POOL]),
        (["pool", "programme"], ["p.toml"], [POOL, "p.toml"]),
        # What is given stays.
        (["pool"], ["../pool"], ["../pool"]),
        (["pool", "challenge"], ["../pool", "small"], ["../pool", SMALL]),
        (["pool", "challenge"], ["../pool", "../other.json"], ["../pool", "../other.json"]),
        (["pool", "challenge"], ["../pool"], ["../pool"]),
        (["pool", "challenge", "states"], ["../pool", "small", "small"], ["../pool", SMALL, "small"]),
        (["pool", "challenge"], ["../pool", "gone.toml"], ["../pool", "gone.toml"]),
        # Nothing can be said of what is missing before the pool.
        (["result", "pool", "challenge"], [], []),
        # A team may stand before the pool.
        (
            ["pool", "challenge", "third"],
            ["{folder}/kept.json", "../pool", "small"],
            ["{folder}/kept.json", "../pool", SMALL],
        ),
        (["pool", "challenge", "third"], ["{folder}/kept.json", "../pool"], ["{folder}/kept.json", "../pool"]),
        (["pool", "challenge", "third"], ["small"], [POOL, SMALL]),
        # A word too many is for the command to refuse.
        (["pool", "challenge"], ["small", "x.toml", "y"], [POOL, SMALL, "x.toml", "y"]),
    ],
)
def test_words_are_completed(folder: Path, arguments: list[str], words: list[str], expected: list[str]) -> None:
    (folder / "kept.json").write_text('{"challenge_id": "other"}', "utf-8")

    def placed(each: Sequence[str]) -> list[str]:
        return [word.replace("{folder}", str(folder)) for word in each]

    assert with_project(arguments, placed(words), read_project(folder), alone=False) == placed(expected)


def test_a_challenge_of_the_programme_has_its_date(folder: Path, command: Command) -> None:
    """It may leave out its date, and is then composed as of the programme's."""
    undated = {name: value for name, value in CHALLENGE.items() if name != "as_of"}
    (folder / "third.json").write_text(json.dumps({**undated, "id": "third"}), "utf-8")
    (folder / "p.toml").write_text('id = "2027"\nas_of = 2027-01-11\nchallenges = ["third.json"]\n', "utf-8")
    assert "field as_of" in command("compose", "third").err
    (folder / "teamforge.toml").write_text(PROJECT + 'programme = "p.toml"\n', "utf-8")
    done = command("compose", "third", "--out", "t.json")
    assert (done.status, done.err) == (0, "wrote t.json\n")
    assert "challenge third" in done.out
    assert command("verify", "t.json").status == 0
    assert command("compose", "small", "--out", "r.json").status == 0
    assert "Another visit" in command("letter", "r.json", "--peer", "Q2", "--also", "third").out
    assert command("template", "t.xlsx", "--pool", folder / "pool", "--challenge", folder / "third.json").status == 0


def test_paths_win_over_ids(folder: Path) -> None:
    """A folder with the name of a challenge is the pool if it can be one."""
    project = read_project(folder)
    here = Path("small")
    here.mkdir()
    assert with_project(["pool", "challenge"], ["small"], project, alone=False)[0] == str(folder / "pool")
    assert with_project(["pool", "challenge"], ["./small"], project, alone=False) == ["./small"]
    (here / "peers.csv").write_text("peer_id,roles\n", "utf-8")
    assert with_project(["pool", "challenge"], ["small"], project, alone=False) == ["small"]
    Path("other").write_text("", "utf-8")
    assert with_project(["pool", "challenge"], ["../pool", "other"], project, alone=False) == ["../pool", "other"]


def test_a_programme_is_that_of_the_project(folder: Path) -> None:
    (folder / "p.toml").write_text('id = "2027"\nas_of = 2027-01-11\nchallenges = ["other.json"]\n', "utf-8")
    (folder / "teamforge.toml").write_text('pool = "pool"\nprogramme = "p.toml"\n', "utf-8")
    project = read_project(folder)
    expected = [str(folder / "pool"), str(folder / "p.toml")]
    for words in ([], ["2027"]):
        assert with_project(["pool", "programme"], words, project, alone=False) == expected
    assert with_project(["pool", "programme"], ["../pool", "2027"], project, alone=False) == ["../pool", expected[1]]
    assert with_project(["pool", "challenge"], ["other"], project, alone=False)[1] == str(folder / "other.json")


@pytest.mark.parametrize(
    ("arguments", "words", "told"),
    [
        (["pool", "challenge"], [], "missing, give an id or a file: {folder}/teamforge.toml has small, other"),
        (["pool", "challenge"], ["smal"], "no file or folder 'smal', and no challenge of that id: "),
        (["pool", "challenge"], ["smal"], "did you mean 'small'?"),
        (["pool", "challenge"], ["../pool", "smal"], "did you mean 'small'?"),
        (["pool", "programme"], [], "names no programme"),
        (["result", "pool", "challenge"], ["gone.json"], "found 'gone.json', expected a file that can be read"),
    ],
)
def test_what_is_missing_is_named(folder: Path, arguments: list[str], words: list[str], told: str) -> None:
    (folder / "challenge.json").rename(folder / "a.json")  # the order is that of the files
    with pytest.raises(typer.BadParameter) as caught:
        with_project(arguments, words, read_project(folder), alone=False)
    assert told.replace("{folder}", str(folder)) in caught.value.message


def test_a_file_that_cannot_be_read_is_named_with_those_that_can(folder: Path) -> None:
    (folder / "broken.json").write_text("{", "utf-8")
    with pytest.raises(typer.BadParameter, match=r"broken.json cannot be read: challenge, row 1: expected JSON"):
        with_project(["pool", "challenge"], ["third"], read_project(folder), alone=False)


def test_without_a_pool_in_the_file_one_has_to_be_given(folder: Path, command: Command) -> None:
    (folder / "teamforge.toml").write_text('challenges = ["*.json"]\n', "utf-8")
    done = command("compose", "small")
    assert done.status == 2
    assert "names no pool" in " ".join(done.err.split())
    assert command("compose", "../pool", "small").status == 0


def test_decisions_are_listed_with_the_names_of_the_projects_pool(folder: Path, command: Command) -> None:
    """And without a pool as well."""
    assert command("compose", "small", "--out", "r.json").status == 0
    said = ["--by", "A", "--role", "b", "--decision", "accepted", "--why", "c", "--record", "d.jsonl"]
    assert command("decide", "r.json", *said).status == 0
    assert NAMES[0] not in command("decisions", "d.jsonl").out
    assert NAMES[0] in command("decisions", "d.jsonl", "--names").out
    (folder / "teamforge.toml").write_text('challenges = ["*.json"]\n', "utf-8")
    assert command("decisions", "d.jsonl").status == 0


@pytest.mark.slow
def test_every_command_takes_an_id(folder: Path, command: Command) -> None:
    """And prints what it prints for the paths."""
    for name in (
        "compose",
        "why",
        "why-not",
        "alternatives",
        "windows",
        "sensitivity",
        "reserves",
        "check",
        "conflicts",
    ):
        assert command(name, "small") == command(name, folder / "pool", folder / "challenge.json"), name
    assert command("compare", "small", "other").status == 0
    assert command("trade-off", "small", "--first", "coverage", "--second", "fresh").status == 0
    assert command("compose", "small", "--out", "r.json").status == 0
    assert command("verify", "r.json", "small").status == 0
    assert command("verify", "r.json").status == 0
    assert command("sheet", "r.json", "--out", "t.html").status == 0
    assert command("check").out.startswith("The pool")
    assert command("pseudonymise", "--key", "key", "--new-key", "--out", "safe").status == 0
    assert command("chart", "coverage", "small", "--out", "c.svg").status == 0
    said = ["--by", "A", "--role", "b", "--decision", "accepted", "--why", "c", "--record", "d"]
    assert command("decide", "r.json", *said).status == 0
    assert command("propose", "r.json").status == 0
    assert command("answer", "small", "Q1=asked").status == 0
    assert command("assignments").out.count("small") == 2


def test_advice_is_typed_as_the_command_was(folder: Path, command: Command) -> None:
    """With the id or the paths as typed; never with a path that nobody typed."""
    nobody = {**CHALLENGE, "id": "nobody", "on_site": {"windows": ["2027-01-12"]}}
    (folder / "nobody.json").write_text(json.dumps(nobody), "utf-8")
    assert "`teamforge check nobody` lists" in " ".join(command("compose", "nobody").out.split())
    shown = " ".join(command("compose", "../pool", "../nobody.json").out.split())
    assert "`teamforge check ../pool ../nobody.json` lists" in shown


def test_check_alone(folder: Path, command: Command) -> None:
    """It says that it looked only at the pool; if there is a programme, it looks at that."""
    done = command("check")
    assert "checked the pool alone" in done.err
    assert "name it: small, other" in done.err or "name it: other, small" in done.err
    assert "alone" not in command("check", "small").err
    programme = {"id": "year", "as_of": CHALLENGE["as_of"], "challenges": ["challenge.json", "other.json"]}
    (folder / "year.json").write_text(json.dumps(programme), "utf-8")
    (folder / "teamforge.toml").write_text('pool = "pool"\nprogramme = "year.json"\n', "utf-8")
    assert command("check") == command("check", "../pool", "../year.json")


def test_a_faulty_file_is_told_with_its_path_and_stops_the_command(folder: Path, command: Command) -> None:
    """Even if every path is given, because its setting for names would be ignored."""
    (folder / "teamforge.toml").write_text('pool = "pool"\nnmes = true\n', "utf-8")
    for words in (["small"], [folder / "pool", folder / "challenge.json"]):
        done = command("compose", *words)
        assert (done.status, done.out) == (2, "")
        assert f"- {folder / 'teamforge.toml'}, line 2, field nmes: " in done.err
    assert command("compose", "--help").status == 0
    assert command("demo").status == 0


def test_help_names_the_file(folder: Path, command: Command) -> None:
    told = "".join(command("compose", "--help").out.split())  # lines are broken within a path too
    assert "".join(str(folder / "teamforge.toml").split()) in told
    assert "teamforge.toml names" not in command("schema", "--help").out


def test_names_are_shown_where_the_file_says_so(folder: Path, command: Command) -> None:
    """In pages and papers for people; in output for programs only if asked for."""
    (folder / "teamforge.toml").write_text(PROJECT + "names = true\n", "utf-8")
    assert NAMES[0] in command("compose", "small").out
    assert NAMES[0] not in command("compose", "small", "--no-names").out
    for form in ("json", "csv"):
        done = command("compose", "small", "--format", form)
        assert done.status == 0
        assert NAMES[0] not in done.out
        assert NAMES[0] not in command("compose", "small", "--format", form, "--out", f"{form}.html").out
        assert NAMES[0] in Path(f"{form}.html").read_text("utf-8")
        assert command("why-not", "small", "--format", form).status == 0
    assert NAMES[0] in command("compose", "small", "--format", "csv", "--names").out
    assert command("compose", "small", "--out", "kept.json").status == 0
    year = {"id": "year", "as_of": CHALLENGE["as_of"], "challenges": ["../challenge.json"]}
    Path("year.json").write_text(json.dumps(year), "utf-8")
    for words in (
        ("repair", "small", "--team", "kept.json"),
        ("plan", "year.json", "--out", "plan.json"),
        ("replan", "year.json", "--plan", "plan.json"),
    ):
        done = command(*words, "--format", "csv", "--out", "again.html")
        assert done.status == 0
        assert NAMES[0] not in done.out
        assert NAMES[0] in Path("again.html").read_text("utf-8")
    assert command("compose", "small", "--out", "t.html").status == 0
    assert NAMES[0] in Path("t.html").read_text("utf-8")
    assert command("pseudonymise", "--key", "key", "--new-key", "--out", "safe").status == 0
    assert command("compose", "small", "--pseudonymise", "key").status == 0


def test_the_time_limit_and_the_template_are_those_of_the_file(folder: Path, command: Command) -> None:
    ours = Document()
    ours.add_paragraph("Our brand: {{ title }}, {{ status }}, {{ team.rows | length }}")
    ours.save(str(folder / "ours.docx"))
    (folder / "teamforge.toml").write_text(PROJECT + 'time_limit = 0\ntemplate = "ours.docx"\n', "utf-8")
    assert command("compose", "small", "--format", "json").json["status"] == "unknown"
    assert command("compose", "small", "--format", "json", "--time-limit", "60").json["status"] == "optimal"
    assert command("compose", "small", "--time-limit", "60", "--out", "t.docx").status == 0
    assert "Our brand: A small challenge" in Document("t.docx").paragraphs[0].text
    assert command("compose", "small", "--time-limit", "60", "--out", "t.html").status == 0


def test_letters_are_written_on_the_paper_of_the_file(folder: Path, command: Command) -> None:
    """The letters have its header; and an id is enough for another challenge."""
    ours = Document()
    ours.sections[0].header.paragraphs[0].text = "Our agency"
    ours.save(str(folder / "ours.docx"))
    (folder / "teamforge.toml").write_text(PROJECT + 'template = "ours.docx"\n', "utf-8")
    assert command("compose", "small", "--out", "r.json").status == 0
    assert command("letters", "r.json", "--folder", "out").status == 0
    assert Document("out/host-letter.docx").sections[0].header.paragraphs[0].text == "Our agency"
    assert command("letters", "r.json", "--folder", "text", "--form", "txt").status == 0
    assert "Another visit" in command("letter", "r.json", "--peer", "Q2", "--also", "other").out
    refused = command("letter", "r.json", "--peer", "Q2", "--also", "othr")
    assert refused.status == 2
    assert "did you mean 'other'?" in " ".join(refused.err.replace("│", " ").split())


# What a shell completes


def completed(*words: str) -> list[tuple[str, str | None]]:
    """Return what a shell offers for the last word, as Typer's own classes find it."""
    group = commands()  # only then does Typer know the shells
    kind = get_completion_class("bash")
    assert kind is not None
    shell: ShellComplete = kind(group, {}, "teamforge", "_TEAMFORGE_COMPLETE")
    return [(item.value, item.help) for item in shell.get_completions(list(words[:-1]), words[-1])]


def test_commands_and_challenges_are_completed(folder: Path) -> None:
    assert ("compose", None) in [(value, None) for value, _ in completed("comp")]
    ids = [("small", None), ("other", None)]
    assert sorted(completed("compose", "")) == sorted(ids)
    assert completed("verify", "r.json", "s") == [("small", None)]
    assert completed("compare", "small", "o") == [("other", None)]
    assert completed("assignments", "--challenge", "s") == [("small", None)]


@pytest.mark.parametrize(
    "words",
    [
        ["why-not", "small", "--peer"],
        ["conflicts", "--peer"],
        ["chart", "conflicts", "small", "--peer"],
        ["assignments", "--peer"],
        ["answer", "small"],
        ["why-not", "../pool", "small", "--peer"],
    ],
)
def test_peers_are_completed_by_id(folder: Path, words: list[str]) -> None:
    assert completed(*words, "Q") == [("Q1", None), ("Q2", None)]


def test_a_completion_shows_names_only_where_they_are_on(folder: Path) -> None:
    assert completed("why-not", "small", "--names", "--peer", "Q1") == [("Q1", NAMES[0])]
    (folder / "teamforge.toml").write_text(PROJECT + "names = true\n", "utf-8")
    assert completed("why-not", "small", "--peer", "Q1") == [("Q1", NAMES[0])]
    assert completed("why-not", "small", "--no-names", "--peer", "Q1") == [("Q1", None)]


@pytest.mark.parametrize(
    "words",
    [
        ["Q1=de"],  # zsh and fish
        ["Q1", "=", "de"],  # bash takes = for the end of a word
        ["Q1", "de"],
        ["Q2=asked", "Q1=de"],
        ["Q2", "=", "asked", "Q1", "=", "de"],
        ["Q2", "asked", "Q1", "de"],
    ],
)
def test_states_are_completed_behind_a_peer(folder: Path, words: list[str]) -> None:
    value = "Q1=declined" if "=" in words[-1] else "declined"
    assert completed("answer", "small", *words) == [(value, None)]


def test_behind_a_state_comes_the_next_peer(folder: Path) -> None:
    for words in (["Q1=declined"], ["Q1", "declined"], ["Q1", "=", "declined"]):
        assert completed("answer", "small", *words, "Q") == [("Q1", None), ("Q2", None)]
    states = {value for value, _ in completed("answer", "small", "Q1", "=")}
    assert states == {*ASSIGNMENT_STATES}
    assert completed("answer", "small", "--all", "don") == [("done", None)]


def test_help_shows_no_argument_that_it_does_not_explain(command: Command) -> None:
    assert "[CHALLENGE]\n" in command("repair", "--help").out


def test_a_completion_never_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "pool" / "peers.csv").write_bytes(b"\xff\x00")
    assert completed("why-not", "small", "--peer", "Q") == []
    (folder / "teamforge.toml").write_text("pool = ", "utf-8")
    assert completed("compose", "") == []
    monkeypatch.chdir("/")
    assert completed("compose", "") == []
    assert completed("why-not", "--peer", "") == []


# teamforge init


def test_init_names_what_lies_in_the_folder_and_overwrites_nothing(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("demo", "--save", "ex").status == 0
    done = command("init", "ex")
    assert (done.status, done.err) == (0, "")
    assert "challenges: plymouth-2027, " in done.out
    project = read_project("ex")
    assert (project.pool, project.programme) == (Path("ex/pool"), Path("ex/programme.toml"))
    assert "plymouth-2027" in project.challenges
    written = Path("ex/teamforge.toml").read_text("utf-8")
    again = command("init", "ex")
    assert again.status == 2
    assert "nothing was written" in " ".join(again.err.split())
    assert Path("ex/teamforge.toml").read_text("utf-8") == written
    monkeypatch.chdir("ex")
    assert command("compose", "plymouth-2027").status == 0


def test_init_beside_the_example_finds_its_pool(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first two commands of a newcomer: the pool is a folder of the folder."""
    monkeypatch.chdir(tmp_path)
    command("demo", "--save", "example")
    assert "names no pool" not in command("init").out
    assert read_project(".").pool == Path("example/pool")
    done = command("verify", "absent.json")
    assert done.status == 2
    assert "absent.json" in done.err
    assert "RESULT" in done.err


def test_init_passes_over_a_copy_within_the_pool(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for place in ("pool", "pool/old", "year/kept"):
        Path(place).mkdir(parents=True)
        Path(place, "peers.csv").write_text("peer_id,roles\nP1,vcs_leader\n", "utf-8")
    assert "names no pool" not in command("init").out
    assert read_project(".").pool == Path("pool")


def test_init_finds_a_programme_and_leaves_open_what_is_not_one_thing(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two pools give two remarks, and a person has to choose the pool."""
    monkeypatch.chdir(tmp_path)
    text = (FOLDER / "challenge.toml").read_text("utf-8")
    for name in ("new pool", "old [pool]", "year"):
        Path(name).mkdir()
    for name in ("new pool", "old [pool]"):
        Path(name, "peers.csv").write_text("peer_id,roles\nP1,vcs_leader\n", "utf-8")
    Path("old [pool]", "a.toml").write_text(text.replace("plymouth-2027", "a"), "utf-8")
    Path("year", "programme.toml").write_text('id = "2027"\nas_of = 2027-01-11\n', "utf-8")
    Path("year", "b.toml").write_text(text.replace("plymouth-2027", "b"), "utf-8")
    Path("year", "notes.json").write_text("[1]", "utf-8")
    done = command("init")
    assert done.status == 0
    assert "names no pool yet" in done.out
    project = read_project(".")
    assert (project.pool, set(project.challenges), project.programme) == (None, {"a", "b"}, Path("year"))
    written = Path("teamforge.toml").read_text("utf-8")
    assert '# pool = "new pool"\n# pool = "old [pool]"\n' in written
    below = command("init", "year")
    assert below.status == 0
    assert f"{Path('teamforge.toml').absolute()} stands above it" in below.err


def test_init_of_a_workbook_and_of_nothing(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert command("init", "empty").status == 0
    assert read_project("empty").challenges == {}
    assert command("template", "pool.xlsx").status == 0
    assert command("init").status == 0
    project = read_project(".")
    assert project.pool == Path("pool.xlsx")
    (identity,) = project.challenges
    assert command("compose", identity) == command("compose")
    assert command("compose").status == 0


def test_init_leaves_open_which_copy_of_a_workbook_counts(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workbooks with one challenge: both are named in comments, and the file can be read as it is."""
    monkeypatch.chdir(tmp_path)
    for name in ("ours.xlsx", "ours (copy).xlsx"):
        assert command("template", name).status == 0
    done = command("init")
    assert (done.status, done.err) == (0, "")
    assert read_project(".").challenges == {}
    written = Path("teamforge.toml").read_text("utf-8")
    assert 'add the one that you work with\n# "ours (copy).xlsx"\n# "ours.xlsx"\n' in written
    assert command("check", "ours.xlsx").status == 0


def test_a_pool_says_nothing_of_the_project_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "peers.csv").write_text("peer_id,roles\nP1,vcs_leader\n", "utf-8")
    before = teamforge.read_pool(tmp_path).warnings
    (tmp_path / "teamforge.toml").write_text('pool = "."\nchallenges = []\n', "utf-8")
    assert teamforge.read_pool(tmp_path).warnings == before


def test_help_in_a_project_folder_does_not_require_the_pool(
    command: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There it is the project's pool; elsewhere it is required."""
    here = command("check", "--help").out
    assert folder.is_dir()
    assert "[POOL]" in here
    assert "required" not in here
    monkeypatch.chdir(tmp_path)
    elsewhere = command("check", "--help").out
    assert "[POOL]" not in elsewhere
    assert "required" in elsewhere
