"""The verbs as JSON: the answers of the library, described so that another program can be tried against them."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

import teamforge
from teamforge.app.api import VERBS, description
from teamforge.app.opened import copy_example
from tests.unit.app.conftest import TOKEN, desk_of, visitor

DEMO = "plymouth-2027"


@pytest.fixture(name="program")
def program_with_the_token(tmp_path: Path) -> TestClient:
    copy_example(tmp_path)
    return visitor(desk_of(tmp_path), authorization=f"Bearer {TOKEN}")


def test_without_the_token_nothing_is_answered(tmp_path: Path) -> None:
    copy_example(tmp_path)
    client = visitor(desk_of(tmp_path))
    assert client.get("/api/challenges").status_code == HTTPStatus.UNAUTHORIZED
    assert client.get("/api/openapi.json").status_code == HTTPStatus.UNAUTHORIZED


def test_the_answers_are_those_of_the_library(program: TestClient) -> None:
    pool, challenge = teamforge.load_demo()
    best = teamforge.compose(pool, challenge)
    told = program.post("/api/compose", json={"challenge": DEMO}).json()
    assert told == json.loads(json.dumps(best.to_dict()))
    scope = {**challenge.scope, "prevention": 0}
    other = program.post("/api/compose", json={"challenge": DEMO, "changes": {"scope": scope}}).json()
    assert other["points"] == teamforge.compose(pool, challenge.replace(scope=scope)).points
    reserves = program.post("/api/reserves", json={"challenge": DEMO, "seats": ["vcs"]}).json()
    assert reserves["reserves"] == [each.to_dict() for each in best.reserves(seats=["vcs"])]
    (peer,) = program.post("/api/why-not", json={"challenge": DEMO, "peers": ["P053"]}).json()["peers"]
    assert peer["verdict"] == "blocked"
    (window,) = program.post("/api/windows", json={"challenge": DEMO, "starts": ["2027-04-19"]}).json()["windows"]
    assert window["points"] == best.points
    assert program.post("/api/conflicts", json={"challenge": DEMO}).json()["findings"]


def test_answers_are_recorded_once(program: TestClient) -> None:
    said = {"challenge": DEMO, "rows": 0, "states": {"P002": "asked"}}
    refused = program.post("/api/answers", json=said)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "on a recorded team" in refused.json()["faults"][0]["expected"]
    digest = teamforge.compose(*teamforge.load_demo()).input_digest
    program.post("/api/propose", json={"challenge": DEMO, "rows": 0, "on": "2027-01-11", "input_digest": digest})
    assert program.get("/api/assignments").json()["rows"] == 7
    assert program.post("/api/answers", json=said).status_code == HTTPStatus.CONFLICT
    done = program.post("/api/answers", json={**said, "rows": 7, "on": "2027-01-12"})
    assert done.json()["written"] == [
        row for row in program.get("/api/assignments").json()["assignments"] if row["peer_id"] == "P002"
    ]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("compose", {"challenge": "no-such"}, HTTPStatus.NOT_FOUND),
        ("compose", {}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ("compose", {"challenge": DEMO, "changes": {"scope": {}}}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ("compose", {"challenge": DEMO, "changes": {"id": 7}}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ("why-not", {"challenge": DEMO, "peers": ["nobody"]}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ("reserves", {"challenge": DEMO, "seats": ["throne"]}, HTTPStatus.UNPROCESSABLE_ENTITY),
    ],
)
def test_what_is_wrong_is_listed(program: TestClient, path: str, body: Any, status: HTTPStatus) -> None:
    answer = program.post(f"/api/{path}", json=body)
    assert answer.status_code == status
    assert answer.json().keys() <= {"faults", "text"}


def test_every_verb_is_described() -> None:
    found = description()
    assert {*found["paths"]} == {verb.path for verb in VERBS}
    assert all(each["summary"] for ways in found["paths"].values() for each in ways.values())


def test_the_description_lists_faults_too(program: TestClient, tmp_path: Path) -> None:
    """Somebody breaks the file of the project while it is open."""
    assert program.get("/api/openapi.json").json()["openapi"] == "3.1.0"
    (tmp_path / "teamforge.toml").write_text("pool = 7\n", encoding="utf-8")
    answer = program.get("/api/openapi.json")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["faults"]


def test_whoever_sends_no_token_reads_it_from_the_status(tmp_path: Path) -> None:
    """A cookie alone is not enough for a program: any web site can make a browser send it."""
    copy_example(tmp_path)
    with visitor(desk_of(tmp_path)) as client:
        client.get("/", params={"token": TOKEN})
        answer = client.post("/api/compose", json={"challenge": DEMO})
        assert answer.status_code == HTTPStatus.UNAUTHORIZED
        assert answer.headers["www-authenticate"] == "Bearer"
        foreign = client.post("/api/compose", json={"challenge": DEMO}, headers={"origin": "http://elsewhere.example"})
        assert foreign.status_code == HTTPStatus.FORBIDDEN


def test_a_team_is_proposed_repaired_and_decided(program: TestClient, tmp_path: Path) -> None:
    best = teamforge.compose(*teamforge.load_demo())
    how = {"challenge": DEMO, "on": "2027-01-12"}
    assert program.post("/api/repair", json={"challenge": DEMO}).status_code == HTTPStatus.NOT_FOUND
    seen = {**how, "input_digest": best.input_digest}
    assert program.post("/api/propose", json={**seen, "rows": 3}).status_code == HTTPStatus.CONFLICT
    other = program.post("/api/propose", json={**seen, "rows": 0, "input_digest": "sha256:0"})
    assert other.status_code == HTTPStatus.CONFLICT
    assert "look at it again" in other.json()["text"]
    proposed = program.post("/api/propose", json={**seen, "rows": 0}).json()
    assert {row["peer_id"] for row in proposed["written"]} == {each.peer_id for each in best.members}
    leaves = best.members[1].peer_id
    program.post("/api/answers", json={**how, "rows": 7, "states": {leaves: "declined"}})
    assert program.get("/api/decisions").json() == {"count": 0, "holds": True, "faults": [], "entries": []}
    decision = {"by": "A. Person", "role": "director", "why": "it covers the scope", **seen, "rows": 8, "decisions": 0}
    refused = program.post("/api/decide", json={**decision, "outcome": "accepted"})
    assert refused.status_code == HTTPStatus.CONFLICT, "the team has a hole"
    assert "no team to decide on" in refused.json()["text"]
    repair = program.post("/api/repair", json={"challenge": DEMO}).json()
    (change,) = [each for each in repair["seats"] if each["before"] != each["after"]]
    assert change["before"] == leaves
    repaired = {**how, "rows": 8, "team": "repaired", "input_digest": repair["result"]["input_digest"]}
    told = program.post("/api/propose", json=repaired).json()
    assert [row["peer_id"] for row in told["written"]] == [change["after"]]
    stands = program.post("/api/repair", json={"challenge": DEMO}).json()["result"]["input_digest"]
    changed = {**decision, "rows": 9, "input_digest": stands}
    changed |= {"outcome": "changed", "changes": {change["seat"]: None}}
    for stale in ({"rows": 8}, {"input_digest": best.input_digest}, {"decisions": 1}):
        refused = program.post("/api/decide", json={**changed, **stale})
        assert refused.status_code == HTTPStatus.CONFLICT
        assert "look at them again" in refused.json()["text"]
    entry = program.post("/api/decide", json=changed).json()
    assert entry["decision"]["outcome"] == "changed"
    assert change["seat"] not in {each["seat"] for each in entry["team"]["members"]}
    assert program.post("/api/decide", json=changed).status_code == HTTPStatus.CONFLICT, "it was decided meanwhile"
    nothing = program.post("/api/decide", json={**changed, "decisions": 1, "changes": {}})
    assert nothing.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert (tmp_path / "decisions.jsonl").read_text(encoding="utf-8").count("\n") == 1
    record = program.get("/api/decisions").json()
    shown, kept = record["entries"][0]["decision"], "covers the scope"
    assert (shown["by"], shown["role"], kept in shown["why"]) == ("A. Person", "director", True), "sealed as a whole"
    history = program.get("/api/assignments").json()["assignments"]
    assert not {"by", "note"} & {name for row in history for name in row}
    said = program.get("/api/openapi.json").json()["paths"]["/api/decisions"]["get"]["summary"]
    assert "who decided, in which role and why" in said
    assert (record["count"], record["holds"], record["entries"][0]["seal"]) == (1, True, entry["seal"])


def test_the_plan_is_made_made_again_and_recorded(program: TestClient) -> None:
    unmade = program.post("/api/propose-plan", json={"rows": 0, "plan": "0"})
    assert unmade.status_code == HTTPStatus.NOT_FOUND
    assert "ask /api/plan" in unmade.json()["text"]
    before = program.post("/api/plan", json={}).json()
    year = program.post("/api/plan", json={}).json()
    assert (year["status"], year["points"]) == ("optimal", 154138)
    stale = {"rows": 4, "on": "2027-01-12", "plan": year["key"]}
    assert program.post("/api/propose-plan", json=stale).status_code == HTTPStatus.CONFLICT
    other = program.post("/api/propose-plan", json={**stale, "rows": 0, "plan": before["key"]})
    assert other.status_code == HTTPStatus.CONFLICT
    assert "another plan was made" in other.json()["text"]
    written = program.post("/api/propose-plan", json={**stale, "rows": 0}).json()
    assert written["rows"] == 21
    again = program.post("/api/propose-plan", json={**stale, "rows": 21})
    assert again.status_code == HTTPStatus.CONFLICT, "the plan was made before its own teams were recorded"
    out = written["written"][0]
    said = {"challenge": out["challenge_id"], "rows": 21, "states": {out["peer_id"]: "declined"}, "on": "2027-01-13"}
    program.post("/api/answers", json=said)
    anew = program.post("/api/replan", json={"changes": "least"}).json()
    moved = [each for own in anew["challenges"] for each in own["seats"] if each["before"] != each["after"]]
    assert [each["before"] for each in moved] == [out["peer_id"]]


def test_whoever_waits_for_a_plan_gets_that_plan_or_reads_why_not(tmp_path: Path) -> None:
    """Another plan may be started as soon as one is made: it takes nothing away from the first."""
    copy_example(tmp_path)
    desk = desk_of(tmp_path)
    season = desk.files.now()
    first = desk.planning.start(season, 0.1)
    assert first is not None
    assert desk.planning.start(season, 0.1) is None, "one at a time"
    first.wait()
    second = desk.planning.start(season, 0.1)
    assert first.found is not None
    assert second is not None
    second.wait()
    assert desk.planning.latest is second
    assert first.key != second.key


def test_a_plan_is_recorded_beside_a_visit_that_is_over(program: TestClient) -> None:
    """Its team stays as it was; the plan shows it, but did not compose it."""
    how = {"challenge": "derby-2027", "on": "2027-01-12"}
    digest = program.post("/api/compose", json={"challenge": "derby-2027"}).json()["input_digest"]
    there = program.post("/api/propose", json={**how, "rows": 0, "input_digest": digest}).json()["written"]
    done = {**how, "rows": len(there), "states": {row["peer_id"]: "done" for row in there}}
    rows = program.post("/api/answers", json=done).json()["rows"]
    year = program.post("/api/plan", json={}).json()
    assert [each["over"] for each in year["challenges"]].count(True) == 1
    recorded = {"rows": rows, "on": "2027-01-13", "plan": year["key"]}
    written = program.post("/api/propose-plan", json=recorded).json()["written"]
    assert {row["challenge_id"] for row in written} == {DEMO, "portsmouth-2027"}


def test_a_challenge_is_kept_and_another_begun(program: TestClient, tmp_path: Path) -> None:
    challenges = program.get("/api/challenges").json()
    seal = next(each["seal"] for each in challenges if each["id"] == DEMO)
    keep = {"challenge": DEMO, "changes": {"pins": {"vcs": "P058"}}, "seal": seal}
    assert program.post("/api/keep", json=keep).json() == {"file": "challenge.toml"}
    assert program.post("/api/keep", json=keep).status_code == HTTPStatus.CONFLICT, "the file has changed"
    assert teamforge.read_challenge(tmp_path / "challenge.toml").pins["vcs"] == "P058"
    fields = {
        "id": "swindon-2027",
        "hosts": ["E06000026"],
        "as_of": "2027-01-11",
        "on_site": {"earliest": "2027-04-12", "latest": "2027-05-28"},
        "scope": {"prevention": 7},
    }
    assert program.post("/api/start", json={"fields": {}}).json()["faults"]
    assert program.post("/api/start", json={"fields": fields}).json() == {"file": "swindon-2027.toml"}
    assert program.post("/api/compose", json={"challenge": "swindon-2027"}).json()["status"] == "optimal"


def test_peers_and_who_is_kept_off(program: TestClient) -> None:
    pool, challenge = teamforge.load_demo()
    name = pool.peers.name_of("P053")
    assert program.post("/api/peers", json={"who": name}).json() == {"peers": ["P053"], "count": 1}
    blocked = program.post("/api/blocked", json={"challenge": DEMO, "seat": "vcs"}).json()["peers"]
    expected = teamforge.compose(pool, challenge).blocked("vcs")
    assert [each["peer_id"] for each in blocked] == [each.peer_id for each in expected]


def test_files_are_checked_and_taken_in(program: TestClient, tmp_path: Path) -> None:
    there = tmp_path / "pool" / "peers.csv"
    before = there.read_bytes()
    more = before + before.splitlines()[1].replace(b"P001", b"P999") + b"\n"

    def checked(**files: bytes) -> Response:
        sent = {name.replace("_", "."): b64encode(content).decode() for name, content in files.items()}
        return program.post("/api/check-files", json={"files": sent})

    wrong = checked(peers_csv=before + before.splitlines()[1] + b"\n")
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert [fault["table"] for fault in wrong.json()["faults"]] == ["peers"]
    refused = program.post("/api/check-files", json={"files": {"../peers.csv/..": ""}})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert program.post("/api/check-files", json={"files": {"peers.csv": "?"}}).status_code == 422
    empty = checked(peers_csv=before.splitlines()[0])
    assert len(empty.json()["faults"]) == 1, "what is wrong for every challenge is said once"
    (fault,) = program.post("/api/check-files", json={"files": {"peers.csv": "!!!!"}}).json()["faults"]
    assert fault["column"] == "files.peers.csv", "what is not base64 is not guessed at"
    right = checked(peers_csv=more, notes_txt=b"x", photo_jpg=b"x").json()
    assert right["tables"]["peers"] == {"rows": 69, "before": 68}
    assert right["left"] == ["photo.jpg"]
    assert any("notes.txt" in warning for warning in right["warnings"])
    assert any("one person twice" in note for note in right["notes"])
    assert there.read_bytes() == before, "checked, not taken in"
    taken = program.post("/api/take-in", json={"key": right["key"]})
    assert (tmp_path / "pool" / taken.json()["kept"] / "peers.csv").read_bytes() == before
    assert there.read_bytes() == more
    assert program.post("/api/take-in", json={"key": right["key"]}).status_code == HTTPStatus.CONFLICT


def test_papers_are_those_of_the_page(program: TestClient) -> None:
    for name, begins in (("team.docx", b"PK"), ("host.ics", b"BEGIN:VCALENDAR"), ("result.json", b"{")):
        told = program.post("/api/paper", json={"challenge": DEMO, "paper": name}).json()
        shown = program.get("/paper", params={"challenge": DEMO, "paper": name})
        assert told["type"] == shown.headers["content-type"].partition(";")[0]
        assert b64decode(told["content"])[: len(begins)] == begins == shown.content[: len(begins)]
    digest = program.post("/api/compose", json={"challenge": DEMO}).json()["input_digest"]
    rows = program.post("/api/propose", json={"challenge": DEMO, "rows": 0, "input_digest": digest}).json()["written"]
    said = {"challenge": DEMO, "rows": 7, "states": {rows[0]["peer_id"]: "declined"}}
    program.post("/api/answers", json=said)
    refused = program.post("/api/paper", json={"challenge": DEMO, "paper": "team.docx"})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "record the changes it needs first" in refused.json()["text"]


@pytest.mark.slow
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    """
    It sends what the description allows and what it does not, to the command as it runs.

    That what the description allows is also accepted is not asked: ids, seals and dates are those of the folder. Plans
    take seconds each, and are left to the test above.
    """
    copy_example(tmp_path)
    command = [sys.executable, "-m", "teamforge", "open", str(tmp_path), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            base, _, token = server.stdout.readline().strip().partition("/?token=")
            options = ["--checks", "all", "--exclude-checks", "positive_data_acceptance", "--request-timeout", "60"]
            options += ["--max-examples", "5", "--generation-deterministic", "--exclude-path-regex", "plan$"]
            asked = [f"{base}/api/openapi.json", "-H", f"Authorization: Bearer {token}", "--no-color", *options]
            st = [sys.executable, "-m", "schemathesis.cli", "run"]
            told = subprocess.run([*st, *asked], cwd=tmp_path, capture_output=True, text=True, check=False)
        finally:
            server.kill()
    assert told.returncode == 0, told.stdout[-5000:]
    assert "Selected: 20/23" in told.stdout
