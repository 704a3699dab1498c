"""A plan as it stands: each challenge with a team, on the days of its team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from teamforge.forge.programme.barred import free_beside, room_beside
from teamforge.forge.programme.blocks import Block, Year
from teamforge.forge.programme.visits import TeamColumn, VisitShare, visits_of
from teamforge.search.queries.mending import Vacancy
from teamforge.solve import choice_of
from teamforge.team import Team

Teams = Mapping[int, tuple[int, ...]]
"""The candidates on the team of each challenge, by its place in the year."""


@dataclass(frozen=True, eq=False)
class FixedPlan:
    """
    The challenges of a plan that have a team, each with the one window of its team.

    Parameters
    ----------
    year
        These challenges; their problems have one window.
    teams
        Their teams.
    """

    year: Year
    teams: Teams

    @classmethod
    def of(cls, year: Year, teams: Mapping[str, Team]) -> FixedPlan:
        """Return the challenges of a year that have one of the given teams, fixed to that team's window."""
        blocks: list[Block] = []
        chosen: dict[int, tuple[int, ...]] = {}
        for block in year.blocks:
            if block.id in teams:
                choice = choice_of(block.problem, teams[block.id])
                rows = np.flatnonzero(block.problem.serves[:, choice.window])
                part = block.problem.restrict(rows, np.array([choice.window]))
                chosen[len(blocks)] = tuple(np.searchsorted(rows, choice.candidates).tolist())
                blocks.append(replace(block, problem=part, alone=part))
        return cls(replace(year, blocks=tuple(blocks)), chosen)

    def block(self, place: int) -> Block:
        """Return a challenge."""
        return self.year.blocks[place]

    def visits(self, place: int, team: Iterable[int]) -> list[VisitShare]:
        """Return the visits of some candidates of a challenge."""
        return visits_of(self.year, [(TeamColumn(place, 0, tuple(team)), 1.0)])

    def vacancy(
        self, place: int, stay: tuple[int, ...], left: int, others: list[VisitShare], out: Iterable[int] = ()
    ) -> Vacancy:
        """
        Return the seat that a candidate has left.

        Parameters
        ----------
        place
            The challenge.
        stay
            The candidates who are still on the team.
        left
            The candidate who has left.
        others
            The visits of all other teams.
        out
            Peers who have left before.
        """
        problem = self.block(place).problem
        serves = free_beside(self.year, place, others)[:, 0]
        serves &= ~np.isin(problem.peers, [int(problem.peers[left]), *out])
        return Vacancy(problem, serves, stay, int(problem.seat[left]), room_beside(self.year, place, others))

    @cached_property
    def points(self) -> Mapping[int, int]:
        """The points of each team, without priorities."""
        return {place: self.score(place, team) for place, team in self.teams.items()}

    def score(self, place: int, team: tuple[int, ...]) -> int:
        """Return the points of a team of a challenge."""
        return self.block(place).problem.score(TeamColumn(place, 0, team).choice)

    def peer(self, place: int, candidate: int) -> str:
        """Return the id of the peer of a candidate."""
        problem = self.block(place).problem
        return str(problem.peer_ids[problem.peers[candidate]])

    def seat(self, place: int, candidate: int) -> str:
        """Return the id of the seat of a candidate."""
        problem = self.block(place).problem
        return problem.seats[int(problem.seat[candidate])]
