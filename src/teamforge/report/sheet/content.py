"""What a team sheet says to each reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from teamforge.conflicts.evidence import findings_table
from teamforge.explain.reserves import Reserves
from teamforge.explain.why import theme_covers
from teamforge.page import Cell, Column, Section, Table
from teamforge.page.model import numbers, texts
from teamforge.page.words import counted, days_in_words, listed
from teamforge.problem.warnings import window_warnings
from teamforge.report.pages.result import MOODS, record_lines, status_line
from teamforge.report.sheet.milestones import MILESTONES
from teamforge.report.sheet.model import PARTS, Portrait, Sheet
from teamforge.report.sheet.reasons import conflicts_checked, reasons_of
from teamforge.result.data import Member, ResultData
from teamforge.spec.audience import Audience
from teamforge.spec.status import Status
from teamforge.spec.words import SKILLS, capital, spoken
from teamforge.team import Window

_ROOM = ("",) * 4
"""A cell with room to write in."""


def sheet_of(
    result: ResultData, reserves: Reserves, audience: Audience | str = Audience.TEAM, *, names: bool = False
) -> Sheet:
    """
    Return what the team sheet of a result says; `Result.write_sheet` describes parameters and errors.

    Peers appear by name with contact, biography and photograph if the pool has them, and for the team also by id. An
    `InputError` lists every photograph that cannot be shown.
    """
    result.require_team()
    if result.window is None:  # for the type checker: a team has one
        raise AssertionError
    made = _Parts(result, reserves, result.window, Audience(audience), names)
    organisations = result.pool.organisations
    parts: dict[str, Callable[[], Section | None]] = {
        "dates": made.dates,
        "team": made.team,
        "members": made.members,
        "programme": made.programme,
        "scope": made.scope,
        "conflicts": made.conflicts,
        "reserves": made.reserves,
        "warnings": made.warnings,
        "proof": made.proof,
    }
    found = {name: parts[name]() for name in PARTS}
    return Sheet(
        title=result.challenge.title or result.challenge_id,
        hosts=tuple(organisations.label_of(host) for host in result.challenge.hosts),
        on_site=days_in_words(result.window.start, result.window.end),
        status=made.status,
        mood=MOODS[result.status],
        parts={name: part for name, part in found.items() if part is not None},
        record=(f"challenge {result.challenge_id}", *record_lines(result)),
        portraits=made.portraits(),
    )


@dataclass(frozen=True)
class _Parts:
    """The parts of a sheet for one reader."""

    result: ResultData
    _reserves: Reserves
    window: Window
    audience: Audience
    names: bool

    @property
    def for_host(self) -> bool:
        return self.audience is Audience.HOST

    @property
    def status(self) -> str:
        if not self.for_host:
            return status_line(self.result)
        if self.result.status is Status.OPTIMAL:
            return "Proved: by the rules and weights of this challenge there is no better team."
        return "A valid team by the rules of this challenge; it is not proved that there is no better one."

    def dates(self) -> Section:
        start, as_of = self.window.start, self.result.challenge.as_of
        rows: list[tuple[Cell, ...]] = [
            ("On site", days_in_words(start, self.window.end), "The findings come on the last day")
        ]
        for each in MILESTONES:
            if each.months and self.result.challenge.purpose == "progress_review":
                continue  # this is the progress review
            day = each.day(start)
            late = day < as_of
            about = f"{capital(each.about)}, {'usually ' if late else ''}{each.offset}"
            rows.append((each.name, "as soon as possible" if late else f"by {days_in_words(day, day)}", about))
        columns = texts("What", "When", "About")
        lines = (
            "The days on site are part of the proposal.",
            "The other dates are advice: the latest working day, never at a weekend or on a bank holiday.",
        )
        return Section("Dates", lines, table=Table(columns, tuple(rows), caption="Dates of the visit"))

    def team(self) -> Section:
        members = {member.seat: member for member in self.result.members}
        points = self.result.points_by_member()
        columns = [Column("Seat"), Column("Member"), Column("Why")]
        rows: list[tuple[Cell, ...]] = []
        for seat in self.result.challenge.seat_ids:
            if seat in members:
                member = members[seat]
                why = reasons_of(self.result, member, self.audience)
                rows.append((capital(spoken(seat)), self._who(member.peer_id, member), why, points[seat]))
            else:
                rows.append((capital(spoken(seat)), "Left empty", None, None))
        total: tuple[Cell, ...] | None = None
        if self.for_host:
            rows = [row[:-1] for row in rows]
        else:
            columns.append(Column("Points", number=True))
            if together := (self.result.points or 0) - sum(points.values()):
                words = tuple(capital(entry.detail) for entry in self.result.entries if entry.seat is None)
                rows.append(("The team as a whole", None, words, together))
            total = ("Total", None, None, self.result.points)
        return Section("The team", table=Table(tuple(columns), tuple(rows), total, "Who sits on which seat, and why"))

    @cached_property
    def _introduced(self) -> tuple[Member, ...]:
        """The members with a biography or a photograph, if these are shown."""
        return tuple(each for each in self.result.members if self._papers(each.peer_id, "biography", "photograph"))

    def members(self) -> Section | None:
        """Return who the members are; nothing if the pool has only their names."""
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            ((self._short(each.peer_id), capital(spoken(each.seat))), self._biography(each.peer_id))
            for each in self._introduced
        )
        columns = texts("Member", "About")
        return Section("The members", table=Table(columns, rows, caption="Who they are")) if rows else None

    def _biography(self, peer: str) -> tuple[str, ...] | None:
        """Return the paragraphs of a biography."""
        texts = self._papers(peer, "biography")
        return tuple(" ".join(line.split()) for text in texts for line in text.splitlines() if line.strip()) or None

    def portraits(self) -> tuple[Portrait | None, ...]:
        """Return the photograph of each member who is introduced."""
        peers = [each.peer_id for each in self._introduced]
        if not any(self._papers(peer, "photograph") for peer in peers):
            return ()
        from teamforge.pool.photographs import photographs_of  # noqa: PLC0415 -- an extra

        found = photographs_of(self.result.pool, peers)
        return tuple(
            Portrait(found[peer], f"Photograph of {self._short(peer)}") if peer in found else None for peer in peers
        )

    def programme(self) -> Section | None:
        """Return the days on site, for the host to fill in."""
        if not self.for_host:
            return None
        days = (self.window.end - self.window.start).days
        rows = []
        for place in range(days + 1):
            day = self.window.start + timedelta(days=place)
            last = "The team presents its findings" if place == days else None
            rows.append((days_in_words(day, day), _ROOM, last or _ROOM))
        columns = texts("Day", "Morning", "Afternoon")
        lines = ("To be filled in: the meetings of each day, with the place, the time and the people.",)
        return Section("Programme", lines, table=Table(columns, tuple(rows), caption="The days on site"))

    def scope(self) -> Section:
        covers = theme_covers(self.result)
        seats = {member.peer_id: spoken(member.seat) for member in self.result.members}
        rows = []
        for each in covers:
            carried = tuple(
                f"{capital(SKILLS[each.levels[peer]])}: {self._short(peer)}, {seats[peer]}" for peer in each.carried_by
            )
            rows.append((capital(spoken(each.theme)), each.weight, carried or "Nobody"))
        nobody = [spoken(each.theme) for each in covers if not each.carried_by]
        alone = [spoken(each.theme) for each in covers if each.rests_on]
        items = []
        if nobody:
            items.append(f"Covered by nobody: {listed(nobody)}.")
        if alone:
            items.append(f"Covered by one member alone: {listed(alone)}.")
        columns = (*texts("Theme"), *numbers("Weight"), *texts("Covered by"))
        lines = ("A theme weighs from 1 to 10, 10 the most. Members cover it as practitioners or experts.",)
        table = Table(columns, tuple(rows), caption="Themes of the scope, and the members who cover them")
        return Section("What the scope asks, and who covers it", lines, tuple(items), table)

    def conflicts(self) -> Section:
        findings = self.result.findings
        lines = list(conflicts_checked(self.result))
        if weighed := sum(finding.waiver is None for finding in findings):
            weighs = counted(weighed, "finding counts", "findings count")
            lines.append(f"{weighs} against the team without barring anybody.")
        table = None
        if findings and not self.for_host:
            caption = "What was waived, or counts against the team"
            table = replace(findings_table(findings, self._short), caption=caption)
        return Section("Conflicts of interest", tuple(lines), table=table)

    def reserves(self) -> Section | None:
        if self.for_host:
            return None
        found: Reserves = self._reserves
        rows = tuple((capital(spoken(each.seat)), each.rank, self._who(each.peer_id), each.cost) for each in found)
        items = [f"Nobody could step in for: {listed(list(map(spoken, found.without)))}."] if found.without else []
        columns = (
            Column("Seat"),
            Column("Rank", number=True),
            Column("Who could step in"),
            Column("Points fewer", number=True),
        )
        lines = ("Who could step in if one member drops out, everybody else and the dates kept; each was checked.",)
        table = Table(columns, rows, caption="Reserves for each seat") if rows else None
        return Section("Reserves", lines, tuple(items), table)

    def warnings(self) -> Section | None:
        # Warnings name peers, rules and bookings; only those about the days are for everybody.
        items = tuple(window_warnings(self.result.challenge, self.window)) if self.for_host else self.result.warnings
        return Section("Worth knowing", items=items) if items else None

    def proof(self) -> Section:
        lines = [self.status]
        if not self.for_host:
            claims = self.result.certificate.claims
            lines.append(
                f"Part of the proof rests on the word of the solver, in {counted(claims, 'place')}."
                if claims
                else "The proof can be checked without a solver: the command teamforge verify does."
            )
        lines.append("This is a proposal: people decide.")
        return Section("What is proved", tuple(lines))

    def _who(self, peer: str, member: Member | None = None) -> tuple[str, ...]:
        """Return who a peer is, one line each: name and id, organisation, role on the team."""
        organisation = self.result.pool.employer_of(peer)
        if member is None:
            return (self._short(peer), organisation)
        return (self._short(peer), organisation, spoken(member.role), *self._papers(peer, "email", "telephone"))

    def _papers(self, peer: str, *columns: str) -> tuple[str, ...]:
        """Return what the pool has about a peer for papers; nothing if names are not shown."""
        peers = self.result.pool.peers
        return tuple(text for column in columns if self.names and (text := peers.paper_of(peer, column)))

    def _short(self, peer: str) -> str:
        """Return a peer in one line: with the name, if asked for and known; without an id for a host."""
        name = self.result.pool.peers.name_of(peer) if self.names else ""
        if name and self.for_host:
            return name
        return f"{name} ({peer})" if name else peer
