"""Two results side by side."""

from __future__ import annotations

from typing import Any

import pytest

from teamforge import Challenge, Pool, compose, load_demo
from teamforge.challenge import Exclusion
from teamforge.report.pages.compare import to_page


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
    assert sum(each.difference or 0 for each in found.criteria) == second.points - first.points
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


@pytest.mark.parametrize(
    ("what", "spoken", "update"),
    [
        ("scope", "scopes", {"scope": {"prevention": 1}}),
        ("hosts", "hosts", {"hosts": ("E06000015",), "waivers": ()}),
        ("rules", "rules", {"rules": {"fresh": {"weight": 0}}}),
    ],
)
def test_points_that_cannot_be_compared_are_not(
    demo: tuple[Pool, Challenge], what: str, spoken: str, update: dict[str, Any]
) -> None:
    """Each side keeps its own points, and no difference is shown for any criterion."""
    pool, challenge = demo
    found = compose(pool, challenge).compare(compose(pool, challenge.replace(**update)))
    assert found.differs == (what,)
    assert not found.comparable
    assert {each.difference for each in found.criteria} == {None}
    assert found.to_frame()["difference"].isna().all()
    assert {each["difference"] for each in found.to_dict()["criteria"]} == {None}
    assert "points cannot be compared" in repr(found)
    page = to_page(found)
    assert page.lines[0] == f"The points of the two cannot be compared: their {spoken} differ."
    criteria = next(each.table for each in page.sections if each.heading == "Criteria")
    assert criteria is not None
    assert [each.name for each in criteria.columns] == ["Criterion", "First", "Second"]


def test_points_that_can_be_compared_are(demo: tuple[Pool, Challenge]) -> None:
    """Other pins, exclusions and dates leave every criterion on its scale."""
    pool, challenge = demo
    found = compose(pool, challenge).compare(compose(pool, challenge.replace(pins={})))
    assert found.comparable
    assert None not in {each.difference for each in found.criteria}
    assert "cannot be compared" not in repr(found)
    assert "cannot be compared" not in str(to_page(found))
