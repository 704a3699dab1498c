"""The commands that write and show the history of answers."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from teamforge import plan, read_challenge, read_pool, read_programme
from teamforge.assignments import Assignment, add_rows, answers, in_force
from teamforge.demo import load_demo_programme
from teamforge.records.plan_format import teams_of_plan
from tests.cli.conftest import Command

DAY = date(2027, 1, 12)

WRITER = """
import sys
from datetime import date
from teamforge import read_challenge
from teamforge.assignments import add_rows, answers
pool, challenge, mine = sys.argv[1:]
wanted = read_challenge(challenge)
for number in range(10):
    add_rows(__import__("pathlib").Path(pool), lambda now: answers(
        now, wanted, {"P029": "asked"}, on=date(2027, 1, 13), note=f"{mine}-{number}"))
"""


@pytest.fixture
def asked(tmp_path: Path, command: Command) -> list[str]:
    """Return a pool and a challenge with a recorded team."""
    assert command("demo", "--save", tmp_path / "example").status == 0
    files = [str(tmp_path / "example" / "pool"), str(tmp_path / "example" / "challenge.toml")]
    assert command("compose", *files, "--out", tmp_path / "result.json").status == 0
    done = command("propose", tmp_path / "result.json", *files, "--on", "2027-01-11", "--format", "json")
    assert done.status == 0, done.err
    assert {each["state"] for each in done.json["assignments"]} == {"proposed"}
    return files


def test_a_repair_that_cannot_be_names_the_command_that_says_why(asked: list[str], command: Command) -> None:
    """What compose finds is about the same history; answers given to the repair alone are unknown to it."""
    pool, challenge = read_pool(asked[0]), Path(asked[1])
    others = [peer.peer_id for peer in pool if "vcs_leader" in peer.roles and peer.peer_id != "P057"]
    excluded = "".join(f'[[exclude]]\npeer = "{peer}"\nreason = "is ill"\n' for peer in others)
    challenge.write_text(f"{challenge.read_text('utf-8')}\n{excluded}", "utf-8")
    alone = command("repair", *asked, "--any-dates", "--withdrawn", "P057")
    assert (alone.status, "teamforge compose" in alone.err) == (3, False)
    command("answer", *asked, "P057=declined", "--on", "2027-01-15")
    done = command("repair", *asked, "--any-dates")
    assert (done.status, done.out) == (3, "")
    assert f"`teamforge compose {' '.join(asked)}` shows what is possible" in " ".join(done.err.split())
    assert "leave the seat VCS empty" in " ".join(command("compose", *asked).out.split())


def test_answers_are_kept_and_heeded(asked: list[str], command: Command) -> None:
    """An answer can be written in two ways; whoever declined is on no later team."""
    done = command("answer", *asked, "P002=declined", "P057", "confirmed", "--on", "2027-01-14")
    assert done.status == 0, done.err
    members = {each["peer_id"] for each in command("compose", *asked, "--format", "json").json["members"]}
    assert "P002" not in members
    assert "P057" in members
    shown = command("assignments", asked[0], "--peer", "P002", "--format", "json").json["assignments"]
    assert [(each["state"], each["on"]) for each in shown] == [("declined", "2027-01-14")]
    for day, count in {"2027-04-18": 0, "2027-04-22": 7, "2027-04-25": 7, "2027-04-26": 0}.items():  # Sunday to Monday
        week = command("assignments", asked[0], "--week", day, "--format", "json").json["assignments"]
        assert len(week) == count, day


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (["P002=declined", "P003=asked"], "somebody who was on a recorded team"),
        (["P002=declined", "P057=asked", "--on", "2027-01-10"], "2027-01-11 or later"),
        (["P002=gone"], "one of proposed"),
    ],
)
def test_refused_whole(asked: list[str], command: Command, said: list[str], why: str) -> None:
    """Rows that are refused leave the file as it was."""
    log = Path(asked[0], "assignments.csv")
    before = log.read_bytes()
    done = command("answer", *asked, *said)
    assert done.status == 2
    assert why in done.err
    assert log.read_bytes() == before


def test_a_visit_at_the_weekend_is_in_its_week(asked: list[str], command: Command) -> None:
    """Whatever day a row has: a week ends on Sunday."""
    row = Assignment("elsewhere", "vcs", "P001", "E06000026", date(2027, 5, 9), date(2027, 5, 9), "asked", DAY)
    add_rows(Path(asked[0]), lambda _now: [row])
    shown = command("assignments", asked[0], "--week", "2027-05-03", "--format", "json").json["assignments"]
    assert [each["peer_id"] for each in shown] == ["P001"]


def test_a_state_may_be_typed_in_capitals(asked: list[str], command: Command) -> None:
    """As a name and `asked` are: PEER=STATE, and --all."""
    assert command("answer", *asked, "P002=Declined", "--on", "2027-01-14").status == 0
    assert command("answer", *asked, "--all", " Asked", "--on", "2027-01-15").status == 0
    rows = Path(asked[0], "assignments.csv").read_text().splitlines()
    assert [line.split(",")[6] for line in rows[8:]] == ["declined", *["asked"] * 6]


def test_all_of_a_team_on_which_nobody_stands(asked: list[str], command: Command) -> None:
    """It is refused: no row would be written, and the person would not know."""
    assert command("answer", *asked, "--all", "released", "--on", "2027-01-14").status == 0
    done = command("answer", *asked, "--all", "confirmed", "--on", "2027-01-15")
    assert done.status == 2
    assert "nobody stands on the team of plymouth-2027" in " ".join(done.err.replace("│", " ").split())


def test_a_team_of_another_challenge_is_refused(asked: list[str], command: Command, tmp_path: Path) -> None:
    """To propose it, and to repair it."""
    other = tmp_path / "other.toml"
    other.write_text(Path(asked[1]).read_text("utf-8").replace("plymouth-2027", "another-2027"), "utf-8")
    log = Path(asked[0], "assignments.csv")
    before = log.read_bytes()
    for words in (
        ["propose", tmp_path / "result.json", asked[0], other],
        ["repair", asked[0], other, "--team", tmp_path / "result.json"],
    ):
        done = command(*words)
        assert done.status == 2
        assert "plymouth-2027" in done.err
        assert "another-2027" in done.err
    assert log.read_bytes() == before


def test_a_team_that_is_no_longer_valid_is_not_proposed(asked: list[str], command: Command, tmp_path: Path) -> None:
    """Its lead has other plans by now."""
    table = Path(asked[0], "availability.csv")
    table.write_text(table.read_text("utf-8").rstrip("\n") + "\nP002,2027-04-19,2027-04-21,unavailable\n", "utf-8")
    done = command("propose", tmp_path / "result.json", *asked, "--on", "2027-01-12")
    assert done.status == 2
    assert "a valid team, but" in done.err


def test_a_sheet_of_a_workbook_keeps_what_it_says(asked: list[str], command: Command, tmp_path: Path) -> None:
    """States and notes that nobody has recorded yet are in the next workbook too."""
    assert command("sheet", tmp_path / "result.json", *asked, "--out", tmp_path / "t1.xlsx").status == 0
    book = filled_in(tmp_path / "t1.xlsx", {"P015": "accepted"}, tmp_path / "t1a.xlsx", {"P015": "by telephone"})
    assert command("sheet", book, *asked, "--out", tmp_path / "t2.xlsx").status == 0
    rows = {row[-1]: row for row in cells(tmp_path / "t2.xlsx", "team")}
    assert {"accepted", "by telephone"} <= set(rows["P015"])


def test_a_name_that_fits_several_means_the_one_who_was_asked(asked: list[str], command: Command) -> None:
    """By the surname that they share, once one of them stands on the team; otherwise some ids are listed, no names."""
    folder = Path(asked[0])
    peers = folder / "peers.csv"
    rows = list(csv.DictReader(peers.read_text("utf-8").splitlines()))
    for row in rows:
        if row["peer_id"] in {"P002", "P001", "P003"}:
            row["name"] = f"{row['peer_id'][-1]}na Shared"
    with peers.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = command("answer", *asked, "Shared=declined", "--on", "2027-01-14", "--format", "json")
    assert [(each["peer_id"], each["state"]) for each in done.json["assignments"]] == [("P002", "declined")]
    shown = command("assignments", asked[0], "--peer", "Shared")
    assert shown.status == 2
    assert "one name fits 3 peers: P001, P002, P003" in " ".join(shown.err.split())
    assert "Shared" not in shown.err


def test_everybody_done(asked: list[str], command: Command) -> None:
    """A visit is closed, and is not composed again."""
    assert command("answer", *asked, "--all", "done", "--on", "2027-04-22").status == 0
    done = command("compose", *asked)
    assert done.status == 2
    assert "not over" in done.err


def lead_of(command: Command, files: list[str], *more: object) -> str:
    """Return who leads the repaired team."""
    done = command("repair", *files, *more, "--format", "json")
    assert done.status == 0, done.err
    return next(str(each["peer_id"]) for each in done.json["result"]["members"] if each["seat"] == "lead_peer")


def test_a_repair_needs_no_file(asked: list[str], command: Command) -> None:
    """The history says who stands and who is out, and --record adds to it: nobody who is out comes back."""
    assert command("answer", *asked, "P002=declined", "P015=confirmed", "--on", "2027-01-14").status == 0
    log = Path(asked[0], "assignments.csv")
    before = log.read_bytes()
    done = command("repair", *asked, "--names")
    assert "P002 Gareth Pennington" in done.out
    assert "declined on 14 January 2027" in done.out
    assert log.read_bytes() == before
    second = lead_of(command, asked, "--record", "--on", "2027-01-14")
    written = log.read_bytes().removeprefix(before).decode()
    assert [line.split(",")[1:3] for line in written.splitlines()] == [["lead_peer", second]]
    assert command("answer", *asked, f"{second}=declined", "--on", "2027-01-15").status == 0
    third = lead_of(command, asked)
    assert third not in {"P002", second}
    assert "kept out as well: P002 (declined on 14 January 2027)" in command("repair", *asked).out


def test_an_argument_is_recorded_with_the_rest(asked: list[str], command: Command) -> None:
    """Somebody who confirmed and then drops out has withdrawn; somebody who was never on the team gets a row too."""
    assert command("answer", *asked, "P002=confirmed", "--on", "2027-01-14").status == 0
    args = ("--withdrawn", "P002", "--withdrawn", "P008", "--record", "--on", "2027-01-16", "--note", "by telephone")
    assert lead_of(command, asked, *args) not in {"P002", "P008"}
    shown = command("assignments", asked[0], "--format", "json").json["assignments"]
    assert {each["peer_id"]: each["state"] for each in shown if each["seat"] == "lead_peer"}.items() >= {
        ("P002", "withdrawn"),
        ("P008", "declined"),
    }
    assert Path(asked[0], "assignments.csv").read_text().count("by telephone") == 3


def test_nobody_stands(tmp_path: Path, command: Command) -> None:
    """Without a history and without a file there is nothing to repair."""
    command("demo", "--save", tmp_path / "example")
    done = command("repair", tmp_path / "example" / "pool", tmp_path / "example" / "challenge.toml")
    assert done.status == 2
    assert "name the file of the team" in done.err


def headings_of(sheet: Any) -> tuple[int, dict[str, int]]:
    """Return the row of the headings of a sheet, and the column of each."""
    for row in sheet.iter_rows():
        found = {str(cell.value).casefold().replace(" ", "_"): cell.column for cell in row if cell.value}
        if "peer_id" in found:
            return row[0].row, found
    raise AssertionError("no headings")


def filled_in(path: Path, states: dict[str, str], to: Path, notes: dict[str, str] | None = None) -> Path:
    """Return a copy of a team's workbook with states and notes, as a person with Excel leaves it."""
    book = openpyxl.load_workbook(path)
    for name in ("team", "dropped out"):
        sheet = book[name]
        first, heading = headings_of(sheet)
        for row in range(first + 1, sheet.max_row + 1):
            peer = sheet.cell(row, heading["peer_id"]).value
            if peer in states:
                sheet.cell(row, heading["state"]).value = states[peer]
            if peer in (notes or {}):
                sheet.cell(row, heading["note"]).value = (notes or {})[peer]
    book.save(to)
    return to


def cells(path: Path, name: str) -> list[tuple[object, ...]]:
    """Return the rows of a sheet below its headings."""
    sheet = openpyxl.load_workbook(path)[name]
    return list(sheet.iter_rows(min_row=headings_of(sheet)[0] + 1, values_only=True))


def test_the_second_repair_of_a_workbook_brings_nobody_back(tmp_path: Path, command: Command) -> None:
    """With workbooks alone, states, notes and names stay, and everybody who said no is listed."""
    command("demo", "--save", tmp_path / "example")
    files = [str(tmp_path / "example" / "pool"), str(tmp_path / "example" / "challenge.toml")]
    command("compose", *files, "--out", tmp_path / "t1.xlsx", "--names")
    said = {"P002": "declined", "P015": "confirmed", "P029": "asked"}
    first = filled_in(tmp_path / "t1.xlsx", said, tmp_path / "t1a.xlsx", {"P029": "rang twice"})
    assert command("repair", *files, "--team", first, "--out", tmp_path / "t2.xlsx", "--names").status == 0
    second = lead_of(command, files, "--team", first)
    rows = {row[-1]: row for row in cells(tmp_path / "t2.xlsx", "team")}
    assert {"confirmed", "Ruth Nkemelu"} <= set(rows["P015"])
    assert {"asked", "rang twice"} <= set(rows["P029"])
    assert [row[:3] for row in cells(tmp_path / "t2.xlsx", "dropped out")] == [
        ("P002", "Gareth Pennington", "declined")
    ]
    last = filled_in(tmp_path / "t2.xlsx", {second: "declined"}, tmp_path / "t2a.xlsx")
    assert lead_of(command, files, "--team", last, "--out", tmp_path / "t3.xlsx") not in {"P002", second}
    assert {row[0] for row in cells(tmp_path / "t3.xlsx", "dropped out")} == {"P002", second}
    assert command("verify", tmp_path / "t3.xlsx", *files).status == 0
    decided = ("--by", "A. Person", "--role", "manager", "--decision", "accepted", "--why", "as repaired")
    done = command("decide", tmp_path / "t3.xlsx", *files, *decided, "--record", tmp_path / "d.jsonl")
    assert done.status == 0, done.err


def test_a_workbook_beside_the_history(asked: list[str], command: Command, tmp_path: Path) -> None:
    """Only the cells that people changed count, and they come first; `answer` takes them with their notes."""
    assert command("sheet", tmp_path / "result.json", *asked, "--out", tmp_path / "t1.xlsx").status == 0
    assert command("answer", *asked, "P029=confirmed", "P039=declined", "--on", "2027-01-12").status == 0
    changed = filled_in(tmp_path / "t1.xlsx", {"P002": "declined"}, tmp_path / "t1a.xlsx", {"P002": "on leave"})
    done = command("repair", *asked, "--team", changed, "--format", "json")
    assert done.json["result"]["parameters"]["repair"] == {"withdrawn": ["P002"], "objected": [], "confirmed": []}
    assert {each["before"] for each in done.json["seats"] if each["before"] != each["after"]} == {"P002", "P039"}
    assert command("answer", *asked, "--from", changed, "--on", "2027-01-13").status == 0
    *_, last = Path(asked[0], "assignments.csv").read_text().splitlines()
    assert last == "plymouth-2027,lead_peer,P002,E06000026,2027-04-19,2027-04-21,declined,2027-01-13,,on leave"
    assert command("sheet", tmp_path / "result.json", *asked, "--out", tmp_path / "t4.xlsx").err.count("since") == 3
    states = {row[-1]: row for row in cells(tmp_path / "t4.xlsx", "team")}
    assert {"declined", "on leave"} <= set(states["P002"])
    assert "confirmed" in states["P029"]


def test_who_said_no_since_is_no_reserve(asked: list[str], command: Command, tmp_path: Path) -> None:
    """Not even in the papers of a team that was kept before."""
    result = tmp_path / "result.json"
    reserves = command("reserves", *asked, "--format", "json").json
    first = reserves["reserves"][0]
    assert command("sheet", result, *asked, "--out", tmp_path / "a.xlsx", "--out", tmp_path / "a.html").status == 0
    team = read_pool(asked[0]).assignments
    assert len(team) == 7
    challenge = read_challenge(asked[1])
    row = Assignment(
        challenge.id,
        first["seat"],
        first["peer_id"],
        challenge.hosts[0],
        date(2027, 4, 19),
        date(2027, 4, 21),
        "declined",
        DAY,
    )
    add_rows(Path(asked[0]), lambda _now: [row])
    assert command("sheet", result, *asked, "--out", tmp_path / "b.xlsx", "--out", tmp_path / "b.html").status == 0
    for name, expected in (("a", True), ("b", False)):
        in_book = any(first["peer_id"] in row for row in cells(tmp_path / f"{name}.xlsx", "reserves"))
        assert in_book == expected
        assert (first["peer_id"] in (tmp_path / f"{name}.html").read_text("utf-8")) == expected


def test_a_workbook_is_taken_once_and_brings_nothing_back(asked: list[str], command: Command, tmp_path: Path) -> None:
    """Reading it again adds nothing; an answer that was taken back since is refused, by `repair` too."""
    log = Path(asked[0], "assignments.csv")
    said = {"P002": "accepted", "P015": "confirmed", "P029": "asked"}
    command("sheet", tmp_path / "result.json", *asked, "--out", tmp_path / "t1.xlsx")
    changed = filled_in(tmp_path / "t1.xlsx", said, tmp_path / "t1a.xlsx", {"P029": "rang twice"})
    assert (
        len(command("answer", *asked, "--from", changed, "--on", "2027-01-12", "--format", "json").json["assignments"])
        == 3
    )
    before = log.read_text()
    again = command("answer", *asked, "--from", changed, "--on", "2027-01-14", "--format", "json")
    assert (again.status, again.json["assignments"], log.read_text()) == (0, [], before)
    more = filled_in(Path(changed), {"P039": "asked"}, tmp_path / "t1b.xlsx", {"P029": "rang three times"})
    done = command("answer", *asked, "--from", more, "--on", "2027-01-14", "--format", "json")
    assert {each["peer_id"] for each in done.json["assignments"]} == {"P039", "P029"}
    assert command("answer", *asked, "P002=withdrawn", "--on", "2027-01-15").status == 0
    before = log.read_text()
    for refused in (command("answer", *asked, "--from", more), command("repair", *asked, "--team", more, "--record")):
        assert refused.status == 2
        assert "found 'P002 accepted'" in refused.err
        assert "recorded on Tuesday 12 January 2027, and since then: withdrawn on 15 January 2027" in refused.err
    assert log.read_text() == before


def test_the_history_of_a_workbook_lies_beside_it(tmp_path: Path, command: Command) -> None:
    """One file with pool and challenge: every command takes it alone."""
    command("demo", "--save", tmp_path / "example")
    pool = tmp_path / "swindon.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.active)
    for file in sorted((tmp_path / "example" / "pool").glob("*.csv")):
        sheet = book.create_sheet(file.stem)
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.reader(text):
                sheet.append(row)
    book.save(pool)
    challenge = tmp_path / "example" / "challenge.toml"
    assert command("compose", pool, challenge, "--out", tmp_path / "t1.xlsx").status == 0
    assert command("propose", tmp_path / "t1.xlsx", pool, challenge, "--on", "2027-01-11").status == 0
    assert command("answer", pool, challenge, "Gareth Pennington", "declined", "--on", "2027-01-12").status == 0
    assert (tmp_path / "swindon.assignments.csv").read_text().count("\n") == 9
    assert lead_of(command, [str(pool), str(challenge)]) != "P002"
    assert "P002" not in command("compose", pool, challenge).out


def test_a_second_challenge_takes_nobody_who_stands_on_the_first(asked: list[str], command: Command) -> None:
    """Nobody is on site twice in one week, and whoever is put there by hand is reported."""
    text = Path(asked[1]).read_text()
    second = Path(asked[1]).with_name("second.toml")
    second.write_text(text.replace('id = "plymouth-2027"', 'id = "second-2027"').replace("E06000026", "E06000052", 1))
    first = {each["peer_id"]: each for each in command("assignments", asked[0], "--format", "json").json["assignments"]}
    found = command("compose", asked[0], second, "--format", "json").json
    assert found["members"]
    for member in found["members"]:
        if member["peer_id"] in first:
            visit = first[member["peer_id"]]
            assert visit["end"] < found["window"]["start"] or found["window"]["end"] < visit["start"]


# A plan


@pytest.fixture(scope="module")
def plan_of_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the kept plan of the example's programme, and what it prints as `plan.printed`."""
    place = tmp_path_factory.mktemp("plan") / "plan.json"
    plan(*load_demo_programme(), effort=0.1).save(place)
    return place


@pytest.fixture
def year(tmp_path: Path, command: Command) -> list[str]:
    """Return a pool without a history, and the programme."""
    assert command("demo", "--save", tmp_path / "example").status == 0
    return [str(tmp_path / "example" / "pool"), str(tmp_path / "example" / "programme.toml")]


def places(found: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(each["challenge_id"], each["seat"], each["peer_id"]) for each in found}


def test_a_plan_is_recorded_with_all_its_teams(year: list[str], plan_of_year: Path, command: Command) -> None:
    """One command does it; whoever stands there already gets no second row."""
    kept = json.loads(plan_of_year.read_text("utf-8"))
    expected = {(own["challenge_id"], m["seat"], m["peer_id"]) for own in kept["challenges"] for m in own["members"]}
    done = command("propose", plan_of_year, *year, "--on", "2027-01-11", "--by", "A. Person", "--format", "json")
    assert (done.status, done.err) == (0, "")
    assert places(done.json["assignments"]) == expected
    assert {each["state"] for each in done.json["assignments"]} == {"proposed"}
    assert Path(year[0], "assignments.csv").read_text("utf-8").count("A. Person") == len(expected)
    again = command("propose", plan_of_year, *year, "--on", "2027-01-12")
    assert (again.status, again.out) == (0, "Recorded for programme spring-2027\n0 rows\n")
    told = command("verify", plan_of_year, *year, "--format", "json").json
    assert (told["holds"], told["news"]) == (True, [])


def test_who_confirmed_stays_and_who_is_not_in_the_plan_is_released(
    year: list[str], plan_of_year: Path, command: Command, tmp_path: Path
) -> None:
    """In every challenge of the plan, and in no other."""
    pool = read_pool(year[0])
    programme = read_programme(year[1])
    teams = teams_of_plan(json.loads(plan_of_year.read_text("utf-8")))
    derby, portsmouth = programme.challenges[1:]
    team = teams[derby.id]
    assert team is not None
    (seat, member), start = team.seats[0], team.start
    outside = next(
        peer.peer_id for peer in pool if all(peer.peer_id not in dict(t.seats).values() for t in teams.values() if t)
    )
    add_rows(
        Path(year[0]),
        lambda _now: [
            Assignment(derby.id, seat, member, derby.hosts[0], start, start + timedelta(days=2), "confirmed", DAY),
            Assignment(
                portsmouth.id, "manager", outside, portsmouth.hosts[0], date(2027, 5, 4), date(2027, 5, 5), "asked", DAY
            ),
            Assignment(
                "elsewhere", "manager", outside, portsmouth.hosts[0], date(2027, 6, 8), date(2027, 6, 9), "asked", DAY
            ),
        ],
    )
    assert command("propose", plan_of_year, *year, "--on", "2027-01-13").status == 0
    states = {(row.challenge_id, row.peer_id): row.state for row in in_force(read_pool(year[0]))}
    assert states[derby.id, member] == "confirmed"
    assert states[portsmouth.id, outside] == "released"
    assert states["elsewhere", outside] == "asked"


@pytest.mark.parametrize(
    ("state", "why"),
    [("declined", "this peer: declined on 12 January 2027"), ("done", "derby-2027: over: the challenge is over")],
)
def test_a_plan_that_holds_no_more_is_refused_whole(
    year: list[str], plan_of_year: Path, command: Command, state: str, why: str
) -> None:
    assert command("propose", plan_of_year, *year, "--on", "2027-01-11").status == 0
    derby = next(each for each in read_programme(year[1]).challenges if each.id == "derby-2027")
    one = in_force(read_pool(year[0]), derby.id)[0].peer_id
    add_rows(Path(year[0]), lambda now: answers(now, derby, {one: state}, on=DAY))
    told = command("verify", plan_of_year, *year, "--format", "json").json
    assert told["holds"]
    assert told["news"] == [f"{one}, for challenge {derby.id}: {state} on 12 January 2027"]
    log = Path(year[0], "assignments.csv")
    before = log.read_bytes()
    done = command("propose", plan_of_year, *year, "--on", "2027-01-13")
    assert done.status == 2
    assert why in done.err
    assert log.read_bytes() == before


def test_a_plan_is_that_of_its_programme(year: list[str], plan_of_year: Path, command: Command, tmp_path: Path) -> None:
    """And a plan that was not found records nothing, because it would release everybody."""
    other = Path(year[1]).with_name("other.toml")
    other.write_text(Path(year[1]).read_text("utf-8").replace('id = "spring-2027"', 'id = "other"'), "utf-8")
    assert "it is for programme 'spring-2027', not 'other'" in command("propose", plan_of_year, year[0], other).err
    record = json.loads(plan_of_year.read_text("utf-8"))
    nothing = tmp_path / "nothing.json"
    nothing.write_text(json.dumps({**record, "points": None, "status": "unknown"}), "utf-8")
    done = command("propose", nothing, *year)
    assert done.status == 2
    assert "it holds no plan" in done.err
    nothing.write_text(json.dumps({**record, "challenges": 1}), "utf-8")
    assert command("propose", nothing, *year).status == 2
    assert not Path(year[0], "assignments.csv").exists()


@pytest.mark.slow
def test_twenty_writers_lose_nothing(asked: list[str]) -> None:
    """Twenty processes write ten answers each at once."""
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, *asked, str(number)]) for number in range(20)]
    assert [writer.wait() for writer in writers] == [0] * 20
    notes = read_pool(asked[0]).assignments.note
    written = [note for row in range(len(notes)) if (note := notes.value(row))]
    assert sorted(written) == sorted(f"{writer}-{number}" for writer in range(20) for number in range(10))
