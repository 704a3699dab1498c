"""A result as a page: the team, where its points come from, its conflicts of interest, and what is proved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from teamforge.conflicts.evidence import Named, findings_table
from teamforge.page.model import Cell, Column, Mood, Page, Section, Table, numbers, texts
from teamforge.page.words import counted, days_in_words
from teamforge.report.pages.diagnosis import diagnosis_sections
from teamforge.spec.status import CAUSES, Status
from teamforge.spec.words import spoken

if TYPE_CHECKING:
    from teamforge.result.data import Member, ResultData
    from teamforge.result.robustness import Robustness

MOODS: dict[Status, Mood] = {
    Status.OPTIMAL: "good",
    Status.FEASIBLE: "open",
    Status.INFEASIBLE: "bad",
    Status.UNKNOWN: "bad",
}


def result_page(result: ResultData, named: Named | None = None) -> Page:
    """Return a result as a page for people; `named` returns the name for a peer's id, if names may be shown."""
    title = result.challenge.title or result.challenge_id
    lines = [f"challenge {result.challenge_id}"] if result.challenge.title else []
    if result.window is not None:
        lines.append(days_in_words(result.window.start, result.window.end))
    lines.append(status_line(result))
    return Page(title, tuple(lines), tuple(_sections(result, named)), record_lines(result), MOODS[result.status])


def status_line(result: ResultData) -> str:
    """Return what is proved about a result, with its points."""
    bound = "" if result.bound is None else f"; no team has more than {result.bound:,}"
    more = "" if result.gap is None else f" ({result.gap:.1%} more)"
    match result.status:
        case Status.OPTIMAL:
            return f"{result.points:,} points, optimal: proved, no valid team has more points"
        case Status.FEASIBLE if result.chosen:
            return f"{result.points:,} points, feasible: a valid team, chosen for more than its points{bound}{more}"
        case Status.FEASIBLE:
            early = f"but {CAUSES[result.stopped]} ended the search before it was proved the best"
            return f"{result.points:,} points, feasible: a valid team, {early}{bound}{more}"
        case Status.INFEASIBLE:
            return "infeasible: proved, there is no valid team"
        case Status.UNKNOWN:
            return f"unknown: {result.why_unknown}{bound and bound + ' points'}"


def _sections(result: ResultData, named: Named | None) -> Iterator[Section]:
    if result.window is not None:
        yield Section("Team", table=_team(result, named))
        yield Section("Where the points come from", table=_ledger(result))
        heading = "Conflicts of interest on the team"
        if result.findings:
            yield Section(heading, table=findings_table(result.findings))
        else:
            yield Section(heading, ("no rule fires for anybody on the team",))
    if result.robustness is not None:
        yield _robust(result.robustness)
    if result.diagnosis is not None:
        yield from diagnosis_sections(result.diagnosis)
    if result.warnings:
        yield Section(counted(len(result.warnings), "warning"), items=result.warnings)


def _robust(robustness: Robustness) -> Section:
    """Return what each drop-out would cost a team."""
    columns = (Column("Seat"), Column("Peer", under="Seat"), Column("Would step in"), Column("Cost", number=True))
    rows = tuple(
        (
            spoken(each.seat),
            each.peer_id,
            each.reserve or ("nobody" if each.cost is None else "stays empty"),
            each.cost,
        )
        for each in robustness.drop_outs
    )
    if robustness.within is None:
        compared = "the best teams are too many to compare: this is the one without regard to drop-outs"
    else:
        compared = (
            f"of {counted(robustness.teams, 'team')} at most {robustness.within:,} points below the best, "
            "the one whose worst drop-out costs least"
        )
        if robustness.within < robustness.loss:
            compared += f"; those up to {robustness.loss:,} below are too many to compare"
    return Section("If one of them drops out", (compared,), table=Table(columns, rows))


def _team(result: ResultData, named: Named | None) -> Table:
    points = result.points_by_member()
    members = {member.seat: member for member in result.members}
    rows = []
    for seat in result.challenge.seat_ids:
        if seat in members:
            row = _member(result, members[seat], points[seat])
            name = "" if named is None else named(members[seat].peer_id)
        else:
            row, name = (spoken(seat), "left empty", None, None, None, None), ""
        rows.append(row if named is None else (*row[:2], name, *row[2:]))
    blanks = (None,) * (len(rows[0]) - 2)
    if together := (result.points or 0) - sum(points.values()):
        rows.append(("the team as a whole", *blanks, together))
    columns = [
        Column("Seat"),
        Column("Peer"),
        Column("Organisation", under="Peer"),
        Column("Role", under="Seat"),
        Column("Fit", number=True),
        Column("Points", number=True),
    ]
    if named is not None:
        columns.insert(2, Column("Name", under="Peer"))
    return Table(tuple(columns), tuple(rows), ("total", *blanks, result.points))


def _member(result: ResultData, member: Member, points: int) -> tuple[Cell, ...]:
    organisation = result.pool.employer_of(member.peer_id)
    return (spoken(member.seat), member.peer_id, organisation, spoken(member.role), member.fit, points)


def _ledger(result: ResultData) -> Table:
    columns = (*texts("Criterion"), *numbers("Points", "Weight"), *texts("What for"))
    rows = tuple(
        (spoken(name), points, *result.challenge.rulebook.line_of(name)) for name, points in result.breakdown.items()
    )
    return Table(columns, rows, ("total", result.points, None, None))


def record_lines(result: ResultData) -> tuple[str, ...]:
    """Return what it takes to repeat a result."""
    return (
        f"input {result.input_digest}",
        f"TeamForge {result.version}, seed {result.seed}, rules {spoken(result.challenge.preset)}",
    )
