"""`teamforge letter` and `teamforge letters`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from teamforge.cli.options import ChallengePath, Names, PoolPath, peer_option
from teamforge.cli.outputs import found_packages
from teamforge.cli.progress import progress
from teamforge.cli.reading import known_peers, read_both
from teamforge.cli.streams import write

if TYPE_CHECKING:
    from teamforge.api import Result

__all__ = ["letter", "letters"]

_Result = Annotated[
    Path, typer.Argument(metavar="RESULT", help="A .json or .xlsx file of `--out`.", show_default=False)
]
_Signed = Annotated[str, typer.Option("--signed", metavar="NAME", help="Who signs.", show_default=False)]
_ENDINGS = (".txt", ".docx", ".html")


def _places(values: list[Path] | None) -> list[Path]:
    places = values or []
    for place in places:
        if place.suffix.lower() not in _ENDINGS:
            raise typer.BadParameter(f"{place} does not end in {' or '.join(_ENDINGS)}")
        if place.is_dir() or not place.absolute().parent.is_dir():
            raise typer.BadParameter(f"{place} is a folder, or in a folder that is not there")
    return places


def letter(  # noqa: PLR0913 -- an option each
    result: _Result,
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    peer: Annotated[
        str | None,
        peer_option("To this peer, by id or name; left out, to the host."),
    ] = None,
    also: Annotated[
        list[Path] | None,
        typer.Option(
            "--also",
            metavar="CHALLENGE",
            help="Another challenge of the year to mention, to a peer who is not on the team; may be repeated.",
            show_default=False,
        ),
    ] = None,
    names: Names = False,
    signed: _Signed = "",
    words: Annotated[
        Path | None,
        typer.Option(
            "--words",
            metavar="FILE",
            help="Your own words, a text file with placeholders; --show-words prints ours.",
            exists=True,
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    show_words: Annotated[
        bool,
        typer.Option(
            "--show-words", help="Print the words of this letter with their placeholders.", show_default=False
        ),
    ] = False,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out",
            metavar="FILE",
            callback=_places,
            help="Write it to this file, .txt, .docx or .html; may be repeated. Left out, it is printed.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """
    Write a letter about a kept team: an invitation, why somebody is not on it, or a letter to the host.

    To a member, it says what the visit is and what is asked of them. To any other peer, it says what the scope asks,
    what kept them off and what would help. Without --peer it goes to the host, with the team sheet. No letter holds
    points, or anything about another person. Words can be replaced.

    Exit status: 0 it was written; 2 something is wrong with the files or the words, or the result does not hold.

    \b
    Example:
      teamforge letter result.json pool challenge.toml --peer P001 --out letter.docx
    """  # noqa: D301 -- \b keeps the lines of the example apart
    found_packages("letters", "report", "jinja2", *(["docx"] if any(_is_word(place) for place in out or ()) else []))
    with progress("reading the files") as say:
        kept = _kept(result, pool, challenge)
        from teamforge.challenge.reading import read_challenge

        others = [read_challenge(each) for each in also or ()]
        to = None if peer is None else next(iter(known_peers(kept.pool, [peer])))
        say("writing")
        written = kept.letter(to, also=others, names=names, signed=signed, words=words, progress=say)
    if show_words:
        from teamforge.report.letters.words import own_words

        write(own_words(written.kind))
        return
    if not out:
        write(written.text)
    for place in out or ():
        written.write(place)
        write(f"wrote {place}\n")


def letters(
    result: _Result,
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    folder: Annotated[
        Path,
        typer.Option("--folder", metavar="FOLDER", help="Where to write them; made if absent.", show_default=False),
    ],
    kind: Annotated[
        Literal["docx", "html", "txt"], typer.Option("--form", help="What each letter is written as.")
    ] = "docx",
    names: Names = False,
    signed: _Signed = "",
) -> None:
    """
    Write the letters that go out with a kept team: one to the host, and an invitation to each member.

    The names of the files hold ids, never names of people. A file that is there already is never replaced.

    Exit status: 0 all were written; 2 something is wrong with the files, or the result does not hold.

    \b
    Example:
      teamforge letters result.json pool challenge.toml --folder letters --names
    """  # noqa: D301 -- \b keeps the lines of the example apart
    found_packages("letters", "report", "jinja2", *(["docx"] if kind == "docx" else []))
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder", param_hint="--folder")
    with progress("reading the files") as say:
        kept = _kept(result, pool, challenge)
        say("writing")
        from teamforge.report.letters.naming import file_names

        written = kept.letters(names=names, signed=signed)
        places = [folder / f"{name}.{kind}" for name in file_names(written)]
        if there := [str(place) for place in places if place.exists()]:
            msg = f"there already, and somebody may have changed it: {', '.join(there)}; name a new folder"
            raise typer.BadParameter(msg, param_hint="--folder")
        folder.mkdir(parents=True, exist_ok=True)
        for each, place in zip(written, places, strict=True):
            each.write(place)
    write("".join(f"wrote {place}\n" for place in places))


def _kept(result: Path, pool: Path, challenge: Path | None) -> Result:
    from teamforge.api import Result
    from teamforge.records.record import read_record

    record = read_record(result)
    return Result.from_record(record, *read_both(pool, challenge))


def _is_word(place: Path) -> bool:
    return place.suffix.lower() == ".docx"
