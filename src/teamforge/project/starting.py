"""The first `teamforge.toml` of a folder: it names what is there and leaves the rest to fill in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from glob import escape
from pathlib import Path

from teamforge.challenge.sheets import holds_challenge
from teamforge.errors import Fault
from teamforge.project.finding import FILE
from teamforge.project.ids import fields_of
from teamforge.project.places import CHALLENGES
from teamforge.tables.folder import is_left_behind

_PROGRAMME = "programme.toml"
_HEAD = """\
# What this folder works with. With it, the id of a challenge is enough: teamforge compose ID
# Paths are relative to this file.
"""
_TAIL = """
names = false                    # whether people are shown by name too, where people read
# template = "letterhead.docx"   # your Word document, which --out FILE.docx fills
# words = "letters"              # a folder with your own words for letters, such as host.txt
# signs = "A. Person, director"  # who signs what is sent out
# time_limit = 300               # how many seconds the search for one team may take
# effort = 2                     # how much work goes into a plan of the programme; 1 if left out
"""


def draft(folder: Path) -> str:
    """
    Return a `teamforge.toml` for the contents of a folder and its subfolders; a pool is also looked for one deeper.

    If several things could be the pool or the programme, or several workbooks hold the same challenge, it lists them
    all as comments for a person to choose from.
    """
    places = [folder, *(each for each in _within(folder) if each.is_dir())]
    files = [file for place in places for file in _within(place) if file.is_file() and file.name != FILE]
    held = {file: _held(file) for file in files if file.suffix.lower() in CHALLENGES}
    deeper = [each for place in places[1:] for each in _within(place) if each.is_dir()]
    books = [file for file in held if file.suffix.lower() == ".xlsx" and _has_peers(file)]
    pools = [*_with_tables(places), *books] or _with_tables(deeper)
    programmes = [
        file.parent if file.name == _PROGRAMME and "challenges" not in data else file
        for file, data in held.items()
        if "as_of" in data and "hosts" not in data and ("challenges" in data or file.name == _PROGRAMME)
    ]
    asked = {file: str(data.get("id")).strip() for file, data in held.items() if "hosts" in data}
    copies = [file for file in asked if file.suffix.lower() == ".xlsx" and Counter(asked.values())[asked[file]] > 1]
    challenges = dict.fromkeys(_pattern(file, folder) for file in asked if file not in copies)
    return "\n".join(
        [
            _HEAD,
            *_lines("pool", [_path(each, folder) for each in pools], "a folder of tables, or an .xlsx workbook"),
            f"challenges = {json.dumps(list(challenges), ensure_ascii=False)}",
            *_copies([_path(each, folder) for each in copies]),
            *_lines("programme", [_path(each, folder) for each in programmes], "challenges that share the pool"),
            _TAIL,
        ]
    )


def _within(place: Path) -> list[Path]:
    """Return the contents of a folder, without what programs leave behind."""
    return [each for each in sorted(place.iterdir()) if not is_left_behind(each.name)]


def _with_tables(places: Sequence[Path]) -> list[Path]:
    """Return the folders that have the table `peers`."""
    return [each for each in places if any(_table(file) == "peers" for file in _within(each) if file.is_file())]


def _table(file: Path) -> str:
    return file.name.partition(".")[0].casefold() if file.suffix.lower() in {".csv", ".parquet"} else ""


def _has_peers(file: Path) -> bool:
    from teamforge.tables.workbook import open_workbook  # noqa: PLC0415 -- its dates need pandas, and CSV needs none

    opened = open_workbook("peers", file)
    if isinstance(opened, Fault):
        return False
    with opened:
        return "peers" in map(str.casefold, opened.sheets)


def _held(file: Path) -> Mapping[str, object]:
    """Return the fields of the file of a challenge or programme; empty if it holds neither."""
    return {} if file.suffix.lower() == ".xlsx" and not holds_challenge(file) else fields_of(file)


def _path(place: Path, folder: Path) -> str:
    return place.relative_to(folder).as_posix()


def _pattern(file: Path, folder: Path) -> str:
    """Return a pattern for files like this one; a workbook, slow to open, is named directly."""
    if file.suffix.lower() == ".xlsx":
        return _path(file, folder)
    return (Path(escape(_path(file.parent, folder))) / f"*{file.suffix}").as_posix()


def _copies(workbooks: Sequence[str]) -> Iterator[str]:
    """Yield comments about workbooks left out because another file holds the same challenge."""
    if workbooks:
        yield "# left out, because they hold the same challenge as another file: add the one that you work with"
        yield from (f"# {json.dumps(each, ensure_ascii=False)}" for each in workbooks)


def _lines(name: str, found: Sequence[str], what: str) -> Iterator[str]:
    """Yield the line of a field: the one thing found, or comments if there is not exactly one."""
    texts = [json.dumps(each, ensure_ascii=False) for each in found]
    if len(texts) == 1:
        yield f"{name} = {texts[0]}"
    elif texts:
        yield f"# {name}: {what}; take one of these"
        yield from (f"# {name} = {text}" for text in texts)
    else:
        yield f'# {name} = "…"   # {what}'
