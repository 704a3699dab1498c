"""The verbs as JSON: the answers of the library, described so that another program can be tried against them."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
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
    assert client.get("/api/challenges").status_code == HTTPStatus.FORBIDDEN
    assert client.get("/api/openapi.json").status_code == HTTPStatus.FORBIDDEN


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
    fields = {"challenge": DEMO, "draft": "file", "what": "propose", "rows": "0", "on": "2027-01-11"}
    program.post("/record", data=fields)
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


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_another_program_can_send_what_it_likes(tmp_path: Path, mode: str) -> None:
    """Schemathesis sends what the description allows, and what it does not; every answer is one that is described."""
    import schemathesis  # takes more than a second
    from schemathesis.core import NotSet
    from schemathesis.core.result import Ok

    copy_example(tmp_path)
    asked = description()
    for schema in asked["components"]["schemas"].values():
        if "challenge" in schema["properties"]:
            schema["properties"]["challenge"]["enum"] = [DEMO, "no-such"]
    client = visitor(desk_of(tmp_path), authorization=f"Bearer {TOKEN}", **{"content-type": "application/json"})
    seen: set[int] = set()

    def attempt(case: Any) -> None:
        body = None if isinstance(case.body, NotSet) else case.body
        content = body if body is None or isinstance(body, bytes) else json.dumps(body)
        answer = client.request(case.method, case.path, content=content)
        described = asked["paths"][case.path][case.method.casefold()]["responses"]
        assert str(answer.status_code) in described, answer.text
        assert answer.headers["content-type"].partition(";")[0] in described[str(answer.status_code)]["content"]
        seen.add(answer.status_code)

    for found in schemathesis.openapi.from_dict(asked).get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if mode == "negative" and operation.method == "get":
            continue  # nothing can be sent
        strategy = operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode))
        few = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        few(given(strategy)(attempt))()
    assert seen >= ({200, 404, 422} if mode == "positive" else {422})
