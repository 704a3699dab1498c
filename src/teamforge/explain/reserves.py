"""Who could step in on each seat, everybody else kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.errors import InternalError
from teamforge.forge import study, team_of
from teamforge.pool import Pool
from teamforge.problem import Choice, Problem
from teamforge.search import Progress
from teamforge.search.bound import NEVER
from teamforge.search.near import Totals
from teamforge.verify import check

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Reserve", "Reserves", "reserves", "stand_ins"]


@dataclass(frozen=True, slots=True)
class Reserve:
    """
    Somebody who could step in, everybody else kept.

    Parameters
    ----------
    seat, member
        The seat, and who has it now.
    rank
        From 1: who costs the team least.
    peer_id
        Who could step in.
    points, cost
        Of the team with them, and how many fewer than now; below 0 where a rule for the whole team was not binding.
    """

    seat: str
    member: str
    rank: int
    peer_id: str
    points: int
    cost: int

    def __str__(self) -> str:
        """Return the reserve as a sentence."""
        return f"If {self.member} ({self.seat}) drops out, {self.peer_id} can step in for {self.cost:,} points."

    def to_dict(self) -> dict[str, Any]:
        """Return the reserve in plain values, ready for JSON."""
        return {name: getattr(self, name) for name in ("seat", "member", "rank", "peer_id", "points", "cost")}


@dataclass(frozen=True)
class Reserves(Sequence[Reserve]):
    """
    Who could step in on each seat of a team, by seat and then by cost.

    Parameters
    ----------
    challenge_id, points
        Of which challenge, and of the team as it is.
    answers
        The reserves; at most so many a seat as asked for.
    depth
        Seat to how many could step in altogether.
    """

    challenge_id: str
    points: int
    answers: tuple[Reserve, ...]
    depth: dict[str, int]

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 -- one or, of a slice, several
        """Return the reserve at a place."""
        return self.answers[place]

    def __len__(self) -> int:
        """Return the number of reserves."""
        return len(self.answers)

    def __repr__(self) -> str:
        """Return how many could step in on each seat."""
        return f"<Reserves {self.challenge_id}: {', '.join(f'{seat} {count}' for seat, count in self.depth.items())}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the reserves in plain values, ready for JSON."""
        return {
            "challenge_id": self.challenge_id,
            "points": self.points,
            "depth": dict(self.depth),
            "reserves": [each.to_dict() for each in self.answers],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return a row a reserve."""
        import pandas as pd  # noqa: PLC0415 -- slow to import

        columns = ["seat", "member", "rank", "peer_id", "points", "cost"]
        return pd.DataFrame([each.to_dict() for each in self.answers], columns=columns)


def reserves(
    pool: Pool,
    challenge: Challenge,
    *,
    a_seat: int = 3,
    time_limit: float | None = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Reserves:
    """
    Return for each seat of the best team who could step in, everybody else and the dates kept.

    Parameters
    ----------
    pool, challenge, time_limit, seed, progress
        As for `compose`.
    a_seat
        How many reserves a seat, from 1. Each is cleared of conflicts: the team with them was re-checked.

    Raises
    ------
    InputError
        If the challenge does not fit the pool.
    InfeasibleError, UnknownError
        If there is no team.

    Examples
    --------
    >>> from teamforge import load_demo, reserves
    >>> found = reserves(*load_demo())
    >>> found[0].rank, found[0].cost >= 0
    (1, True)
    """
    if a_seat < 1:
        raise ValueError(f"a_seat is {a_seat}: expected 1 or more")
    known = study(pool, challenge, time_limit=time_limit, seed=seed, progress=progress)
    known.result.require_team()
    choice, points = known.found.choice, known.found.points
    if choice is None or points is None:
        raise InternalError("a result has a team that was not found")
    rows = np.flatnonzero(known.problem.serves[:, choice.window])
    part = known.problem.restrict(rows, np.array([choice.window]))
    here = Choice(0, tuple(np.searchsorted(rows, choice.candidates).tolist()))
    answers: list[Reserve] = []
    depth: dict[str, int] = {}
    now = {int(part.seat[place]): place for place in here.candidates}
    for seat, others, worth in stand_ins(part, here):
        name, member = part.seats[seat], str(part.peer_ids[part.peers[now[seat]]])
        depth[name] = len(others)
        for rank, (other, own) in enumerate(
            zip(others[:a_seat].tolist(), worth[:a_seat].tolist(), strict=True), start=1
        ):
            team = Choice(0, tuple(other if place == now[seat] else place for place in here.candidates))
            check(pool, challenge, team_of(part, team), own)
            answers.append(Reserve(name, member, rank, str(part.peer_ids[part.peers[other]]), own, points - own))
    return Reserves(challenge.id, points, tuple(answers), depth)


def stand_ins(part: Problem, choice: Choice) -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.int64]]]:
    """
    Yield, for each filled seat of a team of a window, who could have it, everybody else kept, and the points then.

    The best come first; those of equal points in the order of ids.
    """
    totals = Totals(part)
    for candidate in sorted(choice.candidates, key=lambda place: int(part.seat[place])):
        seat = int(part.seat[candidate])
        rest = np.array([[place for place in choice.candidates if place != candidate]], dtype=np.intp)
        others = np.flatnonzero((part.seat == seat) & (part.peers != part.peers[candidate]))
        points = totals.with_each(rest, others)[0]
        others, points = others[points > NEVER], points[points > NEVER]
        ids = part.peer_ids[part.peers[others]].astype(str)
        order = np.lexsort((ids, -points))
        yield seat, others[order], points[order]
