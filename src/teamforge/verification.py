"""
Is a written result true? It is made again from pool and challenge, and its certificate worked out, without a solver.

What follows from pool and challenge is verified: the team, its points and where they come from, and that no team has
more. What cannot be read from them is claimed: how the answer was come by, and what CP-SAT is to be believed for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from teamforge.assembly import Claims, assemble
from teamforge.certificate import Certificate
from teamforge.challenge import Challenge
from teamforge.challenge.matching import require_fit
from teamforge.dates import day_number
from teamforge.errors import Fault, InputError
from teamforge.page import Page
from teamforge.page.of_verification import verification_page
from teamforge.page.shown import Shown
from teamforge.page.words import counted
from teamforge.pool import Pool
from teamforge.problem import compile_problem, derive, screen
from teamforge.result import seal_of
from teamforge.status import Status
from teamforge.team import Team
from teamforge.verify import violations
from teamforge.verify.bounds import Proof, check_certificate

__all__ = ["Verification", "read_record", "verify_result"]


_STOPS: Mapping[str, set[str | None]] = {
    "optimal": {None, "time", "interrupt"},
    "feasible": {"time", "interrupt", "choice"},
    "infeasible": {None},
    "unknown": {"time", "interrupt"},
}
"""Status to why a search can have ended; what is proved may have been stopped before its ties were broken."""


@dataclass(frozen=True, slots=True)
class Verification(Shown):
    """
    What of a written result is true.

    Parameters
    ----------
    faults
        What is not; nothing else is to be believed then.
    verified
        What follows from pool and challenge, in words.
    claimed
        What has to be believed, in words.
    complete
        Whether the proof is whole: nothing is wrong, and CP-SAT need not be believed for status or bound.

    Examples
    --------
    >>> Verification(("points: written 7, true is 6",), (), ()).holds
    False
    """

    faults: tuple[str, ...]
    verified: tuple[str, ...]
    claimed: tuple[str, ...]
    complete: bool = False

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def _page(self) -> Page:
        return verification_page(self, "A written result")

    def to_dict(self) -> dict[str, Any]:
        """Return the verification in plain values, ready for JSON."""
        return {
            "holds": self.holds,
            "complete": self.complete,
            "faults": list(self.faults),
            "verified": list(self.verified),
            "claimed": list(self.claimed),
        }


def verify_result(record: Mapping[str, Any], pool: Pool, challenge: Challenge) -> Verification:
    """
    Check a result that was written down.

    Parameters
    ----------
    record
        As `Result.to_record` returns it, and as it is read from JSON again.
    pool, challenge
        What it was made from.

    Returns
    -------
    Verification
        With every fault that was found.

    Raises
    ------
    InputError
        If the challenge does not fit the pool; every fault is listed.

    Examples
    --------
    >>> from teamforge import compose, load_demo
    >>> pool, challenge = load_demo()
    >>> record = compose(pool, challenge).to_record()
    >>> verify_result(record, pool, challenge).holds
    True
    >>> print(verify_result({**record, "points": record["points"] + 1}, pool, challenge).faults[0])
    seal: the record was changed after it was written
    """
    require_fit(pool, challenge)
    written, faults_ = _read(record)
    if written is None:
        return Verification(tuple(faults_), (), ())
    if record.get("seal") != seal_of(record):
        faults_ = ["seal: the record was changed after it was written"]
    return _Checking(record, written, pool, challenge, faults_).verification()


def read_record(path: Path, expected: str = "what `teamforge compose --out` wrote") -> dict[str, Any]:
    """
    Return the JSON object that a file holds, such as one of `compose --out`.

    Parameters
    ----------
    path
        The file.
    expected
        What a fault says should be in it.

    Raises
    ------
    InputError
        If it cannot be read, or is no JSON object in which each key stands once.
    """
    record, expected = None, f"{expected}: a JSON object"
    try:
        record = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except OSError as error:
        expected = f"a file that can be read ({(error.strerror or '').lower()})"
    except (ValueError, RecursionError):
        pass
    # Raised outside the except clause: what Python's errors keep of a file may be private.
    if not isinstance(record, dict):
        raise InputError([Fault("result", None, None, str(path), expected)])
    return record


def team_of_record(record: Mapping[str, Any]) -> Team:
    """
    Return the team of a written result; whether it is valid, and of which files, `verify_result` tells.

    Raises
    ------
    InputError
        If the record is none of `compose --out`, or holds no team.
    """
    written, wrong = _read(record)
    team = None if written is None else written.team
    if team is None:
        told = wrong or ["the record: it holds no team"]
        raise InputError([Fault("result", None, None, None, text, "give what `compose --out` wrote") for text in told])
    return team


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no JSON")


class _Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class _Window(_Plain):
    start: date
    end: date


class _Member(_Plain):
    seat: str
    peer_id: str
    role: str
    fit: int


class _Parameters(_Plain):
    time_limit: float | None
    seed: int
    loss: int | None
    preset: str | None


class _Written(_Plain):
    """What a record has; what is `Any` is only compared."""

    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    points: int | None
    bound: int | None
    gap: float | None
    window: _Window | None
    members: tuple[_Member, ...]
    breakdown: Any
    warnings: Any
    challenge_id: str
    input_digest: str
    version: str
    seed: int
    stopped: Literal["time", "interrupt", "choice"] | None
    ledger: Any
    findings: Any
    parameters: _Parameters
    versions: dict[str, str]
    certificate: Certificate
    seal: str

    @property
    def team(self) -> Team | None:
        if self.window is None:
            return None
        return Team(self.window.start, tuple((member.seat, member.peer_id) for member in self.members))


def _read(record: Mapping[str, Any]) -> tuple[_Written | None, list[str]]:
    """Return a record with the types it has to have, or what is wrong with them."""
    try:
        return _Written.model_validate_json(json.dumps(dict(record))), []
    except ValidationError as error:
        told = [
            f"{'.'.join(map(str, each['loc'])) or 'the record'}: {each['msg'].lower()}"
            for each in error.errors(include_input=False, include_url=False)
        ]
        if "diagnosis" in record and "certificate" not in record:
            told = ["the record: what is printed has no certificate; `compose --out result.json` keeps one"]
    except (TypeError, ValueError, RecursionError):
        plain = isinstance(record, Mapping)
        told = [f"the record: {'it holds more than plain values' if plain else 'expected what `to_record` returns'}"]
    return None, told


@dataclass(eq=False)
class _Checking:
    """One record, and what is found wrong with it."""

    record: Mapping[str, Any]
    written: _Written
    pool: Pool
    challenge: Challenge
    faults: list[str]

    def verification(self) -> Verification:
        """Check everything, and say in words what holds."""
        written = self.written
        given = derive(self.pool, self.challenge)
        screened = screen(given)
        if written.team is not None and day_number(written.team.start) not in given.windows.starts.tolist():
            self.faults.append("window: it is no valid window of the challenge")
            return Verification(tuple(self.faults), (), ())
        if written.team is not None:
            self.faults += [f"members: {broken}" for broken in violations(self.pool, self.challenge, written.team)]
        if any(fault.startswith("members") for fault in self.faults):
            return Verification(tuple(self.faults), (), ())
        claims = Claims(
            status=Status(written.status),
            points=None,
            bound=written.bound,
            stopped=written.stopped,
            certificate=written.certificate,
            seed=written.seed,
            time_limit=written.parameters.time_limit,
            loss=written.parameters.loss,
        )
        result = assemble(given, screened, written.team, claims)
        true = replace(result, version=written.version, versions=written.versions).to_record()
        if true["input_digest"] != written.input_digest:
            self.faults.append("input_digest: the result was made from another pool or challenge, or was changed")
        self.faults += [
            f"{key}: it is not what pool and challenge give"
            for key, value in true.items()
            if key not in {"input_digest", "seal"} and not _same(value, self.record[key])
        ]
        proof = check_certificate(compile_problem(given, screened), written.certificate, written.points)
        self.faults += [*proof.faults, *self._unproved(proof)]
        if self.faults:
            return Verification(tuple(self.faults), (), ())
        told = tuple(self._verified(proof)), tuple(self._claimed(proof))
        return Verification((), *told, complete=not proof.claims)

    def _unproved(self, proof: Proof) -> list[str]:
        """Return where status and bound are not what the certificate proves."""
        written, found = self.written, self.written.team is not None
        status = ("feasible" if found else "unknown") if proof.open else ("optimal" if found else "infeasible")
        bound = max((points for _, points in proof.open), default=written.points)
        faults = []
        if written.status != status:
            faults.append(f"status: the certificate proves that it is {status}")
        if written.bound != bound:
            faults.append("bound: the certificate proves another")
        if written.stopped not in _STOPS[status]:
            faults.append("stopped: it does not go with the status")
        return faults

    def _verified(self, proof: Proof) -> list[str]:
        written = self.written
        told = ["the pool and the challenge are those the result was made from"]
        if written.points is not None:
            told.append("the team breaks no rule")
            told.append(f"its {written.points:,} points, their breakdown and ledger, the findings and the warnings")
        windows = len(written.certificate.windows)
        if proof.by_bound:
            told.append(f"{_of(proof.by_bound, windows)} no better team, by one bound")
        if proof.by_branching:
            more = f" and {counted(proof.worked_out, 'team')} worked out" if proof.worked_out else ""
            bounds = counted(proof.steps, "further bound")
            told.append(f"{_of(proof.by_branching, windows)} no better team, by {bounds}{more}")
        if proof.open or proof.claims:
            told.append(f"no team has more than {self._proved_bound(proof):,} points")
        else:
            told.append("no team is better: the proof is complete" if written.team else "no team is valid: proved")
        return told

    def _claimed(self, proof: Proof) -> list[str]:
        written = self.written
        told = [
            f"CP-SAT's word that the {claim.left:,} candidates left in the window of {claim.start} hold no better team"
            for claim in proof.claims
        ]
        if proof.claims and written.bound is not None:
            told.append(f"that no team has more than {written.bound:,} points")
        if written.team is not None:
            told.append(f"that of the teams with as many points, if there are others, seed {written.seed} names this")
        told.append(f"that TeamForge {written.version} made it, and what it was asked")
        return told

    def _proved_bound(self, proof: Proof) -> int:
        """Return points that no team has more than, whatever is claimed: a window that a claim closes has its bound."""
        claimed = {claim.start for claim in proof.claims}
        bounds = [window.bound for window in self.written.certificate.windows if window.start in claimed]
        own = [] if self.written.points is None else [self.written.points]
        return max([*own, *(points for _, points in proof.open), *(bound for bound in bounds if bound is not None)])


def _of(count: int, windows: int) -> str:
    return f"{count:,} of {windows:,} windows {'holds' if count == 1 else 'hold'}"


def _same(value: object, other: object) -> bool:
    """Return whether two plain values are written the same in JSON: 1, 1.0 and true are three things."""
    return json.dumps(value, sort_keys=True) == json.dumps(other, sort_keys=True)
