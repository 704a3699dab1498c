"""`teamforge sheet`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from teamforge.cli.options import ChallengePath, Names, PoolPath, argument, template_option
from teamforge.cli.outputs import OUT, Audiences, OutputOptions, readers_of, refuse_what_does_not_fit, write_results
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_both
from teamforge.cli.showing import tell
from teamforge.cli.streams import write


def sheet(
    result: Annotated[Path, argument("RESULT", "A .json or .xlsx file of `--out`.")],
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    out: Annotated[list[Path], OUT],
    audience: Audiences = None,
    names: Names = False,
    template: Annotated[
        Path | None,
        template_option("Your own Word document with placeholders, filled for each --out FILE.docx."),
    ] = None,
) -> None:
    """
    Write the papers of a kept team: sheets, workbook and record, as many as you ask for.

    The kept result is verified against the files; nothing is searched for, so every paper has the same team. For a
    repaired team, the challenge may be the one before the repair. A team.xlsx as RESULT keeps its states and notes.

    Exit status: 0 everything was written; 2 something is wrong with the files, or the result does not hold.

    \b
    Example:
      teamforge sheet result.json pool challenge.toml --out team.docx --out host.pdf --audience team --audience host
    """  # noqa: D301 -- \b keeps the lines of the example apart
    readers = readers_of(audience, out)
    refuse_what_does_not_fit(out, readers, template)
    with progress("reading the files") as say:
        from teamforge.api import Result
        from teamforge.explain.reserves import no_reserves
        from teamforge.pool.assignments.history import in_force
        from teamforge.records.record import read_record, record_of
        from teamforge.records.verification import news_of
        from teamforge.workbook.reading import read_team

        record = read_record(result)
        # Without a team there are no states to keep.
        filled_in = result.suffix.lower() == ".xlsx" and record.get("window") is not None
        before = read_team(result) if filled_in else None
        inputs = read_both(pool, challenge, history=False)
        say("checking the result")
        kept = Result.from_record(record, *inputs)
        named_ = inputs.pool.peers.name_of if names else None
        history = in_force(inputs.pool, kept.challenge_id)
        out_by_now = () if kept.team is None else no_reserves(inputs.pool, kept.challenge, kept.team)
        say("writing")
        options = [OutputOptions(named_, reader, template, before, history, out_by_now) for reader in readers]
    write_results(kept, out, options, lambda line: write(f"{line}\n"))
    written = record_of(record)
    news = news_of(written.assignments, written.teams, inputs.pool)
    tell([f"since it was made: {line}" for line in news], inputs.pool if names else None)
