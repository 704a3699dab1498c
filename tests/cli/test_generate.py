"""`teamforge generate`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command


def test_what_is_written_can_be_composed_from(command: Command, tmp_path: Path) -> None:
    """The command that it names gives a team."""
    folder = tmp_path / "invented pool"
    done = command("generate", "300", folder, "--seed", "2")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("wrote 300 invented peers")
    assert (
        command("compose", folder / "pool", folder / "challenge.toml", "--format", "json").json["status"] == "optimal"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        *(["0"], ["-5"], ["x"], ["1.5"], ["3", "--seed", "-1"], ["3", "--seed", "a"]),
        *(["3", "--year", year] for year in ("2026", "2199", "20270")),
    ],
)
def test_bad_usage(command: Command, tmp_path: Path, arguments: list[str]) -> None:
    """Without a number of peers, a seed or a year that can be, nothing is written."""
    size, *rest = arguments
    done = command("generate", *rest, "--", size, tmp_path / "new")
    assert (done.status, done.out) == (2, "")
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_not_empty(command: Command, tmp_path: Path) -> None:
    """It is left alone."""
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    for place in (tmp_path, tmp_path / "mine"):
        done = command("generate", "3", place)
        assert done.status == 2
        assert "nothing was written" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_register_that_is_not_there(command: Command, tmp_path: Path) -> None:
    """It is reported like any fault of the input."""
    done = command("generate", "3", tmp_path / "new", "--register", tmp_path / "none")
    assert done.status == 2
    assert "none" in done.err
    assert not (tmp_path / "new").exists()
