"""`teamforge replan`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from teamforge import read_pool
from teamforge.assignments import in_force
from teamforge.demo import FOLDER, load_demo_programme
from tests.cli.conftest import Command

POOL, PROGRAMME = FOLDER / "pool", FOLDER / "programme.toml"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the plan that stands."""
    from teamforge import plan

    path = tmp_path_factory.mktemp("year") / "plan.json"
    plan(*load_demo_programme()).save(path)
    return path


def test_a_plan_is_made_anew_printed_and_kept(command: Command, kept: Path, tmp_path: Path) -> None:
    """The page has the seats that changed; the files begin with the changes, and the kept plan holds."""
    from python_calamine import CalamineWorkbook

    outs = [tmp_path / f"new.{ending}" for ending in ("json", "xlsx", "html", "docx", "ics")]
    done = command(
        "replan", POOL, PROGRAMME, "--plan", kept, "--withdrawn", "P061", *(w for out in outs for w in ("--out", out))
    )
    assert (done.status, done.err) == (0, "")
    for line in ("1 team changed, 2 as before", "1 seat had to be filled anew", "no other seat changed"):
        assert line in done.out
    assert [line.split() for line in done.out.splitlines() if "said no" in line] == [
        ["VCS", "P061", "P060", "said", "no"]
    ]
    assert not [peer.name for peer in load_demo_programme()[0] if peer.name and peer.name in done.out]
    assert command("verify", outs[0], POOL, PROGRAMME).status == 6
    book = CalamineWorkbook.from_path(str(outs[1]))
    assert book.sheet_names[:3] == ["challenges", "people", "not on a team"]
    assert book.get_sheet_by_name("changes").to_python()[-1][:4] == ["derby-2027", "VCS", "P061", "P060"]
    page = outs[2].read_text("utf-8")
    assert page.index("What changed") < page.index("Visits")


def test_programs_read_json_and_csv(command: Command, kept: Path) -> None:
    """By challenge and seat; the plan with all its keys."""
    asked = ("replan", POOL, PROGRAMME, "--plan", kept, "--objected", "derby-2027=P061", "--changes", "0")
    plain = command(*asked, "--format", "json").json
    assert (plain["changed"], plain["unavoidable"], plain["plan"]["programme_id"]) == (0, 1, "spring-2027")
    rows = command(*asked, "--format", "csv").out.splitlines()
    assert rows[0] == "challenge_id,start_before,start,seat,before,after,counted,why"
    assert "derby-2027,2027-04-12,2027-04-12,vcs,P061,P060,false,the host objects" in rows


def test_names_dates_and_the_history(command: Command, kept: Path, tmp_path: Path) -> None:
    """A peer may be given by name; dates move; once `propose` has recorded it, the plan stands without its file."""
    pool, _ = load_demo_programme()
    name = pool.peers.name_of("P061")
    moved = command(
        *("replan", POOL, PROGRAMME, "--plan", kept, "--withdrawn", f"derby-2027={name}"),
        *("--dates", "derby-2027=2027-05-11,2027-05-18", "--names"),
    )
    assert moved.status == 0
    assert "instead of Monday 12 to Wednesday 14 April 2027" in moved.out
    assert name in moved.out

    import shutil

    own = tmp_path / "demo"
    shutil.copytree(FOLDER, own)
    assert command("propose", kept, own / "pool", own / "programme.toml").status == 0
    derby = own / "derby.toml"
    derby.write_text(f"as_of = 2027-01-11\n{derby.read_text('utf-8')}", encoding="utf-8")
    assert command("answer", own / "pool", derby, "P061=declined").status == 0
    told = command("replan", own / "pool", own / "programme.toml")
    assert "1 seat had to be filled anew" in told.out


def test_wrong_words_are_status_2(command: Command, kept: Path, tmp_path: Path) -> None:
    start = ("replan", POOL, PROGRAMME)
    team = tmp_path / "other.json"
    team.write_text(json.dumps({**json.loads(kept.read_text("utf-8")), "programme_id": "other"}), encoding="utf-8")
    for words, said in (
        ((), "nobody stands on a team in the history"),
        (("--plan", kept, "--withdrawn", "P067"), "on the teams of derby-2027, portsmouth-2027"),
        (("--plan", kept, "--withdrawn", "P001"), "on no team"),
        (("--plan", kept, "--withdrawn", "derby-2072=P061"), "did you mean 'derby-2027'"),
        (("--plan", kept, "--withdrawn", "derby-2027=P999"), "P999"),
        (("--plan", kept, "--confirmed", "derby-2027=P001"), "not on the team"),
        (("--plan", kept, "--changes", "some"), "no whole number"),
        (("--plan", kept, "--dates", "derby-2027=soon"), "soon"),
        (("--plan", team), "is for programme 'other'"),
    ):
        done = command(*start, *words)
        assert (done.status, done.out) == (2, ""), words
        assert said in " ".join(done.err.split()), done.err


def test_without_a_plan_what_people_said_is_recorded(command: Command, kept: Path, tmp_path: Path) -> None:
    """The lead peer has confirmed, and everybody for the manager's seat says no: nobody leaves or joins."""
    pool = tmp_path / "pool"
    shutil.copytree(POOL, pool)
    gone = [peer.peer_id for peer in load_demo_programme()[0] if "challenge_manager" in peer.roles]
    said = [word for peer in gone for word in ("--withdrawn", f"derby-2027={peer}")]
    teams = {each["challenge_id"]: each["members"] for each in json.loads(kept.read_text("utf-8"))["challenges"]}
    lead = next(each["peer_id"] for each in teams["derby-2027"] if each["seat"] == "lead_peer")
    asked = (*said, "--confirmed", f"derby-2027={lead}")
    recorded = f"recorded in the history: {len(gone) + 1} rows, only what people said, because there is no plan"
    done = command("replan", pool, PROGRAMME, "--plan", kept, *asked, "--record", "--on", "2027-01-12", "--by", "Ann")
    assert (done.status, recorded in done.err) == (3, True)
    rows = {row.peer_id: (row.challenge_id, row.state, str(row.on), row.by) for row in in_force(read_pool(pool))}
    states = dict.fromkeys(gone, "declined") | {lead: "confirmed"}
    assert rows == {peer: ("derby-2027", state, "2027-01-12", "Ann") for peer, state in states.items()}
    again = command("replan", pool, PROGRAMME, "--record", "--on", "2027-01-12")
    assert (again.status, "recorded in the history: 0 rows" in again.err) == (3, True)


def test_what_changed_is_recorded(command: Command, kept: Path, tmp_path: Path) -> None:
    """With `--record`: whoever dropped out is out, and their replacement is proposed; a second run adds nothing."""
    pool = tmp_path / "pool"
    shutil.copytree(POOL, pool)
    on = ("--on", "2027-01-12")
    assert command("propose", kept, pool, PROGRAMME, *on).status == 0
    done = command("replan", pool, PROGRAMME, "--withdrawn", "P061", "--record", *on)
    assert (done.status, done.err.splitlines()) == (0, ["recorded in the history: 2 rows"])
    rows = [(r.peer_id, r.seat, r.state) for r in in_force(read_pool(pool)) if r.peer_id in {"P060", "P061"}]
    assert sorted(rows) == [("P060", "vcs", "proposed"), ("P061", "vcs", "declined")]
    again = command("replan", pool, PROGRAMME, "--record", *on)
    assert again.err.splitlines() == ["recorded in the history: 0 rows"]
    assert "P061" not in again.out
