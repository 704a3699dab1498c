"""What people ask by mistake is refused in words, whichever function they ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import teamforge
import teamforge.records
import teamforge.workbook
from teamforge import charts
from tests.world import World

Ask = Callable[..., Any]


def _question(name: str, *asked: object) -> Ask:
    """Return a question about the best team as a function of pool, challenge and time limit."""
    return lambda pool, challenge, **how: getattr(teamforge.compose(pool, challenge), name)(*asked, **how)


OF_BOTH: dict[str, Ask] = {
    "compose": teamforge.compose,
    "check": teamforge.check,
    "find_conflicts": teamforge.find_conflicts,
    "verify": lambda pool, challenge: teamforge.records.verify({}, pool, challenge),
}
"""Everything that takes a pool and a challenge."""
CHARTS: dict[str, Ask] = {"availability": charts.availability, "conflict_graph": charts.conflict_graph}
"""What draws a pool and a challenge, or a result."""
IN_TIME: dict[str, Ask] = {
    "compose": teamforge.compose,
    "trade_off": _question("trade_off", "coverage", "seat_fit"),
    **{name: _question(name) for name in ("why", "why_not", "alternatives", "windows", "sensitivity", "repair")},
}
"""Everything that takes a limit of time."""


@pytest.mark.parametrize("asked", OF_BOTH.values(), ids=OF_BOTH)
def test_a_path_is_not_a_pool(asked: Ask) -> None:
    """The message says how to get one."""
    world = World().peer()
    with pytest.raises(TypeError, match="expected a Pool, as `read_pool` returns it, and not a str"):
        asked("pool", world.challenge)
    with pytest.raises(TypeError, match="expected a Challenge, as `read_challenge` returns it, and not a dict"):
        asked(world.pool, {"id": "c"})
    with pytest.raises(TypeError, match="expected a Pool, as `read_pool` returns it, and not a Challenge"):
        asked(world.challenge, world.pool)


@pytest.mark.parametrize("name", CHARTS)
def test_a_path_is_not_drawn(name: str) -> None:
    """The message says what is drawn."""
    world, asked = World().peer(), CHARTS[name]
    wanted = f"`{name}` draws a pool with its challenge, or a result"
    with pytest.raises(TypeError, match=f"{wanted}; this is a str"):
        asked("pool", world.challenge)
    with pytest.raises(TypeError, match=f"{wanted}; this is a dict"):
        asked(world.pool, {"id": "c"})
    with pytest.raises(TypeError, match=f"{wanted}; this is a Challenge"):
        asked(world.challenge, world.pool)


@pytest.mark.parametrize("asked", [*OF_BOTH.values(), *CHARTS.values()], ids=[*OF_BOTH, *CHARTS])
def test_a_challenge_of_another_pool(asked: Ask) -> None:
    """Its hosts are nowhere in this one: that is no answer without findings, it is a fault."""
    world = World().peer()
    with pytest.raises(teamforge.InputError, match="nowhere"):
        asked(world.pool, world.challenge.replace(hosts=["nowhere"]))


@pytest.mark.parametrize("asked", IN_TIME.values(), ids=IN_TIME)
@pytest.mark.parametrize("limit", [-1, float("nan"), float("inf"), "60"])
def test_a_time_limit_is_seconds(asked: Ask, limit: object) -> None:
    world = World().peer()
    with pytest.raises(ValueError, match=r"time_limit is .*, expected seconds from 0, or None"):
        asked(world.pool, world.challenge, time_limit=limit)


@pytest.mark.parametrize("seed", [1.5, "1", float("nan")])
def test_a_seed_is_a_whole_number(seed: object) -> None:
    world = World().peer()
    with pytest.raises(TypeError, match=r"seed is .*, expected a whole number"):
        teamforge.compose(world.pool, world.challenge, seed=seed)  # type: ignore[arg-type]  # what is tested


def test_a_seed_has_64_bits() -> None:
    """What is kept has none longer (the reader of records refuses it)."""
    world = World().peer()
    with pytest.raises(ValueError, match=r"the seed is too large: expected a whole number of 64 bits"):
        teamforge.compose(world.pool, world.challenge, seed=10**30)


@pytest.mark.parametrize("seed", [np.int64(3), True, -1, 2**63 - 1])
def test_whatever_the_seed_is_called_the_result_can_be_kept(seed: int) -> None:
    """As JSON, and it holds."""
    world = World().peer()
    result = teamforge.compose(world.pool, world.challenge, seed=seed, time_limit=np.float64(60))
    record = json.loads(json.dumps(result.to_record()))
    assert record["seed"] == int(seed)
    assert teamforge.records.verify(record, world.pool, world.challenge).holds


def test_a_result_is_not_a_record() -> None:
    world = World().peer()
    result = teamforge.compose(world.pool, world.challenge)
    (fault,) = teamforge.records.verify(result, world.pool, world.challenge).faults  # type: ignore[arg-type]
    assert fault == "the record: expected what `to_record` returns"
