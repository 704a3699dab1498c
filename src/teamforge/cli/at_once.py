"""`teamforge --help` and `--version`, without the commands and Typer, whose import takes several times as long."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from teamforge.cli.streams import write

_HELP = Path(__file__).with_name("help.txt")
"""What Typer writes (`python -m teamforge.cli.app`); a test holds them equal."""
_WIDTH = 80
"""Columns of the help; on a narrower terminal Typer wraps it."""


def answered_at_once(arguments: Sequence[str]) -> bool:
    """Write the help or the version if that is all that was asked for, and return whether it was."""
    if "_TEAMFORGE_COMPLETE" in os.environ:
        return False  # a shell asks what could come next
    match list(arguments):
        case ["--help" | "-h"] if shutil.get_terminal_size().columns >= _WIDTH:
            write(_HELP.read_text("utf-8"))
        case ["--version"]:
            from importlib.metadata import version

            write(f"teamforge {version('teamforge')}\n")
        case _:
            return False
    return True
