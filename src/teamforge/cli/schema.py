"""`teamforge schema`."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from teamforge.cli.streams import speaks_unicode, write


def schema(
    what: Annotated[
        Literal["challenge", "programme", "project", "result", "record", "plan", "decision"],
        typer.Argument(
            metavar="[WHAT]", help="challenge, programme, project, result, record, plan, decision.", show_default=True
        ),
    ] = "challenge",
) -> None:
    """
    Print the JSON Schema of a challenge file, or of what is written.

    challenge: a challenge file; editors use it to complete and check one as it is written. programme: the file of a
    programme of challenges. project: teamforge.toml, the file of a project folder. result: what `compose --format json`
    prints. record: what `compose --out result.json` writes. plan: what `plan --out plan.json` writes. decision: a line
    of what `decide` writes.

    \b
    Example:
      teamforge schema > challenge.schema.json
      teamforge schema record > record.schema.json
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.challenge.programme import programme_schema
    from teamforge.challenge.schema import challenge_schema
    from teamforge.project import project_schema
    from teamforge.records import decision_schema, plan_schema, record_schema, result_schema
    from teamforge.report.tabular import to_json

    schemas = {
        "challenge": challenge_schema,
        "programme": programme_schema,
        "project": project_schema,
        "result": result_schema,
        "plan": plan_schema,
        "record": record_schema,
        "decision": decision_schema,
    }
    write(to_json(schemas[what](), ascii_only=not speaks_unicode(sys.stdout)))
