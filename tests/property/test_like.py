"""Starting from the prices of a similar result does not change a result."""

from __future__ import annotations

import math
import pickle
import random
from fractions import Fraction

import pytest

import teamforge
from teamforge import solve
from teamforge.challenge import Challenge, Exclusion
from teamforge.demo import load_demo_programme
from teamforge.search import pricing
from teamforge.search.bound import carried_over


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
    """Even after a challenge of another host that has little in common with it."""
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


def otherwise(challenge: Challenge) -> dict[str, Challenge]:
    """Return copies of the challenge, each with one change that bookings, conflicts or the digest depend on."""
    waivers = [each for each in challenge.waivers if each.rule == "none"]
    fewer = dict(list(challenge.scope.items())[:-1])
    return {
        "scope": challenge.replace(scope=fewer),
        "waivers": challenge.replace(waivers=waivers),
        "as_of": challenge.replace(as_of="2026-11-02"),
        "hosts": challenge.replace(hosts=challenge.hosts[:1]),
        "purpose": challenge.replace(purpose="progress_review"),
        "preset": challenge.replace(preset="strict_independence"),
        "rules": challenge.replace(rules={**challenge.rules, "past_tie": {"years": 1}}),
        "id": challenge.replace(id="another"),
        "team_rules": challenge.replace(team_rules=()),
        "exclude": challenge.replace(exclude=(), pins={}),
        "on_site": challenge.replace(on_site={"windows": ["2027-04-20"]}),
    }


def test_what_is_taken_over_from_a_result_like_it_is_only_what_is_the_same() -> None:
    """In both directions, with the same pool and with one that has one more row."""
    pool, challenge = teamforge.load_demo()
    given = teamforge.compose(pool, challenge)
    differ = set()
    for name, other in otherwise(challenge).items():
        fresh = teamforge.compose(pool, other)
        assert teamforge.compose(pool, other, like=given).to_dict() == fresh.to_dict(), name
        assert teamforge.compose(pool, challenge, like=fresh).to_dict() == given.to_dict(), name
        differ.add(fresh.input_digest)
    assert len(differ) == len(otherwise(challenge))
    tables = pool.to_frames()
    tables["interests"] = tables["interests"].iloc[:-1]
    fewer = teamforge.Pool.from_frames(**tables)
    fresh = teamforge.compose(fewer, challenge)
    assert teamforge.compose(fewer, challenge, like=given).to_dict() == fresh.to_dict()
    assert fresh.input_digest != given.input_digest


def test_a_result_that_has_taken_something_over_can_be_pickled() -> None:
    pool, challenge = teamforge.load_demo()
    found = teamforge.compose(pool, challenge, like=teamforge.compose(pool, challenge))
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 -- our own
    assert again.to_dict() == found.to_dict()
    assert again.reserves().to_dict() == found.reserves().to_dict()


def test_where_few_candidates_are_left_nothing_is_priced_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """The earlier prices, and the earlier team with one member replaced, are enough for the proof."""
    pool, challenge = teamforge.load_demo()
    given = teamforge.compose(pool, challenge)
    leaves = next(each.peer_id for each in given.members if each.seat == "vcs")
    other = challenge.replace(exclude=[*challenge.exclude, Exclusion(peer=leaves, reason="is on leave")])
    fresh = teamforge.compose(pool, other)
    monkeypatch.setattr(pricing, "relax", lambda *_: pytest.fail("priced anew"))
    found = teamforge.compose(pool, other, like=given)
    assert found.to_dict() == fresh.to_dict()
    assert found.status is teamforge.Status.OPTIMAL


def test_prices_grow_with_what_they_price(monkeypatch: pytest.MonkeyPatch) -> None:
    """A weight that is moved makes every first member of a theme worth more or less, and so their prices."""
    pool, challenge = teamforge.load_demo()
    given = solve.solve(pool, challenge)
    theme = next(iter(challenge.scope))
    scope = {**challenge.scope, theme: challenge.scope[theme] // 2}
    monkeypatch.setattr(solve, "eligibility_of", lambda *_: pytest.fail("nobody's seat depends on a weight"))
    now = solve.solve(pool, challenge.replace(scope=scope), like=given)
    carried = carried_over(given.outcome.prices, given.problem, now.problem)
    for old, new in zip(given.outcome.prices, carried, strict=True):
        for then, after, was, has in zip(given.problem.tallies, now.problem.tallies, old, new, strict=True):
            share = Fraction(after.gains[0], then.gains[0]) if then.gains and then.gains[0] > 0 else Fraction(1)
            assert has == {number: math.floor(price * share) for number, price in was.items()}, then.name


def test_a_theme_that_is_weighed_for_the_first_time_keeps_the_prices_of_the_others() -> None:
    pool, challenge = teamforge.load_demo()
    theme = next(iter(challenge.scope))
    without = challenge.replace(scope={**challenge.scope, theme: 0})
    one, other = (solve.solve(pool, each) for each in (without, challenge))
    assert len(one.problem.tallies) < len(other.problem.tallies), "it has tallies of its own"
    for old, new in ((one, other), (other, one)):
        kept = carried_over(old.outcome.prices, old.problem, new.problem)
        names = [each.name for each in old.problem.tallies]
        for prices in kept:
            assert len(prices) == len(new.problem.tallies)
            assert all(
                not priced or each.name in names for priced, each in zip(prices, new.problem.tallies, strict=True)
            )
        assert any(any(prices) for prices in kept)
