"""Why this team: what each member brings, what it would cost to do without them, and what rests on one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teamforge.errors import InternalError
from teamforge.page.displayed import Displayed
from teamforge.page.plain import Plain, frame
from teamforge.problem.criteria.coverage import gains_of
from teamforge.result.data import ResultData
from teamforge.search import Budget, Progress, SearchLimits, search
from teamforge.search.queries.counting import count_teams
from teamforge.solve import Solved, team_of
from teamforge.spec.status import Status
from teamforge.spec.words import spoken
from teamforge.team import Team
from teamforge.verify import check

if TYPE_CHECKING:
    import pandas as pd

PRACTITIONER = 2
"""The level from which a member can carry a theme (SPEC.md section 1: 1 is aware, 2 practitioner)."""


@dataclass(frozen=True, slots=True)
class MemberWorth(Plain):
    """
    What a member is worth to the team.

    Parameters
    ----------
    seat, peer_id
        The seat, and who has it.
    points
        Their points in the ledger.
    regret
        The team's points less those of the best team without them, in any window; None if every valid team needs
        them.
    without
        That team; None if there is none.
    """

    seat: str
    peer_id: str
    points: int
    regret: int | None
    without: Team | None

    _KEYS = ("seat", "peer_id", "points", "regret")

    def __str__(self) -> str:
        """Return the worth as a sentence."""
        if self.regret is None:
            return f"{self.peer_id} ({spoken(self.seat)}) is irreplaceable: there is no valid team without them."
        if self.regret <= 0:
            return f"Without {self.peer_id} ({spoken(self.seat)}) there is a team that is as good."
        return f"Without {self.peer_id} ({spoken(self.seat)}) the best team has {self.regret:,} points fewer."


@dataclass(frozen=True, slots=True)
class ThemeCover(Plain):
    """
    Who knows a theme of the scope.

    Parameters
    ----------
    theme, weight
        The theme, and its weight in the scope.
    points
        What the team's knowledge of it is worth.
    levels
        The levels, 1 to 4, of the members who have any, by peer id; the highest first.
    """

    theme: str
    weight: int
    points: int
    levels: dict[str, int]

    _KEYS = ("theme", "weight", "points", "levels", "rests_on")

    @property
    def carried_by(self) -> tuple[str, ...]:
        """The members who are practitioners or better."""
        return tuple(peer for peer, level in self.levels.items() if level >= PRACTITIONER)

    @property
    def rests_on(self) -> str | None:
        """The only member who is a practitioner or better; None if there are several, or none."""
        return self.carried_by[0] if len(self.carried_by) == 1 else None

    def __str__(self) -> str:
        """Return the cover as a sentence."""
        theme = f"{spoken(self.theme)} (weight {self.weight})"
        if self.rests_on:
            return f"{theme} rests on {self.rests_on} alone."
        return f"{theme} is carried by {', '.join(self.carried_by) or 'nobody'}."


@dataclass(frozen=True)
class Why(Displayed, Plain):
    """
    Why a team is as it is.

    Parameters
    ----------
    challenge_id, points
        The challenge, and the team's points.
    members
        The members, in the order of the seats.
    themes
        The themes of the scope with a weight above 0, the weightiest first.
    teams
        How many teams have as many points or more, this one included.
    teams_exact
        Whether `teams` is exact; otherwise there are at least that many.
    """

    challenge_id: str
    points: int
    members: tuple[MemberWorth, ...]
    themes: tuple[ThemeCover, ...]
    teams: int
    teams_exact: bool

    _KEYS = ("challenge_id", "points", "teams", "teams_exact", "members", "themes")

    def __repr__(self) -> str:
        """Return the points, and how many teams have them."""
        more = "" if self.teams_exact else " or more"
        return f"<Why {self.challenge_id}: {self.points:,} points, {self.teams:,}{more} such teams>"

    def to_frame(self) -> pd.DataFrame:
        """Return one row per member: `seat`, `peer_id`, `points` and `regret` (missing: irreplaceable)."""
        return frame(self.members, ("seat", "peer_id", "points", "regret"), may_miss=("regret",))


def why(
    result: ResultData,
    solved: Solved,
    *,
    most_teams: int = 10_000,
    time_limit: float | None = 60.0,
    progress: Progress | None = None,
) -> Why:
    """Answer `Result.why`, which describes parameters and errors."""
    result.require_team()
    if most_teams < 1:
        raise ValueError(f"most_teams is {most_teams}: expected 1 or more")
    budget = Budget.start(time_limit)
    say = progress or (lambda _line: None)
    points = result.points
    if points is None:
        raise InternalError("a team has no points")
    members = []
    worth = result.points_by_member()
    for member in result.members:
        say(f"looking for the best team without the {spoken(member.seat)}")
        regret, without = _without(result, solved, member.peer_id, budget)
        members.append(MemberWorth(member.seat, member.peer_id, worth[member.seat], regret, without))
    say("counting the teams that are as good")
    count = count_teams(solved.problem, solved.outcome.prices, points, most_teams)
    # This team is one of them, even if the others are too many to look at.
    return Why(result.challenge_id, points, tuple(members), theme_covers(result), max(count.teams, 1), count.exact)


def _without(result: ResultData, solved: Solved, peer: str, budget: Budget) -> tuple[int | None, Team | None]:
    """Return how many points fewer the best team without a peer has, and that team."""
    position = result.pool.peers.position[peer]
    rows = np.flatnonzero(solved.problem.peers != position)
    part = solved.problem.restrict(rows, np.arange(len(solved.problem.starts)))
    found = search(part, SearchLimits(budget.left, result.seed), None, budget)
    if found.status is Status.INFEASIBLE:
        return None, None
    if found.status is not Status.OPTIMAL or found.choice is None or result.points is None:
        raise budget.unproved(
            f"challenge {result.challenge_id}: the time ran out before every regret was proved", result.bound
        )
    team = team_of(part, found.choice)
    verified = check(result.pool, result.challenge, team, found.points)
    return result.points - verified.points, team


def theme_covers(result: ResultData) -> tuple[ThemeCover, ...]:
    """Return who knows each theme of the scope."""
    pool, challenge = result.pool, result.challenge
    counting = {seat.id for seat in challenge.seats if seat.counts}
    members = [member.peer_id for member in result.members if member.seat in counting]
    covers = []
    for theme, weight in sorted(challenge.scope.items(), key=lambda each: (-each[1], each[0])):
        levels = {peer: int(pool.peers.levels[theme][pool.peers.position[peer]]) for peer in members}
        known = dict(sorted(((peer, level) for peer, level in levels.items() if level), key=lambda each: -each[1]))
        worth = sum(gain * level for gain, level in zip(gains_of(challenge, theme), known.values(), strict=False))
        if weight:
            covers.append(ThemeCover(theme, weight, worth, known))
    return tuple(covers)
