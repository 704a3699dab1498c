"""Why not these peers, as a page and as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from teamforge.explain.why_not import PeerAnswer, Verdict, WhyNot
from teamforge.page import Page, Section, Table
from teamforge.page.model import numbers, texts
from teamforge.report.tabular import Row, Rows
from teamforge.spec.words import spoken

_WHY_NOT = ("peer_id", "verdict", "cost", "seat", "window", "reasons", "nearest_change")
_FEW = 12
"""Up to this many peers each have sentences of their own."""
_NEAREST = 3
"""With more peers, at most this many are named for each seat."""
_WORDS = {
    Verdict.IN_TEAM: "on the team",
    Verdict.TIED: "on a team as good",
    Verdict.OUTSCORED: "at a cost",
    Verdict.UNPLACEABLE: "on no valid team, though nothing keeps them off by itself",
    Verdict.BLOCKED: "kept off by a rule or a state",
}


def to_rows(answers: WhyNot) -> Rows:
    """Return the columns and rows of the answers, one row per peer; reasons are separated by `|`."""
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


def to_page(answers: WhyNot) -> Page:
    """Return the answers as a page: sentences for a few peers, an overview for many."""
    points = "there is no valid team" if answers.points is None else f"the best team has {answers.points:,} points"
    title = f"Why not, challenge {answers.challenge_id}"
    if len(answers) <= _FEW:
        return Page(title, (points,), (Section("Answers", items=tuple(map(str, answers.values()))),))
    return Page(title, (points,), tuple(_overview(answers)))


def _overview(answers: WhyNot) -> Iterator[Section]:
    counts = Counter(answer.verdict for answer in answers.values())
    rows = tuple((_WORDS[verdict], counts[verdict]) for verdict in Verdict if counts[verdict])
    yield Section("Peers", table=Table((*texts("Could be"), *numbers("Peers")), rows))
    close = sorted(
        (answer for answer in answers.values() if answer.verdict in {Verdict.TIED, Verdict.OUTSCORED}), key=_by_cost
    )
    if close:
        columns = (*texts("Seat", "Peer", "Window"), *numbers("Cost"))
        by_seat: dict[str | None, list[PeerAnswer]] = {}
        for answer in close:
            by_seat.setdefault(answer.seat, []).append(answer)
        nearest = tuple(
            (spoken(each.seat or ""), each.peer_id, str(each.window), each.cost)
            for seat in sorted(by_seat, key=str)
            for each in by_seat[seat][:_NEAREST]
        )
        yield Section("Who is nearest to each seat", table=Table(columns, nearest))
    reasons: Counter[str] = Counter(
        rule for each in answers.values() for rule in {reason.rule for reason in each.reasons}
    )
    alone = Counter(each.reasons[0].rule for each in answers.values() if len(each.reasons) == 1)
    if reasons:
        heads = (*texts("Rule or state"), *numbers("Peers", "By this alone"))
        kept = tuple(
            (spoken(rule), count, alone[rule])
            for rule, count in sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
        )
        yield Section("What keeps peers off", table=Table(heads, kept))
    yield Section("More", items=("--peer ID answers for one peer in words; --format csv or json for everybody",))


def _by_cost(answer: PeerAnswer) -> tuple[int, str]:
    return answer.cost or 0, answer.peer_id
