"""A record of decisions as a page and as rows."""

from __future__ import annotations

from teamforge.page import Page, Section, Table
from teamforge.page.model import texts
from teamforge.page.words import counted, day_in_words
from teamforge.records.decisions.chain import Decisions
from teamforge.records.decisions.entry import Entry, Outcome
from teamforge.spec.words import spoken

_COLUMNS = (
    *("number", "on", "outcome", "by", "role", "why", "challenge_id", "status", "points", "start", "seen"),
    *("waivers", "breaks", "input_digest", "version", "seed", "seal"),
)
_WORDS = {Outcome.ACCEPTED: "accepted as proposed", Outcome.CHANGED: "changed", Outcome.REJECTED: "rejected"}

Row = tuple[str | int | None, ...]


def decisions_rows(found: Decisions) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns of a record and a row for each entry; broken rules are separated by `|`."""
    rows: list[Row] = [
        (
            *(entry.number, str(entry.decision.on), str(entry.decision.outcome), entry.decision.by),
            *(entry.decision.role, entry.decision.why, entry.proposal.challenge_id, entry.proposal.status),
            *(entry.proposal.points, None if entry.team is None else str(entry.team.start), len(entry.seen)),
            *(len(entry.proposal.waivers), None if entry.team is None else " | ".join(entry.team.breaks)),
            *(entry.proposal.input_digest, entry.proposal.version, entry.proposal.seed, entry.seal),
        )
        for entry in found
    ]
    return _COLUMNS, rows


def decisions_page(found: Decisions, name: str) -> Page:
    """Return a record as a page: whether it holds, and a section for each entry."""
    holds = (
        "every link of the chain holds" if found.holds else f"it does not hold: {counted(len(found.faults), 'fault')}"
    )
    wrong = (Section("Wrong", items=found.faults),) if found.faults else ()
    return Page(
        name,
        (counted(len(found), "decision"), holds),
        (*wrong, *map(_section, found)),
        footer=(f"the last entry has the seal {found.seal}",) if found.seal else (),
        mood="good" if found.holds else "bad",
    )


def _section(entry: Entry) -> Section:
    proposal, decision = entry.proposal, entry.decision
    points = "no team"
    if proposal.points is not None and proposal.start is not None:
        points = f"{proposal.points:,} points from {day_in_words(proposal.start)}"
    lines = [
        f"proposed: {points}, {proposal.status}; TeamForge {proposal.version}, seed {proposal.seed}",
        f"looked at: {counted(len(entry.seen), 'alternative')}",
        f"{_WORDS[decision.outcome]} by {decision.by}, {decision.role}: {decision.why}",
    ]
    items = [
        f"waiver of {spoken(waiver.rule)} for {' and '.join(waiver.peers)}, "
        f"given by {waiver.by} on {day_in_words(waiver.on)}: {waiver.reason}"
        for waiver in proposal.waivers
    ]
    if entry.team is not None:
        if decision.outcome is Outcome.CHANGED and entry.team.points is not None:
            lines.append(f"decided: {entry.team.points:,} points from {day_in_words(entry.team.start)}")
        items += [f"the team that was decided on breaks a rule: {broken}" for broken in entry.team.breaks]
    return Section(
        f"{entry.number}: {proposal.challenge_id}, {day_in_words(decision.on)}",
        tuple(lines),
        tuple(items),
        _team(entry),
    )


def _team(entry: Entry) -> Table | None:
    if entry.team is None:
        return None
    proposed = {member.seat: member.peer_id for member in entry.proposal.members}
    decided = {member.seat: member.peer_id for member in entry.team.members}
    rows = tuple((spoken(seat), proposed.get(seat), decided.get(seat)) for seat in dict.fromkeys((*proposed, *decided)))
    return Table(texts("Seat", "Proposed", "Decided"), rows)
