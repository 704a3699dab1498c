"""Names where a person looks, and nowhere else."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

import teamforge
from teamforge.cli.app import commands
from teamforge.cli.running import run
from teamforge.demo import FOLDER
from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE, TABLES, save

DEMO = (FOLDER / "pool", FOLDER / "challenge.toml")
POOL, _ = teamforge.load_demo()
NAMES = {peer: POOL.peers.name_of(peer) for peer in POOL.peers.position}
SMALL = {row[0]: row[1] for row in TABLES["peers"][1:]}


NOBODY = {
    "decide": "it says a number and a seal",
    "init": "it says which files there are",
    "template": "it writes sheets to fill in",
    "generate": "it invents a pool",
    "pseudonymise": "it writes a pool in which nobody can be known",
    "schema": "it prints a schema",
}
"""The commands that show no people, and what they do instead."""
ASKED = {
    "compose": ["{demo}"],
    "check": ["{demo}"],
    "conflicts": ["{demo}", "--peer", "P012"],
    "why": ["{demo}"],
    "why-not": ["{demo}", "--peer", "P012"],
    "reserves": ["{demo}"],
    "alternatives": ["{demo}", "--count", "1"],
    "demo": [],
    "trade-off": ["{both}", "--first", "coverage", "--second", "fresh"],
    "compare": ["{both}", "@other.json"],
    "repair": ["{both}", "--team", "@result.json"],
    "replan": ["@asked/pool", "@programme.json"],
    "prices": ["@plan.json", "@pool", "@programme.json"],
    "stress": ["@plan.json", "@pool", "@programme.json", "--trials", "5", "--rate", "0.5"],
    "propose": ["@result.json", "{both}"],
    "answer": ["@asked/pool", "@challenge.json", "Q1=done", "--on", "2027-04-15"],
    "assignments": ["@asked/pool"],
    "review": ["@asked/pool", "@challenge.json", "--out", "@review.toml", "--on", "2028-01-10"],
    "verify": ["@result.json", "@asked/pool", "@challenge.json"],
    "decisions": ["@decisions.jsonl", "@pool"],
}
"""How a command that shows a page is asked if it needs more than a pool and a challenge; files are marked with @."""
FILES = {
    "sheet": ["@result.json", "{both}", "--out", "@out.html"],
    "letter": ["@result.json", "{both}", "--peer", "Q1", "--out", "@out.html"],
    "letters": ["@result.json", "{both}", "--folder", "@out", "--form", "html"],
    "chart": ["coverage", "{both}", "--out", "@out.svg"],
}
"""The same of those that write papers."""
SERVED = {"open": "its pages are asked in tests/unit/app, with names and without"}


KNOWN = {name: {param.name for param in command.params} for name, command in commands().commands.items()}
"""The options of each command."""
PAGES = {
    name: ASKED.get(name, ["{both}"])
    for name, options in KNOWN.items()
    if "names" in options and name not in {*FILES, *SERVED}
}
"""How each command that shows a page is asked, once with names and once without."""


def test_every_command_shows_names_or_nobody() -> None:
    """What is listed here is there, and a new command that shows nobody has to say what it does instead."""
    assert {*ASKED, *FILES, *SERVED, *NOBODY} <= {*KNOWN}
    assert {*NOBODY} == {name for name, options in KNOWN.items() if "names" not in options}
    assert not [name for name in NOBODY if "form" in KNOWN[name]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small pool, and with what is kept of it."""
    folder = tmp_path_factory.mktemp("made")
    pool, challenge = save(folder)
    assert Path(challenge).name == "challenge.json"
    two = {**CHALLENGE, "rules": {"coverage": {"weight": 3}}}
    (folder / "other.json").write_text(json.dumps({**two, "id": "other"}), "utf-8")
    (folder / "programme.json").write_text(
        json.dumps({"id": "year", "as_of": CHALLENGE["as_of"], "challenges": ["challenge.json"]}), "utf-8"
    )
    said = ["--by", "A", "--role", "b", "--decision", "accepted", "--why", "c", "--on", "2027-01-12"]
    result, record = str(folder / "result.json"), str(folder / "decisions.jsonl")
    asked = str(shutil.copytree(pool, folder / "asked" / "pool"))
    for words in (
        ["compose", pool, challenge, "--out", result],
        ["plan", pool, str(folder / "programme.json"), "--out", str(folder / "plan.json")],
        ["decide", result, pool, challenge, *said, "--record", record],
        ["propose", result, asked, challenge, "--on", "2027-01-12"],
        ["answer", asked, challenge, "Q1=confirmed", "--on", "2027-01-13"],
    ):
        assert run(words) == 0
    return folder


def asked_of(name: str, words: list[str], folder: Path) -> list[str | Path]:
    """Return a command with its files in a folder."""
    both = [folder / "pool", folder / ("programme.json" if name == "plan" else "challenge.json")]
    given: list[str | Path] = [name]
    for word in words:
        known = {"{demo}": DEMO, "{both}": both}
        given += known.get(word, [folder / word[1:] if word.startswith("@") else word])
    return given


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_names_if_they_are_asked_for(command: Command, made: Path, tmp_path: Path, name: str) -> None:
    """Every peer in it is named; without the option nobody is, and in JSON and CSV there is no such thing."""
    told = []
    for number, options in enumerate(([], ["--names"])):
        folder = shutil.copytree(made, tmp_path / str(number))
        told.append(command(*asked_of(name, PAGES[name], folder), *options))
    plain, shown = told
    assert shown.status == plain.status == 0, shown.err
    names = {**NAMES, **SMALL}
    assert not [each for each in names.values() if each in plain.out]
    mentioned = [peer for peer in names if re.search(rf"\b{peer}\b", plain.out)]
    assert mentioned or name in {"sensitivity", "trade-off", "windows", "replan", "prices"}, plain.out
    flat = " ".join(shown.out.split())
    assert [peer for peer in mentioned if names[peer] not in flat] == []
    if name != "demo":
        assert command(*asked_of(name, PAGES[name], made), "--names", "--format", "json").status == 2


@pytest.mark.parametrize("name", FILES)
def test_every_paper_has_names_if_they_are_asked_for(command: Command, made: Path, tmp_path: Path, name: str) -> None:
    for options in ([], ["--names"]):
        folder = shutil.copytree(made, tmp_path / str(len(options)))
        assert command(*asked_of(name, FILES[name], folder), *options).status == 0
        written = [path for path in folder.glob("out*") if path.is_file()] or [*(folder / "out").iterdir()]
        text = " ".join(path.read_text("utf-8") for path in written)
        assert (SMALL["Q1"] in " ".join(text.split())) == bool(options)


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


def test_a_record_of_decisions_has_the_names_of_a_pool(command: Command, made: Path) -> None:
    """It holds ids alone, so a pool has to be named, or a project with one."""
    done = command("decisions", made / "decisions.jsonl", "--names")
    assert done.status == 2
    assert "a pool has the names" in " ".join(done.err.replace("│", " ").split())


def test_part_of_a_name_will_do_and_one_that_fits_several_lists_their_ids(command: Command) -> None:
    """A surname, or a name without what stands before it; never letters within a word."""
    found = command("why-not", *DEMO, "--peer", "nkemelu", "--format", "json")
    assert found.status == 0, found.err
    assert "P015" in found.out
    assert "P002" not in found.out
    assert "no peer has the id or name 'kemel'" in command("why-not", *DEMO, "--peer", "kemel").err
    frames = POOL.to_frames()
    frames["peers"]["name"] = [f"Cllr Ann Lee{'-Smith' if place else ''}" for place in range(len(POOL))]
    named = teamforge.Pool.from_frames(**frames).peers
    assert named.called("cllr ann lee") == named.called("Ann  LEE") == (POOL.peers.ids[0],)
    frames["peers"]["name"] = ["Cllr Ann Lee", "Bob Lee", *frames["peers"]["name"][2:]]
    assert len(teamforge.Pool.from_frames(**frames).peers.called("Lee")) == 2
