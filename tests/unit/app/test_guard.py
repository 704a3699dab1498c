"""Nobody but the one person at this machine is let in, and a browser may do nothing with the page but show it."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from starlette.testclient import TestClient

from teamforge.app.asking import Desk
from teamforge.app.guard import MOST_FORM
from tests.unit.app.conftest import HERE, TOKEN, visitor

TEAM = "/team?challenge=plymouth-2027"


@pytest.fixture(name="stranger")
def not_let_in(desk: Desk) -> Iterator[TestClient]:
    with visitor(desk) as client:
        yield client


@pytest.mark.parametrize("path", ["/", TEAM, "/static/page.css", "/no-such-page", "/?token=", "/?token=wrong"])
def test_without_the_token_nothing_is_shown(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "Plymouth" not in answer.text


def test_the_token_is_taken_once_and_leaves_the_address(stranger: TestClient) -> None:
    answer = stranger.get("/", params={"token": TOKEN})
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].casefold()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/"))
    assert stranger.get(TEAM).status_code == HTTPStatus.OK


def test_the_cookie_is_named_after_the_port(stranger: TestClient) -> None:
    """Cookies know no ports: the page of another folder on this machine keeps its own."""
    assert stranger.get("/", params={"token": TOKEN}).headers["set-cookie"].startswith("teamforge-8765=")


@pytest.mark.parametrize("cookie", ["", "wrong", TOKEN[:-1], TOKEN + "x", '"; x'])
def test_a_wrong_cookie_lets_nobody_in(stranger: TestClient, cookie: str) -> None:
    assert stranger.get("/", headers={"cookie": f"teamforge-8765={cookie}"}).status_code == HTTPStatus.FORBIDDEN


def test_a_program_may_bear_the_token(stranger: TestClient) -> None:
    assert stranger.get("/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == HTTPStatus.OK
    assert stranger.get("/", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8765.evil.example", ""])
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    """The name of a web site that leads to 127.0.0.1 is not one of ours."""
    assert client.get("/", headers={"host": host}).status_code == HTTPStatus.MISDIRECTED_REQUEST


def test_localhost_is_this_machine(client: TestClient) -> None:
    assert client.get("/", headers={"host": "localhost:8765"}).status_code == HTTPStatus.OK


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8765"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_origin_is_refused(client: TestClient, origin: str, method: str) -> None:
    assert client.request(method, "/", headers={"origin": origin}).status_code == HTTPStatus.FORBIDDEN


def test_a_change_needs_an_origin(desk: Desk) -> None:
    with visitor(desk) as client:
        client.get("/", params={"token": TOKEN})
        fields = {"challenge": "plymouth-2027", "draft": "file", "what": "unpin", "seat": "manager"}
        assert client.post("/try", data=fields).status_code == HTTPStatus.FORBIDDEN
        assert client.post("/try", data=fields, headers={"origin": HERE}).status_code == HTTPStatus.SEE_OTHER


@pytest.mark.parametrize("path", ["/", "/static/page.js", "/no-such-page"])
def test_a_browser_may_only_show_it(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] == "same-origin"


def test_what_is_too_long_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/try", content=b"x" * (MOST_FORM + 1))
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_what_hides_its_length_is_cut_off(client: TestClient) -> None:
    def parts() -> Iterator[bytes]:
        yield from [b"x=" + b"x" * 100_000] * 12

    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/try", content=parts(), headers=headers).status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.parametrize("size", ["-1", "many", "1e3", "²"])
def test_a_length_that_is_none_is_refused(client: TestClient, size: str) -> None:
    answer = client.get("/", headers=[(b"content-length", size.encode())])
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.parametrize(
    "path", ["/static/../server.py", "/static/%2e%2e/server.py", "/static//etc/passwd", "/static/..%2fserver.py"]
)
def test_no_file_but_its_own_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND


def test_methods_that_a_page_has_not(client: TestClient) -> None:
    found: list[Any] = [client.request(method, "/").status_code for method in ("PUT", "DELETE", "PATCH", "TRACE")]
    assert set(found) <= {HTTPStatus.METHOD_NOT_ALLOWED}
