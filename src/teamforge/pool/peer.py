"""One peer as a frozen record that shows only its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from teamforge.pool.columns import Organisations, Peers
from teamforge.spec.dates import to_date


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
