"""Whether a challenge fits a pool: what it names must exist there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from teamforge.challenge.flaws import Flaw
from teamforge.challenge.history import history_faults
from teamforge.challenge.model import Challenge
from teamforge.errors import Fault, InputError
from teamforge.pool import Pool
from teamforge.pool.attributes import attribute_names
from teamforge.pool.gather import NO_PEERS
from teamforge.pool.nearest import Nearest
from teamforge.pool.pool import ORGANISATION_ATTRIBUTES
from teamforge.spec.vocabulary import fold_heading

_THEME = "theme:"


def require_fit(pool: Pool, challenge: Challenge) -> None:
    """
    Refuse a challenge that does not fit its pool: an `InputError` lists every fault.

    Anything else, such as the paths they are read from, is a `TypeError`.
    """
    require_types(pool, challenge)
    if faults := challenge_faults(pool, challenge):
        raise InputError(faults)


def require_types(pool: object, challenge: object) -> None:
    """
    Refuse anything but a pool and a challenge.

    Raises
    ------
    TypeError
        If they are something else, such as the paths they are read from.
    """
    for value, kind, how in ((pool, Pool, "read_pool"), (challenge, Challenge, "read_challenge")):
        if not isinstance(value, kind):
            raise TypeError(f"expected a {kind.__name__}, as `{how}` returns it, and not a {type(value).__name__}")


def challenge_faults(pool: Pool, challenge: Challenge, *, history: bool = True) -> list[Fault]:
    """
    Return what a challenge names that its pool does not have; an empty list when they fit.

    Hosts are looked for only if the table of organisations is given. Faults of the history stop only what composes the
    challenge (SPEC.md section 9, 3): without `history` they are left out.
    """
    return [*_faults(pool, _of_challenge(challenge)), *(history_faults(pool, challenge) if history else ())]


def fragment_faults(pool: Pool, data: object) -> list[Fault]:
    """Return the same for what a file holds, as far as it can be read, if that has faults of its own."""
    return _faults(pool, _of_data(data)) if isinstance(data, Mapping) else []


@dataclass(frozen=True, slots=True)
class _Mentions:
    """What a challenge names, each with its index in a list or the path of its field."""

    hosts: Mapping[int, str]
    themes: Sequence[str]
    attributes: Mapping[int, str]
    peers: Sequence[tuple[tuple[str | int, ...], str]]


def _of_challenge(challenge: Challenge) -> _Mentions:
    attributes = {place: rule.attribute for place, rule in enumerate(challenge.team_rules)}
    return _Mentions(dict(enumerate(challenge.hosts)), list(challenge.scope), attributes, list(_named_peers(challenge)))


def _of_data(data: Mapping[object, object]) -> _Mentions:
    def listed(field: str, *keys: str) -> Iterator[tuple[int, str, str]]:
        found = data.get(field)
        for place, part in enumerate(found if isinstance(found, list | tuple) else ()):
            for key in keys if isinstance(part, Mapping) else ():
                if isinstance(word := part.get(key), str) and word.strip():
                    yield place, key, word.strip()

    def table(field: str) -> Mapping[object, object]:
        found = data.get(field)
        return found if isinstance(found, Mapping) else {}

    hosts = data.get("hosts")
    peers: list[tuple[tuple[str | int, ...], str]] = [
        (("pins", seat), peer.strip())
        for seat, peer in table("pins").items()
        if isinstance(seat, str) and isinstance(peer, str) and peer.strip()
    ]
    for field in ("exclude", "waivers"):
        peers += [((field, place, key), word) for place, key, word in listed(field, "peer", "other_peer")]
    return _Mentions(
        {
            place: host.strip()
            for place, host in enumerate(hosts if isinstance(hosts, list | tuple) else ())
            if isinstance(host, str) and host.strip()
        },
        list(
            dict.fromkeys(fold_heading(theme) for theme in table("scope") if isinstance(theme, str) and theme.strip())
        ),
        {place: fold_heading(word) for place, _, word in listed("team_rules", "attribute")},
        peers,
    )


def _faults(pool: Pool, named: _Mentions) -> list[Fault]:
    hosts, *others = ([flaw.fault() for flaw in flaws(pool, named)] for flaws in (_hosts, _themes, _peers, _attributes))
    found = [fault for faults in others for fault in faults]
    return [*hosts, *(found if len(pool) else [NO_PEERS][: len(found)])]


def _hosts(pool: Pool, named: _Mentions) -> Iterator[Flaw]:
    known = pool.organisations
    if not known.given:
        return
    unknown = {place: host for place, host in named.hosts.items() if host not in known.position}
    hints = Nearest(known.position).hints(unknown.values())
    for place, host in unknown.items():
        yield _unknown("an organisation of the pool", host, hints.get(host, ""), "hosts", place)


def _themes(pool: Pool, named: _Mentions) -> Iterator[Flaw]:
    unknown = [theme for theme in named.themes if theme not in pool.peers.levels]
    hints = Nearest(pool.peers.levels).hints(unknown)
    for theme in unknown:
        yield _unknown(f"a theme that is a column {_THEME}… of peers", theme, hints.get(theme, ""), "scope", theme)


def _attributes(pool: Pool, named: _Mentions) -> Iterator[Flaw]:
    known = {*attribute_names(pool.peers), *ORGANISATION_ATTRIBUTES}
    unknown = {place: attribute for place, attribute in named.attributes.items() if attribute not in known}
    hints = Nearest(sorted(known)).hints(unknown.values())
    for place, attribute in unknown.items():
        hint = hints.get(attribute, "")
        yield _unknown("a column of peers, region or kind", attribute, hint, "team_rules", place, "attribute")


def _peers(pool: Pool, named: _Mentions) -> Iterator[Flaw]:
    unknown = [(path, peer) for path, peer in named.peers if peer not in pool.peers.position]
    hints = Nearest(pool.peers.position).hints(peer for _, peer in unknown)
    for path, peer in unknown:
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


def _unknown(expected: str, value: str, hint: str, *path: str | int) -> Flaw:
    return Flaw(expected, hint, value, path)
