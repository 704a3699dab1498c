"""The papers of a team, to download."""

from __future__ import annotations

from starlette.responses import Response

from teamforge.app.asking import Ask
from teamforge.app.papers import paper_of


def paper(ask: Ask) -> Response:
    """Hand out a paper."""
    name = ask.text("paper")
    found = paper_of(ask.desk, ask.season, ask.challenge, name)
    return Response(
        found.content, media_type=found.type, headers={"content-disposition": f'attachment; filename="{name}"'}
    )
