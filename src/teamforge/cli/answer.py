"""`teamforge answer`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamforge.cli.options import By, ChallengePath, Format, Names, Note, On, PoolPath, argument, day_of, option
from teamforge.cli.project import complete_answer
from teamforge.cli.reading import known_peers, read_both
from teamforge.cli.recording import Recording, record_rows, require_same
from teamforge.errors import InputError
from teamforge.spec.vocabulary import ASSIGNMENT_STATES

if TYPE_CHECKING:
    from teamforge.assignments import Assignment
    from teamforge.pool import Pool
    from teamforge.workbook.reading import PeerResponse, TeamWorkbook


def answer(  # noqa: PLR0913 -- the columns of a row
    pool: PoolPath,
    challenge: ChallengePath = None,
    states: Annotated[
        list[str] | None,
        argument("PEER=STATE …", "For example P015=declined; PEER STATE works too.", autocompletion=complete_answer),
    ] = None,
    *,
    everybody: Annotated[
        str | None,
        option(
            "--all",
            "STATE",
            "One state for everybody on the team, such as done.",
            autocompletion=lambda: [*ASSIGNMENT_STATES],
        ),
    ] = None,
    workbook: Annotated[
        Path | None, option("--from", "TEAM.xlsx", "Take the states and notes that people changed in a workbook.")
    ] = None,
    on: On = None,
    by: By = "",
    note: Note = "",
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    Record what people answered: proposed, asked, accepted, confirmed, done; declined, objected, withdrawn; released.

    All answers of a command are written, or none. What was written before never changes.

    \b
    Examples:
      teamforge answer pool challenge.toml P015=declined P021=asked --on 2027-01-14
      teamforge answer pool challenge.toml --from team.xlsx
      teamforge answer pool challenge.toml --all done
    """  # noqa: D301 -- \b keeps the lines of the example apart
    day = None if on is None else day_of(on)
    words = list(states or ())
    if challenge is not None and not challenge.exists() and pool.suffix.lower() == ".xlsx":
        challenge, words = None, [str(challenge), *words]  # the challenge is in the workbook

    def recording() -> Recording:
        from teamforge.assignments import answers, in_force, live

        inputs = read_both(pool, challenge, history=False)
        asked = inputs.challenge
        pairs = _pairs(inputs.pool, words, {row.peer_id for row in in_force(inputs.pool, asked.id)})
        book = None
        if workbook is not None:
            from teamforge.workbook.reading import read_team

            book = read_team(workbook)
            require_same(book.challenge_id, asked.id, "--from")
        elif not pairs and everybody is None:
            raise typer.BadParameter("missing: who answered what, such as P015=declined", param_hint="PEER=STATE")

        def rows_for(pool: Pool) -> list[Assignment]:
            changed = () if book is None or workbook is None else changes_in(book, workbook, pool)
            standing = live(pool, asked) if everybody is not None else []
            if everybody is not None and not standing:
                raise typer.BadParameter(f"nobody stands on the team of {asked.id}", param_hint="--all")
            states = [*((row.peer_id, str(everybody).strip().casefold()) for row in standing)]
            states += [*((each.peer_id, str(each.state)) for each in changed), *pairs]
            notes = {each.peer_id: each.note for each in changed if each.note}
            team = None if book is None else book.team
            return answers(pool, asked, states, team=team, on=day, by=by, note=note, notes=notes)

        return Recording(f"challenge {asked.id}", rows_for)

    record_rows(pool, recording, form, names=names)


def changes_in(book: TeamWorkbook, path: Path, pool: Pool) -> Sequence[PeerResponse]:
    """
    Return what people changed in a workbook that the history does not have yet.

    Raises
    ------
    InputError
        If it holds an answer that was recorded and has since been taken back.
    """
    from teamforge.assignments import in_force
    from teamforge.pool.assignments.history import rows_of
    from teamforge.records.record import read_record, record_of
    from teamforge.workbook.asking import unrecorded

    made = 0
    with suppress(InputError):  # without its record it may date from any time
        made = record_of(read_record(path)).assignments
    later = rows_of(pool, range(made, len(pool.assignments)))
    return unrecorded(
        book, in_force(pool, book.challenge_id), [row for row in later if row.challenge_id == book.challenge_id]
    )


def _pairs(pool: Pool, words: Sequence[str], asked: Collection[str]) -> list[tuple[str, str]]:
    """
    Return ids and states from words such as ``P1=asked`` or ``P1 asked``.

    Peers are given by id or name; a name that fits several means the one who was asked.
    """
    pairs, rest = [], list(words)
    while rest:
        word = rest.pop(0)
        peer, sign, state = word.rpartition("=")
        if not sign:
            if not rest:
                raise typer.BadParameter(f"{word!r} has no state: say {word}=asked", param_hint="PEER=STATE")
            peer, state = word, rest.pop(0)
        pairs.append((peer.strip(), state.strip().casefold()))
    known_peers(pool, [peer for peer, _ in pairs], "PEER", asked)  # reports all unknown peers at once
    return [(next(iter(known_peers(pool, [peer], "PEER", asked))), state) for peer, state in pairs]
