"""The tables `peers` and `availability`, read from their texts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from teamforge.errors import Fault
from teamforge.pool.cells import ATTRIBUTE, ROLES
from teamforge.pool.checked import Checked, take
from teamforge.pool.columns import Availability, Bools, Peers
from teamforge.pool.known import Known, own_ids
from teamforge.pool.schema import LEVEL, THEME
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


def read_peers(checked: Checked, organisations: Known) -> Peers:
    """Return the peers who have an id of their own."""
    ids, own = own_ids(checked, "peer_id")
    others = [name for name in checked.table.columns if name not in checked.schema]
    themes = [name for name in others if name.startswith(THEME)]
    peers = Peers(
        ids=ids,
        names=checked.texts("name") if checked.has("name") else None,
        organisation=organisations.of(checked, "organisation_id"),
        roles=checked.coded("roles", ROLES),
        trained=_flag(checked, "trained"),
        active=_flag(checked, "active"),
        political_group=checked.words("political_group"),
        challenges_done=checked.numbers("challenges_done", 0) if checked.has("challenges_done") else None,
        max_per_year=checked.numbers("max_per_year", 1),
        declared_on=checked.numbers("declared_on", ALWAYS) if checked.has("declared_on") else None,
        levels={name.removeprefix(THEME): checked.levels(name, LEVEL) for name in themes},
        attributes={name: checked.coded(name, ATTRIBUTE) for name in others if name not in themes},
        columns=frozenset(checked.table.columns),
        row=checked.table.row,
    )
    return take(peers, own)


def _flag(checked: Checked, name: str) -> Bools:
    """Return a boolean column; without it everybody has the flag, while a blank cell denies it."""
    if not checked.has(name):
        return np.ones(len(checked), dtype=np.bool_)
    column: Bools = checked.numbers(name, 0, dtype=np.bool_)
    return column


def read_availability(checked: Checked, peers: Known) -> Availability:
    """Return the rows of `availability` without a fault."""
    peer = peers.of(checked, "peer_id")
    start, end = checked.numbers("start", ALWAYS), checked.numbers("end", FOREVER)
    status = checked.words("status", AVAILABILITY_STATUSES)
    checked.must_end_in_time(start, end)
    table = Availability(peer, start, end, status.isin("available"), checked.table.row)
    return take(table, checked.sound)
