"""Where the file of a project is: in a folder, or in the nearest one above."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["FILE", "find_file", "shown"]

FILE = "teamforge.toml"


def find_file(start: Path | None = None) -> Path | None:
    """
    Return the file of the project that a folder belongs to; None where there is none up to the root.

    Parameters
    ----------
    start
        The folder to begin in; the current one if left out.

    Notes
    -----
    A folder of that name is not one. A link that leads nowhere is one: its project cannot be read, and one further up
    is not taken instead.
    """
    folder = (start or Path()).absolute()
    places = (above / FILE for above in (folder, *folder.parents))
    return next((place for place in places if os.path.lexists(place) and not place.is_dir()), None)


def shown(path: Path) -> str:
    """Return a path as people read it: relative to the current folder if it lies in there, else in full."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
