"""The organisations where the peers of an invented pool work: read from a folder, or invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from teamforge.errors import Fault, InputError
from teamforge.generate.densities import AS_OF
from teamforge.pool.columns import Organisations
from teamforge.pool.reading import pool_from_tables
from teamforge.spec.dates import day_number
from teamforge.tables import Text, TextTable
from teamforge.tables.source import read_path

__all__ = ["Register", "invented_register", "read_register"]

_TABLES = ("organisations", "relations")
_COLUMNS = {
    "organisations": ("organisation_id", "name", "kind", "region", "political_control"),
    "relations": ("source", "kind", "target", "start", "end"),
}
_REGIONS = ("Northern", "Western", "Eastern", "Southern", "Midland")
_CONTROLS = ("Conservative", "Labour", "Liberal Democrat", "No overall control", "")


@dataclass(frozen=True)
class Register:
    """
    A register: the tables `organisations` and `relations`, and what they say.

    Parameters
    ----------
    tables
        As text, the way they are written.
    organisations
        As the pool has them.
    boards
        Of each council with a current board that it is part of the place of both, in the order of the table.
    replaced
        Whether each organisation has a successor.
    """

    tables: dict[str, TextTable]
    organisations: Organisations
    boards: tuple[tuple[int, int], ...]
    replaced: NDArray[np.bool_]

    def with_organisations(self, table: TextTable) -> Register:
        """Return the register with another table of organisations, the old ones first."""
        return _register({**self.tables, "organisations": table})

    def of_kind(self, *kinds: str) -> NDArray[np.intp]:
        """Return the positions of the organisations of some kinds that still exist, and of all former groups."""
        pairs = zip(self.organisations.kind, self.replaced.tolist(), strict=True)
        return np.flatnonzero([kind in kinds and (kind == "ccg" or not gone) for kind, gone in pairs])


def read_register(folder: Path) -> Register:
    """
    Return the register of a folder with `organisations` and, if there are any, `relations`.

    Raises
    ------
    InputError
        If anything is wrong with it; every fault is listed.
    """
    source = read_path(folder, _TABLES)
    if not source.faults and "organisations" not in source.tables:
        mend = "name a folder that has it, with relations.csv"
        source.faults.append(Fault("organisations", None, None, None, "the table organisations", mend))
    if source.faults:
        raise InputError(source.faults)
    return _register(source.tables)


def invented_register(seed: int) -> Register:
    """Return an invented country with as many boards, councils, trusts and former groups as England has."""
    rng = np.random.default_rng([seed, 0])
    organisations: list[tuple[str, ...]] = []
    relations: list[tuple[str, ...]] = []
    for board in range(42):
        region = _REGIONS[board % len(_REGIONS)]
        members = list(_members_of_board(rng, board, region))
        icb = f"ICB{board:03d}"
        organisations.append((icb, f"Invented Board {board:03d}", "icb", region, ""))
        organisations += members
        councils = [row[0] for row in members if row[2] not in {"nhs_trust", "ccg"}]
        for identity, _, kind, _, _ in members:
            relations.append((identity, "predecessor_of" if kind == "ccg" else "part_of", icb, "", ""))
        relations += [(one, "neighbour_of", other, "", "") for one, other in pairwise(councils)]
        relations.append((icb, "neighbour_of", f"ICB{(board + 1) % 42:03d}", "", ""))
        if len(councils) > 2 and rng.random() < 0.1:  # noqa: PLR2004 -- the first and the last are not neighbours
            relations.append((councils[0], "shares_leadership_with", councils[-1], "2024-04-01", ""))
    by_kind: dict[str, list[str]] = {}
    for identity, _, kind, _, _ in organisations:
        by_kind.setdefault(kind, []).append(identity)
    for kind in ("unitary", "metropolitan", "london_borough", "county"):
        for identity in by_kind[kind]:
            others = [other for other in by_kind[kind] if other != identity]
            similar = rng.choice(others, size=min(10, len(others)), replace=False).tolist()
            relations += [(identity, "similar_to", other, "", "") for other in similar]
    return _register(
        {"organisations": _table("organisations", organisations), "relations": _table("relations", relations)}
    )


def _members_of_board(rng: np.random.Generator, board: int, region: str) -> Iterator[tuple[str, ...]]:
    kinds = [
        "county" if board % 3 == 0 else "metropolitan",
        "unitary",
        "unitary",
        "london_borough" if board % 2 else "unitary",
    ]
    kinds += ["district"] * (8 if kinds[0] == "county" else 2) + ["nhs_trust"] * 3 + ["ccg"] * 2
    for place, kind in enumerate(kinds):
        control = str(rng.choice(_CONTROLS)) if kind not in {"nhs_trust", "ccg"} else ""
        words = kind.replace("_", " ").title().replace("Nhs", "NHS").replace("Ccg", "CCG")
        yield (
            f"{kind[:3].upper()}{board:03d}{place:02d}",
            f"Invented {words} {board:03d}-{place:02d}",
            kind,
            region,
            control,
        )


def _table(name: str, rows: list[tuple[str, ...]]) -> TextTable:
    columns = zip(*rows, strict=True)
    texts = {column: Text.of_cells(cells) for column, cells in zip(_COLUMNS[name], columns, strict=True)}
    return TextTable(name, texts, np.arange(2, len(rows) + 2, dtype=np.int32))


def _register(tables: dict[str, TextTable]) -> Register:
    """Return a register that a pool accepts."""
    nobody = TextTable(
        "peers", {"peer_id": Text.of_cells([]), "roles": Text.of_cells([])}, np.array([], dtype=np.int32)
    )
    pool = pool_from_tables({"peers": nobody, **tables})
    kinds, relations = pool.organisations.kind, pool.relations
    replaced = np.zeros(len(kinds), dtype=np.bool_)
    replaced[relations.source[relations.kind.isin("predecessor_of")]] = True
    today = day_number(AS_OF)
    part_of = relations.kind.isin("part_of") & (relations.start <= today) & (relations.end >= today)
    pairs = zip(relations.source[part_of].tolist(), relations.target[part_of].tolist(), strict=True)
    boards = tuple(pair for pair in pairs if kinds[pair[1]] == "icb" and not replaced[list(pair)].any())
    return Register(tables, pool.organisations, boards, replaced)
