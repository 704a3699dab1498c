"""The table `peers`, read as a whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from teamforge.errors import Fault
from teamforge.pool.categorical import Bools
from teamforge.pool.cells import ATTRIBUTE, ROLES
from teamforge.pool.columns import Peers
from teamforge.pool.id_index import IdIndex, own_ids
from teamforge.pool.schema import LEVEL, PEERS, THEME
from teamforge.pool.table_reader import TableReader, take
from teamforge.tables import Text, TextTable


def with_themes(table: TextTable) -> tuple[TextTable, list[Fault]]:
    """Return `peers` with the names of its themes trimmed, and a fault for each unnamed or repeated theme."""
    columns: dict[str, Text] = {}
    faults = []
    for name, text in table.columns.items():
        theme = name.removeprefix(THEME).strip()
        if name.startswith(THEME) and not theme:
            mend = "write the theme behind the colon, or delete the column"
            faults.append(Fault(table.name, None, name, None, "the name of a theme", mend))
        elif name.startswith(THEME) and THEME + theme in columns:
            faults.append(Fault(table.name, None, THEME + theme, None, "each theme once", "delete or rename a column"))
        else:
            columns[THEME + theme if name.startswith(THEME) else name] = text
    return replace(table, columns=columns), faults


def read_peers(reader: TableReader, organisations: IdIndex) -> Peers:
    """Return the peers with an id of their own."""
    ids, own = own_ids(reader, "peer_id")
    others = [name for name in reader.table.columns if name not in PEERS]
    themes = [name for name in others if name.startswith(THEME)]
    peers = Peers(
        ids=ids,
        names=reader.texts("name") if reader.has("name") else None,
        organisation=organisations.of(reader, "organisation_id"),
        roles=reader.coded("roles", ROLES),
        trained=_flag(reader, "trained"),
        active=_flag(reader, "active"),
        political_group=reader.words("political_group"),
        challenges_done=reader.numbers("challenges_done") if reader.has("challenges_done") else None,
        max_per_year=reader.numbers("max_per_year"),
        declared_on=reader.numbers("declared_on") if reader.has("declared_on") else None,
        levels={name.removeprefix(THEME): reader.levels(name, LEVEL) for name in themes},
        attributes={name: reader.coded(name, ATTRIBUTE) for name in others if name not in themes},
        papers={name: reader.texts(name) for name, column in PEERS.items() if column.for_papers and reader.has(name)},
        columns=frozenset(reader.table.columns),
        row=reader.table.row,
    )
    return take(peers, own)


def _flag(reader: TableReader, name: str) -> Bools:
    """Return a boolean column: true for everybody if it is missing, false for a blank cell."""
    if not reader.has(name):
        return np.ones(len(reader), dtype=np.bool_)
    column: Bools = reader.numbers(name)
    return column
