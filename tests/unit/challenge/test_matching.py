"""What a challenge names must be in the pool."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from teamforge.challenge.matching import challenge_faults
from teamforge.errors import Fault
from teamforge.pool import Pool
from tests.rules.valid_team import make_pool

from .documents import SEATS, WAIVER, read

BUILT = make_pool()
COLUMNS = frozenset({"peer_id", "roles", "political_group", "theme:prevention", "theme:housing", "language"})
POOL = replace(BUILT, peers=replace(BUILT.peers, columns=COLUMNS))
"""Peers L, E, V, S, M and X; themes prevention and housing; an attribute language; organisations H, I, …."""

FITTING: dict[str, Any] = {"hosts": ["H", "I"], "scope": {"Prevention": 3, "housing": 0}, "seats": SEATS}


def faults(pool: Pool = POOL, **changes: Any) -> list[Fault]:
    """Return every fault of a challenge that fits the pool but for the changes."""
    return challenge_faults(pool, read(**{**FITTING, **changes}))


def renamed(*ids: str) -> Pool:
    """Return the pool with other peer ids."""
    return replace(POOL, peers=replace(POOL.peers, ids=np.array(ids, dtype=object)))


def test_a_challenge_that_names_what_the_pool_has_fits() -> None:
    assert not faults(
        pins={"lead": "L"},
        exclude=[{"peer": "X", "reason": "x"}],
        waivers=[{**WAIVER, "peer": "E"}, {**WAIVER, "rule": "pair_tie", "peer": "V", "other_peer": "S"}],
        team_rules=[
            {"attribute": name, "value": "x", "max": 1}
            for name in ("Language", "region", "Kind", "theme:Prevention", "political_group", "peer_id", "roles")
        ],
    )


def test_every_name_the_pool_does_not_have_is_told_at_once() -> None:
    found = faults(
        hosts=["H", "h"],
        scope={"preventoin": 3, "housing": 0},
        pins={"lead": "L1"},
        exclude=[{"peer": "l", "reason": "x"}, {"peer": "X", "reason": "x"}],
        waivers=[WAIVER, {**WAIVER, "rule": "pair_tie", "peer": "V", "other_peer": "Q7"}],
        team_rules=[{"attribute": "langauge", "max": 1}, {"attribute": "prevention", "max": 1}],
    )
    assert [(fault.column, fault.value) for fault in found] == [
        ("hosts[1]", "h"),
        ("scope.preventoin", "preventoin"),
        ("pins.lead", "L1"),
        ("exclude[0].peer", "l"),
        ("waivers[0].peer", "P1"),
        ("waivers[1].other_peer", "Q7"),
        ("team_rules[0].attribute", "langauge"),
        ("team_rules[1].attribute", "prevention"),
    ]
    mends = [fault.mend for fault in found]
    assert mends[1] == "did you mean 'prevention'?"
    assert mends[3] == "did you mean 'L'?"
    assert mends[6] == "did you mean 'language'?"
    assert mends[7] == "did you mean 'theme:prevention'?"


def test_hosts_may_be_unknown_where_no_organisations_are_given() -> None:
    pool = replace(POOL, organisations=replace(POOL.organisations, given=False))
    assert not faults(pool, hosts=["nowhere"])
    assert faults(hosts=["nowhere"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("p0012", "P0012"),
        ("P12", "P0012"),
        ("P-0012", "P0012"),
        ("P0912", "P0012"),
        ("nobody", None),
        ("---", None),
    ],
)
def test_the_hint_is_an_id_that_people_copy_wrongly(written: str, meant: str | None) -> None:
    pool = renamed("P0012", "A1", "B2", "C3", "D4", "E5")
    (found,) = faults(pool, exclude=[{"peer": written, "reason": "x"}])
    assert found.mend == ("" if meant is None else f"did you mean {meant!r}?")


def test_a_hint_among_very_many_peers_takes_no_time() -> None:
    ids = [f"P{number:06}" for number in range(300_000)]
    # Only the ids are looked at.
    pool = renamed(*ids)
    exclude = [{"peer": f"p{number}", "reason": "x"} for number in range(100)]
    pool.peers.position  # noqa: B018 -- every stage needs it
    start = perf_counter()
    found = faults(pool, exclude=exclude)
    assert perf_counter() - start < 10
    assert found[7].mend == "did you mean 'P000007'?"
    assert len(found) == 100
