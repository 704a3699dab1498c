"""`teamforge assignments`."""

from __future__ import annotations

from typing import Annotated

from teamforge.cli.options import Format, Names, PoolPath, day_of, option, peer_option
from teamforge.cli.progress import progress
from teamforge.cli.project import complete_challenge
from teamforge.cli.reading import known_peers
from teamforge.cli.recording import show_rows
from teamforge.cli.showing import refuse_names_for_programs
from teamforge.cli.streams import to_stderr
from teamforge.errors import close_match


def assignments(
    pool: PoolPath,
    *,
    challenge: Annotated[
        str | None, option("--challenge", "ID", "Only this challenge.", autocompletion=complete_challenge)
    ] = None,
    peer: Annotated[str | None, peer_option("Only this peer, by id or name.")] = None,
    week: Annotated[
        str | None, option("--week", "DATE", "Only visits in the week of this date, Monday to Sunday.")
    ] = None,
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    Show who is on which team, and what they answered: the latest row for each challenge and peer.

    \b
    Example:
      teamforge assignments pool --week 2027-04-19
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.assignments import in_force
    from teamforge.pool.reading import read_pool
    from teamforge.spec.dates import monday_of

    refuse_names_for_programs(form, names=names)
    day = None if week is None else day_of(week)
    with progress("reading the files"):
        known = read_pool(pool)
        if peer is not None:
            (peer,) = known_peers(known, [peer])
        every = in_force(known)
        rows = [row for row in every if challenge in {None, row.challenge_id} and peer in {None, row.peer_id}]
        if day is not None:
            monday = monday_of(day)
            rows = [row for row in rows if monday_of(row.start) <= monday <= row.end]
    ids = {row.challenge_id for row in every}
    if challenge is not None and challenge not in ids:
        hint = close_match(challenge, sorted(ids))
        to_stderr(f"the history has no row of challenge {challenge!r}" + (hint and f": {hint}"))
    show_rows(known, rows, form, "Who was asked, and what they said", names=names)
