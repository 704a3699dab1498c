"""The progress review of a challenge that is over: its file, the team again if they can come, and what to ask them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from teamforge.assignments import Assignment, live
from teamforge.challenge import Challenge, Seat
from teamforge.conflicts import find_conflicts
from teamforge.errors import Fault, InputError
from teamforge.generate.challenges import toml_of
from teamforge.page.plain import Plain
from teamforge.page.words import day_in_words, days_in_words
from teamforge.pool import Pool
from teamforge.spec.dates import day_number
from teamforge.spec.rules import Strength

_DAYS = 2
"""A progress review takes a day or two."""
_LATER = timedelta(weeks=8)
_END = "\n"
_CARRIED = ("hosts", "scope", "seats", "team_rules", "lead_time", "unknown_availability")
"""What a review takes over from its challenge; exclusions, waivers and pins were decided for that visit alone."""
_AS_OF = "# as_of = YYYY-MM-DD  # fill in: the date of the decision"
_WINDOWS = "# windows = [YYYY-MM-DD, YYYY-MM-DD]  # fill in: the days it could begin on; or earliest and latest"


@dataclass(frozen=True, slots=True)
class Return(Plain):
    """
    A member of the team, and whether they can come again.

    Parameters
    ----------
    seat, peer_id
        The ids of the seat and the peer.
    pinned
        Whether the file pins them to their seat.
    ask
        What to ask them for first, in words.
    waive
        What a named person would have to waive, in words.
    why_not
        Why they are not pinned, in words.
    """

    seat: str
    peer_id: str
    pinned: bool
    ask: tuple[str, ...]
    waive: tuple[str, ...]
    why_not: tuple[str, ...]


@dataclass(frozen=True)
class Review(Plain):
    """
    A progress review to be filled in.

    Parameters
    ----------
    challenge_id
        The id of the review.
    members
        The team that was there.
    text
        The file, as TOML, with two dates left to fill in.
    """

    challenge_id: str
    members: tuple[Return, ...]
    text: str

    _KEYS = ("challenge_id", "members")


def review(pool: Pool, challenge: Challenge, on: date) -> Review:
    """
    Return the progress review of a challenge, from its history.

    Parameters
    ----------
    pool, challenge
        The pool with the history, and the challenge that is over.
    on
        The day on which ties, declarations and availability are judged.

    Raises
    ------
    InputError
        If the history has nobody on the team, or the review does not fit the pool.

    Examples
    --------
    >>> from teamforge import compose, load_demo
    >>> from teamforge.assignments import changes
    >>> pool, challenge = load_demo()
    >>> done = pool.with_assignments(changes(compose(pool, challenge).team, pool, challenge, on=date(2027, 1, 11)))
    >>> found = review(done, challenge, date(2028, 1, 10))
    >>> found.challenge_id, found.members[0].ask[0]
    ('plymouth-2027-review', 'a new declaration of interests: theirs is of 5 October 2026')
    """
    seats = {seat.id: seat for seat in challenge.seats}
    team = [row for row in live(pool, challenge) if row.seat in seats]
    if not team:
        expected = f"the team of {challenge.id}: its rows, from proposed to done"
        raise InputError([Fault("assignments", None, "challenge_id", None, expected, "record it: `teamforge propose`")])
    fields = _fields(challenge)
    asked = Challenge.model_validate(
        {**fields, "as_of": on, "on_site": {"days": _DAYS, "windows": [on + _LATER]}, "waivers": []}
    )
    blocking = _findings(pool, asked, [row.peer_id for row in team])
    members = tuple(_return(pool, row, seats[row.seat], on, blocking[row.peer_id]) for row in team)
    pins = {each.seat: each.peer_id for each in members if each.pinned}
    return Review(asked.id, members, _text(challenge, fields, pins, team[0]))


def _fields(challenge: Challenge) -> dict[str, Any]:
    """Return the fields of the review that are known, as files have them."""
    plain = challenge.model_dump(mode="json", exclude_none=True)
    given = challenge.model_fields_set
    title = f"Progress review: {challenge.title}" if challenge.title else f"Progress review of {challenge.id}"
    return {
        "id": f"{challenge.id}-review",
        "title": title,
        "purpose": "progress_review",
        "preset": "lga_progress_review",
        **{name: plain[name] for name in _CARRIED if name in given and getattr(challenge, name) != _default(name)},
        **({"rules": challenge.model_dump(mode="json", exclude_unset=True)["rules"]} if challenge.rules else {}),
    }


def _default(name: str) -> object:
    """Return the default of a field of a challenge, which a file need not give."""
    return Challenge.model_fields[name].get_default(call_default_factory=True)


def _findings(pool: Pool, challenge: Challenge, peers: list[str]) -> Mapping[str, dict[str, tuple[Strength, str]]]:
    """Return the rules that block each peer as things are, each with its strength and its words."""
    found: dict[str, dict[str, tuple[Strength, str]]] = {peer: {} for peer in peers}
    for finding in find_conflicts(pool, challenge).findings(peers):
        if len(finding.peers) == 1 and finding.strength in {Strength.HARD, Strength.REVIEW}:
            found[finding.peers[0]][finding.rule] = finding.strength, finding.reason
    return found


def _return(pool: Pool, row: Assignment, seat: Seat, on: date, blocking: Mapping[str, tuple[Strength, str]]) -> Return:
    peer = pool.peer(row.peer_id)
    why_not = [] if peer.trained else ["is not trained any more"]
    why_not += [] if peer.active else ["is not active any more"]
    why_not += [] if any(role in seat.accepts for role in peer.roles) else ["has no role that fits the seat any more"]
    why_not += [words for strength, words in blocking.values() if strength is Strength.HARD]
    if why_not:
        return Return(row.seat, row.peer_id, pinned=False, ask=(), waive=(), why_not=tuple(why_not))
    ask = tuple(_ask(pool, row.peer_id, on, renew="declaration" in blocking))
    waive = tuple(words for rule, (_, words) in blocking.items() if rule != "declaration")
    return Return(row.seat, row.peer_id, pinned=True, ask=ask, waive=waive, why_not=())


def _ask(pool: Pool, peer_id: str, on: date, *, renew: bool) -> Iterator[str]:
    """Yield what to ask of somebody who can come."""
    declared = pool.peer(peer_id).declared_on
    if renew:
        last = "they never made one" if declared is None else f"theirs is of {day_in_words(declared)}"
        yield f"a new declaration of interests: {last}"
    free = pool.availability
    place = pool.peers.position[peer_id]
    if not np.any((free.peer == place) & (free.end >= day_number(on))):
        yield "when they are free: they have said nothing of the days ahead"


def _text(challenge: Challenge, fields: Mapping[str, Any], pins: Mapping[str, str], row: Assignment) -> str:
    on_site = f"[on_site]\ndays = {_DAYS}\n"
    text = toml_of({**fields, "on_site": {"days": _DAYS}, "pins": dict(pins)})
    return (
        f"# The progress review of {challenge.id}, on site {days_in_words(row.start, row.end)}. Fill in two dates.\n"
        "# Exclusions and waivers were decided for that visit, and are not repeated here.\n"
        f"{_AS_OF}\n{text.replace(on_site, on_site + _WINDOWS + _END)}"
    )
