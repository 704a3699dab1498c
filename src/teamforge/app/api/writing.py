"""
The verbs that write into the folder.

Those that add to the history, or change a file, refuse if somebody else has written since it was looked at.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Base64Encoder, EncodedBytes, Field

from teamforge.app.api.questions import row_of
from teamforge.app.api.verbs import Attribution, Body, MissingError, OfChallenge, Rows, Verb, asked, known
from teamforge.app.asking import RefusedError
from teamforge.app.beginning import begin, can_begin, can_join
from teamforge.app.deciding import Seen, decide_as_seen
from teamforge.app.keeping import StaleError, can_keep, keep
from teamforge.app.sending import check_files, take_files
from teamforge.app.standing import repair_of
from teamforge.assignments import Assignment, add_rows, answers, changes
from teamforge.challenge.matching import require_fit
from teamforge.errors import InputError
from teamforge.records.decisions.entry import Decision, Outcome, Substitution
from teamforge.spec.vocabulary import LIVE, OUT, TABLES

if TYPE_CHECKING:
    from teamforge.app.asking import Desk
    from teamforge.challenge import Challenge
    from teamforge.pool import Pool


class RecordAnswers(Attribution):
    """What people answered."""

    challenge: str = Field(description="Its id.")
    states: dict[str, str] = Field(
        description=f"Peer id to one of {', '.join((*LIVE, *OUT, 'released'))}.", min_length=1
    )


Digest = Annotated[str, Field(description="The `input_digest` of the team that was looked at.")]


class Propose(Attribution):
    """A team to record as proposed."""

    challenge: str = Field(description="Its id.")
    input_digest: Digest
    team: Literal["best", "repaired"] = Field(
        "best", description="The best team, or the one with the fewest changes to the team that stands."
    )


class Decide(Body):
    """What a person decided about the team that stands or, before anybody was proposed, the best one."""

    challenge: str = Field(description="Its id.")
    rows: Rows
    input_digest: Digest
    decisions: Annotated[int, Field(ge=0, description="How many entries the record of decisions had.")]
    by: str = Field(max_length=200, description="The name of the person who decided.")
    role: str = Field(max_length=200, description="Their role.")
    on: date = Field(strict=False)
    outcome: Literal["accepted", "changed", "rejected"]
    why: str = Field(max_length=4000)
    changes: dict[str, str | None] = Field(
        {}, description="If it was changed: seat to the peer who takes it instead, or null for nobody."
    )
    start: date | None = Field(None, description="If it was changed: the first day on site.", strict=False)


class Keep(OfChallenge):
    """Fields of a challenge to write into its file."""

    seal: str = Field(description="The seal of its file when it was looked at, as `/api/challenges` has it.")


class Start(Body):
    """A new challenge, to write into a file of its own."""

    fields: dict[str, Any] = Field(description="As `teamforge schema challenge` has them.")
    join: bool = Field(default=False, description="Whether to plan it with the others of the programme.")


class _Strictly(Base64Encoder):
    """Base64, in lines or in one; pydantic's own passes over what is none."""

    @classmethod
    def decode(cls, data: bytes) -> bytes:
        return b64decode(b"".join(data.split()), validate=True)


class CheckFiles(Body):
    """Files to read as they would be read in the pool."""

    files: dict[str, Annotated[bytes, EncodedBytes(encoder=_Strictly)]] = Field(
        description="Name, such as peers.csv or calendars/P012.ics, to content in base64.", min_length=1
    )


class TakeIn(Body):
    """Files that were checked, to take the place of those in the pool."""

    key: str = Field(description="What `/api/check-files` answered.")


def written(desk: Desk, rows: int, made: Callable[[Pool], Sequence[Assignment]]) -> dict[str, object]:
    """Add rows to the history, if it still has as many as when it was looked at."""

    def said(now: Pool) -> Sequence[Assignment]:
        if len(now.assignments) != rows:
            raise RefusedError("the history is longer by now: look at it again")
        return made(now)

    pool, added = add_rows(desk.files.pool_path, said, lambda: desk.files.now().sound)
    desk.files.stands(pool)
    return {"rows": len(pool.assignments), "written": [row_of(each) for each in added]}


def _answer(desk: Desk, body: RecordAnswers) -> object:
    challenge = known(desk.files.now(), body.challenge)
    return written(desk, body.rows, lambda now: answers(now, challenge, body.states, **body.how))


def _propose(desk: Desk, body: Propose) -> object:
    season = desk.files.now()
    challenge = known(season, body.challenge)
    if body.team == "best":
        result, before = season.result(challenge), None
    else:
        stands = repair_of(season, challenge)
        if stands is None:
            raise MissingError("no team stands: nobody was proposed, or the visit is over")
        if stands.found is None:
            raise RefusedError(stands.why)
        result, before = stands.found.result, stands.found.before
    team = result.require_team()
    if result.input_digest != body.input_digest:
        raise RefusedError("the files have changed since this team was composed: look at it again")
    return written(desk, body.rows, lambda now: changes(team, now, challenge, before=before, **body.how))


def _decide(desk: Desk, body: Decide) -> object:
    season = desk.files.now()
    challenge = known(season, body.challenge)
    substitutions = tuple(Substitution(seat, peer) for seat, peer in body.changes.items())
    decided = Decision(body.by, body.role, body.on, Outcome(body.outcome), body.why, substitutions, body.start)
    seen = Seen(body.rows, body.input_digest, body.decisions)
    try:
        entry = decide_as_seen(season, challenge, decided, desk.files.decisions, seen)
    except StaleError:
        text = "the team, what people answered or the record of decisions has changed: look at them again"
        raise RefusedError(text) from None
    if entry is None:
        raise RefusedError("there is no team to decide on: record the changes that it needs first")
    return entry.to_dict()


def _keep(desk: Desk, body: Keep) -> object:
    season = desk.files.now()
    before, now = known(season, body.challenge), asked(season, body)
    file = desk.files.project.challenges.get(body.challenge)
    if file is None or not can_keep(file):
        raise RefusedError("this challenge has no text file of its own")
    require_fit(season.sound, now)
    try:
        keep(file, body.seal, before, now)
    except StaleError:
        raise RefusedError("the file of the challenge has changed: look at it again") from None
    return {"file": file.name}


def _start(desk: Desk, body: Start) -> object:
    project, pool = desk.files.project, desk.files.now().sound
    if not can_begin(project) or (body.join and not can_join(project)):
        raise RefusedError("a workbook, or a programme that does not list files, takes no new challenge")

    def right(challenge: Challenge) -> None:
        require_fit(pool, challenge)

    file = begin(project, body.fields, join=body.join, right=right)
    desk.files.reread()
    return {"file": file.name}


def _check_files(desk: Desk, body: CheckFiles) -> object:
    now, found = desk.files.now().pool, check_files(desk, body.files.items())
    if found.faults or found.incoming.pool is None:
        raise InputError(found.faults)
    then = found.incoming.pool
    tables = {
        name: {"rows": len(getattr(then, name)), "before": None if now is None else len(getattr(now, name))}
        for name in TABLES
    }
    said = {"notes": found.notes, "warnings": then.warnings, "left": found.left}
    return {"key": found.incoming.key, "tables": tables, **said}


def _take_in(desk: Desk, body: TakeIn) -> object:
    return {"kept": take_files(desk, body.key)}


WRITING = (
    Verb("/api/propose", _propose, "Record a team as proposed", Propose),
    Verb("/api/answers", _answer, "Record what people answered", RecordAnswers),
    Verb("/api/decide", _decide, "Write down what a person decided", Decide),
    Verb("/api/keep", _keep, "Change the file of a challenge", Keep),
    Verb("/api/check-files", _check_files, "Read the pool as it would be with other files", CheckFiles),
    Verb("/api/take-in", _take_in, "Take in files that were checked; what they replace is kept", TakeIn),
    Verb("/api/start", _start, "Start a challenge", Start),
)
