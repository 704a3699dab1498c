"""The fields of a kept plan, and what can be read from them without a pool."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from teamforge.certificate.format import Whole
from teamforge.certificate.programme import PlanCertificate
from teamforge.challenge.programme.amendment import Amendment
from teamforge.challenge.programme.model import MAX_CHALLENGES
from teamforge.errors import Fault, InputError
from teamforge.records.record import WITHOUT_FIELDS, KeptMembers, KeptModel, KeptWindow, parsed
from teamforge.team import Team

RECORD_FORMAT = 1
"""The format number of a kept plan."""


class KeptWhy(KeptModel):
    """Why a challenge has no team."""

    kind: Literal["none_alone", "limits", "too_few", "cost", "gave_way", "not_proved"]
    challenges: tuple[str, ...]
    seat: str | None
    text: str


class _Challenge(KeptModel):
    challenge_id: str
    priority: Whole
    window: KeptWindow | None
    members: KeptMembers
    points: Whole | None
    best: Whole | None
    best_status: Literal["optimal", "feasible", "infeasible", "unknown"] | None
    loss: Whole | None
    breakdown: Any
    why: KeptWhy | None
    over: bool

    @property
    def team(self) -> Team | None:
        """The window and seats of the team; None if there is no team."""
        if self.window is None:
            return None
        return Team(self.window.start, tuple((member.seat, member.peer_id) for member in self.members))


class KeptRow(KeptModel):
    """A row of `assignments` that a new plan was made from and that was not in the log."""

    challenge_id: str
    seat: str
    peer_id: str
    host_organisation_id: str
    start: date
    end: date
    state: str
    on: date


class KeptAmendment(KeptModel):
    """The changes that a new plan was made from."""

    rows: tuple[KeptRow, ...]
    dates: dict[str, tuple[date, ...]]
    change_budget: Annotated[Whole, Field(ge=0)] | Literal["least"] | None


class PlanParameters(KeptModel):
    """The parameters that a plan was made with."""

    effort: float
    time_limit: float | None
    seed: Whole
    replan: KeptAmendment | None = None


class KeptPlan(KeptModel):
    """The fields of a kept plan; a field typed `Any` is only compared."""

    format: Literal[1]
    programme_id: str
    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    points: Whole | None
    bound: Whole | None
    gap: float | None
    objective: Literal["total", "fair"]
    greatest_loss: Whole
    greatest_loss_bound: Whole | None
    changes: Whole | None
    changes_bound: Whole | None
    challenges: Annotated[tuple[_Challenge, ...], Field(max_length=MAX_CHALLENGES)]
    warnings: Any
    input_digest: str
    version: str
    seed: Whole
    assignments: Annotated[Whole, Field(ge=0)] = 0
    stopped: Literal["time", "interrupt", "failure"] | None
    parameters: PlanParameters
    versions: dict[str, str]
    certificate: PlanCertificate
    seal: str

    @property
    def teams(self) -> dict[str, Team]:
        """The team of each challenge that has one and is not over, by id."""
        return {each.challenge_id: each.team for each in self.challenges if each.team is not None and not each.over}


def teams_of_plan(record: Mapping[str, Any]) -> dict[str, Team | None]:
    """
    Return the teams of a kept plan, and None for a challenge without one; `verify_plan` says whether they are valid.

    A challenge that was over when the plan was made is left out.

    Raises
    ------
    InputError
        If the record is not from `plan --out`, or holds no plan.
    """
    kept, wrong = parse_plan(record)
    if kept is not None and kept.points is None:
        wrong = ["the record: it holds no plan"]
    if kept is None or wrong:
        raise InputError([Fault("plan", None, None, None, text, "give what `plan --out` wrote") for text in wrong])
    return {each.challenge_id: each.team for each in kept.challenges if not each.over}


def parse_plan(record: Mapping[str, Any]) -> tuple[KeptPlan | None, list[str]]:
    """Return a kept plan with its proper types, or its faults."""
    found, wrong = parsed(KeptPlan, record)
    if found is None and wrong not in WITHOUT_FIELDS and "challenge_id" in record:
        wrong = ["the record: it holds the result of one challenge, and no plan"]
    return found, wrong


def amendment_of_record(written: KeptPlan) -> Amendment | None:
    """Return the changes that a kept plan was made from; None if it was not a replan."""
    kept = written.parameters.replan
    return None if kept is None else Amendment.of(kept.model_dump(mode="json"))
