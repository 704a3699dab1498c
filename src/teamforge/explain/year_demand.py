"""What the challenges of a programme need from a pool: who could sit where and when, and who is on the best teams."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from teamforge.challenge.programme import Programme
from teamforge.pool import Pool
from teamforge.problem import Choice, Instance, Problem
from teamforge.problem.arrays import Bools
from teamforge.problem.shortage import shortages
from teamforge.spec.dates import date_of, monday_of, programme_years

Place = tuple[str, bool]
"""A peer, and whether on seats that count: only there does the yearly limit apply."""


@dataclass(frozen=True)
class Need:
    """
    What one challenge needs.

    Parameters
    ----------
    challenge_id
        The id of the challenge.
    seats
        Each required seat, and the ids of those who could sit there in some window.
    counts
        The seats that count.
    first, last
        The first day of its first window, and the last day of its last.
    weeks
        The Monday of the week in which each window starts; a week with several windows is repeated.
    days, rest
        How many days a visit takes, and how many days of rest lie between two.
    best
        The seats and peers of its best team, composed alone.
    year
        The programme year of that team.
    """

    challenge_id: str
    seats: dict[str, tuple[str, ...]]
    counts: frozenset[str]
    first: date
    last: date
    weeks: tuple[date, ...]
    days: int
    rest: int
    best: tuple[tuple[str, str], ...]
    year: int | None


@dataclass
class Demand:
    """
    What all challenges with a window need, and what peers can give.

    Attributes
    ----------
    needs
        The need of each challenge.
    free
        Who could sit there then, by week and seat.
    """

    pool: Pool
    programme: Programme
    needs: list[Need] = field(default_factory=list)
    free: dict[tuple[date, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    _booked: Counter[tuple[int, int]] = field(default_factory=Counter)
    _years: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, instance: Instance, problem: Problem, best: Choice | None) -> None:
        """Add a compiled challenge, and its best team, composed alone."""
        if not self.needs:
            booked = instance.bookings
            years = programme_years(booked.start).tolist()
            self._booked.update(zip(booked.peer.tolist(), years, strict=True))
        seats = instance.challenge.seats
        counting = np.array([seat.counts for seat in seats], dtype=np.bool_)[problem.seat]
        years = instance.windows.programme_years
        for year in np.unique(years).tolist():
            for peer in self._ids(problem, counting & problem.serves[:, years == year].any(axis=1)):
                self._years[peer].add(year)
        days = [date_of(day) for day in problem.starts.tolist()]
        mondays = [monday_of(day) for day in days]
        needed = [place for place, required in enumerate(problem.required) if required]
        for monday in dict.fromkeys(mondays):
            there: Bools = np.any(problem.serves[:, [each == monday for each in mondays]], axis=1)
            for place in needed:
                self.free[monday, problem.seats[place]].update(self._ids(problem, there & (problem.seat == place)))
        chosen = () if best is None else best.candidates
        team = tuple((problem.seats[problem.seat[row]], str(self.pool.peers.ids[problem.peers[row]])) for row in chosen)
        self.needs.append(
            Need(
                instance.challenge.id,
                {problem.seats[place]: self._ids(problem, problem.seat == place) for place in needed},
                frozenset(seat.id for seat in seats if seat.counts),
                days[0],
                days[-1] + timedelta(days=instance.windows.days - 1),
                tuple(mondays),
                instance.windows.days,
                instance.challenge.rulebook.rest_days,
                team,
                None if best is None else int(years[best.window]),
            )
        )

    def _ids(self, problem: Problem, rows: Bools) -> tuple[str, ...]:
        return tuple(sorted(map(str, self.pool.peers.ids[np.unique(problem.peers[rows])].tolist())))

    @property
    def seats(self) -> tuple[str, ...]:
        """Every required seat, in the order of the challenges."""
        return tuple(dict.fromkeys(seat for need in self.needs for seat in need.seats))

    def places(self, peer: str, year: int) -> int:
        """Return how many more visits on seats that count a peer may make in a programme year."""
        at = self.pool.peers.position[peer]
        return max(0, int(self.pool.peers.max_per_year[at]) - self._booked[int(at), year])

    def places_of(self, peer: str, *, counts: bool) -> int:
        """Return how many visits a peer may make in all years of the programme together."""
        most = len(self.needs) if self.programme.limits.per_peer is None else self.programme.limits.per_peer
        return min(most, sum(self.places(peer, year) for year in self._years[peer])) if counts else most

    def short(self) -> list[tuple[list[tuple[str, str]], list[str], int]]:
        """Return seats, as challenge and seat, that the pool cannot fill, with the peers for them and their places."""
        options: dict[tuple[str, str], tuple[Place, ...]] = {
            (need.challenge_id, seat): tuple((peer, seat in need.counts) for peer in able)
            for need in self.needs
            for seat, able in need.seats.items()
        }
        places = {
            each: self.places_of(each[0], counts=each[1])
            for each in dict.fromkeys(place for able in options.values() for place in able)
        }
        return [
            (seats, sorted({peer for peer, _ in people}), sum(places[each] for each in people))
            for seats, people in shortages(options, places)
        ]

    def crowded(self) -> Iterator[tuple[str, date, date, list[Need], list[str], int]]:
        """
        Yield the shortest spans of weeks in which more visits need a seat than there is time for, whatever the dates.

        Each has the seat, the first Monday and the last Sunday, the challenges that must fall within the span, who
        could sit there, and how many visits they can make. Nobody is on site twice on a day, and on seats that count
        they rest in between. A lack of peers, whatever the weeks, is not reported here.
        """
        firsts = sorted({monday_of(need.first) for need in self.needs})
        lasts = sorted({monday_of(need.last) + timedelta(days=6) for need in self.needs})
        for seat in self.seats:
            spans_found: list[tuple[date, date]] = []
            spans = [(last - first, first, last) for first in firsts for last in lasts if first <= last]
            for _, first, last in sorted(spans):
                if any(first <= begins and ends <= last for begins, ends in spans_found):
                    continue
                within = [n for n in self.needs if seat in n.seats and first <= n.first and n.last <= last]
                if len(within) > 1 and (found := self._overrun(seat, within, (last - first).days + 1)):
                    spans_found.append((first, last))
                    yield (seat, first, last, within, *found)

    def _overrun(self, seat: str, within: Sequence[Need], days: int) -> tuple[list[str], int] | None:
        """Return who could have a seat within some days, and how many visits they can make, if these are too few."""
        rest = min(need.rest if seat in need.counts else 0 for need in within)
        visit = min(need.days for need in within)
        most = 1 + max(0, days - visit) // (visit + rest)
        often = Counter(peer for need in within for peer in need.seats[seat])
        counts = all(seat in need.counts for need in within)
        free = {peer: min(count, self.places_of(peer, counts=counts)) for peer, count in often.items()}
        visits = sum(min(most, own) for own in free.values())
        if visits >= len(within) or sum(free.values()) < len(within):
            return None
        return sorted(often), visits

    def wanted(self) -> Iterator[tuple[str, int, list[str], int]]:
        """Yield who is on more best teams, on seats that count, than they can serve on in a year, the most first."""
        teams: dict[tuple[str, int], list[str]] = defaultdict(list)
        for need in self.needs:
            for seat, peer in need.best:
                if seat in need.counts and need.year is not None:
                    teams[peer, need.year].append(need.challenge_id)
        found = [(peer, year, own, self.places(peer, year)) for (peer, year), own in teams.items()]
        yield from sorted(
            (each for each in found if len(each[2]) > each[3]), key=lambda each: (-len(each[2]), each[0], each[1])
        )

    def spread(self, monday: date) -> float:
        """Return how many challenges to expect on site in a week, if all windows of each are equally likely."""
        return sum(need.weeks.count(monday) / len(need.weeks) for need in self.needs)
