"""Standard output and standard error: whatever their encoding, and whether or not anybody is there to read them."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

_PLAIN = {"…": "...", "—": "-", "–": "-", "·": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "≤": "<=", "≥": ">="}
_LEGIBLE = "teamforge.legible"


def make_legible() -> None:
    """Make both streams write something for every character, in any encoding; a closed one writes nowhere."""
    codecs.register_error(_LEGIBLE, _legible)
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_LEGIBLE)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _legible(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_PLAIN.get(character, "?") for character in text), error.end


def speaks_unicode(stream: TextIO) -> bool:
    """Return whether a stream can write every character."""
    try:
        return codecs.lookup(stream.encoding or "ascii").name.startswith("utf")
    except LookupError:
        return False


def write(text: str) -> None:
    """Write to standard output."""
    sys.stdout.write(text)


def write_utf8(text: str) -> None:
    """Write a file for other programs to standard output: in UTF-8, unless a person is looking."""
    if isinstance(sys.stdout, TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", errors=_LEGIBLE)
    sys.stdout.write(text)


def to_stderr(text: str) -> None:
    """Write lines to standard error, with every character visible; without it, to nobody."""
    from teamforge.page.words import visible  # the help has no use for pages

    with suppress(OSError, ValueError):
        sys.stdout.flush()
    with suppress(OSError, ValueError):
        sys.stderr.write("".join(f"{visible(line)}\n" for line in text.split("\n")))
        sys.stderr.flush()


def abandon(stream: TextIO) -> None:
    """Write what a stream still holds, and discard what it cannot write, so that Python does not fail on it at exit."""
    with suppress(OSError, ValueError):
        stream.flush()
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
