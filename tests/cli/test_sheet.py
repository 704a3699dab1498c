"""Team sheets at the command line: three formats, two audiences, a template."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from teamforge.cli import outputs
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
    assert (done.status, done.err) == (0, "")
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
    """V1 and V2 are all who could sit on one seat."""
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
