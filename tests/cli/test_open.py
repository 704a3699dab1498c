"""`teamforge open`: the address first, this machine alone, no name in what it prints."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from teamforge.cli.open import listening
from tests.cli.conftest import Command


@contextmanager
def opened(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the command; yield its first line."""
    command = [sys.executable, "-m", "teamforge", "open", "--no-browser", *arguments]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def get(address: str, cookies: CookieJar) -> HTTPResponse:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    answer: HTTPResponse = opener.open(address, timeout=60)
    return answer


@pytest.mark.slow
def test_the_first_line_is_the_address_and_it_lets_in() -> None:
    cookies = CookieJar()
    with opened("--demo") as (address, process):
        found = re.fullmatch(r"(http://127\.0\.0\.1:(\d+))/\?token=([\w-]{40,})", address)
        assert found
        assert "Plymouth" in get(address, cookies).read().decode()
        with pytest.raises(urllib.error.HTTPError, match="403"):
            get(found[1], CookieJar())
        with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
            socket.create_connection((_own_address(), int(found[2])), timeout=2).close()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out == ""
    assert "Traceback" not in err
    assert "token" not in err


def _own_address() -> str:
    """Return an address of this machine that others could reach; 127.0.0.2 stands for it where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.2"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org", ""])  # noqa: S104 -- what must be refused
def test_no_other_host(command: Command, host: str) -> None:
    done = command("open", "--demo", "--no-browser", "--host", host)
    assert done.status == 2
    assert "ssh -L" in " ".join(done.err.split())


def test_no_answer_waits_for_a_receipt() -> None:
    """Asyncio sends small answers at once only if the socket knows its protocol."""
    with listening("127.0.0.1", 0) as here, socket.create_connection(here.getsockname()):
        accepted, _ = here.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP


def test_a_port_that_is_taken(command: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = command("open", "--demo", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert done.status == 2
    assert "cannot listen" in done.err


def test_where_there_is_nothing_to_open(command: Command, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere", tmp_path / "pool.xlsx"):
        done = command("open", str(place), "--no-browser")
        assert done.status == 2
        assert done.out == ""


@pytest.mark.slow
def test_a_folder_that_names_no_pool_is_opened_by_what_lies_in_it(tmp_path: Path) -> None:
    environment = dict(os.environ)
    subprocess.run(
        [sys.executable, "-m", "teamforge", "demo", "--save", str(tmp_path / "x")], check=True, env=environment
    )
    with opened(str(tmp_path / "x")) as (address, _):
        assert "Derby" in get(address, CookieJar()).read().decode()
    assert not (tmp_path / "x" / "teamforge.toml").exists()
