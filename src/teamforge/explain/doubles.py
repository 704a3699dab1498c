"""People and organisations that may be in a pool twice: two ids for one hide ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from teamforge.page.words import listed
from teamforge.pool import Pool
from teamforge.spec.vocabulary import fold_heading

Double = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""The kind of a note, its text, and the peers and the organisations it is about."""

_MOST = 10
"""The longest list of ids that is written out; of a longer one, the first few are named and the others counted."""


def doubles(pool: Pool) -> Iterator[Double]:
    """Yield possible doubles: ids that look the same, or equal names."""
    peers, places = pool.peers, pool.organisations
    ids = [str(each) for each in peers.ids.tolist()]
    for alike in _alike((_looks(each), each) for each in ids):
        yield "similar_ids", f"{listed(alike, _MOST)} {_differ(alike)}: one person twice?", alike, ()
    if peers.names is not None:
        names = (peers.names.value(row) for row in range(len(ids)))
        people = zip(names, peers.organisation.tolist(), ids, strict=True)
        for alike in _alike(((_looks(name), place), each) for name, place, each in people if name):
            text = f"{listed(alike, _MOST)} share name and organisation: one person twice?"
            yield "same_person", text, alike, ()
    for alike in _alike((_looks(each), each) for each in places.ids):
        text = f"the organisations {listed(alike, _MOST)} {_differ(alike)}: a tie to one is no tie to the other"
        yield "similar_organisations", text, (), alike
    replaced = pool.relations.kind.isin("predecessor_of")
    links = zip(pool.relations.source[replaced].tolist(), pool.relations.target[replaced].tolist(), strict=True)
    linked = {frozenset((places.ids[one], places.ids[other])) for one, other in links}
    named = ((_looks(name), each) for name, each in zip(places.names, places.ids, strict=True) if name)
    for alike in _alike(named):
        if frozenset(alike) not in linked:
            text = f"the organisations {listed(alike, _MOST)} share a name: a tie to one is no tie to the other"
            yield "same_organisation", text, (), alike


def _alike(keyed: Iterable[tuple[object, str]]) -> Iterator[tuple[str, ...]]:
    """Yield each group of two or more ids that share a key."""
    found: dict[object, list[str]] = defaultdict(list)
    for key, identity in keyed:
        found[key].append(identity)
    return (tuple(ids) for ids in found.values() if len(ids) > 1)


def _looks(text: str) -> str:
    """Return a text without differences of case, of letter coding, and of space between words."""
    return " ".join(fold_heading(normalize("NFKC", text)).split())


def _differ(ids: tuple[str, ...]) -> str:
    only_case = len({each.casefold() for each in ids}) == 1
    return "differ only in case" if only_case else "look the same and are coded differently"
