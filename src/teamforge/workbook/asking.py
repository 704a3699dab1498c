"""How far the asking has come: what a repair, a workbook and the history say of everybody who was asked."""

from __future__ import annotations

from collections.abc import Sequence

from teamforge.pool.assignments.history import Assignment, states_of
from teamforge.result.data import ResultData
from teamforge.team import Responses
from teamforge.workbook.reading import AskedPeer, TeamWorkbook
from teamforge.workbook.states import SeatState

__all__ = ["asking"]


def asking(
    result: ResultData, before: TeamWorkbook | None, history: Sequence[Assignment]
) -> dict[str, tuple[str, str]]:
    """
    Return state and note of everybody who was asked.

    The answers given to a repair come first, then what people changed in the workbook it began with, then the history,
    then what stood in that workbook.
    """
    start = None if result.window is None else result.window.start
    now = {member.peer_id: (member.seat, start) for member in result.members}
    found: dict[str, tuple[SeatState, str]] = {}
    known: dict[str, str] = {}

    def add(peer: str, state: SeatState, note: str, *place: object) -> None:
        known[peer] = state.value
        if peer not in now and state is SeatState.PROPOSED and not note:  # nobody has asked them
            found.pop(peer, None)
        elif peer not in now:  # who stood on the team and does not any more is free again
            found[peer] = state if state.replaced else SeatState.RELEASED, note
        else:  # another seat or other days are another question
            found[peer] = state if place == now[peer] else SeatState.PROPOSED, note

    def add_written(people: Sequence[AskedPeer]) -> None:
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
