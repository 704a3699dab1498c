"""The answers: who was asked and what they said, who leaves and who joins, and the papers of the team that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from teamforge.app.asking import Ask, RefusedError
from teamforge.app.keeping import StaleError, can_keep, keep, seal_of_file
from teamforge.app.pages.decision import decided_on
from teamforge.app.papers import PAPERS
from teamforge.app.standing import moved, repair_of, team_to_send
from teamforge.app.typing_in import changed_sheets
from teamforge.assignments import Assignment, add_rows, changes, in_force, live
from teamforge.assignments import answers as rows_of_answers
from teamforge.challenge import Challenge
from teamforge.pool import Pool
from teamforge.spec.dates import as_day
from teamforge.spec.vocabulary import LIVE, OUT

if TYPE_CHECKING:
    from teamforge.api import Result

_STATES = (*LIVE, *OUT)


def answers(ask: Ask) -> Response:
    """Show who was asked and what they said."""
    rows = in_force(ask.pool, ask.draft.challenge_id)
    team = live(ask.pool, ask.challenge)
    stands = repair_of(ask.season, _as_kept(ask)) if rows else None
    file = ask.desk.files.project.challenges.get(ask.draft.challenge_id)
    return ask.show(
        "answers",
        live=team,
        out=[row for row in rows if row.out],
        states=_STATES,
        repair=stands,
        moved=() if stands is None or stands.found is None else moved(stands.found),
        over=any(row.state == "done" for row in team),
        rows=len(ask.pool.assignments),
        today=date.today(),  # noqa: DTZ011 -- the day where the person is
        keepable=can_keep(file),
        sheets=() if file is None or can_keep(file) else tuple(changed_sheets(_as_kept(ask), ask.challenge)),
        listed_in=_listed_in(ask),
        seal="" if file is None or ask.draft.before is None else seal_of_file(file),
        file="" if file is None else file.name,
        papers=PAPERS,
        decided=decided_on(ask.desk, ask.draft.challenge_id, team),
        ready=ask.draft.before is None and team_to_send(ask.season, _as_kept(ask)) is not None,
    )


def record(ask: Ask) -> Response:
    """Write what was said into the history; refused if somebody else has written since the page was shown."""
    if ask.draft.before is not None:
        raise RefusedError("Keep what you tried first: what is recorded must be what the challenge’s file says.")
    what = {"propose": _proposed, "answers": _answers, "mend": _mend}.get(ask.text("what"))
    if what is None:
        raise RefusedError("There is nothing to record.")
    seen = ask.text("rows")

    def said(now: Pool) -> Sequence[Assignment]:
        if seen != str(len(now.assignments)):
            raise RefusedError(
                "Somebody has recorded something since you opened this page, perhaps you in another tab. Nothing was "
                "written: look at the page again.",
                HTTPStatus.CONFLICT,
            )
        return what(ask, now)

    pool, _ = add_rows(ask.desk.files.pool_path, said, lambda: ask.desk.files.now().sound)
    ask.desk.files.stands(pool)
    return ask.lead("answers", challenge=ask.draft.challenge_id)


def _how(ask: Ask) -> tuple[date | None, str, str]:
    given = ask.text("on")
    on = as_day(given) if given else None
    if given and on is None:
        raise RefusedError("The date is none.")
    return on, ask.text("by"), ask.text("note")


def _as_seen(ask: Ask, result: Result) -> None:
    """Refuse to record a team that is no longer the one that was looked at."""
    if ask.text("input_digest") != result.input_digest:
        raise RefusedError(
            "The files have changed since you opened this page, and the team with them. Nothing was written: look at "
            "the page again.",
            HTTPStatus.CONFLICT,
        )


def _proposed(ask: Ask, now: Pool) -> Sequence[Assignment]:
    on, by, note = _how(ask)
    _as_seen(ask, ask.result)
    return changes(ask.result.require_team(), now, ask.challenge, on=on, by=by, note=note)


def _answers(ask: Ask, now: Pool) -> Sequence[Assignment]:
    on, by, note = _how(ask)
    known = {row.peer_id: row.state for row in in_force(now, ask.draft.challenge_id)}
    states: Mapping[str, str] = {peer: state for peer in known if (state := ask.text(f"state:{peer}"))}
    if not states:
        raise RefusedError("Nothing was chosen for anybody.")
    if unknown := set(states.values()) - set(_STATES):
        raise RefusedError(f"There is no such answer: {', '.join(sorted(unknown))}.")
    return rows_of_answers(now, ask.challenge, states, on=on, by=by, note=note)


def _mend(ask: Ask, now: Pool) -> Sequence[Assignment]:
    on, by, note = _how(ask)
    stands = repair_of(ask.season, _as_kept(ask))
    if stands is None or stands.found is None:
        raise RefusedError("There is no such team.")
    found = stands.found
    _as_seen(ask, found.result)
    return changes(found.team, now, ask.challenge, before=found.before, on=on, by=by, note=note)


def keep_draft(ask: Ask) -> Response:
    """Write what a draft changed into the file of the challenge; refused if the file has changed since."""
    file = ask.desk.files.project.challenges.get(ask.draft.challenge_id)
    if file is None or not can_keep(file) or ask.draft.before is None:
        raise RefusedError("This challenge has no text file of its own that could be changed here.")
    try:
        keep(file, ask.text("seal"), ask.season.challenges[ask.draft.challenge_id], ask.challenge)
    except StaleError:
        raise RefusedError(
            "The file of the challenge has changed since you opened this page. Nothing was written: look at it again.",
            HTTPStatus.CONFLICT,
        ) from None
    return ask.lead("team", challenge=ask.draft.challenge_id)


def _listed_in(ask: Ask) -> str:
    """Return the name of the file that lists the challenges without files of their own."""
    project = ask.desk.files.project
    return (project.programme or project.file).name


def _as_kept(ask: Ask) -> Challenge:
    """Return the challenge as its file has it, whatever is being tried."""
    return ask.season.challenges[ask.draft.challenge_id]
