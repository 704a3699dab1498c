"""What any document must be before its fields are looked at: not too deep, and made of what can be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite

from teamforge.challenge.flaws import Flaw, Path, shown
from teamforge.spec.vocabulary import is_unicode

_DEEPEST = 8
"""A depth of coverage is at level 4: anything deeper is a mistake, or an attack."""
_MOST_KEYS = 1_000
"""The most keys of one table. Looking for a close match to each of many more would take minutes."""


class Repeating(dict[str, object]):
    """An object of a JSON file, with the keys that it has more than once."""

    repeated: tuple[str, ...] = ()


def flaws_of_shape(document: object) -> list[Flaw]:
    """Return what is wrong with a document whatever its fields mean."""
    return list(_walk(document))


def _walk(document: object) -> Iterator[Flaw]:
    todo: list[tuple[Path, object]] = [((), document)]
    seen: set[int] = set()
    while todo:
        path, value = todo.pop()
        if isinstance(value, Mapping | list | tuple):
            if len(path) > _DEEPEST:
                yield Flaw(f"at most {_DEEPEST} levels", "remove the levels below", path=path)
            elif id(value) not in seen:
                # An object that stands in two places is looked at once: it may hold itself.
                seen.add(id(value))
                yield from _flaws_of_keys(path, value)
                items = value.items() if isinstance(value, Mapping) else enumerate(value)
                todo += [((*path, key), item) for key, item in items if isinstance(key, str | int)][::-1]
        elif isinstance(value, str) and not is_unicode(value):
            yield Flaw("text in Unicode", "remove the lone surrogates", path=path)
        elif isinstance(value, float) and not isfinite(value):
            yield Flaw("a number", "not-a-number and infinity are none", shown(value), path)


def _flaws_of_keys(path: Path, value: object) -> Iterator[Flaw]:
    if not isinstance(value, Mapping):
        return
    if len(value) > _MOST_KEYS:
        yield Flaw(f"a table of at most {_MOST_KEYS:,} keys", path=path)
        return
    for key in value:
        if not isinstance(key, str):
            yield Flaw("keys that are text", value=shown(key), path=path)
        elif not is_unicode(key):
            yield Flaw("keys in Unicode", "remove the lone surrogates", path=path)
    for key in getattr(value, "repeated", ()):
        if is_unicode(key):
            yield Flaw("each key once", "keep one of them", shown(key), (*path, key))
