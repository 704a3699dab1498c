"""
Is a kept result true? It is rebuilt from pool and challenge, and its certificate is checked again, without a solver.

Whatever follows from pool and challenge is verified: the team, its points and where they come from, and that no team
has more. The rest is a claim: how the answer was found, and whatever only CP-SAT says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from teamforge.certificate.check import Proof, check_certificate
from teamforge.certificate.lazy import LazyCertificate
from teamforge.challenge import Challenge
from teamforge.challenge.history import with_answers
from teamforge.challenge.matching import require_fit, require_types
from teamforge.log import phase
from teamforge.page import Page, Section
from teamforge.page.displayed import Displayed
from teamforge.page.plain import Plain
from teamforge.page.words import counted, listed
from teamforge.pool import Pool
from teamforge.pool.assignments.history import rows_of
from teamforge.problem import compile_problem, eligibility_of, prepare
from teamforge.records.record import Record, parse_record, seal_of, to_record
from teamforge.result.assemble import Claims, assemble
from teamforge.result.data import ResultData
from teamforge.spec.dates import day_number
from teamforge.spec.status import Status, Stop
from teamforge.spec.words import spoken
from teamforge.team import Responses, Team
from teamforge.verify import violations

_WORD = {False: "CP-SAT's word that", True: "the certificate's word, which it would be too much work to check, that"}
_STOPS: Mapping[Status, set[Stop | None]] = {
    Status.OPTIMAL: {None, Stop.TIME, Stop.INTERRUPT, Stop.EFFORT, Stop.FAILURE},
    Status.FEASIBLE: {Stop.TIME, Stop.INTERRUPT, Stop.CHOICE},
    Status.INFEASIBLE: {None},
    Status.UNKNOWN: {Stop.TIME, Stop.INTERRUPT, Stop.CHOICE},
}
"""
Why a search may have ended, by status; a proved one may have been stopped before its ties were broken, and so may a
repair, whatever its status.
"""


@dataclass(frozen=True, slots=True)
class Verification(Displayed, Plain):
    """
    What is true in a kept result.

    Parameters
    ----------
    faults
        What is wrong; if there is anything, no part of the result can be relied on.
    verified
        What follows from pool and challenge, in words.
    claimed
        What cannot be checked, in words.
    news
        What the history has since reported about members, in words; not a fault of the result.
    rests_on
        Which of the claims it rests on, in words; empty if status and bound follow from pool and challenge.

    Examples
    --------
    >>> Verification(("points: written 7, true is 6",), (), ()).holds
    False
    """

    faults: tuple[str, ...]
    verified: tuple[str, ...]
    claimed: tuple[str, ...]
    news: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()

    _KEYS = ("holds", "complete", "faults", "verified", "claimed", "news")

    @property
    def holds(self) -> bool:
        """Whether there are no faults."""
        return not self.faults

    @property
    def complete(self) -> bool:
        """Whether it holds and the proof is complete: neither status nor bound rests on a claim."""
        return self.holds and not self.rests_on

    def page(self) -> Page:
        """Return the page that notebooks show."""
        return verification_page(self, "A written result")


def verification_page(verification: Verification, name: str, what: str = "result") -> Page:
    """Return a page on what is true in a kept result or other record."""
    if verification.complete:
        line = f"the {what} holds"
    elif verification.holds:
        line = f"the {what} holds if what only its record says is true: {listed(verification.rests_on)}"
    else:
        line = f"the {what} does not hold: {counted(len(verification.faults), 'fault')}"
    lists = {
        "Wrong": verification.faults,
        "Verified": verification.verified,
        "Claimed, and not checked": verification.claimed,
        "Said since": verification.news,
    }
    sections = tuple(Section(heading, items=items) for heading, items in lists.items() if items)
    return Page(
        name, (line,), sections, mood="good" if verification.complete else "open" if verification.holds else "bad"
    )


def verify(record: Mapping[str, Any], pool: Pool, challenge: Challenge) -> Verification:
    """
    Check a kept result.

    Parameters
    ----------
    record
        What `Result.to_record` returned, or the same read from JSON.
    pool, challenge
        The inputs of the result. Rows added to `assignments` since are not faults; those about members are news.
        For a repaired team, the challenge may be the one before the repair.

    Returns
    -------
    Verification
        With every fault found.

    Raises
    ------
    InputError
        If the challenge does not fit the pool; every fault is listed.

    Examples
    --------
    >>> from teamforge import compose, load_demo
    >>> from teamforge.records import verify
    >>> pool, challenge = load_demo()
    >>> record = compose(pool, challenge).to_record()
    >>> verify(record, pool, challenge).holds
    True
    >>> print(verify({**record, "points": record["points"] + 1}, pool, challenge).faults[0])
    seal: the record was changed after it was written
    """
    require_types(pool, challenge)
    with phase("verify", challenge=challenge.id) as facts:
        found, _ = restore(record, pool, challenge)
        facts.update({"holds": found.holds, "faults": len(found.faults), "claimed": len(found.claimed)})
    return found


def restore(record: Mapping[str, Any], pool: Pool, challenge: Challenge) -> tuple[Verification, ResultData | None]:
    """
    Check a kept result as `verify` does, and also return its data; None if it does not hold.

    Raises
    ------
    InputError
        If the challenge does not fit the pool; every fault is listed.
    """
    written, faults = parse_record(record)
    if written is None:
        require_fit(pool, challenge)
        return Verification(tuple(faults), (), ()), None
    news = tuple(news_of(written.assignments, written.teams, pool))
    pool, challenge = made_from(written, pool, challenge)
    require_fit(pool, challenge)
    if record.get("seal") != seal_of(record):
        faults = ["seal: the record was changed after it was written"]
    checking = _Checking(record, written, pool, challenge, faults)
    verification = replace(checking.verification(), news=news)
    return verification, checking.result if verification.holds else None


def made_from(written: Record, pool: Pool, challenge: Challenge) -> tuple[Pool, Challenge]:
    """Return the inputs of a result: a pool with only the first rows of `assignments`, a challenge with the answers."""
    pool = pool.first_assignments(written.assignments)
    if written.team is not None and written.responses is not None:
        challenge = with_answers(challenge, written.team, written.responses)
    return pool, challenge


@dataclass(eq=False)
class _Checking:
    """A record under checking, and the faults found in it."""

    record: Mapping[str, Any]
    written: Record
    pool: Pool
    challenge: Challenge
    faults: list[str]
    result: ResultData | None = None

    def verification(self) -> Verification:
        """Return what holds, in words, after checking everything."""
        written = self.written
        instance = prepare(self.pool, self.challenge)
        eligibility = eligibility_of(instance)
        if written.team is not None and day_number(written.team.start) not in instance.windows.starts.tolist():
            self.faults.append("window: it is no valid window of the challenge")
            return Verification(tuple(self.faults), (), ())
        if written.team is not None:
            self.faults += [f"members: {broken}" for broken in violations(self.pool, self.challenge, written.team)]
        if any(fault.startswith("members") for fault in self.faults):
            return Verification(tuple(self.faults), (), ())
        claims = Claims(
            status=written.status,
            points=None,
            bound=written.bound,
            stopped=written.stopped,
            certify=LazyCertificate(written.certificate),
            seed=written.seed,
            time_limit=written.parameters.time_limit,
            loss=written.parameters.loss,
            responses=written.responses,
        )
        result = assemble(instance, eligibility, written.team, claims)
        self.result = replace(result, version=written.version, versions=written.versions)
        true = to_record(self.result)
        if true["input_digest"] != written.input_digest:
            self.faults.append("input_digest: the result was made from another pool or challenge, or was changed")
        self.faults += [
            f"{key}: it is not what pool and challenge give"
            for key, value in true.items()
            if key not in {"input_digest", "seal"} and not same(value, self.record.get(key, 0))
        ]
        if written.responses is not None and not _of_team(written.responses, written.team):
            self.faults.append("parameters: who confirmed is not on the team, or who dropped out is")
        proof = check_certificate(compile_problem(instance, eligibility), written.certificate, written.points)
        self.faults += [*proof.faults, *self._unproved(proof)]
        if self.faults:
            return Verification(tuple(self.faults), (), ())
        verified, claimed = tuple(self._verified(proof)), tuple(self._claimed(proof))
        rests_on = (f"that no team is better in {counted(len(proof.claims), 'window')}",) if proof.claims else ()
        return Verification((), verified, claimed, rests_on=rests_on)

    def _unproved(self, proof: Proof) -> list[str]:
        """Return where status and bound differ from what the certificate proves."""
        written, found = self.written, self.written.team is not None
        if proof.open:
            status = Status.FEASIBLE if found else Status.UNKNOWN
        else:
            status = Status.OPTIMAL if found else Status.INFEASIBLE
        bound = max((points for _, points in proof.open), default=written.points)
        faults = []
        if written.status != status:
            faults.append(f"status: the certificate proves that it is {status}")
        if written.bound != bound:
            faults.append("bound: the certificate proves another")
        of_repair = found and written.responses is not None and written.stopped in _STOPS[Status.OPTIMAL] - {None}
        if written.stopped not in _STOPS[status] and not of_repair:
            faults.append("stopped: it does not go with the status")
        return faults

    def _verified(self, proof: Proof) -> list[str]:
        written = self.written
        lines = ["the pool and the challenge are those the result was made from"]
        if written.points is not None:
            lines.append("the team breaks no rule")
            lines.append(f"its {written.points:,} points, their breakdown and ledger, the findings and the warnings")
        windows = len(written.certificate.windows)
        if proof.by_bound:
            lines.append(f"{_of(proof.by_bound, windows)} no better team, by one bound")
        if proof.by_branching:
            more = f" and {counted(proof.enumerated, 'team')} enumerated" if proof.enumerated else ""
            bounds = counted(proof.steps, "further bound")
            lines.append(f"{_of(proof.by_branching, windows)} no better team, by {bounds}{more}")
        if proof.open or proof.claims:
            lines.append(f"no team has more than {self._proved_bound(proof):,} points")
        else:
            lines.append("no team is better: the proof is complete" if written.team else "no team is valid: proved")
        return lines

    def _claimed(self, proof: Proof) -> list[str]:
        written = self.written
        lines = [
            f"{_WORD[claim.unchecked]} the {claim.left:,} candidates left in the window of {claim.start} "
            "hold no better team"
            for claim in proof.claims
        ]
        if proof.claims and written.bound is not None:
            lines.append(f"that no team has more than {written.bound:,} points")
        if written.team is not None:
            lines.append(f"that of the teams with as many points, seed {written.seed} names this one")
        lines += _answers_in_words(written.responses or Responses())
        lines.append(f"that TeamForge {written.version} made it, and what it was asked")
        return lines

    def _proved_bound(self, proof: Proof) -> int:
        """Return a bound on any team's points that is proved without any claim."""
        own = [] if self.written.points is None else [self.written.points]
        return max([*own, *(points for _, points in proof.open), *(claim.most for claim in proof.claims)])


def _of_team(answers: Responses, team: Team | None) -> bool:
    """Return whether everybody who confirmed is on a team, and nobody who dropped out is."""
    members = {peer for _, peer in team.seats} if team is not None else set()
    return members >= {*answers.confirmed} and not members & {*answers.withdrawn, *answers.objected}


def _answers_in_words(answers: Responses) -> Iterator[str]:
    """Yield the peers' answers that a repair was given, for which the record is the only evidence."""
    given = {"dropped out": (*answers.withdrawn, *answers.objected), "confirmed": answers.confirmed}
    for what, peers in given.items():
        if peers:
            yield f"that {listed(sorted(peers))} {what}, as the repair assumed"


def _of(count: int, windows: int) -> str:
    return f"{count:,} of {windows:,} windows {'holds' if count == 1 else 'hold'}"


def news_of(count: int, teams: Mapping[str, Team], pool: Pool) -> Iterator[str]:
    """Yield what was reported about the members of some teams after the first `count` rows of `assignments`."""
    members = {peer for team in teams.values() for _, peer in team.seats}
    proposed = {(own, seat, peer, team.start) for own, team in teams.items() for seat, peer in team.seats}
    since = pool.assignments.in_force
    for row in rows_of(pool, since[since >= count].tolist()):
        recorded = row.state == "proposed" and (row.challenge_id, row.seat, row.peer_id, row.start) in proposed
        if row.peer_id in members and not recorded:
            where = spoken(row.seat) if {row.challenge_id} == teams.keys() else f"for challenge {row.challenge_id}"
            yield f"{row.peer_id}, {where}: {row.reason}"


def same(value: object, other: object) -> bool:
    """Return whether two plain values are the same in JSON, where 1, 1.0 and true all differ."""
    return json.dumps(value, sort_keys=True) == json.dumps(other, sort_keys=True)
