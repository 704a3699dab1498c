"""The history of answers: random logs against the oracle, and any sequence of acts against the rules of section 9."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from teamforge import Challenge, InfeasibleError, InputError, Pool, Result
from teamforge.api import repair_team
from teamforge.assignments import answers, changes, in_force, judged, live, standing
from teamforge.forge.repair import Repair
from teamforge.problem import compile_problem, prepare
from teamforge.records import verify
from teamforge.spec.dates import day_number
from teamforge.spec.vocabulary import ASSIGNMENT_STATES, LIVE, OUT
from teamforge.team import Responses, Team
from teamforge.verify import violations
from tests.oracle import brute, history
from tests.oracle.generator import Problem, make_problem
from tests.oracle.problem import Problem as Asked

from .engine import Tables, read, teams_of, undiagnosed
from .problems import Problems

PROBLEMS = Problems(slow=240, full=1200, chunks=6)
_STATES = (*ASSIGNMENT_STATES, "confirmed", "declined", "asked")


def with_log(raw: Problem, rng: Random) -> Tables:
    """Return the tables with a log of this challenge and of another."""
    tables, challenge = dict(raw.tables), raw.challenge
    problem = Asked(tables, challenge)
    peers, seats = list(problem.peers), [seat.id for seat in problem.seats]
    start = rng.choice(problem.windows) if problem.windows else problem.as_of + dt.timedelta(days=90)
    length = rng.randint(1, 3)
    rows: list[dict[str, str]] = []
    for _ in range(rng.randint(1, 12)):
        own = rng.random() < 0.7
        first = start if own else start + dt.timedelta(days=rng.randint(-20, 20))
        row = {
            "challenge_id": challenge["id"] if own else rng.choice(("other", "third")),
            "seat": rng.choice(seats),
            "peer_id": rng.choice(peers),
            "host_organisation_id": challenge["hosts"][0],
            "start": first.isoformat(),
            "end": (first + dt.timedelta(days=length - 1)).isoformat(),
            "state": rng.choice(_STATES),
            "on": (problem.as_of + dt.timedelta(days=rng.randint(-2, 2))).isoformat(),
        }
        rows.append(row)
        if history.clashing({"assignments": rows}, challenge):
            rows.pop()
    tables["assignments"] = rows
    return tables


@PROBLEMS.each_chunk
def test_the_engine_reads_the_history_as_the_oracle_does(chunk: int, pytestconfig: pytest.Config) -> None:
    """Exactly the same teams with the same points, or the same refusal; the verifier says the same of every team."""
    seen = {"out": 0, "confirmed": 0, "over": 0, "changed": 0}
    for seed in PROBLEMS.seeds(chunk, pytestconfig):
        rng = Random(seed)
        raw = make_problem(rng)
        tables = with_log(raw, rng)
        states = [state for _, state, _ in history.own(tables, raw.challenge)]
        pool, challenge = read(tables, raw.challenge)
        if history.over(tables, raw.challenge):
            seen["over"] += 1
            with pytest.raises(InputError, match="not over"):
                undiagnosed(pool, challenge)
            continue
        plain, asked = history.told(tables, raw.challenge)
        if _contradicts(tables, raw.challenge):
            with pytest.raises(InputError, match="no pin against the history"):
                undiagnosed(pool, challenge)
            continue
        seen["out"] += any(each in OUT for each in states)
        seen["confirmed"] += "confirmed" in states
        expected = brute.every_team(plain, asked)
        found = teams_of(compile_problem(prepare(pool, challenge)))
        assert found == {
            (day_number(team.start), frozenset(team.seats)): points for team, points in expected.items()
        }, seed
        without = {name: rows for name, rows in tables.items() if name != "assignments"}
        seen["changed"] += expected != brute.every_team(without, raw.challenge)
        for team in [*list(expected)[:3], *list(brute.every_team(without, raw.challenge))[:3]]:
            valid = not violations(pool, challenge, Team(team.start, team.seats))
            assert valid == (team in expected), (seed, team)
    assert seen["changed"] > 3, seen
    assert min(seen["out"], seen["confirmed"]) > 0, seen


def _contradicts(tables: Tables, challenge: Any) -> bool:
    """Whether a pin of the file is against a confirmed row."""
    pins = {seat.strip(): peer.strip() for seat, peer in challenge.get("pins", {}).items()}
    confirmed = [
        (row["seat"].strip(), peer) for peer, state, row in history.own(tables, challenge) if state == "confirmed"
    ]
    return any((seat == place) != (who == peer) for seat, peer in confirmed for place, who in pins.items())


DAY = dt.date(2027, 1, 11)
PEERS = tuple(f"P{number}" for number in range(1, 10))


def world() -> tuple[Pool, dict[str, Challenge]]:
    """Return nine peers for two seats, and three challenges in the same weeks."""
    peers = [
        {
            "peer_id": peer,
            "roles": "vcs_leader",
            "theme:prevention": str(place % 5),
            "max_per_year": "3",
            "declared_on": "2026-12-01",
        }
        for place, peer in enumerate(PEERS)
    ]
    fields: dict[str, Any] = {"as_of": str(DAY), "scope": {"prevention": 1}, "unknown_availability": "free"}
    seats = [{"id": "one", "accepts": {"vcs_leader": 100}}, {"id": "two", "accepts": {"vcs_leader": 100}}]
    on_site = {"windows": ["2027-04-13", "2027-04-20", "2027-05-18"]}
    own = {
        name: {"id": name, "hosts": [f"H-{name}"], "seats": seats, "on_site": on_site, **fields}
        for name in ("a", "b", "c")
    }
    pool, _ = read({"peers": peers}, own["a"])
    return pool, {name: read({"peers": peers}, each)[1] for name, each in own.items()}


class Acts(RuleBasedStateMachine):
    """Compositions, answers and repairs in any order, beside a plain list of what was said."""

    names = st.sampled_from(("a", "b", "c"))

    @initialize()
    def begin(self) -> None:
        """Nobody was asked yet."""
        self.pool, self.challenges = world()
        self.said: list[tuple[str, str, str, str, dt.date]] = []
        self.kept: list[tuple[str, dict[str, Any]]] = []
        self.day = DAY

    def write(self, rows: list[Any]) -> None:
        """Add rows as the commands do, and note them."""
        before = len(self.pool.assignments)
        self.pool = judged(self.pool, rows)
        assert len(self.pool.assignments) == before + len(rows)
        self.said += [(row.challenge_id, row.peer_id, row.seat, row.state, row.start) for row in rows]

    def states(self, name: str) -> dict[str, tuple[str, str, dt.date]]:
        """Return what was said last of each peer, in order of the list alone."""
        return {peer: (seat, state, start) for of, peer, seat, state, start in self.said if of == name}

    def heeds(self, name: str, result: Result, gone: tuple[str, ...] = ()) -> None:
        """Check a team against what was said: who is out, who is confirmed, who is elsewhere."""
        team = result.require_team()
        for peer, (seat, state, start) in self.states(name).items():
            if state in OUT or peer in gone:
                assert peer not in dict(team.seats).values()
            elif state == "confirmed":
                assert (team.start, dict(team.seats)[seat]) == (start, peer)
        for other in self.challenges.keys() - {name}:
            for peer, (_, state, start) in self.states(other).items():
                if state in LIVE and peer in dict(team.seats).values():
                    assert abs((team.start - start).days) > 3 + 14 - 1
        self.kept.append((name, result.to_record()))

    @rule(name=names, record=st.booleans())
    def compose(self, name: str, record: bool) -> None:  # noqa: FBT001 -- Hypothesis draws it
        """Compose a challenge, and perhaps record its team."""
        if any(state == "done" for _, state, _ in self.states(name).values()):
            with pytest.raises(InputError, match="not over"):
                undiagnosed(self.pool, self.challenges[name])
            return
        result = undiagnosed(self.pool, self.challenges[name])
        if result.team is not None:
            self.heeds(name, result)
            if record:
                self.write(changes(result.team, self.pool, self.challenges[name], on=self.day))

    @rule(name=names, data=st.data())
    def answer(self, name: str, data: st.DataObject) -> None:
        """Record an answer of somebody who stands on the team."""
        rows = live(self.pool, name)
        if rows and not any(row.state == "done" for row in rows):
            row = data.draw(st.sampled_from(rows))
            state = data.draw(st.sampled_from(("asked", "accepted", "confirmed", *OUT, "released")))
            self.day += dt.timedelta(days=data.draw(st.integers(0, 1)))
            self.write(answers(self.pool, self.challenges[name], {row.peer_id: state}, on=self.day))

    @rule(name=names, data=st.data(), record=st.booleans())
    def repair(self, name: str, data: st.DataObject, record: bool) -> None:  # noqa: FBT001 -- likewise
        """Repair the team that stands, perhaps told of somebody who drops out, and perhaps recorded."""
        team, states = standing(self.pool, name), self.states(name)
        if team is None or any(state == "done" for _, state, _ in states.values()):
            return
        members = [peer for _, peer in team.seats if states[peer][1] in LIVE]
        gone = tuple(data.draw(st.lists(st.sampled_from(members), max_size=1))) if members else ()
        told = Responses.of(withdrawn=gone)
        try:
            found: Repair[Result] = repair_team(team, self.pool, self.challenges[name], told, any_dates=True)
        except InfeasibleError:
            return
        self.heeds(name, found.result, gone)
        if record:
            said = dict.fromkeys(gone, "withdrawn")
            self.write(changes(found.team, self.pool, self.challenges[name], states=said, before=team, on=self.day))

    @rule(name=names)
    @precondition(lambda self: self.said)
    def close(self, name: str) -> None:
        """Close a visit where everybody confirmed."""
        rows = live(self.pool, name)
        if rows and all(row.state == "confirmed" for row in rows):
            self.write(answers(self.pool, self.challenges[name], {row.peer_id: "done" for row in rows}, on=self.day))

    @invariant()
    def the_rows_in_force_are_what_was_said_last(self) -> None:
        """Nothing is lost or changed, and at most one live peer has a seat."""
        told = {(row.challenge_id, row.peer_id): (row.seat, row.state, row.start) for row in in_force(self.pool)}
        expected = {(name, peer): last for name in self.challenges for peer, last in self.states(name).items()}
        assert told == expected
        seats = [(name, seat) for (name, _), (seat, state, _) in told.items() if state in LIVE]
        assert len(set(seats)) == len(seats)

    def teardown(self) -> None:
        """Every result that was kept holds still, of the rows that there were."""
        for name, record in self.kept[-3:]:
            found = verify(record, self.pool, self.challenges[name])
            assert found.complete or record["status"] != "optimal", found.faults
            assert found.holds, found.faults


Acts.TestCase.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
TestActs = pytest.mark.slow(Acts.TestCase)
