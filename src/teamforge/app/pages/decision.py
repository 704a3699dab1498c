"""The decision: who decided what about the team, when and why, in the folder's record of decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from starlette.responses import Response

from teamforge.app.asking import Ask, Desk, RefusedError
from teamforge.app.deciding import Seen, decide_as_seen, seen_of
from teamforge.app.keeping import StaleError
from teamforge.app.standing import team_to_send
from teamforge.assignments import Assignment
from teamforge.errors import InputError
from teamforge.records.decisions.chain import read_decisions
from teamforge.records.decisions.entry import Decision, Entry, Outcome, Substitution
from teamforge.spec.dates import as_day
from teamforge.spec.words import capital, spoken

_NOBODY = "nobody"
_CHANGED = (
    "Something has changed since you opened this page, perhaps in another tab: the team, what people answered, or what "
    "was decided. This is how it stands now."
)


@dataclass(frozen=True)
class Decided:
    """
    The last decision about a challenge, and how the team that stands differs from the one decided on.

    Parameters
    ----------
    entry
        The decision as it was written down.
    seats
        A seat, who was decided on and who stands; None for nobody.
    start
        The first day that was decided on, if the team stands on other days.
    file, holds
        The name of the record, and whether every link of its chain holds.
    """

    entry: Entry
    seats: tuple[tuple[str, str | None, str | None], ...]
    start: date | None
    file: str
    holds: bool


def decided_on(desk: Desk, challenge_id: str, live: Sequence[Assignment]) -> Decided | None:
    """
    Return the last decision about a challenge, held against the rows of the team that stands; None if there is none.

    Raises
    ------
    InputError
        If the record cannot be read.
    """
    path = desk.files.decisions
    if not path.exists():
        return None
    found = read_decisions(path)
    own = [each for each in found if each.proposal.challenge_id == challenge_id]
    if not own:
        return None
    entry, record = own[-1], (path.name, found.holds)
    if entry.team is None or not live:
        return Decided(entry, (), None, *record)
    was, has = {each.seat: each.peer_id for each in entry.team.members}, {row.seat: row.peer_id for row in live}
    seats = tuple((seat, was.get(seat), has.get(seat)) for seat in {**was, **has} if was.get(seat) != has.get(seat))
    return Decided(entry, seats, entry.team.start if entry.team.start != live[0].start else None, *record)


def decision(ask: Ask) -> Response:
    """Ask for what a decision needs."""
    return _form(ask, {"on": date.today().isoformat()})  # noqa: DTZ011 -- the day where the person is


def _form(
    ask: Ask, given: Mapping[str, str], why: tuple[str, ...] = (), status: HTTPStatus = HTTPStatus.OK
) -> Response:
    """Show the form; `why` says why nothing was written."""
    result = None if ask.draft.before is not None else team_to_send(ask.season, ask.challenge)
    if result is None:
        raise RefusedError("There is no team to decide on: keep what you tried, and record the changes it needs.")
    proposed = {member.seat: member.peer_id for member in result.members}
    return ask.show(
        "decision",
        status,
        result=result,
        proposed=[(seat.id, proposed.get(seat.id)) for seat in result.challenge.seats],
        given=given,
        why=why,
        seen=seen_of(ask.season, result, ask.desk.files.decisions),
        file=ask.desk.files.decisions.name,
    )


def write_down(ask: Ask) -> Response:
    """Write a decision down, and show its seal; if it is refused, show the form again, still filled in."""
    given = {name: value for name, value in ask.form.items() if isinstance(value, str)}
    try:
        entry = _write(ask)
    except StaleError:
        return _form(ask, given, (_CHANGED,), HTTPStatus.CONFLICT)
    except RefusedError as error:
        return _form(ask, given, (error.text,), error.status)
    except InputError as error:
        return _form(ask, given, tuple(map(str, error.faults)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return ask.show("decided", entry=entry, file=ask.desk.files.decisions.name)


def _write(ask: Ask) -> Entry:
    if ask.draft.before is not None:
        raise RefusedError("There is no team to decide on: keep what you tried first.")
    outcome, on = ask.text("outcome"), as_day(ask.needed("on", "The date"))
    if outcome not in set(Outcome) or on is None:
        raise RefusedError("Say whether the team is accepted, changed or rejected, and on which day.")
    start = as_day(ask.text("start")) if ask.text("start") else None
    if ask.text("start") and start is None:
        raise RefusedError("The first day on site is not a date.")
    words = (ask.needed("by", "Who decided"), ask.needed("role", "Their role"))
    made = Decision(*words, on, Outcome(outcome), ask.needed("why", "The reason"), tuple(_changes(ask)), start)
    rows, decisions = (int(text) if (text := ask.text(name)).isdecimal() else -1 for name in ("rows", "decisions"))
    seen = Seen(rows, ask.text("input_digest"), decisions)
    entry = decide_as_seen(ask.season, ask.challenge, made, ask.desk.files.decisions, seen)
    if entry is None:
        raise RefusedError("There is no team to decide on: record the changes it needs first.")
    return entry


def _changes(ask: Ask) -> Iterator[Substitution]:
    """Yield who takes a seat instead of the one proposed; a peer is named by id, or by words that only they have."""
    for seat in ask.challenge.seats:
        words = ask.text(f"seat:{seat.id}")
        if words.casefold() == _NOBODY:
            yield Substitution(seat.id, None)
        elif words:
            found = ask.season.find_peers(words)
            if len(found) != 1:
                many = f"{len(found)} peers have" if found else "nobody in the pool has"
                raise RefusedError(f"{capital(spoken(seat.id))}: {many} “{words}” in their name or id. Give the id.")
            yield Substitution(seat.id, found[0])
