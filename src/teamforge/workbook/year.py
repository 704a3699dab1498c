"""A plan as a workbook: the challenges, the people, who is on no team, and a sheet for each challenge."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from teamforge.explain.year_use import year_use
from teamforge.forge.replan import Replan
from teamforge.page.words import days_in_words
from teamforge.result.plan import PlanData, PlannedChallenge
from teamforge.spec.words import spoken
from teamforge.tables.saving import save
from teamforge.workbook.headings import CellKind, Heading, in_words
from teamforge.workbook.untouched import stamped
from teamforge.workbook.writing import Book, Cell, new_workbook

_YEAR, _PEOPLE, _TEAM, _CHANGED = "#1F4E78", "#7F3F00", "#1E5C3A", "#5B2C6F"
_LONGEST = 31
"""The most characters in the name of a sheet."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_IDLE = "not on a team"
_TAKEN = ("challenges", "people", _IDLE, "changes", "history")
_LEAST = -(10**9)
_CHALLENGES = (
    Heading("challenge", "The sheet of that name has its team."),
    Heading("title", "What it is called."),
    Heading("hosts", "The lead host first."),
    Heading("start", "The first day on site.", holds=CellKind.DAY),
    Heading("end", "The last day on site.", holds=CellKind.DAY),
    Heading("priority", "What its points are multiplied by.", holds=CellKind.WHOLE),
    Heading("points", "What the team scores.", holds=CellKind.WHOLE, least=_LEAST),
    Heading("best", "The points of its best team, composed alone.", holds=CellKind.WHOLE, least=_LEAST),
    Heading("loss", "How many points fewer the team has than that.", holds=CellKind.WHOLE, least=_LEAST),
    Heading("why", "Why it has no team."),
)
_PERSON = (Heading("peer_id", "Their id in the pool."), Heading("name", "Their name."))
_PLACE = (
    Heading("organisation", "Where they work."),
    Heading("challenge", "Where they serve."),
    Heading("seat", "The seat they have there."),
    Heading("start", "The first day on site.", holds=CellKind.DAY),
    Heading("end", "The last day on site.", holds=CellKind.DAY),
    Heading("teams", "On how many teams of the plan they are.", holds=CellKind.WHOLE),
)
_ABLE = (
    Heading("organisation", "Where they work."),
    Heading("roles", "What they could serve as."),
    Heading("max_per_year", "How often they are willing to serve in a year.", holds=CellKind.WHOLE),
)
_SEAT = (Heading("seat", "The seat."), *_PERSON)
_CHANGE = (
    Heading("challenge", "The challenge."),
    Heading("seat", "The seat."),
    Heading("before", "Who had the seat; blank: nobody."),
    Heading("name before", "Their name."),
    Heading("after", "Who has the seat now; blank: nobody."),
    Heading("name after", "Their name."),
    Heading("start before", "The first day on site before.", holds=CellKind.DAY),
    Heading("start", "The first day on site now.", holds=CellKind.DAY),
    Heading("why", "Why the one before went."),
)
_ROLE = (
    Heading("role", "Their best role of those that the seat accepts."),
    Heading("fit", "How well the role fits the seat, from 1 to 100.", holds=CellKind.WHOLE),
    Heading("organisation", "Where they work."),
)


def write_year(
    plan: PlanData, path: str | os.PathLike[str], *, names: bool = False, changes: Replan[PlanData] | None = None
) -> None:
    """
    Write a plan to a workbook: its challenges, who is on their teams, who is on none, and each challenge.

    Parameters
    ----------
    plan
        The plan that `plan` returned.
    path
        Where to write it, ending in ``.xlsx``. An existing file is never overwritten.
    names
        Whether peers have a column `name`.
    changes
        The answer of `Plan.replan` that led to this plan: adds a sheet of what changed.

    Raises
    ------
    FileExistsError
        If something is already at `path`.
    ValueError
        If `path` does not end in ``.xlsx``.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from teamforge import plan
    >>> from teamforge.demo import load_demo_programme
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_year(plan(*load_demo_programme()), f"{folder}/year.xlsx")
    ...     [each.name for each in Path(folder).iterdir()]
    ['year.xlsx']
    """
    save(new_workbook(path), year_workbook(plan, names=names, changes=changes))


def year_workbook(plan: PlanData, *, names: bool = False, changes: Replan[PlanData] | None = None) -> bytes:
    """Return what `write_year` writes."""
    book = Book()
    challenges = dict(zip(plan.programme.ids, plan.programme.challenges, strict=True))
    rows: list[Sequence[Cell]] = []
    for each in plan.challenges:
        challenge = challenges[each.challenge_id]
        hosts = "; ".join(map(plan.pool.organisations.label_of, challenge.hosts))
        dates = _dates(each)
        worth = (each.priority, each.points, each.best, each.loss, each.why.text if each.why else None)
        rows.append((each.challenge_id, challenge.title, hosts, *dates, *worth))
    book.add_table("challenges", in_words(_CHALLENGES), rows, colour=_YEAR)
    people = (*_PERSON[: 1 + names], *_PLACE)
    book.add_table("people", in_words(people), _people(plan, names=names), colour=_PEOPLE)
    idle = (*_PERSON[: 1 + names], *_ABLE)
    book.add_table(_IDLE, in_words(idle), list(_nowhere(plan, names=names)), colour=_PEOPLE)
    if changes is not None:
        changed = tuple(each for each in _CHANGE if names or not each.name.startswith("name "))
        book.add_table("changes", in_words(changed), list(_changes(plan, changes, names=names)), colour=_CHANGED)
    taken = set(_TAKEN)
    for each in plan.challenges:
        title = challenges[each.challenge_id].title or each.challenge_id
        when = days_in_words(each.window.start, each.window.end) if each.window else "no team"
        facts = (("On site", when), ("Points", f"{each.points:,}" if each.points is not None else ""))
        members: list[Sequence[Cell]] = [
            (
                *(spoken(m.seat), m.peer_id, *([plan.pool.peers.name_of(m.peer_id)] if names else [])),
                *(spoken(m.role), m.fit, plan.pool.employer_of(m.peer_id)),
            )
            for m in each.members
        ]
        headings = in_words((*_SEAT[: 2 + names], *_ROLE))
        book.add_table(_sheet_name(each.challenge_id, taken), headings, members, colour=_TEAM, title=title, facts=facts)
    return stamped(book.content())


def _changes(plan: PlanData, changes: Replan[PlanData], *, names: bool) -> Iterator[Sequence[Cell]]:
    peers = plan.pool.peers
    for each in changes.changes:
        starts = [None if window is None else window.start for window in (each.before, each.after)]
        for seat in each.new:
            people: list[Cell] = []
            for who in (seat.before, seat.after):
                people += [who, peers.name_of(who) if who in peers.position else None] if names and who else [who]
                people += [None] if names and not who else []
            yield (each.challenge_id, spoken(seat.seat), *people, *starts, seat.why)


def _dates(each: PlannedChallenge) -> tuple[Cell, Cell]:
    return (None, None) if each.window is None else (each.window.start, each.window.end)


def _people(plan: PlanData, *, names: bool) -> list[Sequence[Cell]]:
    teams = Counter(member.peer_id for each in plan.challenges for member in each.members)
    rows: list[Sequence[Cell]] = []
    for each in plan.challenges:
        for member in each.members:
            who = (member.peer_id, plan.pool.peers.name_of(member.peer_id)) if names else (member.peer_id,)
            home, visits = plan.pool.employer_of(member.peer_id), teams[member.peer_id]
            rows.append((*who, home, each.challenge_id, spoken(member.seat), *_dates(each), visits))
    return sorted(rows, key=lambda row: (-teams[str(row[0])], str(row[0]), str(row[-3])))


def _nowhere(plan: PlanData, *, names: bool) -> Iterator[Sequence[Cell]]:
    """Yield who could serve and does not."""
    peers = plan.pool.peers
    for peer in year_use(plan).idle:
        place = peers.position[peer]
        roles = "; ".join(map(spoken, peers.roles.value(place) or ()))
        who = (peer, peers.name_of(peer)) if names else (peer,)
        yield (*who, plan.pool.employer_of(peer), roles, int(peers.max_per_year[place]))


def _sheet_name(challenge_id: str, taken: set[str]) -> str:
    """Return a name for the sheet of a challenge that a workbook allows, and that no other sheet has."""
    plain = _NOT_IN_NAMES.sub("_", challenge_id)[:_LONGEST]
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: _LONGEST - len(str(number)) - 1]}_{number}"
    taken.add(name.lower())
    return name
