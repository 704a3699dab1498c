"""The known id that an unknown one was probably meant to be, in a pool of any size."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import islice
from unicodedata import normalize

from teamforge.errors import close_match

_FEW = 500
"""Up to this many ids are compared one by one; difflib takes about 10 µs for each."""
_MOST_SIGNS = 80
_MOST_HINTS = 20
_NO_SKELETON = re.compile(r"[\W_]+|(?<!\d)0+(?=\d)")


class Nearest:
    """
    Find the known id closest to an unknown one.

    Few ids are compared by similarity. Among many, it looks up ids that differ only in case, punctuation or leading
    zeros, and then every text that is one typing slip away.

    Examples
    --------
    >>> hint = Nearest([f"P{number:05}" for number in range(10_000)])
    >>> hint("p-7"), hint("Q00012"), hint("zebra")
    ("did you mean 'P00007'?", "did you mean 'P00012'?", '')
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = known

    def __call__(self, text: str) -> str:
        """Return a hint, or an empty string if nothing is close."""
        if len(self._known) <= _FEW:
            same = self._by_skeleton.get(_skeleton(text))
            return _did_you_mean(same) if same else close_match(text, list(self._known))
        found = self._by_skeleton.get(_skeleton(text)) or next(
            (slip for slip in self._slips(text) if slip in self._ids), None
        )
        return _did_you_mean(found) if found else ""

    def hints(self, texts: Iterable[str]) -> dict[str, str]:
        """Return a hint for each of the first few distinct texts: nobody reads more, and each takes time."""
        return {text: self(text) for text in islice(dict.fromkeys(texts), _MOST_HINTS)}

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(self._known)

    @cached_property
    def _by_skeleton(self) -> dict[str, str]:
        return {_skeleton(identity): identity for identity in reversed(list(self._known))}

    @cached_property
    def _signs(self) -> list[str]:
        return sorted({sign for identity in self._known for sign in identity})[:_MOST_SIGNS]

    def _slips(self, text: str) -> Iterator[str]:
        """Yield the texts that are one swap, omission, addition or replacement away."""
        splits = [(text[:place], text[place:]) for place in range(len(text) + 1)][:_MOST_SIGNS]
        yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1)
        yield from (head + tail[1:] for head, tail in splits if tail)
        yield from (head + sign + tail for head, tail in splits for sign in self._signs)
        yield from (head + sign + tail[1:] for head, tail in splits if tail for sign in self._signs)


def _skeleton(text: str) -> str:
    """Return the letters and digits of an id, without leading zeros, case and differences of encoding."""
    return _NO_SKELETON.sub("", normalize("NFKC", text).casefold())


def _did_you_mean(identity: str) -> str:
    return f"did you mean {identity!r}?"
