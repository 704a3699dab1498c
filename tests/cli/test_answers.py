"""`teamforge why`, `sensitivity`, `pareto`, `compare`, `repair`, and a challenge without a team."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from teamforge import read_challenge
from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE, NAMES, PRIVATE, TABLES, save

RULES = ("friendship", "neighbour", "same_system", "declaration", "past_tie", "current_tie", "pair_friendship")


@pytest.fixture
def pool(command: Command, tmp_path: Path) -> list[Path]:
    """Return the arguments of an invented pool and its challenge."""
    folder = tmp_path / "pool"
    assert command("generate", "300", folder).status == 0
    return [folder / "pool", folder / "challenge.toml"]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_why(command: Command, pool: list[Path]) -> None:
    """Every member with points and regret, every theme with who carries it."""
    told = command("why", *pool, "--format", "json").json
    best = command("compose", *pool, "--format", "json").json
    assert [each["peer_id"] for each in told["members"]] == [each["peer_id"] for each in best["members"]]
    assert told["points"] == best["points"]
    assert sum(each["points"] for each in told["themes"]) == best["breakdown"]["coverage"]
    table = rows(command("why", *pool, "--format", "csv").out)
    assert [row["name"] for row in table if row["kind"] == "member"] == [each["seat"] for each in told["members"]]
    assert "Without them" in command("why", *pool).out


def test_sensitivity(command: Command, tmp_path: Path) -> None:
    """A range for each weight, around what it is."""
    header, *peers = TABLES["peers"]
    tables = {**TABLES, "peers": [[*header, "theme:housing"], *([*row, "2"] for row in peers)]}
    pool = save(tmp_path / "two", tables, {**CHALLENGE, "scope": {"prevention": 5, "housing": 3}})
    told = command("sensitivity", *pool, "--format", "json").json["ranges"]
    assert {each["kind"] for each in told} == {"theme", "criterion"}
    assert all(each["low"] <= each["weight"] <= each["high"] for each in told)
    assert len(rows(command("sensitivity", *pool, "--format", "csv").out)) == len(told)
    assert "How firm the team is" in command("sensitivity", *pool).out


def test_pareto(command: Command, pool: list[Path]) -> None:
    """Teams go from the most of one criterion to the most of the other; an unknown criterion is bad usage."""
    told = command("trade-off", *pool, "--first", "coverage", "--second", "seat_fit", "--format", "json").json
    assert [each["first"] for each in told["teams"]] == sorted((e["first"] for e in told["teams"]), reverse=True)
    assert min(each["cost"] for each in told["teams"]) == 0
    assert "as weighted" in command("trade-off", *pool, "--first", "coverage", "--second", "seat_fit").out
    wrong = command("trade-off", *pool, "--first", "coverag", "--second", "seat_fit")
    assert wrong.status == 2
    assert "did you mean 'coverage'" in " ".join(wrong.err.split())


def test_compare(command: Command, pool: list[Path], tmp_path: Path) -> None:
    """What differs between two challenges adds up."""
    folder, first = pool
    other = tmp_path / "other.toml"
    other.write_text(first.read_text(encoding="utf-8").replace("preset", "# preset"), encoding="utf-8")
    best = command("compose", *pool, "--format", "json").json
    other.write_text(
        f'{first.read_text(encoding="utf-8")}\n[[exclude]]\npeer = "{best["members"][0]["peer_id"]}"\nreason = "x"\n',
        encoding="utf-8",
    )
    told = command("compare", folder, first, other, "--format", "json").json
    assert best["members"][0]["peer_id"] in told["left"]
    assert sum(each["difference"] for each in told["criteria"]) == told["points"][1] - told["points"][0]
    assert "on both" in command("compare", folder, first, other).out


def test_compare_of_two_scopes(command: Command, pool: list[Path], tmp_path: Path) -> None:
    """It says that their points cannot be compared, and gives no difference in any form."""
    folder, first = pool
    other = tmp_path / "other.json"
    challenge = read_challenge(first)
    other.write_text(challenge.replace(scope={next(iter(challenge.scope)): 1}).model_dump_json(exclude_defaults=True))
    shown = command("compare", folder, first, other).out
    assert "The points of the two cannot be compared: their scopes differ." in shown
    assert "Difference" not in shown
    told = command("compare", folder, first, other, "--format", "json").json
    assert told["differs"] == ["scope"]
    assert {each["difference"] for each in told["criteria"]} == {None}
    rows = command("compare", folder, first, other, "--format", "csv").out.splitlines()
    assert all(row.endswith(",") for row in rows[1:])


def test_repair_of_a_result(command: Command, pool: list[Path], tmp_path: Path) -> None:
    """Whoever withdrew is replaced, everybody else stays; the repaired team and its challenge can be verified."""
    kept, again, challenge = tmp_path / "result.json", tmp_path / "again.json", tmp_path / "again-challenge.json"
    best = command("compose", *pool, "--out", kept, "--format", "json").json
    gone, stays = (best["members"][place]["peer_id"] for place in (0, 1))
    asked = ("--withdrawn", gone, "--confirmed", stays, "--out", again, "--challenge-out", challenge)
    told = command("repair", kept, *pool, *asked, "--format", "json").json
    assert told["changed"] == 1
    assert [each["seat"] for each in told["seats"] if each["before"] != each["after"]] == [best["members"][0]["seat"]]
    assert told["seats"][0]["why"] == ["withdrawn"]
    assert command("verify", again, pool[0], challenge).status == 0
    assert json.loads(challenge.read_text(encoding="utf-8"))["pins"][best["members"][1]["seat"]] == stays
    text = command("repair", kept, *pool, "--withdrawn", gone).out
    assert "1 seat of 7 changed" in text
    nothing = command("repair", kept, *pool).out
    assert "as many as the team before would have now\nno seat has to change\n" in nothing
    assert command("repair", kept, *pool, "--withdrawn", gone, "--confirmed", gone).status == 2
    assert command("repair", kept, *pool, "--withdrawn", "nobody").status == 2


def test_repair_of_a_workbook(command: Command, pool: list[Path], tmp_path: Path) -> None:
    """The states that people filled in say who stays and who goes."""
    import xlsxwriter

    best = command("compose", *pool, "--out", tmp_path / "team.xlsx", "--format", "json").json
    states = ["declined", "confirmed", "objected", *["asked"] * 4]
    book = xlsxwriter.Workbook(str(tmp_path / "filled.xlsx"))
    sheet = book.add_worksheet("team")
    sheet.write_row(0, 0, ["seat", "peer_id", "state"])
    for row, (member, state) in enumerate(zip(best["members"], states, strict=True), start=1):
        sheet.write_row(row, 0, [member["seat"], member["peer_id"], state])
    record = book.add_worksheet("record")
    told = {"start": best["window"]["start"], "end": best["window"]["end"], "seed": "0"}
    told |= {name: best[name] for name in ("challenge_id", "input_digest", "version")}
    for row, pair in enumerate([("field", "value"), *told.items()]):
        record.write_row(row, 0, pair)
    book.close()
    found = command("repair", tmp_path / "filled.xlsx", *pool, "--format", "json").json
    changed = {each["seat"]: each["why"] for each in found["seats"] if each["before"] != each["after"]}
    seats = [member["seat"] for member in best["members"]]
    assert changed[seats[0]] == ["withdrawn"]
    assert changed[seats[2]] == ["objected to by the host"]
    assert seats[1] not in changed


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_a_second_drop_out(command: Command, pool: list[Path], tmp_path: Path, ending: str) -> None:
    """The second repair begins with what the first wrote, and with the files as they were: nobody comes back."""
    kept, again, last = (tmp_path / f"{name}.{ending}" for name in ("team", "again", "last"))
    best = command("compose", *pool, "--out", kept, "--format", "json").json
    lead = best["members"][0]["peer_id"]
    first = command("repair", kept, *pool, "--withdrawn", lead, "--out", again, "--format", "json").json
    new = first["result"]["members"][0]["peer_id"]
    done = command("repair", again, *pool, "--objected", new, "--out", last)
    assert f"kept out as well: {lead}" in done.out
    told = command("repair", last, *pool, "--format", "json").json
    assert told["changed"] == 0
    assert {lead, new}.isdisjoint(member["peer_id"] for member in told["result"]["members"])
    assert told["result"]["parameters"]["repair"] == {"withdrawn": [lead], "objected": [new], "confirmed": []}
    host = command("repair", last, *pool, "--audience", "host").out
    assert lead not in host
    assert new not in host


def test_an_unknown_id_is_told_by_its_option(command: Command, pool: list[Path], tmp_path: Path) -> None:
    kept = tmp_path / "result.json"
    command("compose", *pool, "--out", kept)
    for option in ("--withdrawn", "--objected", "--confirmed"):
        done = command("repair", kept, *pool, option, "P015")
        assert done.status == 2
        assert f"for {option}: no peer has the id or name 'P015', did you mean 'P0000015'?" in " ".join(
            done.err.split()
        )


def test_windows_in_no_time(command: Command, pool: list[Path], tmp_path: Path) -> None:
    """Finding nothing is no success, and neither is a list of windows without teams."""
    done = command("windows", *pool, "--time-limit", "0")
    assert done.status == 4
    assert "the time ran out" in done.err
    assert command("windows", *none(tmp_path)).status == 3


def test_the_wrong_team_is_refused(command: Command, pool: list[Path], small: list[str], tmp_path: Path) -> None:
    """A result of another challenge, a result without a team, and a file that is no result."""
    kept = tmp_path / "result.json"
    command("compose", *pool, "--out", kept)
    assert "for challenge" in command("repair", kept, *small).err
    nothing = tmp_path / "nothing.json"
    assert command("compose", *small, "--out", nothing, "--time-limit", "0").status == 4
    assert "no team" in command("repair", nothing, *small).err
    assert command("repair", tmp_path / "missing.json", *small).status == 2


def test_robust(command: Command, pool: list[Path]) -> None:
    """What each drop-out would cost, in words and as JSON."""
    told = command("compose", *pool, "--robust", "--loss", "100", "--format", "json").json
    assert len(told["robustness"]["drop_outs"]) == len(told["members"])
    assert told["parameters"]["loss"] == 100
    assert "If one of them drops out" in command("compose", *pool, "--robust").out


def none(tmp_path: Path) -> list[str]:
    """Return the small pool with a challenge that has no team: the only chief executive left has a friend there."""
    challenge = {**CHALLENGE, "waivers": [], "exclude": [*CHALLENGE["exclude"], {"peer": "Q2", "reason": "x"}]}
    return save(tmp_path / "none", TABLES, challenge)


def test_why_none(command: Command, tmp_path: Path) -> None:
    """At once, in words and in the JSON; exit status 3."""
    files = none(tmp_path)
    done = command("compose", *files)
    assert done.status == 3
    assert "What cannot hold together" in done.out
    assert "waive friendship for Q1" in done.out
    told = command("compose", *files, "--format", "json").json["diagnosis"]
    assert {each["name"] for each in told["core"]["requirements"]} >= {"lead_peer", "friendship"}
    assert told["relaxations"][0]["points"] >= told["relaxations"][-1]["points"]
    assert command("why", *files).status == command("sensitivity", *files).status == 3


def everything(told: Any) -> str:
    return json.dumps(told) if not isinstance(told, str) else told


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_host_learns_nothing_private(command: Command, small: list[str], tmp_path: Path, form: str) -> None:
    """No rule, path, waiver, note or other name: whatever is asked for the host, with a team or without."""
    kept = tmp_path / "result.json"
    assert command("compose", *small, "--out", kept).status == 0
    host = ("--audience", "host", "--format", form)
    asked = [
        command("compose", *small, *host),
        command("compose", *none(tmp_path), *host),
        command("why-not", *small, *host),
        command("why-not", *none(tmp_path), *host),
        command("why-not", *small, "--peer", "V2", *host),
        command("repair", kept, *small, *host),
    ]
    for done in asked:
        text = done.out + done.err
        assert done.out
        assert not any(rule in text for rule in RULES), text
        assert not any(canary in text for canary in (*NAMES, *PRIVATE, "the chair", "2020-01-01")), text
    assert "conflict" in asked[3].out or form == "table"
    # The same questions of those who put the team together are answered in full.
    assert "friendship" in command("why-not", *none(tmp_path), "--format", form).out


def test_points_are_not_for_the_host(command: Command, small: list[str]) -> None:
    """Nor fits, nor the ledger."""
    told = command("compose", *small, "--audience", "host", "--format", "json").json
    assert set(told) == {
        *("status", "window", "challenge_id", "input_digest", "version", "seed", "members", "conflicts", "diagnosis")
    }
    assert told["conflicts"] == {"cleared": True, "waived": 1}
    points = command("compose", *small, "--format", "json").json["points"]
    page = command("compose", *small, "--audience", "host").out
    assert f"{points:,}" not in page
    assert "1 finding was waived by a named person" in " ".join(page.split())
