"""A command keeps a log if `--log` says where."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command
from tests.cli.files import save


def test_a_command_keeps_a_log(command: Command, tmp_path: Path) -> None:
    """The log grows, and a later command without the option adds nothing."""
    files, place = save(tmp_path), tmp_path / "night.log"
    plain = command("compose", *files)
    for _ in range(2):
        assert command("--log", place, "compose", *files) == plain
    command("compose", *files)
    lines = place.read_text("utf-8").splitlines()
    assert sum(" INFO compose challenge=small " in line for line in lines) == 2
    assert command("--log", tmp_path / "no folder" / "x", "compose", *files).status == 1


def test_a_full_disk_costs_the_log_and_not_the_answer(command: Command, tmp_path: Path) -> None:
    files = save(tmp_path)
    plain, logged = command("compose", *files), command("--log", "/dev/full", "compose", *files)
    assert (logged.status, logged.out) == (plain.status, plain.out)
    assert logged.err == f"{plain.err}warning: the log is not whole: No space left on device: /dev/full\n"
