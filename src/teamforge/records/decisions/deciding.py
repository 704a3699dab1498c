"""Record a decision: check the proposal first, then add both to the record."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from teamforge.challenge import Challenge
from teamforge.conflicts import in_force
from teamforge.errors import Fault, InputError, close_match
from teamforge.pool import Pool
from teamforge.records.decisions.chain import append
from teamforge.records.decisions.entry import (
    DecidedTeam,
    Decision,
    Entry,
    KeptAlternative,
    KeptWaiver,
    Outcome,
    Proposal,
)
from teamforge.records.record import record_of
from teamforge.records.verification import made_from, verify
from teamforge.spec.vocabulary import is_unicode
from teamforge.team import SeatedPeer, Team
from teamforge.verify import score, violations


def decide(
    record: Mapping[str, Any],
    pool: Pool,
    challenge: Challenge,
    decision: Decision,
    path: str | os.PathLike[str],
    seen: Mapping[str, Any] | None = None,
) -> Entry:
    """
    Record what a person decided about a proposed team.

    The proposal and the alternatives are first checked against pool and challenge, as `verify` does.

    Parameters
    ----------
    record
        The proposal: what `Result.to_record` returned, or the same read from JSON.
    pool, challenge
        The inputs of the proposal.
    decision
        Who decided what, when and why.
    path
        The record of decisions, an append-only JSON Lines file. It is created if missing.
    seen
        The alternatives that were considered: what `Alternatives.to_dict` returned.

    Returns
    -------
    Entry
        The entry as written. A copy of its `seal` kept elsewhere shows later that the record is complete.

    Raises
    ------
    InputError
        If the proposal does not hold, the decision is incomplete or contradicts itself, or the record is
        broken or being written by somebody else. Every fault is listed, and nothing is written.
    OSError
        If the record cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from teamforge import compose, load_demo
    >>> pool, challenge = load_demo()
    >>> proposal = compose(pool, challenge).to_record()
    >>> decision = Decision("A. Person", "programme director", date(2027, 1, 12), Outcome.ACCEPTED, "covers the scope")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     entry = decide(proposal, pool, challenge, decision, Path(folder, "decisions.jsonl"))
    >>> entry.number, entry.team.points
    (1, 43633)
    """
    verification = verify(record, pool, challenge)
    if verification.faults:
        mend = "compose again and decide on that"
        raise InputError(
            [Fault("result", None, None, fault, "a result that holds", mend) for fault in verification.faults]
        )
    pool, challenge = made_from(record_of(record), pool, challenge)
    proposal = _proposal(record, challenge, verification.claimed)
    looked_at, faults = _seen(seen, pool, challenge)
    faults += _Check(decision, proposal, pool, challenge).faults()
    if faults:
        raise InputError(faults)
    team = _decided(decision, proposal, pool, challenge)

    def made(number: int, previous: str | None) -> Entry:
        return Entry(number, previous, proposal, looked_at, decision, team, seal="")

    return append(Path(path), made)


def _proposal(record: Mapping[str, Any], challenge: Challenge, claimed: tuple[str, ...]) -> Proposal:
    window = record["window"] or {"start": None, "end": None}
    start, end = (None if day is None else date.fromisoformat(day) for day in (window["start"], window["end"]))
    return Proposal(
        **{name: record[name] for name in ("challenge_id", "status", "points", "bound")},
        start=start,
        end=end,
        members=tuple(SeatedPeer(member["seat"], member["peer_id"]) for member in record["members"]),
        waivers=tuple(_waivers(record, challenge)),
        warnings=tuple(record["warnings"]),
        claimed=claimed,
        **{name: record[name] for name in ("input_digest", "version", "versions", "seed")},
        result=record["seal"],
    )


def _waivers(record: Mapping[str, Any], challenge: Challenge) -> Iterator[KeptWaiver]:
    found = {(finding["rule"], tuple(finding["peers"])) for finding in record["findings"]}
    for waiver in challenge.waivers:
        peers = tuple(sorted(peer for peer in (waiver.peer, waiver.other_peer) if peer is not None))
        if in_force(waiver, challenge) and (waiver.rule, peers) in found:
            yield KeptWaiver(waiver.rule, peers, waiver.by, waiver.reason, waiver.on, waiver.until)


@dataclass(frozen=True, slots=True)
class _KeptAlternatives:
    challenge_id: str
    teams: tuple[KeptAlternative, ...]


def _seen(
    seen: Mapping[str, Any] | None, pool: Pool, challenge: Challenge
) -> tuple[tuple[KeptAlternative, ...], list[Fault]]:
    """Return the alternatives and their faults; each must be what it claims to be."""
    if seen is None:
        return (), []
    expected = "what `teamforge alternatives --format json` wrote"
    try:
        found = TypeAdapter(_KeptAlternatives).validate_python(seen)
    except ValidationError:
        return (), [Fault("alternatives", None, None, None, expected)]
    if found.challenge_id != challenge.id:
        return (), [Fault("alternatives", None, "challenge_id", found.challenge_id, f"challenge {challenge.id}")]
    faults = []
    for rank, each in enumerate(found.teams, start=1):
        team = Team(each.start, tuple((member.seat, member.peer_id) for member in each.members))
        if violations(pool, challenge, team):
            faults.append(Fault("alternatives", rank, "members", None, "a valid team of this pool and challenge"))
        elif _points(pool, challenge, team) != each.points:
            faults.append(Fault("alternatives", rank, "points", str(each.points), "the points of its team"))
    return found.teams, faults


@dataclass(frozen=True, slots=True)
class _Check:
    """A decision and its proposal, for checking."""

    decision: Decision
    proposal: Proposal
    pool: Pool
    challenge: Challenge

    def faults(self) -> list[Fault]:
        """Return every fault of the decision."""
        return [*self._words(), *self._outcome(), *self._changes()]

    def _words(self) -> Iterator[Fault]:
        wanted = {"by": "the name of whoever decided", "role": "as what they decided", "why": "the reason in words"}
        for name, expected in wanted.items():
            text: str = getattr(self.decision, name)
            if not text.strip():
                yield _fault(name, expected, "say so: a decision is a person's")
            elif not is_unicode(text):
                yield _fault(name, "text that can be written in UTF-8")

    def _outcome(self) -> Iterator[Fault]:
        changed = bool(self.decision.changes) or self.decision.start is not None
        match self.decision.outcome:
            case Outcome.REJECTED if changed:
                yield _fault("changes", "none where the proposal is rejected", "decide `changed`")
            case Outcome.ACCEPTED if changed:
                yield _fault("changes", "none where the proposal is accepted as it is", "decide `changed`")
            case Outcome.CHANGED if not changed:
                yield _fault("changes", "the seats or the start that differ", "name them, or decide `accepted`")
        if self.decision.outcome is not Outcome.REJECTED and self.proposal.start is None:
            yield _fault("outcome", "rejected: no team was proposed")

    def _changes(self) -> Iterator[Fault]:
        proposed = {member.seat: member.peer_id for member in self.proposal.members}
        seats = [seat.id for seat in self.challenge.seats]
        named: set[str] = set()
        for change in self.decision.changes:
            if change.seat not in seats:
                yield _fault("changes", "a seat of the challenge", close_match(change.seat, seats), change.seat)
            elif change.seat in named:
                yield _fault("changes", "each seat once", "", change.seat)
            elif change.peer_id is not None and change.peer_id not in self.pool.peers.position:
                yield _fault("changes", "the id of a peer of the pool", "", change.peer_id)
            elif proposed.get(change.seat) == change.peer_id:
                yield _fault("changes", "somebody else than was proposed", "leave it out", change.seat)
            named.add(change.seat)
        if self.decision.start is not None and self.decision.start == self.proposal.start:
            yield _fault("start", "another day than was proposed", "leave it out", str(self.decision.start))


def _fault(column: str, expected: str, mend: str = "", value: str | None = None) -> Fault:
    return Fault("decision", None, column, value, expected, mend)


def _decided(decision: Decision, proposal: Proposal, pool: Pool, challenge: Challenge) -> DecidedTeam | None:
    """Return the team that was decided on, with the rules it breaks: they bind the search, not a person."""
    if decision.outcome is Outcome.REJECTED or proposal.start is None:
        return None
    peers: dict[str, str | None] = {member.seat: member.peer_id for member in proposal.members}
    peers |= {change.seat: change.peer_id for change in decision.changes}
    members = tuple(SeatedPeer(seat.id, peer) for seat in challenge.seats if (peer := peers.get(seat.id)) is not None)
    team = Team(decision.start or proposal.start, tuple((member.seat, member.peer_id) for member in members))
    broken = tuple(str(violation) for violation in violations(pool, challenge, team))
    return DecidedTeam(team.start, members, None if broken else _points(pool, challenge, team), broken)


def _points(pool: Pool, challenge: Challenge, team: Team) -> int:
    return sum(entry.points for entry in score(pool, challenge, team))
