"""The result: a team, its points, what is proved about it, and everything needed to check it (SPEC.md section 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from teamforge.challenge import Challenge
from teamforge.errors import InfeasibleError, UnknownError
from teamforge.page.plain import Plain
from teamforge.pool import Pool
from teamforge.spec.status import CAUSES, Status, Stop
from teamforge.team import Team, Window

if TYPE_CHECKING:
    import pandas as pd

    from teamforge.certificate.format import Certificate
    from teamforge.conflicts import Finding
    from teamforge.result.diagnosis import Diagnosis
    from teamforge.result.robustness import Robustness
    from teamforge.verify import LedgerEntry


@dataclass(frozen=True, slots=True)
class Member:
    """
    Who sits on a seat.

    Parameters
    ----------
    seat, peer_id
        The ids of the seat and of the peer who has it.
    role
        The peer's accepted role with the best fit; among equals, the first by name.
    fit
        How well the role fits, from 1 to 100.
    """

    seat: str
    peer_id: str
    role: str
    fit: int


@dataclass(frozen=True, eq=False, repr=False)
class ResultData(Plain):
    """
    What `compose` found. The verifier has checked the team again.

    Parameters
    ----------
    status
        ``optimal`` (proved), ``feasible``, ``infeasible`` (proved) or ``unknown``.
    points
        The team's points; None without a team.
    bound
        No valid team has more points (proved); None if nothing is proved, or nothing is feasible.
    window
        When the team is on site; None without a team.
    members
        Every filled seat, in the order of the challenge.
    entries
        The ledger: where every point comes from.
    breakdown
        Points by criterion; they sum to `points`.
    findings
        Conflict rules that fire for members or pairs of members and are waived or cost points.
    warnings
        Notes that a careful colleague would make.
    challenge_id, input_digest, version, seed
        Which challenge the result is for, and what it takes to repeat it.
    versions
        The versions of the libraries that an answer could depend on.
    parameters
        What `compose` was asked.
    stopped
        `Stop.TIME` or `Stop.INTERRUPT` if the search ended early: a repeat may then differ. `Stop.CHOICE` if the team
        was chosen for more than its points, to keep people or to be robust. `Stop.EFFORT` if choosing among its equals
        would have taken too much work, `Stop.FAILURE` if a fault of ours ended that choice: what is proved stands.
        Otherwise None. Of a repair it says what ended the choice among repairs that are as good.
    certify
        Writes the certificate.
    pool, challenge
        What the result was made from, for later questions; not part of `to_dict`.
    diagnosis
        If it is proved that no team exists: why, and what would help.
    robustness
        If a robust team was asked for: what each drop-out would cost it, and who would step in.
    """

    status: Status
    points: int | None
    bound: int | None
    window: Window | None
    members: tuple[Member, ...]
    entries: tuple[LedgerEntry, ...]
    breakdown: Mapping[str, int]
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]
    challenge_id: str
    input_digest: str
    version: str
    seed: int
    versions: Mapping[str, str]
    parameters: Mapping[str, Any]
    stopped: Stop | None
    certify: Callable[[], Certificate] = field(repr=False)
    pool: Pool = field(repr=False)
    challenge: Challenge = field(repr=False)
    diagnosis: Diagnosis | None = None
    robustness: Robustness | None = None

    _KEYS = (
        *("status", "points", "bound", "gap", "window", "members", "breakdown", "warnings"),
        *("challenge_id", "input_digest", "version", "seed"),  # SPEC.md section 8 has the keys so far
        *(
            "assignments",
            "stopped",
            ("ledger", "entries"),
            "findings",
            "parameters",
            "versions",
            "diagnosis",
            "robustness",
        ),
    )

    @property
    def assignments(self) -> int:
        """How many rows of the table `assignments` the result was made from, counted from the first."""
        return len(self.pool.assignments)

    @property
    def certificate(self) -> Certificate:
        """Why no team has more points, for anybody to check; part of `to_record`, not of `to_dict`."""
        return self.certify()

    @property
    def gap(self) -> float | None:
        """How much better a best team could be: `(bound − points) / max(1, |points|)`, 0.0 only if optimal."""
        if self.points is None or self.bound is None:
            return None
        return (self.bound - self.points) / max(1, abs(self.points))

    @property
    def chosen(self) -> bool:
        """Whether the team was chosen for more than its points: to keep people, or to be robust."""
        repaired = self.parameters["repair"] is not None
        return self.status is Status.FEASIBLE and (repaired or self.stopped is Stop.CHOICE)

    @property
    def why_unknown(self) -> str:
        """Why there is no team though none is proved not to exist, in words."""
        if self.stopped is Stop.CHOICE:
            return "the plan goes without a team, though there is one beside the others"
        return f"{CAUSES[self.stopped]} ended the search before any team was found"

    @property
    def team(self) -> Team | None:
        """The team as window and seats; None without one."""
        if self.window is None:
            return None
        return Team(self.window.start, tuple((member.seat, member.peer_id) for member in self.members))

    def require_team(self) -> Team:
        """
        Return the team, or say why there is none.

        Raises
        ------
        InfeasibleError
            If it is proved that no valid team exists.
        UnknownError
            If the search was stopped before it found one, or a plan went without one.
        """
        if self.team is not None:
            return self.team
        if self.status is Status.INFEASIBLE:
            raise InfeasibleError(f"challenge {self.challenge_id}: it is proved that no valid team exists")
        raise UnknownError(f"challenge {self.challenge_id}: {self.why_unknown}", self.bound)

    def to_frame(self) -> pd.DataFrame:
        """
        Return the team as a data frame.

        Returns
        -------
        pandas.DataFrame
            One row per filled seat, in the order of the challenge; columns ``seat``, ``peer_id``, ``role``
            (str), ``fit`` and ``points`` (int: the ledger's entries of that member), ``organisation_id`` (missing for
            independents), ``challenge_id`` (str), ``start`` and ``end`` (days on site, as datetimes). So the frames
            of several challenges can be stacked.
        """
        import pandas as pd  # noqa: PLC0415 -- slow to import, and `compose` from frames or files has it already

        points = self.points_by_member()
        rows = [(member.seat, member.peer_id, member.role, member.fit, points[member.seat]) for member in self.members]
        frame = pd.DataFrame(rows, columns=["seat", "peer_id", "role", "fit", "points"])
        peers, known = self.pool.peers, self.pool.organisations.ids
        places = [int(peers.organisation[peers.position[member.peer_id]]) for member in self.members]
        frame["organisation_id"] = pd.Series([known[place] if place >= 0 else None for place in places], dtype="str")
        frame["challenge_id"] = pd.Series([self.challenge_id] * len(frame), dtype="str")
        window = self.window
        frame["start"] = pd.to_datetime([] if window is None else [window.start] * len(frame))
        frame["end"] = pd.to_datetime([] if window is None else [window.end] * len(frame))
        return frame

    def ledger(self) -> pd.DataFrame:
        """
        Return where every point comes from.

        Returns
        -------
        pandas.DataFrame
            One row per entry; columns ``criterion``, ``seat``, ``peer_id``, ``detail`` (str; seat and peer
            missing if the points are the whole team's) and ``points`` (int), which sums to the team's points.
        """
        import pandas as pd  # noqa: PLC0415 -- slow to import

        columns = ["criterion", "seat", "peer_id", "detail", "points"]
        return pd.DataFrame([[getattr(entry, name) for name in columns] for entry in self.entries], columns=columns)

    def points_by_member(self) -> dict[str, int]:
        """Return the points of the ledger by seat; points of the team as a whole are left out."""
        totals = {member.seat: 0 for member in self.members}
        for entry in self.entries:
            if entry.seat is not None:
                totals[entry.seat] += entry.points
        return totals

    def __repr__(self) -> str:
        """Return status, points, window and the seats by id."""
        head = f"<Result {self.challenge_id}: {self.status}"
        if self.window is None:
            return f"{head}>"
        proof = "" if self.status is Status.OPTIMAL else f" of at most {self.bound:,}"
        lines = [f"{head}, {self.points:,} points{proof}, {self.window.start} to {self.window.end}"]
        width = max(len(member.seat) for member in self.members) if self.members else 0
        lines += [f"  {member.seat:<{width}}  {member.peer_id}  {member.role} {member.fit}" for member in self.members]
        return "\n".join(lines) + ">"
