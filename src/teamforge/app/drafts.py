"""
A challenge with the changes on trial: what its file says, and then one step after another.

A draft never changes: each step gives a new one that knows the one before. Undoing a step means looking at the one
before, and two browser windows that start from the same draft cannot overwrite each other.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any

from teamforge.challenge import Challenge, Exclusion
from teamforge.page.words import days_in_words
from teamforge.spec.words import spoken

if TYPE_CHECKING:
    from typing import Self

    from teamforge.challenge.arguments import ChallengeChanges

FILE = "file"
"""The key of the file itself, without a step."""
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class DraftStep:
    """
    A change to a challenge: its words, and the fields that it changes.

    The words refer to peers by id; names are added when they are shown.
    """

    words: str
    fields: ChallengeChanges

    def apply(self, challenge: Challenge) -> Challenge:
        """Return a challenge with this change, checked again."""
        return challenge.replace(**self.fields)


@dataclass(frozen=True, slots=True)
class Draft:
    """
    A challenge after some steps.

    Parameters
    ----------
    challenge_id
        The id of the challenge.
    step, before
        The last step, and the draft before it; None for what the file says.
    key
        The name of the draft in an address. It says nothing about anybody.
    """

    challenge_id: str
    step: DraftStep | None = None
    before: Draft | None = None
    key: str = FILE

    @property
    def steps(self) -> tuple[DraftStep, ...]:
        """Every step, in order."""
        steps, draft = [], self
        while draft.before is not None and draft.step is not None:
            steps.append(draft.step)
            draft = draft.before
        return tuple(reversed(steps))

    def apply(self, challenge: Challenge) -> Challenge:
        """Return the challenge of the file with every step taken."""
        for step in self.steps:
            challenge = step.apply(challenge)
        return challenge

    def then(self, step: DraftStep) -> Self:
        """Return the draft after one more step."""
        content = "\0".join((self.challenge_id, self.key, step.words, repr(step.fields)))
        return type(self)(self.challenge_id, step, self, sha256(content.encode()).hexdigest()[:24])


class Drafts:
    """The drafts of this run, by their keys; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Draft] = OrderedDict()
        self._lock = Lock()

    def find(self, challenge_id: str, key: str) -> Draft | None:
        """Return a draft; None if this run has no such draft."""
        if key == FILE:
            return Draft(challenge_id)
        with self._lock:
            return self._kept.get((challenge_id, key))

    def keep(self, draft: Draft) -> Draft:
        """Keep a draft, and return it."""
        with self._lock:
            self._kept[draft.challenge_id, draft.key] = draft
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return draft


def pinned(challenge: Challenge, seat: str, peer: str) -> DraftStep:
    """Return the step that pins a peer to a seat; any other pin of the seat or of the peer goes."""
    pins = {each: who for each, who in challenge.pins.items() if each != seat and who != peer}
    return DraftStep(f"{peer} has the seat {spoken(seat)}", {"pins": {**pins, seat: peer}})


def unpinned(challenge: Challenge, seat: str) -> DraftStep:
    """Return the step that opens a seat to anybody again."""
    pins = {each: who for each, who in challenge.pins.items() if each != seat}
    return DraftStep(f"anybody may have the seat {spoken(seat)}", {"pins": pins})


def excluded(challenge: Challenge, peer: str, reason: str) -> DraftStep:
    """Return the step that keeps a peer off the team."""
    pins = {each: who for each, who in challenge.pins.items() if who != peer}
    exclude = [*challenge.exclude, Exclusion(peer=peer, reason=reason)]
    return DraftStep(f"{peer} is not on the team", {"exclude": exclude, "pins": pins})


def included(challenge: Challenge, peer: str) -> DraftStep:
    """Return the step that lets a peer be on the team again."""
    return DraftStep(
        f"{peer} may be on the team again", {"exclude": [each for each in challenge.exclude if each.peer != peer]}
    )


def waived(challenge: Challenge, waiver: Mapping[str, Any]) -> DraftStep:
    """Return the step that adds a waiver, as a challenge has it."""
    other = f" and {waiver['other_peer']}" if waiver.get("other_peer") else ""
    words = f"{spoken(waiver['rule'])} is waived for {waiver['peer']}{other}"
    return DraftStep(words, {"waivers": [*challenge.waivers, waiver]})


def unwaived(challenge: Challenge, place: int) -> DraftStep:
    """Return the step that takes a waiver back, by its place in the list."""
    gone = challenge.waivers[place]
    left = [each for number, each in enumerate(challenge.waivers) if number != place]
    return DraftStep(f"the waiver of {spoken(gone.rule)} for {gone.peer} is taken back", {"waivers": left})


def weighed(challenge: Challenge, scope: Mapping[str, int]) -> DraftStep:
    """Return the step that gives the themes of the scope new weights."""
    moved = [f"{spoken(theme)} {weight}" for theme, weight in scope.items() if challenge.scope.get(theme) != weight]
    return DraftStep(f"weights: {', '.join(moved) or 'as before'}", {"scope": dict(scope)})


def days(challenge: Challenge, start: date) -> DraftStep:
    """Return the step that fixes the first day on site."""
    on_site = challenge.on_site.model_dump(exclude_none=True, exclude={"earliest", "latest", "windows"})
    last = challenge.on_site.model_copy(update={"windows": (start,)}).dates
    words = days_in_words(start, last[1] if last else start)
    return DraftStep(f"on site {words}", {"on_site": {**on_site, "windows": [start]}})


def any_days(given: Challenge) -> DraftStep:
    """Return the step that allows the days of the file again."""
    return DraftStep("any days of the challenge", {"on_site": given.on_site})


def relaxed(challenge: Challenge, words: str, then: Challenge) -> DraftStep:
    """Return the step that gives something up: every field that differs in the challenge without it."""
    fields: Any = {
        name: value for name in type(then).model_fields if (value := getattr(then, name)) != getattr(challenge, name)
    }
    return DraftStep(words, fields)
