"""The photographs of peers, made small enough for a paper and stripped of everything else in the file."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from teamforge.errors import Fault, InputError

if TYPE_CHECKING:
    from teamforge.pool.pool import Pool

_FOLDER = "photographs"
_FORMATS = ("JPEG", "PNG")
_SIDE = 320
"""The longest side in a paper, in pixels: 3 cm at 270 dots an inch."""
_MOST_BYTES, _MOST_PIXELS = 20_000_000, 50_000_000
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)


def photographs_of(pool: Pool, peers: Sequence[str]) -> dict[str, bytes]:
    """
    Return the photographs of some peers, as far as they have one: JPEGs of at most 320 pixels a side.

    The column `photograph` names a PNG or JPEG in the folder of the tables, or in its subfolder `photographs`. Each is
    upright and holds only the picture: the place and time that a camera records are left out. An `InputError` lists
    every photograph that is missing, outside that folder, or not such a picture.
    """
    found: dict[str, bytes] = {}
    faults = []
    for peer in peers:
        if name := pool.peers.paper_of(peer, "photograph"):
            place = _place(pool.folder, name)
            made = _small(place) if isinstance(place, Path) else place
            if isinstance(made, bytes):
                found[peer] = made
            else:
                expected, mend = made
                row = int(pool.peers.row[pool.peers.position[peer]])
                # The file's name may be a person's name, so the fault gives only the row.
                faults.append(Fault("peers", row, "photograph", None, expected, mend))
    if faults:
        raise InputError(faults)
    return found


def bad_photographs(pool: Pool) -> dict[tuple[str, str], list[str]]:
    """
    Return the peers whose photograph no paper could show, by what is expected and how to fix it.

    Every picture is read to its end, but as small as its format allows: no picture for a paper is made.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for peer in sorted(pool.peers.position):
        if name := pool.peers.paper_of(peer, "photograph"):
            place = _place(pool.folder, name)
            made = _upright(place, 1) if isinstance(place, Path) else place
            if isinstance(made, tuple):
                found.setdefault(made, []).append(peer)
    return found


def _place(folder: Path | None, name: str) -> Path | tuple[str, str]:
    """Return the file of a photograph, or what is expected and what to do."""
    blank = "or leave the cell blank"
    if folder is None:
        return "a pool that was read from files, with the photographs beside them", blank
    places = [folder / name.replace("\\", "/"), folder / _FOLDER / name.replace("\\", "/")]
    try:
        inside = [place for place in map(Path.resolve, places) if place.is_relative_to(folder.resolve())]
        there = [place for place in dict.fromkeys(inside) if place.is_file()]
    except (OSError, ValueError):
        inside = there = []
    if len(inside) < len(places):
        return "a file inside the folder of the pool", f"give its name alone, {blank}"
    if len(there) != 1:
        return f"one file in the folder of the pool, or in its folder {_FOLDER}", f"put it there once, {blank}"
    if there[0].stat().st_size > _MOST_BYTES:
        return f"a picture of at most {_MOST_BYTES // 1_000_000} MB", "save it smaller"
    return there[0]


def _small(place: Path) -> bytes | tuple[str, str]:
    """Return a picture for a paper, or what is expected and what to do."""
    upright = _upright(place, 2 * _SIDE)
    if isinstance(upright, tuple):
        return upright
    upright.thumbnail((_SIDE, _SIDE))
    # A new picture carries none of the old one's metadata.
    picture = Image.new("RGB", upright.size, "white")
    picture.paste(upright, mask=upright)
    content = BytesIO()
    picture.save(content, "JPEG", quality=85)
    return content.getvalue()


def _upright(place: Path, side: int) -> Image.Image | tuple[str, str]:
    """Return a picture of at least some pixels a side, where it has them; a small one takes far less work."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(place, formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return f"a picture of at most {_MOST_PIXELS // 1_000_000} million pixels", "save it smaller"
            opened.draft("RGB", (side, side))
            return ImageOps.exif_transpose(opened).convert("RGBA")
    except _BROKEN:
        return "a PNG or JPEG that can be read", "save it again as PNG or JPEG"
