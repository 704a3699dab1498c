"""`first_timers`: at most two members have never done a challenge."""

from __future__ import annotations

from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
)
from tests.world import OPEN, team

# What it compiles to


def test_tallies() -> None:
    """Members who have done none; one or two done is another matter, and so is the manager."""
    world = team("A", "B", "C").peer("A", done=0).peer("B", done=1).peer("C", done=0)
    assert world.tallied("first_timers") == [(["A"] * 2 + ["C"] * 2, (), 0, 2)]
    world = team("A", rules={"first_timers": {"max": 0}}).peer("A", done=0)
    assert world.tallied("first_timers") == [(["A"] * 2, (), 0, 0)]
    assert team("A").peer("A", done=0).leave_out("challenges_done").tallied("first_timers") == []


# What the verifier says


NEW = {"done": 0}


def test_verdict() -> None:
    """Two members may be first-timers, three may not; the manager is no member."""
    two = {"L": NEW, "E": NEW, "M": NEW}
    assert broken(make_pool(peers=two)) == []
    three = make_pool(peers={**two, "V": NEW})
    assert broken(three) == [("first_timers", None, ("L", "E", "V"))]
    assert broken(three, make_challenge(rules={"first_timers": {"max": 3}})) == []
    assert broken(make_pool(peers={**two, "V": NEW}, without=["challenges_done"])) == []
    none = make_challenge(rules={"first_timers": {"max": 0}})
    assert broken(make_pool(peers={"L": NEW}), none) == [("first_timers", None, ("L",))]


# Both


def test_both_sides_agree() -> None:
    """At most one first-timer; two of the three are new."""
    world = team("C", seats=OPEN, rules={"first_timers": {"max": 1}}).peer("A", done=0).peer("B", done=0)
    assert world.agreement() == (17, 47)


MUTANTS = mutants_of(
    "problem/rules/first_timers.py",
    ("first timers: one more", "rulebook.first_timers_max)", "rulebook.first_timers_max + 1)"),
    ("first timers: the manager too", "compilation.members & (done", "(done"),
)
