"""The commands of a page, with what they print, as the page has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Command", "commands_of", "files_of"]

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
