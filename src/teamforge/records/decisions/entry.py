"""An entry of the record of decisions: what was proposed, and apart from it what was decided."""

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

__all__ = [
    "DecidedTeam",
    "Decision",
    "Entry",
    "KeptAlternative",
    "KeptWaiver",
    "Outcome",
    "Proposal",
    "Substitution",
    "adapter",
]


class Outcome(StrEnum):
    """
    What a person made of a proposal.

    Examples
    --------
    >>> Outcome("accepted") is Outcome.ACCEPTED
    True
    """

    ACCEPTED = "accepted"
    """As it was proposed."""
    CHANGED = "changed"
    """With other peers or another date."""
    REJECTED = "rejected"
    """Not at all."""


@dataclass(frozen=True, slots=True)
class KeptWaiver:
    """
    A waiver that the proposed team rests on. No repr shows who gave it or why.

    Parameters
    ----------
    rule, peers
        The conflict rule, and the one peer or the two that it is waived for.
    by, reason, on, until
        Who gave it, why, when, and its last day; None where it has none.
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
    What was proposed, and all that it takes to propose it again.

    Parameters
    ----------
    challenge_id, status, points, bound
        Of the result.
    start, end
        The days on site; None without a team.
    members
        Every filled seat, in the order of the challenge.
    waivers
        Those the team rests on.
    warnings
        Of the result.
    claimed
        What of the result has to be believed, as `verify` says it.
    input_digest, version, versions, seed
        What it was made from and by.
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
    """An alternative that whoever decided had before them: its points, start and members."""

    points: Whole
    start: date
    members: tuple[SeatedPeer, ...]


@dataclass(frozen=True, slots=True)
class Substitution(Displayed):
    """Who sits on a seat instead of the peer who was proposed; None leaves the seat empty."""

    seat: str
    peer_id: str | None


@dataclass(frozen=True, slots=True)
class Decision(Displayed):
    """
    What a person decided. No repr shows who it was or why.

    Parameters
    ----------
    by, role
        Who decided, and as what: the name of a person, not of a tool.
    on
        The day of the decision.
    outcome
        ``accepted`` as proposed, ``changed`` or ``rejected``.
    why
        The reason in a sentence or more.
    changes
        For ``changed``: the seats that differ.
    start
        For ``changed``: the first day on site where it differs.

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
        What it scores; None where it breaks a rule.
    breaks
        The rules of SPEC.md that it breaks, in words: a person may decide so, and the record says so.
    """

    start: date
    members: tuple[SeatedPeer, ...]
    points: Whole | None
    breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A proposal and what was decided of it.

    Parameters
    ----------
    number
        From 1.
    previous
        The seal of the entry before; None for the first.
    proposal
        What was proposed.
    seen
        The alternatives that were looked at.
    decision
        Who decided what, when and why.
    team
        The team that was decided on; None after a rejection.
    seal
        Over all of the above.
    """

    number: Whole
    previous: str | None
    proposal: Proposal
    seen: tuple[KeptAlternative, ...]
    decision: Decision
    team: DecidedTeam | None
    seal: str

    def to_dict(self) -> dict[str, Any]:
        """Return the entry in plain values, as the record has it."""
        values: dict[str, Any] = adapter().dump_python(self, mode="json")
        return values


@cache
def adapter() -> TypeAdapter[Entry]:
    """Return what reads and writes entries."""
    from pydantic import TypeAdapter  # noqa: PLC0415 -- slow to import

    return TypeAdapter(Entry)
