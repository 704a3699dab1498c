"""From fractions of teams to whole ones: some are fixed, the linear program is solved again, and so on."""

from __future__ import annotations

from math import ceil

from teamforge.forge.programme.column_generation import ColumnGeneration

_SURE = 0.99
"""A team of which this much is chosen is fixed in any case."""


def dive(part: ColumnGeneration, least: int, at_once: float) -> None:
    """
    Fix teams of a part until its linear program chooses whole ones.

    The fixed ones stay so: a part is thrown away afterwards.

    Parameters
    ----------
    part
        The part of a programme, priced before.
    least
        It ends when the linear program promises no more than this.
    at_once
        The share of the challenges left whose teams are fixed at once: with a smaller one more is found, more slowly.
    """
    while part.settle(least) > 0:
        chosen = part.chosen
        if all(share >= _SURE for share in chosen.values()):
            return
        most = ceil(at_once * (len(part.whole.blocks) - len(part.fixed)))
        order = sorted(filter(part.allowed, chosen), key=lambda each: (-chosen[each], each))
        fitting = list(part.shared.packed(order, part.fixed))
        for column in fitting[:most] + [column for column in fitting[most:] if chosen[column] >= _SURE]:
            part.fix(column)
        if not fitting:
            return
