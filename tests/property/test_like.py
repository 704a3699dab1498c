"""A result that begins with the prices of one like it is the same result."""

from __future__ import annotations

import random

import pytest

import teamforge
from teamforge.challenge import Challenge, Exclusion
from teamforge.demo import load_demo_programme


def changed(challenge: Challenge, rng: random.Random, members: list[str]) -> Challenge:
    """Return a challenge with a weight, a pin, an exclusion, a rule or the dates changed."""
    match rng.randrange(5):
        case 0:
            return challenge.replace(scope={**challenge.scope, rng.choice(list(challenge.scope)): rng.randint(1, 10)})
        case 1:
            out = [*challenge.exclude, Exclusion(peer=rng.choice(members), reason="is on leave")]
            return challenge.replace(exclude=out, pins={})
        case 2:
            return challenge.replace(rules={**challenge.rules, "seat_fit": {"weight": rng.randint(0, 10)}})
        case 3:
            return challenge.replace(team_rules=challenge.team_rules[: rng.randint(0, 1)])
        case _:
            return challenge.replace(on_site={"windows": ["2027-04-13", "2027-04-20", "2027-05-11"]})


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow), pytest.param(2, marks=pytest.mark.slow)])
def test_the_same_team_whatever_came_before(seed: int) -> None:
    """Also after a challenge of another host, of which hardly anything is like it."""
    pool, programme = load_demo_programme()
    rng = random.Random(seed)
    challenge, other = programme.challenges[0], programme.challenges[1]
    before = teamforge.compose(pool, other)
    for _ in range(6):
        found = teamforge.compose(pool, challenge, like=before)
        fresh = teamforge.compose(pool, challenge)
        assert found.to_dict() == fresh.to_dict()
        before = found
        challenge = changed(challenge, rng, [member.peer_id for member in found.members])
