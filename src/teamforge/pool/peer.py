"""One peer as a strict, frozen record that shows only its id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from teamforge.errors import Fault, InputError
from teamforge.pool.cells import ATTRIBUTE, MOST, PRIVATE_TEXT, ROLES, Reader
from teamforge.pool.columns import Organisations, Peers
from teamforge.pool.schema import LEVEL, PEERS, THEME
from teamforge.spec.dates import to_date
from teamforge.spec.vocabulary import fold_heading


def _as_it_is(value: object) -> object:
    return value


def _cell(reader: Reader[Any], blank: object = None, value_of: Callable[[Any], object] = _as_it_is) -> BeforeValidator:
    """Return a validator that reads a text like a cell of the table and leaves any other value alone."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        found = reader.read(value.strip()) if value.strip() else None
        return blank if not value.strip() else value if found is None else value_of(found)

    return BeforeValidator(read)


def _of(name: str, value_of: Callable[[Any], object] = _as_it_is) -> BeforeValidator:
    """Return a validator for the cells of a column of numbers, dates or booleans."""
    return _cell(PEERS[name].reader, value_of(PEERS[name].blank), value_of)


_Text = Annotated[str | None, _cell(PRIVATE_TEXT)]
_Count = Field(ge=0, le=MOST)
_Level = Annotated[int, Field(ge=0, le=4), _cell(LEVEL, 0)]


class Peer(BaseModel):
    """
    One peer of a pool.

    `Pool.peer` returns one; `Peer.from_cells` reads one from the cells of a row. Its `repr` shows only the id.

    Examples
    --------
    >>> peer = Peer.from_cells({"peer_id": "P1", "name": "Jane", "roles": "VCS_leader", "theme:prevention": "3"})
    >>> peer, peer.roles, peer.levels, peer.max_per_year
    (Peer(peer_id='P1'), ('vcs_leader',), {'prevention': 3}, 1)
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)

    peer_id: Annotated[str, Field(min_length=1), _cell(PEERS["peer_id"].reader)]
    name: _Text = None
    organisation_id: Annotated[str | None, _cell(PEERS["organisation_id"].reader)] = None
    roles: Annotated[tuple[str, ...], Field(min_length=1), _cell(ROLES)]
    trained: Annotated[bool, _of("trained", bool)] = True
    active: Annotated[bool, _of("active", bool)] = True
    political_group: Annotated[str | None, _cell(PEERS["political_group"].reader)] = None
    challenges_done: Annotated[int | None, _Count, _of("challenges_done")] = None
    max_per_year: Annotated[int, _Count, _of("max_per_year")] = 1
    declared_on: Annotated[date | None, _of("declared_on", to_date)] = None
    levels: Mapping[str, _Level] = {}
    attributes: Mapping[str, tuple[str, ...]] = {}

    @classmethod
    def from_cells(cls, cells: Mapping[str, str]) -> Peer:
        """
        Return the peer that the cells of one row of `peers` describe, keyed by column name.

        Raises
        ------
        InputError
            If a cell is at fault; all faults are listed, without the cells' contents.
        """
        given: dict[str, Any] = {"levels": {}, "attributes": {}}
        for header, text in cells.items():
            name = fold_heading(header)
            if name.startswith(THEME):
                given["levels"][name.removeprefix(THEME).strip()] = text
            elif name not in PEERS:
                given["attributes"][name] = ATTRIBUTE.read(text) or ()
            elif not PEERS[name].for_papers:
                given[name] = text
        faults: list[Fault] = []
        try:
            return cls(**given)
        except ValidationError as error:
            for item in error.errors(include_url=False, include_context=False, include_input=False):
                field, *place = (str(part) for part in item["loc"])
                column = THEME + place[0] if field == "levels" else field
                expected = LEVEL.expected if field == "levels" else PEERS[field].reader.expected
                faults.append(Fault("peers", None, column, None, expected))
        # Outside the except clause, so that the error carries no cell.
        raise InputError(faults)

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

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        """Yield the id, the only thing that may be shown."""
        yield "peer_id", self.peer_id
