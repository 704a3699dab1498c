"""Whether a challenge fits a pool: what it names must be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from teamforge.challenge.flaws import Flaw
from teamforge.challenge.model import Challenge
from teamforge.errors import Fault, close_match
from teamforge.pool import Pool
from teamforge.pool.pool import ORGANISATION_ATTRIBUTES

__all__ = ["challenge_faults"]

_THEME = "theme:"
_FEW_PEERS = 5_000
"""Among more, a search for ids that look alike takes too long, and finds too many."""
_MOST_HINTS = 20
_NOT_TELLING = re.compile(r"[\W_]|(?<!\d)0+(?=\d)")


def challenge_faults(pool: Pool, challenge: Challenge) -> list[Fault]:
    """
    Return what a challenge names that its pool does not have; an empty list when they fit.

    Parameters
    ----------
    pool
        The pool; its organisations are looked at only where the table is given.
    challenge
        The challenge, without faults of its own.
    """
    named = (_hosts, _themes, _peers, _attributes)
    return [flaw.fault() for flaws in named for flaw in flaws(pool, challenge)]


def _hosts(pool: Pool, challenge: Challenge) -> Iterator[Flaw]:
    known = pool.organisations
    if known.given:
        for place, host in enumerate(challenge.hosts):
            if host not in known.position:
                yield _unknown("an organisation of the pool", host, close_match(host, known.ids), "hosts", place)


def _themes(pool: Pool, challenge: Challenge) -> Iterator[Flaw]:
    known = list(pool.peers.levels)
    for theme in challenge.scope:
        if theme not in pool.peers.levels:
            expected = f"a theme that is a column {_THEME}… of peers"
            yield _unknown(expected, theme, close_match(theme, known), "scope", theme)


def _attributes(pool: Pool, challenge: Challenge) -> Iterator[Flaw]:
    known = [*sorted(pool.peers.columns), *ORGANISATION_ATTRIBUTES]
    for place, rule in enumerate(challenge.team_rules):
        if rule.attribute not in known:
            hint = close_match(rule.attribute, known)
            yield _unknown("a column of peers, region or kind", rule.attribute, hint, "team_rules", place, "attribute")


def _peers(pool: Pool, challenge: Challenge) -> Iterator[Flaw]:
    named = [((*path,), peer) for path, peer in _named_peers(challenge) if peer not in pool.peers.position]
    hints = _alike(list(dict.fromkeys(peer for _, peer in named))[:_MOST_HINTS], pool.peers.ids.tolist())
    for path, peer in named:
        yield _unknown("the id of a peer of the pool", peer, hints.get(peer, ""), *path)


def _named_peers(challenge: Challenge) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for seat, peer in challenge.pins.items():
        yield ("pins", seat), peer
    for place, exclusion in enumerate(challenge.exclude):
        yield ("exclude", place, "peer"), exclusion.peer
    for place, waiver in enumerate(challenge.waivers):
        yield ("waivers", place, "peer"), waiver.peer
        if waiver.other_peer is not None:
            yield ("waivers", place, "other_peer"), waiver.other_peer


def _alike(unknown: Sequence[str], ids: Sequence[str]) -> dict[str, str]:
    """Return hints for unknown ids: the same id but for case, punctuation or leading zeros, else one close to it."""
    if not unknown:
        return {}
    wanted = {_told(peer): peer for peer in unknown}
    # Nearly all ids are passed over by their last character alone: a pool may have a million.
    tails = {told[-1] for told in wanted if told}
    hints: dict[str, str] = {}
    for known in ids:
        if known[-1:].casefold() in tails and (peer := wanted.get(_told(known))) is not None:
            hints.setdefault(peer, f"did you mean {known!r}?")
    if len(ids) <= _FEW_PEERS:
        hints |= {peer: close_match(peer, ids) for peer in unknown if peer not in hints}
    return hints


def _told(peer: str) -> str:
    """Return what tells an id from another when people copy it by hand."""
    return _NOT_TELLING.sub("", peer.casefold())


def _unknown(expected: str, value: str, hint: str, *path: str | int) -> Flaw:
    return Flaw(expected, hint, value, path)
