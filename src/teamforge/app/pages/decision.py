"""The decision: who decided what about the team, when and why, in the folder's record of decisions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from starlette.responses import Response

from teamforge.app.asking import Ask, RefusedError
from teamforge.app.pages.answers import team_to_send
from teamforge.records.decisions.deciding import decide
from teamforge.records.decisions.entry import Decision, Outcome
from teamforge.spec.dates import as_day

__all__ = ["decision", "decisions_of", "write_down"]


def decisions_of(ask: Ask) -> Path:
    """Return where decisions are written down: next to the file of the project."""
    return ask.desk.files.project.file.parent / "decisions.jsonl"


def decision(ask: Ask) -> Response:
    """Ask for what a decision needs."""
    result = team_to_send(ask)
    if result is None or ask.draft.before is not None:
        raise RefusedError("There is no team to decide on: keep what you tried, and record the changes it needs.")
    return ask.show("decision", result=result, today=date.today(), file=decisions_of(ask).name)  # noqa: DTZ011 -- here


def write_down(ask: Ask) -> Response:
    """Write a decision down, and show its seal."""
    result = team_to_send(ask)
    if result is None or ask.draft.before is not None:
        raise RefusedError("There is no team to decide on.")
    outcome, on = ask.text("outcome"), as_day(ask.needed("on", "The date"))
    if outcome not in {Outcome.ACCEPTED, Outcome.REJECTED} or on is None:
        raise RefusedError("Say whether the team is accepted or rejected, and on which day.")
    words = (ask.needed("by", "Who decided"), ask.needed("role", "Their role"))
    decided = Decision(*words, on, Outcome(outcome), ask.needed("why", "The reason"))
    challenge = ask.season.challenges[ask.draft.challenge_id]
    entry = decide(result.to_record(), ask.pool, challenge, decided, decisions_of(ask))
    return ask.show("decided", entry=entry, file=decisions_of(ask).name)
