"""A part of a programme: some of its challenges, next to the teams of the others, planned by the same method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from teamforge.forge.programme.barred import free_beside
from teamforge.forge.programme.blocks import Block, Year
from teamforge.forge.programme.column_generation import ColumnGeneration
from teamforge.forge.programme.rows import Row
from teamforge.forge.programme.visits import TeamColumn, visits_of
from teamforge.problem.arrays import Bools

_COLUMNS = 40
"""How many of the teams found for each challenge a part begins with: those that the prices favour."""


def part_of(
    generation: ColumnGeneration, plan: Mapping[int, TeamColumn], favoured: Mapping[int, Sequence[TeamColumn]]
) -> ColumnGeneration:
    """
    Return the column generation of some challenges, with the teams of the others fixed.

    It begins with the prices of the whole, the rows that have one, and teams of the whole. A plan of the part need not
    be one of the whole: a limit that several new teams break together with the fixed ones shows only there.

    Parameters
    ----------
    generation
        That of the whole.
    plan
        The plan that holds the fixed teams.
    favoured
        The challenges, in the order of the part, and teams of each, the most favoured first.
    """
    whole, places = generation.whole, list(favoured)
    fixed = [column for place, column in sorted(plan.items()) if place not in favoured]
    visits = visits_of(whole, ((column, 1.0) for column in fixed))
    blocks = [_only(whole.blocks[place], free_beside(whole, place, visits)) for place in places]
    taken = Counter((visit.peer, visit.year) for visit in visits if visit.counts)
    best = []
    for block, (place, columns) in zip(blocks, favoured.items(), strict=True):
        choices = [
            column.choice for column in columns if block.problem.serves[list(column.candidates), column.window].all()
        ]
        best.append(replace(generation.best[place], choices=tuple(choices[:_COLUMNS])))
    year = Year(whole.pool, tuple(blocks), whole.per_organisation, whole.per_peer, taken)
    part = ColumnGeneration(
        year,
        [generation.alone[place] for place in places],
        replace(generation.run, problems=[block.problem for block in blocks]),
        best=best,
        exchanges=generation.near.of_part(year, places),
    )
    usage = generation.shared.usage(fixed)
    rows = (_left(row, usage.get(key, 0), places, blocks) for key, row in generation.shared.rows.items())
    # Other limits count once teams of the part break them: most never do, and each makes its linear programs larger.
    wanted = [row for row in rows if row.members and (row.sign < 0 or generation.prices.get(row.key))]
    part.begin_at(generation.prices, wanted)
    return part


def _only(block: Block, serves: Bools) -> Block:
    """Return a challenge whose candidates can serve in fewer windows."""
    return replace(block, problem=replace(block.problem, serves=serves))


def _left(row: Row, used: int, places: Sequence[int], blocks: Sequence[Block]) -> Row:
    """Return what the fixed teams leave of a row."""
    members = {
        here: own[blocks[here].problem.serves.ravel()[own]]
        for here, place in enumerate(places)
        if (own := row.members.get(place)) is not None
    }
    return replace(row, limit=row.limit - used, members={here: own for here, own in members.items() if len(own)})
