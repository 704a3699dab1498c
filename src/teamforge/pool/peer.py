"""The table `peers`, read as a whole, and one peer as a frozen record that shows only its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from teamforge.errors import Fault
from teamforge.pool.categorical import Bools
from teamforge.pool.cells import ATTRIBUTE, ROLES
from teamforge.pool.columns import Organisations, Peers
from teamforge.pool.id_index import IdIndex, own_ids
from teamforge.pool.schema import LEVEL, PEERS, THEME
from teamforge.pool.table_reader import TableReader, take
from teamforge.spec.dates import to_date
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


@dataclass(frozen=True, slots=True, repr=False)
class Peer:
    """
    One peer of a pool, as `Pool.peer` returns it. Its `repr` shows only the id.

    Parameters
    ----------
    peer_id, name, organisation_id
        The id; the name and the organisation, None if the pool has none.
    roles
        The role types, folded, in the order of the cell.
    trained, active
        Whether the peer is.
    political_group, challenges_done, declared_on
        As the table has them; None for a blank cell or a missing column.
    max_per_year
        How many challenges a programme year at most.
    levels
        The level, from 0 to 4, by theme.
    attributes
        The values of every other column, folded.

    Examples
    --------
    >>> from teamforge import load_demo
    >>> pool, _ = load_demo()
    >>> pool.peer("P001"), pool.peer("P001").max_per_year
    (Peer(peer_id='P001'), 2)
    """

    peer_id: str
    name: str | None
    organisation_id: str | None
    roles: tuple[str, ...]
    trained: bool
    active: bool
    political_group: str | None
    challenges_done: int | None
    max_per_year: int
    declared_on: date | None
    levels: Mapping[str, int]
    attributes: Mapping[str, tuple[str, ...]]

    def __repr__(self) -> str:
        """Return the id, the only thing that may be shown."""
        return f"Peer(peer_id={self.peer_id!r})"

    @classmethod
    def of(cls, peers: Peers, organisations: Organisations, peer_id: str) -> Peer:
        """Return one peer of the table; see `Pool.peer`."""
        (place,) = peers.places([peer_id]).tolist()
        organisation = int(peers.organisation[place])
        declared_on = None if peers.declared_on is None else to_date(int(peers.declared_on[place]))
        return cls(
            peer_id=peer_id,
            name=None if peers.names is None else peers.names.value(place),
            organisation_id=None if organisation < 0 else organisations.ids[organisation],
            roles=peers.roles.value(place) or (),
            trained=bool(peers.trained[place]),
            active=bool(peers.active[place]),
            political_group=peers.political_group.value(place),
            challenges_done=None if peers.challenges_done is None else int(peers.challenges_done[place]),
            max_per_year=int(peers.max_per_year[place]),
            declared_on=declared_on,
            levels={theme: int(levels[place]) for theme, levels in peers.levels.items()},
            attributes={name: column.value(place) or () for name, column in peers.attributes.items()},
        )
