"""The plan of a programme: every challenge with its team or the reason for none, and what is proved (SPEC.md 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from teamforge.certificate.programme import PlanCertificate
from teamforge.challenge.programme import Programme
from teamforge.errors import close_match
from teamforge.page.plain import Plain
from teamforge.page.words import counted
from teamforge.pool import Pool
from teamforge.result.data import Member
from teamforge.spec.status import Status, Stop
from teamforge.team import Team, Window

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class WhyNoTeam(Plain):
    """
    Why a challenge of a plan has no team.

    Parameters
    ----------
    kind
        ``none_alone``: it has no valid team even on its own; ``limits``: the limits allow it none; ``too_few``: these
        challenges need more peers for one seat than there are; ``cost``: a team would cost more than going without;
        ``gave_way``: others were worth more. The first of these shown to hold; ``not_proved`` if none was shown before
        the search ended.
    challenges
        For ``too_few``, the challenges that want the seat, this one among them.
    seat
        For ``too_few``, the seat.
    text
        The same in words.
    """

    kind: str
    challenges: tuple[str, ...]
    seat: str | None
    text: str

    @classmethod
    def of(cls, kind: str, challenges: tuple[str, ...] = (), seat: str | None = None, peers: int | None = None) -> Self:
        """Return a reason with its words; `peers` is how many there are for the seat."""
        match kind:
            case "none_alone":
                text = "it has no valid team even alone"
            case "limits":
                text = "the limits allow it no team"
            case "too_few":
                many = "is one" if peers == 1 else f"are {peers or 'none'}"
                text = f"{counted(len(challenges), 'challenge')} need a peer for the seat {seat}, and there {many}"
            case "cost":
                text = "a team would cost more than going without"
            case "gave_way":
                text = "other challenges were worth more"
            case _:
                text = "no better plan with a team for it was found; that there is none is not proved"
        return cls(kind, challenges, seat, text)


@dataclass(frozen=True, slots=True)
class PlannedChallenge(Plain):
    """
    A challenge in a plan.

    Parameters
    ----------
    challenge_id, priority
        The challenge's id and priority, as in the programme.
    window
        When its team is on site; None without a team.
    members
        Every filled seat, in the order of the challenge.
    points
        The team's points, not weighted by the priority; None without a team.
    best, best_status
        The points found for the challenge on its own, on the programme's pool and without limits, and what is proved
        about them; None if it had no team there, and for a challenge that is over.
    loss
        `best` less `points`; None without a team.
    breakdown
        Points by criterion; they sum to `points`.
    why
        Why it has no team; None if it has one.
    over
        Whether its history says that it is done: then it was not planned, and its team is shown as it was.
    """

    challenge_id: str
    priority: int
    window: Window | None
    members: tuple[Member, ...]
    points: int | None
    best: int | None
    best_status: Status | None
    loss: int | None
    breakdown: Mapping[str, int]
    why: WhyNoTeam | None
    over: bool = False

    @property
    def team(self) -> Team | None:
        """The team as window and seats; None without one."""
        if self.window is None:
            return None
        return Team(self.window.start, tuple((member.seat, member.peer_id) for member in self.members))


@dataclass(frozen=True, eq=False, repr=False)
class PlanData(Plain):
    """
    What `plan` found: the teams of a programme, verified together, and what is proved about them.

    Parameters
    ----------
    programme_id
        The id of the programme.
    status
        ``optimal`` (proved), ``feasible``, ``infeasible`` (proved: no plan keeps to the change budget and keeps the
        peers who confirmed) or ``unknown``.
    points
        Σ priority·points of the teams, less priority·`without_team` for each challenge without one; None if no valid
        plan is known.
    bound
        No valid plan that is as good in what comes before points has more points (proved).
    objective
        ``total`` or ``fair``.
    greatest_loss, greatest_loss_bound
        The greatest loss of a challenge with a team; and, for ``fair``, a lower bound on it over all plans with as few
        challenges without a team.
    changes, changes_bound
        How many seats of the plan that stands have changed, and a lower bound on that over all valid plans; None if no
        plan stands.
    challenges
        Every challenge, in the order of the programme.
    warnings
        Notes that a careful colleague would make; the warnings about one challenge begin with its id.
    input_digest, version, seed
        What it takes to repeat the plan.
    stopped
        ``"time"`` or ``"interrupt"`` if the search ended early: a repeat may then differ. ``"failure"`` if a fault of
        ours ended it. The plan is the best until then, and what is proved stands.
    parameters
        What `plan` was asked: `effort`, `time_limit`, `seed`; and for a replan `replan`: the rows at the end of
        `assignments` that the log does not have, other dates, the change budget.
    versions
        The versions of the libraries that a plan could depend on.
    certificate
        Why no plan has more points, for anybody to check; part of `to_record`, not of `to_dict`.
    pool, programme
        What the plan was made from; not part of `to_dict`.
    """

    programme_id: str
    status: Status
    points: int | None
    bound: int | None
    objective: str
    greatest_loss: int
    greatest_loss_bound: int | None
    changes: int | None
    changes_bound: int | None
    challenges: tuple[PlannedChallenge, ...]
    warnings: tuple[str, ...]
    input_digest: str
    version: str
    seed: int
    stopped: Stop | None
    parameters: Mapping[str, Any]
    versions: Mapping[str, str]
    certificate: PlanCertificate
    pool: Pool = field(repr=False)
    programme: Programme = field(repr=False)

    _KEYS = (
        *("programme_id", "status", "points", "bound", "gap", "objective"),
        *("greatest_loss", "greatest_loss_bound", "changes", "changes_bound"),
        *("challenges", "warnings", "input_digest", "version", "seed"),  # SPEC.md section 10 has the keys so far
        *("assignments", "stopped", "parameters", "versions"),
    )

    @property
    def assignments(self) -> int:
        """How many rows of the table `assignments` the plan was made from, counted from the first."""
        amendment = self.parameters.get("replan")
        return len(self.pool.assignments) - (0 if amendment is None else len(amendment["rows"]))

    @property
    def gained(self) -> int:
        """Σ priority·points of the teams; challenges without one count nothing."""
        return sum(each.priority * (each.points or 0) for each in self.challenges)

    @property
    def gap(self) -> float | None:
        """How much better a best plan could be: `(bound − points) / max(1, Σ priority·points of the teams)`."""
        if self.points is None or self.bound is None:
            return None
        return (self.bound - self.points) / max(1, self.gained)

    @property
    def teams(self) -> dict[str, Team]:
        """The team of each planned challenge that has one, by challenge id."""
        return {each.challenge_id: each.team for each in self.challenges if each.team is not None and not each.over}

    @property
    def to_propose(self) -> dict[str, Team | None]:
        """The team of each planned challenge by challenge id, None for one without: what a history takes over."""
        return {each.challenge_id: each.team for each in self.challenges if not each.over}

    @property
    def without(self) -> tuple[PlannedChallenge, ...]:
        """The challenges without a team."""
        return tuple(each for each in self.challenges if each.window is None)

    def of(self, challenge_id: str) -> PlannedChallenge:
        """
        Return what the plan says about one challenge.

        Raises
        ------
        KeyError
            If the programme has no such challenge; the message names the closest.
        """
        for each in self.challenges:
            if each.challenge_id == challenge_id:
                return each
        hint = close_match(challenge_id, [each.challenge_id for each in self.challenges])
        raise KeyError(f"no challenge {challenge_id}{hint and '; ' + hint}")

    def to_frame(self) -> pd.DataFrame:
        """
        Return the plan as a data frame.

        Returns
        -------
        pandas.DataFrame
            One row per filled seat, in the order of the programme; columns ``challenge_id``, ``seat``, ``peer_id``,
            ``role`` (str), ``fit`` (int), ``organisation_id`` (missing for independents), ``start`` and ``end`` (days
            on site, as datetimes). A challenge without a team has no row.
        """
        import pandas as pd  # noqa: PLC0415 -- slow to import

        columns = ["challenge_id", "seat", "peer_id", "role", "fit", "organisation_id", "start", "end"]
        peers, known = self.pool.peers, self.pool.organisations.ids
        rows = []
        for each in self.challenges:
            for member in each.members if each.window is not None else ():
                place = int(peers.organisation[peers.position[member.peer_id]])
                home = known[place] if place >= 0 else None
                dates = (each.window.start, each.window.end) if each.window else ()
                rows.append((each.challenge_id, member.seat, member.peer_id, member.role, member.fit, home, *dates))
        frame = pd.DataFrame(rows, columns=columns)
        return frame.astype({"organisation_id": "str"}).assign(
            start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"])
        )

    def __repr__(self) -> str:
        """Return status, points and the challenges by id."""
        head = f"<Plan {self.programme_id}: {self.status}"
        if self.points is None:
            return f"{head}>"
        proof = "" if self.status is Status.OPTIMAL or self.bound is None else f" of at most {self.bound:,}"
        lines = [f"{head}, {self.points:,} points{proof}, {len(self.teams)} of {len(self.challenges)} with a team"]
        width = max(len(each.challenge_id) for each in self.challenges)
        for each in self.challenges:
            text = f"{each.window.start} to {each.window.end}" if each.window else each.why.text if each.why else ""
            points = "" if each.points is None else f"  {each.points:,} of {each.best:,}"
            lines.append(f"  {each.challenge_id:<{width}}  {text}{points}")
        return "\n".join(lines) + ">"
