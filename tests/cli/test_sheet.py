"""Team sheets at the command line: three formats, two audiences, a template."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from teamforge import load_demo
from teamforge.cli import outputs
from teamforge.workbook import read_team
from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE, NAMES, PRIVATE, save
from tests.unit.report.sheet.canaries import ENDINGS, all_in, squeezed


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("audience", ["team", "host"])
def test_a_sheet_is_written_beside_what_is_shown(
    command: Command, small: list[str], tmp_path: Path, ending: str, audience: str
) -> None:
    place = tmp_path / f"Team{ending.upper()}"
    done = command("compose", *small, "--out", place, "--audience", audience)
    assert (done.status, done.err) == (0, f"wrote {place}\n")
    assert done.out == command("compose", *small, "--audience", audience).out
    found = all_in(place.read_bytes(), ending)
    assert not [canary for canary in (*PRIVATE, *NAMES) if squeezed(canary).lower() in found]
    assert ("thechair" in found) == (audience == "team")


@pytest.mark.parametrize("ending", ENDINGS)
def test_names_only_where_asked_for(command: Command, small: list[str], tmp_path: Path, ending: str) -> None:
    place = tmp_path / f"team{ending}"
    assert command("compose", *small, "--out", place, "--audience", "host", "--names").status == 0
    found = all_in(place.read_bytes(), ending)
    assert [name for name in NAMES if squeezed(name).lower() in found] == [NAMES[0], NAMES[2]]


@pytest.mark.parametrize("ending", [".json", ".xlsx"])
def test_what_is_for_the_team_alone_is_not_written_for_the_host(
    command: Command, small: list[str], tmp_path: Path, ending: str
) -> None:
    done = command("compose", *small, "--out", tmp_path / f"team{ending}", "--audience", "host")
    assert (done.status, done.out) == (2, "")
    assert "can be for the host" in " ".join(done.err.split())
    assert not (tmp_path / f"team{ending}").exists()


def test_a_template_is_filled(command: Command, small: list[str], tmp_path: Path) -> None:
    template, place = tmp_path / "branded.docx", tmp_path / "team.docx"
    document = Document()
    document.add_paragraph("Our brand: {{ title }}, {{ status }}, {{ team.rows | length }}")
    document.save(str(template))
    assert command("compose", *small, "--out", place, "--template", template).status == 0
    assert "Our brand: A small challenge" in Document(str(place)).paragraphs[0].text


def test_a_template_with_faults_writes_nothing_and_lists_them(
    command: Command, small: list[str], tmp_path: Path
) -> None:
    """The team that was found is shown all the same: it is not lost to the template."""
    template, place = tmp_path / "branded.docx", tmp_path / "team.docx"
    document = Document()
    document.add_paragraph("{{ titel }} {{ logo }}")
    document.save(str(template))
    done = command("compose", *small, "--out", place, "--template", template)
    assert done.status == 2
    assert "optimal: proved" in done.out
    for told in (
        "5 faults",
        "'logo'",
        "'titel'",
        "did you mean 'title'?",
        "the placeholder team",
        "placeholder status",
    ):
        assert told in done.err
    assert not place.exists()


@pytest.mark.parametrize("ending", ["", ".html", ".pdf", ".xlsx"])
def test_a_template_goes_with_word_alone(command: Command, small: list[str], tmp_path: Path, ending: str) -> None:
    template = tmp_path / "branded.docx"
    Document().save(str(template))
    out = ["--out", tmp_path / f"team{ending}"] if ending else []
    done = command("compose", *small, *out, "--template", template)
    assert (done.status, done.out) == (2, "")
    assert "--out FILE.docx" in done.err
    assert command("compose", *small, "--out", tmp_path / "t.docx", "--template", tmp_path / "none.docx").status == 2


@pytest.mark.parametrize("ending", ENDINGS)
def test_without_a_team_there_is_no_sheet_and_an_old_one_stays(command: Command, tmp_path: Path, ending: str) -> None:
    """Only V1 and V2 could sit on one seat."""
    out = [{"peer": "V1", "reason": "ill"}, *CHALLENGE["exclude"]]
    place = tmp_path / f"team{ending}"
    place.write_text("old")
    done = command("compose", *save(tmp_path, challenge={**CHALLENGE, "exclude": out}), "--out", place)
    assert done.status == 3
    assert f"{place} was not written: there is no team" in done.err
    assert place.read_text() == "old"


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_missing_extra_is_told_before_the_search(
    command: Command, small: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(outputs, "find_spec", lambda _name: None)
    done = command("compose", *small, "--out", tmp_path / f"team{ending}")
    assert (done.status, done.out) == (2, "")
    assert "pip install 'teamforge[" in " ".join(done.err.replace("│", " ").split())


@pytest.mark.parametrize("kept", ["json", "xlsx"])
def test_every_paper_of_a_kept_team(command: Command, small: list[str], tmp_path: Path, kept: str) -> None:
    """Any number of files, each for its audience, and nothing is composed again."""
    result = tmp_path / f"result.{kept}"
    assert command("compose", *small, "--out", result).status == 0
    places = [tmp_path / name for name in ("host.html", "host.docx", "team.pdf", "again.xlsx", "again.json")]
    out = [part for place in places for part in ("--out", place)]
    readers = [part for reader in ("host", "host", *["team"] * 3) for part in ("--audience", reader)]
    done = command("sheet", result, *small, *out, *readers, "--names")
    assert (done.status, done.err) == (0, "")
    assert done.out == "".join(f"wrote {place}\n" for place in places)
    for place, host in zip(places[:3], (True, True, False), strict=True):
        assert ("thechair" in all_in(place.read_bytes(), place.suffix)) is not host
    for again in places[3:]:
        assert command("verify", again, *small).status in {0, 6}


def test_papers_of_a_repaired_team_keep_states_and_need_no_other_challenge(command: Command, tmp_path: Path) -> None:
    assert command("demo", "--save", tmp_path / "demo").status == 0
    pool = [tmp_path / "demo" / "pool", tmp_path / "demo" / "challenge.toml"]
    first, mended, again = (tmp_path / f"{name}.xlsx" for name in ("first", "mended", "again"))
    assert command("compose", *pool, "--out", first).status == 0
    assert command("repair", first, *pool, "--withdrawn", "P002", "--out", mended).status == 0
    assert command("sheet", mended, *pool, "--out", again, "--out", tmp_path / "t.docx", "--names").status == 0
    assert [(each.peer_id, str(each.state)) for each in read_team(again).dropped_out] == [("P002", "declined")]
    assert read_team(again).team == read_team(mended).team


def test_papers_of_what_does_not_hold_are_refused(command: Command, small: list[str], tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    assert command("compose", *small, "--out", result).status == 0
    result.write_text(result.read_text().replace('"V1"', '"V2"'))
    done = command("sheet", result, *small, "--out", tmp_path / "team.html")
    assert done.status == 2
    assert "a record that holds" in done.err
    assert not (tmp_path / "team.html").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--out", "t.html", "--out", "t.html"], "named twice"),
        (
            ["--out", "t.html", "--out", "u.pdf", "--audience", "host", "--audience", "team", "--audience", "team"],
            "once",
        ),
        (["--out", "t.xlsx", "--audience", "host"], "can be for the host"),
        (["--out", "t.html", "--template", "x.docx"], "--out FILE.docx"),
        ([], "--out"),
    ],
)
def test_papers_that_cannot_be_are_refused_first(
    command: Command, small: list[str], tmp_path: Path, options: list[str], told: str
) -> None:
    Document().save(str(tmp_path / "x.docx"))
    given = [str(tmp_path / each) if each[:2] in {"t.", "u.", "x."} else each for each in options]
    done = command("sheet", tmp_path / "absent.json", *small, *given)
    assert (done.status, done.out) == (2, "")
    assert told in " ".join(done.err.replace("│", " ").split())


@pytest.mark.parametrize("ask", ["compose", "repair"])
def test_each_file_has_its_reader(command: Command, small: list[str], tmp_path: Path, ask: str) -> None:
    """As for `sheet`, there is one audience for all files, or one for each; the last does not count for all."""
    said: list[str] = []
    if ask == "repair":
        assert command("compose", *small, "--out", tmp_path / "team.json").status == 0
        said = ["--team", str(tmp_path / "team.json")]
    out = [part for name in ("team", "host") for part in ("--out", tmp_path / f"{name}.html")]
    done = command(ask, *small, *said, *out, "--audience", "team", "--audience", "host")
    assert done.status == 0
    assert done.out == command(ask, *small, *said).out, "several readers: the terminal is the team's"
    found = {name: "thechair" in all_in((tmp_path / f"{name}.html").read_bytes(), ".html") for name in ("team", "host")}
    assert found == {"team": True, "host": False}
    wrong = command(ask, *small, *said, *out, *["--audience", "host"] * 3)
    assert (wrong.status, wrong.out) == (2, "")
    assert "once for each --out" in " ".join(wrong.err.replace("│", " ").split())


def test_news_of_a_kept_team_has_the_names_that_were_asked_for(command: Command, tmp_path: Path) -> None:
    assert command("demo", "--save", tmp_path / "demo").status == 0
    files = [tmp_path / "demo" / "pool", tmp_path / "demo" / "challenge.toml"]
    result = tmp_path / "team.json"
    assert command("compose", *files, "--out", result).status == 0
    assert command("propose", result, *files).status == 0
    assert command("answer", *files, "P002=declined").status == 0
    name = load_demo()[0].peers.name_of("P002")
    plain, named = (
        command("sheet", result, *files, "--out", tmp_path / f"team{place}.html", *more).err
        for place, more in enumerate(([], ["--names"]))
    )
    assert "since it was made: P002, " in plain
    assert name not in plain
    assert f"since it was made: P002 {name}, " in named
