"""Two results side by side."""

from __future__ import annotations

import pytest

from teamforge import Challenge, Pool, compose, load_demo
from teamforge.challenge import Exclusion


@pytest.fixture(scope="module")
def demo() -> tuple[Pool, Challenge]:
    return load_demo()


def changed(challenge: Challenge, **update: object) -> Challenge:
    return challenge.model_copy(update=update)


def test_the_differences_add_up(demo: tuple[Pool, Challenge]) -> None:
    pool, challenge = demo
    first = compose(pool, challenge)
    gone = first.members[0].peer_id
    second = compose(pool, changed(challenge, exclude=(Exclusion(peer=gone, reason="out"),)))
    found = first.compare(second)
    assert gone in found.left
    assert found.differs == ()
    assert gone not in found.joined
    assert set(found.both) | set(found.left) == {member.peer_id for member in first.members}
    assert set(found.both) | set(found.joined) == {member.peer_id for member in second.members}
    assert first.points is not None
    assert second.points is not None
    assert sum(each.difference for each in found.criteria) == second.points - first.points
    coverage = {each.criterion: each for each in found.criteria}["coverage"]
    assert sum(each.first.points for each in found.themes if each.first) == coverage.first
    assert sum(each.second.points for each in found.themes if each.second) == coverage.second
    assert list(found.to_frame()["difference"]) == [each.difference for each in found.criteria]


def test_seats_themes_and_criteria_of_one_alone(demo: tuple[Pool, Challenge]) -> None:
    pool, challenge = demo
    first = compose(pool, challenge)
    fewer = dict(list(challenge.scope.items())[1:])
    second = compose(pool, changed(challenge, seats=challenge.seats[:-1], pins={}, scope=fewer))
    found = first.compare(second)
    last = challenge.seats[-1].id
    assert {each.seat: each.second for each in found.seats}[last] is None
    assert first.compare(second).differs == ("scope", "seats")
    theme = next(iter(challenge.scope))
    assert next(each for each in found.themes if each.theme == theme).second is None
    assert found.to_dict()["themes"][-1].keys() == {"theme", "first", "second"}


def test_no_team_on_one_side(demo: tuple[Pool, Challenge]) -> None:
    pool, challenge = demo
    first = compose(pool, challenge)
    everybody = tuple(Exclusion(peer=str(peer), reason="out") for peer in pool.peers.ids)
    none = compose(pool, changed(challenge, exclude=everybody))
    found = first.compare(none)
    assert found.points == (first.points, None)
    assert found.joined == ()
    assert len(found.left) == len(first.members)
    assert found.criteria[0].second is None
    assert all(each.second is None or not each.second.levels for each in found.themes)
