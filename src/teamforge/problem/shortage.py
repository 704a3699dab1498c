"""Seats with too few people between them: Hall violators, found by matching seats to people with several places."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, TypeVar

SeatT = TypeVar("SeatT", bound=Hashable)
PersonT = TypeVar("PersonT", bound=Hashable)


def shortages(
    options: Mapping[SeatT, Sequence[PersonT]], places: Mapping[PersonT, int]
) -> list[tuple[list[SeatT], list[PersonT]]]:
    """
    Return sets of seats with too few people between them; none if every seat can be filled.

    Parameters
    ----------
    options
        Each seat, and the people who could take it.
    places
        The number of these seats that each person can take.

    Returns
    -------
    list of (seats, people)
        The people are all who could take one of the seats, and together they have fewer places than there are seats. No
        two sets share a person. Together the sets give the smallest number of seats that stay empty (Hall's theorem).

    Examples
    --------
    >>> shortages({"a": "xy", "b": "x", "c": "x"}, {"x": 1, "y": 1})
    [(['b', 'c'], ['x'])]
    """
    matching = _Matching(options, places)
    failed = [seat for seat in options if not matching.seat(seat)]
    found: list[tuple[list[SeatT], list[PersonT]]] = []
    reached: set[SeatT] = set()
    for seat in failed:
        if seat not in reached:
            seats, people = matching.around(seat, failed)
            reached |= seats
            found.append(([each for each in options if each in seats], [each for each in places if each in people]))
    return found


class _Matching(Generic[SeatT, PersonT]):
    """Seats, and the person on each."""

    def __init__(self, options: Mapping[SeatT, Sequence[PersonT]], places: Mapping[PersonT, int]) -> None:
        self.options, self.places = options, places
        self.on: dict[SeatT, PersonT] = {}
        self.held: dict[PersonT, list[SeatT]] = {person: [] for person in places}

    def seat(self, seat: SeatT) -> bool:
        """Find a person for a seat, moving others to make room; return whether that worked."""
        reached: dict[PersonT, SeatT] = {}
        waiting = deque([seat])
        while waiting:
            here = waiting.popleft()
            for person in self.options[here]:
                if person in reached:
                    continue
                reached[person] = here
                if len(self.held[person]) < self.places[person]:
                    self._move(seat, person, reached)
                    return True
                waiting.extend(self.held[person])
        return False

    def _move(self, seat: SeatT, person: PersonT, reached: Mapping[PersonT, SeatT]) -> None:
        """Move each person on the path to the seat that reached them; the last of these seats was empty."""
        while True:
            here = reached[person]
            before = self.on.get(here)
            self.on[here] = person
            self.held[person].append(here)
            if here == seat or before is None:
                return
            self.held[before].remove(here)
            person = before

    def around(self, seat: SeatT, failed: Sequence[SeatT]) -> tuple[set[SeatT], set[PersonT]]:
        """Return the seats and people whose shortage leaves a seat empty, with other empty seats that share it."""
        seats: set[SeatT] = set()
        people: set[PersonT] = set()
        new = {seat}
        while new:
            seats |= new
            people |= {person for each in new for person in self.options[each]}
            holding = {each for person in people for each in self.held[person]}
            sharing = {each for each in failed if not people.isdisjoint(self.options[each])}
            new = (holding | sharing) - seats
        return seats, people
