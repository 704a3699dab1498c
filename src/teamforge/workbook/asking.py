"""How far the asking has got: what a repair, a workbook and the history say about everybody who was asked."""

from __future__ import annotations

from collections.abc import Sequence

from teamforge.errors import Fault, InputError
from teamforge.page.words import days_in_words
from teamforge.pool.assignments.history import Assignment, states_of
from teamforge.result.data import ResultData
from teamforge.team import Responses
from teamforge.workbook.reading import PeerResponse, SeatResponse, TeamWorkbook
from teamforge.workbook.states import SeatState


def asking(
    result: ResultData, before: TeamWorkbook | None, history: Sequence[Assignment]
) -> dict[str, tuple[str, str]]:
    """
    Return the state and note of everybody who was asked.

    The answers given to a repair come first, then people's changes in the workbook it started from, then the history,
    then the original content of that workbook.
    """
    start = None if result.window is None else result.window.start
    now = {member.peer_id: (member.seat, start) for member in result.members}
    found: dict[str, tuple[SeatState, str]] = {}
    known: dict[str, str] = {}

    def add(peer: str, state: SeatState, note: str, *place: object) -> None:
        known[peer] = state.value
        if peer not in now and state is SeatState.PROPOSED and not note:  # nobody has asked them
            found.pop(peer, None)
        elif peer not in now:  # a former member of the team is free again
            found[peer] = state if state.replaced else SeatState.RELEASED, note
        else:  # another seat or other days are another question
            found[peer] = state if place == now[peer] else SeatState.PROPOSED, note

    def add_written(people: Sequence[PeerResponse]) -> None:
        for each in people:
            add(each.peer_id, each.state, each.note, getattr(each, "seat", None), before and before.window.start)

    add_written(before.everybody if before else ())
    for row in history:
        add(row.peer_id, SeatState(row.state), row.note, row.seat, row.start)
    add_written(before.changes if before else ())
    answers = Responses.of(**(result.parameters["repair"] or {}))
    for peer, state in states_of(answers, known).items():
        found[peer] = SeatState(state), found.get(peer, (None, ""))[1]
    return {peer: (state.value, note) for peer, (state, note) in found.items()}


def unrecorded(
    book: TeamWorkbook, history: Sequence[Assignment], since: Sequence[Assignment]
) -> tuple[PeerResponse, ...]:
    """
    Return people's changes in a workbook that the history lacks, so that nothing is recorded twice.

    `history` has the rows in force for its challenge, and `since` all that were added after the workbook was made, in
    order. An `InputError` says that the history already had an answer from the workbook, and now says something else: a
    workbook that was read before must not restore an answer that somebody has taken back.
    """
    now = {row.peer_id: row for row in history}
    found, faults = [], []
    for each in book.changes:
        seat = each.seat if isinstance(each, SeatResponse) else None
        same = [
            row
            for row in since
            if (row.peer_id, row.state, row.start) == (each.peer_id, each.state, book.window.start)
            and seat in {None, row.seat}
        ]
        if not same or (now[each.peer_id] == same[-1] and each.note not in {"", same[-1].note}):
            found.append(each)
        elif now[each.peer_id] != same[-1]:
            day = days_in_words(same[-1].on, same[-1].on)
            expected = f"what holds now: this was recorded on {day}, and since then: {now[each.peer_id].reason}"
            mend = "correct the cell, or say what holds with `teamforge answer POOL CHALLENGE PEER=STATE`"
            faults.append(Fault("team", None, "state", f"{each.peer_id} {each.state}", expected, mend))
    if faults:
        raise InputError(faults)
    return tuple(found)
