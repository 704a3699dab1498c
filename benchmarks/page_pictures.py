"""
Pictures of every page and state of the local page, over the packaged example.

    python -m benchmarks.page_pictures                        # those of the tutorial, into docs/_static/page
    python -m benchmarks.page_pictures --dark --width 320 --whole --into /tmp/x   # to look at: a phone, or 400 %

A season is walked through in Chromium as a programme manager would: each step takes its picture. Whoever changes a page
makes them anew.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from teamforge.app.opened import copy_example

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parents[1] / "docs" / "_static" / "page"
PLYMOUTH = "plymouth-2027"
WIDE, HIGH, COLOURS = 900, 1100, 48
GRAPH = 1320
"""How wide the page of the tutorial is on which the graph of conflicts has room."""


@contextmanager
def visiting(browser: Browser, folder: Path, scheme: str, width: int) -> Iterator[Page]:
    """Open a folder, and yield a page of a browser that is let in."""
    command = [sys.executable, "-m", "teamforge", "open", str(folder), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 -- our own command
        try:
            address = server.stdout.readline().strip() if server.stdout else ""
            size = {"width": width, "height": HIGH}
            context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page = context.new_page()
            page.set_default_timeout(120_000)
            page.goto(address)
            yield page
            context.close()
        finally:
            server.kill()


def walk(page: Page, folder: Path) -> Iterator[str]:
    """Walk through a season, and yield the name of each state when it is on the page."""
    base = page.url.partition("/?")[0].rstrip("/")

    def go(path: str) -> None:
        page.goto(f"{base}{path}")

    def press(words: str, then: str) -> None:
        page.get_by_role("button", name=re.compile(f"^{words}")).first.click()
        page.get_by_text(then).first.wait_for()
        page.wait_for_load_state()

    yield "season"
    yield from data(page, folder, go, press)
    go(f"/team?challenge={PLYMOUTH}")
    yield "team"
    go(f"/seat?challenge={PLYMOUTH}&seat=vcs")
    yield "seat"
    press("Put in", "What you are trying")
    yield "tried"
    page.locator("#weight-2").fill("0")
    page.locator("html[data-looked]").wait_for()
    yield "slider"
    for name, path in (
        ("dates", f"/dates?challenge={PLYMOUTH}"),
        ("peer", f"/peer?challenge={PLYMOUTH}&peer=P053"),
        ("waive", f"/waive?challenge={PLYMOUTH}&peer=P015&rule=neighbour"),
        ("conflicts", f"/conflicts?challenge={PLYMOUTH}"),
    ):
        go(path)
        page.wait_for_load_state("networkidle")
        if name == "conflicts" and (size := page.viewport_size) and size["width"] == WIDE:
            page.set_viewport_size({"width": GRAPH, "height": HIGH})
            yield name
            page.set_viewport_size(size)
            continue
        yield name
    yield from no_team(page, go)
    yield from plan(go, press)
    yield from answers(page, go, press)
    go("/start")
    yield "start"


def data(page: Page, folder: Path, go: Callable[[str], None], press: Callable[[str, str], None]) -> Iterator[str]:
    """Send a table with faults, then a right one, and take it in."""
    peers = (folder / "pool" / "peers.csv").read_text(encoding="utf-8")
    free = (folder / "pool" / "availability.csv").read_text(encoding="utf-8")
    wrong = free + "P900,2027-04-01,2027-04-02,free\nP001,2027-05-03,2027-05-01,available\n"
    more = peers + peers.splitlines()[1].replace("P001", "P900") + "\n"
    go("/data")
    yield "data"
    for name, text, state, told in (
        ("availability.csv", wrong, "faults", "3 faults"),
        ("peers.csv", more, "right", "There is no fault"),
    ):
        sent = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
        page.locator("#files").set_input_files(sent)  # type: ignore[arg-type]
        press("Check them", told)
        yield state
    press("Take them in", "They are taken in")
    yield "taken"


def no_team(page: Page, go: Callable[[str], None]) -> Iterator[str]:
    """Take days on which nobody could come, as one would try a date that the host wants."""
    step = f"challenge={PLYMOUTH}&draft=file&what=days&start=2027-03-22"
    sent = "step => fetch('/try', {method: 'POST', body: new URLSearchParams(step)}).then(answer => answer.url)"
    go(page.evaluate(sent, step).partition(page.url.split("/")[2])[2])
    page.get_by_role("heading", name="There is no team").wait_for()
    yield "no-team"


def plan(go: Callable[[str], None], press: Callable[[str, str], None]) -> Iterator[str]:
    """Plan everything, and record it."""
    go("/plan")
    press("Plan them all", "Record these teams")
    yield "plan"
    press("Record these teams", "Who is where, week by week")
    yield "season-planned"


def answers(page: Page, go: Callable[[str], None], press: Callable[[str, str], None]) -> Iterator[str]:
    """Two refusals and an objection; the fewest changes; the decision; then the whole plan anew."""
    go(f"/answers?challenge={PLYMOUTH}")
    yield "answers"
    for number, state in ((2, "declined"), (5, "declined"), (6, "objected"), (1, "accepted")):
        page.locator(f"#state-{number}").select_option(state)
    press("Record these answers", "The fewest changes")
    page.locator("#mend").evaluate("heading => heading.scrollIntoView()")
    yield "fewest-changes"
    go("/plan")
    yield "plan-after"
    press("Plan with few changes", "Record these teams")
    yield "plan-anew"
    press("Record these teams", "Who is where, week by week")
    go(f"/answers?challenge={PLYMOUTH}")
    page.locator("#papers").evaluate("heading => heading.scrollIntoView()")
    yield "papers"
    page.get_by_role("link", name="Write down the decision").click()
    page.get_by_label("Accepted, as it is proposed").check()
    for label, words in (
        ("Who decided", "A. Person"),
        ("Their role", "director"),
        ("The reason", "all is covered"),
    ):
        page.get_by_label(label).fill(words)
    yield "decision"
    press("Write it down", "The decision is written down")
    yield "decided"


def main() -> None:
    """Walk, and keep the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=HERE)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--width", type=int, default=WIDE)
    parser.add_argument("--whole", action="store_true", help="the whole page, not its first screen")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        folder = Path(place) / "season-2027"
        folder.mkdir()
        copy_example(folder)
        with visiting(browser, folder, "dark" if given.dark else "light", given.width) as page:
            for name in walk(page, folder):
                taken = Image.open(io.BytesIO(page.screenshot(full_page=given.whole)))
                few = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                few.save(given.into / f"{name}.png", optimize=True)
                print(name, (given.into / f"{name}.png").stat().st_size)


if __name__ == "__main__":
    main()
