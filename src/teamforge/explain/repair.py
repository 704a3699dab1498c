"""What now: after withdrawals, objections or changed availability the team that changes the fewest seats."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from teamforge.challenge import Challenge, Exclusion
from teamforge.dates import day_number
from teamforge.errors import InfeasibleError, UnknownError
from teamforge.forge import chosen, study_of
from teamforge.page.shown import Shown
from teamforge.page.words import CONFLICTS, STATES, id_in_words
from teamforge.pool import Pool
from teamforge.problem import Choice, Problem, Term, compile_problem
from teamforge.problem.rules.eligible import excluded, off_pin
from teamforge.result import Result
from teamforge.rulebook import CONFLICT_RULES
from teamforge.search import Limits, Progress, StopWatch, search
from teamforge.search.bound import carried_over, more_than_all
from teamforge.status import Status
from teamforge.study import Study, work_out
from teamforge.team import Responses, Team
from teamforge.verify import breakdown, score, violations

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Repair", "SeatChange", "repair"]

WITHDRAWN, OBJECTED = "withdrawn", "objected to by the host"
"""The reasons that exclude those who drop out, as the repaired challenge has them."""


@dataclass(frozen=True, slots=True)
class SeatChange:
    """
    What becomes of a seat.

    Parameters
    ----------
    seat
        Its id.
    before, after
        Peer ids; None: the seat is empty.
    why
        Why the one before cannot stay: ``withdrawn``, ``objected to by the host``, or the rules and states that would
        be broken, as SPEC.md names them; empty where they could stay, or nobody was there.
    """

    seat: str
    before: str | None
    after: str | None
    why: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the one before cannot stay, in words."""
        return tuple(STATES.get(rule) or CONFLICTS.get(rule) or id_in_words(rule) for rule in self.why)

    @property
    def kept(self) -> bool:
        """Whether the same peer has it."""
        return self.before == self.after

    def __str__(self) -> str:
        """Return the change as a sentence."""
        if self.kept:
            return f"{self.seat}: {self.after or 'nobody'} stays."
        because = f" ({'; '.join(self.reasons)})" if self.why else ""
        return f"{self.seat}: {self.after or 'nobody'} instead of {self.before or 'nobody'}{because}."

    def to_dict(self) -> dict[str, Any]:
        """Return the change in plain values, ready for JSON."""
        return {"seat": self.seat, "before": self.before, "after": self.after, "why": list(self.why)}


@dataclass(frozen=True)
class Repair(Shown):
    """
    A repaired team: the fewest changed seats, and of those the most points.

    Parameters
    ----------
    result
        The team as a result of its own, of the challenge with those who dropped out excluded and those who confirmed
        pinned. It is `optimal` where no team of that challenge has more points; otherwise `stopped` is ``"choice"``.
    before
        The team as it was.
    points_before
        What it scored.
    seats
        What becomes of each seat, in the order of the challenge.
    """

    result: Result
    before: Team
    points_before: int
    seats: tuple[SeatChange, ...]

    @property
    def challenge(self) -> Challenge:
        """The challenge with those who dropped out excluded and those who confirmed pinned."""
        return self.result.challenge

    @property
    def team(self) -> Team:
        """The repaired team."""
        return self.result.require_team()

    @property
    def changes(self) -> tuple[SeatChange, ...]:
        """The seats that change."""
        return tuple(each for each in self.seats if not each.kept)

    @property
    def cost(self) -> int:
        """How many points fewer the repaired team has."""
        return self.points_before - (self.result.points or 0)

    def for_host(self) -> Repair:
        """Return the repair without the details of conflicts of interest: that there is one, and no more."""
        seats = (replace(each, why=tuple(dict.fromkeys(map(_for_host, each.why)))) for each in self.seats)
        return replace(self, seats=tuple(seats))

    def __repr__(self) -> str:
        """Return how many seats change."""
        return f"<Repair {self.result.challenge_id}: {len(self.changes)} of {len(self.seats)} seats>"

    def to_dict(self) -> dict[str, Any]:
        """Return the repair in plain values, ready for JSON."""
        return {
            "challenge_id": self.result.challenge_id,
            "start_before": str(self.before.start),
            "points_before": self.points_before,
            "cost": self.cost,
            "changed": len(self.changes),
            "seats": [each.to_dict() for each in self.seats],
            "result": self.result.to_dict(),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return a row a seat: `seat`, `before`, `after`, `why`."""
        import pandas as pd  # noqa: PLC0415 -- slow to import

        rows = [{**each.to_dict(), "why": "; ".join(each.why)} for each in self.seats]
        return pd.DataFrame(rows, columns=["seat", "before", "after", "why"])


def repair(  # noqa: PLR0913 -- what happened to whom has many sides, and each has a name
    before: Result | Team,
    *,
    withdrawn: Collection[str] = (),
    objected: Collection[str] = (),
    confirmed: Collection[str] = (),
    pool: Pool | None = None,
    challenge: Challenge | None = None,
    any_dates: bool = False,
    time_limit: float | None = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Repair:
    """
    Return the team that changes the fewest seats of another one and, of those, has the most points.

    Parameters
    ----------
    before
        The team as it was: a result, or a bare team with `pool` and `challenge`. If the result is a repaired one, who
        dropped out then stays out, and who confirmed then stays on.
    withdrawn, objected
        Ids of the peers who declined or dropped out, and of those to whom the host objects.
    confirmed
        Ids of members who said yes: they keep their seats.
    pool, challenge
        As they are now, where they changed: new availability, engagements, waivers, rules. Left out, the result's own.
    any_dates
        Whether the dates may move. They are kept otherwise.
    time_limit, seed, progress
        As for `compose`.

    Returns
    -------
    Repair
        The repaired team as a `Result` of its own, and what changed, seat by seat, with the reason.

    Raises
    ------
    InputError
        If the challenge does not fit the pool.
    InfeasibleError
        If there is no such team; the message says whether other dates would help.
    KeyError
        If no peer has one of the ids.
    UnknownError
        If the time ran out before the best repair was proved.
    ValueError
        If somebody confirmed who dropped out as well, or is not on the team, or the challenge lacks a seat of it.

    Examples
    --------
    >>> from teamforge import compose, load_demo, repair
    >>> result = compose(*load_demo())
    >>> repaired = repair(result, withdrawn=[result.members[1].peer_id])
    >>> [change.seat for change in repaired.changes] == [result.members[1].seat]
    True
    """
    if isinstance(before, Result):
        team, pool, challenge_now = before.require_team(), pool or before.pool, challenge or before.challenge
        of = before.pool, before.challenge
    elif pool is None or challenge is None:
        raise TypeError("a bare team needs pool and challenge beside it")
    else:
        team, challenge_now, of = before, challenge, (pool, challenge)
    if strange := [seat for seat, _ in team.seats if seat not in challenge_now.seat_ids]:
        raise ValueError(f"seats of the team that the challenge does not have: {', '.join(strange)}")
    _refuse(pool, team, {"withdrawn": withdrawn, "objected": objected, "confirmed": confirmed})
    responses = _earlier(before, pool).then(Responses.of(withdrawn, objected, confirmed))
    amended = _amended(challenge_now, team, responses)
    watch = StopWatch.start(time_limit)
    known = None
    if isinstance(before, Result) and pool is before.pool and challenge_now is before.challenge:
        known = _known_already(study_of(before), amended)
    if known is None:
        known = work_out(pool, amended, time_limit=time_limit, seed=seed, progress=progress)
    if progress is not None:
        progress("looking for the team that changes the fewest seats")
    choice = _repaired(known, team, Limits(watch.left, seed), watch, any_dates=any_dates)
    result = chosen(known, choice, seed=seed, time_limit=time_limit, responses=responses)
    points = sum(breakdown(of[1], score(*of, team)).values())
    return Repair(result, team, points, _changes(result, team))


def _refuse(pool: Pool, team: Team, told: Mapping[str, Collection[str]]) -> None:
    """Refuse ids that nobody has, and those who confirmed and are not on the team."""
    for peers in told.values():
        pool.peers.places(peers)
    on_team = {peer for _, peer in team.seats}
    if strangers := sorted(set(told["confirmed"]) - on_team):
        raise ValueError(f"confirmed, but not on the team: {', '.join(strangers)}")


def _earlier(before: Result | Team, pool: Pool) -> Responses:
    """Return what earlier repairs were told, of those who are still in the pool."""
    told = before.parameters["repair"] if isinstance(before, Result) else None
    return Responses.of(**(told or {})).among(pool.peers.position)


def _amended(challenge: Challenge, team: Team, responses: Responses) -> Challenge:
    """Return the challenge without those who dropped out, and with those who confirmed on their seats."""
    reasons = dict.fromkeys(responses.withdrawn, WITHDRAWN) | dict.fromkeys(responses.objected, OBJECTED)
    known = {each.peer for each in challenge.exclude}
    out = [Exclusion(peer=peer, reason=reason) for peer, reason in reasons.items() if peer not in known]
    stay = {seat: peer for seat, peer in team.seats if peer in responses.confirmed}
    # A pin on somebody who dropped out cannot hold any more, nor one on a seat that another has confirmed.
    pins = {
        seat: peer
        for seat, peer in challenge.pins.items()
        if peer not in reasons and peer not in stay.values() and seat not in stay
    }
    return challenge.model_copy(update={"exclude": (*challenge.exclude, *out), "pins": {**pins, **stay}})


def _known_already(known: Study, amended: Challenge) -> Study | None:
    """
    Return what the study of a result tells of the challenge after it; None where that cannot be told from it.

    To exclude more people and to pin others only takes candidates away: conflicts and dates stay, and so do prices.
    """
    given, screened = known.given, known.screened
    if any(amended.pins.get(seat) != peer for seat, peer in given.challenge.pins.items()):
        return None
    stops = {
        **screened.stops,
        "excluded": excluded(given.pool, amended)[screened.peers],
        "pin": off_pin(given.pool, amended, screened.peers, screened.seat),
    }
    given, screened = replace(given, challenge=amended), replace(screened, stops=stops)
    problem = compile_problem(given, screened)
    prices = carried_over(known.found.prices, known.problem, problem)
    return Study(given, screened, problem, replace(known.found, choice=None, points=None, prices=prices))


def _repaired(known: Study, team: Team, limits: Limits, watch: StopWatch, *, any_dates: bool) -> Choice:
    """Return the valid choice that changes the fewest seats of a team and, of those, has the most points."""
    problem = known.problem
    windows = np.arange(len(problem.starts))
    if not any_dates:
        windows = np.flatnonzero(problem.starts == day_number(team.start))
    rows = np.flatnonzero(problem.serves[:, windows].any(axis=1))
    part = problem.restrict(rows, windows)
    found = search(_keeping(part, team), limits, None, watch)
    name = known.given.challenge.id
    if found.status is Status.INFEASIBLE:
        elsewhere = not any_dates and search(problem, Limits(watch.left, seed=None), None, watch).choice is not None
        more = "; there is one on other dates" if elsewhere else ""
        kept = "these dates" if not any_dates else "any dates"
        raise InfeasibleError(
            f"challenge {name}: it is proved that no valid team on {kept} keeps those who confirmed{more}"
        )
    if found.status is not Status.OPTIMAL or found.choice is None:
        raise UnknownError(f"challenge {name}: the time ran out before the best repair was proved", None)
    return Choice(int(windows[found.choice.window]), tuple(int(rows[place]) for place in found.choice.candidates))


def _keeping(part: Problem, team: Team) -> Problem:
    """Return the problem in which each seat that stays as it was is worth more than all points there are."""
    before = dict(team.seats)
    worth = more_than_all(part)
    ids = part.peer_ids[part.peers]
    points = np.zeros(len(part), dtype=np.int64)
    for place, seat in enumerate(part.seats):
        here = part.seat == place
        if seat in before:
            points[here & (ids == before[seat])] = worth
        else:
            points[here] = -worth
    return replace(part, terms={**part.terms, "kept": Term(points=points)})


def _changes(result: Result, team: Team) -> tuple[SeatChange, ...]:
    """Return what becomes of each seat, and why those who go cannot stay."""
    was, now = dict(team.seats), {member.seat: member.peer_id for member in result.members}
    start: date = result.require_team().start
    broken = violations(result.pool, result.challenge, replace(team, start=start))
    changes = []
    for seat in result.challenge.seat_ids:
        before, after = was.get(seat), now.get(seat)
        why = tuple(dict.fromkeys(_reason(result, each.rule, before) for each in broken if before in each.peers))
        changes.append(SeatChange(seat, before, after, why if before != after else ()))
    return tuple(changes)


def _for_host(rule: str) -> str:
    return "conflict of interest" if rule in CONFLICT_RULES else rule


def _reason(result: Result, rule: str, peer: str | None) -> str:
    """Return why a peer cannot stay: of an exclusion no more than that they dropped out."""
    reasons = {each.reason for each in result.challenge.exclude if each.peer == peer}
    return next(iter(reasons & {WITHDRAWN, OBJECTED}), rule) if rule == "excluded" else rule
