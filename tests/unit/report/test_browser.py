"""Every paper that is a page, in headless Chromium: on a phone and at a desk, by day and night, for everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize

import teamforge
from teamforge.demo import load_demo_programme
from teamforge.report.year.writing import year_html
from tests.unit.report.sheet.test_browser import DESK, PHONE, Opened, violations

pytestmark = pytest.mark.slow

LETTERS = {"letter-host": None, "letter-invitation": "P002", "letter-why-not": "P006"}
PAPERS = (*LETTERS, "sheet-team", "sheet-host", "year", "year-changes")


@pytest.fixture(scope="module", name="folder")
def folder_of_papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    result = teamforge.compose(*teamforge.load_demo())
    for name, peer in LETTERS.items():
        result.letter(peer, names=True).write(folder / f"{name}.html")
    for audience in ("team", "host"):
        result.write_sheet(folder / f"sheet-{audience}.html", audience, names=True)
    plan = teamforge.plan(*load_demo_programme(), effort=0.5)
    (folder / "year.html").write_bytes(year_html(plan, names=True, changes=None))
    gone = next(iter(plan.teams.items()))
    anew = plan.replan(withdrawn=[(gone[0], gone[1].seats[0][1])], effort=0.5)
    (folder / "year-changes.html").write_bytes(year_html(anew.plan, names=True, changes=anew))
    return folder


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_read_on_a_phone_and_at_a_desk_by_day_and_night(
    chromium: Browser, folder: Path, axe: str, name: str
) -> None:
    """Axe finds nothing, nothing scrolls sideways, it asks for nothing elsewhere, and one heading is its title."""
    ways: list[tuple[ViewportSize, str]] = [(PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")]
    for viewport, scheme in ways:
        context = chromium.new_context(offline=True, color_scheme=scheme, viewport=viewport)  # type: ignore[arg-type]
        opened = Opened(context.new_page()).open(folder / f"{name}.html")
        assert violations(opened.page, axe) == []
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        assert opened.page.locator("h1").count() == 1
        assert opened.page.locator("h1").inner_text() in opened.page.title()
        assert (opened.said, len(opened.asked)) == ([], 1)
        context.close()
