"""Every valid team of a small problem, by trying them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from . import conflicts, criteria, rules
from .challenge import Raw, Seat
from .problem import Problem
from .reading import Peer, Tables
from .rules import Filled

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Team:
    """A window, and the filled seats in the order of the challenge."""

    start: dt.date
    seats: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """The most points of a valid team (None: there is none), every team that has them, and the valid windows."""

    points: int | None
    teams: frozenset[Team]
    windows: tuple[dt.date, ...]


def solve(tables: Tables, challenge: Raw, without: frozenset[str] = NOTHING) -> Answer:
    """The optimum over all valid windows and assignments, leaving out the named rules and criteria."""
    problem = Problem(tables, challenge, without)
    points = scored(problem)
    best = max(points.values(), default=None)
    return Answer(best, frozenset(team for team in points if points[team] == best), problem.windows)


def every_team(tables: Tables, challenge: Raw, without: frozenset[str] = NOTHING) -> dict[Team, int]:
    """Every valid team with its points."""
    return scored(Problem(tables, challenge, without))


def breakdown(tables: Tables, challenge: Raw, team: Team) -> dict[str, int]:
    """The points of a team by criterion; seats and peers that do not exist count for nothing."""
    problem = Problem(tables, challenge)
    return criteria.breakdown(problem, known(problem, team))


def broken_rules(tables: Tables, challenge: Raw, team: Team) -> list[str]:
    """The rules a team breaks; `unknown` where a seat or a peer does not exist."""
    problem = Problem(tables, challenge)
    filled = known(problem, team)
    unknown = ["unknown"] if len(filled.seated) < len(team.seats) else []
    return unknown + rules.broken(problem, filled)


def blocked_alone(tables: Tables, challenge: Raw, peer: str) -> bool:
    """Whether a peer breaks a rule by themselves on every seat in every window."""
    problem = Problem(tables, challenge)
    return all(
        rules.broken_by_seat(problem, start, seat, problem.peers[peer])
        for start in problem.windows
        for seat in problem.seats
    )


def fired(tables: Tables, challenge: Raw) -> dict[str, set[str | frozenset[str]]]:
    """The findings of every rule that is not off, waived or not: peers, or pairs of them."""
    found = conflicts.findings(Problem(tables, challenge))
    return {rule: {who if len(who) > 1 else min(who) for who in people} for rule, people in found.items()}


def known(problem: Problem, team: Team) -> Filled:
    """The team without the seats and peers that do not exist."""
    seats = {seat.id: seat for seat in problem.seats}
    seated = [
        (seats[seat], problem.peers[peer]) for seat, peer in team.seats if seat in seats and peer in problem.peers
    ]
    return Filled(team.start, tuple(seated))


def scored(problem: Problem) -> dict[Team, int]:
    """Every valid team with the sum of its breakdown."""
    return {
        Team(team.start, tuple((seat.id, peer.id) for seat, peer in team.seated)): sum(
            criteria.breakdown(problem, team).values()
        )
        for start in problem.windows
        for team in valid_teams(problem, start)
    }


def valid_teams(problem: Problem, start: dt.date) -> Iterator[Filled]:
    """Every valid team of a window."""
    for seated in assignments(problem, start, problem.seats):
        team = Filled(start, seated)
        if not rules.broken_by_team(problem, team):
            yield team


def assignments(problem: Problem, start: dt.date, seats: tuple[Seat, ...]) -> Iterator[tuple[tuple[Seat, Peer], ...]]:
    """Every way to fill the seats, or leave one not required, where no peer alone and no two peers break a rule."""
    if not seats:
        yield ()
        return
    *before, seat = seats
    allowed = [peer for peer in problem.peers.values() if not rules.broken_by_seat(problem, start, seat, peer)]
    for seated in assignments(problem, start, tuple(before)):
        if not seat.required:
            yield seated
        for peer in allowed:
            if all(peer is not other and not rules.broken_by_pair(problem, peer, other) for _, other in seated):
                yield (*seated, (seat, peer))
