"""The tables `peers` and `availability`, read from their texts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from teamforge.errors import Fault
from teamforge.pool.cells import ATTRIBUTE, ROLES
from teamforge.pool.columns import Availability, Bools, Peers
from teamforge.pool.id_index import IdIndex, own_ids
from teamforge.pool.schema import LEVEL, THEME
from teamforge.pool.table_reader import TableReader, take
from teamforge.spec.dates import ALWAYS, FOREVER
from teamforge.spec.vocabulary import AVAILABILITY_STATUSES
from teamforge.tables import Text, TextTable

__all__ = ["read_availability", "read_peers", "with_themes"]


def with_themes(table: TextTable) -> tuple[TextTable, list[Fault]]:
    """Return `peers` with the names of its themes trimmed, and the faults of themes that have none or are repeated."""
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
    """Return the peers who have an id of their own."""
    ids, own = own_ids(reader, "peer_id")
    others = [name for name in reader.table.columns if name not in reader.schema]
    themes = [name for name in others if name.startswith(THEME)]
    peers = Peers(
        ids=ids,
        names=reader.texts("name") if reader.has("name") else None,
        organisation=organisations.of(reader, "organisation_id"),
        roles=reader.coded("roles", ROLES),
        trained=_flag(reader, "trained"),
        active=_flag(reader, "active"),
        political_group=reader.words("political_group"),
        challenges_done=reader.numbers("challenges_done", 0) if reader.has("challenges_done") else None,
        max_per_year=reader.numbers("max_per_year", 1),
        declared_on=reader.numbers("declared_on", ALWAYS) if reader.has("declared_on") else None,
        levels={name.removeprefix(THEME): reader.levels(name, LEVEL) for name in themes},
        attributes={name: reader.coded(name, ATTRIBUTE) for name in others if name not in themes},
        columns=frozenset(reader.table.columns),
        row=reader.table.row,
    )
    return take(peers, own)


def _flag(reader: TableReader, name: str) -> Bools:
    """Return a boolean column; without it everybody has the flag, while a blank cell denies it."""
    if not reader.has(name):
        return np.ones(len(reader), dtype=np.bool_)
    column: Bools = reader.numbers(name, 0, dtype=np.bool_)
    return column


def read_availability(reader: TableReader, peers: IdIndex) -> Availability:
    """Return the rows of `availability` without a fault."""
    peer = peers.of(reader, "peer_id")
    start, end = reader.numbers("start", ALWAYS), reader.numbers("end", FOREVER)
    status = reader.words("status", AVAILABILITY_STATUSES)
    reader.must_end_in_time(start, end)
    table = Availability(peer, start, end, status.isin("available"), reader.table.row)
    return take(table, reader.sound)
