"""`teamforge letter` and `teamforge letters`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypedDict
from urllib.parse import quote

import typer

from teamforge.cli.options import KeptOf, Names, PoolPath, argument, day_of, flag, option, peer_option, template_option
from teamforge.cli.outputs import found_packages, is_word
from teamforge.cli.places import all_or_none, refuse_unwritable, write_all
from teamforge.cli.progress import progress
from teamforge.cli.project import complete_challenge
from teamforge.cli.reading import known_peers, read_both, read_dated_challenge, read_year
from teamforge.cli.showing import tell
from teamforge.cli.streams import write
from teamforge.cli.words import file_of
from teamforge.tables.saving import naming

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.api.plans import Plan
    from teamforge.challenge import Challenge
    from teamforge.pool import Pool
    from teamforge.report.letters import Letter
    from teamforge.search import Progress

_Result = Annotated[Path, argument("RESULT", "A .json or .xlsx file of `--out`, of a team or of a plan.")]
_Signed = Annotated[str, option("--signed", "NAME", "Who signs.")]
_On = Annotated[str | None, option("--on", "DATE", "The date of the letter; today if left out.")]
_Template = Annotated[
    Path | None,
    template_option(
        "Your own Word document, for .docx: its page, header, footer and styles; not what stands in its body."
    ),
]
_ENDINGS = (".txt", ".docx", ".html")


def _places(values: list[Path] | None) -> list[Path]:
    places = values or []
    for place in places:
        if place.suffix.lower() not in _ENDINGS:
            raise typer.BadParameter(f"{place} does not end in {' or '.join(_ENDINGS)}")
        refuse_unwritable(place)
    return places


def letter(  # noqa: PLR0913 -- an option each
    result: _Result,
    pool: PoolPath,
    challenge: KeptOf = None,
    *,
    peer: Annotated[str | None, peer_option("To this peer, by id or name; left out, to the host.")] = None,
    also: Annotated[
        list[str] | None,
        option(
            "--also",
            "CHALLENGE",
            "Another challenge of the year to mention, to a peer who is not on the team; of a programme, all that "
            "the history knows. May be repeated.",
            autocompletion=complete_challenge,
        ),
    ] = None,
    names: Names = False,
    signed: _Signed = "",
    on: _On = None,
    words: Annotated[
        Path | None,
        option(
            "--words",
            "FILE",
            "Your own words, a text file with placeholders, or a folder of them; --show-words prints ours.",
            exists=True,
        ),
    ] = None,
    template: _Template = None,
    show_words: Annotated[
        bool, flag("--show-words", "Print the words of this letter with their placeholders.")
    ] = False,
    out: Annotated[
        list[Path] | None,
        option(
            "--out",
            "FILE",
            "Write it to this file, .txt, .docx or .html; may be repeated. Left out, it is printed.",
            callback=_places,
        ),
    ] = None,
) -> None:
    """
    Write a letter about a kept team: an invitation, why somebody is not on it, or a letter to the host.

    It tells a member what the visit is and what is asked of them. It tells any other peer what the scope asks for, what
    kept them off and what would help. Without --peer it goes to the host, with the team sheet. No letter gives points,
    or says anything about another person. You can replace its words. For a kept plan, it tells a peer who is on none of
    its teams what kept them off each.

    Exit status: 0 it was written; 2 something is wrong with the files or the words, or the result does not hold.

    \b
    Examples:
      teamforge letter result.json pool challenge.toml --peer P001 --out letter.docx
      teamforge letter plan.json pool programme.toml --peer P001
    """  # noqa: D301 -- \b keeps the lines of the example apart
    word = any(is_word(place) for place in out or ())
    _found_packages(word=word)
    if template is not None and not word:
        raise typer.BadParameter("only a Word letter has one: name it with --out FILE.docx", param_hint="--template")
    day = None if on is None else day_of(on)
    with progress("reading the files") as say:
        kept, now = _kept(result, pool, challenge)
        to = None if peer is None else next(iter(known_peers(now, [peer])))
        others = [each for place in also or () for each in _visits(file_of(place, "--also"), now, kept)]
        say("writing")
        how = _LetterOptions(names=names, signed=signed, words=words, now=now, on=day)
        try:
            written = _letter(kept, to, others, how, say)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--peer") from None
    if show_words:
        from teamforge.report.letters.words import own_words

        write(own_words(written.kind))
        return
    if not out:
        write(written.text)
        return
    write_all(
        out, lambda place: written.write(place, template if is_word(place) else None), lambda line: write(f"{line}\n")
    )


def letters(  # noqa: PLR0913 -- likewise
    result: _Result,
    pool: PoolPath,
    challenge: KeptOf = None,
    *,
    folder: Annotated[Path, option("--folder", "FOLDER", "Where to write them; made if absent.")],
    kind: Annotated[
        Literal["docx", "html", "txt"], typer.Option("--form", help="What each letter is written as.")
    ] = "docx",
    names: Names = False,
    signed: _Signed = "",
    on: _On = None,
    words: Annotated[
        Path | None,
        option(
            "--words",
            "FOLDER",
            "Your own words: a folder with host.txt, invitation.txt, or both.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    template: _Template = None,
) -> None:
    """
    Write the letters that go out with a kept team: one to the host, and an invitation to each member.

    Anybody who has since said no gets none. For a kept plan, each challenge has a folder of its own. File names hold
    ids, never people's names. An existing file is never replaced.

    Exit status: 0 all were written; 2 something is wrong with the files, or the result does not hold.

    \b
    Example:
      teamforge letters result.json pool challenge.toml --folder letters --names
    """  # noqa: D301 -- \b keeps the lines of the example apart
    _found_packages(word=kind == "docx")
    if template is not None and kind != "docx":
        raise typer.BadParameter("only Word letters have one: leave out --form", param_hint="--template")
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder", param_hint="--folder")
    day = None if on is None else day_of(on)
    with progress("reading the files") as say:
        kept, now = _kept(result, pool, challenge)
        say("writing")
        how = _LetterOptions(names=names, signed=signed, words=words, now=now, on=day)
        places = _places_of(kept, folder, kind, how)
        if there := [str(place) for place in places if place.exists()]:
            msg = f"there already, and somebody may have changed it: {', '.join(there)}; name a new folder"
            raise typer.BadParameter(msg, param_hint="--folder")
        _write_new(places, template)
    tell(_not_invited(kept, now), now if names else None)
    write("".join(f"wrote {place}\n" for place in places))


def _write_new(letters: Mapping[Path, Letter], template: Path | None) -> None:
    """Write letters to new files, all or none: the next attempt refuses a folder with some of them."""
    with all_or_none() as begun:
        for place, letter_ in letters.items():
            with naming(place):
                place.parent.mkdir(parents=True, exist_ok=True)
            begun.append(place)
            letter_.write(place, template)


class _LetterOptions(TypedDict):
    """How letters are written, as `Result.letter` and `Plan.letter` take it."""

    names: bool
    signed: str
    words: Path | None
    now: Pool
    on: date | None


def _letter(
    kept: Result | Plan, peer: str | None, also: Sequence[Challenge], how: _LetterOptions, progress: Progress
) -> Letter:
    from teamforge.api import Result

    if isinstance(kept, Result):
        return kept.letter(peer, also=also, progress=progress, **how)
    if peer is None:
        raise ValueError("missing: a plan has many hosts; `teamforge letters` writes to all of them")
    return kept.letter(peer, **how)


def _places_of(kept: Result | Plan, folder: Path, kind: str, how: _LetterOptions) -> dict[Path, Letter]:
    """Return the letters by the files they go to."""
    from teamforge.api import Result
    from teamforge.report.letters.naming import file_names

    if isinstance(kept, Result):
        written = {folder: kept.letters(**how)}
    else:
        written = {folder / quote(own, safe=" "): letters for own, letters in kept.letters(**how).items()}
    return {
        place / f"{name}.{kind}": each
        for place, letters in written.items()
        for name, each in zip(file_names(letters), letters, strict=True)
    }


def _not_invited(kept: Result | Plan, now: Pool) -> Iterator[str]:
    """Yield the members who have since said no, or were released."""
    from teamforge.api import Result
    from teamforge.pool.assignments.history import in_force

    teams = {kept.challenge_id: kept.require_team()} if isinstance(kept, Result) else kept.teams
    for own, team in teams.items():
        members = {peer for _, peer in team.seats}
        for row in in_force(now, own):
            if row.peer_id in members and not row.live:
                yield f"no invitation to {row.peer_id}: {row.reason}"


def _kept(result: Path, pool: Path, of: Path | None) -> tuple[Result | Plan, Pool]:
    """Return a kept result, or a kept plan, and the pool with its history as it is now."""
    from teamforge.api import Result
    from teamforge.api.plans import Plan
    from teamforge.records.record import holds_plan, read_record

    record = read_record(result)
    if holds_plan(record):
        year = read_year(pool, of, history=False)
        return Plan.from_record(record, *year), year.pool
    inputs = read_both(pool, of, history=False)
    return Result.from_record(record, *inputs), inputs.pool


def _visits(place: Path, pool: Pool, kept: Result | Plan) -> Iterator[Challenge]:
    """Yield a challenge; for a programme, those that the history knows, without the letter's own."""
    from teamforge.api import Result
    from teamforge.challenge.programme.reading import is_programme, read_programme
    from teamforge.pool.assignments.history import in_force

    if not isinstance(kept, Result):
        raise typer.BadParameter("a letter about a plan covers all its challenges", param_hint="--also")
    if not is_programme(place):
        yield read_dated_challenge(place)
        return
    known = {row.challenge_id for row in in_force(pool)} - {kept.challenge_id}
    yield from (each for each in read_programme(place).challenges if each.id in known)


def _found_packages(*, word: bool) -> None:
    found_packages("letters", "report", "jinja2", *(["docx", "docxtpl"] if word else []))
