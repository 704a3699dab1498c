"""What now: the team that changes the fewest seats after withdrawals, objections or changed availability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from teamforge.challenge import Challenge
from teamforge.challenge.history import OBJECTED, WITHDRAWN, history_warnings, settled, with_answers
from teamforge.errors import InfeasibleError
from teamforge.forge.best import best, chosen
from teamforge.log import log_failure
from teamforge.page.displayed import Displayed
from teamforge.page.plain import Plain
from teamforge.pool import Pool
from teamforge.pool.assignments.history import in_force
from teamforge.problem import Choice, Problem, compile_problem
from teamforge.problem.rules.eligible import excluded, off_pin
from teamforge.result.data import ResultData
from teamforge.search import Budget, Progress, SearchLimits, search
from teamforge.search.bound import carried_over
from teamforge.search.queries.mending import keeping
from teamforge.solve import Solved, solve
from teamforge.spec.dates import day_number
from teamforge.spec.rulebook import Rulebook
from teamforge.spec.status import Status, Stop
from teamforge.spec.words import spoken
from teamforge.team import Responses, Team
from teamforge.verify import violations

if TYPE_CHECKING:
    import pandas as pd

_FAILED = str(Stop.FAILURE)


@dataclass(frozen=True, slots=True)
class SeatChange(Plain):
    """
    Who had a seat, and who has it now.

    Parameters
    ----------
    seat
        The id of the seat.
    before, after
        Peer ids; None if the seat is empty.
    why
        Why the peer before cannot stay: ``withdrawn``, ``objected to by the host``, or the rules and states that would
        be broken, as SPEC.md names them; ``failure`` if a fault of ours kept that from being found out; empty if they
        could stay, or nobody was there.
    reasons
        The same in words.
    """

    seat: str
    before: str | None
    after: str | None
    why: tuple[str, ...]
    reasons: tuple[str, ...] = ()

    _KEYS = ("seat", "before", "after", "why")

    @property
    def kept(self) -> bool:
        """Whether the same peer has the seat."""
        return self.before == self.after

    def __str__(self) -> str:
        """Return the change as a sentence."""
        if self.kept:
            return f"{spoken(self.seat)}: {self.after or 'nobody'} stays."
        because = f" ({'; '.join(self.reasons)})" if self.why else ""
        return f"{spoken(self.seat)}: {self.after or 'nobody'} instead of {self.before or 'nobody'}{because}."


@dataclass(frozen=True, slots=True)
class StandingTeam:
    """
    The team before a repair.

    Parameters
    ----------
    team, points
        The team, and what it scored.
    solved
        Its solved challenge, if pool and challenge are still the same; otherwise None.
    """

    team: Team
    points: int
    solved: Solved | None = None


ResultT_co = TypeVar("ResultT_co", bound=ResultData, covariant=True)


@dataclass(frozen=True)
class Repair(Displayed, Plain, Generic[ResultT_co]):
    """
    A repaired team: the fewest changed seats, and of those the most points.

    Parameters
    ----------
    result
        The team as a result of its own, of the challenge with those who dropped out excluded and those who confirmed
        pinned. It is `optimal` if no team of that challenge has more points; otherwise it is `feasible`, and `stopped`
        is ``"choice"`` or what ended the search among repairs that are as good.
    before
        The team as it was.
    points_before
        What it would score now: what people have answered since may fix the dates, and so change the points.
    seats
        Every seat, in the order of the challenge.
    """

    result: ResultT_co
    before: Team
    points_before: int
    seats: tuple[SeatChange, ...]

    _KEYS = (
        ("challenge_id", "result.challenge_id"),
        ("start_before", "before.start"),
        "points_before",
        "cost",
        "changed",
        "seats",
        "result",
    )

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
    def changed(self) -> int:
        """How many seats change."""
        return len(self.changes)

    @property
    def cost(self) -> int:
        """How many points fewer the repaired team has."""
        return self.points_before - (self.result.points or 0)

    def for_host(self) -> Repair[ResultT_co]:
        """Return the repair without the details of conflicts of interest: only that there is one."""
        rulebook = self.challenge.rulebook
        return replace(self, seats=tuple(_for_host(each, rulebook) for each in self.seats))

    def __repr__(self) -> str:
        """Return how many seats change."""
        return f"<Repair {self.result.challenge_id}: {len(self.changes)} of {len(self.seats)} seats>"

    def to_frame(self) -> pd.DataFrame:
        """Return one row per seat: `seat`, `before`, `after`, `why`."""
        import pandas as pd  # noqa: PLC0415 -- slow to import

        rows = [{**each.to_dict(), "why": "; ".join(each.why)} for each in self.seats]
        return pd.DataFrame(rows, columns=["seat", "before", "after", "why"])


def repair(
    standing: StandingTeam,
    pool: Pool,
    challenge: Challenge,
    responses: Responses,
    *,
    any_dates: bool = False,
    limits: SearchLimits,
    progress: Progress | None = None,
) -> tuple[Repair[ResultData], Solved]:
    """
    Return the repaired team and what was solved for it.

    Parameters
    ----------
    standing
        The team as it was.
    pool, challenge
        The present pool and challenge.
    responses
        Everybody who dropped out or confirmed so far.
    any_dates
        Whether the dates may move; otherwise they are kept.
    limits
        Time limit and seed.
    progress
        Called with a line of text as the work proceeds.

    Raises
    ------
    InputError, InfeasibleError, KeyError, UnknownError, ValueError
        As `Result.repair` does.
    """
    team = standing.team
    if strange := [seat for seat, _ in team.seats if seat not in challenge.seat_ids]:
        raise ValueError(f"seats of the team that the challenge does not have: {', '.join(strange)}")
    amended = with_answers(challenge, team, responses)
    budget = Budget.start(limits.seconds)
    solved = None if standing.solved is None else _solved_already(standing.solved, amended, limits)
    if solved is None:
        solved = solve(pool, amended, time_limit=limits.seconds, seed=int(limits.seed or 0), progress=progress)
    if progress is not None:
        progress("looking for the team that changes the fewest seats")
    choice, stopped = _repaired(solved, team, replace(limits, seconds=budget.left), budget, any_dates=any_dates)
    solved = chosen(solved, choice)
    ended = replace(solved, outcome=replace(solved.outcome, stopped=stopped or solved.outcome.stopped))
    result = best(ended, responses=responses)
    return Repair(result, team, standing.points, _changes(result, team, challenge)), solved


def check_responses(pool: Pool, team: Team, responses: Responses) -> None:
    """
    Refuse responses that cannot be from this team.

    Raises
    ------
    KeyError
        If no peer has one of the ids; the message names the closest.
    ValueError
        If somebody confirmed who is not on the team.
    """
    for peers in responses.to_dict().values():
        pool.peers.places(peers)
    on_team = {peer for _, peer in team.seats}
    if strangers := [peer for peer in responses.confirmed if peer not in on_team]:
        raise ValueError(f"confirmed, but not on the team: {', '.join(strangers)}")


def _solved_already(solved: Solved, asked: Challenge, limits: SearchLimits) -> Solved | None:
    """
    Return the amended challenge as solved, from what was solved before; None if that is not enough.

    Excluding more people and pinning others only removes candidates: conflicts and dates stay, and so do prices.
    """
    instance, eligibility = solved.instance, solved.eligibility
    before, amended = instance.challenge, settled(instance.pool, asked)
    out = {each.peer for each in amended.exclude}
    if (
        any(amended.pins.get(seat) != peer for seat, peer in before.pins.items())
        or any(each.peer not in out for each in before.exclude)
        or amended.on_site != before.on_site
    ):
        return None
    stops = {
        **eligibility.stops,
        "excluded": excluded(instance.pool, amended)[eligibility.peers],
        "pin": off_pin(instance.pool, amended, eligibility.peers, eligibility.seat),
    }
    news = tuple(history_warnings(instance.pool, asked))
    instance, eligibility = replace(instance, challenge=amended, news=news), replace(eligibility, stops=stops)
    problem = compile_problem(instance, eligibility)
    prices = carried_over(solved.outcome.prices, solved.problem, problem)
    outcome = replace(solved.outcome, choice=None, points=None, prices=prices)
    return Solved(instance, eligibility, problem, outcome, limits)


def _repaired(
    solved: Solved, team: Team, limits: SearchLimits, budget: Budget, *, any_dates: bool
) -> tuple[Choice, Stop | None]:
    """
    Return the valid choice that changes the fewest seats of a team and, of those, has the most points.

    With it, what ended the choice among its equals, if anything did.
    """
    problem = solved.problem
    windows = np.arange(len(problem.starts))
    if not any_dates:
        windows = np.flatnonzero(problem.starts == day_number(team.start))
    rows = np.flatnonzero(problem.serves[:, windows].any(axis=1))
    part = problem.restrict(rows, windows)
    found = search(_keeping(part, team), limits, None, budget)
    name = solved.instance.challenge.id
    if found.status is Status.INFEASIBLE:
        more = "" if any_dates else _on_other_dates(problem, budget)
        kept = "these dates" if not any_dates else "any dates"
        raise InfeasibleError(
            f"challenge {name}: it is proved that no valid team on {kept} keeps those who confirmed{more}"
        )
    if found.status is not Status.OPTIMAL or found.choice is None:
        raise budget.unproved(f"challenge {name}: the time ran out before the best repair was proved", None)
    choice = Choice(int(windows[found.choice.window]), tuple(int(rows[place]) for place in found.choice.candidates))
    return choice, found.stopped


def _on_other_dates(problem: Problem, budget: Budget) -> str:
    """Return what is known about other dates where these have no repair, in words; empty if nothing is."""
    try:
        found = search(problem, SearchLimits(budget.left, seed=None), None, budget)
    except Exception as error:  # noqa: BLE001 -- whatever it is, what is proved about these dates must not be lost to it
        log_failure("repair", error)
        return "; whether other dates would do could not be found out: a fault of TeamForge, please report it"
    return "" if found.choice is None else "; there is one on other dates"


def _keeping(part: Problem, team: Team) -> Problem:
    """Return the problem in which each seat that stays as it was is worth more than all points together."""
    before, ids = dict(team.seats), part.peer_ids[part.peers]
    held = [row for row, seat in enumerate(part.seat.tolist()) if before.get(part.seats[seat]) == ids[row]]
    return keeping(part, held, [place for place, seat in enumerate(part.seats) if seat not in before])


def _changes(result: ResultData, team: Team, challenge: Challenge) -> tuple[SeatChange, ...]:
    """Return every seat before and after, and why those who go cannot stay."""
    was, now = dict(team.seats), {member.seat: member.peer_id for member in result.members}
    start: date = result.require_team().start
    places = {seat: (was.get(seat), now.get(seat)) for seat in result.challenge.seat_ids}
    gone = [before for before, after in places.values() if before is not None and before != after]
    try:
        whys = _whys(result, replace(team, start=start), challenge, gone)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the repair must not be lost to it
        log_failure("repair", error)
        whys = {peer: {_FAILED: "the reason is missing: a fault of TeamForge, please report it"} for peer in gone}
    return tuple(
        SeatChange(seat, before, after, tuple(why), tuple(why.values()))
        for seat, (before, after) in places.items()
        for why in (whys.get(before or "", {}),)
    )


def _whys(result: ResultData, team: Team, challenge: Challenge, gone: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return why each of those who go cannot stay: rules or states, each with its words."""
    # What was waived for those who go is no reason.
    asked = result.challenge.model_copy(update={"waivers": challenge.waivers})
    broken = violations(result.pool, asked, team)
    rules = {peer: [_reason(result, each.rule, peer) for each in broken if peer in each.peers] for peer in gone}
    return {peer: {rule: _words(result, rule, peer) for rule in names} for peer, names in rules.items()}


def _words(result: ResultData, rule: str, peer: str | None) -> str:
    rows = (row for row in in_force(result.pool, result.challenge.id) if row.out and row.peer_id == peer)
    for row in rows:  # at most one; its reason is given if the repair was given the same answer
        if rule in {"excluded", OBJECTED if row.state == "objected" else WITHDRAWN}:
            return row.reason
    return rule if rule in {WITHDRAWN, OBJECTED} else result.challenge.rulebook.rule(rule).reason


def _for_host(change: SeatChange, rulebook: Rulebook) -> SeatChange:
    """Return a change without the details of conflicts of interest."""
    hidden = [rule not in {WITHDRAWN, OBJECTED, _FAILED} and not rulebook.for_host(rule) for rule in change.why]
    why, reasons = (
        tuple(dict.fromkeys("conflict of interest" if hide else each for hide, each in zip(hidden, words, strict=True)))
        for words in (change.why, change.reasons)
    )
    return replace(change, why=why, reasons=reasons)


def _reason(result: ResultData, rule: str, peer: str | None) -> str:
    """Return why a peer cannot stay: of an exclusion, only that they dropped out."""
    reasons = {each.reason for each in result.challenge.exclude if each.peer == peer}
    return next(iter(reasons & {WITHDRAWN, OBJECTED}), rule) if rule == "excluded" else rule
