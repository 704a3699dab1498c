"""The page over a copy of the example, asked without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from teamforge.app.asking import Desk
from teamforge.app.drafts import Drafts
from teamforge.app.guard import Guard
from teamforge.app.opened import copy_example, open_place
from teamforge.app.season import Files
from teamforge.app.server import application

TOKEN = "a-token-of-the-tests"  # noqa: S105 -- it lets nobody in anywhere
HOST = "127.0.0.1:8765"
HERE = f"http://{HOST}"


def desk_of(folder: Path, *, names: bool = True) -> Desk:
    """Return what is served of a folder."""
    return Desk(Files(open_place(folder), lambda: open_place(folder)), Drafts(), names, folder.name)


def visitor(desk: Desk, **headers: str) -> TestClient:
    """Return somebody who asks, not let in yet."""
    guarded = Guard(application(desk), TOKEN, (HOST, "localhost:8765"))
    return TestClient(guarded, base_url=HERE, headers=headers, follow_redirects=False)


@pytest.fixture(scope="package", name="folder")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the example; nothing is written into it."""
    folder = tmp_path_factory.mktemp("season")
    copy_example(folder)
    return folder


@pytest.fixture(scope="package", name="desk")
def desk_of_the_example(folder: Path) -> Desk:
    return desk_of(folder)


@pytest.fixture(name="client")
def let_in(desk: Desk) -> Iterator[TestClient]:
    """Return the person at this machine, let in with the token."""
    with visitor(desk, origin=HERE) as client:
        assert client.get("/", params={"token": TOKEN}).status_code == 303
        client.follow_redirects = True
        yield client
