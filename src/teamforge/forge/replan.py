"""What now: the plan that changes the fewest seats of the one that stands, after answers or other dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from teamforge.assignments import standing as standing_team
from teamforge.challenge import Challenge
from teamforge.challenge.programme import Programme
from teamforge.challenge.programme.amendment import Place
from teamforge.challenge.programme.matching import pool_of_programme
from teamforge.log import log_failure
from teamforge.page.displayed import Displayed
from teamforge.page.plain import Plain
from teamforge.page.words import counted
from teamforge.pool import Pool
from teamforge.pool.assignments.history import in_force
from teamforge.result.plan import PlanData, PlannedChallenge
from teamforge.spec.words import spoken
from teamforge.team import Team, Window
from teamforge.verify import violations
from teamforge.verify.plan import plan_changes

if TYPE_CHECKING:
    import pandas as pd

_SAID = {"declined": "said no", "withdrawn": "dropped out", "objected": "the host objects"}


@dataclass(frozen=True, slots=True)
class YearSeatChange(Plain):
    """
    Who had a seat of a plan, and who has it now.

    Parameters
    ----------
    seat
        The id of the seat.
    before, after
        Peer ids; None for nobody.
    counted
        Whether the change counts: the peer before could have stayed, or only the days differ.
    why
        Why the peer before went, in words; empty if they stay on their days, or nobody was there.
    """

    seat: str
    before: str | None
    after: str | None
    counted: bool
    why: str

    @property
    def kept(self) -> bool:
        """Whether the same peer has the seat, on the same days."""
        return self.before == self.after and not self.why

    def __str__(self) -> str:
        """Return the change as a sentence."""
        if self.before is not None and self.before == self.after:
            return f"{spoken(self.seat)}: {self.after} stays{', on other days' if self.why else ''}."
        because = f" ({self.why})" if self.why else ""
        return f"{spoken(self.seat)}: {self.after or 'nobody'} instead of {self.before or 'nobody'}{because}."


@dataclass(frozen=True, slots=True)
class ChallengeChange(Plain):
    """
    A challenge before and after a plan was made again.

    Parameters
    ----------
    challenge_id
        The id of the challenge.
    before, after
        The days of its team on site, before and now; None without a team.
    points_before, points
        What its team scored, if a kept plan stood, and what it scores now; None without a team.
    seats
        The seats that somebody had or has, in their order.
    """

    challenge_id: str
    before: Window | None
    after: Window | None
    points_before: int | None
    points: int | None
    seats: tuple[YearSeatChange, ...]

    @property
    def kept(self) -> bool:
        """Whether the team stays as it was."""
        return self.before == self.after and all(seat.kept for seat in self.seats)

    @property
    def new(self) -> tuple[YearSeatChange, ...]:
        """The seats with somebody else, nobody, or other days."""
        moved = self.before != self.after and self.before is not None
        return tuple(seat for seat in self.seats if moved or not seat.kept)


PlanT = TypeVar("PlanT", bound=PlanData)
PlanT_co = TypeVar("PlanT_co", bound=PlanData, covariant=True)


@dataclass(frozen=True)
class Replan(Displayed, Plain, Generic[PlanT_co]):
    """
    A plan made again from the one that stood, with the fewest changes, or no more than were allowed.

    Parameters
    ----------
    plan
        The plan, which can be kept, verified and asked like any other.
    challenges
        Every challenge that is planned, before and after, in the order of the programme.
    one_more
        The most points that one more change would bring (proved); None if no budget was set.
    """

    plan: PlanT_co
    challenges: tuple[ChallengeChange, ...]
    one_more: int | None

    _KEYS = ("programme_id", "changed", "changes_bound", "unavoidable", "one_more", "challenges", "plan")

    @property
    def programme_id(self) -> str:
        """The id of the programme."""
        return self.plan.programme_id

    @property
    def changed(self) -> int | None:
        """How many seats changed that could have stayed; None if there is no plan."""
        return self.plan.changes if self.plan.changes is not None or self.plan.points is None else 0

    @property
    def changes_bound(self) -> int | None:
        """No valid plan has fewer changes (proved); None if the fewest were not asked for."""
        return self.plan.changes_bound

    @property
    def unavoidable(self) -> int:
        """How many seats lost somebody who is out, or can no longer have them."""
        lost = (seat for each in self.challenges for seat in each.seats if seat.before is not None)
        return sum(seat.before != seat.after and not seat.counted for seat in lost)

    @property
    def changes(self) -> tuple[ChallengeChange, ...]:
        """The challenges whose teams do not stay as they were."""
        return tuple(each for each in self.challenges if not each.kept)

    def __repr__(self) -> str:
        """Return how many challenges and seats change."""
        seats = sum(len(each.new) for each in self.challenges)
        what = f"{counted(seats, 'seat')} of {counted(len(self.changes), 'challenge')} changed"
        return f"<Replan {self.programme_id}: {self.plan.status}, {what}>"

    def to_frame(self) -> pd.DataFrame:
        """Return one row per seat: ``challenge_id``, ``seat``, ``before``, ``after``, ``counted``, ``why``."""
        import pandas as pd  # noqa: PLC0415 -- slow to import

        rows = [
            {"challenge_id": each.challenge_id, **seat.to_dict()} for each in self.challenges for seat in each.seats
        ]
        return pd.DataFrame(rows, columns=["challenge_id", "seat", "before", "after", "counted", "why"])


Before = Mapping[str, tuple[Window, Mapping[str, str]]]
"""The days on site and who is on each seat, by challenge id."""


def stood(pool: Pool, programme: Programme, standing: Mapping[str, tuple[Place, ...]] | None) -> Before:
    """Return the plan that stands, from places or `assignments`; a seat empty now has whoever left it last."""
    if standing is not None:
        return {
            own: (Window(*places[0][2:]), {seat: peer for seat, peer, *_ in places})
            for own, places in standing.items()
            if places
        }
    found = {}
    for challenge in programme.challenges:
        team = standing_team(pool, challenge.id)
        if team is not None:
            rows = [row for row in in_force(pool, challenge.id) if row.start == team.start]
            found[challenge.id] = Window(team.start, rows[-1].end), dict(team.seats)
    return found


def replanned(plan: PlanT, before: Before, points: Mapping[str, int | None]) -> Replan[PlanT]:
    """Return a plan that was made again, challenge by challenge and seat by seat; `points` are those before."""
    price = next((row.price for row in plan.certificate.rows if row.kind == "change"), 0)
    budget = plan.programme.change_budget
    more = None if budget is None or plan.points is None or plan.bound is None else plan.bound - plan.points + price
    if plan.points is None:
        return Replan(plan, (), more)
    own = pool_of_programme(plan.pool, plan.programme)
    counting = frozenset(plan_changes(plan.pool, plan.programme, plan.teams))
    planned = [each for each in plan.challenges if not each.over]
    challenges = {each.id: each for each in plan.programme.challenges}
    changes = []
    for each in planned:
        window, seated = before.get(each.challenge_id, (None, {}))
        seats = tuple(_seats(own, plan, challenges[each.challenge_id], each, window, seated, counting))
        changes.append(
            ChallengeChange(each.challenge_id, window, each.window, points.get(each.challenge_id), each.points, seats)
        )
    return Replan(plan, tuple(changes), more)


def _seats(
    pool: Pool,
    plan: PlanData,
    challenge: Challenge,
    after: PlannedChallenge,
    window: Window | None,
    seated: Mapping[str, str],
    counting: frozenset[tuple[str, str]],
) -> Iterator[YearSeatChange]:
    now = {member.seat: member.peer_id for member in after.members}
    for seat in dict.fromkeys((*challenge.seat_ids, *seated)):
        was, has = seated.get(seat), now.get(seat)
        if was is None and has is None:
            continue
        counted = (challenge.id, seat) in counting
        why = ""
        if was is not None and (was != has or window != after.window):
            try:
                why = _why(pool, plan, challenge, after, (seat, was), window, same=was == has)
            except Exception as error:  # noqa: BLE001 -- whatever it is, the plan must not be lost to it
                log_failure("replan", error)
                why = "the reason is missing: a fault of TeamForge, please report it"
        yield YearSeatChange(seat, was, has, counted, why)


def _why(
    pool: Pool,
    plan: PlanData,
    challenge: Challenge,
    after: PlannedChallenge,
    place: tuple[str, str],
    window: Window | None,
    *,
    same: bool,
) -> str:
    """Return why somebody lost a seat of a plan, in words."""
    seat, peer = place
    state = next((row.state for row in in_force(plan.pool, challenge.id) if row.peer_id == peer), "")
    if state in _SAID:
        return _SAID[state]
    if same:
        return "on other days"
    days = after.window or window
    if days is not None and peer in pool.peers.position and seat in challenge.seat_ids:
        broken = violations(pool, challenge, Team(days.start, ((seat, peer),)))
        rules = dict.fromkeys(each.rule for each in broken if peer in each.peers)
        if rules:
            return "; ".join(challenge.rulebook.rule(rule).reason for rule in rules)
    elsewhere = [
        other.challenge_id
        for other in plan.challenges
        if other.challenge_id != challenge.id and any(member.peer_id == peer for member in other.members)
    ]
    if after.window is None:
        return "the challenge has no team"
    return f"is on the team of {', '.join(elsewhere)}" if elsewhere else "somebody else is worth more there"
