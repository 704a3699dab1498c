"""Letters at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

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


def test_a_letter_has_the_day_that_is_given(command: Command, kept: list[str], tmp_path: Path) -> None:
    assert "\n2 February 2027\n" in command("letter", *kept, "--peer", "Q1", "--on", "2027-02-02").out
    assert command("letters", *kept, "--folder", tmp_path / "out", "--form", "txt", "--on", "2027-02-03").status == 0
    written = [place.read_text("utf-8") for place in (tmp_path / "out").iterdir()]
    assert len(written) > 1
    assert all("\n3 February 2027\n" in text for text in written)
    assert "not a date" in command("letter", *kept, "--on", "soon").err


def test_the_words_of_the_project_are_taken(
    command: Command, kept: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "host.txt").write_text("# Ours\nDear {{ you }},\n", "utf-8")
    (tmp_path / "teamforge.toml").write_text('words = "letters"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    assert command("letter", *kept).out == "Ours\n\nDear colleagues,\n"
    assert "An invitation" in command("letter", *kept, "--peer", "Q1").out
    assert "# Your peer team" in command("letter", *kept, "--show-words").out


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
    assert sorted(path.name for path in folder.iterdir()) == [
        "host-letter.txt",
        "invitation-Q1.txt",
        "invitation-V1.txt",
    ]
    assert NAMES[0] in (folder / "invitation-Q1.txt").read_text("utf-8")
    (folder / "host-letter.txt").write_text("changed by hand")
    again = command("letters", *kept, "--folder", folder, "--form", "txt")
    assert again.status == 2
    assert "there already" in again.err
    assert (folder / "host-letter.txt").read_text() == "changed by hand"


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
        *("host-letter.txt", "invitation-..%2fq1.txt", "invitation-a%2fv.txt")
    ]
    assert [name.casefold() for name in names if "~" in name] == ["invitation-a%2fv~2.txt"]
    assert not (tmp_path / "Q1.txt").exists()


def test_letters_follow_the_history_and_go_on_when_the_visit_is_over(
    command: Command, kept: list[str], tmp_path: Path
) -> None:
    """Whoever has declined since gets no invitation, and the command names them."""
    assert command("propose", *kept, "--on", "2027-01-12").status == 0
    assert command("answer", *kept[1:], "V1=declined", "Q1=accepted", "--on", "2027-01-13").status == 0
    done = command("letters", *kept, "--folder", tmp_path / "letters", "--form", "txt")
    assert (done.status, done.err) == (0, "no invitation to V1: declined on 13 January 2027\n")
    assert {path.name for path in (tmp_path / "letters").iterdir()} == {"host-letter.txt", "invitation-Q1.txt"}
    assert "Thank you for agreeing to join" in command("letter", *kept, "--peer", "Q1").out
    refused = command("letter", *kept, "--peer", "V1")
    assert refused.status == 2
    assert "V1 is on the team no more: declined on 13 January 2027" in refused.err
    assert command("answer", *kept[1:], "--all", "done", "--on", "2027-04-15").status == 0
    assert command("letter", *kept, "--peer", "Q2").status == 0


@pytest.fixture
def year(command: Command, small: list[str], tmp_path: Path) -> list[str]:
    """A kept plan, its pool and its programme of two challenges."""
    for name in ("north", "a/v"):
        field = {
            **CHALLENGE,
            "id": name,
            "title": f"Visit {name}",
            "on_site": {"windows": ["2027-04-13", "2027-05-11"]},
        }
        (tmp_path / f"{name[0]}.json").write_text(json.dumps(field), "utf-8")
    programme = tmp_path / "p.json"
    fields = {"id": "year", "as_of": "2027-01-11", "challenges": ["n.json", "a.json"]}
    programme.write_text(json.dumps(fields), "utf-8")
    assert command("plan", small[0], programme, "--out", tmp_path / "plan.json").status in {0, 3}
    return [str(tmp_path / "plan.json"), small[0], str(programme)]


def test_a_plan_has_its_letters(command: Command, year: list[str], tmp_path: Path) -> None:
    """There is a folder for each team; somebody on no team gets one letter about all visits."""
    teams = {
        each["challenge_id"]: each for each in json.loads(Path(year[0]).read_text())["challenges"] if each["window"]
    }
    assert teams
    done = command("letters", *year, "--folder", tmp_path / "letters", "--form", "html", "--names")
    assert (done.status, done.err) == (0, "")
    expected = {
        f"{own.replace('/', '%2F')}/{name}.html"
        for own, team in teams.items()
        for name in ("host-letter", *(f"invitation-{member['peer_id']}" for member in team["members"]))
    }
    written = {str(path.relative_to(tmp_path / "letters")) for path in (tmp_path / "letters").rglob("*.html")}
    assert written == expected
    told = command("letter", *year, "--peer", "V2")
    assert told.status == 0
    assert told.out.count("\nVisit ") == 2
    members = [member["peer_id"] for team in teams.values() for member in team["members"]]
    for options in ([], ["--peer", members[0]], ["--peer", "V2", "--also", year[2]]):
        assert command("letter", *year, *options).status == 2


def test_a_programme_tells_of_what_the_history_knows(command: Command, kept: list[str], year: list[str]) -> None:
    """It does not mention a challenge for which nobody was asked yet, nor the one at hand twice."""
    assert "Another visit" not in command("letter", *kept, "--peer", "V2", "--also", year[2]).out
    assert command("propose", *year, "--on", "2027-01-12").status == 0
    told = command("letter", *kept, "--peer", "V2", "--also", year[2]).out
    plan = json.loads(Path(year[0]).read_text())["challenges"]
    assert told.count("Another visit") == sum(each["window"] is not None for each in plan)
    assert "Another visit: Visit north" in told
    assert command("letter", *kept, "--peer", "V2", "--also", "absent").status == 2


def test_words_and_paper_of_ones_own(command: Command, kept: list[str], tmp_path: Path) -> None:
    """A folder of words and a Word document serve for all letters at once."""
    words = tmp_path / "words"
    words.mkdir()
    (words / "host.txt").write_text("# Hello, {{ hosts }}", "utf-8")
    ours = tmp_path / "ours.docx"
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Our agency"
    document.save(str(ours))
    folder = tmp_path / "letters"
    done = command("letters", *kept, "--folder", folder, "--words", words, "--template", ours)
    assert done.status == 0
    host = Document(str(folder / "host-letter.docx"))
    assert [paragraph.text for paragraph in host.paragraphs] == ["Hello, Host Council"]
    assert host.sections[0].header.paragraphs[0].text == "Our agency"
    assert command("letter", *kept, "--words", words).out == "Hello, Host Council\n"
    assert command("letters", *kept, "--folder", tmp_path / "txt", "--form", "txt", "--template", ours).status == 2
    assert command("letter", *kept, "--template", ours).status == 2
    assert command("letters", *kept, "--folder", tmp_path / "txt", "--words", words / "host.txt").status == 2


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
