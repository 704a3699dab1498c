"""The season: its files are read again once one has changed; who is where; how to plan together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

import teamforge
from teamforge.app.opened import copy_example
from teamforge.assignments import add_rows, answers, changes
from tests.unit.app.conftest import HERE, TOKEN, desk_of, visitor

CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize("name", ["calendars", "Calendars"])
def test_a_calendar_that_has_changed_is_read_again(tmp_path: Path, name: str) -> None:
    """Whatever the case of the folder's name, as every reader finds it."""
    copy_example(tmp_path)
    (tmp_path / "pool" / name).mkdir()
    calendar = tmp_path / "pool" / name / "P001.ics"
    calendar.write_text(CALENDAR, encoding="utf-8")
    files = desk_of(tmp_path).files
    first = files.now()
    assert files.now() is first
    calendar.write_text(CALENDAR.replace("x", "another"), encoding="utf-8")
    assert files.now() is not first


def seen(folder: Path, *paths: str, names: bool = True) -> list[str]:
    with visitor(desk_of(folder, names=names), origin=HERE) as client:
        client.get("/", params={"token": TOKEN})
        return [client.get(path).text for path in paths]


def test_a_team_stands_in_the_order_of_its_seats_whoever_has_answered(tmp_path: Path) -> None:
    copy_example(tmp_path)
    pool, challenge = teamforge.load_demo()
    team = teamforge.compose(pool, challenge).require_team()
    add_rows(tmp_path / "pool", lambda now: changes(team, now, challenge))
    add_rows(tmp_path / "pool", lambda now: answers(now, challenge, {team.seats[0][1]: "accepted"}))
    week = seen(tmp_path, "/")[0].partition('id="weeks"')[2]
    places = [week.index(peer) for _, peer in team.seats]
    assert places == sorted(places)


def test_where_another_team_stands_the_page_of_the_best_one_says_so(tmp_path: Path) -> None:
    copy_example(tmp_path)
    pool, challenge = teamforge.load_demo()
    second = teamforge.compose(pool, challenge.replace(pins={**challenge.pins, "vcs": "P058"})).require_team()
    assert "Another team stands" not in seen(tmp_path, "/team?challenge=plymouth-2027")[0]
    add_rows(tmp_path / "pool", lambda now: changes(second, now, challenge))
    assert "Another team stands, with 174 points fewer: " in seen(tmp_path, "/team?challenge=plymouth-2027")[0]
    add_rows(tmp_path / "pool", lambda now: answers(now, challenge, {"P058": "declined"}))
    assert "Another team stands, and has to change: " in seen(tmp_path, "/team?challenge=plymouth-2027")[0]


def test_the_same_people_on_other_days_are_another_team(tmp_path: Path) -> None:
    """Whoever reads only the dates of the best team would go on the wrong days."""
    copy_example(tmp_path)
    pool, challenge = teamforge.load_demo()
    best = teamforge.compose(pool, challenge).require_team()
    later = replace(best, start=best.start + timedelta(days=1))
    add_rows(tmp_path / "pool", lambda now: changes(later, now, challenge))
    assert (
        "Another team stands, on other days, with 118 points fewer: "
        in seen(tmp_path, "/team?challenge=plymouth-2027")[0]
    )


def test_what_somebody_would_cost_is_asked_without_the_reasons_of_no_team(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They take as long as many teams, and the page of a peer does not show them."""
    copy_example(tmp_path)
    season = desk_of(tmp_path).files.now()
    challenge = season.challenges["plymouth-2027"]
    best = season.result(challenge)
    monkeypatch.setattr("teamforge.explain.why_none.diagnose", None)
    pinned = challenge.replace(pins={**challenge.pins, "vcs": "P058"})
    assert season.priced(pinned, best).points == season.result(pinned).points
    none = season.priced(challenge.replace(on_site={"windows": ["2027-03-22"]}), best)
    assert (none.points, none.status) == (None, "infeasible")


def test_whoever_sees_ids_reads_how_to_see_names(tmp_path: Path) -> None:
    copy_example(tmp_path)
    assert "teamforge open --names" in seen(tmp_path, "/", names=False)[0]
    assert "teamforge open --names" not in seen(tmp_path, "/")[0]


@pytest.mark.parametrize("listed", [True, False])
def test_a_folder_without_a_programme_says_how_to_plan_together(tmp_path: Path, *, listed: bool) -> None:
    """Whoever does what it says can plan."""
    copy_example(tmp_path)
    (tmp_path / "programme.toml").unlink()
    for name in ("derby.toml", "portsmouth.toml"):  # a programme has given them their date
        file = tmp_path / name
        file.write_text(f"as_of = 2027-01-11\n{file.read_text('utf-8')}", encoding="utf-8")
    (tmp_path / "teamforge.toml").unlink()
    if listed:
        (tmp_path / "teamforge.toml").write_text('pool = "pool"\nchallenges = ["*.toml"]\n', encoding="utf-8")
    text, refused = seen(tmp_path, "/", "/plan")
    assert "has no programme" in refused
    written = unescape(text.partition("<pre>")[2].partition("</pre>")[0])
    (tmp_path / "programme.toml").write_text(written, encoding="utf-8")
    line = 'programme = "programme.toml"'
    assert (unescape(text).count(line) == 1) == listed
    if listed:
        with (tmp_path / "teamforge.toml").open("a", encoding="utf-8") as project:
            project.write(f"{line}\n")
    text, plan = seen(tmp_path, "/", "/plan")
    assert "3 challenges are composed together" in plan
    assert "<pre>" not in text


def test_challenges_of_several_dates_are_told_that_a_programme_has_one(tmp_path: Path) -> None:
    copy_example(tmp_path)
    (tmp_path / "programme.toml").unlink()
    (tmp_path / "teamforge.toml").unlink()
    said = "leave <code>as_of</code> out of the files of the challenges"
    for name, day in (("derby.toml", 11), ("portsmouth.toml", 11), ("derby.toml", 18)):
        file = tmp_path / name
        own = file.read_text("utf-8").removeprefix("as_of = 2027-01-11\n")
        file.write_text(f"as_of = 2027-01-{day}\n{own}", encoding="utf-8")
        assert (said in seen(tmp_path, "/")[0]) == (day == 18)
