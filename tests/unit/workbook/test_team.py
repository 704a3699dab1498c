"""A team as a workbook: what is in it, what of it is read back, and every way in which that can be wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import teamforge
import teamforge.records
import teamforge.workbook
from teamforge import InputError, Result
from teamforge.records.workbook import pieces_of
from teamforge.spec.vocabulary import TABLES, fold
from teamforge.spec.words import capital, spoken
from teamforge.team import Responses, Window
from teamforge.workbook import SeatState, read_team
from teamforge.workbook.team import team_workbook
from tests.unit.pool.valid import write_workbook

from .package import MAIN, cells_of, formulas_of, parts_of, validations_of

Sheets = dict[str, list[list[object]]]

TEAM: list[list[object]] = [
    ["seat", "peer_id", "state"],
    ["lead_peer", "007", "confirmed"],
    ["vcs", "P2", " Declined"],
    ["manager", 9, "OBJECTED"],
]
RECORD: list[list[object]] = [
    ["field", "value"],
    ["challenge_id", "here-2027"],
    ["start", "2027-04-13"],
    ["end", date(2027, 4, 15)],
    ["input_digest", "sha256:0"],
    ["version", "0.1.0"],
    ["seed", 3],
]


@pytest.fixture(scope="module", name="result")
def demo_result() -> Result:
    return teamforge.compose(*teamforge.load_demo())


@pytest.fixture(scope="module", name="path")
def team_file(result: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("team") / "team.xlsx"
    path.write_bytes(team_workbook(result, result.reserves()))
    return path


def rows_of(path: Path, sheet: str) -> list[list[str]]:
    """The rows of a sheet without blank cells."""
    rows: dict[int, list[str]] = {}
    for place, text in cells_of(path, sheet).items():
        rows.setdefault(int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), []).append(text)
    return list(rows.values())


def test_every_member_stands_in_it_as_proposed_and_in_words(result: Result, path: Path) -> None:
    head, *rows = rows_of(path, "team")[6:]
    assert head == ["Seat", "Organisation", "Role", "State", "Note", "Peer id"]
    assert rows[0] == ["Lead peer", "North Tyneside Council", "Chief executive", "proposed", "P002"]
    assert [(row[-1], row[-2]) for row in rows] == [(member.peer_id, "proposed") for member in result.members]


def test_above_the_team_stands_what_the_visit_is(result: Result, path: Path) -> None:
    from python_calamine import CalamineWorkbook

    (title, *_), *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    told: dict[Any, Any] = {row[0]: row[1] for row in rows}
    assert (result.window, result.challenge.title) == (
        Window(told["First day on site"], told["Last day on site"]),
        title,
    )
    assert told["Lead host"] == "Plymouth City Council"


def test_what_stands_above_the_team_is_for_people(result: Result, path: Path, tmp_path: Path) -> None:
    """More of it, less of it, a merged title: the team is the same; a fault names its true row."""
    changes: list[Callable[[Any], object]] = [
        lambda sheet: sheet.insert_rows(1, 3),
        lambda sheet: sheet.delete_rows(1, 7),
        lambda sheet: sheet.merge_cells("A1:F1"),
    ]
    for change in changes:
        book = openpyxl.load_workbook(path)
        change(book["team"])
        book.save(tmp_path / "changed.xlsx")
        assert read_team(tmp_path / "changed.xlsx").team == result.team
    book = openpyxl.load_workbook(path)
    book["team"].merge_cells("A10:B10")
    book["team"]["D9"] = "perhaps"
    book.save(tmp_path / "wrong.xlsx")
    with pytest.raises(InputError, match="A10:B10 are merged") as caught:
        read_team(tmp_path / "wrong.xlsx")
    assert [(fault.table, fault.row) for fault in caught.value.faults] == [("team", 10)]
    book["team"].unmerge_cells("A10:B10")
    book.save(tmp_path / "wrong.xlsx")
    with pytest.raises(InputError) as caught:
        read_team(tmp_path / "wrong.xlsx")
    assert ("team", 9, "state") in [(fault.table, fault.row, fault.column) for fault in caught.value.faults]


def test_the_record_is_inside(result: Result, path: Path) -> None:
    record = teamforge.records.read_record(path)
    assert record == json.loads(json.dumps(result.to_record()))
    assert teamforge.records.verify(record, result.pool, result.challenge).complete


def test_a_record_is_kept_in_pieces_whatever_is_in_it(tmp_path: Path) -> None:
    """Letters, spaces and quotes at the end of a piece; and a piece that is missing is a fault."""
    record = {"text": '  \u00e9\u2028"\\ _x0041_ \U0001f600' * 9_000, "end": " "}
    pieces: list[list[object]] = [["part", "text"], *map(list, pieces_of(record))]
    assert max(len(text) for _, text in pieces_of(record)) <= 32_767
    assert len(pieces) > 4
    assert teamforge.records.read_record(write_workbook(tmp_path / "all.xlsx", {"kept": pieces})) == record
    lost: list[list[object]] = [["part"], [1]]
    for spoiled in (pieces[:2] + pieces[3:], [*pieces, pieces[1]], pieces[:1], lost):
        with pytest.raises(InputError, match="with all its sheets"):
            teamforge.records.read_record(write_workbook(tmp_path / "spoiled.xlsx", {"kept": spoiled}))


def test_openpyxl_keeps_the_record_and_tells_what_changed(result: Result, path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert [sheet.title for sheet in book if sheet.sheet_state == "hidden"] == ["written", "kept"]
    assert book.active.title == "team"
    states = {cell.value: cell.column for cell in book["team"][8]}
    book["team"].cell(9, states["State"], "declined")
    book["team"].cell(11, states["Note"], "rang on Monday")
    book.save(tmp_path / "filled.xlsx")
    assert teamforge.records.read_record(tmp_path / "filled.xlsx") == teamforge.records.read_record(path)
    found = read_team(tmp_path / "filled.xlsx")
    lead, _, third, *_ = result.members
    assert [(each.peer_id, str(each.state), each.note) for each in found.changes] == [
        (lead.peer_id, "declined", ""),
        (third.peer_id, "proposed", "rang on Monday"),
    ]
    assert read_team(path).changes == ()


def test_addresses_are_in_it_where_names_are(tmp_path: Path) -> None:
    pool = teamforge.Pool.from_frames(
        peers=pd.DataFrame(
            {
                "peer_id": ["P1"],
                "name": ["Ada"],
                "roles": ["vcs_leader"],
                "theme:care": [3],
                "declared_on": ["2026-12-01"],
                "challenges_done": [1],
                "email": ["ada@example.org"],
                "telephone": ["020 7946 0000"],
            }
        )
    )
    challenge = teamforge.read_challenge(
        {
            "id": "c",
            "hosts": ["O1"],
            "as_of": "2027-01-11",
            "on_site": {"windows": ["2027-04-13"]},
            "scope": {"care": 1},
            "unknown_availability": "free",
            "seats": [{"id": "vcs", "accepts": {"vcs_leader": 100}}],
        }
    )
    result = teamforge.compose(pool, challenge)
    (tmp_path / "plain.xlsx").write_bytes(team_workbook(result))
    (tmp_path / "named.xlsx").write_bytes(team_workbook(result, None, pool.peers.name_of))
    private = {"Ada", "ada@example.org", "020 7946 0000"}
    assert private <= set(rows_of(tmp_path / "named.xlsx", "team")[-1])
    shared = "".join(parts_of(tmp_path / "plain.xlsx")["xl/sharedStrings.xml"].itertext())
    assert not [text for text in private if text in shared]
    assert read_team(tmp_path / "named.xlsx").team == result.team


def test_the_state_is_a_drop_down_list(path: Path) -> None:
    heads = cells_of(path, "team")
    letter, row = next((place[0], int(place[1:])) for place, text in heads.items() if text == "State")
    check = validations_of(path, "team")[f"{letter}{row + 1}:{letter}1048576"]
    assert check.findtext(f"{MAIN}formula1") == '"proposed,asked,accepted,confirmed,done,declined,objected,withdrawn"'


def test_the_ledger_sums_to_the_points(result: Result, path: Path) -> None:
    _, *rows = rows_of(path, "ledger")
    assert len(rows) == len(result.entries)
    assert sum(int(row[-1]) for row in rows) == result.points


def test_coverage_has_the_level_of_every_counting_member(result: Result, path: Path) -> None:
    head, *rows = rows_of(path, "coverage")
    counting = [seat.id for seat in result.challenge.seats if seat.counts]
    assert head == ["Theme", "Weight", *(capital(spoken(seat)) for seat in counting)]
    scope = {capital(spoken(theme)): weight for theme, weight in result.challenge.scope.items()}
    assert {row[0]: int(row[1]) for row in rows} == scope
    assert [int(row[1]) for row in rows] == sorted(scope.values(), reverse=True)
    peers = result.pool.peers
    team = dict(result.require_team().seats)
    for theme, _, *levels in rows:
        expected = [int(peers.levels[fold(theme).replace(" ", "_")][peers.position[team[seat]]]) for seat in counting]
        assert list(map(int, levels)) == expected


def test_findings_and_reserves_are_those_of_the_result(result: Result, path: Path) -> None:
    _, *findings = rows_of(path, "findings")
    assert [row[0] for row in findings] == [capital(spoken(finding.rule)) for finding in result.findings]
    _, *spare = rows_of(path, "reserves")
    assert [(row[1], row[0]) for row in spare] == [
        (capital(spoken(each.seat)), each.peer_id) for each in result.reserves()
    ]


def test_people_read_words(path: Path) -> None:
    """On every sheet that they see; and the first can be read when printed."""
    book = openpyxl.load_workbook(path)
    seen = [sheet for sheet in book if sheet.sheet_state == "visible"]
    cells = [str(cell.value) for sheet in seen for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [text for text in (*cells, *(sheet.title for sheet in seen)) if re.search(r"[a-z]_[a-z]", text)] == []
    assert max(width.width for width in book["team"].column_dimensions.values()) < 36
    heads = {str(cell.value): cell.column_letter for row in book["team"].iter_rows() for cell in row}
    assert book["team"].column_dimensions[heads["Note"]].width > 24  # there is room to write


def test_names_are_in_it_only_where_they_are_asked_for(result: Result, path: Path, tmp_path: Path) -> None:
    peers = result.pool.peers
    assert peers.names is not None
    names = {peers.names.value(peers.position[member.peer_id]) for member in result.members}
    assert names.isdisjoint("".join(part.itertext()) for part in parts_of(path)["xl/sharedStrings.xml"])
    (tmp_path / "named.xlsx").write_bytes(team_workbook(result, None, result.pool.peers.name_of))
    assert names <= {row[1] for row in rows_of(tmp_path / "named.xlsx", "team") if len(row) > 1}
    assert read_team(tmp_path / "named.xlsx").team == result.team


def test_no_cell_is_a_formula_or_a_link(path: Path) -> None:
    assert formulas_of(path) == []


def test_it_is_read_back(result: Result, path: Path) -> None:
    found = read_team(path)
    assert (found.team, found.window) == (result.team, result.window)
    assert (found.challenge_id, found.input_digest) == (result.challenge_id, result.input_digest)
    assert (found.version, found.seed) == (result.version, result.seed)
    assert {each.state for each in found.seats} == {SeatState.PROPOSED}


def test_it_is_no_pool_and_a_pool_is_no_team(path: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the table peers, which is required"):
        teamforge.read_pool(path)
    teamforge.workbook.write_template(tmp_path / "pool.xlsx")
    with pytest.raises(InputError, match="expected a sheet named team"):
        read_team(tmp_path / "pool.xlsx")
    assert "team" not in TABLES


def test_without_a_team_the_record_says_why(tmp_path: Path) -> None:
    pool, challenge = teamforge.load_demo()
    nobody = challenge.model_copy(update={"on_site": challenge.on_site.model_copy(update={"days": 5, "avoid": ()})})
    late = nobody.model_copy(update={"lead_time": challenge.lead_time.model_copy(update={"minimum_weeks": 500})})
    (tmp_path / "team.xlsx").write_bytes(team_workbook(teamforge.compose(pool, late)))
    assert ["Status", "infeasible"] in rows_of(tmp_path / "team.xlsx", "record")
    with pytest.raises(InputError) as caught:
        read_team(tmp_path / "team.xlsx")
    assert [(fault.table, fault.column) for fault in caught.value.faults] == [
        ("team", None),
        ("record", "start"),
        ("record", "end"),
    ]


def written(folder: Path, change: Callable[[Sheets], object] = lambda _: None) -> Path:
    sheets: Sheets = {"team": [list(row) for row in TEAM], "record": [list(row) for row in RECORD]}
    change(sheets)
    return write_workbook(folder / "team.xlsx", sheets)


def test_what_people_fill_in_is_read(tmp_path: Path) -> None:
    found = read_team(written(tmp_path))
    assert found.team == teamforge.workbook.read_team(tmp_path / "team.xlsx").team
    assert found.team.seats == (("lead_peer", "007"), ("vcs", "P2"), ("manager", "9"))
    assert found.peers(SeatState.CONFIRMED) == ("007",)
    assert found.peers(SeatState.DECLINED, SeatState.OBJECTED) == ("P2", "9")
    assert (found.seed, found.window.end) == (3, date(2027, 4, 15))
    assert repr(found) == (
        "<TeamWorkbook here-2027, 2027-04-13: lead_peer 007 confirmed, vcs P2 declined, manager 9 objected>"
    )


def test_states_say_who_is_kept_and_who_is_replaced() -> None:
    assert [state for state in SeatState if state.kept] == [SeatState.CONFIRMED, SeatState.DONE]
    assert [state for state in SeatState if state.replaced] == [
        SeatState.DECLINED,
        SeatState.OBJECTED,
        SeatState.WITHDRAWN,
    ]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    def spoil(sheets: Sheets) -> None:
        sheets["team"] += [["vcs", "P2", "confirmd"], ["", "P3", ""], ["seat", "", "asked"]]
        sheets["record"] = [["field", "value"], ["challenge_id", "x"], ["start", "soon"], ["end", ""], ["seed", "1.5"]]

    with pytest.raises(InputError) as caught:
        read_team(written(tmp_path, spoil))
    told = [(fault.table, fault.row, fault.column, fault.value) for fault in caught.value.faults]
    assert told == [
        ("team", 5, "seat", "vcs"),
        ("team", 5, "peer_id", "P2"),
        ("team", 5, "state", "confirmd"),
        ("team", 6, "seat", None),
        ("team", 6, "state", None),
        ("team", 7, "peer_id", None),
        ("record", None, "input_digest", None),
        ("record", None, "version", None),
        ("record", 5, "seed", "1.5"),
        ("record", 4, "end", None),
        ("record", 3, "start", "soon"),
    ]
    assert caught.value.faults[2].mend == "did you mean 'confirmed'?"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda sheets: sheets.pop("record"), "a sheet named record"),
        (lambda sheets: sheets["team"].__setitem__(0, ["seat", "peer", "state"]), "this column, which is required"),
        (lambda sheets: sheets["team"].__delitem__(slice(1, None)), "a row for each seat"),
        (lambda sheets: sheets["record"].__setitem__(3, ["end", "2027-04-12"]), "a date from 2027-04-13 on"),
        (lambda sheets: sheets.update({"Team ": [["seat"]]}), "each table once"),
    ],
)
def test_a_workbook_that_was_spoiled_is_refused(
    tmp_path: Path, change: Callable[[Sheets], object], expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_team(written(tmp_path, change))
    assert expected in caught.value.faults[0].expected


@pytest.mark.parametrize("name", ["dropped out", "dropped_out"])
def test_who_dropped_out_is_read(tmp_path: Path, name: str) -> None:
    """From the sheet of its own too, as earlier versions called it as well; notes are kept and shown to nobody."""

    def add(sheets: Sheets) -> None:
        sheets["team"] = [[*row, note] for row, note in zip(sheets["team"], ["note", "", "canary", ""], strict=True)]
        sheets[name] = [["peer_id", "state", "note"], ["P5", "Declined", "canary"], ["P6", "objected", ""]]

    found = read_team(written(tmp_path, add))
    assert found.peers(SeatState.DECLINED) == ("P2", "P5")
    assert found.responses == Responses(("P2", "P5"), ("9", "P6"), ("007",))
    assert [each.note for each in found.everybody] == ["", "canary", "", "canary", ""]
    assert "P5 declined" in repr(found)
    assert "P5" in found._repr_html_()
    assert "canary" not in repr(found) + repr(found.seats) + repr(found.dropped_out) + found._repr_html_()


def test_faults_of_who_dropped_out_are_told_with_the_others(tmp_path: Path) -> None:
    def spoil(sheets: Sheets) -> None:
        sheets["dropped_out"] = [["peer_id", "state"], ["P5", "confirmed"], ["P5", ""], ["", "declined"]]

    with pytest.raises(InputError) as caught:
        read_team(written(tmp_path, spoil))
    told = [(fault.table, fault.row, fault.column, fault.value) for fault in caught.value.faults]
    assert told == [
        ("dropped_out", 2, "state", "confirmed"),
        ("dropped_out", 3, "peer_id", "P5"),
        ("dropped_out", 3, "state", None),
        ("dropped_out", 4, "peer_id", None),
    ]
    assert caught.value.faults[0].expected == "one of declined, objected, withdrawn, released"


def test_a_repaired_team_keeps_what_people_filled_in(result: Result, tmp_path: Path) -> None:
    """The states of who stays, notes of all, and who dropped out; a new peer is proposed."""
    lead, second, third, fourth = (member.peer_id for member in result.members[:4])
    teamforge.workbook.write_team(result, tmp_path / "team.xlsx")
    sheets: Sheets = {name: [list(row) for row in rows_of(tmp_path / "team.xlsx", name)] for name in ("team", "record")}
    states = {lead: "declined", second: "accepted", third: "confirmed", fourth: "asked"}
    sheets["team"] = [["seat", "peer_id", "state", "note"]]
    for seat, peer in result.require_team().seats:
        sheets["team"].append([seat, peer, states.get(peer, "proposed"), f"of {peer}"])
    sheets["dropped_out"] = [["peer_id", "state", "note"], ["P008", "objected", "=not a formula"]]
    before = read_team(write_workbook(tmp_path / "filled.xlsx", sheets))
    told = before.responses
    mended = result.repair(withdrawn=told.withdrawn, objected=told.objected, confirmed=told.confirmed)
    teamforge.workbook.write_team(mended.result, tmp_path / "next.xlsx", before=before)
    after = read_team(tmp_path / "next.xlsx")
    assert after.team == mended.team
    found = {each.peer_id: (str(each.state), each.note) for each in after.seats}
    assert [found[peer] for peer in (second, third, fourth)] == [
        ("accepted", f"of {second}"),
        ("confirmed", f"of {third}"),
        ("asked", f"of {fourth}"),
    ]
    (new,) = found.keys() - {member.peer_id for member in result.members}
    assert found[new] == ("proposed", "")
    assert [(each.peer_id, str(each.state), each.note) for each in after.dropped_out] == [
        (lead, "declined", f"of {lead}"),
        ("P008", "objected", "=not a formula"),
    ]
    again = mended.result.repair(withdrawn=[new])
    assert {lead, "P008", new}.isdisjoint(member.peer_id for member in again.result.members)


def test_nothing_that_people_wrote_is_overwritten(result: Result, tmp_path: Path) -> None:
    teamforge.workbook.write_team(result, tmp_path / "team.xlsx", names=True)
    with pytest.raises(FileExistsError, match="nothing was written"):
        teamforge.workbook.write_team(result, tmp_path / "team.xlsx")
    with pytest.raises(ValueError, match=r"does not end in \.xlsx"):
        teamforge.workbook.write_team(result, tmp_path / "team.csv")


@pytest.mark.parametrize("name", ["team.json", "team.xlsx"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{}", "utf-8")
    with pytest.raises(InputError) as caught:
        read_team(tmp_path / name)
    assert [fault.table for fault in caught.value.faults] == ["team"]
    with pytest.raises(InputError, match="that exists"):
        read_team(tmp_path / "absent.xlsx")


def test_a_name_stands_beside_every_id_where_names_are_shown(result: Result, tmp_path: Path) -> None:
    """In every sheet that people see, and in none of them without."""
    ids = {"Peer id": "Name", "Other peer id": "Other name", "Member": "Member name"}
    for names in (True, False):
        place = tmp_path / f"{names}.xlsx"
        teamforge.workbook.write_team(result, place, names=names)
        book = openpyxl.load_workbook(place)
        looked = []
        for sheet in book:
            head, *rows = sheet.iter_rows(values_only=True)
            if sheet.sheet_state != "visible" or not set(head) & set(ids):
                continue
            for column in set(head) & set(ids):
                at = head.index(column)
                assert (head[at + 1 : at + 2] == (ids[str(column)],)) == names, (sheet.title, column)
                if names:
                    told = [(row[at], row[at + 1]) for row in rows if row[at]]
                    assert [name for _, name in told] == [result.pool.peers.name_of(str(peer)) for peer, _ in told]
                    looked += told
        assert bool(looked) == names
