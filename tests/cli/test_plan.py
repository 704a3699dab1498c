"""`teamforge plan`, and `teamforge verify` of what it keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from teamforge.challenge.programme import Programme
from teamforge.demo import FOLDER, load_demo_programme
from teamforge.pool import Pool
from teamforge.records.plan import verify_plan
from teamforge.records.record import seal_of
from tests.cli.conftest import Command

POOL, PROGRAMME = FOLDER / "pool", FOLDER / "programme.toml"


@pytest.fixture(scope="module")
def year() -> tuple[Pool, Programme]:
    return load_demo_programme()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every file that the command writes, and what it printed as `out.json`."""
    from teamforge import plan
    from teamforge.cli.outputs import write_output
    from teamforge.cli.plan_outputs import PLAN_OUTPUTS, PlanOptions

    folder = tmp_path_factory.mktemp("year")
    found = plan(*load_demo_programme())
    for ending in ("json", "html", "docx", "ics", "xlsx"):
        write_output(PLAN_OUTPUTS, found, folder / f"plan.{ending}", PlanOptions(names=False))
    write_output(PLAN_OUTPUTS, found, folder / "named.xlsx", PlanOptions(names=True))
    return folder


def resealed(record: dict[str, object]) -> dict[str, object]:
    return {**record, "seal": seal_of(record)}


def test_a_plan_is_printed_and_kept(command: Command, tmp_path: Path, kept: Path) -> None:
    """It is a page with status 0; the file has the JSON with a format, a certificate and a seal."""
    done = command("plan", POOL, PROGRAMME, "--out", tmp_path / "plan.json", "--format", "json")
    assert (done.status, done.err) == (0, "")
    record = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    assert record == {"format": 1, **done.json, "certificate": record["certificate"], "seal": record["seal"]}
    assert record == json.loads((kept / "plan.json").read_text("utf-8"))


@pytest.mark.slow
def test_names_are_shown_where_they_are_asked_for(command: Command) -> None:
    pool, _ = load_demo_programme()
    lead = "P006"
    done = command("plan", POOL, PROGRAMME, "--names", "--effort", "0.2")
    assert pool.peers.name_of(lead) in done.out
    assert command("plan", POOL, PROGRAMME, "--names", "--format", "json").status == 2


def test_no_file_without_names_has_one(kept: Path, year: tuple[Pool, Programme]) -> None:
    texts = "".join((kept / f"plan.{ending}").read_text("utf-8") for ending in ("json", "html", "ics"))
    assert not [peer.name for peer in year[0] if peer.name and peer.name in texts]


def test_a_kept_plan_holds(command: Command, kept: Path) -> None:
    """Nothing is wrong; if there are claims they are listed, and the status is 6."""
    done = command("verify", kept / "plan.json", POOL, PROGRAMME)
    assert done.status in {0, 6}
    assert "the plan holds" in done.out
    told = command("verify", kept / "plan.json", POOL, PROGRAMME, "--format", "json").json
    assert told["holds"]


CHANGES: dict[str, Callable[[dict[str, object]], object]] = {
    "points": lambda record: record["points"] + 1,  # type: ignore[operator]
    "bound": lambda record: record["bound"] + 1,  # type: ignore[operator]
    "gap": lambda record: 0.5,
    "status": lambda record: "feasible" if record["status"] == "infeasible" else "infeasible",
    "greatest_loss": lambda record: 1,
    "programme_id": lambda record: "other",
    "objective": lambda record: "fair",
    "warnings": lambda record: ["all is well"],
    "input_digest": lambda record: "sha256:0",
    "format": lambda record: 2,
    "challenges": lambda record: list(reversed(record["challenges"])),  # type: ignore[call-overload]
}


@pytest.mark.parametrize("key", CHANGES)
def test_every_forged_field_is_told(kept: Path, year: tuple[Pool, Programme], key: str) -> None:
    """Even if the seal is made again."""
    record = json.loads((kept / "plan.json").read_text("utf-8"))
    forged = resealed({**record, key: CHANGES[key](record)})
    found = verify_plan(forged, *year)
    assert not found.holds
    assert any(key in fault for fault in found.faults), found.faults
    assert not verify_plan({**record, key: CHANGES[key](record)}, *year).holds
    assert not verify_plan({name: value for name, value in record.items() if name != key}, *year).holds


@pytest.mark.parametrize(
    "change",
    [
        {"points": 40_000},
        {"window": {"start": "2027-04-10", "end": "2027-04-12"}},
        {"window": None, "members": [], "points": None, "loss": None, "breakdown": {}},
        {"priority": 9},
        {"best": 1},
        {"breakdown": {}},
        {"over": True},
        {"members": []},
    ],
)
def test_every_forged_part_of_a_challenge_is_told(
    kept: Path, year: tuple[Pool, Programme], change: dict[str, object]
) -> None:
    record = json.loads((kept / "plan.json").read_text("utf-8"))
    first, *others = record["challenges"]
    forged = resealed({**record, "challenges": [{**first, **change}, *others]})
    assert not verify_plan(forged, *year).holds


def test_two_teams_that_clash_are_told(kept: Path, year: tuple[Pool, Programme]) -> None:
    """The second team is valid alone, but has somebody who is elsewhere that day."""
    record = json.loads((kept / "plan.json").read_text("utf-8"))
    first, _, third = record["challenges"]
    manager = next(member for member in first["members"] if member["seat"] == "manager")
    members = [manager if member["seat"] == "manager" else member for member in third["members"]]
    forged = resealed({**record, "challenges": [*record["challenges"][:2], {**third, "members": members}]})
    found = verify_plan(forged, *year)
    assert any("overlap" in fault for fault in found.faults), found.faults


def test_what_the_files_hold(kept: Path) -> None:
    """A sheet a challenge and one of people; three visits; a page and a document of three teams."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(kept / "plan.xlsx"))
    assert book.sheet_names == [
        "challenges",
        "people",
        "not on a team",
        "plymouth-2027",
        "derby-2027",
        "portsmouth-2027",
    ]
    assert len(book.get_sheet_by_name("people").to_python()) == 1 + 21
    assert (kept / "plan.ics").read_bytes().count(b"BEGIN:VEVENT") == 3
    assert (kept / "plan.html").read_text("utf-8").count("Who sits on which seat: ") == 3


def test_the_years_workbook_speaks_in_words_and_has_names_beside_ids(kept: Path, year: tuple[Pool, Programme]) -> None:
    """In every sheet with people, and only where names were asked for."""
    from python_calamine import CalamineWorkbook

    names = {peer.peer_id: peer.name for peer in year[0]}
    named, plain = (CalamineWorkbook.from_path(str(kept / f"{file}.xlsx")) for file in ("named", "plan"))
    first = named.get_sheet_by_name("challenges").to_python()[0]
    assert first[:4] == ["Challenge", "Title", "Hosts", "Start"]
    for sheet in named.sheet_names[1:]:
        rows = [[str(cell) for cell in row] for row in named.get_sheet_by_name(sheet).to_python()]
        heading = next(row for row in rows if "Peer id" in row)
        people = [dict(zip(heading, row, strict=True)) for row in rows[rows.index(heading) + 1 :]]
        assert people
        assert [each for each in people if each["Name"] != names[each["Peer id"]]] == []
        assert sheet == "not on a team" or {"lead peer", "VCS", "manager"} <= {each["Seat"] for each in people}
        words = [each.get(column, "") for each in people for column in ("Seat", "Role", "Roles")]
        assert [each for each in (*heading, *words) if "_" in each] == []
        assert not {*names.values()} & {str(cell) for row in plain.get_sheet_by_name(sheet).to_python() for cell in row}


def test_a_challenge_without_a_team_is_status_3(command: Command, tmp_path: Path) -> None:
    document = {
        "id": "x",
        "as_of": "2027-01-11",
        "challenges": [{"id": "a", "hosts": ["E06000015"], "scope": {"prevention": 1}, "on_site": {"windows": []}}],
    }
    document["challenges"][0]["on_site"] = {"windows": ["2027-01-12"]}  # type: ignore[index]
    path = tmp_path / "programme.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    done = command("plan", POOL, path)
    assert done.status == 3
    assert "it has no valid team even alone" in done.out


def test_wrong_input_is_status_2_with_every_fault(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "programme.json"
    path.write_text('{"id": "x", "as_of": "2027-01-11", "challenges": [], "extra": 1}', encoding="utf-8")
    done = command("plan", POOL, path)
    assert (done.status, done.out) == (2, "")
    assert "extra" in done.err
    assert command("plan", POOL).status == 2
    assert command("plan", POOL, PROGRAMME, "--out", tmp_path / "plan.pdf").status == 2


@pytest.mark.parametrize("command_line", [("plan", POOL, PROGRAMME), ("replan", "kept.json", POOL, PROGRAMME)])
@pytest.mark.parametrize(
    "option",
    [
        *(("--effort", number) for number in ("0", "-1", "nan", "inf")),
        *(("--time-limit", number) for number in ("-1", "nan", "inf")),
        *(("--workers", number) for number in ("0", "1025", str(10**30))),
    ],
)
def test_a_number_that_nobody_can_mean_is_refused(
    command: Command, command_line: tuple[str | Path, ...], option: tuple[str, str]
) -> None:
    done = command(*command_line, *option)
    assert (done.status, done.out) == (2, "")
    assert f"Invalid value for '{option[0]}'" in done.err


def test_check_takes_a_programme(command: Command, tmp_path: Path) -> None:
    """In words, as JSON and as CSV, without names unless asked for; faults of the programme are listed."""
    told = command("check", POOL, PROGRAMME)
    assert (told.status, told.err) == (0, "")
    assert "the pool has enough people for every seat" in told.out
    plain = command("check", POOL, PROGRAMME, "--format", "json").json
    assert plain["faults"] == []
    assert [each["seat"] for each in plain["seats"]][-1] == "manager"
    assert plain["wanted"][0]["challenges"] == ["plymouth-2027", "portsmouth-2027"]
    rows = command("check", POOL, PROGRAMME, "--format", "csv").out.splitlines()
    assert any(row.startswith("wanted,") for row in rows)
    pool, _ = load_demo_programme()
    assert not [peer.name for peer in pool if peer.name and peer.name in told.out]
    assert pool.peers.name_of("P015") in command("check", POOL, PROGRAMME, "--names").out
    path = tmp_path / "programme.json"
    path.write_text('{"id": "x", "as_of": "2027-01-11", "challenges": [], "extra": 1}', encoding="utf-8")
    wrong = command("check", POOL, path)
    assert (wrong.status, "extra" in wrong.err) == (2, True)


def test_prices_say_whom_to_recruit(command: Command, kept: Path) -> None:
    """Of a kept plan that holds: roles, peers, weeks and what challenges give up; JSON and CSV for programs."""
    shown = command("prices", kept / "plan.json", POOL, PROGRAMME)
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.index("Who to recruit") < shown.out.index("What challenges give up")
    plain = command("prices", kept / "plan.json", POOL, PROGRAMME, "--format", "json").json
    assert plain["gives_up"][0]["challenge_id"] == "plymouth-2027"
    assert plain["roles"][0]["role"] == "director_of_public_health"
    rows = command("prices", kept / "plan.json", POOL, PROGRAMME, "--format", "csv").out.splitlines()
    assert rows[0] == "kind,of,places,days,teams_or_peers"
    assert command("prices", PROGRAMME, POOL, PROGRAMME).status == 2


def test_a_year_that_somebody_typed_into_is_never_written_over(
    command: Command, tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also not a workbook of another kind; what nobody touched is written anew."""
    from teamforge.workbook.untouched import is_untouched

    monkeypatch.setattr("teamforge.api.planning.plan", pytest.fail)
    for source in (kept / "plan.xlsx", "template"):
        place = tmp_path / "year.xlsx"
        if source == "template":
            place.unlink()
            assert command("template", place).status == 0
        else:
            place.write_bytes(Path(source).read_bytes())
            assert is_untouched(place)
            openpyxl.load_workbook(place).save(place)
        before = place.read_bytes()
        done = command("plan", POOL, PROGRAMME, "--out", place)
        assert (done.status, done.out, place.read_bytes()) == (2, "", before)
        assert "somebody may have filled it in" in " ".join(done.err.replace("│", " ").split())


def test_a_file_that_is_named_twice_is_refused(command: Command, tmp_path: Path) -> None:
    """Before anything is read, as `compose` refuses it."""
    place = tmp_path / "plan.json"
    done = command("plan", "nothing", "nothing", "--out", place, "--out", place)
    assert (done.status, place.exists()) == (2, False)
    assert "named twice" in done.err
