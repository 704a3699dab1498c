"""Any sequence of plans, answers, repairs and compositions keeps the rules of SPEC.md section 9, read a second time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from random import Random
from typing import Any

import pytest

from teamforge import InfeasibleError, InputError, plan
from teamforge.api import repair_team
from teamforge.api.planning import replan
from teamforge.assignments import Assignment, answers, changes, changes_of_plan, double_bookings, in_force, judged
from teamforge.assignments import standing as standing_team
from teamforge.records import verify
from teamforge.team import Responses, Team
from tests.oracle import brute, history
from tests.oracle.reading import Row, Tables

from .engine import read_year, undiagnosed
from .programmes import TinyProgramme, broken_rules, make_programme

DAY = dt.date(2027, 1, 11)
STATES = ("asked", "accepted", *("confirmed",) * 4, "declined", "objected", "withdrawn", "released")
LEAST = {
    "who is out is left off": 0.15,
    "who confirmed keeps the seat": 0.08,
    "who confirmed keeps the days": 0.08,
    "who confirmed and cannot come leaves no team": 0.05,
    "a proposed member binds nothing": 0.08,
    "a pin on somebody who is out is dropped": 0.02,
    "a pin against somebody who confirmed is a fault": 0.01,
    "withdrawn wins over confirmed": 0.3,
    "what is over is not composed": 0.04,
    "what is over is not planned": 0.15,
    "a row elsewhere is an engagement": 0.12,
    "a row in force replaces engagements": 0.01,
    "the latest day counts, not the last row": 0.15,
    "one live peer a seat": 0.25,
    "the same days for all": 0.05,
    "older rows are refused": 0.25,
    "a team with somebody who is out is refused": 0.04,
    "a team without somebody who confirmed is refused": 0.01,
    "who leaves is released": 0.15,
    "who moves is proposed anew": 0.05,
    "who stays gets no row": 0.3,
    "two visits at once are reported": 0.04,
    "a plan gives a team where somebody confirmed": 0.15,
    "a plan that cannot keep who confirmed is infeasible": 0.2,
    "a plan decides proposed members afresh": 0.12,
    "rows later than a record are no fault": 0.2,
}
"""The rules of section 9, and the least share of sequences in which each decides something."""


class Acts:
    """A small programme to which anything is done in any order, beside a plain list of the rows."""

    def __init__(self, rng: Random) -> None:
        """Start with a programme, perhaps a pin, a booking and a log that others wrote."""
        self.rng = rng
        self.tiny = make_programme(rng, peers=(7, 8))
        self.by_id: dict[str, dict[str, Any]] = {raw["id"]: raw for raw in self.tiny.challenges}
        people = [row["peer_id"] for row in self.tiny.tables["peers"]]
        for raw in self.tiny.challenges:
            raw["on_site"]["windows"] = sorted({*raw["on_site"]["windows"], "2027-04-13"})
        for row in self.tiny.tables["peers"]:
            row["max_per_year"] = rng.choice(("1", "2", "2", "3"))
        if rng.random() < 0.7:
            able = [row["peer_id"] for row in self.tiny.tables["peers"] if "manager" in row["roles"]]
            self.by_id["C0"]["pins"] = {"manager": able[-1]} if able else {}
        self.log: list[Row] = []
        for _ in range(rng.randint(3, 12)):
            raw = rng.choice(self.tiny.challenges)
            start = dt.date.fromisoformat(rng.choice(raw["on_site"]["windows"]))
            self.log.append(
                {
                    "challenge_id": raw["id"],
                    "seat": rng.choice(("lead", "manager", "manager")),
                    "peer_id": rng.choice(people),
                    "host_organisation_id": raw["hosts"][0],
                    "start": str(start),
                    "end": str(start + dt.timedelta(raw["on_site"]["days"] - 1)),
                    "state": rng.choice(STATES),
                    "on": str(DAY + dt.timedelta(rng.randint(-3, 1))),
                }
            )
            if any(history.clashing(self.tables, each) for each in self.tiny.challenges):
                self.log.pop()
        asked = [row["peer_id"] for row in self.log if row["challenge_id"] == "C1"] or people
        days = str(dt.date(2027, 4, 1) + dt.timedelta(rng.randint(0, 14)))
        fields = {"host_organisation_id": "A", "start": days, "end": days, "status": "confirmed"}
        self.tiny.tables["engagements"].append({"peer_id": rng.choice(asked), "challenge_id": "C1", **fields})
        self.day = DAY
        self.kept: list[tuple[str, Team, dict[str, Any], int]] = []
        self.binds: set[str] = set()
        last = {(row["challenge_id"], row["peer_id"]): row for row in self.log}
        self.bind("the latest day counts, not the last row", history.in_force(self.tables) != last)
        self.read()

    # What is there.

    @property
    def tables(self) -> Tables:
        """The tables with the log as it is now."""
        return {**self.tiny.tables, "assignments": self.log}

    def read(self) -> None:
        """Read pool and programme anew."""
        tables = self.tables if self.log else self.tiny.tables
        tiny = TinyProgramme(tables, self.tiny.challenges, self.tiny.priority, self.tiny.without_team, self.tiny.limits)
        self.pool, self.programme = read_year(tiny)
        self.challenges = {each.id: each for each in self.programme.challenges}

    def bind(self, which: str, holds: bool = True) -> None:  # noqa: FBT001, FBT002 -- reads as a sentence
        """Note that a rule decided something."""
        assert which in LEAST
        if holds:
            self.binds.add(which)

    def over(self, own: str) -> bool:
        """Whether the visit is over."""
        return history.over(self.tables, self.by_id[own])

    def changed(self, change: Mapping[str, str], own: str, *, elsewhere: bool = False) -> Tables:
        """Return the tables with other states in one challenge or in all others; a blank state drops the row."""
        rows = []
        for row in self.log:
            state = (
                change.get(row["state"], row["state"]) if (row["challenge_id"] != own) == elsewhere else row["state"]
            )
            if state:
                rows.append({**row, "state": state})
        return {**self.tiny.tables, "assignments": rows}

    def options(self, own: str, tables: Tables) -> dict[brute.Team, int]:
        """Return every valid team of a challenge, with its points."""
        return brute.every_team(*history.told(tables, self.by_id[own]))

    # What a team and a plan must be.

    def notes(self, own: str, options: Mapping[brute.Team, int]) -> None:
        """Note which rules decide what a valid team of a challenge is."""
        without_out = self.options(own, self.changed(dict.fromkeys(history.OUT, ""), own))
        self.bind("who is out is left off", set(without_out) - set(options) != set())
        if any(row["state"] == "confirmed" for row in self.log):
            loose = set(self.options(own, self.changed({"confirmed": "accepted"}, own))) - set(options)
            days = {team.start for team in options}
            self.bind("who confirmed keeps the seat", any(team.start in days for team in loose))
            self.bind("who confirmed keeps the days", bool(days) and any(team.start not in days for team in loose))
            self.bind("who confirmed and cannot come leaves no team", not options and bool(loose))
        apart = self.changed(dict.fromkeys((*history.BOOKED, *history.OUT, "released"), ""), own, elsewhere=True)
        self.bind("a row elsewhere is an engagement", set(self.options(own, apart)) != set(options))
        plain, asked = history.told(self.tables, self.by_id[own])
        both = {**plain, "engagements": [*plain["engagements"], *self.tiny.tables["engagements"]]}
        self.bind("a row in force replaces engagements", set(brute.every_team(both, asked)) != set(options))
        pins, kept = self.by_id[own].get("pins", {}), asked["pins"]
        self.bind("a pin on somebody who is out is dropped", any(kept.get(seat) != pins[seat] for seat in pins))

    def is_one_of(self, options: Mapping[brute.Team, int], team: Team | None, own: str) -> None:
        """Check that a team is valid, or that there is none."""
        assert (team is None) == (not options), own
        assert team is None or brute.Team(team.start, team.seats) in options, own

    def live(self, own: str) -> set[tuple[str, str]]:
        """Return the team that stands."""
        rows = history.own(self.tables, self.by_id[own])
        return {(row["seat"], peer) for peer, state, row in rows if state in history.BOOKED}

    def keep(self, own: str, team: Team, record: Mapping[str, Any]) -> None:
        """Keep a result as it was printed."""
        self.kept = [*self.kept[-7:], (own, team, dict(record), len(self.log))]

    # Writing.

    def write(self, rows: Sequence[Assignment]) -> bool:
        """Add rows as the commands do, all of them or none, and return whether they were added."""
        raw = [_row(each) for each in rows]
        if history.refused(self.tables, raw, self.tiny.challenges):
            with pytest.raises(InputError):
                judged(self.pool, rows)
            return False
        self.pool = judged(self.pool, rows)
        self.log = [*self.log, *raw]
        return True

    def records(self, own: str, team: Team | None, said: Mapping[str, str], **how: Any) -> None:
        """Record a team, and check which rows that adds, or that it is refused."""
        raw = self.by_id[own]
        drawn = None if team is None else brute.Team(team.start, team.seats)
        expected = history.recorded(self.tables, raw, drawn, said)
        if expected is None:
            members = set() if team is None else {peer for _, peer in team.seats}
            out = {peer for peer, state, _ in history.own(self.tables, raw) if state in history.OUT}
            both = "a team with somebody who is out is refused", "a team without somebody who confirmed is refused"
            self.bind(both[not members & out])
            with pytest.raises(InputError):
                changes(team, self.pool, self.challenges[own], on=self.day, states=said, **how)
            return
        rows = changes(team, self.pool, self.challenges[own], on=self.day, states=said, **how)
        self.are(rows, expected, own)
        self.write(rows)

    def are(self, rows: Sequence[Assignment], expected: set[history.Place], own: str) -> None:
        """Check the rows that record a team of a challenge."""
        mine = [row for row in rows if row.challenge_id == own]
        found = {(row.seat, row.peer_id, row.state, str(row.start), str(row.end)) for row in mine}
        assert found == expected
        assert len(found) == len(mine)
        before = {peer: row for peer, _, row in history.own(self.tables, self.by_id[own])}
        live, written = self.live(own), {peer for _, peer, *_ in expected}
        self.bind("who leaves is released", any(state == "released" for _, _, state, *_ in expected))
        self.bind("who stays gets no row", any(peer not in written for _, peer in live))
        moved = {peer for _, peer, state, *_ in expected if state == "proposed"} & {peer for _, peer in live}
        self.bind("who moves is proposed anew", bool(moved & before.keys()))

    # The acts.

    def act(self) -> None:
        """Do anything, and check what holds whatever was done."""
        acts = self.compose, self.repair, self.plan, self.replan, *[self.record_what_was_kept] * 3, self.is_busy
        self.rng.choice((*acts, *[self.answer] * 5, self.close))()
        self.the_history_is_what_was_said()

    def drawn(self) -> str:
        """Draw a challenge."""
        return self.rng.choice(sorted(self.by_id))

    def perhaps(self) -> bool:
        """Toss a coin."""
        return self.rng.random() < 0.5

    def compose(self) -> None:
        """Compose a challenge, and perhaps record its team."""
        own = self.drawn()
        if self.over(own):
            self.bind("what is over is not composed")
            with pytest.raises(InputError, match="not over"):
                undiagnosed(self.pool, self.challenges[own])
            return
        if history.contradicted(self.tables, self.by_id[own]):
            self.bind("a pin against somebody who confirmed is a fault")
            with pytest.raises(InputError, match="no pin against the history"):
                undiagnosed(self.pool, self.challenges[own])
            return
        options = self.options(own, self.tables)
        result = undiagnosed(self.pool, self.challenges[own])
        self.is_one_of(options, result.team, own)
        assert result.status != "optimal" or result.points == max(options.values())
        self.notes(own, options)
        if result.team is not None:
            self.bind("a proposed member binds nothing", not self.live(own) <= set(result.team.seats))
            self.keep(own, result.team, result.to_record())
            if self.perhaps():
                self.records(own, result.team, {})

    def repair(self) -> None:
        """Repair the team that stands, perhaps after somebody drops out, and perhaps record it."""
        own = self.drawn()
        before, members = standing_team(self.pool, own), sorted(peer for _, peer in self.live(own))
        if before is None or self.over(own):
            return
        gone = [self.rng.choice(members)] if members and self.perhaps() else []
        tables = self.told(own, gone)
        if history.contradicted(tables, self.by_id[own]):
            return
        options = self.options(own, tables)
        told = Responses.of(withdrawn=gone)
        try:
            found = repair_team(before, self.pool, self.challenges[own], told, any_dates=True)
        except InfeasibleError:
            assert not options
            return
        self.is_one_of(options, found.team, own)
        self.keep(own, found.team, found.result.to_record())
        if self.perhaps():
            self.records(own, found.team, dict.fromkeys(gone, "withdrawn"), before=before)

    def told(self, own: str, gone: Sequence[str]) -> Tables:
        """Return the tables as if somebody's dropping out were in the history."""
        rows = {peer: row for peer, _, row in history.own(self.tables, self.by_id[own])}
        confirmed = any(rows[peer]["state"] == "confirmed" for peer in gone)
        self.bind("withdrawn wins over confirmed", confirmed)
        late = [{**rows[peer], "state": "withdrawn", "on": "2027-12-31"} for peer in gone]
        return {**self.tables, "assignments": [*self.log, *late]}

    def plan(self) -> None:
        """Plan the programme, and perhaps record all its teams."""
        if self.can_plan(self.tables):
            year = plan(self.pool, self.programme, effort=0.3)
            self.is_a_plan(year, self.tables)
            for own in self.open(self.tables):
                fresh = own in year.teams and not self.live(own) <= set(year.teams[own].seats)
                self.bind("a plan decides proposed members afresh", fresh)
            if self.perhaps() and year.points is not None:
                self.record_plan(year)

    def replan(self) -> None:
        """Plan again after somebody dropped out of a team that stands, and perhaps record it."""
        stand = sorted((own, peer) for own in self.open(self.tables) for _, peer in self.live(own))
        if not stand:
            return
        own, gone = self.rng.choice(stand)
        tables = self.told(own, [gone])
        if not self.can_plan(tables):
            return
        found = replan(self.pool, self.programme, answers=([(own, gone)], (), ()), effort=0.3)
        self.is_a_plan(found.plan, tables)
        assert own not in found.plan.teams or gone not in dict(found.plan.teams[own].seats).values()
        if self.perhaps() and found.plan.points is not None:
            said = answers(self.pool, self.challenges[own], {gone: "withdrawn"}, on=self.day)
            if self.write(said):
                self.record_plan(found.plan)

    def open(self, tables: Tables) -> list[str]:
        """Return the challenges that are planned."""
        return [own for own, raw in self.by_id.items() if not history.over(tables, raw)]

    def can_plan(self, tables: Tables) -> bool:
        """Return whether there is something to plan, and check that a contradiction is refused."""
        if not (own := self.open(tables)):
            return False
        if any(history.contradicted(tables, self.by_id[each]) for each in own):
            if tables == self.tables:
                with pytest.raises(InputError, match="no pin against the history"):
                    plan(self.pool, self.programme, effort=0.3)
            return False
        return True

    def is_a_plan(self, year: Any, tables: Tables) -> None:
        """Check the teams of a plan, alone and together, and what is said of visits that are over."""
        planned = self.open(tables)
        over = self.by_id.keys() - planned
        self.bind("what is over is not planned", bool(over))
        assert year.teams.keys() <= set(planned)
        for own in over:
            assert {(member.seat, member.peer_id) for member in year.of(own).members} == self.live(own)
        shared = history.pool_of_programme(tables, [self.by_id[own] for own in planned])
        asked = {own: history.told(history.alone(tables, self.by_id[own], planned), self.by_id[own]) for own in planned}
        own_options = {own: brute.every_team(*each) for own, each in asked.items()}
        raws = [asked[own][1] for own in planned]
        tiny = TinyProgramme(shared, raws, self.tiny.priority, self.tiny.without_team, self.tiny.limits)
        confirmed = {own for own in planned if "confirmed" in asked[own][1]}
        if year.points is None:
            assert year.status in {"infeasible", "unknown"}  # that there is none is not always proved
            self.bind("a plan that cannot keep who confirmed is infeasible", year.status == "infeasible")
            assert not any(not broken_rules(tiny, each) for each in _all(planned, confirmed, own_options))
            return
        teams = [year.teams.get(own) for own in planned]
        drawn = [None if team is None else brute.Team(team.start, team.seats) for team in teams]
        for own, team in zip(planned, drawn, strict=True):
            assert team is None or team in own_options[own], own
            assert team is not None or own not in confirmed, own
        assert broken_rules(tiny, drawn) == set()
        self.bind("a plan gives a team where somebody confirmed", bool(confirmed))

    def record_plan(self, year: Any) -> None:
        """Record all teams of a plan at once: none of them if one is refused."""
        planned = self.open(self.tables)
        teams = {own: year.teams.get(own) for own in planned}
        expected = {
            own: history.recorded(self.tables, self.by_id[own], team and brute.Team(team.start, team.seats), {})
            for own, team in teams.items()
        }
        if None in expected.values():
            with pytest.raises(InputError):
                changes_of_plan(teams, self.pool, self.programme, on=self.day)
            return
        rows = changes_of_plan(teams, self.pool, self.programme, on=self.day)
        for own, places in expected.items():
            self.are(rows, places or set(), own)
        self.write(rows)

    def answer(self) -> None:
        """Record an answer of somebody who was asked once, whatever they said before."""
        own = self.drawn()
        rows = {peer: row for peer, _, row in history.own(self.tables, self.by_id[own])}
        if not rows:
            return
        peer, state = self.rng.choice(sorted(rows)), self.rng.choice(STATES)
        day = self.day + dt.timedelta(self.rng.randint(-1, 2))
        written = answers(self.pool, self.challenges[own], {peer: state}, on=day)
        places = [(row.seat, str(row.start), str(row.end), row.state) for row in written]
        assert places == [(rows[peer]["seat"], rows[peer]["start"], rows[peer]["end"], state)]
        older = day < dt.date.fromisoformat(rows[peer]["on"])
        added = self.write(written)
        assert added or older or state in history.BOOKED
        self.bind("older rows are refused", older)
        self.bind("one live peer a seat", not added and not older and rows[peer]["seat"] in dict(self.live(own)))
        self.bind("the same days for all", not added and not older and rows[peer]["seat"] not in dict(self.live(own)))
        if added:
            self.day = max(self.day, day)

    def record_what_was_kept(self) -> None:
        """Record a team that was found some time ago."""
        own, team, *_ = self.rng.choice(self.kept) if self.kept else ("", None)
        if team is not None and not self.over(own):
            self.records(own, team, {})

    def close(self) -> None:
        """Close a visit."""
        own = self.drawn()
        if live := self.live(own):
            self.write(answers(self.pool, self.challenges[own], {peer: "done" for _, peer in live}, on=self.day))

    def is_busy(self) -> None:
        """Learn that somebody cannot come on the days of a team."""
        live = sorted({peer for own in self.by_id for _, peer in self.live(own)})
        if live:
            peer = self.rng.choice(live)
            days = next(row for (_, who), row in history.in_force(self.tables).items() if who == peer)
            busy = {"peer_id": peer, "start": days["start"], "end": days["end"], "status": "unavailable"}
            self.tiny.tables["availability"] = [*self.tiny.tables.get("availability", []), busy]
            self.kept = []
            self.read()

    def the_history_is_what_was_said(self) -> None:
        """Nothing is lost or changed, nothing clashes, and whoever is in two places at once is reported."""
        found = {(row.challenge_id, row.peer_id): _row(row) for row in in_force(self.pool)}
        assert found == history.in_force(self.tables)
        assert len(self.pool.assignments) == len(self.log)
        assert not any(history.clashing(self.tables, each) for each in self.tiny.challenges)
        twice = {
            (one.peer_id, frozenset((one.challenge_id, other.challenge_id)))
            for one, other in double_bookings(in_force(self.pool))
        }
        assert twice == history.overlapping(self.tables)
        self.bind("two visits at once are reported", bool(twice))

    def what_was_kept_holds(self) -> None:
        """What was kept still holds for the rows that there were then."""
        for own, _, record, rows in self.kept[-2:]:
            found = verify(record, self.pool, self.challenges[own])
            assert found.holds, found.faults
            self.bind("rows later than a record are no fault", rows < len(self.log))


def _row(row: Assignment) -> Row:
    """Return a row as a file has it."""
    return {
        "challenge_id": row.challenge_id,
        "seat": row.seat,
        "peer_id": row.peer_id,
        "host_organisation_id": row.host,
        "start": str(row.start),
        "end": str(row.end),
        "state": row.state,
        "on": str(row.on),
    }


def _all(
    planned: Sequence[str], confirmed: set[str], options: Mapping[str, Mapping[brute.Team, int]]
) -> Iterator[tuple[brute.Team | None, ...]]:
    """Yield every way to give a team to the confirmed challenges and to no others."""
    return product(*(tuple(options[own]) if own in confirmed else (None,) for own in planned))


def _bound(seeds: Iterable[int], acts: int) -> Counter[str]:
    """Run sequences, and return in how many each rule decided something."""
    bound: Counter[str] = Counter()
    for seed in seeds:
        life = Acts(Random(seed))
        try:
            for _ in range(acts):
                life.act()
            life.what_was_kept_holds()
        except BaseException as error:
            error.add_note(f"sequence {seed}")
            raise
        bound.update(life.binds)
    return bound


def test_any_few_acts_keep_the_rules() -> None:
    """A few sequences for the quick run, in which half of the rules decide something."""
    assert len(_bound(range(5), 12)) > len(LEAST) // 2


@pytest.mark.slow
def test_any_sequence_of_acts_keeps_the_rules(pytestconfig: pytest.Config) -> None:
    """Each rule of section 9 decides something in its share of the sequences."""
    seeds = range(5, 505 if pytestconfig.getoption("--full") else 65)
    bound = _bound(seeds, 20)
    shares = {name: bound[name] / len(seeds) for name in LEAST}
    assert not {name: share for name, share in shares.items() if share < LEAST[name]}, shares
