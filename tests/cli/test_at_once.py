"""The help and the version, which need neither the commands nor typer."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

import pytest
from typer.main import get_command_name

from teamforge.cli import at_once
from teamforge.cli.app import commands
from teamforge.cli.running import run


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return what typer itself writes for some arguments."""

    def write(*arguments: str, columns: int = 80) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        commands().main(list(arguments), prog_name="teamforge", standalone_mode=False)
        return capsys.readouterr().out

    return write


@pytest.mark.parametrize("columns", [80, 81, 100, 240])
def test_the_help_that_is_kept_is_what_typer_writes(typed: Callable[..., str], columns: int) -> None:
    """At every width. To renew it: `python -m teamforge.cli.app > src/teamforge/cli/help.txt`."""
    assert at_once._HELP.read_text("utf-8") == typed("--help", columns=columns)


@pytest.mark.parametrize("columns", [50, 79, 80, 120])
@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"]])
def test_what_is_answered_at_once_is_what_typer_would_say(
    typed: Callable[..., str], capsys: pytest.CaptureFixture[str], arguments: list[str], columns: int
) -> None:
    expected = typed(*arguments, columns=columns)
    assert run(arguments) == 0
    assert capsys.readouterr() == (expected, "")
    if arguments == ["--version"]:
        assert expected == f"teamforge {version('teamforge')}\n"


def test_a_shell_that_completes_gets_no_help(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_TEAMFORGE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "teamforge comp")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert run(["--help"]) == 0
    assert capsys.readouterr().out.split() == ["compose", "compare"]


def test_each_command_alone_is_the_same_as_among_all() -> None:
    """Only the command that is asked for is imported; an unknown name gets all of them, to suggest the nearest."""
    everything = commands().commands
    for name, command in everything.items():
        alone = commands(name).commands
        assert list(alone) == [name] == [get_command_name(name)]
        assert [param.name for param in alone[name].params] == [param.name for param in command.params]
    assert list(commands("compse").commands) == list(everything)
