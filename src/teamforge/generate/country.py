"""An invented country: the organisations where the peers of an invented pool work."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from teamforge.register.register import Register, of_tables, table_of

_REGIONS = ("Northern", "Western", "Eastern", "Southern", "Midland")
_CONTROLS = ("Conservative", "Labour", "Liberal Democrat", "No overall control", "")


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
    tables = {"organisations": organisations, "relations": relations}
    return of_tables({name: table_of(name, rows) for name, rows in tables.items()})


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
