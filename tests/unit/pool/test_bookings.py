"""Bookings: which rows of the engagements count, and which of them are one."""

from __future__ import annotations

from teamforge.pool.bookings import Bookings, bookings_of
from teamforge.spec.dates import to_date
from tests.world import World


def counted(world: World) -> Bookings:
    """Return the engagements that count."""
    return bookings_of(world.pool, world.challenge.as_of, world.challenge.id)


def starts(world: World) -> list[tuple[str, str]]:
    """Return the peer and start of each engagement."""
    found = counted(world)
    pairs = zip(world.pool.peers.ids[found.peer].tolist(), found.start.tolist(), strict=True)
    return sorted((peer, str(to_date(start))) for peer, start in pairs)


def test_what_counts_for_nothing() -> None:
    """Cancelled, proposed to start before the decision, of this challenge; the rest counts."""
    world = World().peer()
    world.booking("A", "2027-05-01", "2027-05-03", status="cancelled")
    world.booking("A", "2027-01-10", "2027-01-12", status="proposed")
    world.booking("A", "2027-05-04", "2027-05-06", of="this")
    world.booking("A", "2027-01-11", "2027-01-12", status="proposed")
    world.booking("A", "2027-01-10", "2027-01-12", status="confirmed")
    world.booking("A", "2027-05-04", "2027-05-06", of="This")
    assert counted(world).rows.tolist() == [3, 4, 5]


def test_one_challenge_is_one_engagement() -> None:
    """At the earliest start of its rows that count, whatever their dates and hosts."""
    world = World().peer()
    world.booking("A", "2027-06-01", "2027-06-02", of="c").booking("A", "2027-05-01", "2027-05-02", "Z", of="c")
    world.booking("A", "2027-04-01", "2027-04-02", of="c", status="cancelled")
    assert starts(world) == [("A", "2027-05-01")]
    assert counted(world).rows.tolist() == [0, 1]


def test_unnamed_rows_of_the_same_dates_are_one() -> None:
    """Start and end both: a day longer is another."""
    world = World().peer()
    world.booking("A", "2027-06-01", "2027-06-02", "Y").booking("A", "2027-06-01", "2027-06-02", "Z")
    assert starts(world) == [("A", "2027-06-01")]
    world = World().peer()
    world.booking("A", "2027-06-01", "2027-06-02").booking("A", "2027-06-01", "2027-06-03")
    assert starts(world) == [("A", "2027-06-01")] * 2
    world = World().peer()
    world.booking("A", "2027-06-01", "2027-06-02").booking("A", "2027-05-31", "2027-06-02")
    assert starts(world) == [("A", "2027-05-31"), ("A", "2027-06-01")]


def test_named_and_unnamed_are_two() -> None:
    """Even on the same dates."""
    world = World().peer()
    world.booking("A", "2027-06-01", "2027-06-02").booking("A", "2027-06-01", "2027-06-02", of="c")
    assert starts(world) == [("A", "2027-06-01")] * 2


def test_each_peer_has_their_own() -> None:
    """The same challenge is one engagement of each."""
    world = World().peer("A").peer("B")
    for peer in ("B", "A"):
        world.booking(peer, "2027-06-01", "2027-06-02", of="c").booking(peer, "2027-06-01", "2027-06-02")
    assert starts(world) == [("A", "2027-06-01")] * 2 + [("B", "2027-06-01")] * 2


def test_none() -> None:
    """No row, no engagement."""
    assert starts(World().peer()) == []
