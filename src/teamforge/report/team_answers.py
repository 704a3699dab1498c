"""What there is to say of one team, or of two, as pages and as rows: why it is so, how firm it is, what changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from teamforge.explain import Comparison, Repair, Sensitivity, ThemeCover, TradeOffs, Why
from teamforge.page import Column, Page, Section, Table
from teamforge.page.words import counted, days_in_words
from teamforge.report.results import host_dict

__all__ = [
    "comparison_page",
    "comparison_rows",
    "repair_dict",
    "repair_page",
    "repair_rows",
    "sensitivity_page",
    "sensitivity_rows",
    "trade_offs_page",
    "trade_offs_rows",
    "why_page",
    "why_rows",
]

Row = tuple[str | int | None, ...]
Rows = tuple[tuple[str, ...], list[Row]]


def why_rows(answer: Why) -> Rows:
    """Return the columns and rows of why a team is as it is: a member each, then a theme each."""
    rows: list[Row] = [("member", each.seat, each.peer_id, each.points, each.regret) for each in answer.members]
    rows += [("theme", each.theme, "; ".join(each.carried_by), each.points, None) for each in answer.themes]
    return ("kind", "name", "peers", "points", "regret"), rows


def why_page(answer: Why) -> Page:
    """Return why a team is as it is as a page."""
    count = f"{answer.teams:,}" if answer.teams_exact else f"{answer.teams:,} or more"
    lines = (
        f"{answer.points:,} points",
        "no other team has as many" if answer.teams == 1 and answer.teams_exact else f"{count} teams have as many",
    )
    members = Table(
        (Column("Seat"), Column("Peer"), Column("Points", number=True), Column("Without them", number=True)),
        tuple((each.seat, each.peer_id, each.points, _without(each.regret)) for each in answer.members),
    )
    columns = (Column("Theme"), Column("Weight", number=True), Column("Points", number=True), Column("Carried by"))
    rows = tuple((each.theme, each.weight, each.points, _carried(each)) for each in answer.themes)
    told = ("what the best team without them has fewer, in any window",)
    return Page(
        f"Why this team, challenge {answer.challenge_id}",
        lines,
        (
            Section("Members", told, table=members),
            Section("Themes", ("carried by practitioners or more, level 2 to 4",), table=Table(columns, rows)),
        ),
    )


def _without(regret: int | None) -> str | int:
    return "no valid team" if regret is None else -regret


def _carried(theme: ThemeCover) -> tuple[str, ...]:
    if not theme.carried_by:
        return ("nobody",)
    alone = ("alone: it rests on them",) if theme.rests_on else ()
    return (*(f"{peer} (level {theme.levels[peer]})" for peer in theme.carried_by), *alone)


def sensitivity_rows(answer: Sensitivity) -> Rows:
    """Return the columns and rows of how far weights can move, a weight each."""
    rows: list[Row] = [
        (
            each.kind,
            each.name,
            each.weight,
            each.low,
            each.high,
            *("" if over is None else "; ".join(over.replaced) for over in (each.below, each.above)),
        )
        for each in answer
    ]
    return ("kind", "name", "weight", "low", "high", "replaced_below", "replaced_above"), rows


def sensitivity_page(answer: Sensitivity) -> Page:
    """Return how far weights can move as a page."""
    columns = (
        Column("Weight of"),
        Column("Now", number=True),
        Column("Best from"),
        Column("Below it, without"),
        Column("Above it, without"),
    )
    sections = []
    for kind, heading in (("theme", "Themes of the scope"), ("criterion", "Criteria")):
        rows = tuple(
            (
                each.name,
                each.weight,
                "any" if each.below is each.above is None else f"{each.low} to {each.high}",
                None if each.below is None else each.below.replaced or "other dates",
                None if each.above is None else each.above.replaced or "other dates",
            )
            for each in answer
            if each.kind == kind
        )
        if rows:
            sections.append(Section(heading, table=Table(columns, rows)))
    lines = ("one weight moves at a time; the team is best as long as no team has more points",)
    return Page(f"How firm the team is, challenge {answer.challenge_id}", lines, tuple(sections))


def trade_offs_rows(answer: TradeOffs) -> Rows:
    """Return the columns and rows of a trade-off, a team each."""
    rows: list[Row] = [
        (
            *each.emphasis,
            each.first,
            each.second,
            each.points,
            each.cost,
            str(each.team.start),
            "; ".join(f"{seat} {peer}" for seat, peer in each.team.seats),
        )
        for each in answer
    ]
    names = (f"{answer.first}_times", f"{answer.second}_times", answer.first, answer.second)
    return (*names, "points", "cost", "start", "team"), rows


def trade_offs_page(answer: TradeOffs) -> Page:
    """Return a trade-off as a page."""
    columns = (
        Column("Best when"),
        Column(answer.first, number=True),
        Column(answer.second, number=True),
        Column("Points", number=True),
        Column("Cost", number=True),
        Column("Start"),
    )
    rows = tuple(
        (_emphasis(answer, *each.emphasis), each.first, each.second, each.points, each.cost, str(each.team.start))
        for each in answer
    )
    lines = (f"what more {answer.first} costs in {answer.second} and in points, and the reverse",)
    title = f"{answer.first} against {answer.second}, challenge {answer.challenge_id}"
    return Page(title, lines, (Section("Teams", table=Table(columns, rows)),))


def _emphasis(answer: TradeOffs, first: int, second: int) -> str:
    if first == second == 1:
        return "all as weighted"
    return f"{answer.first} counts {first} times" if first > 1 else f"{answer.second} counts {second} times"


def comparison_rows(answer: Comparison) -> Rows:
    """Return the columns and rows of a comparison: a seat each, then a criterion each."""
    rows: list[Row] = [("seat", each.seat, each.first, each.second, None) for each in answer.seats]
    rows += [("criterion", each.criterion, each.first, each.second, each.difference) for each in answer.criteria]
    return ("kind", "name", "first", "second", "difference"), rows


def comparison_page(answer: Comparison) -> Page:
    """Return a comparison as a page."""
    first, second = ("no team" if points is None else f"{points:,} points" for points in answer.points)
    starts = [None if window is None else str(window.start) for window in answer.windows]
    lines = (
        f"first, {answer.challenge_ids[0]}: {first}",
        f"second, {answer.challenge_ids[1]}: {second}",
        f"{counted(len(answer.both), 'person', 'people')} on both",
    )
    seats = Table(
        (Column("Seat"), Column("First"), Column("Second"), Column("")),
        (
            ("start", *starts, "" if starts[0] == starts[1] else "other dates"),
            *(
                (each.seat, each.first, each.second, "" if each.first == each.second else "other")
                for each in answer.seats
            ),
        ),
    )
    columns = (
        Column("Criterion"),
        Column("First", number=True),
        Column("Second", number=True),
        Column("Difference", number=True),
    )
    criteria = Table(columns, tuple((e.criterion, e.first, e.second, e.difference) for e in answer.criteria))
    themes = Table(
        (Column("Theme"), Column("First"), Column("Second")),
        tuple((each.theme, _levels(each.first), _levels(each.second)) for each in answer.themes),
    )
    return Page(
        f"{answer.challenge_ids[0]} and {answer.challenge_ids[1]}",
        lines,
        (
            Section("Seats", table=seats),
            Section("Criteria", table=criteria),
            Section("Who carries which theme", table=themes),
        ),
    )


def _levels(cover: ThemeCover | None) -> tuple[str, ...] | str:
    if cover is None:
        return "not asked for"
    return tuple(f"{peer} (level {cover.levels[peer]})" for peer in cover.carried_by) or "nobody"


def repair_rows(answer: Repair) -> Rows:
    """Return the columns and rows of a repair, a seat each."""
    rows: list[Row] = [(each.seat, each.before, each.after, "; ".join(each.why)) for each in answer.seats]
    return ("seat", "before", "after", "why"), rows


def repair_dict(answer: Repair, *, host: bool) -> dict[str, Any]:
    """Return a repair in plain values; for a host without points and details."""
    told = answer.to_dict()
    if not host:
        return told
    return {
        **{key: told[key] for key in ("challenge_id", "start_before", "changed", "seats")},
        "result": host_dict(answer.result),
    }


def repair_page(answer: Repair, *, host: bool = False) -> Page:
    """Return a repair as a page."""
    lines = tuple(_summary(answer, host=host))
    columns = (Column("Seat"), Column("Before"), Column("After"), Column("Why"))
    rows = tuple(
        (each.seat, each.before or "nobody", "stays" if each.kept else each.after or "nobody", each.reasons)
        for each in answer.seats
    )
    return Page(
        f"Repaired team, challenge {answer.result.challenge_id}",
        lines,
        (Section("Seats", table=Table(columns, rows)),),
        mood="good",
    )


def _summary(answer: Repair, *, host: bool) -> Iterator[str]:
    if (window := answer.result.window) is not None:
        before = answer.before.start
        moved = f", instead of {days_in_words(before, before + (window.end - window.start))}"
        yield days_in_words(window.start, window.end) + (moved if window.start != before else "")
    if not host:
        less = f"{abs(answer.cost):,} {'fewer' if answer.cost > 0 else 'more'} than" if answer.cost else "as many as"
        yield f"{answer.result.points:,} points, {less} before"
    if answer.changes:
        yield f"{counted(len(answer.changes), 'seat')} of {len(answer.seats)} changed: no valid team changes fewer"
    else:
        yield "no seat has to change"
    told, was = answer.result.parameters["repair"], dict(answer.before.seats).values()
    out = [peer for kind in ("withdrawn", "objected") for peer in told[kind] if peer not in was]
    if out and not host:
        yield f"kept out as well: {', '.join(out)}"
