"""Who carries which theme, and what rests on one person."""

from __future__ import annotations

import pytest

from teamforge.api import compose
from tests.world import World, seat

SEATS = [seat("a", "x"), seat("b", "y"), seat("m", "z", counts=False)]


@pytest.mark.parametrize(
    ("levels", "carried_by", "words"),
    [
        ((2, 1), ("A",), "rests on A alone"),
        ((1, 3), ("B",), "rests on B alone"),
        ((3, 4), ("B", "A"), "is carried by B, A."),
        ((1, 1), (), "is carried by nobody"),
    ],
)
def test_a_theme_is_carried_from_practitioner_on(
    levels: tuple[int, int], carried_by: tuple[str, ...], words: str
) -> None:
    """Level 2 carries, level 1 does not; the manager, who does not count, carries nothing."""
    world = World(seats=SEATS, scope={"prevention": 3, "housing": 0})
    for peer, role, level in zip("ABM", "xyz", (*levels, 4), strict=True):
        world.peer(peer, roles=(role,), prevention=level, housing=4)
    (theme,) = compose(world.pool, world.challenge).why().themes
    assert theme.carried_by == carried_by
    assert theme.rests_on == (carried_by[0] if len(carried_by) == 1 else None)
    assert words in str(theme)
    assert theme.levels == dict(sorted(zip("AB", levels, strict=True), key=lambda each: -each[1]))
