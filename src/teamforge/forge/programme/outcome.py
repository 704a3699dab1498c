"""What the engine returns for a programme: the plan, what is proved about it, and what questions start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from teamforge.certificate.programme import PlanCertificate
from teamforge.forge.programme.blocks import Year
from teamforge.search import SearchResult
from teamforge.spec.status import Status, Stop
from teamforge.team import Team


@dataclass(frozen=True, slots=True)
class NoTeamReason:
    """
    Why a challenge has no team (SPEC.md section 10, `why`).

    Parameters
    ----------
    kind
        `none_alone`, `limits`, `too_few`, `cost`, `gave_way` or `not_proved`.
    challenges
        For `too_few`, the challenges that need the seat, this one included; otherwise none.
    seat
        For `too_few`, the seat for which there are too few peers.
    peers
        For `too_few`, the number of peers for it.
    """

    kind: str
    challenges: tuple[str, ...] = ()
    seat: str | None = None
    peers: int | None = None


@dataclass(frozen=True, eq=False)
class PlanResult:
    """
    A plan of a programme, and what is proved about it.

    Parameters
    ----------
    year
        The challenges that are planned, each compiled on the pool of the programme (`year.pool`), sorted by id:
        ``year.blocks[place].problem``, ``.instance`` and ``.eligibility``. `barred.free_beside` returns who can serve
        on one of the teams with the others fixed.
    status
        The status, as in SPEC.md section 10.
    teams
        The teams of the challenges that have one, by challenge id and sorted by it.
    alone
        What the search finds for each challenge alone, by id, on the pool of the programme and without `limits`:
        `points` is the `best` of section 10, None without a team, and `status` its `best_status`.
    points
        The points of the plan, priorities and challenges without a team included; None if no valid plan is known.
    bound
        No valid plan that is as good in what is sought before points has more points; None if nothing is proved, or
        there is no valid plan.
    greatest_loss
        The greatest loss of a challenge with a team; 0 if none has one.
    greatest_loss_bound
        For `fair`: no plan with as few challenges without a team has a lower greatest loss. None for `total`.
    changes, changes_bound
        How many seats of the plan that stands have changed; and, for `least` and if a budget cannot be kept, no
        valid plan has fewer changes. None if no plan stands, or nothing was asked.
    without
        Why each challenge without a team has none, by challenge id.
    certificate
        The prices of the rows, and for each challenge the proof of its own bound under them. Proves the bound.
    stopped
        ``"time"`` or ``"interrupt"`` if the work was ended early, ``"failure"`` if by a fault of ours; otherwise None.
    """

    year: Year
    status: Status
    teams: Mapping[str, Team]
    alone: Mapping[str, SearchResult]
    points: int | None
    bound: int | None
    greatest_loss: int
    greatest_loss_bound: int | None
    changes: int | None
    changes_bound: int | None
    without: Mapping[str, NoTeamReason]
    certificate: PlanCertificate
    stopped: Stop | None
