"""A composed team as a workbook, with a column for the state of each seat that a person fills in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from teamforge.explain import Reserves
from teamforge.pool import Pool
from teamforge.report.listings import finding_rows
from teamforge.result import Member, Result
from teamforge.workbook.headings import Heading, Holds
from teamforge.workbook.states import SeatState
from teamforge.workbook.writing import Book, Cell

__all__ = ["RECORD", "team_workbook"]

RECORD = ("challenge_id", "status", "points", "bound", "start", "end", "input_digest", "version", "seed")
"""The fields of the sheet `record`, by which the team is known again."""

_TEAM, _WHY, _KEEP = "#1E5C3A", "#1F4E78", "#7F7F7F"
"""The colours of the sheet to fill in, of those that explain, and of the record."""
_STATE = Heading("state", "Fill in: how far the asking has come.", required=True, words=tuple(map(str, SeatState)))
_MEMBERS = (
    Heading("seat", "The seat."),
    Heading("peer_id", "Who has it."),
    Heading("organisation_id", "Where they work. Blank: independent."),
    Heading("role", "The role with the best fit."),
    Heading("fit", "How well the role fits the seat, from 1 to 100.", holds=Holds.WHOLE),
    Heading("points", "What the ledger gives for this member alone.", holds=Holds.WHOLE, least=-(10**6)),
    _STATE,
    Heading("note", "For people; it is not read."),
)
_NAME = Heading("name", "For people.")
_LEDGER = (
    Heading("criterion", "A criterion, or soft: and a rule."),
    Heading("seat", "Blank where the points are the team's as a whole."),
    Heading("peer_id", "Who it is for."),
    Heading("detail", "What it is for."),
    Heading("points", "They sum to the points of the team.", holds=Holds.WHOLE, least=-(10**6)),
)
_RESERVES = (
    Heading("seat", "If the member on this seat drops out …"),
    Heading("member", "Who has it now."),
    Heading("rank", "1 costs the team least.", holds=Holds.WHOLE),
    Heading("peer_id", "… this peer can step in, everybody else and the dates kept."),
    Heading("points", "Of the team then.", holds=Holds.WHOLE),
    Heading("cost", "How many points fewer than now.", holds=Holds.WHOLE, least=-(10**6)),
)
_LISTS = "; several are parted by |"


def team_workbook(result: Result, reserves: Reserves | None = None, named: Callable[[str], str] | None = None) -> bytes:
    """
    Return the workbook of a result: team, ledger, coverage, findings, reserves and a record of what it is of.

    Parameters
    ----------
    result
        What `compose` returned; without a team the sheets are empty and the record says why.
    reserves
        Who could step in, as `reserves` returns it.
    named
        A peer's id to their name: adds the column `name` to the sheet `team`.

    Raises
    ------
    InputError
        If a text is too long for a workbook.
    """
    book = Book()
    headings = _MEMBERS if named is None else (*_MEMBERS[:2], _NAME, *_MEMBERS[2:])
    points = result.points_by_member()
    rows = [_member(result.pool, member, points[member.seat]) for member in result.members]
    if named is not None:
        rows = [(*row[:2], named(str(row[1])), *row[2:]) for row in rows]
    book.add_table("team", headings, rows, colour=_TEAM)
    entries = [(each.criterion, each.seat, each.peer_id, each.detail, each.points) for each in result.entries]
    book.add_table("ledger", _LEDGER, entries, colour=_WHY)
    book.add_table("coverage", *_coverage(result), colour=_WHY)
    columns, findings = finding_rows(result.findings)
    book.add_table("findings", [Heading(name, _FINDING.get(name, "")) for name in columns], findings, colour=_WHY)
    stand_ins = [(each.seat, each.member, each.rank, each.peer_id, each.points, each.cost) for each in reserves or ()]
    book.add_table("reserves", _RESERVES, stand_ins, colour=_WHY)
    field = Heading("field", "What the team is of: keep it with the team, `teamforge repair` reads it.")
    book.add_table("record", (field, Heading("value", "")), list(_record(result)), colour=_KEEP)
    return book.content()


_FINDING = {
    "rule": "The conflict rule that fires.",
    "effect": "Whether it blocks, costs points or was waived.",
    "evidence": f"The path from the peer to the host{_LISTS}",
    "sources": f"The rows in which it is written{_LISTS}",
}


def _member(pool: Pool, member: Member, points: int) -> tuple[Cell, ...]:
    place = int(pool.peers.organisation[pool.peers.position[member.peer_id]])
    organisation = "" if place < 0 else pool.organisations.ids[place]
    return (member.seat, member.peer_id, organisation, member.role, member.fit, points, SeatState.PROPOSED.value, "")


def _coverage(result: Result) -> tuple[tuple[Heading, ...], list[tuple[Cell, ...]]]:
    """Return the headings and rows of who covers what: a theme of the scope a row, a counting member a column."""
    peers, scope = result.pool.peers, result.challenge.scope
    counting = {seat.id for seat in result.challenge.seats if seat.counts}
    members = [member for member in result.members if member.seat in counting]
    headings = (
        Heading("theme", "A theme of the scope."),
        Heading("weight", "What it weighs in the scope.", holds=Holds.WHOLE),
        *(Heading(member.seat, f"The level of {member.peer_id}.", holds=Holds.WHOLE) for member in members),
    )
    places = [peers.position[member.peer_id] for member in members]
    rows: list[tuple[Cell, ...]] = [
        (theme, weight, *(int(peers.levels[theme][place]) for place in places))
        for theme, weight in sorted(scope.items(), key=lambda each: (-each[1], each[0]))
    ]
    return headings, rows


def _record(result: Result) -> Iterator[tuple[str, str]]:
    plain = result.to_dict()
    told = {**plain, **(plain["window"] or {})}
    for name in RECORD:
        value = told.get(name)
        yield name, "" if value is None else str(value)
