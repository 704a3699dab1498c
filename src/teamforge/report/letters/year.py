"""A peer's year: what the history says about their own places on teams, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from teamforge.page.words import days_in_words, listed
from teamforge.pool import Pool
from teamforge.pool.assignments.history import Assignment, in_force
from teamforge.spec.dates import day_number, programme_year

_SAID = {
    "proposed": "You may be asked to join the visit to {host}, {days}.",
    "asked": "We have asked you to join the visit to {host}, {days}.",
    "accepted": "You have agreed to join the visit to {host}, {days}.",
    "confirmed": "You are on the team for {host}, {days}.",
    "done": "You were on the team for {host}, {days}.",
    "declined": "You declined the visit to {host} on {on}.",
    "withdrawn": "You withdrew from the visit to {host} on {on}.",
    "objected": "You were not taken forward for the visit to {host}, {days}.",
    "released": "Your place on the team for {host}, {days}, was not needed in the end.",
}
"""What each state means to the peer; why a host objected is not for the peer to read here."""


def answer_here(pool: Pool, challenge_id: str, peer: str) -> str | None:
    """Return the peer's own answer about a challenge, if that keeps them off; otherwise None."""
    for row in in_force(pool, challenge_id):
        if row.peer_id == peer and row.state in {"declined", "withdrawn"}:
            what = "declined" if row.state == "declined" else "withdrew"
            return f"You {what} on {days_in_words(row.on, row.on)}."
    return None


def year_of(pool: Pool, peer: str, start: date, but: frozenset[str]) -> tuple[str, ...]:
    """
    Return what the history says about a peer in the programme year of a day; nothing if it has no other challenge.

    The challenges in `but` are left out: the letter covers them elsewhere.
    """
    year = programme_year(day_number(start))
    rows = [
        row for row in in_force(pool) if programme_year(day_number(row.start)) == year and row.challenge_id not in but
    ]
    return tuple(_sentences(pool, peer, rows, year)) if rows else ()


def _sentences(pool: Pool, peer: str, rows: list[Assignment], year: int) -> Iterator[str]:
    own = [row for row in rows if row.peer_id == peer]
    for row in sorted(own, key=lambda row: (row.start, row.challenge_id)):
        host = pool.organisations.label_of(row.host)
        on = days_in_words(row.on, row.on)
        yield _SAID[row.state].format(host=host, days=days_in_words(row.start, row.end), on=on)
    theirs = {row.challenge_id for row in own}
    others = {row.challenge_id: pool.organisations.label_of(row.host) for row in rows if row.challenge_id not in theirs}
    if others:
        there = "is one other visit" if len(others) == 1 else f"are {len(others):,} other visits"
        hosts = listed(sorted(set(others.values())), most=12)
        yield f"From April {year} to March {year + 1} there {there} for which nobody has asked you so far: {hosts}."
