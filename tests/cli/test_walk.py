"""Two weeks of one challenge and a season of three, as a programme manager with Excel works through them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from tests.cli.conftest import Command
from tests.cli.test_assignments import cells, filled_in

pytestmark = pytest.mark.slow

ROLES = {
    "chief_executive": 3,
    "director_adult_services": 2,
    "director_of_public_health": 5,
    "icb_chief_executive": 4,
    "elected_member": 5,
    "nhs_prevention_lead": 4,
    "vcs_leader": 4,
    "challenge_manager": 4,
}
"""How many there are of each role in the pool; the host is Swindon, so nobody works in its region or next to it."""
FAR = ("E06000045", "E08000025", "E06000047", "E08000003", "E06000001", "E08000016", "E07000223")
SIGNED = "Jo Bloggs, programme manager"


@pytest.fixture
def desk(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a workbook that is filled in, and a project file that shows names."""
    monkeypatch.chdir(tmp_path)
    made = command("template", "swindon.xlsx", "--england", "--hosts", "Swindon Borough Council")
    assert made.status == 0, made.err
    book = openpyxl.load_workbook("swindon.xlsx")
    sheet = book["peers"]
    place = {str(cell.value): cell.column for cell in sheet[1]}
    number = 1
    for role, count in ROLES.items():
        for nth in range(count):
            name = f"Cllr Bo No{number}-Smith" if role == "elected_member" else f"Alex No{number}"
            known: dict[str, Any] = {
                "peer_id": f"P{number:02}",
                "name": name,
                "roles": role,
                "trained": "yes",
                "active": "yes",
            }
            known |= {"organisation_id": FAR[number % len(FAR)], "declared_on": date(2026, 10, 1), "challenges_done": 2}
            known |= {"email": f"alex.no{number}@example.org", "telephone": f"01632 9600{number:02}"}
            known |= {theme: (nth + shift) % 5 for shift, theme in enumerate(place) if theme.startswith("theme:")}
            number += 1
            for column, value in known.items():
                sheet.cell(number, place[column], value)
            row: list[Any] = [known["peer_id"], date(2027, 4, 12), date(2027, 7, 30), "available"]
            for at, cell in enumerate(row, start=1):
                book["availability"].cell(number, at, cell)
    fields = {row[0].value: row[1] for row in book["challenge"].iter_rows(min_row=2)}
    fields["id"].value, fields["title"].value = "swindon-2027", "Peer challenge, Swindon"
    book.save("swindon.xlsx")
    assert command("init").status == 0
    project = Path("teamforge.toml")
    text = re.sub(r"(?m)^names = false", "names = true", project.read_text("utf-8"))
    project.write_text(f'{text}\nsigns = "{SIGNED}"\n', "utf-8")
    return tmp_path


def done(command: Command, *words: str) -> str:
    """Return what a successful command prints."""
    found = command(*words)
    assert found.status == 0, (words, found.err)
    return found.out


def test_two_weeks_of_one_challenge(desk: Path, command: Command) -> None:
    """No refusal is lost, papers take one step, and no id is shown where a name was asked for."""
    assert "no faults" in done(command, "check")
    assert "Alex No" in done(command, "compose", "swindon-2027", "--out", "team.xlsx", "--out", "result.json")
    done(command, "propose", "team.xlsx", "swindon-2027", "--on", "2027-01-11")
    team = {str(row[0]): str(row[-1]) for row in cells(desk / "team.xlsx", "team")}
    lead, member = team["Lead peer"], team["Elected member"]

    # The first answers come back in the workbook; it is read twice by mistake.
    said = {lead: "declined", team["Director of public health"]: "asked", member: "accepted"}
    filled_in(desk / "team.xlsx", said, desk / "monday.xlsx", {lead: "on leave"})
    done(command, "answer", "swindon-2027", "--from", "monday.xlsx", "--on", "2027-01-14")
    assert "0 rows" in done(command, "answer", "swindon-2027", "--from", "monday.xlsx", "--on", "2027-01-15")
    mended = done(command, "repair", "swindon-2027", "--record", "--on", "2027-01-15", "--out", "second.xlsx")
    assert "1 seat of 7 changed" in mended
    assert "declined on 14 January 2027" in mended
    second = {str(row[0]): str(row[-1]) for row in cells(desk / "second.xlsx", "team")}["Lead peer"]

    # The host objects to one, the new lead says no on the telephone, the others confirm.
    done(command, "answer", "swindon-2027", second, "declined", "--by", "telephone", "--on", "2027-01-18")
    rest = {peer: "confirmed" for seat, peer in team.items() if seat not in {"Lead peer", "Elected member"}}
    filled_in(desk / "second.xlsx", {member: "objected", **rest}, desk / "tuesday.xlsx")
    mended = done(
        command,
        *("repair", "swindon-2027", "--team", "tuesday.xlsx", "--record", "--on", "2027-01-20"),
        *("--out", "third.xlsx", "--out", "third.json"),
    )
    assert "2 seats of 7 changed" in mended
    third = {str(row[-1]): row for row in cells(desk / "third.xlsx", "team")}
    assert third.keys().isdisjoint({lead, second, member})
    assert {peer for peer, row in third.items() if "confirmed" in row} == set(rest)
    out = {str(row[0]): row[2] for row in cells(desk / "third.xlsx", "dropped out")}
    assert out == {lead: "declined", second: "declined", member: "objected"}

    papers_are_for_people(desk, command, member)

    # All have said yes; somebody decides; the visit is closed and its review begun.
    new = [peer for peer in third if peer not in rest]
    done(command, "answer", "swindon-2027", *(f"{peer}=confirmed" for peer in new), "--on", "2027-01-25")
    decided = ["--by", "Jo Bloggs", "--role", "programme manager", "--decision", "accepted", "--why", "All said yes"]
    done(command, "decide", "third.xlsx", *decided, "--on", "2027-01-26", "--record", "decisions.jsonl")
    assert "All said yes" in done(command, "decisions", "decisions.jsonl")
    assert "Said since" in done(command, "verify", "third.xlsx")
    composed = command("compose", "swindon-2027", "--format", "json").json
    assert {each["peer_id"] for each in composed["members"]} == set(third)
    done(command, "answer", "swindon-2027", "--all", "done", "--on", "2027-06-01")
    review = done(command, "review", "swindon-2027", "--on", "2028-01-10", "--out", "review.toml")
    assert "7 of the 7 members are pinned" in review
    assert "a new declaration of interests" in review
    pins = tomllib.loads((desk / "review.toml").read_text("utf-8"))["pins"]
    assert set(pins.values()) == set(third)
    assert command("compose", "swindon-2027").status == 2  # it is over


def papers_are_for_people(desk: Path, command: Command, objected: str) -> None:
    """Every paper takes one step, from the workbook or the record; the host's paper and the letters have no ids."""
    papers = ["host.html", "host.docx", "host.pdf", "host.ics", "team.html", "team.docx", "team.pdf", "papers.xlsx"]
    words = [word for paper in papers for word in ("--out", paper, "--audience", paper.partition(".")[0])]
    words = ["team" if word == "papers" else word for word in words]
    done(command, "sheet", "third.xlsx", *words)
    done(command, "letters", "third.json", "--folder", "letters")
    ids = [f"P{number:02}" for number in range(1, sum(ROLES.values()) + 1)]
    pages = [(desk / "host.html").read_text("utf-8")]
    for file in (desk / "host.docx", *(desk / "letters").iterdir()):
        document = Document(str(file))
        tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        pages.append("\n".join([*tables, *(each.text for each in document.paragraphs)]))
    assert len(pages) == 2 + 8
    for page in pages:
        assert [peer for peer in ids if re.search(rf"\b{peer}\b", page)] == []
        text = re.sub(r"(?s)<style.*?</style>|<[^>]*>", "", page)
        assert re.findall(r"\b[a-z]+_[a-z_]+\b", text) == []
    why = done(command, "letter", "third.json", "--peer", objected)
    assert "It was decided that you would not be on the team for this visit." in why
    assert SIGNED in why
    assert "object" not in why


def test_a_season_of_three(desk: Path, command: Command) -> None:
    """Three challenges in one week all want the same manager from one pool: nobody is in two places."""
    wanted = {"swindon-2027": "E06000030", "reading-2027": "E06000038", "medway-2027": "E06000035"}
    for own, host in wanted.items():
        (desk / f"{own}.toml").write_text(
            f'id = "{own}"\nhosts = ["{host}"]\nas_of = 2027-01-11\n'
            "on_site = {windows = [2027-04-12, 2027-06-07, 2027-07-12]}\n"
            "scope = {prevention = 10, inequalities = 5}\n",
            "utf-8",
        )
    (desk / "teamforge.toml").unlink()
    (desk / "teamforge.toml").write_text('pool = "swindon.xlsx"\nchallenges = ["*-2027.toml"]\nnames = true\n', "utf-8")
    for own in wanted:
        done(command, "compose", own, "--out", f"{own}.json")
        done(command, "propose", f"{own}.json", "--on", "2027-01-11")
    rows = command("assignments", "--format", "json").json["assignments"]
    assert Counter(row["challenge_id"] for row in rows) == dict.fromkeys(wanted, 7)
    assert max(Counter((row["peer_id"], row["start"]) for row in rows).values()) == 1
    week = command("assignments", "--week", "2027-04-14", "--format", "json").json["assignments"]
    assert [row["peer_id"] for row in week] == [row["peer_id"] for row in rows if row["start"] == "2027-04-12"]

    # The same three planned together; their proposals are decided afresh, and recorded in one step.
    (desk / "season.toml").write_text(
        f'id = "season-2027"\nas_of = 2027-01-11\nchallenges = {[f"{own}.toml" for own in wanted]}\n',
        "utf-8",
    )
    assert "3 of 3 challenges with a team" in done(command, "plan", "swindon.xlsx", "season.toml", "--out", "plan.json")
    done(command, "propose", "plan.json", "swindon.xlsx", "season.toml", "--on", "2027-01-12")
    rows = [row for row in command("assignments", "--format", "json").json["assignments"] if row["state"] == "proposed"]
    assert Counter(row["challenge_id"] for row in rows) == dict.fromkeys(wanted, 7)
    assert max(Counter((row["peer_id"], row["start"]) for row in rows).values()) == 1
