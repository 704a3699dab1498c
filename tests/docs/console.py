"""The commands of a page, with what they print, as the page has them; and how to run them."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from teamforge.cli.running import run

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A line after `$`, and the lines below it; `...` stands for anything, and none for whatever it prints."""

    line: str
    expected: str


def commands_of(page: Path) -> Iterator[Command]:
    """Yield the commands of a page's `console` blocks; a line that ends in a backslash goes on in the next."""
    for kind, text in _BLOCK.findall(page.read_text("utf-8")):
        if kind == "console":
            for block in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                line, _, expected = block.replace("\\\n", "").partition("\n")
                yield Command(line, expected)


def files_of(page: Path) -> Iterator[tuple[str, str]]:
    """Yield name and content of the `toml` blocks that begin with the name of a file."""
    for kind, text in _BLOCK.findall(page.read_text("utf-8")):
        if kind == "toml":
            name = re.match(r"# (\S+\.toml)\n", text)
            assert name, f"{page.name}: a toml block without the name of its file"
            yield name[1], text


_OURS = re.compile(
    r"teamforge (?P<arguments>.*?)(?P<both> 2>&1)?( > (?P<file>\S+))?( \| head -n (?P<lines>\d+))?"
    r"(?P<status> \|\| echo \"exit status \$\?\")?"
)


def printed_by(line: str, folder: Path) -> str:
    """
    Return what a command prints in a folder; its status must be 0, unless the line says what else to do.

    Our own command runs in this process, with the few signs of a shell that the pages use; a shell runs any other.
    """
    ours = _OURS.fullmatch(line)
    if ours is None or any(set(word) <= set("();<>|&") for word in _words(ours["arguments"])):
        shell = ["bash", "-c", f"set -o pipefail; {line}"]
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            shell,
            cwd=folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )
        status, printed, told = done.returncode, done.stdout, done.stderr
    else:
        status, printed, told = _run(ours["arguments"], folder)
        printed, told = (printed + told, "") if ours["both"] else (printed, told)
        if ours["lines"]:
            printed = "".join(printed.splitlines(keepends=True)[: int(ours["lines"])])
        if ours["file"]:
            (folder / ours["file"]).write_text(printed, encoding="utf-8", newline="")
            printed = ""
        if ours["status"] and status:
            status, printed = 0, f"{printed}exit status {status}\n"
    assert status == 0, f"{line}: {printed}{told}"
    return printed


def _words(line: str) -> list[str]:
    """Return the words of a line and the signs between them, as a shell reads it."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    return list(lexer)


def _run(arguments: str, folder: Path) -> tuple[int, str, str]:
    """Return status, output and errors of our command."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        status = run(shlex.split(arguments))
        out.flush()
        err.flush()
    said = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
    return status, said[0], said[1]
