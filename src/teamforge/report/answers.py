"""Answers to questions about a team as pages and as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from teamforge.explain import Alternatives, BestWindows, PeerAnswer, Reserves, Verdict, WhyNot
from teamforge.page import Column, Page, Section, Table
from teamforge.page.words import counted

__all__ = [
    "alternatives_page",
    "alternatives_rows",
    "reserves_page",
    "reserves_rows",
    "why_not_page",
    "why_not_rows",
    "windows_page",
    "windows_rows",
]

Row = tuple[str | int | None, ...]

_WHY_NOT = ("peer_id", "verdict", "cost", "seat", "window", "reasons", "nearest_change")
_FEW = 12
"""So many are answered in sentences of their own."""
_NEAREST = 3
"""So many of each seat are named where there are more."""
_WORDS = {
    Verdict.IN_TEAM: "on the team",
    Verdict.TIED: "on a team as good",
    Verdict.OUTSCORED: "at a cost",
    Verdict.UNPLACEABLE: "on no valid team, though nothing keeps them off by itself",
    Verdict.BLOCKED: "kept off by a rule or a state",
}


def why_not_rows(answers: WhyNot) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and rows of the answers, a peer each; reasons are parted by `|`."""
    rows: list[Row] = [
        (
            answer.peer_id,
            str(answer.verdict),
            answer.cost,
            answer.seat,
            None if answer.window is None else str(answer.window),
            " | ".join(reason.text for reason in answer.reasons),
            answer.nearest_change,
        )
        for answer in answers.values()
    ]
    return _WHY_NOT, rows


def why_not_page(answers: WhyNot) -> Page:
    """Return the answers as a page: sentences for a few peers, an overview of many."""
    points = "there is no valid team" if answers.points is None else f"the best team has {answers.points:,} points"
    title = f"Why not, challenge {answers.challenge_id}"
    if len(answers) <= _FEW:
        return Page(title, (points,), (Section("Answers", items=tuple(map(str, answers.values()))),))
    return Page(title, (points,), tuple(_overview(answers)))


def _overview(answers: WhyNot) -> Iterator[Section]:
    counts = Counter(answer.verdict for answer in answers.values())
    rows = tuple((_WORDS[verdict], counts[verdict]) for verdict in Verdict if counts[verdict])
    yield Section("Peers", table=Table((Column("Could be"), Column("Peers", number=True)), rows))
    close = sorted(
        (answer for answer in answers.values() if answer.verdict in {Verdict.TIED, Verdict.OUTSCORED}), key=_by_cost
    )
    if close:
        columns = (Column("Seat"), Column("Peer"), Column("Window"), Column("Cost", number=True))
        by_seat: dict[str | None, list[PeerAnswer]] = {}
        for answer in close:
            by_seat.setdefault(answer.seat, []).append(answer)
        nearest = tuple(
            (each.seat, each.peer_id, str(each.window), each.cost)
            for seat in sorted(by_seat, key=str)
            for each in by_seat[seat][:_NEAREST]
        )
        yield Section("Who is nearest to each seat", table=Table(columns, nearest))
    reasons: Counter[str] = Counter(
        rule for each in answers.values() for rule in {reason.rule for reason in each.reasons}
    )
    alone = Counter(each.reasons[0].rule for each in answers.values() if len(each.reasons) == 1)
    if reasons:
        heads = (Column("Rule or state"), Column("Peers", number=True), Column("by it alone", number=True))
        kept = tuple(
            (rule, count, alone[rule]) for rule, count in sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
        )
        yield Section("What keeps peers off", table=Table(heads, kept))
    yield Section("More", items=("--peer ID answers for one peer in words; --format csv or json for everybody",))


def _by_cost(answer: PeerAnswer) -> tuple[int, str]:
    return answer.cost or 0, answer.peer_id


def alternatives_rows(found: Alternatives) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and rows of teams, a member each."""
    rows: list[Row] = [
        (each.rank, each.points, each.cost, str(each.team.start), seat, peer)
        for each in found
        for seat, peer in each.team.seats
    ]
    return ("rank", "points", "cost", "start", "seat", "peer_id"), rows


def alternatives_page(found: Alternatives) -> Page:
    """Return teams as a page: a row a team, and who replaces whom."""
    title = f"The best teams, challenge {found.challenge_id}"
    if not len(found):
        return Page(
            title, ("there is no valid team" if found.complete else "no team was found in the time",), mood="bad"
        )
    best = dict(found[0].team.seats)
    rows = tuple(
        (
            each.rank,
            str(each.team.start),
            each.points,
            each.cost,
            tuple(f"{seat}: {peer}" for seat, peer in each.team.seats if each.rank == 1 or best.get(seat) != peer),
        )
        for each in found
    )
    columns = (
        Column("Rank", number=True),
        Column("Start"),
        Column("Points", number=True),
        Column("Cost", number=True),
        Column("Members who are not on the first"),
    )
    lines = (f"each differs from every one before in {counted(found.differ_by, 'person', 'people')} or more",)
    return Page(title, lines, (Section("Teams", table=Table(columns, rows)),))


def windows_rows(found: BestWindows) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and rows of windows."""
    rows: list[Row] = [(str(each.start), str(each.status), each.points, each.bound, each.depth) for each in found]
    return ("start", "status", "points", "bound", "depth"), rows


def windows_page(found: BestWindows) -> Page:
    """Return windows as a page."""
    columns = (Column("Start"), Column("Best team"), Column("Points", number=True), Column("Reserves", number=True))
    rows = tuple((str(each.start), str(each.status), each.points, each.depth) for each in found)
    lines = (
        counted(len(found), "valid window"),
        "reserves: how many could step in for any member, everybody else kept",
    )
    sections = (Section("Windows", table=Table(columns, rows)),) if rows else ()
    return Page(f"Windows, challenge {found.challenge_id}", lines, sections)


def reserves_rows(found: Reserves) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and rows of reserves."""
    rows: list[Row] = [(each.seat, each.member, each.rank, each.peer_id, each.points, each.cost) for each in found]
    return ("seat", "member", "rank", "peer_id", "points", "cost"), rows


def reserves_page(found: Reserves) -> Page:
    """Return reserves as a page."""
    columns = (
        Column("Seat"),
        Column("Member"),
        Column("Reserve"),
        Column("Cost", number=True),
        Column("of", number=True),
    )
    rows = tuple((each.seat, each.member, each.peer_id, each.cost, found.depth[each.seat]) for each in found)
    nobody = [seat for seat, count in found.depth.items() if not count]
    sections = [Section("Who could step in", table=Table(columns, rows))] if rows else []
    if nobody:
        sections.append(Section("Seats for which nobody could step in", items=tuple(nobody)))
    lines = (f"the team has {found.points:,} points; everybody else and the dates are kept",)
    return Page(f"Reserves, challenge {found.challenge_id}", lines, tuple(sections))
