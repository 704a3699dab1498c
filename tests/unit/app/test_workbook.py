"""A season in one workbook: answers are kept next to it, and the page says what to type to keep what was tried."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

import teamforge
from teamforge.app.typing_in import changed_sheets
from teamforge.assignments import in_force
from teamforge.challenge import Challenge
from teamforge.challenge.sheets import COLUMNS
from teamforge.demo import FOLDER
from teamforge.records.decisions.chain import read_decisions
from teamforge.workbook import write_template
from tests.unit.app.conftest import HERE, TOKEN, desk_of, visitor


@pytest.fixture(name="template", scope="module")
def template_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "season.xlsx"
    write_template(path)
    return path


@pytest.fixture(name="book")
def own_workbook(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path / "season.xlsx"))


@pytest.fixture(name="client")
def let_in(book: Path) -> Iterator[TestClient]:
    with visitor(desk_of(book), origin=HERE) as client:
        client.get("/", params={"token": TOKEN})
        client.follow_redirects = True
        yield client


def test_answers_papers_and_the_decision_are_kept_beside_the_workbook(client: TestClient, book: Path) -> None:
    challenge = teamforge.read_challenge(book)
    before, mine = book.read_bytes(), {"challenge": challenge.id, "draft": "file"}

    def hidden(page: str) -> dict[str, str]:
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', client.get(page, params=mine).text))

    on = {"on": "2027-01-12"}
    assert client.post("/record", data={**mine, **hidden("/answers"), **on, "what": "propose"}).is_success
    first = in_force(teamforge.read_pool(book), challenge.id)[0]
    said = {"what": "answers", f"state:{first.peer_id}": "accepted"}
    assert client.post("/record", data={**mine, **hidden("/answers"), **on, **said}).is_success
    states = {row.peer_id: row.state for row in in_force(teamforge.read_pool(book), challenge.id)}
    assert states[first.peer_id] == "accepted"
    assert client.get("/paper", params={**mine, "paper": "team.ics"}).is_success
    told = {"by": "A. Person", "role": "director", "why": "it covers the scope", "outcome": "accepted"}
    assert client.post("/decision", data={**mine, **hidden("/decision"), **on, **told}).is_success
    assert len(read_decisions(book.parent / "decisions.jsonl")) == 1
    assert book.read_bytes() == before, "the workbook is its owner's"
    assert {each.name for each in book.parent.iterdir() if not each.name.startswith(".")} >= {
        "season.xlsx",
        "season.assignments.csv",
        "decisions.jsonl",
    }


def test_what_is_tried_is_told_cell_by_cell_and_counts_once_it_is_typed_in(client: TestClient, book: Path) -> None:
    challenge = teamforge.read_challenge(book)
    member = teamforge.compose(teamforge.read_pool(book), challenge).members[0]
    step = {
        "challenge": challenge.id,
        "draft": "file",
        "what": "exclude",
        "peer": member.peer_id,
        "reason": "is on <leave>",
    }
    tried = client.post("/try", data=step)
    asked = {"challenge": challenge.id, "draft": str(tried.url).partition("draft=")[2]}
    page = client.get("/answers", params=asked).text
    assert "season.xlsx" in page
    assert "does not write into" in page
    assert 'action="/keep"' not in page
    row = re.search(r"<tr><th scope=\"row\">Add</th>(.*?)</tr>", page)
    assert row is not None
    cells = [html.unescape(each) for each in re.findall(r"<td><bdi>(.*?)</bdi></td>", row[1])]
    assert cells == [member.peer_id, "is on <leave>"]
    assert client.post("/keep", data={**asked, "seal": ""}).status_code == HTTPStatus.BAD_REQUEST
    opened = openpyxl.load_workbook(book)
    opened["exclude"].append(cells)
    opened.save(book)
    typed = teamforge.read_challenge(book)
    assert [(each.peer, each.reason) for each in typed.exclude][-1] == (member.peer_id, "is on <leave>")
    about = client.get("/peer", params={"challenge": challenge.id, "peer": member.peer_id}).text
    assert "They were left out: <bdi>is on &lt;leave&gt;</bdi>" in about


def test_what_is_tried_in_a_row_of_a_programme_is_kept_in_the_file_called_after_it(tmp_path: Path) -> None:
    """The sheets of a challenge that the same workbook holds say nothing about the programme."""
    write_template(tmp_path / "year.xlsx", programme=True)
    (tmp_path / "teamforge.toml").write_text('pool = "year.xlsx"\nprogramme = "year.xlsx"\n', encoding="utf-8")
    told, peer = tried_in(tmp_path)
    assert "<h3>In the sheet" not in told
    assert "<bdi>exampleshire-2027.toml</bdi> next to <bdi>year.xlsx</bdi>" in told
    (tmp_path / "exampleshire-2027.toml").write_text(
        f'exclude = [{{ peer = "{peer}", reason = "is away" }}]\n', encoding="utf-8"
    )
    (challenge,) = desk_of(tmp_path).files.now().challenges.values()
    assert [each.peer for each in challenge.exclude] == [peer]


def test_what_is_tried_in_a_list_of_a_programme_is_kept_once_it_has_a_file(tmp_path: Path) -> None:
    _, challenge = teamforge.load_demo()
    shutil.copytree(FOLDER / "pool", tmp_path / "pool")
    plain = challenge.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    year = {"id": "year", "as_of": plain.pop("as_of"), "challenges": [plain]}
    (tmp_path / "year.json").write_text(json.dumps(year), encoding="utf-8")
    (tmp_path / "teamforge.toml").write_text('pool = "pool"\nprogramme = "year.json"\n', encoding="utf-8")
    told, _ = tried_in(tmp_path)
    assert "<h3>In the sheet" not in told
    assert "<bdi>plymouth-2027.toml</bdi>" in told
    (tmp_path / "plymouth-2027.json").write_text(json.dumps(plain), encoding="utf-8")
    (tmp_path / "year.json").write_text(json.dumps({**year, "challenges": ["plymouth-2027.json"]}), encoding="utf-8")
    told, _ = tried_in(tmp_path)
    assert "Keep it in <bdi>plymouth-2027.json</bdi>" in told


def tried_in(folder: Path) -> tuple[str, str]:
    """Leave a member out of the only challenge; return the page that says how to keep this, and who it is."""
    desk = desk_of(folder)
    season = desk.files.now()
    (challenge,) = season.challenges.values()
    peer = season.result(challenge).members[0].peer_id
    with visitor(desk, origin=HERE) as client:
        client.get("/", params={"token": TOKEN})
        client.follow_redirects = True
        step = {"challenge": challenge.id, "draft": "file", "what": "exclude", "peer": peer, "reason": "is away"}
        draft = str(client.post("/try", data=step).url).partition("draft=")[2]
        return client.get("/answers", params={"challenge": challenge.id, "draft": draft}).text, peer


def test_a_field_without_a_value_is_no_row_to_type() -> None:
    _, challenge = teamforge.load_demo()
    days = {"windows": [date(2027, 4, 19)], "days": 3}
    now = Challenge.model_validate({**challenge.model_dump(exclude_unset=True), "on_site": days})
    (told,) = (each for each in changed_sheets(challenge, now) if each.name == "challenge")
    assert [row[0] for row in told.gone] == ["earliest", "latest"]
    assert told.new == ()
    (back,) = (each for each in changed_sheets(now, challenge) if each.name == "challenge")
    assert (back.gone, back.new) == (told.new, told.gone)


def test_every_kind_of_change_is_told() -> None:
    _, challenge = teamforge.load_demo()
    theme, weight = next(iter(challenge.scope.items()))
    now = challenge.replace(scope={**challenge.scope, theme: weight - 1}, pins={"vcs": "P058"}, waivers=())
    told = {each.name: each for each in changed_sheets(challenge, now)}
    assert set(told) == {"scope", "pins", "waivers"}
    assert (told["scope"].gone, told["scope"].new) == (((theme, str(weight)),), ((theme, str(weight - 1)),))
    assert told["pins"].new == (("vcs", "P058"),)
    assert len(told["waivers"].gone) == len(challenge.waivers)
    assert not told["waivers"].new
    assert set(told["waivers"].columns) <= set(COLUMNS["waivers"])
    assert list(changed_sheets(challenge, challenge)) == []
