"""A result as rows: a filled seat each."""

from __future__ import annotations

from collections.abc import Callable

from teamforge.result import Result

__all__ = ["team_rows"]

_COLUMNS = ("challenge_id", "status", "start", "end", "seat", "peer_id", "role", "fit", "points")

Row = tuple[str | int | None, ...]


def team_rows(result: Result, named: Callable[[str], str] | None = None) -> tuple[tuple[str, ...], list[Row]]:
    """
    Return the columns and rows of a team; no rows without one.

    Parameters
    ----------
    result
        What `compose` returned.
    named
        A peer's id to their name: adds the column `name`.
    """
    points = result.points_by_member()
    rows: list[Row] = []
    if result.window is not None:
        head = (result.challenge_id, str(result.status), str(result.window.start), str(result.window.end))
        for member in result.members:
            row: Row = (*head, member.seat, member.peer_id, member.role, member.fit, points[member.seat])
            rows.append(row if named is None else (*row, named(member.peer_id)))
    return (_COLUMNS if named is None else (*_COLUMNS, "name")), rows
