"""
The page in Chromium: a whole season, by mouse, by keyboard and without scripts, for everybody, and quiet.

A click or a key returns before the page that it leads to is there: wait for something that only the next page has,
before anything is asked of it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import teamforge
from benchmarks.page_pictures import visiting as pictured
from benchmarks.page_pictures import walk
from teamforge.app.opened import copy_example
from teamforge.assignments import in_force
from teamforge.demo import FOLDER
from teamforge.workbook import write_template
from tests.unit.report.sheet.test_browser import violations

pytestmark = pytest.mark.slow
expect.set_options(timeout=120_000)  # a busy machine may take longer than the five seconds that are usual

PLYMOUTH, DERBY = "plymouth-2027", "derby-2027"
PAGES = {
    "season": "/",
    "team": f"/team?challenge={PLYMOUTH}",
    "seat": f"/seat?challenge={PLYMOUTH}&seat=vcs",
    "dates": f"/dates?challenge={PLYMOUTH}",
    "conflicts": f"/conflicts?challenge={PLYMOUTH}",
    "answers": f"/answers?challenge={PLYMOUTH}",
    "decision": f"/decision?challenge={PLYMOUTH}",
    "peer": f"/peer?challenge={PLYMOUTH}&peer=P010",
    "waive": f"/waive?challenge={PLYMOUTH}&peer=P015&rule=neighbour",
    "data": "/data",
    "plan": "/plan",
    "start": "/start",
    "refused": "/team?challenge=no-such",
}


class Server:
    """The command, running over a folder."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "teamforge", "open", str(folder), "--no-browser"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.base = self.address.partition("/?")[0]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="module", name="server")
def server_of_the_example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nothing is recorded here."""
    folder = tmp_path_factory.mktemp("seen")
    copy_example(folder)
    with serving(folder) as server:
        yield server


class Visit:
    """A page of a browser that was let in, with what it said and what it asked for."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.server = server
        self.page: Page = context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.set_default_timeout(120_000)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(server.address)

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.server.base}{path}")
        return self.page

    def is_quiet(self, *, refused: int = 0) -> bool:
        """Return whether it asked its own server alone and reported nothing but that many refusals."""
        said = [each for each in self.said if "Failed to load resource" not in each]
        return said == [] and len(self.said) <= refused and all(url.startswith(self.server.base) for url in self.asked)


@contextmanager
def visiting(chromium: Browser, server: Server, **ways: Any) -> Iterator[Visit]:
    context = chromium.new_context(**ways)
    try:
        yield Visit(context, server)
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_page(chromium: Browser, server: Server, axe: str, scheme: Any) -> None:
    with visiting(chromium, server, color_scheme=scheme) as visit:
        found = {name: violations(visit.go(path), axe) for name, path in PAGES.items()}
        visit.go(PAGES["team"])
        visit.page.get_by_role("button", name=re.compile("^Keep")).first.click()
        expect(visit.page.locator("#tried")).to_be_visible()
        found["tried"] = violations(visit.page, axe)
        assert found == {name: [] for name in found}
        assert visit.is_quiet(refused=1)


def test_on_a_phone_and_at_four_times_the_size_nothing_scrolls_sideways(
    chromium: Browser, server: Server, axe: str
) -> None:
    """A window of 1,280 pixels at 400 % is one of 320."""
    with visiting(chromium, server, viewport={"width": 320, "height": 640}) as visit:
        for name, path in PAGES.items():
            page = visit.go(path)
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
            assert violations(page, axe) == []


def test_without_scripts_everything_works(chromium: Browser, server: Server) -> None:
    with visiting(chromium, server, java_script_enabled=False) as visit:
        page = visit.go(f"/seat?challenge={PLYMOUTH}&seat=vcs")
        page.get_by_role("button", name=re.compile("^Put in")).first.click()
        expect(page.get_by_role("heading", name="What that changes")).to_be_visible()
        assert "draft=" in page.url
        page.get_by_label("Prevention").fill("0")
        page.get_by_role("button", name="Weigh anew").click()
        expect(page.locator("#tried + ol li")).to_have_count(2)
        page.get_by_role("link", name="Undo the last step").click()
        expect(page.locator("#tried + ol li")).to_have_count(1)
        page.get_by_label("Find a peer").fill("P053")
        page.get_by_role("button", name="Find").click()
        expect(page.get_by_role("heading", name="Cannot be on this team")).to_be_visible()
        assert visit.is_quiet()


def test_by_keyboard_alone(chromium: Browser, server: Server) -> None:
    """From the top of the page to somebody put in, undone again, and the focus where it was."""
    with visiting(chromium, server) as visit:
        page = visit.go(f"/team?challenge={PLYMOUTH}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"

        def reach(words: str) -> None:
            for _ in range(200):
                page.keyboard.press("Tab")
                found = page.evaluate("document.activeElement.textContent.replace(/\\s+/g, ' ').trim()")
                box = page.evaluate("JSON.parse(JSON.stringify(document.activeElement.getBoundingClientRect()))")
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") in {"solid", "auto"}
                assert box["width"] > 0
                if found.startswith(words):
                    return
            pytest.fail(f"never reached {words}")

        reach("Who else?")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Who could step in")).to_be_visible()
        page.wait_for_load_state()  # of the page with that heading, so that its script is there
        reach("Put in")
        page.keyboard.press("Enter")
        expect(page.locator("#tried + ol li")).to_have_count(1)
        assert page.locator("#said").inner_text()
        reach("Undo")
        page.keyboard.press("Enter")
        expect(page.locator("#tried")).to_have_count(0)
        page.locator("#weight-1").focus()
        page.keyboard.press("ArrowLeft")
        expect(page.locator("#tried + ol li")).to_have_count(1)
        assert page.evaluate("document.activeElement.id") == "weight-1", "the focus stays on the slider"
        assert visit.is_quiet()


def test_the_team_follows_a_slider(chromium: Browser, server: Server) -> None:
    with visiting(chromium, server) as visit:
        page = visit.go(f"/team?challenge={PLYMOUTH}")
        before = page.locator("#proof").inner_text()
        slider = page.locator("#weight-2")
        slider.evaluate("each => { each.value = 0; each.dispatchEvent(new Event('input', {bubbles: true})); }")
        expect(page.locator("html")).to_have_attribute("data-looked", "1")
        assert page.locator("#proof").inner_text() != before
        assert page.locator("#tried").count() == 0, "to look is no step"
        assert visit.is_quiet()


def test_names_are_text_everywhere(chromium: Browser, tmp_path: Path) -> None:
    """Whatever somebody writes into a cell stays text."""
    copy_example(tmp_path)
    evil = "<img src=x onerror=alert(1)><script>document.title='taken'</script>"
    for path in [*(tmp_path / "pool").glob("*.csv"), tmp_path / "challenge.toml"]:
        text = path.read_text(encoding="utf-8")
        for real in ("Gareth Pennington", "Plymouth City Council", "Withdrew on 5 January", "Tanisha Goldberg"):
            text = text.replace(real, evil)
        path.write_text(text, encoding="utf-8")
    with serving(tmp_path) as server, visiting(chromium, server) as visit:
        for address in PAGES.values():
            page = visit.go(address)
            assert page.locator("img[src=x], main script").count() == 0
            assert "taken" not in page.title()
        assert visit.is_quiet(refused=1)


def test_a_whole_season(chromium: Browser, tmp_path: Path, axe: str) -> None:
    """
    What a programme manager does: data in, three teams, refusals and an objection, papers out, the decision.

    The data have a fault at first, and the teams are planned together.
    """
    copy_example(tmp_path)
    peers = (FOLDER / "pool" / "peers.csv").read_text(encoding="utf-8")
    line = peers.splitlines()[1].replace("P001", "P900")
    with serving(tmp_path) as server, visiting(chromium, server, accept_downloads=True) as visit:
        page = visit.go("/data")
        for text, found in ((f"{peers}{line[:20]}\n", "fault"), (f"{peers}{line}\n", "There is no fault")):
            sent: Any = {"name": "peers.csv", "mimeType": "text/csv", "buffer": text.encode()}
            page.locator("#files").set_input_files(sent)
            page.get_by_role("button", name="Check them").click()
            expect(page.locator("main .notice h2").first).to_contain_text(found)
            assert violations(page, axe) == []
        assert (tmp_path / "pool" / "peers.csv").read_text(encoding="utf-8") == peers
        page.get_by_role("button", name="Take them in").click()
        expect(page.get_by_role("heading", name="They are taken in")).to_be_visible()
        assert violations(page, axe) == []
        visit.go("/plan")
        page.get_by_role("button", name="Plan them all").click()
        page.get_by_role("button", name="Record these teams").wait_for()
        assert violations(page, axe) == []
        page.get_by_role("button", name="Record these teams").click()
        expect(page.get_by_role("heading", name="Who is where, week by week")).to_be_visible()
        assert len(in_force(teamforge.read_pool(tmp_path / "pool"))) == 21
        visit.go(f"/answers?challenge={PLYMOUTH}")
        for number, state in ((2, "declined"), (5, "declined"), (6, "objected"), (1, "accepted")):
            page.locator(f"#state-{number}").select_option(state)
        page.get_by_role("button", name="Record these answers").click()
        expect(page.get_by_role("heading", name="The fewest changes")).to_be_visible()
        assert violations(page, axe) == []
        page.get_by_role("button", name="Record these changes").click()
        expect(page.get_by_role("link", name="Write down the decision")).to_be_visible()
        assert page.get_by_role("heading", name="The fewest changes").count() == 0
        for name in ("Team sheet, Word", "Letters", "Calendar for the host"):
            with page.expect_download() as download:
                page.get_by_role("link", name=name).first.click()
            assert download.value.path().stat().st_size > 200
        page.get_by_role("link", name="Write down the decision").click()
        page.get_by_label("Accepted, as it is proposed").check()
        for label, words in (("Who decided", "A. Person"), ("Their role", "director"), ("The reason", "it covers all")):
            page.get_by_label(label).fill(words)
        page.get_by_role("button", name="Write it down").click()
        expect(page.get_by_role("heading", name="The decision is written down")).to_be_visible()
        assert violations(page, axe) == []
        assert (tmp_path / "decisions.jsonl").read_text(encoding="utf-8").count("\n") == 1
        visit.go("/")
        expect(page.get_by_role("heading", name="Who is where, week by week")).to_be_visible()
        assert violations(page, axe) == []
        assert visit.is_quiet(refused=1)
    pool = teamforge.read_pool(tmp_path / "pool")
    assert "P900" in pool.peers.position
    rows = in_force(pool, PLYMOUTH)
    assert sorted(row.state for row in rows if row.out) == ["declined", "declined", "objected"]
    assert sum(row.live for row in rows) == 7


def test_the_page_of_a_plan_in_the_making_follows_it(chromium: Browser, tmp_path: Path, axe: str) -> None:
    """It never reloads itself: the reader stays where they are."""
    copy_example(tmp_path)
    with serving(tmp_path) as server, visiting(chromium, server) as visit:
        page = visit.go("/plan")
        page.get_by_role("button", name="Plan them all").click()
        page.locator("[data-making]").wait_for()
        page.evaluate("document.documentElement.dataset.here = 'still'")
        assert violations(page, axe) == []
        page.get_by_role("button", name="Record these teams").wait_for()
        expect(page.locator("html")).to_have_attribute("data-here", "still")
        assert "3 of 3 challenges with a team" in page.locator("#said").inner_text()
        assert visit.is_quiet()


def test_a_plan_that_no_page_answers_for_leaves_the_page_as_it_is(chromium: Browser, tmp_path: Path) -> None:
    """Another command may listen there by then, and refuse in plain text."""
    copy_example(tmp_path)
    with serving(tmp_path) as server, visiting(chromium, server) as visit:
        page = visit.go("/plan")
        page.get_by_role("button", name="Plan them all").click()
        page.locator("[data-making]").wait_for()
        page.route("**/plan", lambda route: route.fulfill(status=401, body="Open the address"))
        expect(page.locator("#said")).to_contain_text("TeamForge does not answer")
        expect(page.get_by_role("heading", name="It is being made")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 320)])
def test_every_state_of_the_tutorial_is_for_everybody(
    chromium: Browser, tmp_path: Path, axe: str, scheme: str, width: int
) -> None:
    """The season that the pictures of the tutorial are taken of: each of its states, with everything unfolded."""
    copy_example(tmp_path)
    with pictured(chromium, tmp_path, scheme, width) as page:
        wrong = {}
        for state in walk(page, tmp_path):
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
            if found := violations(page, axe):
                wrong[state] = found
            assert page.evaluate("document.documentElement.scrollWidth") <= width, state
        assert wrong == {}


def test_states_that_few_reach_are_for_everybody_too(chromium: Browser, tmp_path: Path, axe: str) -> None:
    """On a phone: no team, a peer left out, a decision in two tabs, a workbook that the page does not write into."""
    copy_example(tmp_path)
    narrow: Any = {"viewport": {"width": 320, "height": 640}}

    def is_fine(page: Page) -> bool:
        return violations(page, axe) == [] and page.evaluate("document.documentElement.scrollWidth") <= 320

    with serving(tmp_path) as server, visiting(chromium, server, **narrow) as visit:
        page = visit.go(f"/dates?challenge={PLYMOUTH}")
        step = f"challenge={PLYMOUTH}&draft=file&what=days&start=2027-03-22"
        sent = "step => fetch('/try', {method: 'POST', body: new URLSearchParams(step)}).then(answer => answer.url)"
        page.goto(page.evaluate(sent, step))
        expect(page.get_by_role("heading", name="There is no team")).to_be_visible()
        assert is_fine(page)
        visit.go(f"/peer?challenge={PLYMOUTH}&peer=P053")
        page.get_by_role("button", name="Allow again").click()
        expect(page.locator("#tried + ol li")).to_have_count(1)
        assert is_fine(page)
        visit.go(f"/decision?challenge={PLYMOUTH}")
        other = page.context.new_page()
        other.goto(page.url)
        for tab, told in ((page, "The decision is written down"), (other, "Nothing was written")):
            tab.get_by_label("Rejected").check()
            for label, words in (("Who decided", "A. Person"), ("Their role", "director"), ("The reason", "too far")):
                tab.get_by_label(label).fill(words)
            tab.get_by_role("button", name="Write it down").click()
            expect(tab.get_by_role("heading", name=told)).to_be_visible()
        expect(other.get_by_label("The reason")).to_have_value("too far")
        assert is_fine(other)
        assert (tmp_path / "decisions.jsonl").read_text(encoding="utf-8").count("\n") == 1
    book = tmp_path / "season.xlsx"
    write_template(book)
    identity = teamforge.read_challenge(book).id
    with serving(book) as server, visiting(chromium, server, **narrow) as visit:
        page = visit.go(f"/team?challenge={identity}")
        page.get_by_role("button", name=re.compile("^Keep")).first.click()
        page.locator("#tried").wait_for()
        page.get_by_role("link", name="Answers and papers").click()
        expect(page.get_by_role("heading", name="Not kept yet")).to_be_visible()
        expect(page.get_by_role("heading", name="In the sheet pins")).to_be_visible()
        assert is_fine(page)
        assert visit.is_quiet()


def test_a_season_by_keyboard_alone(chromium: Browser, tmp_path: Path) -> None:
    """To propose, to record an answer, and to write a decision down, without a mouse."""
    copy_example(tmp_path)
    with serving(tmp_path) as server, visiting(chromium, server) as visit:
        page = visit.go(f"/answers?challenge={PLYMOUTH}")

        def reach(words: str) -> None:
            for _ in range(120):
                page.keyboard.press("Tab")
                found = "(e => e.labels?.[0]?.textContent ?? e.textContent)(document.activeElement)"
                if " ".join(page.evaluate(found).split()).startswith(words):
                    return
            pytest.fail(f"never reached {words}")

        reach("Propose this team")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="The team that stands")).to_be_visible()
        reach("What Gareth Pennington")
        page.keyboard.type("accepted")
        reach("Record these answers")
        page.keyboard.press("Enter")
        expect(page.locator(".tag.accepted")).to_have_count(1)
        reach("Write down the decision")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Write down the decision")).to_be_visible()
        reach("Accepted, as it is proposed")
        page.keyboard.press("Space")
        for words, typed in (("Who decided", "A. Person"), ("Their role", "director"), ("The reason", "it covers all")):
            reach(words)
            page.keyboard.type(typed)
        reach("Write it down")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="The decision is written down")).to_be_visible()
        assert visit.is_quiet()
    states = {row.seat: row.state for row in in_force(teamforge.read_pool(tmp_path / "pool"), PLYMOUTH)}
    assert states["lead_peer"] == "accepted"


def test_killed_at_any_moment_no_answer_is_lost_and_two_tabs_do_not_overwrite(
    chromium: Browser, tmp_path: Path
) -> None:
    copy_example(tmp_path)
    with serving(tmp_path) as server, visiting(chromium, server) as visit:
        page = visit.go(f"/answers?challenge={PLYMOUTH}")
        page.get_by_role("button", name="Propose this team").click()
        expect(page.get_by_role("heading", name="The team that stands")).to_be_visible()
        other = page.context.new_page()
        other.goto(page.url)
        page.locator("#state-1").select_option("accepted")
        page.get_by_role("button", name="Record these answers").click()
        expect(page.locator(".tag.accepted")).to_have_count(1)
        other.locator("#state-1").select_option("declined")
        other.get_by_role("button", name="Record these answers").click()
        expect(other.get_by_text("look at the page again")).to_be_visible()
        server.kill()
    with serving(tmp_path) as server, visiting(chromium, server) as visit:
        page = visit.go(f"/answers?challenge={PLYMOUTH}")
        expect(page.locator(".tag.accepted").first).to_be_visible()
    states = {row.seat: row.state for row in in_force(teamforge.read_pool(tmp_path / "pool"), PLYMOUTH)}
    assert states["lead_peer"] == "accepted"
