"""The plan of all challenges, made while one watches, and the data with every fault at its cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from threading import Semaphore
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

import teamforge
from teamforge.app.asking import Desk
from teamforge.app.opened import copy_example
from teamforge.app.showing import titles_of
from teamforge.assignments import in_force
from teamforge.demo import FOLDER, load_demo_programme
from tests.unit.app.conftest import HERE, TOKEN, desk_of, visitor

POOL = FOLDER / "pool"


@pytest.fixture(name="desk")
def own_desk(tmp_path: Path) -> Desk:
    copy_example(tmp_path)
    return desk_of(tmp_path)


@pytest.fixture(name="client")
def let_in(desk: Desk) -> Iterator[TestClient]:
    with visitor(desk, origin=HERE) as client:
        client.get("/", params={"token": TOKEN})
        client.follow_redirects = True
        yield client


def record_plan(client: TestClient) -> Response:
    """Press the button of the plan that is shown."""
    found = re.search(r'name="key" value="(\w+)"', client.get("/plan").text)
    return client.post("/plan/record", data={"key": found[1] if found else ""})


def planned(client: TestClient, desk: Desk, **how: str) -> str:
    assert client.post("/plan", data=how).status_code == HTTPStatus.OK
    assert desk.planning.latest is not None
    desk.planning.latest.wait()
    return client.get("/plan").text


def test_two_challenges_of_one_title_can_be_told_apart() -> None:
    _, programme = load_demo_programme()
    first, second, *others = programme.challenges
    twins = (first.replace(title="Care"), second.replace(title="Care"), *(each.replace(title=None) for each in others))
    titles = titles_of(twins)
    assert titles == {first.id: f"Care ({first.id})", second.id: f"Care ({second.id})"}


@pytest.mark.slow
def test_the_plan_is_the_one_that_plan_finds_and_is_recorded_whole(
    client: TestClient, desk: Desk, tmp_path: Path
) -> None:
    assert "Plan them all" in client.get("/plan").text
    text = planned(client, desk)
    year = teamforge.plan(*load_demo_programme())
    assert f"{year.points:,} points" in text
    assert record_plan(client).status_code == HTTPStatus.OK
    rows = in_force(teamforge.read_pool(tmp_path / "pool"))
    assert {(row.challenge_id, row.seat, row.peer_id) for row in rows} == {
        (identity, member.seat, member.peer_id) for identity in year for member in year[identity].members
    }
    made = desk.planning.latest
    assert made is not None
    again = client.post("/plan/record", data={"key": made.key})
    assert again.status_code == HTTPStatus.CONFLICT
    assert "plan anew" in again.text


@pytest.mark.slow
def test_while_a_plan_is_made_the_page_shows_its_bound_come_down(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, more, looked = teamforge.plan, Semaphore(0), Semaphore(0)

    def watched(*given: Any, progress: Callable[[str], None], **how: Any) -> Any:
        def step(line: str) -> None:
            progress(line)
            looked.release()
            more.acquire()

        return real(*given, progress=step, **how)

    monkeypatch.setattr("teamforge.app.planning.plan", watched)
    client.post("/plan", data={})
    making = desk.planning.latest
    assert making is not None
    bounds = []
    while looked.acquire(timeout=60):
        text = client.get("/plan").text
        assert "It is being made" in text
        assert 'http-equiv="refresh"' not in text, "a page that reloads itself takes the reader away"
        found = re.findall(r"no plan has more than ([\d,]+) points", text, re.IGNORECASE)
        bounds += [int(each.replace(",", "")) for each in found[-1:]]
        if "a plan with " in text.lower():
            break
        more.release()
    more.release(1000)
    making.wait()
    assert bounds
    assert bounds == sorted(bounds, reverse=True)
    assert making.found is not None
    assert bounds[-1] >= (making.found.bound or 0)
    assert "It is being made" not in client.get("/plan").text


def test_of_two_plans_the_one_that_was_seen_is_recorded_or_none(client: TestClient, desk: Desk, tmp_path: Path) -> None:
    planned(client, desk)
    assert desk.planning.latest is not None
    seen = desk.planning.latest.key
    planned(client, desk)
    refused = client.post("/plan/record", data={"key": seen})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "no longer the latest plan" in refused.text
    assert not len(teamforge.read_pool(tmp_path / "pool").assignments)
    assert record_plan(client).is_success


@pytest.mark.slow
def test_after_a_refusal_the_plan_is_made_anew_with_few_changes(client: TestClient, desk: Desk, tmp_path: Path) -> None:
    """The same as `teamforge replan` finds, within the budget, and recorded as a whole."""
    assert "After refusals" not in client.get("/plan").text
    planned(client, desk)
    record_plan(client)
    pool = teamforge.read_pool(tmp_path / "pool")
    row = next(each for each in in_force(pool, "derby-2027") if each.seat == "vcs")
    answer = {"challenge": "derby-2027", "what": "answers", "rows": str(len(pool.assignments))}
    assert client.post("/record", data={**answer, f"state:{row.peer_id}": "declined"}).status_code == HTTPStatus.OK
    assert "After refusals" in client.get("/plan").text
    for how in ({"changes": "least"}, {"changes": "most", "most": "2"}, {"changes": "any"}):
        text = planned(client, desk, **how)
        assert "1 seat had to be filled anew" in text
        assert "Record these teams as proposed" in text
    planned(client, desk, changes="least")
    assert desk.planning.latest is not None
    anew = desk.planning.latest.changes
    assert anew is not None
    assert anew.changed == 0
    assert record_plan(client).status_code == HTTPStatus.OK
    live = {(each.challenge_id, each.seat, each.peer_id) for each in in_force(teamforge.read_pool(tmp_path / "pool"))}
    assert ("derby-2027", "vcs", row.peer_id) in live, "their row says that they declined"
    now = {(own, member.seat, member.peer_id) for own in anew.plan for member in anew.plan[own].members}
    assert now <= live
    for wrong in ({"changes": "most", "most": "few"}, {"changes": "none"}):
        assert client.post("/plan", data=wrong).status_code == HTTPStatus.BAD_REQUEST


def test_without_a_plan_nothing_is_recorded(client: TestClient) -> None:
    assert record_plan(client).status_code == HTTPStatus.CONFLICT


def test_the_data_and_what_a_colleague_would_say(client: TestClient) -> None:
    text = client.get("/data").text
    assert "There is no fault." in text
    pool, challenge = teamforge.load_demo()
    thin = next(note for note in teamforge.check(pool, challenge) if note.kind == "few_candidates")
    said = text.partition("What a careful colleague would say")[2]
    assert f"<li>{challenge.title}: {thin.text}</li>" in said
    assert "<li>1 peer who never declared" in said, "what is about every challenge stands alone"


def sent(client: TestClient, *files: tuple[str, bytes]) -> tuple[int, str]:
    answer = client.post("/data", files=[("files", each) for each in files])
    return answer.status_code, answer.text


def test_other_files_are_checked_first(client: TestClient, tmp_path: Path) -> None:
    tables = [(path.name, path.read_bytes()) for path in POOL.glob("*.csv")]
    status, text = sent(client, *tables)
    assert status == HTTPStatus.OK
    assert "Nothing has been taken in yet" in text
    before = {path: path.read_bytes() for path in (tmp_path / "pool").glob("*.csv")}
    line = {"availability.csv": b"P900,,,nonsense\n"}
    wrong = [(name, content + line.get(name, b"")) for name, content in tables]
    status, text = sent(client, *wrong)
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "availability</bdi>, row" in text
    assert {path: path.read_bytes() for path in (tmp_path / "pool").glob("*.csv")} == before


@pytest.mark.parametrize(
    "name", ["", "../../peers.csv", "..\\peers.csv", ".hidden.csv", "peers.exe", "/etc/passwd", "peers.csv\x00.exe"]
)
def test_no_name_leads_out_of_the_place_for_trials(client: TestClient, tmp_path: Path, name: str) -> None:
    status, _ = sent(client, (name, b"peer_id,roles\nP1,vcs_leader\n"))
    assert status in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
    assert not list(tmp_path.parent.glob("peers.*"))
    assert not (tmp_path / "peers.csv").exists()


def test_a_workbook_that_unpacks_to_too_much_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teamforge.app.sending._MOST_UNPACKED", 1_000_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    assert len(packed.getvalue()) < 10_000
    assert sent(client, ("pool.xlsx", packed.getvalue()))[0] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_table_of_too_many_cells_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teamforge.app.sending._MOST_CELLS", 1_000)
    assert sent(client, ("peers.csv", b"peer_id,roles\n" + b",\n" * 400))[0] != HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert sent(client, ("peers.csv", b"peer_id,roles\n" + b",\n" * 600))[0] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_fault_in_the_folder_stops_nothing_but_composing(client: TestClient, tmp_path: Path) -> None:
    with (tmp_path / "pool" / "availability.csv").open("a", encoding="utf-8") as file:
        file.write("P900,2027-04-01,2027-04-02,free\n")
    text = client.get("/").text
    assert "The pool has faults" in text
    assert "availability</bdi>, row" in text
    team = client.get("/team", params={"challenge": "plymouth-2027"})
    assert team.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "availability</bdi>, row" in client.get("/data").text
