"""A plan, whole or in fractions, as the visits of its peers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from teamforge.forge.programme.blocks import Year
from teamforge.problem import Choice


@dataclass(frozen=True, order=True, slots=True)
class TeamColumn:
    """A team of a challenge: the positions of the challenge, of its window and of the candidates."""

    block: int
    window: int
    candidates: tuple[int, ...]

    @property
    def choice(self) -> Choice:
        """The window and the candidates."""
        return Choice(self.window, self.candidates)

    def moved(self, block: int) -> TeamColumn:
        """Return the team as one of the same challenge in another position."""
        return TeamColumn(block, self.window, self.candidates)


@dataclass(frozen=True, slots=True)
class VisitShare:
    """A peer on a team, and the share of the team that is chosen; both days are inclusive day numbers."""

    share: float
    block: int
    window: int
    candidate: int
    seat: int
    peer: int
    counts: bool
    start: int
    end: int
    rest: int
    year: int


def visits_of(year: Year, chosen: Iterable[tuple[TeamColumn, float]]) -> list[VisitShare]:
    """Return the visits of some teams, each with its share."""
    visits = []
    for column, share in chosen:
        block = year.blocks[column.block]
        start = int(block.problem.starts[column.window])
        for candidate in column.candidates:
            seat = int(block.problem.seat[candidate])
            counts = bool(block.counting[seat])
            rest = block.rest if counts else 0
            visits.append(
                VisitShare(
                    share, column.block, column.window, candidate, seat, int(block.problem.peers[candidate]), counts,
                    start, start + block.days - 1, rest, int(block.years[column.window]),
                )
            )  # fmt: skip
    return visits


def by_peer(visits: Iterable[VisitShare]) -> dict[int, list[VisitShare]]:
    """Return the visits of each peer."""
    found: dict[int, list[VisitShare]] = defaultdict(list)
    for visit in visits:
        found[visit.peer].append(visit)
    return found
