"""`teamforge schema`."""

from __future__ import annotations

import sys

from teamforge.cli.streams import speaks_unicode, write

__all__ = ["schema"]


def schema() -> None:
    """
    Print what a challenge file may hold, as JSON Schema.

    Editors use it to complete and check a challenge while it is written.

    \b
    Example:
      teamforge schema > challenge.schema.json
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.challenge.schema import challenge_schema
    from teamforge.report.tabular import to_json

    write(to_json(challenge_schema(), ascii_only=not speaks_unicode(sys.stdout)))
