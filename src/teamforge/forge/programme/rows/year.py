"""
A peer's places in a programme year (SPEC.md section 10, rule 2).

A peer with a visit on a seat that counts has at most `max_per_year` engagements, all visits together. So the visits on
seats that count are no more than the places left; nor are one such visit and any others together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from teamforge.certificate.programme import RowPrice
from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows.row import EPSILON, Found, Key, Row
from teamforge.forge.programme.visits import VisitShare, by_peer

_OF_ALL = 2
"""The row of all of a peer's visits in a year is about two things: the peer, and the year."""


def broken(whole: Year, visits: Sequence[VisitShare]) -> Iterator[Found]:
    """Yield the rows of the years in which a peer has more visits than places."""
    for peer, own in by_peer(visits).items():
        for year in sorted({visit.year for visit in own}):
            here = [visit for visit in own if visit.year == year]
            places = max(0, whole.places(peer, year))
            if sum(visit.share for visit in here) <= places + EPSILON:
                continue
            if sum(visit.share for visit in here if visit.counts) > places + EPSILON:
                yield _counting_key(whole, peer, year), partial(counting_row, whole, peer, year)
            else:
                yield from _with_others(whole, peer, year, here, places)


def counting_row(whole: Year, peer: int, year: int) -> Row:
    """Return the row of a peer's visits on seats that count in a year."""
    members = whole.members(peer, lambda each: each.counts & (each.year == year))
    return Row(_counting_key(whole, peer, year), max(0, whole.places(peer, year)), members)


def counting_prices(whole: Year, prices: Iterable[RowPrice]) -> dict[tuple[int, int], int]:
    """
    Return, of prices that were found before, those of each peer's visits on seats that count in a year.

    Nobody has checked these prices: what is no row of a peer and a year is passed over.
    """
    found: dict[tuple[int, int], int] = {}
    for each in prices:
        if each.kind == "year" and len(each.ids) == _OF_ALL and each.price > 0:
            peer, year = whole.pool.peers.position.get(str(each.ids[0])), each.ids[1]
            if peer is not None and isinstance(year, int):
                found[peer, year] = each.price
    return found


def _counting_key(whole: Year, peer: int, year: int) -> Key:
    return "year", str(whole.pool.peers.ids[peer]), year


def _with_others(whole: Year, peer: int, year: int, here: list[VisitShare], places: int) -> Iterator[Found]:
    """Yield the row of a visit that counts and as many others as the peer has places, if they break it."""
    counting: dict[int, float] = defaultdict(float)
    every: dict[int, float] = defaultdict(float)
    for visit in here:
        every[visit.block] += visit.share
        counting[visit.block] += visit.share * visit.counts
    for first in sorted(counting, key=lambda place: whole.blocks[place].id):
        others = sorted((place for place in every if place != first), key=lambda p: (-every[p], whole.blocks[p].id))
        others = others[:places]
        if len(others) < places or counting[first] + sum(every[p] for p in others) <= places + EPSILON:
            continue
        ids = sorted(whole.blocks[place].id for place in others)
        key: Key = (*_counting_key(whole, peer, year), whole.blocks[first].id, *ids)
        yield key, partial(_with_others_row, whole, key, peer, year, first, others)
        return


def _with_others_row(whole: Year, key: Key, peer: int, year: int, first: int, others: Sequence[int]) -> Row:
    members = whole.members(
        peer,
        lambda each: (each.year == year) & (np.isin(each.place, others) | (each.counts & (each.place == first))),
    )
    return Row(key, len(others), members)
