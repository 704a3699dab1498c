"""`teamforge compose`: what it prints, where, and with which status."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import teamforge
from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE, NAMES, save


def test_a_team_is_shown_with_its_proof_its_points_and_its_conflicts(command: Command, small: list[str]) -> None:
    done = command("compose", *small)
    assert done.status == 0
    assert done.err == ""
    assert done.out.startswith("A small challenge\nchallenge small\nTuesday 13 to Thursday 15 April 2027\n")
    assert "optimal: proved, no valid team has more points" in done.out
    rows = [line.split() for line in done.out.splitlines()]
    assert [row[:7] for row in rows if row[:2] == ["lead", "peer"]] == [
        ["lead", "peer", "Q1", "One", "Council", "chief", "executive"]
    ]
    assert "waived by the chair" in done.out
    assert "Q1 — friendship, 2020-01-01… — Host Council (interests row 2)" in done.out


def test_every_sum_on_the_page_is_the_points(command: Command, small: list[str]) -> None:
    """Members and the team as a whole add up to the points, and so do the criteria."""
    points = command("compose", *small, "--format", "json").json["points"]
    page = command("compose", *small).out
    team, ledger = page.split("Where the points come from")
    assert page.count(f"{points:,}") == 3
    team_points = [line.split()[-1] for line in team.partition("Team\n")[2].splitlines()[1:] if line.strip()]
    *parts, total = [int(number.replace(",", "")) for number in team_points]
    assert sum(parts) == total == points
    lines = [line.split("  ") for line in ledger.partition("Conflicts")[0].splitlines()[2:] if line.strip()]
    *parts, total = [int(next(filter(None, line[2:])).replace(",", "")) for line in lines]
    assert sum(parts) == total == points


def test_every_criterion_is_told_in_plain_words(command: Command, small: list[str]) -> None:
    page = command("compose", *small).out
    for name in command("compose", *small, "--format", "json").json["breakdown"]:
        (line,) = [line for line in page.splitlines() if line.startswith(f"  {name.replace('_', ' ')}  ")]
        assert len(line.split()) > 4


def test_json_alone_goes_to_standard_output(command: Command, small: list[str]) -> None:
    done = command("compose", *small, "--format", "json")
    assert done.status == 0
    assert done.err == ""
    result = teamforge.compose(teamforge.read_pool(small[0]), teamforge.read_challenge(small[1]))
    assert done.json == result.to_dict()
    assert [member["peer_id"] for member in done.json["members"]] == ["Q1", "V1"]


def test_csv_is_a_row_a_member(command: Command, small: list[str]) -> None:
    done = command("compose", *small, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [(row["seat"], row["peer_id"], row["fit"]) for row in rows] == [
        ("lead_peer", "Q1", "100"),
        ("vcs", "V1", "100"),
    ]
    assert {(row["challenge_id"], row["status"], row["start"], row["end"]) for row in rows} == {
        ("small", "optimal", "2027-04-13", "2027-04-15")
    }


def test_names_are_shown_where_they_are_asked_for(command: Command, small: list[str]) -> None:
    assert NAMES[0] in command("compose", *small, "--names").out
    rows = list(csv.DictReader(io.StringIO(command("compose", *small, "--names", "--format", "csv").out)))
    assert [row["name"] for row in rows] == [NAMES[0], NAMES[2]]
    refused = command("compose", *small, "--names", "--format", "json")
    assert (refused.status, refused.out) == (2, "")
    assert "JSON holds no names" in refused.err


def test_the_seed_and_the_time_limit_arrive(command: Command, small: list[str]) -> None:
    told = command("compose", *small, "--format", "json", "--seed", "7", "--time-limit", "30").json
    assert (told["seed"], told["parameters"]["time_limit"]) == (7, 30.0)


def test_infeasible_says_so_and_what_to_do_next(command: Command, tmp_path: Path) -> None:
    files = save(
        tmp_path, challenge={**CHALLENGE, "exclude": [{"peer": "V1", "reason": "x"}, {"peer": "V2", "reason": "x"}]}
    )
    done = command("compose", *files)
    assert done.status == 3
    assert "infeasible: proved, there is no valid team" in done.out
    assert "For the seat VCS there is nobody in any window." in done.out
    assert "leave the seat VCS empty if need be" in done.out
    assert f"teamforge check {files[0]} {files[1]}" in done.out


def test_infeasible_by_the_team_as_a_whole(command: Command, tmp_path: Path) -> None:
    """If each seat by itself has enough candidates, no seat is called thin."""
    peers = [["peer_id", "roles", "theme:a", "town"], *([f"P{place}", "x", "1", "no"] for place in range(4))]
    challenge = {
        **CHALLENGE,
        "scope": {"a": 1},
        "seats": [{"id": "s", "accepts": {"x": 100}}],
        "exclude": [],
        "waivers": [],
        "team_rules": [{"attribute": "town", "value": "yes", "min": 1}],
    }
    done = command("compose", *save(tmp_path, {"peers": peers}, challenge))
    assert done.status == 3
    assert "at least 1 member with town yes" in done.out
    assert "do not ask for any members with town yes" in done.out
    assert "there is nobody" not in done.out


def test_without_a_window_only_that_is_said(command: Command, tmp_path: Path) -> None:
    done = command("compose", *save(tmp_path, challenge={**CHALLENGE, "on_site": {"windows": ["2027-04-17"]}}))
    assert done.status == 3
    assert "none of them is valid, whatever else is given up" in done.out
    assert "also offer" in done.out
    assert "has nobody" not in done.out


@pytest.mark.parametrize(("limit", "status", "word"), [("60", 3, "infeasible"), ("0", 4, "unknown")])
def test_json_and_csv_without_a_team(command: Command, tmp_path: Path, limit: str, status: int, word: str) -> None:
    """JSON is complete and CSV has its header, however the search ended."""
    files = save(
        tmp_path, challenge={**CHALLENGE, "exclude": [{"peer": "V1", "reason": "x"}, {"peer": "V2", "reason": "x"}]}
    )
    if word == "unknown":
        files = save(tmp_path)
    done = command("compose", *files, "--time-limit", limit, "--format", "json")
    assert (done.status, done.json["status"], done.json["members"]) == (status, word, [])
    assert done.err == ""
    done = command("compose", *files, "--time-limit", limit, "--format", "csv")
    assert done.status == status
    assert done.out == "challenge_id,status,start,end,seat,peer_id,role,fit,points\n"
    assert f"{word}:" in done.err


def test_out_of_time_says_what_is_proved_and_what_to_do(command: Command, small: list[str]) -> None:
    done = command("compose", *small, "--time-limit", "0")
    assert done.status == 4
    assert "unknown: the time limit ended the search before any team was found; no team has more than" in done.out
    assert "longer --time-limit" in done.out


def test_warnings_are_in_the_table_and_the_json_and_beside_the_csv(command: Command, tmp_path: Path) -> None:
    files = save(tmp_path, challenge={**CHALLENGE, "preset": "lga_progress_review"})
    warnings = command("compose", *files, "--format", "json").json["warnings"]
    assert len(warnings) == 2
    page = command("compose", *files).out
    assert all(page.count(warning) == 1 for warning in warnings)
    done = command("compose", *files, "--format", "csv")
    assert done.err == "".join(f"warning: {warning}\n" for warning in warnings)
    assert not [warning for warning in warnings if warning in done.out]


def test_an_optional_seat_left_empty_is_shown(command: Command, tmp_path: Path) -> None:
    seats = [*CHALLENGE["seats"], {"id": "spare", "accepts": {"nobody": 1}, "required": False}]
    page = command("compose", *save(tmp_path, challenge={**CHALLENGE, "seats": seats})).out
    assert any(line.split() == ["spare", "left", "empty"] for line in page.splitlines())


def test_what_was_written_is_said_beside_the_page(command: Command, small: list[str], tmp_path: Path) -> None:
    places = [tmp_path / "team.json", tmp_path / "team.xlsx"]
    done = command("compose", *small, "--out", places[0], "--out", places[1], "--format", "json")
    assert done.err == "".join(f"wrote {place}\n" for place in places)
    assert done.json["challenge_id"] == "small"
