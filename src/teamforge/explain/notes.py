"""Notes: what a careful colleague would say about a pool and a challenge that have no faults."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from teamforge.challenge import Challenge, Seat
from teamforge.conflicts.relatives import relatives_at_hosts
from teamforge.conflicts.rules.declaration import DAYS
from teamforge.explain.doubles import doubles
from teamforge.page import Page
from teamforge.page.displayed import Displayed
from teamforge.pool import Pool
from teamforge.pool.nearest import Nearest
from teamforge.problem import Eligibility, Instance
from teamforge.spec.dates import ALWAYS
from teamforge.spec.rulebook import Rulebook
from teamforge.spec.rules import Rule, Strength
from teamforge.spec.words import spoken

_FEWEST_CANDIDATES = 3
_SHOWN = 5
_SEPARATORS = re.compile(r"\s*[,/|&+\r\n]\s*|\s+and\s+")
"""What people write between roles instead of SPEC.md's semicolon."""


@dataclass(frozen=True, slots=True)
class Note(Displayed):
    """
    Something worth a look, but not a fault.

    Parameters
    ----------
    kind
        A word to filter by, such as ``"few_candidates"``.
    text
        What was noticed, in plain words.
    peers, organisations
        The ids of the peers, or of the organisations, that it is about: all of them, also where the text counts some.
    """

    kind: str
    text: str
    peers: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()

    def page(self) -> Page:
        """Return what notebooks show."""
        return Page(self.text)


def notes_of_pool(pool: Pool, seats: Iterable[Seat]) -> tuple[Note, ...]:
    """Return what is worth a look in a pool, whatever the dates; `seats` are those to be filled."""
    return (*_people(pool), *_roles(pool, seats), *_photographs(pool))


def notes_of_challenge(instance: Instance, eligibility: Eligibility) -> tuple[Note, ...]:
    """Return what is worth a look in a challenge with its pool, apart from the warnings of its results."""
    pool, challenge = instance.pool, instance.challenge
    counts = np.array([seat.counts for seat in challenge.seats], dtype=np.bool_)
    passed = eligibility.passed
    able = eligibility.serves(passed, counts).any(axis=1) if len(passed) else np.empty(0, dtype=np.bool_)
    candidates = np.bincount(eligibility.seat[passed[able]], minlength=len(challenge.seats))
    return (*idle(pool, challenge.rulebook), *_dated(instance), *_thin_seats(challenge, candidates))


def idle(pool: Pool, rulebook: Rulebook) -> Iterator[Note]:
    """Yield each rule that cannot fire and each criterion that cannot score, because the pool lacks its relations."""
    finding = [rule for rule in rulebook.conflicts.values() if rule.strength is not Strength.OFF]
    scoring = [criterion for criterion in rulebook.criteria.values() if criterion.weight]
    on: list[tuple[Rule, str]] = [(rule, "finds nothing") for rule in finding]
    on += [(criterion, "counts only organisations of a host's kind") for criterion in scoring]
    for rule, idle in on:
        if rule.relation is not None and not pool.relations.kind.isin(rule.relation).any():
            yield Note("idle_rule", f"no organisations are related by {rule.relation}: {spoken(rule.name)} {idle}")


def _people(pool: Pool) -> Iterator[Note]:
    peers = pool.peers
    if not len(peers):
        yield Note("no_peers", "there are no peers yet: fill in the table peers")
    unknown = np.ones(len(peers), dtype=np.bool_)
    unknown[pool.availability.peer] = False
    if pool.asked is None:
        unknown[[place for place, _ in pool.calendars]] = False
    yield from _about(pool, "availability_unknown", unknown, "with no word yet on when they are free")
    yield from _about(pool, "not_ready", ~(peers.trained & peers.active), "not trained or not active: never chosen")
    yield from (Note(*each) for each in doubles(pool))


def _roles(pool: Pool, seats: Iterable[Seat]) -> Iterator[Note]:
    if not len(pool.peers):
        return
    accepted = {role for seat in seats for role in seat.accepts}
    taken = sorted(accepted)
    roles = pool.peers.roles
    useless = np.array([accepted.isdisjoint(held) for held in roles.values] + [True], dtype=np.bool_)
    yield from _about(pool, "no_seat", useless[roles.codes], "with no role which a seat accepts: never chosen")
    there = {role for cell in roles.values for role in cell}
    held = sorted(there)
    unknown = [role for role in held if role not in accepted]
    near, nearest = Nearest(taken).hints(unknown), Nearest(unknown)
    for role in unknown:
        if accepted.intersection(_SEPARATORS.split(role)):
            yield Note("unknown_role", f"no seat takes the role {role!r}; if these are several, put ; between them")
        elif hint := near.get(role):
            yield Note("unknown_role", f"no seat takes the role {role!r}; {hint}")
    for role in taken:
        if role not in there:
            hint = nearest(role)
            yield Note(
                "unheld_role", f"no peer has the role {role!r} which a seat accepts" + (f"; {hint}" if hint else "")
            )


def _photographs(pool: Pool) -> Iterator[Note]:
    if "photograph" not in pool.peers.papers:
        return
    try:
        from teamforge.pool.photographs import bad_photographs  # noqa: PLC0415 -- an extra
    except ModuleNotFoundError:
        yield Note("photograph", "photographs were not looked at, which takes pip install 'teamforge[report]'")
        return
    for (expected, mend), peers in bad_photographs(pool).items():
        mask = np.zeros(len(pool.peers), dtype=np.bool_)
        mask[[pool.peers.position[peer] for peer in peers]] = True
        yield from _about(pool, "photograph", mask, f"whose photograph is not {expected} ({mend})")


def _dated(instance: Instance) -> Iterator[Note]:
    declared = instance.pool.peers.declared_on
    if declared is not None:
        blank = declared == ALWAYS
        stale = instance.conflicts.graph.horizon.as_of - DAYS > declared
        yield from _about(instance.pool, "no_declaration", blank, "who never declared their interests")
        text = f"whose declaration of interests is more than {DAYS} days old"
        yield from _about(instance.pool, "stale_declaration", stale & ~blank, text)
    for relative in relatives_at_hosts(instance.conflicts.graph):
        yield Note("family_at_host", str(relative), (relative.peer_id, relative.relative_id))
    if not len(instance.windows):
        yield Note("no_window", "no window is valid: no team is possible")


def _thin_seats(challenge: Challenge, candidates: np.ndarray) -> Iterator[Note]:
    for seat, count in zip(challenge.seats, candidates.tolist(), strict=True):
        if count < _FEWEST_CANDIDATES:
            people = {0: "nobody", 1: "one candidate"}.get(count, f"{count} candidates")
            missing = "" if seat.required else " (the seat may stay empty)"
            yield Note("few_candidates", f"seat {spoken(seat.id)} has {people}{missing}")


def _about(pool: Pool, kind: str, mask: np.ndarray, text: str) -> Iterator[Note]:
    """Yield a note about the peers of a mask, with a few of their ids."""
    if mask.any():
        ids = sorted(pool.peers.ids[mask].tolist())
        more = f" and {len(ids) - _SHOWN:,} more" if len(ids) > _SHOWN else ""
        people = "1 peer" if len(ids) == 1 else f"{len(ids):,} peers"
        yield Note(kind, f"{people} {text}: {', '.join(ids[:_SHOWN])}{more}", tuple(ids))
