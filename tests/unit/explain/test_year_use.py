"""Who is over- and under-used by a plan, counted by hand."""

from __future__ import annotations

from teamforge import Plan, plan
from teamforge.answers import PeerUse
from teamforge.challenge.programme import read_programme
from tests.world import World


def year(world: World) -> Plan:
    """Return the plan of three challenges in two programme years, a seat each."""
    own = {"scope": {"prevention": 5}, "unknown_availability": "free"}
    seats = [{"id": "lead", "accepts": {"chief_executive": 100}}]
    challenges = [
        {"id": f"at {host}", "hosts": [host], **own, "seats": seats, "on_site": {"windows": [first]}}
        for host, first in (("H", "2027-04-13"), ("I", "2028-03-28"), ("J", "2028-04-18"))
    ]
    world = world.organisation("I").organisation("J")
    return plan(world.pool, read_programme({"id": "year", "as_of": "2027-01-11", "challenges": challenges}))


def test_visits_are_counted_in_the_programme_year_in_which_they_start() -> None:
    """P is on all three teams, and was booked once more in the first year, which ends on 31 March."""
    world = World().peer("P", most=3, prevention=4).booking("P", "2027-06-01", "2027-06-02")
    use = year(world).use()
    assert list(use) == [PeerUse("P", 2027, 2, 1, 3), PeerUse("P", 2028, 1, 0, 3)]
    assert [each.year for each in use.full] == [2027]


def test_who_could_serve_and_does_not() -> None:
    """Not those who are booked, inactive, untrained, of another role, or take no engagement at all."""
    world = World().peer("P", most=9, prevention=4).peer("idle").peer("booked").peer("never", most=0)
    world = world.peer("clerk", roles=("clerk",)).peer("away", active=False).peer("new", trained=False)
    world = world.booking("booked", "2027-06-01", "2027-06-02")
    use = year(world).use()
    assert use.idle == ("idle",)
    assert use.idle_by_role == (("chief_executive", 1),)
    assert use.to_dict()["idle"] == ["idle"]
    assert "1 other peer" in use.in_words[2]


def test_a_plan_without_a_team_uses_nobody() -> None:
    """And nobody is idle either: there was nothing to do."""
    use = year(World().peer("clerk", roles=("clerk",))).use()
    assert (len(use), use.idle) == (0, ())
