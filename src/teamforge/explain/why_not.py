"""Why not this peer: for each peer in the pool, what keeps them off the team or what they would cost it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from teamforge.errors import InternalError, UnknownError
from teamforge.explain.nearest_change import NearestChange, nearest_changes
from teamforge.explain.reasons import Reason, Reasons, for_host
from teamforge.page.displayed import Displayed
from teamforge.page.plain import Plain, plain
from teamforge.problem import Choice
from teamforge.result.data import ResultData
from teamforge.search import Budget, Progress
from teamforge.search.queries.best_with_each import BestWithEach, best_with_each
from teamforge.solve import Solved, team_of
from teamforge.spec.status import Status
from teamforge.spec.words import spoken
from teamforge.verify import Checker

if TYPE_CHECKING:
    import pandas as pd


class Verdict(StrEnum):
    """Where a peer stands."""

    IN_TEAM = "in_team"
    """They are on the best team."""
    TIED = "tied"
    """A team as good as the best has them; the tie-break chose another."""
    OUTSCORED = "outscored"
    """Every team with them has fewer points."""
    UNPLACEABLE = "unplaceable"
    """No single reason keeps them off, yet no valid team has them."""
    BLOCKED = "blocked"
    """A rule or state keeps them off every team."""


@dataclass(frozen=True, slots=True)
class PeerAnswer(Displayed, Plain):
    """
    Why a peer is on the team, or is not.

    Parameters
    ----------
    peer_id
        The peer.
    verdict
        Where they stand, in a word.
    reasons
        Every rule and state that keeps them off; empty unless they are `blocked`.
    cost
        The best team's points less those of the best team with them; 0 is a tie. None if no team has them, or there
        is no team at all.
    seat, window
        Their seat on the best team with them, and its first day.
    enough
        If the best team with them has fewer points, the smallest change that would give it as many; None if no single
        change would.
    """

    peer_id: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    cost: int | None
    seat: str | None
    window: date | None
    enough: NearestChange | None = None

    _KEYS = ("peer_id", "verdict", "reasons", "cost", "seat", "window", "nearest_change")

    @property
    def nearest_change(self) -> str | None:
        """The smallest change that would make the peer eligible, or put them on a best team, if any would."""
        if self.verdict is not Verdict.BLOCKED:
            return None if self.enough is None else str(self.enough)
        changes = [reason.change for reason in self.reasons]
        return " and ".join(change for change in changes if change) if changes and all(changes) else None

    def __str__(self) -> str:
        """Return the answer as a sentence."""
        seat = spoken(self.seat or "")
        match self.verdict:
            case Verdict.IN_TEAM:
                return f"{self.peer_id} is on the team, as {seat}."
            case Verdict.TIED:
                return f"{self.peer_id} could be on the team as {seat} at no cost: the tie-break chose another."
            case Verdict.OUTSCORED:
                change = f" It would cost nothing with {self.enough}." if self.enough else ""
                return f"{self.peer_id} as {seat} would cost the team {self.cost:,} points.{change}"
            case Verdict.UNPLACEABLE:
                return f"Nothing keeps {self.peer_id} off by itself, and yet no valid team has them."
        why = "; ".join(reason.text for reason in self.reasons)
        change = f" To make them eligible: {self.nearest_change}." if self.nearest_change else ""
        return f"{self.peer_id} cannot be on the team: {why}.{change}"


@dataclass(frozen=True)
class WhyNot(Displayed, Mapping[str, PeerAnswer]):
    """
    The answers by peer id, in the order of the ids.

    Parameters
    ----------
    challenge_id
        The challenge.
    points
        The best team's points; None if there is no team.
    answers
        The answers, by peer id.
    """

    challenge_id: str
    points: int | None
    answers: Mapping[str, PeerAnswer]

    def __getitem__(self, peer_id: str) -> PeerAnswer:
        """Return the answer of a peer."""
        return self.answers[peer_id]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids."""
        return iter(self.answers)

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self.answers)

    def __repr__(self) -> str:
        """Return how many answers there are of each kind."""
        counts = {verdict: sum(each.verdict is verdict for each in self.answers.values()) for verdict in Verdict}
        shown = ", ".join(f"{count:,} {verdict}" for verdict, count in counts.items() if count)
        return f"<WhyNot {self.challenge_id}: {shown or 'nobody'}>"

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return {"challenge_id": self.challenge_id, "points": self.points, "peers": plain(self.answers.values())}

    def for_host(self) -> WhyNot:
        """Return the answers without the details of conflicts of interest: only that there is one."""
        answers = {
            peer: replace(answer, reasons=tuple(dict.fromkeys(map(for_host, answer.reasons))))
            for peer, answer in self.answers.items()
        }
        return replace(self, answers=answers)

    def to_frame(self) -> pd.DataFrame:
        """
        Return the answers as a data frame.

        Returns
        -------
        pandas.DataFrame
            One row per peer, in the order of the ids: ``peer_id``, ``verdict``, ``cost`` in points (missing if no
            team can have them), ``seat`` and ``window`` of the best team with them, ``reasons`` in words, separated by
            ``;``, and ``nearest_change``.
        """
        import pandas as pd  # noqa: PLC0415 -- slow to import

        columns = ["peer_id", "verdict", "cost", "seat", "window", "reasons", "nearest_change"]
        rows = [
            {**each.to_dict(), "reasons": "; ".join(reason.text for reason in each.reasons)}
            for each in self.answers.values()
        ]
        return pd.DataFrame(rows, columns=columns).astype({"cost": "Int64"})


def why_not(
    result: ResultData,
    solved: Solved,
    *,
    peers: Collection[str] | None = None,
    time_limit: float | None = 60.0,
    progress: Progress | None = None,
) -> WhyNot:
    """Answer `Result.why_not`, which describes parameters and errors."""
    pool, challenge = result.pool, result.challenge
    asked = np.arange(len(pool)) if peers is None else np.unique(pool.peers.places(peers))
    budget = Budget.start(time_limit)
    # A team that gave up points for the others of its plan is the best beside them all the same.
    if solved.outcome.status is Status.FEASIBLE and result.chosen:
        raise ValueError("the team was chosen for more than its points: ask the result that `compose` returned")
    if result.status is Status.UNKNOWN:
        result.require_team()
    if solved.outcome.status in {Status.FEASIBLE, Status.UNKNOWN}:
        raise UnknownError(f"challenge {challenge.id}: {_TOO_LITTLE_TIME}", result.bound)
    if progress is not None:
        progress("looking for the best team with each peer")
    each = _with_each(result, solved, asked, budget)
    best = _best_teams(solved, asked, each)
    reasons, checker = Reasons(solved.instance, solved.eligibility), Checker(pool, challenge)
    answers = [_answer(result, solved, int(peer), best.get(int(peer)), reasons, checker) for peer in asked.tolist()]
    if progress is not None:
        progress("looking for the smallest change that would be enough for each")
    answers = _with_changes(solved, each, answers, budget)
    by_id = {answer.peer_id: answer for answer in sorted(answers, key=lambda answer: answer.peer_id)}
    return WhyNot(challenge.id, result.points, by_id)


def _with_changes(solved: Solved, each: BestWithEach, answers: list[PeerAnswer], budget: Budget) -> list[PeerAnswer]:
    """Return the answers with the smallest change that would be enough for those who are outscored."""
    position = solved.instance.pool.peers.position
    short = [position[answer.peer_id] for answer in answers if answer.verdict is Verdict.OUTSCORED]
    if not short:
        return answers
    changes = nearest_changes(solved, each, np.array(short, dtype=np.intp), budget)
    if budget.over():
        raise budget.unproved(f"challenge {solved.instance.challenge.id}: {_TOO_LITTLE_TIME}", solved.outcome.bound)
    return [replace(answer, enough=changes.get(position[answer.peer_id])) for answer in answers]


_TOO_LITTLE_TIME = "the time ran out before every cost was proved"


def _with_each(result: ResultData, solved: Solved, asked: np.ndarray, budget: Budget) -> BestWithEach:
    """Return the best team with each candidate who is asked about."""
    rows = np.flatnonzero(np.isin(solved.problem.peers, asked))
    each = best_with_each(solved.problem, solved.outcome.prices, budget, rows, effort=solved.limits.effort)
    if not each.complete:
        raise budget.unproved(f"challenge {result.challenge_id}: {_TOO_LITTLE_TIME}", result.bound)
    return each


def _best_teams(solved: Solved, asked: np.ndarray, each: BestWithEach) -> dict[int, tuple[int, Choice] | None]:
    """Return the points and the choice of the best team with each peer who is a candidate."""
    problem = solved.problem
    rows = np.flatnonzero(np.isin(problem.peers, asked))
    best: dict[int, tuple[int, Choice] | None] = {}
    for row in rows.tolist():
        peer, choice, points = int(problem.peers[row]), each.choices[row], int(each.points[row])
        before = best.get(peer)
        if choice is None:
            best.setdefault(peer, None)
        elif before is None or points > before[0]:
            best[peer] = points, choice
    return best


def _answer(
    result: ResultData,
    solved: Solved,
    peer: int,
    best: tuple[int, Choice] | None,
    reasons: Reasons,
    checker: Checker,
) -> PeerAnswer:
    identity = str(solved.instance.pool.peers.ids[peer])
    for member in result.members:
        if member.peer_id == identity and result.window is not None:
            return PeerAnswer(identity, Verdict.IN_TEAM, (), 0, member.seat, result.window.start)
    if best is not None and result.points is not None:
        points, choice = best
        team = team_of(solved.problem, choice)
        checker.check(team, points)
        if points > result.points:
            raise InternalError("a team that is better than the best was found")
        seat = next(seat for seat, who in team.seats if who == identity)
        cost = result.points - points
        verdict = Verdict.OUTSCORED if cost else Verdict.TIED
        return PeerAnswer(identity, verdict, (), cost, seat, team.start)
    found = () if (solved.problem.peers == peer).any() else reasons.of(peer)
    return PeerAnswer(identity, Verdict.BLOCKED if found else Verdict.UNPLACEABLE, found, None, None, None)
