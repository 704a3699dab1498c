"""`teamforge stress`, and the address of an executor."""

from __future__ import annotations

from pathlib import Path

import pytest

from teamforge import compose, plan
from teamforge.demo import FOLDER, load_demo, load_demo_programme
from tests.cli.conftest import Command

FILES = FOLDER / "pool", FOLDER / "programme.toml"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("year") / "plan.json"
    plan(*load_demo_programme()).save(place)
    return place


def test_a_kept_plan_is_put_under_stress(command: Command, kept: Path) -> None:
    """As a page, and as JSON and CSV with the same content as in Python."""
    asked = ("stress", kept, *FILES, "--trials", "10", "--rate", "challenge_manager=0.4", "--rate", "vcs_leader=0.2")
    page = command(*asked)
    assert (page.status, page.err) == (0, "")
    assert "10 trials, seed 0; 40% of challenge manager and 20% of VCS leader drop out" in page.out
    assert "Who to keep in reserve" in page.out
    found = plan(*load_demo_programme()).stress(10, rates={"challenge_manager": 0.4, "vcs_leader": 0.2})
    assert command(*asked, "--format", "json").json == found.to_dict()
    lines = command(*asked, "--format", "csv").out.splitlines()
    assert len(lines) == 1 + len(found.seats)
    assert lines[0].startswith("challenge_id,seat,peer_id,rate,drop_outs,failed,first")


def test_the_file_of_a_team_is_no_plan(command: Command, tmp_path: Path) -> None:
    """Said in a line, not by the fields that it lacks."""
    place = tmp_path / "result.json"
    compose(*load_demo()).save(place)
    for name in ("stress", "prices"):
        done = command(name, place, *FILES)
        assert (done.status, done.out) == (2, "")
        assert "holds a team and no plan" in done.err
        assert "field required" not in done.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--rate", "many"), "neither a share"),
        (("--rate", "2"), "not from 0 to 1"),
        (("--rate", "0.1", "--rate", "vcs_leader=0.2"), "one share for everybody"),
        (("--rate", "vcs_leeder=0.2"), "did you mean 'vcs_leader'"),
        (("--executor", "ray://here"), "no address such as dask://HOST:PORT"),
        (("--executor", "dask://"), "no address such as dask://HOST:PORT"),
        (("--executor", "dask://127.0.0.1:8786", "--workers", "2"), "leave --workers out"),
        (("--trials", "0"), "--trials"),
    ],
)
def test_what_cannot_be_is_refused(command: Command, kept: Path, options: tuple[str, ...], words: str) -> None:
    done = command("stress", kept, *FILES, *options)
    assert (done.status, done.out) == (2, "")
    assert words in " ".join(done.err.split())


def test_a_plan_that_does_not_hold_is_refused(command: Command, kept: Path, tmp_path: Path) -> None:
    forged = tmp_path / "plan.json"
    forged.write_text(kept.read_text("utf-8").replace('"points": 154138', '"points": 154139'), encoding="utf-8")
    done = command("stress", forged, *FILES)
    assert (done.status, done.out) == (2, "")


@pytest.mark.slow
def test_where_no_scheduler_is_the_command_says_so(command: Command) -> None:
    done = command("plan", *FILES, "--executor", "dask://127.0.0.1:1")
    assert done.status == 2
    assert "no scheduler answers at dask://127.0.0.1:1" in " ".join(done.err.split())
