"""Find the file of a project, in a folder or the nearest one above it."""

from __future__ import annotations

import os
from pathlib import Path

FILE = "teamforge.toml"


def find_file(start: Path | None = None) -> Path | None:
    """
    Return the file of the project that a folder belongs to; None if there is none up to the root.

    Parameters
    ----------
    start
        The folder to start in; the current one if left out.

    Notes
    -----
    A folder with that name does not count. A broken link does: its project cannot be read, and no project further up
    is taken instead.
    """
    folder = (start or Path()).absolute()
    places = (above / FILE for above in (folder, *folder.parents))
    return next((place for place in places if os.path.lexists(place) and not place.is_dir()), None)


def shown(path: Path) -> str:
    """Return a path as people read it: relative to the current folder if it is inside it, else in full."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
