"""What a new plan starts from: the plan that stands, what people said since, and new dates (SPEC.md section 10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from teamforge.challenge.model import Challenge
from teamforge.challenge.programme.matching import planned
from teamforge.challenge.programme.model import Programme
from teamforge.errors import Fault, InputError
from teamforge.page.plain import Plain, plain
from teamforge.pool import Pool
from teamforge.pool.assignments.history import Assignment, in_force, states_of
from teamforge.team import Responses

Place = tuple[str, str, date, date]
"""A place on a team: seat id, peer id, the first and the last day on site."""
Answer = tuple[str, str]
"""Challenge id and peer id."""


class _Days(Protocol):
    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...


class _Member(Protocol):
    @property
    def seat(self) -> str: ...
    @property
    def peer_id(self) -> str: ...


class PlacedChallenge(Protocol):
    """A challenge of a plan, kept or just made."""

    @property
    def challenge_id(self) -> str:
        """Its id."""

    @property
    def window(self) -> _Days | None:
        """The days on site; None if it has no team."""

    @property
    def members(self) -> Sequence[_Member]:
        """Who is on the team."""

    @property
    def over(self) -> bool:
        """Whether it is over."""


@dataclass(frozen=True)
class Amendment(Plain):
    """
    What has changed since a plan was made: with the pool and the programme, enough to make a new one.

    Parameters
    ----------
    rows
        Rows to add at the end of `assignments`, which does not have them: they say which plan stands and what people
        said.
    dates
        The first days on site that are possible now, by challenge id, instead of those of the challenge.
    change_budget
        The change budget, instead of the programme's own.
    """

    rows: tuple[Assignment, ...]
    dates: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    change_budget: int | Literal["least"] | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Amendment:
        """
        Return the amendment that `to_dict` wrote.

        Raises
        ------
        ValueError
            If a date cannot be read.
        """
        rows = [
            Assignment(
                each["challenge_id"],
                each["seat"],
                each["peer_id"],
                each["host_organisation_id"],
                date.fromisoformat(each["start"]),
                date.fromisoformat(each["end"]),
                each["state"],
                date.fromisoformat(each["on"]),
            )
            for each in kept["rows"]
        ]
        dates = {own: tuple(map(date.fromisoformat, days)) for own, days in kept["dates"].items()}
        return cls(tuple(rows), dates, kept["change_budget"])

    def pool(self, pool: Pool) -> Pool:
        """Return a pool with the rows added."""
        return pool.with_assignments(self.rows) if self.rows else pool

    def programme(self, programme: Programme) -> Programme:
        """
        Return a programme with the dates and the budget.

        Raises
        ------
        InputError
            If a challenge is not in the programme, or a date cannot be read.
        """
        if unknown := [own for own in self.dates if own not in programme.ids]:
            raise InputError([Fault("programme", None, "dates", own, "the id of a challenge") for own in unknown])
        challenges = [
            each.replace(on_site=_on_site(each, self.dates[each.id])) if each.id in self.dates else each
            for each in programme.challenges
        ]
        return programme.replace(challenges=challenges, change_budget=self.change_budget)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON; remarks on the answers are left out."""
        return {
            "rows": [
                {
                    **{name: getattr(row, name) for name in ("challenge_id", "seat", "peer_id")},
                    "host_organisation_id": row.host,
                    **{name: str(getattr(row, name)) for name in ("start", "end", "state", "on")},
                }
                for row in self.rows
            ],
            "dates": plain(self.dates),
            "change_budget": self.change_budget,
        }

    @property
    def answers(self) -> tuple[Assignment, ...]:
        """The rows in which somebody said something: no proposals, no releases."""
        return tuple(row for row in self.rows if row.out or row.state == "confirmed")


def _on_site(challenge: Challenge, windows: Sequence[date]) -> dict[str, object]:
    return {"days": challenge.on_site.days, "windows": list(windows), "avoid": challenge.on_site.avoid}


def places_of(challenges: Iterable[PlacedChallenge]) -> dict[str, tuple[Place, ...]]:
    """Return the places of the teams of a plan, without challenges that are over."""
    return {
        each.challenge_id: tuple((m.seat, m.peer_id, each.window.start, each.window.end) for m in each.members)
        if each.window
        else ()
        for each in challenges
        if not each.over
    }


def amendment_of(  # noqa: PLR0913 -- a keyword for each thing that can happen
    pool: Pool,
    programme: Programme,
    *,
    standing: Mapping[str, Sequence[Place]] | None = None,
    earlier: Sequence[Assignment] = (),
    withdrawn: Sequence[Answer] = (),
    objected: Sequence[Answer] = (),
    confirmed: Sequence[Answer] = (),
    dates: Mapping[str, tuple[date, ...]] | None = None,
    change_budget: int | Literal["least"] | None = None,
) -> Amendment:
    """
    Return what a new plan starts from; `api.planning.replan` describes the parameters, and `Plan.replan` the errors.

    The live rows of `assignments` stand in place of the kept team if somebody in them has confirmed a place that it
    does not give them. `assignments` overrides what people said earlier.
    """
    challenges = {each.id: each for each in planned(pool, programme)}
    for own in dict.fromkeys([*(own for own, _ in (*withdrawn, *objected, *confirmed)), *(dates or {})]):
        if own not in programme.ids:
            raise KeyError(f"no challenge {own}")
        if own not in challenges:
            raise ValueError(f"challenge {own} is over: it is not planned again")
    known = {(row.challenge_id, row.peer_id) for row in in_force(pool)}
    rows = [row for row in earlier if (row.challenge_id, row.peer_id) not in known and row.challenge_id in challenges]
    rows = [row for row in rows if row.peer_id in pool.peers.position]
    for own, challenge in challenges.items():
        now = pool.with_assignments(rows) if rows else pool
        if standing is not None:
            rows += _stands(now, programme, challenge, standing.get(own, ()))
            now = pool.with_assignments(rows) if rows else pool
        responses = Responses.of(*([peer for c, peer in each if c == own] for each in (withdrawn, objected, confirmed)))
        rows += _answers(now, programme, challenge, responses)
        if own in (dates or {}):
            _refuse_confirmed(pool.with_assignments(rows) if rows else pool, own)
    return Amendment(tuple(rows), dict(dates or {}), change_budget)


def _stands(pool: Pool, programme: Programme, challenge: Challenge, places: Sequence[Place]) -> Iterator[Assignment]:
    """Yield the rows that make a team stand: anybody live who is not on it is released, the others are proposed."""
    known = {row.peer_id: row for row in in_force(pool, challenge.id)}
    team = {
        peer: (seat, start, end)
        for seat, peer, start, end in places
        if peer in pool.peers.position and seat in challenge.seat_ids
    }
    if any(row.state == "confirmed" and team.get(peer) != _place(row) for peer, row in known.items()):
        return
    for peer, row in known.items():
        if row.live and peer not in team:
            yield _row(programme, challenge, peer, _place(row), "released", row)
    for peer, place in team.items():
        last = known.get(peer)
        if last is None or not (last.out or (last.live and _place(last) == place)):
            yield _row(programme, challenge, peer, place, "proposed", last)


def _answers(pool: Pool, programme: Programme, challenge: Challenge, responses: Responses) -> Iterator[Assignment]:
    """Yield the rows of what people said about a challenge."""
    known = {row.peer_id: row for row in in_force(pool, challenge.id)}
    live = [row for row in known.values() if row.live]
    for peer, state in states_of(responses, {peer: row.state for peer, row in known.items()}).items():
        pool.peers.places([peer])
        last = known.get(peer)
        if state == "confirmed" and (last is None or not last.live):
            raise ValueError(f"{peer} confirmed, and is not on the team of {challenge.id}")
        if last is not None:
            place = _place(last)
        elif live:  # somebody who says no before anybody asked
            place = challenge.seat_ids[0], live[0].start, live[0].end
        else:
            place = challenge.seat_ids[0], challenge.as_of, challenge.as_of
        yield _row(programme, challenge, peer, place, state, last)


def _row(
    programme: Programme,
    challenge: Challenge,
    peer: str,
    place: tuple[str, date, date],
    state: str,
    last: Assignment | None,
) -> Assignment:
    seat, start, end = place
    on = programme.as_of if last is None else max(programme.as_of, last.on)
    return Assignment(challenge.id, seat, peer, challenge.hosts[0], start, end, state, on)


def _place(row: Assignment) -> tuple[str, date, date]:
    return row.seat, row.start, row.end


def _refuse_confirmed(pool: Pool, challenge_id: str) -> None:
    who = sorted(row.peer_id for row in in_force(pool, challenge_id) if row.state == "confirmed")
    if who:
        raise ValueError(f"the dates of {challenge_id} cannot change: {', '.join(who)} confirmed them")
