"""Every random problem is valid input, and its draws can be shrunk."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teamforge.spec.vocabulary import INTERESTS_WITH_ORGANISATION, INTERESTS_WITH_PEER, RELATION_KINDS
from tests.oracle.brute import Team, breakdown, broken_rules, every_team, solve
from tests.oracle.generator import Problem, make_problem, to_csv
from tests.oracle.problem import Problem as Read
from tests.oracle.reading import several

KINDS = {
    "organisation": INTERESTS_WITH_ORGANISATION,
    "peer": INTERESTS_WITH_PEER,
    "relation": RELATION_KINDS,
}


def faults(problem: Problem) -> list[str]:
    """What the end of the specification calls bad input."""
    read = Read(problem.tables, problem.challenge)
    known = read.organisations.keys()
    found = [f"organisation {one}" for one in named_organisations(read) if known and one not in known]
    found += [f"peer {one}" for one in named_peers(read) if one not in read.peers]
    found += [f"repeated {one}" for one in (read.hosts,) if len(set(one)) < len(one)]
    found += [f"theme {theme}" for theme in read.scope if any(theme not in one.levels for one in read.peers.values())]
    found += [f"levels of {one.id}" for one in read.peers.values() if not all(0 <= n <= 4 for n in one.levels.values())]
    found += [f"interest {one}" for ties in read.interests.values() for one in ties if not good_interest(one)]
    found += [
        f"relation {one}" for one in read.relations if one.kind not in KINDS["relation"] or one.source == one.target
    ]
    found += [f"span {one}" for one in spans(read) if one.start and one.end and one.end < one.start]
    found += [f"team rule {rule}" for rule in problem.challenge.get("team_rules", ()) if not good_team_rule(read, rule)]
    if len(read.peers) < len(problem.tables["peers"]):
        found.append("a repeated peer")
    if not any(seat.required and seat.accepts for seat in read.seats) or not any(read.scope.values()):
        found.append("no required seat, or no scope")
    return found


def named_organisations(read: Read) -> list[str]:
    """Every organisation that some table or the challenge names."""
    named = [*read.hosts, *(one.organisation for one in read.peers.values())]
    named += [one for relation in read.relations for one in (relation.source, relation.target)]
    named += [one.organisation for ties in read.interests.values() for one in ties]
    named += [one.host for rows in read.engagements.values() for one in rows]
    return [one for one in named if one]


def named_peers(read: Read) -> list[str]:
    """Every peer that the challenge or an interest names."""
    named = [*read.pins.values(), *read.excluded, *(peer for _, peers in read.waived for peer in peers)]
    return named + [one.other for ties in read.interests.values() for one in ties if one.other]


def good_interest(one: Any) -> bool:
    """One target, of a kind that fits it, and never oneself."""
    kinds = KINDS["peer" if one.other else "organisation"]
    return bool(one.other) != bool(one.organisation) and one.kind in kinds and one.other != one.peer


def spans(read: Read) -> list[Any]:
    """Every span of days in the tables."""
    tables = (read.interests, read.engagements, read.availability)
    return [one.span for table in tables for rows in table.values() for one in rows] + [
        one.span for one in read.relations
    ]


def good_team_rule(read: Read, rule: dict[str, Any]) -> bool:
    """A known attribute; a min only with a value and not above the max; a weight where soft."""
    attribute = rule["attribute"].strip().lower()
    column = attribute in {"region", "kind"} or all(attribute in one.cells for one in read.peers.values())
    ordered = "value" in rule or ("min" not in rule and "max" in rule)
    weighed = rule.get("strength") != "soft" or 1 <= rule["weight"] <= 10
    return column and ordered and rule.get("min", 0) <= rule.get("max", 99) and weighed


@pytest.mark.parametrize("seeds", [range(300), pytest.param(range(300, 1500), marks=pytest.mark.slow)], ids=str)
def test_problems_are_valid(seeds: range) -> None:
    """No fault in many problems; each has 5 to 10 peers and few seats."""
    for seed in seeds:
        problem = make_problem(Random(seed))
        assert faults(problem) == [], seed
        assert 5 <= len(problem.tables["peers"]) <= 10
        assert 2 <= len(problem.challenge.get("seats", range(7))) <= 7


@pytest.mark.parametrize("seeds", [range(300), pytest.param(range(300, 1500), marks=pytest.mark.slow)], ids=str)
def test_dates_of_the_challenge_are_in_order(seeds: range) -> None:
    """Earliest not after latest, a waiver's end not before its day, days from 1 to 5."""
    for seed in seeds:
        challenge = make_problem(Random(seed)).challenge
        on_site = challenge["on_site"]
        assert ("windows" in on_site) != ("earliest" in on_site)
        assert on_site.get("earliest", "") <= on_site.get("latest", "")
        assert 1 <= on_site.get("days", 3) <= 5
        assert all(waiver["on"] <= waiver.get("until", "9999") for waiver in challenge.get("waivers", ()))


@settings(
    max_examples=2 * settings().max_examples,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.randoms(use_true_random=False))
def test_hypothesis_draws_problems(rng: Random) -> None:
    """The best teams are valid, and their breakdown adds up to the points."""
    problem = make_problem(rng)
    answer = solve(problem.tables, problem.challenge)
    for team in answer.teams:
        assert broken_rules(problem.tables, problem.challenge, team) == []
        assert sum(breakdown(problem.tables, problem.challenge, team).values()) == answer.points


@pytest.mark.parametrize("seeds", [range(15), pytest.param(range(15, 300), marks=pytest.mark.slow)], ids=str)
def test_no_other_team_is_valid(seeds: range) -> None:
    """Enumeration, and checking any team at all, agree on what is valid."""
    rng = Random(1)
    for seed in seeds:
        problem = make_problem(Random(seed))
        teams = every_team(problem.tables, problem.challenge)
        read = Read(problem.tables, problem.challenge)
        for start in read.windows or (dt.date(2027, 4, 12),):
            for _ in range(20):
                chosen = rng.sample(sorted(read.peers), len(read.seats))
                seats = zip(read.seats, chosen, strict=True)
                team = Team(start, tuple((s.id, p) for s, p in seats if s.required or rng.random() < 0.7))
                broken = broken_rules(problem.tables, problem.challenge, team)
                assert (team in teams) == (broken == []), (seed, team, broken)


@pytest.mark.parametrize("seeds", [range(10), pytest.param(range(10, 40), marks=pytest.mark.slow)], ids=str)
def test_files_say_the_same(seeds: range, tmp_path: Path) -> None:
    """Written as CSV and read back, a problem has the same answer."""
    for seed in seeds:
        folder = tmp_path / str(seed)
        folder.mkdir()
        problem = make_problem(Random(seed))
        to_csv(problem, folder)
        tables = {}
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                tables[path.stem] = list(csv.DictReader(file))
        challenge = json.loads((folder / "challenge.json").read_text(encoding="utf-8"))
        assert solve(problem.tables, problem.challenge) == solve(tables, challenge)


def test_roles_are_never_blank() -> None:
    """The column is required."""
    for seed in range(300):
        problem = make_problem(Random(seed))
        peers = Read(problem.tables, problem.challenge).peers.values()
        assert all(several(peer.cells["roles"]) for peer in peers)
