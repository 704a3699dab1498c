"""A challenge that begins gets a file of its own, over none that is there, and is found from then on."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

import teamforge
from teamforge.app import beginning
from teamforge.app.beginning import begin, can_join, finish_begun
from teamforge.app.opened import copy_example, open_place
from teamforge.challenge.programme import read_programme
from teamforge.demo import FOLDER
from teamforge.errors import InputError
from tests.unit.app.conftest import HERE, TOKEN, desk_of, visitor

FORM = {
    "id": "swindon-2027",
    "title": "Swindon",
    "purpose": "challenge",
    "host:0": "Plymouth City Council",
    "as_of": "2027-01-11",
    "earliest": "2027-04-12",
    "latest": "2027-05-28",
    "days": "3",
    "weight:prevention": "7",
    "preset": "lga_system_wide",
    "seats": "",
}
FIELDS: dict[str, Any] = {
    "id": "swindon-2027",
    "hosts": ["E06000026"],
    "as_of": date(2027, 1, 11),
    "on_site": {"days": 3, "earliest": date(2027, 4, 12), "latest": date(2027, 5, 28)},
    "scope": {"prevention": 7},
}


def asked(folder: Path, **other: str) -> tuple[int, str]:
    with visitor(desk_of(folder), origin=HERE) as client:
        client.get("/", params={"token": TOKEN})
        answer = client.post("/start", data={**FORM, **other})
        return answer.status_code, answer.headers.get("location", answer.text)


def test_the_form_becomes_a_file_and_the_team_is_there(tmp_path: Path) -> None:
    copy_example(tmp_path)
    with visitor(desk_of(tmp_path), origin=HERE) as client:
        client.get("/", params={"token": TOKEN})
        client.follow_redirects = True
        assert "Start a challenge" in client.get("/").text
        assert "Plymouth City Council" in client.get("/start").text
        text = client.post("/start", data=FORM).text
        assert "The best team" in text
        assert "Swindon" in client.get("/").text
    challenge = teamforge.read_challenge(tmp_path / "swindon-2027.toml")
    assert challenge.title == "Swindon"
    assert [teamforge.load_demo()[0].organisations.label_of(each) for each in challenge.hosts] == [FORM["host:0"]]
    assert challenge.scope == {"prevention": 7}
    assert challenge.on_site.latest == date(2027, 5, 28)
    assert open_place(tmp_path).challenges["swindon-2027"] == tmp_path / "swindon-2027.toml"
    assert "swindon-2027" not in read_programme(tmp_path / "programme.toml").ids


def test_planned_with_the_others_it_stands_in_their_list_and_has_their_date(tmp_path: Path) -> None:
    copy_example(tmp_path)
    status, where = asked(tmp_path, join="yes", as_of="1999-01-01")
    assert (status, where) == (HTTPStatus.SEE_OTHER, "/team?challenge=swindon-2027")
    programme = read_programme(tmp_path / "programme.toml")
    assert programme.ids[-1] == "swindon-2027"
    assert programme.challenges[-1].as_of == programme.as_of
    comments = [line for line in (FOLDER / "programme.toml").read_text().splitlines() if "#" in line]
    assert all(line in (tmp_path / "programme.toml").read_text() for line in comments)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"id": "plymouth-2027"}, "an id that no other challenge has"),
        ({"id": "challenge"}, "no file challenge.toml"),
        ({"id": "../up"}, "letters, digits and hyphens"),
        ({"id": "teamforge"}, "letters, digits and hyphens"),
        ({"id": ""}, "id"),
        ({"host:0": "Nowhere"}, "the name or the id of an organisation"),
        ({"host:0": "Council"}, "one of them:"),
        ({"weight:prevention": ""}, "scope"),
        ({"weight:prevention": "11"}, "scope"),
        ({"earliest": "2027-06-01"}, "earliest"),
        ({"earliest": "soon"}, "earliest"),
        ({"preset": "mine"}, "preset"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(tmp_path: Path, other: dict[str, str], told: str) -> None:
    copy_example(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    status, text = asked(tmp_path, **other)
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert told in text
    assert 'value="Swindon"' in text, "what was filled in stays"
    assert text.count("<q>") <= 1, "one thing that is wrong is listed once"
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert after == before


def project(folder: Path, text: str | None) -> None:
    shutil.copytree(FOLDER / "pool", folder / "pool")
    if text is not None:
        (folder / "teamforge.toml").write_text(f'pool = "pool"\n{text}', encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "file"),
    [
        (None, "swindon-2027.toml"),
        ("", "swindon-2027.toml"),
        ('challenges = ["year/*.toml"]\n', "year/swindon-2027.toml"),
        ('challenges = ["year/a*.toml"]\n', "swindon-2027.toml"),
        ('challenges = ["year/a.toml"] # ours\nnames = true\n', "swindon-2027.toml"),
    ],
)
def test_it_is_found_from_then_on(tmp_path: Path, text: str | None, file: str) -> None:
    project(tmp_path, text)
    (tmp_path / "year").mkdir()
    shutil.copy(FOLDER / "derby.toml", tmp_path / "year" / "a.toml")
    before = open_place(tmp_path)
    assert begin(before, FIELDS, join=False, right=lambda _: None) == tmp_path / file
    found = open_place(tmp_path)
    assert found.challenges["swindon-2027"] == tmp_path / file
    assert set(found.challenges) == {*before.challenges, "swindon-2027"}
    assert found.names == before.names
    assert teamforge.read_challenge(tmp_path / file) == teamforge.read_challenge(FIELDS)


def test_of_a_programme_in_json_and_of_one_in_a_folder(tmp_path: Path) -> None:
    for name in ("json", "folder"):
        project(tmp_path / name, f'programme = "{"year" if name == "folder" else "year.json"}"\n')
    year = tmp_path / "folder" / "year"
    year.mkdir()
    shutil.copy(FOLDER / "derby.toml", year)
    (year / "programme.toml").write_text('id = "y"\nas_of = 2027-01-11\n', encoding="utf-8")
    shutil.copy(FOLDER / "derby.toml", tmp_path / "json")
    said = {"id": "y", "as_of": "2027-01-11", "challenges": ["derby.toml"]}
    (tmp_path / "json" / "year.json").write_text(json.dumps(said), encoding="utf-8")
    for name, programme in (("json", "year.json"), ("folder", "year")):
        opened = open_place(tmp_path / name)
        assert can_join(opened)
        begin(opened, FIELDS, join=True, right=lambda _: None)
        assert "swindon-2027" in read_programme(tmp_path / name / programme).ids


def test_a_list_that_cannot_be_written_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_example(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("teamforge.app.beginning._add", full)
    with pytest.raises(OSError, match="space"):
        begin(open_place(tmp_path), FIELDS, join=True, right=lambda _: None)
    assert not (tmp_path / "swindon-2027.toml").exists()


def test_a_list_of_whole_challenges_takes_no_file(tmp_path: Path) -> None:
    project(tmp_path, 'programme = "year.toml"\n')
    text = (FOLDER / "derby.toml").read_text(encoding="utf-8")
    inner = text.replace("\n[", "\n[challenges.").replace("[challenges.[", "[[challenges.")
    (tmp_path / "year.toml").write_text(f'id = "y"\nas_of = 2027-01-11\n[[challenges]]\n{inner}', encoding="utf-8")
    assert not can_join(open_place(tmp_path))


def test_a_workbook_begins_nothing(tmp_path: Path) -> None:
    from teamforge.workbook import write_template

    book = tmp_path / "season.xlsx"
    write_template(book)
    with visitor(desk_of(book), origin=HERE) as client:
        client.get("/", params={"token": TOKEN})
        assert client.get("/start").status_code == HTTPStatus.BAD_REQUEST
        assert 'href="/start"' not in client.get("/").text
    with pytest.raises(InputError, match="id"):
        begin(open_place(tmp_path), {**FIELDS, "id": "a b"}, join=False, right=lambda _: None)


_KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from teamforge.app import beginning
from teamforge.app.opened import open_place

step, after, folder = int(sys.argv[1]), sys.argv[2] == "after", Path(sys.argv[3])
real, calls = beginning.save, []

def save(place, content):
    calls.append(place)
    if len(calls) == step and not after:
        os.kill(os.getpid(), signal.SIGKILL)
    real(place, content)
    if len(calls) == step:
        os.kill(os.getpid(), signal.SIGKILL)

beginning.save = save
fields = {
    "id": "swindon-2027", "hosts": ["E06000026"], "as_of": date(2027, 1, 11), "scope": {"prevention": 7},
    "on_site": {"days": 3, "earliest": date(2027, 4, 12), "latest": date(2027, 5, 28)},
}
beginning.begin(open_place(folder), fields, join=True, right=lambda challenge: None)
"""


def test_opened_by_somebody_else_meanwhile_it_is_begun_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They find the note and the file, and add it to the list first; then it is in it already."""
    copy_example(tmp_path)
    add = beginning._add

    def opened_first(listing: Path, file: Path) -> None:
        monkeypatch.setattr(beginning, "_add", add)
        assert finish_begun(open_place(tmp_path))
        add(listing, file)

    monkeypatch.setattr(beginning, "_add", opened_first)
    begin(open_place(tmp_path), FIELDS, join=True, right=lambda _: None)
    assert read_programme(tmp_path / "programme.toml").ids.count("swindon-2027") == 1
    assert not list(tmp_path.glob(".*.starting"))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_killed_between_the_files_nothing_is_half(tmp_path: Path, step: int, after: bool) -> None:  # noqa: FBT001
    """The note, the file, the list: whatever was written last, the challenge is there whole or not at all."""
    copy_example(tmp_path)
    command = [sys.executable, "-c", _KILLED, str(step), "after" if after else "before", str(tmp_path)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    whole = step == 3 or (step, after) == (2, True)
    assert finish_begun(open_place(tmp_path)) == whole
    found = read_programme(tmp_path / "programme.toml").ids
    assert ("swindon-2027" in found) == whole
    assert (tmp_path / "swindon-2027.toml").exists() == whole
    assert len(found) == 3 + whole, "it is in the list once"
    assert not list(tmp_path.glob(".*.starting"))
    assert not finish_begun(open_place(tmp_path))
    status, _ = asked(tmp_path, join="yes")
    assert status == (HTTPStatus.UNPROCESSABLE_ENTITY if whole else HTTPStatus.SEE_OTHER)
