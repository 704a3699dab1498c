"""Answers go into the history of the folder, and nothing is overwritten silently."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

import teamforge
from teamforge.app.opened import copy_example
from teamforge.assignments import in_force
from teamforge.errors import UnknownError
from teamforge.records.decisions.chain import read_decisions
from tests.unit.app.conftest import HERE, TOKEN, desk_of, visitor

DEMO = {"challenge": "plymouth-2027", "draft": "file"}


@pytest.fixture(name="own")
def own_folder(tmp_path: Path) -> Path:
    copy_example(tmp_path)
    return tmp_path


@pytest.fixture(name="client")
def let_in(own: Path) -> Iterator[TestClient]:
    with visitor(desk_of(own), origin=HERE) as client:
        client.get("/", params={"token": TOKEN})
        client.follow_redirects = True
        yield client


def hidden(client: TestClient, page: str) -> dict[str, str]:
    """Return what a page's forms say of what is to be seen."""
    text = client.get(page, params=DEMO).text
    return dict(re.findall(r'type="hidden" name="(rows|input_digest|decisions)" value="([^"]+)"', text))


def record(client: TestClient, what: str, rows: int, **fields: str) -> Response:
    seen = hidden(client, "/answers") | {"rows": str(rows)}
    return client.post("/record", data={**DEMO, **seen, "what": what, "on": "2027-01-12", **fields})


def states(own: Path) -> dict[str, str]:
    rows = in_force(teamforge.read_pool(own / "pool"), "plymouth-2027")
    return {row.peer_id: row.state for row in rows}


@pytest.mark.slow
def test_a_season_of_one_challenge(client: TestClient, own: Path) -> None:
    """Proposed, asked, one declines, the host objects to another, the fewest changes, all recorded."""
    assert "Nobody has been proposed yet" in client.get("/answers", params=DEMO).text
    best = teamforge.compose(*teamforge.load_demo())
    assert "The team that stands" in record(client, "propose", 0).text
    assert states(own) == {member.peer_id: "proposed" for member in best.members}
    no, objected, yes = (best.members[place].peer_id for place in (1, 4, 0))
    said = {f"state:{no}": "declined", f"state:{objected}": "objected", f"state:{yes}": "confirmed"}
    shown = record(client, "answers", 7, by="A. Person", **said).text
    assert states(own)[no] == "declined"
    assert "The fewest changes" in shown
    assert "There is no team to send yet" in shown
    mended = record(client, "mend", 10)
    assert mended.status_code == HTTPStatus.OK
    now = states(own)
    assert (now[no], now[objected], now[yes]) == ("declined", "objected", "confirmed")
    assert sum(state == "proposed" for state in now.values()) == 6
    assert "The fewest changes" not in mended.text
    assert "1 confirmed" in client.get("/").text


def test_what_was_recorded_since_is_never_written_over(client: TestClient, own: Path) -> None:
    assert record(client, "propose", 0).status_code == HTTPStatus.OK
    peer = next(iter(states(own)))
    record(client, "answers", 7, **{f"state:{peer}": "accepted"})
    stale = record(client, "answers", 7, **{f"state:{peer}": "declined"})
    assert stale.status_code == HTTPStatus.CONFLICT
    assert "look at the page again" in stale.text
    assert states(own)[peer] == "accepted"


def test_what_others_write_is_seen(client: TestClient, own: Path) -> None:
    """By another program, or by hand: the page reads a file again once it has changed."""
    record(client, "propose", 0)
    peer = next(iter(states(own)))
    log = own / "pool" / "assignments.csv"
    line = next(line for line in log.read_text().splitlines() if peer in line).replace("proposed", "asked")
    log.write_text(f"{log.read_text()}{line}\n")
    assert "asked</span>" in client.get("/answers", params=DEMO).text


@pytest.mark.slow
def test_after_everybody_has_said_no_one_team_is_offered(client: TestClient, own: Path) -> None:
    """The fewest changes, which keep what is known; each form says which team it shows."""
    record(client, "propose", 0)
    record(client, "answers", 7, **{f"state:{peer}": "declined" for peer in states(own)})
    page = client.get("/answers", params=DEMO).text
    assert "Nobody has been proposed yet" not in page
    assert "Propose this team" not in page
    assert "Record the changes that it needs first" in page
    form = page.partition("The fewest changes")[2].partition("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert fields["what"] == "mend"
    mended = client.post("/record", data={**fields, "on": "2027-01-13"})
    assert mended.is_success
    assert "The team that stands" in mended.text


def test_refused_rows_leave_nothing(client: TestClient, own: Path) -> None:
    record(client, "propose", 0)
    peer = next(iter(states(own)))
    before = (own / "pool" / "assignments.csv").read_bytes()
    older = record(client, "answers", 7, **{f"state:{peer}": "asked", "on": "2026-01-01"})
    assert older.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    for wrong in ({}, {f"state:{peer}": "delighted"}, {f"state:{peer}": "asked", "on": "tomorrow"}):
        assert record(client, "answers", 7, **wrong).status_code == HTTPStatus.BAD_REQUEST
    assert (own / "pool" / "assignments.csv").read_bytes() == before


def test_a_draft_is_kept_before_it_is_recorded(client: TestClient, own: Path) -> None:
    fields = {**DEMO, "what": "pin", "seat": "vcs", "peer": "P058"}
    draft = client.post("/try", data=fields).url.params["draft"]
    page = client.get("/answers", params={**DEMO, "draft": draft}).text
    assert "Keep it in <bdi>challenge.toml</bdi>" in page
    refused: Any = client.post("/record", data={**DEMO, "draft": draft, "what": "propose", "rows": "0"})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    seal = page.split('name="seal" value="')[1].split('"')[0]
    assert client.post("/keep", data={**DEMO, "draft": draft, "seal": "another"}).status_code == HTTPStatus.CONFLICT
    assert client.post("/keep", data={**DEMO, "draft": draft, "seal": seal}).status_code == HTTPStatus.OK
    assert teamforge.read_challenge(own / "challenge.toml").pins["vcs"] == "P058"
    assert client.get("/team", params=DEMO).text.count("pinned</span>") == 2


@pytest.mark.slow
def test_every_paper(client: TestClient) -> None:
    begins = {"html": b"<!DOC", "docx": b"PK", "pdf": b"%PDF", "zip": b"PK", "ics": b"BEGIN:VCAL", "json": b"{"}
    page = client.get("/answers", params=DEMO).text
    papers = [each.split('"')[0] for each in page.split("paper=")[1:]]
    assert len(papers) == 9
    for name in papers:
        answer = client.get("/paper", params={**DEMO, "paper": name})
        assert answer.content.startswith(begins[name.rpartition(".")[2]]), name
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    letters = client.get("/paper", params={**DEMO, "paper": "letters.zip"}).content
    assert len(zipfile.ZipFile(io.BytesIO(letters)).namelist()) == 8
    kept = client.get("/paper", params={**DEMO, "paper": "result.json"}).content
    assert teamforge.Result.from_record(json.loads(kept), *teamforge.load_demo()).points == 43633


@pytest.mark.parametrize("name", ["", "team.exe", "../../etc/passwd", "letters.pdf", "host.zip"])
def test_there_is_no_other_paper(client: TestClient, name: str) -> None:
    assert client.get("/paper", params={**DEMO, "paper": name}).status_code == HTTPStatus.NOT_FOUND


def test_a_decision_is_written_down(client: TestClient, own: Path) -> None:
    told = {"by": "A. Person", "role": "director", "why": "it covers the scope"}
    whole = {**told, "outcome": "accepted", "on": "2027-01-12"}
    seen = hidden(client, "/decision")
    for name in whole:
        left = {key: value for key, value in whole.items() if key != name}
        assert client.post("/decision", data={**DEMO, **seen, **left}).status_code == HTTPStatus.BAD_REQUEST
    answer = client.post("/decision", data={**DEMO, **seen, **whole})
    (entry,) = read_decisions(own / "decisions.jsonl")
    assert entry.seal in answer.text
    assert entry.decision.by == "A. Person"


@pytest.mark.parametrize(
    ("wrong", "status", "why"),
    [
        ({"on": "tomorrow"}, HTTPStatus.BAD_REQUEST, "on which day"),
        ({"role": " "}, HTTPStatus.BAD_REQUEST, "Their role is missing."),
        ({"outcome": "changed", "seat:vcs": "a"}, HTTPStatus.BAD_REQUEST, "Give the id"),
        ({"outcome": "changed"}, HTTPStatus.UNPROCESSABLE_ENTITY, "change"),
    ],
)
def test_what_was_typed_for_a_decision_is_still_there_if_it_is_refused(
    client: TestClient, own: Path, wrong: dict[str, str], status: HTTPStatus, why: str
) -> None:
    told = {"by": "A. Person", "role": "director", "why": "it covers the <scope>", "on": "2027-01-12"}
    whole = {**hidden(client, "/decision"), **told, "outcome": "accepted", **wrong}
    answer = client.post("/decision", data={**DEMO, **whole})
    assert answer.status_code == status
    assert "Nothing was written" in answer.text
    assert why in answer.text.partition("Nothing was written")[2].partition("<form")[0]
    assert "it covers the &lt;scope&gt;</textarea>" in answer.text
    assert 'name="by" value="A. Person"' in answer.text
    assert re.search(rf'value="{whole["outcome"]}" required checked', answer.text)
    assert f'name="seat:vcs" value="{wrong.get("seat:vcs", "")}"' in answer.text
    assert not (own / "decisions.jsonl").exists()


def test_a_decision_may_change_the_team_and_the_page_says_where_it_differs(client: TestClient, own: Path) -> None:
    record(client, "propose", 0)
    best = {each.seat: each.peer_id for each in teamforge.compose(*teamforge.load_demo()).members}
    told = {"by": "A. Person", "role": "director", "why": "the host knows them", "on": "2027-01-12"}
    changed = {**DEMO, **hidden(client, "/decision"), **told, "outcome": "changed"}
    assert client.post("/decision", data=changed).status_code == HTTPStatus.UNPROCESSABLE_ENTITY, "without a change"
    vague = client.post("/decision", data={**changed, "seat:vcs": "a"})
    assert vague.status_code == HTTPStatus.BAD_REQUEST
    assert "Give the id" in vague.text
    accepted = client.post("/decision", data={**changed, "outcome": "accepted", "seat:vcs": "P058"})
    assert accepted.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not (own / "decisions.jsonl").exists()
    answer = client.post("/decision", data={**changed, "seat:vcs": "P058", "seat:manager": "nobody"})
    (entry,) = read_decisions(own / "decisions.jsonl")
    assert entry.team is not None
    assert {each.seat: each.peer_id for each in entry.team.members} == {
        seat: "P058" if seat == "vcs" else peer for seat, peer in best.items() if seat != "manager"
    }
    assert "It breaks rules" in answer.text, "the seat of the manager is required"
    page = client.get("/answers", params=DEMO).text
    assert "The team that stands is another one" in page
    differs = page.partition("is another one")[2].partition("</ul>")[0]
    assert "P058" in differs
    assert best["vcs"] in differs
    assert best["manager"] in differs
    assert best["lead_peer"] not in differs


def test_a_record_of_decisions_that_was_changed_is_not_taken_for_whole(client: TestClient, own: Path) -> None:
    told = {"by": "A. Person", "role": "director", "why": "it covers the scope", "on": "2027-01-12"}
    client.post("/decision", data={**DEMO, **hidden(client, "/decision"), **told, "outcome": "accepted"})
    assert "does not hold" not in client.get("/answers", params=DEMO).text
    record = own / "decisions.jsonl"
    record.write_text(record.read_text("utf-8").replace("covers the scope", "is the cheapest"), encoding="utf-8")
    text = client.get("/answers", params=DEMO).text
    assert "The record of decisions does not hold" in text
    assert "teamforge decisions decisions.jsonl" in text


def test_a_decision_is_about_the_team_that_was_seen(client: TestClient, own: Path) -> None:
    """Another decision, another answer or other files meanwhile: nothing is written, and what was typed is not lost."""
    record(client, "propose", 0)
    told = {"by": "A. Person", "role": "director", "why": "it covers the <scope>", "on": "2027-01-12"}
    two_tabs = hidden(client, "/decision")
    assert two_tabs["rows"] == "7"
    assert client.post("/decision", data={**DEMO, **two_tabs, **told, "outcome": "accepted"}).is_success

    def is_refused(seen: dict[str, str]) -> None:
        again = client.post("/decision", data={**DEMO, **seen, **told, "outcome": "rejected"})
        assert again.status_code == HTTPStatus.CONFLICT
        assert "Nothing was written" in again.text
        assert "it covers the &lt;scope&gt;</textarea>" in again.text
        assert re.search(r'value="rejected" required checked', again.text)
        assert len(read_decisions(own / "decisions.jsonl")) == 1

    is_refused(two_tabs)
    seen = hidden(client, "/decision")
    record(client, "answers", 7, **{"state:P002": "asked"})
    is_refused(seen)
    seen = hidden(client, "/decision")
    file = own / "challenge.toml"
    file.write_text(file.read_text("utf-8").replace("prevention = ", "prevention = 1 # "), encoding="utf-8")
    is_refused(seen)
    is_refused({**hidden(client, "/decision"), "decisions": "many"})
    seen = hidden(client, "/decision")
    assert client.post("/decision", data={**DEMO, **seen, **told, "outcome": "rejected"}).is_success
    assert len(read_decisions(own / "decisions.jsonl")) == 2


def test_where_the_time_ran_out_the_page_says_so(
    client: TestClient, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(client, "propose", 0)
    record(client, "answers", 7, **{"state:P002": "declined"})

    def late(*_: object, **__: object) -> None:
        raise UnknownError("challenge plymouth-2027: the time ran out", None)

    monkeypatch.setattr("teamforge.app.standing.repair_team", late)
    monkeypatch.setattr("teamforge.app.season.compose", late)
    file = own / "challenge.toml"
    file.write_text(file.read_text("utf-8") + "# touched\n", encoding="utf-8")  # so that nothing is known yet
    text = client.get("/answers", params=DEMO).text
    assert "The fewest changes are not known" in text
    assert "the time ran out" in text
    refused = client.get("/team", params=DEMO)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "the time ran out" in refused.text
    assert "fault of TeamForge" not in refused.text


def test_only_the_team_that_was_seen_is_recorded(client: TestClient, own: Path) -> None:
    seen = hidden(client, "/answers")
    file = own / "challenge.toml"
    before = file.read_text("utf-8")
    file.write_text(before.replace("prevention = ", "prevention = 1 # "), encoding="utf-8")
    refused = client.post("/record", data={**DEMO, **seen, "what": "propose"})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "the team with them" in refused.text
    assert states(own) == {}
    file.write_text(before, encoding="utf-8")
    record(client, "propose", 0)
    record(client, "answers", 7, **{"state:P002": "declined"})
    seen = hidden(client, "/answers")
    file.write_text(before.replace("prevention = ", "prevention = 1 # "), encoding="utf-8")
    refused = client.post("/record", data={**DEMO, **seen, "what": "mend"})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert len(states(own)) == 7
    assert record(client, "mend", 8).is_success
    assert len(states(own)) == 8
