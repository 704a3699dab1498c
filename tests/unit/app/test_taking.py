"""Other tables are taken in whole or not at all, whenever the program is ended, and never over the history."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import teamforge
from teamforge.app.incoming import Incoming, new_room, read_room
from teamforge.app.keeping import StaleError
from teamforge.app.opened import copy_example, open_place
from teamforge.app.taking import put_back, take_in
from teamforge.assignments import Assignment, add_rows
from teamforge.demo import FOLDER
from teamforge.errors import InputError
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool_with_faults
from tests.unit.app.conftest import HERE, TOKEN, desk_of, visitor

NEW = {
    "peers.csv": "peer_id,roles,theme:prevention\nP1,vcs_leader,3\nP2,elected_member,2\n",
    "organisations.csv": "organisation_id,name\nO1,One\n",
    "interests.csv": "peer_id,kind,organisation_id\n",
}
ROW = Assignment("c", "vcs", "P1", "O1", date(2027, 4, 13), date(2027, 4, 15), "proposed", date(2027, 1, 11))


def small_pool(folder: Path) -> Path:
    """Return a pool whose peers lie in a Parquet file, so that what replaces them has another name."""
    import pandas as pd

    pool = folder / "pool"
    pool.mkdir()
    pd.DataFrame({"peer_id": ["P1", "P7"], "roles": "vcs_leader"}).to_parquet(pool / "peers.parquet")
    (pool / "organisations.csv").write_text("organisation_id,name\nO1,Old\n", encoding="utf-8")
    (pool / "availability.csv").write_text("peer_id,start,end,status\n", encoding="utf-8")
    return pool


def put(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def sent_to(pool: Path, files: Mapping[str, str] = NEW) -> Incoming:
    room = new_room(pool)
    put(room, files)
    return read_room(pool, room)


def seen(pool: Path) -> dict[str, bytes]:
    """Return the files that a reader would read."""
    every = ((path.relative_to(pool).as_posix(), path) for path in pool.rglob("*") if path.is_file())
    return {name: path.read_bytes() for name, path in every if name[0] != "." and path.suffix != ".lock"}


def test_what_is_sent_takes_the_place_of_what_is_there_and_that_is_kept(tmp_path: Path) -> None:
    pool = small_pool(tmp_path)
    add_rows(pool, lambda _: [ROW])
    before = seen(pool)
    incoming = sent_to(pool, {**NEW, "assignments.csv": "challenge_id\n"})
    assert incoming.faults == ()
    assert incoming.left == ("the table assignments: the history of answers is only ever added to",)
    kept = take_in(pool, incoming, same=lambda: True)
    after = seen(pool)
    assert after == {
        **{name: text.encode() for name, text in NEW.items()},
        **{name: before[name] for name in ("availability.csv", "assignments.csv")},
    }
    assert seen(pool / kept) == {name: before[name] for name in ("peers.parquet", "organisations.csv")}
    assert len(teamforge.read_pool(pool)) == 2
    # What was there before is no second pool.
    assert open_place(tmp_path).pool == pool


def test_nothing_is_taken_in_with_a_fault_or_over_other_files(tmp_path: Path) -> None:
    pool = small_pool(tmp_path)
    add_rows(pool, lambda _: [ROW])
    before = seen(pool)
    without = {"peers.csv": "peer_id,roles\nP2,elected_member\n"}
    incoming = sent_to(pool, without)
    assert [(each.table, each.column, each.value) for each in incoming.faults] == [("assignments", "peer_id", "P1")]
    with pytest.raises(StaleError):
        take_in(pool, incoming, same=lambda: True)
    with pytest.raises(StaleError):
        take_in(pool, sent_to(pool), same=lambda: False)
    assert seen(pool) == before


def test_a_fault_that_is_there_is_mended_by_another_table(tmp_path: Path) -> None:
    pool = small_pool(tmp_path)
    (pool / "availability.csv").write_text("peer_id,start,end,status\nP9,2027-01-01,x,free\n", encoding="utf-8")
    right = {"availability.csv": "peer_id,start,end,status\nP1,2027-01-01,2027-01-02,available\n"}
    incoming = sent_to(pool, right)
    assert incoming.faults == ()
    take_in(pool, incoming, same=lambda: True)
    assert len(teamforge.read_pool(pool).availability) == 1


@pytest.fixture(name="_case_ignored")
def disk_that_ignores_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be moved and removed as on a disk on which names that differ in case alone are one name."""
    move, unlink, stat = Path.replace, Path.unlink, Path.stat

    def found(path: Path) -> Path:
        return next((each for each in path.parent.iterdir() if each.name.casefold() == path.name.casefold()), path)

    def replaced(path: Path, target: Path) -> Path:
        unlink(found(target), missing_ok=True)
        return move(path, target)

    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(Path, "stat", lambda path, **how: stat(found(path), **how))
    monkeypatch.setattr(Path, "unlink", lambda path, *, missing_ok=False: unlink(found(path), missing_ok=missing_ok))


@pytest.mark.usefixtures("_case_ignored")
def test_a_file_whose_name_differs_in_case_takes_the_place_of_the_other(tmp_path: Path) -> None:
    pool = with_calendar(small_pool(tmp_path))
    sent = {"Organisations.CSV": NEW["organisations.csv"], "calendars/P1.ICS": busy("20270414")}
    before = seen(pool)
    incoming = sent_to(pool, sent)
    assert incoming.faults == ()
    take_in(pool, incoming, same=lambda: True)
    kept = {name: content for name, content in before.items() if name.casefold() not in map(str.casefold, sent)}
    assert seen(pool) == kept | {name: text.encode() for name, text in sent.items()}


@pytest.mark.usefixtures("_case_ignored")
def test_a_file_whose_name_differs_in_case_is_put_back(tmp_path: Path) -> None:
    pool = with_calendar(small_pool(tmp_path))
    before = seen(pool)
    incoming = sent_to(
        pool, {"Organisations.CSV": NEW["organisations.csv"], "calendars/P1.ICS": "x", "calendars/P7.ics": "x"}
    )
    (incoming.room / "calendars" / "P7.ics").unlink()
    with pytest.raises(OSError, match="P7"):
        take_in(pool, replace(incoming, faults=()), same=lambda: True)
    assert seen(pool) == before


def busy(day: str) -> str:
    """Return a calendar in which a day is busy."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    return f"{head}DTSTAMP:20270101T000000Z\r\nDTSTART;VALUE=DATE:{day}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


WITH_CALENDARS = {**NEW, "calendars/P1.ics": busy("20270414"), "calendars/P2.ics": busy("20270415")}


def with_calendar(pool: Path, name: str = "calendars/P1.ics") -> Path:
    put(pool, {name: busy("20270413")})
    return pool


def test_calendars_are_taken_in_alone_or_with_tables(tmp_path: Path) -> None:
    pool = with_calendar(small_pool(tmp_path), "Calendars/P1.ICS")
    before = seen(pool)
    incoming = sent_to(pool, {"calendars/P1.ics": busy("20270414")})
    assert incoming.faults == ()
    kept = take_in(pool, incoming, same=lambda: True)
    now = {name: content for name, content in before.items() if name != "Calendars/P1.ICS"}
    assert seen(pool) == {**now, "Calendars/P1.ics": busy("20270414").encode()}
    assert (pool / kept / "calendars" / "P1.ICS").read_bytes() == busy("20270413").encode()
    incoming = sent_to(pool, WITH_CALENDARS)
    assert incoming.faults == (), "the new peer comes with the new table"
    take_in(pool, incoming, same=lambda: True)
    assert {name for name in seen(pool) if "alendars" in name} == {"Calendars/P1.ics", "Calendars/P2.ics"}
    assert len(teamforge.read_pool(pool)) == 2


@pytest.mark.parametrize(
    ("files", "column"),
    [
        ({"calendars/P9.ics": busy("20270414")}, "a file named by the id of a peer of the table peers"),
        ({"calendars/P1.ics": "no calendar"}, ""),
        ({"calendars/P1.txt": "x"}, "a calendar, <peer_id>.ics"),
        ({"peers.csv": "peer_id,roles\nP3,vcs_leader\n"}, "a file named by the id of a peer of the table peers"),
    ],
)
def test_a_calendar_at_fault_stops_everything(tmp_path: Path, files: dict[str, str], column: str) -> None:
    """So does a table without the peer of a calendar that is there."""
    pool = with_calendar(small_pool(tmp_path))
    before = seen(pool)
    incoming = sent_to(pool, files)
    assert [each.table for each in incoming.faults] == ["calendars"]
    assert column in incoming.faults[0].expected
    with pytest.raises(StaleError):
        take_in(pool, incoming, same=lambda: True)
    incoming.forget()
    assert seen(pool) == before


ENDED = """
import os, sys
from pathlib import Path
from teamforge.app import taking
from teamforge.app.incoming import read_room
from teamforge.app.taking import take_in
pool, room, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
incoming = read_room(pool, room)
def counted(name, inner):
    def step(*given, **more):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return inner(*given, **more)
    return step
for place, name in ((Path, "unlink"), (Path, "replace"), (os, "fsync"), (taking.shutil, "copy2")):
    setattr(place, name, counted(name, getattr(place, name)))
take_in(pool, incoming, same=lambda: True)
"""


@pytest.mark.slow
def test_ended_at_any_step_the_pool_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    """In between no reader takes what lies there for a pool."""
    old = seen(with_calendar(small_pool(tmp_path)))
    new = {name: text.encode() for name, text in WITH_CALENDARS.items()} | {"availability.csv": old["availability.csv"]}
    refused = 0
    for step in range(90):
        place = tmp_path / f"ended-{step}"
        shutil.copytree(tmp_path / "pool", place / "pool")
        pool = place / "pool"
        room = new_room(pool)
        put(room, WITH_CALENDARS)
        ended = subprocess.run([sys.executable, "-c", ENDED, str(pool), str(room), str(step)], check=False)
        now = seen(pool)
        if now not in (old, new):
            refused += 1
            faults = read_pool_with_faults(pool)[1]
            assert "`teamforge open`" in faults[0].mend
            assert open_place(place).pool == pool
            assert put_back(pool)
            assert seen(pool) == old
        put_back(pool)
        assert not put_back(pool)
        assert seen(pool) in (old, new)
        assert not list(pool.glob(".incoming-*"))
        if ended.returncode == 0:
            break
        assert ended.returncode == 9
    assert ended.returncode == 0
    assert seen(pool) == new
    assert refused > 3, "it was ended in the middle as well"


def test_what_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    pool = small_pool(tmp_path)
    before = seen(pool)
    incoming = sent_to(pool)
    (incoming.room / "organisations.csv").unlink()
    with pytest.raises(OSError, match="organisations"):
        take_in(pool, incoming, same=lambda: True)
    assert seen(pool) == before
    incoming = sent_to(pool, WITH_CALENDARS)
    (incoming.room / "calendars" / "P2.ics").unlink()
    with pytest.raises(OSError, match="P2"):
        take_in(pool, incoming, same=lambda: True)
    assert seen(pool) == before
    assert not (pool / "calendars").exists()


@pytest.fixture(name="client")
def let_in(tmp_path: Path) -> Iterator[TestClient]:
    copy_example(tmp_path)
    with visitor(desk_of(tmp_path), origin=HERE) as client:
        client.get("/", params={"token": TOKEN})
        client.follow_redirects = True
        yield client


def checked(client: TestClient, *files: tuple[str, bytes]) -> tuple[str, str]:
    """Return the page after files were sent, and the key with which they are taken in."""
    text = client.post("/data", files=[("files", each) for each in files]).text
    found = re.search(r'name="key" value="([^"]+)"', text)
    return text, found[1] if found else ""


def more_peers(tmp_path: Path) -> bytes:
    peers = (FOLDER / "pool" / "peers.csv").read_bytes()
    return peers + peers.splitlines()[1].replace(b"P001", b"P999") + b"\n"


def test_the_page_takes_in_what_is_right_and_says_where_the_old_is(client: TestClient, tmp_path: Path) -> None:
    text, key = checked(client, ("season/peers.csv", more_peers(tmp_path)), ("season/deep/er.csv", b"x"))
    assert "1 peer would be new" in re.sub("<[^>]+>", "", text)
    assert "Not among what is taken in: er.csv" in text
    before = len(teamforge.read_pool(tmp_path / "pool"))
    text = client.post("/data/take", data={"key": key}).text
    assert "They are taken in" in text
    assert len(teamforge.read_pool(tmp_path / "pool")) == before + 1
    assert "P999" in client.get("/peer", params={"challenge": "plymouth-2027", "peer": "P999"}).text
    again = client.post("/data/take", data={"key": key})
    assert again.status_code == HTTPStatus.CONFLICT
    assert not list((tmp_path / "pool").glob(".incoming-*"))


def test_the_page_takes_in_calendars(client: TestClient, tmp_path: Path) -> None:
    files = [("season/calendars/P002.ics", busy("20270419").encode()), ("P003.ics", busy("20270420").encode())]
    text, key = checked(client, *files)
    assert "2 calendars would be taken in" in text
    assert "They are taken in" in client.post("/data/take", data={"key": key}).text
    there = tmp_path / "pool" / "calendars"
    assert {each.name for each in there.iterdir()} == {"P002.ics", "P003.ics"}
    challenge = teamforge.read_challenge(tmp_path / "challenge.toml")
    points = teamforge.compose(teamforge.read_pool(tmp_path / "pool"), challenge).points
    assert points != teamforge.compose(*teamforge.load_demo()).points, "who was free on these days no longer is"
    assert f"{points:,} points" in client.get("/team", params={"challenge": "plymouth-2027"}).text


def test_the_page_refuses_what_a_challenge_does_not_fit(client: TestClient, tmp_path: Path) -> None:
    """A peer whose exclusion a challenge names has gone from the table."""
    lines = (FOLDER / "pool" / "peers.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    gone = [line for line in lines if not line.startswith("P053,")]
    assert len(gone) < len(lines)
    text, key = checked(client, ("peers.csv", "".join(gone).encode()))
    assert key == ""
    assert "P053" in text


def test_the_page_refuses_what_was_checked_with_other_files(client: TestClient, tmp_path: Path) -> None:
    _, key = checked(client, ("peers.csv", more_peers(tmp_path)))
    digest = teamforge.compose(*teamforge.load_demo()).input_digest
    told = {"challenge": "plymouth-2027", "what": "propose", "rows": "0", "input_digest": digest}
    assert client.post("/record", data=told).is_success
    before = seen(tmp_path / "pool")
    answer = client.post("/data/take", data={"key": key})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "choose them again" in answer.text
    assert seen(tmp_path / "pool") == before
    assert len(teamforge.read_pool(tmp_path / "pool").assignments) == 7


@pytest.fixture(name="book", scope="module")
def example_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook with a pool and a challenge."""
    from teamforge.workbook import write_template

    path = tmp_path_factory.mktemp("book") / "season.xlsx"
    write_template(path)
    return path


def sheets(book: Path, to: Path, without: tuple[str, ...]) -> bytes:
    """Return the workbook without some sheets."""
    import openpyxl

    opened = openpyxl.load_workbook(book)
    for name in without:
        del opened[name]
    opened.save(to)
    return to.read_bytes()


def same_people(first: Pool, second: Pool) -> bool:
    return first.peers.ids.tolist() == second.peers.ids.tolist()


def test_a_workbook_is_taken_into_a_folder_sheet_by_sheet(book: Path, tmp_path: Path) -> None:
    pool = small_pool(tmp_path)
    room = new_room(pool)
    shutil.copy(book, room / "season.xlsx")
    incoming = read_room(pool, room)
    assert incoming.faults == ()
    assert "the challenge in this workbook: it stays as its own file says" in incoming.left
    take_in(pool, incoming, same=lambda: True)
    assert same_people(teamforge.read_pool(pool), teamforge.read_pool(book))
    assert not list(pool.glob("*.xlsx"))


def test_a_workbook_keeps_its_challenge_and_its_history(book: Path, tmp_path: Path) -> None:
    mine = tmp_path / "season.xlsx"
    shutil.copy(book, mine)
    pool = teamforge.read_pool(mine)
    challenge = teamforge.read_challenge(mine)
    row = Assignment(
        challenge.id,
        challenge.seats[0].id,
        str(pool.peers.ids[0]),
        challenge.hosts[0],
        *(date(2027, 4, 13), date(2027, 4, 15)),
        *("proposed", challenge.as_of),
    )
    add_rows(mine, lambda _: [row])
    room = new_room(mine)
    (room / "other.xlsx").write_bytes(sheets(book, tmp_path / "x.xlsx", ("challenge",)))
    assert [each.table for each in read_room(mine, room).faults] == ["challenge"]
    room = new_room(mine)
    shutil.copy(book, room / "other.xlsx")
    incoming = read_room(mine, room)
    assert incoming.faults == ()
    kept = take_in(mine, incoming, same=lambda: True)
    assert (tmp_path / kept / "season.xlsx").read_bytes() == book.read_bytes()
    assert len(teamforge.read_pool(mine).assignments) == 1
    assert open_place(mine).pool == mine


def test_a_workbook_with_another_history_is_refused(book: Path, tmp_path: Path) -> None:
    import openpyxl

    mine = tmp_path / "season.xlsx"
    shutil.copy(book, mine)
    challenge = teamforge.read_challenge(mine)
    days = ("2027-04-13", "2027-04-15")
    room = new_room(mine)
    opened = openpyxl.load_workbook(book)
    sheet = opened["assignments"] if "assignments" in opened.sheetnames else opened.create_sheet("assignments")
    sheet.delete_rows(1, sheet.max_row)
    sheet.append(["challenge_id", "seat", "peer_id", "host_organisation_id", "start", "end", "state", "on"])
    peer = str(teamforge.read_pool(mine).peers.ids[0])
    sheet.append([challenge.id, "vcs", peer, challenge.hosts[0], *days, "done", "2027-01-11"])
    opened.save(room / "other.xlsx")
    assert [each.table for each in read_room(mine, room).faults] == ["assignments"]


def test_the_marker_stops_every_reader(tmp_path: Path) -> None:
    pool = small_pool(tmp_path)
    (pool / "peers.unfinished").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="a program was ended"):
        teamforge.read_pool(pool)


def test_only_calendars_that_were_replaced_are_kept_in_a_folder_of_their_own(tmp_path: Path) -> None:
    pool = with_calendar(small_pool(tmp_path))
    kept = take_in(pool, sent_to(pool, {"organisations.csv": NEW["organisations.csv"]}), same=lambda: True)
    assert [path.name for path in (pool / kept).iterdir()] == ["organisations.csv"]


def test_a_marker_of_an_older_version_is_understood(tmp_path: Path) -> None:
    """It names no calendars: that version took in none."""
    pool = small_pool(tmp_path)
    put(pool, {".replaced-x/organisations.csv": NEW["organisations.csv"]})
    said = {"before": ".replaced-x", "new": ["organisations.csv", "interests.csv"]}
    put(pool, {"peers.unfinished": json.dumps(said), "interests.csv": "x"})
    assert put_back(pool)
    assert (pool / "organisations.csv").read_text("utf-8") == NEW["organisations.csv"]
    assert not (pool / "interests.csv").exists()
