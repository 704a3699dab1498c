"""Columns of `peers` as the values that a team rule compares (SPEC.md section 7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teamforge.pool.categorical import Categorical
from teamforge.pool.cells import DATE, ROLES
from teamforge.pool.columns import Peers
from teamforge.pool.schema import PEERS, THEME
from teamforge.spec.dates import ALWAYS, to_date
from teamforge.spec.vocabulary import fold

Values = tuple[str, ...]


def attribute_names(peers: Peers) -> list[str]:
    """Return the columns of `peers` that a team rule can name, in alphabetical order."""
    return sorted(name for name in peers.columns if name not in PEERS or not PEERS[name].for_papers)


def column_values(peers: Peers, name: str) -> Categorical[Values]:
    """
    Return the values of each peer in a column; raise KeyError if it is not an attribute.

    `Peers` holds only positions of organisations, so `Pool.attribute` reads `organisation_id`.
    """
    if name not in attribute_names(peers):
        raise KeyError(name)
    column = PEERS.get(name)
    if name.startswith(THEME):
        return _of_numbers(peers.levels[name.removeprefix(THEME)])
    if column is None:
        return peers.attributes[name]
    if name == "peer_id":
        return regrouped(np.arange(len(peers), dtype=np.int32), [(identity,) for identity in peers.ids.tolist()])
    values = peers.names if name == "name" else getattr(peers, name)
    if column.reader is ROLES:
        return peers.roles
    if isinstance(values, Categorical):
        return regrouped(values.codes, [(word,) if (word := fold(text)) else () for text in values.values])
    return _of_numbers(np.asarray(values), is_date=column.reader is DATE)


def regrouped(codes: NDArray[np.int32], values: Sequence[Values]) -> Categorical[Values]:
    """Return codes into values, with every code of an empty value made blank."""
    places = np.array([place if value else -1 for place, value in enumerate(values)] + [-1], dtype=np.int32)
    return Categorical(places[codes], tuple(values))


def _of_numbers(column: NDArray[Any], *, is_date: bool = False) -> Categorical[Values]:
    """Return a column of numbers, booleans or dates as values."""
    numbers, codes = np.unique(column, return_inverse=True)
    return regrouped(codes.astype(np.int32), [_value(number, is_date=is_date) for number in numbers.tolist()])


def _value(number: int, *, is_date: bool) -> Values:
    if is_date:
        return () if number == ALWAYS else (str(to_date(number)),)
    return (str(number).lower(),)
