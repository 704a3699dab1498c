"""What notebooks show of every public object: ids and no names, escaped."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest

import teamforge
import teamforge.records
import teamforge.workbook
from teamforge.challenge.programme import Programme
from teamforge.demo import load_demo
from teamforge.page.displayed import frame_table
from teamforge.page.html import to_html
from teamforge.page.model import Page
from teamforge.workbook.team import team_workbook
from tests.cli.files import NAMES, PRIVATE, save
from tests.world import World, seat, waiver

CLASSES = [
    name
    for name in teamforge.__all__
    if isinstance(value := getattr(teamforge, name), type)
    and not issubclass(value, Enum)
    and value.__module__ not in {"teamforge.errors", "teamforge.team"}
]
"""All but words, errors and bare teams, which are text."""


def objects(pool: teamforge.Pool, challenge: teamforge.Challenge, folder: Path) -> Iterator[object]:
    """Yield an object of every public class that people look at."""
    result = teamforge.compose(pool, challenge)
    answers = teamforge.compose(pool, challenge).why_not()
    conflicts = teamforge.find_conflicts(pool, challenge)
    yield from (pool, challenge, conflicts, *conflicts.findings(), result, answers, *answers.values())
    yield from (teamforge.compose(pool, challenge).alternatives(count=2), teamforge.compose(pool, challenge).windows())
    yield from (result.reserves(), result.why(), result.sensitivity())
    yield from (result.compare(result), teamforge.compose(pool, challenge).trade_off("coverage", "seat_fit"))
    yield from (teamforge.pool_report(pool, challenge.as_of), *teamforge.check(pool, challenge))
    yield teamforge.records.verify(result.to_record(), pool, challenge)
    yield result.repair()
    (folder / "team.xlsx").write_bytes(team_workbook(result))
    yield teamforge.workbook.read_team(folder / "team.xlsx")
    programme = Programme(id="year", as_of=challenge.as_of, challenges=[challenge])
    yield from (programme, teamforge.plan(pool, programme))


@pytest.mark.parametrize("name", CLASSES)
def test_every_public_class_is_shown(name: str) -> None:
    assert hasattr(getattr(teamforge, name), "_repr_html_")


def test_nothing_private_is_shown(tmp_path: Path) -> None:
    """All classes are met, each says something, and no canary is in any of it."""
    pool, challenge = (Path(path) for path in save(tmp_path / "small"))
    met = set()
    for each in objects(teamforge.read_pool(pool), teamforge.read_challenge(challenge), tmp_path):
        text = each._repr_html_()  # type: ignore[attr-defined]  # the test above holds it
        met.add(type(each).__name__)
        assert text.startswith('<div class="teamforge"')
        assert len(text) > 100
        assert not any(canary.casefold() in text.casefold() for canary in (*NAMES, *PRIVATE))
    apart = {
        name for name in CLASSES if getattr(teamforge, name).__module__.split(".")[1] in {"decision", "pseudonyms"}
    }
    assert met >= set(CLASSES) - apart  # those show what their repr does, which their own tests hold


def test_a_challenge_says_of_each_seat_whether_it_may_stay_empty() -> None:
    """In words, so that a blank cell never reads as "not required"."""
    (seats,) = (each for each in load_demo()[1].page().sections if each.heading == "Seats")
    assert seats.table is not None
    place = [column.name for column in seats.table.columns].index("May stay empty")
    assert {row[place] for row in seats.table.rows} == {"no"}
    optional = World(seats=[seat("a", "x"), seat("b", "x", required=False)]).challenge
    (seats,) = (each for each in optional.page().sections if each.heading == "Seats")
    assert seats.table is not None
    assert [row[place] for row in seats.table.rows] == ["no", "yes"]


def test_hostile_ids_are_escaped(tmp_path: Path) -> None:
    name = "<script>alert(1)</script>"
    world = World(id=name, waivers=[waiver(name, "neighbour")]).peer(name, at=f"at {name}").peer("B")
    world.relation(f"at {name}", "neighbour_of", "H")
    for each in objects(world.pool, world.challenge, tmp_path):
        assert "<script" not in each._repr_html_()  # type: ignore[attr-defined]


def test_a_frame_of_many_rows_is_cut_and_says_so() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"peer_id": [f"P{row}" for row in range(70)], "cost": [None, *range(69)]})
    section = frame_table("Costs", frame.astype({"cost": "Int64"}))
    assert section.table is not None
    assert (len(section.table.rows), section.lines) == (60, ("and 10 more rows",))
    assert section.table.rows[:2] == (("P0", None), ("P1", 0))
    assert "and 10 more rows" in to_html(Page("x", sections=(section,)))


def test_very_many_findings_are_counted() -> None:
    world = World()
    for number in range(120):
        world.peer(f"P{number}", at="H")
    page = world.conflicts.page()
    assert page.sections[0].table is not None
    told = {row[0]: row[2] for row in page.sections[0].table.rows}
    assert told["current_tie"] == 120
