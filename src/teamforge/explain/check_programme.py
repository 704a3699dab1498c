"""`check` of a programme: what its challenges want of the pool, and where the pool has too little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teamforge.challenge.programme import Programme
from teamforge.challenge.programme.matching import planned, pool_of_programme, programme_faults
from teamforge.errors import InputError
from teamforge.explain.demand import CrowdedWeeks, PeerDemand, SeatDemand, SeatShortage, WeekDemand
from teamforge.explain.notes import Note, notes_of_challenge, notes_of_pool
from teamforge.explain.year_demand import Demand
from teamforge.page import Mood, Page, Section, Table
from teamforge.page.displayed import Displayed
from teamforge.page.model import numbers, texts
from teamforge.page.plain import Plain, frame
from teamforge.page.words import counted, days_in_words, listed
from teamforge.pool import Pool
from teamforge.problem import compile_problem, eligibility_of, prepare
from teamforge.problem.warnings import input_warnings
from teamforge.result.assemble_plan import by_challenge
from teamforge.search import Progress, SearchLimits, search
from teamforge.spec.words import capital, spoken

if TYPE_CHECKING:
    import pandas as pd

_BUSIEST, _MOST_WANTED, _OF_A_KIND = 5, 10, 5
"""How many weeks, peers and notes of a kind are shown."""
_LISTED = 4


@dataclass(frozen=True)
class ProgrammeCheck(Displayed, Plain):
    """
    What a careful colleague would say about a programme and its pool before the year is planned.

    Parameters
    ----------
    programme_id
        The id of the programme.
    challenges
        How many challenges are planned.
    seats
        What each required seat needs, and what the pool has.
    shortages
        Seats that cannot all be filled, whatever the dates.
    crowded
        Weeks in which a seat needs more visits than there is time for.
    wanted
        Peers wanted by more challenges than can have them, the most wanted first.
    weeks
        How many challenges each week could have, by date.
    notes
        Everything else that is worth a look; a note about only some of the challenges begins with their ids.
    """

    programme_id: str
    challenges: int
    seats: tuple[SeatDemand, ...]
    shortages: tuple[SeatShortage, ...]
    crowded: tuple[CrowdedWeeks, ...]
    wanted: tuple[PeerDemand, ...]
    weeks: tuple[WeekDemand, ...]
    notes: tuple[Note, ...]

    def __repr__(self) -> str:
        """Return the sizes."""
        return (
            f"<ProgrammeCheck {self.programme_id}: {counted(self.challenges, 'challenge')}, "
            f"{counted(len(self.shortages), 'shortage')}, {counted(len(self.notes), 'note')}>"
        )

    @property
    def findings(self) -> tuple[Note, ...]:
        """Shortages, crowded weeks and wanted peers, as notes."""
        return (
            *(Note("shortage", str(each), each.peers) for each in self.shortages),
            *(Note("crowded", str(each), each.peers) for each in self.crowded),
            *(Note("wanted", str(each), (each.peer_id,)) for each in self.wanted),
        )

    def page(self) -> Page:
        """Return the page that people read, with ids but no names."""
        missing = sum(each.missing for each in self.shortages)
        lines = (
            f"{counted(self.challenges, 'challenge')} with {counted(sum(d.challenges for d in self.seats), 'seat')}",
            f"no faults, {counted(len(self.notes), 'note')}, and the pool "
            + (f"cannot fill {counted(missing, 'seat')} at least" if missing else "has enough people for every seat"),
        )
        mood: Mood = "open" if self.notes or missing or self.crowded else "good"
        return Page(f"The pool and programme {self.programme_id}", lines, tuple(self._sections()), mood=mood)

    def _sections(self) -> Iterator[Section]:
        of_seats = (
            *texts("Seat"),
            *numbers("Challenges", "Peers who could", "Visits they can make", "On the best teams"),
        )
        rows = tuple((capital(spoken(d.seat)), d.challenges, d.peers, d.visits, d.wanted) for d in self.seats)
        yield Section("Seats", table=Table(of_seats, rows))
        if self.shortages:
            yield Section("Seats that the pool cannot fill", items=tuple(map(capital, map(str, self.shortages))))
        if self.crowded:
            yield Section("Weeks with too much", items=tuple(map(str, self.crowded)))
        if self.wanted:
            yield self._most_wanted()
        if self.weeks:
            yield self._busiest()
        if self.notes:
            yield Section("Worth a look", items=tuple(self._shown_notes()))

    def _shown_notes(self) -> Iterator[str]:
        """Yield the notes, but only the first few of a kind with many."""
        kinds = Counter(note.kind for note in self.notes)
        seen: Counter[str] = Counter()
        for note in self.notes:
            seen[note.kind] += 1
            if seen[note.kind] <= _OF_A_KIND:
                yield note.text
            elif seen[note.kind] == kinds[note.kind]:
                more = counted(kinds[note.kind] - _OF_A_KIND, "more note")
                yield f"{more} of this kind ({spoken(note.kind)}): `check` of a single challenge lists its own"

    def _most_wanted(self) -> Section:
        columns = (*texts("Peer"), *numbers("Challenges", "Visits left"), *texts("Which"))
        rows = tuple(
            (each.peer_id, len(each.challenges), each.visits, listed(each.challenges, _LISTED))
            for each in self.wanted[:_MOST_WANTED]
        )
        lines = ["on the best team of each of these challenges, composed alone: the plan decides who gets them"]
        if len(self.wanted) > _MOST_WANTED:
            lines.append(f"and {counted(len(self.wanted) - _MOST_WANTED, 'more peer')}")
        return Section("Wanted by more challenges than can have them", tuple(lines), table=Table(columns, rows))

    def _busiest(self) -> Section:
        columns = (
            *texts("Week of"),
            *numbers("Possible", "Expected"),
            *texts("Scarcest seat"),
            *numbers("Peers free"),
        )
        busiest = sorted(self.weeks, key=lambda each: (-each.expected, -each.possible, each.week))[:_BUSIEST]
        rows = tuple(
            (days_in_words(each.week, each.week), each.possible, f"{each.expected:.1f}", spoken(each.seat), each.peers)
            for each in sorted(busiest, key=lambda each: each.week)
        )
        line = "challenges that could be on site, and how many to expect if all dates are equally likely"
        return Section("The busiest weeks", (line,), table=Table(columns, rows))

    def to_frame(self) -> pd.DataFrame:
        """Return one row per seat: ``seat``, ``challenges``, ``peers``, ``visits``, ``wanted``."""
        return frame(self.seats, ("seat", "challenges", "peers", "visits", "wanted"), may_miss=("visits",))


def check_programme(pool: Pool, programme: Programme, progress: Progress | None = None) -> ProgrammeCheck:
    """
    Return what a careful colleague would say before a year is planned.

    Raises
    ------
    InputError
        If a challenge does not fit the pool; every fault of every challenge is listed.
    """
    if faults := programme_faults(pool, programme):
        raise InputError(faults)
    own, challenges = pool_of_programme(pool, programme), planned(pool, programme)
    demand, found = Demand(own, programme), dict[str, list[Note]]()
    for place, challenge in enumerate(challenges):
        if progress is not None:
            progress(f"looking at challenge {place + 1} of {len(challenges)}")
        instance = prepare(own, challenge)
        eligibility = eligibility_of(instance)
        problem = compile_problem(instance, eligibility)
        warnings = [Note("warning", warning) for warning in input_warnings(instance, eligibility)]
        found[challenge.id] = [*warnings, *notes_of_challenge(instance, eligibility)]
        if len(instance.windows):
            demand.add(instance, problem, search(problem, SearchLimits(None, None)).choice)
    seats = {seat.id: seat for challenge in challenges for seat in challenge.seats}
    merged = [replace(note, text=f"{ids}: {note.text}") if ids else note for note, ids in by_challenge(found)]
    return ProgrammeCheck(
        programme.id,
        len(challenges),
        tuple(_seats(demand)),
        tuple(_shortages(demand)),
        tuple(
            CrowdedWeeks(seat, first, last, tuple(need.challenge_id for need in needs), tuple(peers), visits)
            for seat, first, last, needs, peers, visits in demand.crowded()
        ),
        tuple(PeerDemand(peer, year, tuple(own), visits) for peer, year, own, visits in demand.wanted()),
        tuple(_weeks(demand)),
        (*merged, *notes_of_pool(own, seats.values())),
    )


def _seats(demand: Demand) -> Iterator[SeatDemand]:
    for seat in demand.seats:
        needs = [need for need in demand.needs if seat in need.seats]
        able = {peer for need in needs for peer in need.seats[seat]}
        counts = all(seat in need.counts for need in needs)
        visits = sum(demand.places_of(peer, counts=True) for peer in able) if counts else None
        wanted = {peer for need in needs for own, peer in need.best if own == seat}
        yield SeatDemand(seat, len(needs), len(able), visits, len(wanted))


def _shortages(demand: Demand) -> Iterator[SeatShortage]:
    for seats, peers, visits in demand.short():
        counts = Counter(seat for _, seat in seats)
        ids = tuple(dict.fromkeys(own for own, _ in seats))
        yield SeatShortage(dict(counts), ids, tuple(peers), visits)


def _weeks(demand: Demand) -> Iterator[WeekDemand]:
    for monday in sorted({week for need in demand.needs for week in need.weeks}):
        here = [need for need in demand.needs if monday in need.weeks]
        free = {seat: len(demand.free[monday, seat]) for need in here for seat in need.seats}
        if free:
            seat = min(free, key=lambda each: (free[each], each))
            yield WeekDemand(monday, len(here), round(demand.spread(monday), 1), seat, free[seat])
