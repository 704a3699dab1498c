"""What the other teams of a plan keep from one challenge: waivers of either challenge (SPEC.md section 10, rule 3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from teamforge.challenge.beside import PoolBeside
from teamforge.challenge.programme import read_programme
from teamforge.problem import prepare
from teamforge.problem.rules.beside import stopped_beside
from teamforge.team import Team
from tests.world import World

APRIL, JUNE = "2027-04-13", "2027-06-15"
RULES = {rule: {"strength": "off"} for rule in ("reviewed_host", "reciprocal_review")}


def challenge(name: str, hosts: list[str], rule: str, waived: str, strength: str = "off") -> dict[str, Any]:
    """Return a challenge in which a finding of a rule has a strength, with a waiver of it for one peer."""
    rules = {**RULES, rule: {"strength": strength}}
    seats = [{"id": "lead", "accepts": {"chief_executive": 100}}]
    on_site = {"days": 2, "windows": [APRIL, JUNE]}
    waiver = {"peer": waived, "rule": rule, "by": "x", "reason": "y", "on": "2027-01-04"}
    fields = {"hosts": hosts, "on_site": on_site, "scope": {"prevention": 5}, "seats": seats, "rules": rules}
    return {"id": name, **fields, "waivers": [waiver] if waived else []}


def stopped(rule: str, *challenges: dict[str, Any], lead: str) -> set[str]:
    """Return who is stopped in the first challenge while somebody leads the team of the second."""
    world = World(hosts=["H"])
    for place in ("H", "I", "A"):
        world.organisation(place)
    for peer, home in {"P": "A", "Q": None, "S": "H"}.items():
        world.peer(peer, at=home, most=2, prevention=2)
    asked = read_programme({"id": "year", "as_of": "2027-01-11", "challenges": list(challenges)})
    pool = PoolBeside.of(world.pool, asked, {"b": Team(date.fromisoformat(JUNE), (("lead", lead),))})
    mask = stopped_beside(prepare(pool, asked.challenges[0]))[rule]
    return {peer for peer, stops in zip(pool.peers.ids, mask, strict=True) if stops}


@pytest.mark.parametrize("minds", ["a", "b"])
@pytest.mark.parametrize(
    ("strength", "waived", "expected"),
    [
        *(("off", "", set()), ("review", "", {"P"}), ("hard", "", {"P"})),
        *(("review", "P", set()), ("review", "Q", {"P"}), ("hard", "P", {"P"})),
    ],
)
def test_a_waiver_lets_somebody_meet_a_host_twice(minds: str, strength: str, waived: str, expected: set[str]) -> None:
    """Only if the strength of the rule is review, and whichever of the two challenges has it."""
    rule = "reviewed_host"
    of = {name: (waived, strength) if name == minds else ("", "off") for name in ("a", "b")}
    both = [challenge(name, ["H"], rule, *of[name]) for name in ("a", "b")]
    assert stopped("met_twice", *both, lead="P") == expected


@pytest.mark.parametrize(
    ("strength", "waived", "expected"),
    [("review", "", {"P"}), ("hard", "P", {"P"}), ("review", "P", set()), ("review", "S", {"P"})],
)
def test_a_waiver_lets_a_review_go_both_ways(strength: str, waived: str, expected: set[str]) -> None:
    """S of H leads the team at A, so nobody of A may review H, unless their finding is waived here."""
    rule = "reciprocal_review"
    here, there = challenge("a", ["H"], rule, waived, strength), challenge("b", ["A"], rule, "")
    assert stopped("both_ways", here, there, lead="S") == expected


@pytest.mark.parametrize(("strength", "waived", "expected"), [("review", "", {"S"}), ("review", "P", set())])
def test_a_waiver_of_the_other_team_counts_too(strength: str, waived: str, expected: set[str]) -> None:
    """P of A leads the team at H, which minds; so S of H may not review A, unless the finding of P is waived there."""
    rule = "reciprocal_review"
    here, there = challenge("a", ["A"], rule, ""), challenge("b", ["H"], rule, waived, strength)
    assert stopped("both_ways", here, there, lead="P") == expected
