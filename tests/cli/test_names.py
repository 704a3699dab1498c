"""Names where a person looks, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

import teamforge
from teamforge.demo import FOLDER
from tests.cli.conftest import Command

DEMO = (FOLDER / "pool", FOLDER / "challenge.toml")
POOL, _ = teamforge.load_demo()
NAMES = {peer: POOL.peers.name_of(peer) for peer in POOL.peers.position}


@pytest.mark.parametrize(
    "asked",
    [
        ["compose"],
        ["check"],
        ["conflicts", "--peer", "P012"],
        ["why"],
        ["why-not", "--peer", "P012"],
        ["reserves"],
        ["alternatives", "--count", "1"],
    ],
)
def test_every_page_has_names_if_they_are_asked_for(command: Command, asked: list[str]) -> None:
    """Every peer in it is named; without the option nobody is, and in JSON and CSV there is no such thing."""
    plain = command(asked[0], *DEMO, *asked[1:])
    shown = command(asked[0], *DEMO, *asked[1:], "--names")
    assert shown.status == plain.status == 0
    assert not [name for name in NAMES.values() if name in plain.out]
    mentioned = [peer for peer in NAMES if peer in plain.out]
    assert mentioned
    flat = " ".join(shown.out.split())
    assert [peer for peer in mentioned if NAMES[peer] not in flat] == []
    assert command(asked[0], *DEMO, *asked[1:], "--names", "--format", "json").status == 2


def test_a_repair_shows_and_writes_names(command: Command, tmp_path: Path) -> None:
    assert command("compose", *DEMO, "--out", tmp_path / "r.json").status == 0
    sheet = tmp_path / "host.html"
    done = command("repair", tmp_path / "r.json", *DEMO, "--withdrawn", NAMES["P002"], "--names", "--out", sheet)
    assert done.status == 0, done.err
    assert NAMES["P002"] in done.out
    assert NAMES["P008"] in sheet.read_text("utf-8")


def test_a_peer_is_given_by_id_or_name(command: Command) -> None:
    by_id = command("why-not", *DEMO, "--peer", "P012")
    assert command("why-not", *DEMO, "--peer", f" {NAMES['P012'].upper()}") == by_id
    assert command("why-not", *DEMO, "--peer", "Nobody At All").status == 2


def test_a_name_that_fits_several_lists_their_ids(command: Command, tmp_path: Path) -> None:
    """And does not repeat the name: names stay out of errors."""
    pool = tmp_path / "pool"
    pool.mkdir()
    (pool / "peers.csv").write_text(
        "peer_id,name,roles,theme:prevention\nP2,Sam Twin,vcs_leader,1\nP1,sam  twin,vcs_leader,1\n"
        "Sam,X Y,vcs_leader,1\n",
        "utf-8",
    )
    challenge = tmp_path / "c.toml"
    challenge.write_text(
        'id = "c"\nhosts = ["H"]\nas_of = 2027-01-11\non_site.windows = [2027-04-13]\nscope.prevention = 1\n', "utf-8"
    )
    done = command("conflicts", pool, challenge, "--peer", "Sam Twin")
    assert done.status == 2
    assert "P1, P2" in " ".join(done.err.replace("│", " ").split())
    assert "Twin" not in done.err
    assert command("conflicts", pool, challenge, "--peer", "Sam").status == 0
