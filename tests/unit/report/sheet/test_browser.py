"""The HTML sheet in headless Chromium with the network off: quiet, self-contained, and for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

import teamforge
from tests.unit.report.sheet.canaries import compose

WAYS = [(audience, scheme) for audience in ("team", "host") for scheme in ("light", "dark")]
PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module", name="folder")
def folder_of_sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheets")
    pool, challenge = teamforge.load_demo()
    frames = pool.to_frames()
    frames["peers"]["email"] = [f"firstname.lastname{place}@example.gov.uk" for place in range(len(pool))]
    results = {
        "small": compose(),
        "demo": teamforge.compose(pool, challenge),
        "mail": teamforge.compose(teamforge.Pool.from_frames(**frames), challenge),
    }
    for name, result in results.items():
        for audience in ("team", "host"):
            result.write_sheet(folder / f"{name}-{audience}.html", audience, names=True)
    return folder


class Opened:
    """A page, with what it said and asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: Path) -> Opened:
        self.page.goto(path.as_uri(), wait_until="networkidle")
        return self


@pytest.fixture(params=WAYS, ids="-".join, name="opened")
def opened_sheet(request: pytest.FixtureRequest, chromium: Browser, folder: Path) -> Iterator[Opened]:
    """Return the sheet of the demo."""
    audience, scheme = request.param
    context = chromium.new_context(offline=True, color_scheme=scheme, viewport=DESK)
    yield Opened(context.new_page()).open(folder / f"demo-{audience}.html")
    context.close()


def violations(page: Page, axe: str) -> list[Any]:
    page.evaluate(axe)
    told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert told["passes"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in told["violations"]]


def test_it_says_nothing_and_asks_for_nothing(opened: Opened, folder: Path) -> None:
    assert opened.said == []
    (only,) = opened.asked
    assert only.startswith(folder.as_uri())


def test_axe_finds_no_violation(opened: Opened, axe: str) -> None:
    assert violations(opened.page, axe) == []


@pytest.mark.parametrize("name", ["small-team", "small-host", "demo-team"])
def test_axe_finds_no_violation_on_a_phone(chromium: Browser, folder: Path, axe: str, name: str) -> None:
    """Rows are cards there: neither the page nor a table in it scrolls sideways."""
    context = chromium.new_context(offline=True, viewport=PHONE)
    opened = Opened(context.new_page()).open(folder / f"{name}.html")
    assert violations(opened.page, axe) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    wide = "[...document.querySelectorAll('.wide, figure')].filter(each => each.scrollWidth > each.clientWidth).length"
    assert opened.page.evaluate(wide) == 0
    assert opened.said == []
    context.close()


def test_no_id_stands_where_a_host_asked_for_names(folder: Path) -> None:
    """Not in the picture of the scope either."""
    page = (folder / "demo-host.html").read_text("utf-8")
    members = teamforge.compose(*teamforge.load_demo()).members
    assert [member.peer_id for member in members if member.peer_id in page] == []
    assert "<svg" in page


@pytest.mark.parametrize("audience", ["team", "host"])
def test_an_address_stands_in_one_line(chromium: Browser, folder: Path, audience: str) -> None:
    page = chromium.new_page(viewport=DESK)
    page.goto((folder / f"mail-{audience}.html").as_uri())
    lines = """[...document.querySelectorAll('li')].filter(each => each.textContent.includes('@')).map(each => {
        const range = document.createRange(); range.selectNodeContents(each); return range.getClientRects().length })"""
    found = page.evaluate(lines)
    page.close()
    assert len(found) == 7
    assert set(found) == {1}


def test_axe_would_find_a_violation(chromium: Browser, axe: str) -> None:
    page = chromium.new_page()
    page.set_content("<p style='color:#999;background:#fff'>pale</p><img src='data:,'>")
    found = {name for name, _ in violations(page, axe)}
    assert {"color-contrast", "image-alt", "html-has-lang"} <= found
    page.close()


def test_every_control_is_reached_by_keyboard_in_order_and_seen(opened: Opened) -> None:
    page = opened.page
    mark = "each.dataset.place = place"
    controls = "a[href], button, input, select, textarea, summary, [tabindex='0']"
    count = page.evaluate(f'[...document.querySelectorAll("{controls}")].map((each, place) => {{ {mark} }}).length')
    reached = []
    for _ in range(count):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.place"))
        seen = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert seen == "solid"
        box = page.evaluate("JSON.parse(JSON.stringify(document.activeElement.getBoundingClientRect()))")
        assert box["right"] > 0, "what has the focus is within the page"
    assert reached == [str(place) for place in range(count)]
    assert count >= 8


def test_the_skip_link_leads_to_the_sheet(opened: Opened) -> None:
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "sheet"


def test_landmarks_and_headings_are_in_order(opened: Opened) -> None:
    page = opened.page
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(each => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for landmark in ("header", "nav", "main", "footer"):
        assert page.locator(landmark).count() == 1
    for table in page.locator("table").all():
        assert table.locator("caption").inner_text().strip()
        assert table.locator("thead th[scope=col]").count() >= 3
        assert table.locator("tbody tr").count() == table.locator("tbody th[scope=row]").count()


def test_it_has_the_picture_with_its_text(opened: Opened) -> None:
    picture = opened.page.get_by_role("img", name="Who covers the scope")
    assert picture.is_visible()
    assert picture.locator("rect, path").count() > 40


def test_on_paper_nothing_is_dark_and_nothing_is_lost(opened: Opened) -> None:
    page = opened.page
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert page.evaluate("[...document.querySelectorAll('.wide')].every(each => each.scrollWidth <= each.clientWidth)")
