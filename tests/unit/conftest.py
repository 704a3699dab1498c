"""A headless Chromium with the network off, and axe-core, which is fetched once and pinned."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_AXE = "https://registry.npmjs.org/axe-core/-/axe-core-4.14.1.tgz"
_SHA256 = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "teamforge-tests"


def absent(reason: str) -> None:
    """Skip a test on a newcomer's machine; fail it where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a browser that runs without a window."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        absent("Chromium is absent: apt-get install --no-install-recommends chromium, as .ci/run does")
    with sync_playwright() as playwright:
        # Root has no sandbox to run it in.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the source of axe-core."""
    kept = _CACHE / Path(_AXE).name
    if not kept.is_file():
        try:
            with urllib.request.urlopen(_AXE, timeout=60) as answer:
                content = answer.read()
        except OSError:
            absent(f"axe-core cannot be fetched: save {_AXE} in {_CACHE}")
        _CACHE.mkdir(parents=True, exist_ok=True)
        beside = kept.with_suffix(f".{os.getpid()}")  # several workers may fetch it at once
        beside.write_bytes(content)
        beside.replace(kept)
    content = kept.read_bytes()
    assert hashlib.sha256(content).hexdigest() == _SHA256, f"{kept} is not what was pinned: remove it"
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        source = package.extractfile("package/axe.min.js")
        assert source is not None
        return source.read().decode()
