"""A composed team as a workbook, with a column for the state of each seat that a person fills in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from teamforge.api import Result
from teamforge.explain.reserves import Reserves, no_reserves
from teamforge.pool import Pool
from teamforge.pool.assignments.history import Assignment, in_force
from teamforge.records.record import to_record
from teamforge.records.workbook import KEPT, pieces_of
from teamforge.report.pages.listings import finding_rows
from teamforge.report.pages.result import status_line
from teamforge.result.data import ResultData
from teamforge.spec.words import capital, spoken
from teamforge.tables.saving import save
from teamforge.verify.record import LedgerEntry
from teamforge.workbook.asking import asking
from teamforge.workbook.headings import CellKind, Heading, in_words
from teamforge.workbook.reading import DROPPED_OUT, OUT_STATES, TEAM_STATES, TeamWorkbook
from teamforge.workbook.states import SeatState
from teamforge.workbook.untouched import stamped
from teamforge.workbook.writing import Book, Cell, new_workbook

RECORD = ("challenge_id", "status", "points", "bound", "start", "end", "input_digest", "version", "seed")
"""The fields of the sheet `record`, which identify the team when it is read back."""

_TEAM, _WHY, _KEEP = "#1E5C3A", "#1F4E78", "#7F7F7F"
"""The colours of the sheets for asking, of those that explain, and of the record."""
_STATE = Heading("state", "Fill in: where things stand with them.", required=True, words=TEAM_STATES)
_NOTE = Heading("note", "Your own notes: a repair keeps them.", room=28)
_NAME = Heading("name", "Their name.")
_NAMES = {
    "peer_id": _NAME,
    "other_peer_id": Heading("other_name", "The name of the other."),
    "member": Heading("member_name", "The name of the member."),
}
"""The column next to each column of peer ids."""
_CONTACT = {"email": "Where to write to.", "telephone": "Where to call."}
_WRITTEN = (Heading("seat", ""), Heading("peer_id", ""), Heading("state", ""), Heading("note", ""))
"""The hidden sheet with the original content of the cells to fill in: it shows what people changed."""
_PARTS = (Heading("part", "", holds=CellKind.WHOLE), Heading("text", ""))
_DROPPED_OUT = (
    Heading(
        "peer_id",
        "Everybody else who was asked, and what they said. Fill in who will not be on the team, whatever changes; "
        "write released where somebody can be asked again.",
    ),
    Heading("state", "Whether they said no, the host did, or they are free again.", required=True, words=OUT_STATES),
    _NOTE,
)
_LEDGER = (
    Heading("criterion", "A criterion, or soft: and a rule."),
    Heading("seat", "Blank where the points are the team's as a whole."),
    Heading("peer_id", "Whose points they are."),
    Heading("detail", "What the points are for."),
    Heading("points", "Together, all rows give the points of the team.", holds=CellKind.WHOLE, least=-(10**6)),
)
_RESERVES = (
    Heading("peer_id", "Who can step in while everybody else and the dates stay as they are."),
    Heading("seat", "The seat that they would take."),
    Heading("rank", "1 costs the team least.", holds=CellKind.WHOLE),
    Heading("member", "Who has the seat now."),
    Heading("points", "The points of the team with them.", holds=CellKind.WHOLE),
    Heading("cost", "How many points fewer that is than now.", holds=CellKind.WHOLE, least=-(10**6)),
)
_WIDEST = 34
"""The greatest width in letters of a column of the first sheet, so that the sheet is readable when printed."""
_LISTS = "; several are separated by |"


def write_team(
    result: Result,
    path: str | os.PathLike[str],
    *,
    names: bool = False,
    before: TeamWorkbook | None = None,
    history: Sequence[Assignment] | None = None,
    now: Pool | None = None,
) -> None:
    """
    Write the team of a result to a workbook, with a column for the state of each seat that people fill in.

    Parameters
    ----------
    result
        The result of `compose`, or the `result` of a `Repair`; without a team the sheets are empty.
    path
        Where to write it, ending in ``.xlsx``. An existing file is never overwritten: somebody may have filled it in.
    names
        Whether peers appear by name as well as by id, with `email` and `telephone` if the pool has them.
    before
        The workbook that a repair started from, as `read_team` returned it: notes, and the states of those who stay,
        are kept.
    history
        The rows in force for the challenge in `assignments`, if there are more than the result was made from: they give
        states and notes for peers left unchanged in `before`. By default those of `now`, if that is given.
    now
        The pool with its history as it is now: anybody who has since said no, or is on another visit too close to the
        days of this one, is no reserve. By default the result's own pool.

    Raises
    ------
    FileExistsError
        If something is already at `path`.
    InputError
        If a text is too long for a workbook.
    ValueError
        If `path` does not end in ``.xlsx``.

    Examples
    --------
    >>> import tempfile
    >>> from teamforge import compose, load_demo
    >>> from teamforge.workbook import read_team, write_team
    >>> result = compose(*load_demo())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_team(result, f"{folder}/team.xlsx")
    ...     written = read_team(f"{folder}/team.xlsx")
    >>> written.team == result.team, {str(each.state) for each in written.seats}
    (True, {'proposed'})
    """
    target = new_workbook(path)
    stand_ins = None
    if result.team is not None:
        out = [row.peer_id for row in history or () if row.out]
        stand_ins = result.reserves(without=[*out, *no_reserves(now or result.pool, result.challenge, result.team)])
    if history is None and now is not None:
        history = in_force(now, result.challenge_id)
    save(target, team_workbook(result, stand_ins, result.pool.peers.name_of if names else None, before, history))


def team_workbook(
    result: ResultData,
    spare: Reserves | None = None,
    named: Callable[[str], str] | None = None,
    before: TeamWorkbook | None = None,
    history: Sequence[Assignment] | None = None,
) -> bytes:
    """
    Return the workbook of a result: the team, who dropped out, why, reserves and a record; `write_team` describes it.

    Without a team the sheets are empty and the record says why. `named` returns the name for a peer's id; with it, the
    sheet `team` also has addresses if the pool has them. By default the history is that the result was made from.
    """
    book = Book()
    answers = asking(result, before, in_force(result.pool, result.challenge_id) if history is None else history)
    nothing = (SeatState.PROPOSED.value, "")
    states = {(each.seat, each.peer_id): answers.get(each.peer_id, nothing) for each in result.members}
    members = {each.peer_id for each in result.members}
    out = [(peer, *what) for peer, what in answers.items() if peer not in members and what[0] in OUT_STATES]
    headings, rows = _team(result, states, named)
    title, facts = result.challenge.title or result.challenge_id, list(_visit(result))
    book.add_table("team", headings, rows, colour=_TEAM, title=title, facts=facts, widest=_WIDEST)
    book.add_table(DROPPED_OUT[0], *_with_names(_DROPPED_OUT, out, named), colour=_TEAM)
    entries = [
        (_spoken(each.criterion), _spoken(each.seat), each.peer_id, _detail(each), each.points)
        for each in result.entries
    ]
    book.add_table("ledger", *_with_names(_LEDGER, entries, named), colour=_WHY)
    book.add_table("coverage", *_coverage(result, named), colour=_WHY)
    columns, findings = finding_rows(result.findings)
    found = [Heading(name, _FINDING.get(name, "")) for name in columns]
    rows = [(_spoken(str(rule)), *others) for rule, *others in findings]
    book.add_table("findings", *_with_names(found, rows, named), colour=_WHY)
    stand_ins = [
        (each.peer_id, _spoken(each.seat), each.rank, each.member, each.points, each.cost) for each in spare or ()
    ]
    book.add_table("reserves", *_with_names(_RESERVES, stand_ins, named), colour=_WHY)
    field = Heading("field", "What the team is of: keep it with the team, `teamforge repair` reads it.")
    record = [(capital(spoken(name)), value) for name, value in _record(result)]
    book.add_table("record", in_words([field, Heading("value", "")]), record, colour=_KEEP)
    asked: list[tuple[Cell, ...]] = [(*who, *filled_in) for who, filled_in in states.items()]
    book.add_table("written", _WRITTEN, [*asked, *((None, *row) for row in out)], colour=_KEEP, hidden=True)
    book.add_table(KEPT, _PARTS, list(pieces_of(to_record(result))), colour=_KEEP, hidden=True)
    is_new = all(each == nothing for each in answers.values())
    return stamped(book.content()) if is_new else book.content()  # answers and notes count as typed


def _visit(result: ResultData) -> Iterator[tuple[str, Cell]]:
    """Yield the facts above the team: the hosts by name, the days, and what is proved."""
    organisations = result.pool.organisations
    for place, host in enumerate(result.challenge.hosts):
        yield "Also visited" if place else "Lead host", organisations.label_of(host)
    if result.window is not None:
        yield "First day on site", result.window.start
        yield "Last day on site", result.window.end
    yield "What is proved", capital(status_line(result))


def _team(
    result: ResultData, states: Mapping[tuple[str, str], tuple[Cell, Cell]], named: Callable[[str], str] | None
) -> tuple[list[Heading], list[tuple[Cell, ...]]]:
    """Return the headings and rows of the sheet to fill in: who has which seat, in words, and what they answered."""
    pool, peers = result.pool, result.pool.peers
    contact = [each for each in _CONTACT if named is not None and each in peers.papers]
    headings = [
        Heading("seat", "The seat."),
        *([_NAME] if named is not None else []),
        Heading("organisation", "Where they work."),
        Heading("role", "The role they have on the team."),
        *(Heading(each, _CONTACT[each]) for each in contact),
        _STATE,
        _NOTE,
        Heading("peer_id", "Their id in the pool: leave it as it is."),
    ]
    headings = in_words(headings)
    rows: list[tuple[Cell, ...]] = []
    for member in result.members:
        peer = member.peer_id
        rows.append(
            (
                _spoken(member.seat),
                *([named(peer)] if named is not None else []),
                capital(pool.employer_of(peer)),
                _spoken(member.role),
                *(peers.paper_of(peer, each) for each in contact),
                *states[member.seat, peer],
                peer,
            )
        )
    return headings, rows


def _with_names(
    headings: Sequence[Heading], rows: Sequence[Sequence[Cell]], named: Callable[[str], str] | None
) -> tuple[list[Heading], list[tuple[Cell, ...]]]:
    """Return a table with peers' names next to every column of their ids, if names are shown."""
    if named is None:
        return in_words(headings), [tuple(row) for row in rows]
    wide = [(each, _NAMES.get(each.name)) for each in headings]
    found = [each for pair in wide for each in pair if each is not None]
    return in_words(found), [
        tuple(
            each
            for cell, (_, name) in zip(row, wide, strict=True)
            for each in ((cell,) if name is None else (cell, named(str(cell)) if cell else None))
        )
        for row in rows
    ]


def _spoken(name: str | None) -> str | None:
    """Return a name from SPEC.md or a file in the form for a cell."""
    return None if name is None else capital(spoken(name))


def _detail(entry: LedgerEntry) -> str:
    """Return what an entry of the ledger is for; coverage begins with the theme."""
    theme, sign, level = entry.detail.partition(": ")
    return f"{spoken(theme)}{sign}{level}" if entry.criterion == "coverage" else entry.detail


_FINDING = {
    "rule": "The conflict rule that fires.",
    "effect": "Whether it blocks, costs points or was waived.",
    "evidence": f"The path from the peer to the host{_LISTS}",
    "sources": f"The rows in which it is written{_LISTS}",
}


def _coverage(
    result: ResultData, named: Callable[[str], str] | None
) -> tuple[tuple[Heading, ...], list[tuple[Cell, ...]]]:
    """Return the headings and rows of who covers what: one row per theme in scope, one column per counting member."""
    peers, scope = result.pool.peers, result.challenge.scope
    counting = {seat.id for seat in result.challenge.seats if seat.counts}
    members = [member for member in result.members if member.seat in counting]

    def called(peer: str) -> str:
        return f"{peer} {named(peer)}".strip() if named is not None else peer

    headings = (
        Heading("Theme", "A theme of the scope."),
        Heading("Weight", "What it weighs in the scope.", holds=CellKind.WHOLE),
        *(
            Heading(_spoken(each.seat) or "", f"The level of {called(each.peer_id)}.", holds=CellKind.WHOLE)
            for each in members
        ),
    )
    places = [peers.position[member.peer_id] for member in members]
    rows: list[tuple[Cell, ...]] = [
        (_spoken(theme), weight, *(int(peers.levels[theme][place]) for place in places))
        for theme, weight in sorted(scope.items(), key=lambda each: (-each[1], each[0]))
    ]
    return headings, rows


def _record(result: ResultData) -> Iterator[tuple[str, str]]:
    plain = result.to_dict()
    values = {**plain, **(plain["window"] or {})}
    for name in RECORD:
        value = values.get(name)
        yield name, "" if value is None else str(value)
