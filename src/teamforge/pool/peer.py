"""One peer as a record: strict and frozen, and shown by id alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from teamforge.errors import Fault, InputError
from teamforge.pool.columns import Organisations, Peers
from teamforge.pool.schema import LEVEL, SCHEMA, THEME
from teamforge.spec.dates import parse_day, to_date
from teamforge.spec.vocabulary import fold, fold_attribute, fold_heading

__all__ = ["Peer"]

_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
_COLUMNS = {column.name: column for column in SCHEMA["peers"]}
_LONGEST_NUMBER = 20


def _blank_as_none(value: object) -> object:
    return (value.strip() or None) if isinstance(value, str) else value


def _folded(value: object) -> object:
    return (fold(value) or None) if isinstance(value, str) else value


def _truth(value: object) -> object:
    return _TRUTHS.get(fold_attribute(value), value) if isinstance(value, str) else value


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    number = parse_day(value.strip())
    return value if number is None else to_date(number)


def _number(value: object) -> object:
    if not isinstance(value, str):
        return value
    head, _, zeros = value.strip().partition(".")
    digits = head[1:] if head[:1] in {"+", "-"} else head
    plain = digits.isascii() and digits.isdigit() and len(digits) < _LONGEST_NUMBER and not zeros.strip("0")
    return int(head) if plain else value


def _roles(value: object) -> object:
    return _parts(value.split(";"), fold) if isinstance(value, str) else value


def _parts(texts: list[str], comparable: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for text in texts if (word := comparable(text))))


_Name = Annotated[str | None, BeforeValidator(_blank_as_none)]
_Count = Annotated[int, Field(ge=0, le=1_000_000), BeforeValidator(_number)]
_Level = Annotated[int, Field(ge=0, le=4), BeforeValidator(_number)]
_Flag = Annotated[bool, BeforeValidator(_truth)]


class Peer(BaseModel):
    """
    One peer of a pool.

    `Pool.peer` returns one; `Peer.from_cells` reads one from the cells of a row. Its text shows the id alone.

    Examples
    --------
    >>> peer = Peer.from_cells({"peer_id": "P1", "name": "Jane", "roles": "VCS_leader", "theme:prevention": "3"})
    >>> peer, peer.roles, peer.levels, peer.max_per_year
    (Peer(peer_id='P1'), ('vcs_leader',), {'prevention': 3}, 1)
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)

    peer_id: Annotated[str, Field(min_length=1), BeforeValidator(_blank_as_none)]
    name: _Name = None
    organisation_id: _Name = None
    roles: Annotated[tuple[str, ...], Field(min_length=1), BeforeValidator(_roles)]
    trained: _Flag = True
    active: _Flag = True
    political_group: Annotated[str | None, BeforeValidator(_folded)] = None
    challenges_done: _Count | None = None
    max_per_year: _Count = 1
    declared_on: Annotated[date | None, BeforeValidator(_day)] = None
    levels: Mapping[str, _Level] = {}
    attributes: Mapping[str, tuple[str, ...]] = {}

    @classmethod
    def from_cells(cls, cells: Mapping[str, str]) -> Peer:
        """
        Return the peer that the cells of one row of `peers` describe, each under its column's name.

        Raises
        ------
        InputError
            If a cell is at fault; all are listed, none of them is shown.
        """
        given: dict[str, Any] = {"levels": {}, "attributes": {}}
        for header, text in cells.items():
            column = fold_heading(header)
            if column.startswith(THEME):
                given["levels"][column.removeprefix(THEME).strip()] = text if text.strip() else 0
            elif column not in _COLUMNS:
                given["attributes"][column] = _parts(text.split(";"), fold_attribute)
            elif text.strip() or column not in {"challenges_done", "max_per_year"}:
                given[column] = text
            else:
                given[column] = 0 if column == "challenges_done" else 1
        faults: list[Fault] = []
        try:
            return cls(**given)
        except ValidationError as error:
            for item in error.errors(include_url=False, include_context=False, include_input=False):
                field, *place = (str(part) for part in item["loc"])
                column = THEME + place[0] if field == "levels" else field
                expected = LEVEL.expected if field == "levels" else _COLUMNS[field].reader.expected
                faults.append(Fault("peers", None, column, None, expected))
        # Outside the except clause, so that no cell hangs on the error.
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
        """Yield what may be shown: the id."""
        yield "peer_id", self.peer_id
