"""Every picture can be drawn, read aloud and shown to anybody, whatever the names in it."""

from __future__ import annotations

import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import teamforge
from teamforge import Challenge, InfeasibleError, InputError, Pool, charts
from tests.cli.files import NAMES, PRIVATE, save
from tests.unit.report.charts.conftest import Drawn, all_of, svg_without_warnings
from tests.world import World, seat

KINDS = (
    *("coverage", "ledger", "windows", "windows_host", "availability", "availability_seat"),
    *("conflicts", "use", "use_region"),
)
HOSTILE = (
    "=cmd|' /C calc'!A1",
    "</script><script>alert(1)</script>",
    '"; DROP TABLE peers',
    "\u202eevil",
    "x" * 300,
    "a & b",
)
_SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_compiles_without_warnings(kind: str, drawn: Drawn, capfd: pytest.CaptureFixture[str]) -> None:
    assert len(svg_without_warnings(drawn[kind], capfd)) > 2000


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_says_what_it_is(kind: str, drawn: Drawn) -> None:
    spec = drawn[kind].to_dict()
    assert spec["title"]["text"]
    assert len(spec["description"].split()) > 8
    assert spec["background"] == "transparent"
    assert "tooltip" in json.dumps(spec)


@pytest.mark.parametrize("kind", KINDS)
def test_an_svg_has_its_title_and_description_and_ids_of_its_own(kind: str, drawn: Drawn) -> None:
    root = ET.fromstring(charts.to_svg(drawn[kind]))  # noqa: S314 -- our own
    named = root.attrib["aria-labelledby"].split()
    assert root.attrib["role"] == "img"
    assert [root.find(f"{_SVG}title").attrib["id"], root.find(f"{_SVG}desc").attrib["id"]] == named  # type: ignore[union-attr]
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    assert all(each.startswith(named[0].removesuffix("title")) for each in ids)
    assert "currentColor" in ET.tostring(root, encoding="unicode")


def test_the_text_of_two_pictures_does_not_clash(drawn: Drawn) -> None:
    ids = [
        each.attrib["id"]
        for chart in drawn.values()
        for each in ET.fromstring(charts.to_svg(chart)).iter()  # noqa: S314 -- our own
        if "id" in each.attrib
    ]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", KINDS)
def test_a_notebook_shows_a_picture_and_asks_nobody_for_code(kind: str, drawn: Drawn) -> None:
    shown = drawn[kind]._repr_mimebundle_()
    assert isinstance(shown, dict)
    told = [value for name, value in shown.items() if name.startswith("application/vnd.vegalite.v")]
    assert told == [drawn[kind].to_dict()]
    assert "<svg " in shown["text/html"]
    assert "<script" not in shown["text/html"]
    assert "http" not in shown["text/html"].replace("http://www.w3.org/", "")


def test_nothing_private_is_in_a_specification(tmp_path: Path) -> None:
    pool, challenge = (Path(path) for path in save(tmp_path / "small"))
    for chart in all_of(teamforge.read_pool(pool), teamforge.read_challenge(challenge)).values():
        told = (chart.to_json() + charts.to_svg(chart)).casefold()
        for canary in (*NAMES, *PRIVATE):
            assert canary.casefold() not in told


def test_hostile_names_are_plain_text(capfd: pytest.CaptureFixture[str]) -> None:
    world = World(id=HOSTILE[1], seats=[seat(name, f"role {place}") for place, name in enumerate(HOSTILE)])
    world.fields["scope"] = {"prevention": 1}
    for place, name in enumerate(HOSTILE):
        world.peer(name, roles=(f"role {place}",), at=f"at {name}")
        world.peer(f"{name} too", roles=(f"role {place}",), at=f"next {name}")
        world.relation(f"next {name}", "neighbour_of", "H")
    world.organisation(f"next {HOSTILE[1]}", region=HOSTILE[1])
    plain = World().peer("A")
    scripts = charts.to_html(charts.ledger(teamforge.compose(plain.pool, plain.challenge))).count("<script")
    for chart in all_of(world.pool, world.challenge).values():
        svg_without_warnings(chart, capfd)
        svg, page = charts.to_svg(chart), charts.to_html(chart)
        ET.fromstring(svg)  # noqa: S314 -- our own
        assert "<script" not in svg
        assert page.count("<script") == scripts
        assert "\u202e" not in json.dumps(chart.to_dict()["title"], ensure_ascii=False)


def test_words_that_look_the_same_stay_apart() -> None:
    world = World(seats=[seat("a b", "one"), seat("a_b", "two")]).peer("A", roles=("one",)).peer("B", roles=("two",))
    svg = charts.to_svg(charts.availability(world.pool, world.challenge))
    assert ">a b: 1<" in svg
    assert ">a_b: 1<" in svg


def test_no_team_is_an_error_that_says_so() -> None:
    world = World(seats=[seat("s", "nobody_has_this")]).peer("A")
    result = teamforge.compose(world.pool, world.challenge)
    for draw in (charts.coverage, charts.ledger):
        with pytest.raises(InfeasibleError, match="no valid team"):
            draw(result)
    chart = charts.windows(teamforge.compose(world.pool, world.challenge).windows())
    assert "no valid team" in charts.to_svg(chart)
    assert "nobody" in charts.to_svg(charts.availability(world.pool, world.challenge, "s"))


def test_no_window_is_an_error_that_says_so() -> None:
    world = World(on_site={"windows": ["2027-01-18"]}).peer("A")
    with pytest.raises(InfeasibleError, match="no window is valid"):
        charts.windows(teamforge.compose(world.pool, world.challenge).windows())
    with pytest.raises(InfeasibleError, match="no window is valid"):
        charts.availability(world.pool, world.challenge)


def test_one_window_one_peer_no_conflict_and_nobody_over(capfd: pytest.CaptureFixture[str]) -> None:
    world = World().peer("A")
    drawn = all_of(world.pool, world.challenge)
    for chart in drawn.values():
        svg_without_warnings(chart, capfd)
    assert "no conflict of interest leads to a host" in charts.to_svg(drawn["conflicts"])
    assert "of at most): nobody" in charts.to_svg(drawn["use"])


def test_nobody_ready_is_an_error_that_says_so() -> None:
    with pytest.raises(ValueError, match="nobody in the pool is trained and active"):
        charts.use(World().peer("A", trained=False).pool, "2027-01-11")


def test_what_does_not_fit_is_refused(demo: tuple[Pool, Challenge]) -> None:
    pool, challenge = demo
    with pytest.raises(ValueError, match="did you mean 'lead_peer'"):
        charts.availability(pool, challenge, "lead_per")
    other = World().peer("A")
    for draw in (charts.availability, charts.conflict_graph):
        with pytest.raises(InputError):
            draw(other.pool, challenge)


def test_a_file_of_each_kind(drawn: Drawn, tmp_path: Path) -> None:
    begins = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "html": b"<!DOCTYPE html>"}
    assert set(begins) == set(charts.FORMATS)
    for ending, head in begins.items():
        charts.save(drawn["coverage"], tmp_path / f"chart.{ending}")
        assert (tmp_path / f"chart.{ending}").read_bytes().startswith(head)
    with pytest.raises(ValueError, match="expected one of svg, png, pdf, html"):
        charts.save(drawn["coverage"], tmp_path / "chart.bmp")
    assert "currentColor" not in (tmp_path / "chart.svg").read_text("utf-8")


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
def test_a_page_draws_itself_in_a_browser_without_a_network(drawn: Drawn, tmp_path: Path) -> None:
    """Nothing on the console, where errors and refused requests would appear; and the drawing is there."""
    for kind in ("coverage", "conflicts", "availability"):
        page = tmp_path / f"{kind}.html"
        charts.save(drawn[kind], page)
        command = [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--enable-logging=stderr"),
            *("--virtual-time-budget=8000", "--dump-dom", page.as_uri()),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        assert "CONSOLE" not in done.stderr
        assert '<svg xmlns="http://www.w3.org/2000/svg"' in done.stdout
        assert drawn[kind].to_dict()["title"]["text"] in done.stdout.split("<svg", 1)[1]
