"""What the challenges of a programme share: a file for each row family (SPEC.md section 10, rules 2 to 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows import day, met_twice, per_organisation, per_peer, reciprocal, year
from teamforge.forge.programme.rows.row import Key, Row
from teamforge.forge.programme.rows.shared import SharedRows
from teamforge.forge.programme.visits import VisitShare

__all__ = ["Key", "Row", "SharedRows", "broken"]

_FAMILIES = (year, day, met_twice, reciprocal, per_peer, per_organisation)


def broken(whole: Year, visits: Sequence[VisitShare], known: Mapping[Key, Row]) -> list[Row]:
    """
    Return the rows that some visits break, in the order of their keys; whole teams that break none are a valid plan.

    `known` holds the rows that were made before.
    """
    found = dict(each for family in _FAMILIES for each in family.broken(whole, visits))
    return [known[key] if key in known else found[key]() for key in sorted(found, key=lambda key: tuple(map(str, key)))]
