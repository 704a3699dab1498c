"""A line on the terminal that shows progress; nothing if there is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from teamforge.cli.streams import speaks_unicode


@contextmanager
def progress(first: str) -> Iterator[Callable[[str], None]]:
    """Show a line while the block runs; yield what changes it."""
    if not sys.stderr.isatty():
        yield lambda _line: None
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    spinner = "dots" if speaks_unicode(sys.stderr) else "line"
    with console.status(Text(first), spinner=spinner) as status:
        yield lambda line: status.update(Text(line))
