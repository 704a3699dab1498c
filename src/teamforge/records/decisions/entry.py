"""An entry of the record of decisions: what was proposed and, separately, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from teamforge.certificate.format import Whole
from teamforge.page.displayed import Displayed
from teamforge.team import SeatedPeer

if TYPE_CHECKING:
    from pydantic import TypeAdapter


class Outcome(StrEnum):
    """
    What a person decided about a proposal.

    Examples
    --------
    >>> Outcome("accepted") is Outcome.ACCEPTED
    True
    """

    ACCEPTED = "accepted"
    """Accepted as proposed."""
    CHANGED = "changed"
    """Accepted with other peers or another date."""
    REJECTED = "rejected"
    """Rejected."""


@dataclass(frozen=True, slots=True)
class KeptWaiver:
    """
    A waiver that the proposed team rests on. No repr shows who gave it or why.

    Parameters
    ----------
    rule, peers
        The conflict rule, and the one or two peers that it is waived for.
    by, reason, on, until
        Who gave it, why and when, and its last day; None if it has none.
    """

    rule: str
    peers: tuple[str, ...]
    by: str = field(repr=False)
    reason: str = field(repr=False)
    on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    What was proposed, with everything needed to propose it again.

    Parameters
    ----------
    challenge_id, status, points, bound
        The values of the result.
    start, end
        The days on site; None without a team.
    members
        Every filled seat, in the order of the challenge.
    waivers
        The waivers that the team depends on.
    warnings
        The warnings of the result.
    claimed
        The claims in the result that cannot be checked, as `verify` words them.
    input_digest, version, versions, seed
        The inputs and the software that made the result.
    result
        The seal of the kept result.
    """

    challenge_id: str
    status: str
    points: Whole | None
    bound: Whole | None
    start: date | None
    end: date | None
    members: tuple[SeatedPeer, ...]
    waivers: tuple[KeptWaiver, ...]
    warnings: tuple[str, ...]
    claimed: tuple[str, ...]
    input_digest: str
    version: str
    versions: Mapping[str, str]
    seed: Whole
    result: str


@dataclass(frozen=True, slots=True)
class KeptAlternative:
    """An alternative that was considered in the decision: its points, start and members."""

    points: Whole
    start: date
    members: tuple[SeatedPeer, ...]


@dataclass(frozen=True, slots=True)
class Substitution(Displayed):
    """The peer who takes a seat instead of the one proposed; None leaves the seat empty."""

    seat: str
    peer_id: str | None


@dataclass(frozen=True, slots=True)
class Decision(Displayed):
    """
    What a person decided. No repr shows who decided or why.

    Parameters
    ----------
    by, role
        The name of the person who decided, not of a tool, and their role.
    on
        The day of the decision.
    outcome
        ``accepted`` as proposed, ``changed`` or ``rejected``.
    why
        The reason in a sentence or more.
    changes
        For ``changed``: the seats that differ.
    start
        For ``changed``: the first day on site, if it differs.

    Examples
    --------
    >>> Decision("A. Person", "programme director", date(2027, 1, 12), Outcome.REJECTED, "the host asked for June")
    Decision(on=datetime.date(2027, 1, 12), outcome=<Outcome.REJECTED: 'rejected'>, changes=(), start=None)
    """

    by: str = field(repr=False)
    role: str = field(repr=False)
    on: date
    outcome: Outcome
    why: str = field(repr=False)
    changes: tuple[Substitution, ...] = ()
    start: date | None = None


@dataclass(frozen=True, slots=True)
class DecidedTeam:
    """
    The team that was decided on.

    Parameters
    ----------
    start
        The first day on site.
    members
        Every filled seat.
    points
        The points of the team; None if it breaks a rule.
    breaks
        The rules of SPEC.md that the team breaks, in words: a person may decide to, and the record says so.
    """

    start: date
    members: tuple[SeatedPeer, ...]
    points: Whole | None
    breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A proposal and the decision about it.

    Parameters
    ----------
    number
        The number of the entry, from 1.
    previous
        The seal of the previous entry; None for the first.
    proposal
        What was proposed.
    seen
        The alternatives that were considered.
    decision
        Who decided what, when and why.
    team
        The team that was decided on; None after a rejection.
    seal
        The seal over all the other fields.
    """

    number: Whole
    previous: str | None
    proposal: Proposal
    seen: tuple[KeptAlternative, ...]
    decision: Decision
    team: DecidedTeam | None
    seal: str

    def to_dict(self) -> dict[str, Any]:
        """Return the entry in plain values, as in the record."""
        values: dict[str, Any] = adapter().dump_python(self, mode="json")
        return values


@cache
def adapter() -> TypeAdapter[Entry]:
    """Return the adapter that reads and writes entries."""
    from pydantic import TypeAdapter  # noqa: PLC0415 -- slow to import

    return TypeAdapter(Entry)
