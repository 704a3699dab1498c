"""Why none: the diagnoses of random problems without a team, against brute force."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from teamforge.api import compose
from teamforge.challenge.defaults import CORE_TEAM
from teamforge.result.diagnosis import Diagnosis, Requirement
from teamforge.spec.rulebook import RULEBOOK
from tests.oracle import brute, rules
from tests.oracle.generator import make_problem
from tests.oracle.problem import Problem
from tests.oracle.reading import folded

from .engine import read
from .problems import Problems

PROBLEMS = Problems(slow=160, full=3000, chunks=8, half=False)

Raw = dict[str, Any]
STATES = ("trained", "active", "availability", "overlap", "rest", "max_per_year", "first_timers")


def explicit(challenge: Raw) -> Raw:
    """Return a raw challenge that names its seats."""
    seats = [seat.model_dump() for seat in CORE_TEAM]
    return deepcopy({"seats": seats, **challenge})


def without(challenge: Raw, asked: Iterable[Requirement]) -> tuple[Raw, frozenset[str]]:
    """Return the raw challenge reduced to some requirements, and the rules for the oracle to leave out."""
    kept = {(each.kind, each.name) for each in asked}
    left = explicit(challenge)
    for seat in left["seats"]:
        if ("seat", seat["id"].strip()) not in kept:
            seat["required"] = False
    left["pins"] = {seat: peer for seat, peer in left.get("pins", {}).items() if ("pin", seat.strip()) in kept}
    left["team_rules"] = [
        rule
        for place, rule in enumerate(left.get("team_rules", []), start=1)
        if ("team_rule", str(place)) in kept or rule.get("strength", "hard").strip().lower() == "soft"
    ]
    names = {rule for rule in (*STATES, *tuple(RULEBOOK.conflicts)) if ("rule", rule) not in kept}
    names |= {other for rule, other in ORACLE.items() if ("rule", rule) not in kept}
    names |= {name for name in ("minimum_weeks", "avoid") if ("dates", name) not in kept}
    return left, frozenset(names)


ORACLE = {"excluded": "exclude", "outside_region": "outside_region:hard"}


def infeasible(chunk: int, config: pytest.Config) -> Iterable[tuple[int, Any, Diagnosis]]:
    """Yield the random problems of a chunk that have no team, with their diagnoses."""
    for seed in PROBLEMS.seeds(chunk, config):
        raw = make_problem(Random(seed))
        result = compose(*read(raw.tables, raw.challenge))
        assert (result.diagnosis is None) == (result.status != "infeasible")
        if result.diagnosis is not None:
            assert result.to_dict()["diagnosis"] == json.loads(json.dumps(result.diagnosis.to_dict()))
            assert "diagnosis" not in result.to_record()
            yield seed, raw, result.diagnosis


@PROBLEMS.each_chunk
def test_cores(chunk: int, pytestconfig: pytest.Config) -> None:
    """No team meets the core, and without any one of its requirements some team does."""
    seen = 0
    for seed, raw, diagnosis in infeasible(chunk, pytestconfig):
        core = diagnosis.core
        assert core.minimal
        assert diagnosis.complete
        if core.requirements[0].name == "on_site":
            assert not brute.solve(raw.tables, *without(raw.challenge, ())).windows
            continue
        assert brute.solve(raw.tables, *without(raw.challenge, core.requirements)).points is None, seed
        for each in core.requirements:
            fewer = [other for other in core.requirements if other != each]
            problem = Problem(raw.tables, *without(raw.challenge, fewer))
            # The oracle lists teams of somebody; nobody at all is a team too where no seat must be filled.
            nobody = problem.windows and not any(seat.required for seat in problem.seats) and not problem.pins
            assert nobody or brute.solve(raw.tables, *without(raw.challenge, fewer)).points is not None, (seed, each)
            seen += 1
    assert seen > 5


@PROBLEMS.each_chunk
def test_relaxations(chunk: int, pytestconfig: pytest.Config) -> None:
    """Each makes a team possible that has the stated points and breaks no conflict rule; none for a seat is missing."""
    seen = 0
    for seed, raw, diagnosis in infeasible(chunk, pytestconfig):
        _, challenge = read(raw.tables, raw.challenge)
        for each in diagnosis.relaxations:
            relaxed = each.challenge.model_dump(mode="json", exclude_none=True, exclude_unset=False)
            tables = _declared(raw.tables, each.declared, raw.challenge["as_of"])
            assert brute.solve(tables, relaxed).points == each.points, (seed, each)
            assert each.points == brute.every_team(tables, relaxed)[brute.Team(each.team.start, each.team.seats)]
            assert each.challenge.exclude == challenge.exclude
            assert each.challenge.rulebook.conflicts == challenge.rulebook.conflicts
            seen += 1
        if len(diagnosis.relaxations) and len(diagnosis.relaxations[0].kinds) == 2:
            assert all(len(each.kinds) == 2 for each in diagnosis.relaxations)
        offered = [each.challenge for each in diagnosis.relaxations if each.kinds == ("seat",)]
        emptied = [
            [was for was, now in zip(challenge.seats, other.seats, strict=True) if was.required and not now.required]
            for other in offered
        ]
        # Of seats that are alike only the first is offered.
        alone = [seats[0].model_dump(exclude={"id"}) for seats in emptied if len(seats) == 1]
        for seat in challenge.seats:
            if seat.required and seat.id not in challenge.pins:
                optional = explicit(raw.challenge)
                next(each for each in optional["seats"] if each["id"].strip() == seat.id)["required"] = False
                could = bool(brute.every_team(raw.tables, optional))
                assert could == (seat.model_dump(exclude={"id"}) in alone), (seed, seat.id)
        _fewest_waivers(raw, diagnosis, seed)
    assert seen > 5


def _declared(tables: Any, peers: Collection[str], on: str) -> Any:
    """Return the tables with new declarations of some peers."""
    names = {folded(name): name for row in tables["peers"] for name in row}
    rows = [
        {**row, names["declared_on"]: on} if row[names["peer_id"]].strip() in peers else row for row in tables["peers"]
    ]
    return {**tables, "peers": rows}


def _fewest_waivers(raw: Any, diagnosis: Diagnosis, seed: int) -> None:
    """Check that a single waiver or declaration gives a team if, and only if, a single one is offered."""
    offered = [each for each in diagnosis.relaxations if each.kinds in {("waiver",), ("declaration",)}]
    given = len(raw.challenge.get("waivers", []))
    needed = min((len(each.challenge.waivers) - given + len(each.declared) for each in offered), default=None)
    book = read(raw.tables, raw.challenge)[1].rulebook.conflicts
    could = False
    for rule, people in brute.fired(raw.tables, raw.challenge).items():
        for who in people:
            if book[rule].strength == "review":
                waiver = {"rule": rule, "by": "x", "reason": "x", "on": raw.challenge["as_of"]}
                pair = [who] if isinstance(who, str) else sorted(who)
                waiver |= dict(zip(("peer", "other_peer"), pair, strict=False))
                waived = {**raw.challenge, "waivers": [*raw.challenge.get("waivers", []), waiver]}
                could = could or bool(brute.every_team(raw.tables, waived))
            elif rule == "declaration" and book[rule].strength == "hard":
                anew = _declared(raw.tables, {str(who)}, raw.challenge["as_of"])
                could = could or bool(brute.every_team(anew, raw.challenge))
    assert could == (needed == 1), (seed, needed)


@PROBLEMS.each_chunk
def test_funnels_and_shortages(chunk: int, pytestconfig: pytest.Config) -> None:
    """The peers left for a seat are those the oracle allows on it; a shortage lists all the peers there are."""
    funnels = shortages = 0
    for seed, raw, diagnosis in infeasible(chunk, pytestconfig):
        problem = Problem(raw.tables, raw.challenge)
        able = {
            (seat.id, start): {
                peer.id for peer in problem.peers.values() if not rules.broken_by_seat(problem, start, seat, peer)
            }
            for seat in problem.seats
            for start in problem.windows
        }
        if not problem.pins:
            for funnel in diagnosis.funnel:
                anywhen = set().union(*(able[funnel.seat, start] for start in problem.windows))
                assert funnel.left == len(anywhen), (seed, funnel.seat)
                counts = [funnel.eligible, *(left for _, left in funnel.steps)]
                assert counts == sorted(set(counts), reverse=True)
                funnels += len(funnel.steps) > 1
            if (short := diagnosis.shortage) is not None:
                starts = problem.windows if short.window is None else [short.window]
                people = set().union(*(able[seat, start] for seat in short.seats for start in starts))
                assert len(people) == short.peers < len(short.seats), seed
                shortages += 1
    assert funnels
    assert shortages
