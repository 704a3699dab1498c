"""What one more peer, or one more place, would bring to a tiny programme, held against every plan there is."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from teamforge import plan

from .engine import read_year
from .problems import Problems
from .programmes import TinyProgramme, make_programme, valid_plans

PROGRAMMES = Problems(slow=60, full=600, chunks=12)


def most(tiny: TinyProgramme) -> int:
    """Return the points of the best plan."""
    return max(points for _, points in valid_plans(tiny))


def with_a_colleague(tiny: TinyProgramme, like: str) -> TinyProgramme:
    """Return the programme with one more peer like another; nobody has engaged them yet."""
    peers = tiny.tables["peers"]
    twin = next({**row, "peer_id": "NEW"} for row in peers if row["peer_id"] == like)
    return replace(tiny, tables={**tiny.tables, "peers": [*peers, twin]})


def with_a_place(tiny: TinyProgramme, peer: str) -> TinyProgramme:
    """Return the programme with one more engagement a year for a peer."""
    peers = [
        {**row, "max_per_year": str(int(row["max_per_year"]) + (row["peer_id"] == peer))}
        for row in tiny.tables["peers"]
    ]
    return replace(tiny, tables={**tiny.tables, "peers": peers})


def without_fresh(tiny: TinyProgramme) -> TinyProgramme:
    """Return the programme with no points for `fresh`, which rises with `max_per_year` itself."""
    challenges = [{**each, "rules": {**each["rules"], "fresh": {"weight": 0}}} for each in tiny.challenges]
    return replace(tiny, challenges=challenges)


@PROGRAMMES.each_chunk
def test_one_more_brings_no_less_and_no_more_than_is_said(chunk: int, pytestconfig: pytest.Config) -> None:
    """Of the dearest roles one more peer each; of every peer with a price one more place a year."""
    asked = gained = exact = 0
    for seed in PROGRAMMES.seeds(chunk, pytestconfig):
        tiny = without_fresh(make_programme(Random(seed)))
        year = plan(*read_year(tiny), effort=0.5)
        assert year.points is not None
        assert year.bound is not None
        prices, best = year.prices(recruits=3), most(tiny)
        assert [each.role for each in prices.recruits] == [each.role for each in prices.roles[:3]]
        for each in prices.recruits:
            more = most(with_a_colleague(tiny, each.like)) - best
            assert each.least <= more <= each.most, (seed, each)
            asked, gained, exact = asked + 1, gained + (more > 0), exact + (each.least == each.most)
        for peer in prices.peers[:2]:
            if peer.places:
                more = most(with_a_place(tiny, peer.peer_id)) - best
                assert more <= peer.places + year.bound - year.points, (seed, peer)
    assert asked
    assert gained
    assert exact
