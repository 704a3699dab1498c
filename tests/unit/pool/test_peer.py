"""One peer as a record, and that it reads a row as the whole table is read."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from teamforge.demo import load_demo
from teamforge.errors import InputError
from teamforge.pool import Pool
from teamforge.pool.cells import ATTRIBUTE
from teamforge.pool.peer import Peer
from teamforge.pool.schema import LEVEL, PEERS, THEME
from teamforge.spec.dates import to_date
from teamforge.spec.vocabulary import fold_heading

from .valid import VALID, pool_of, valid


def test_a_peer_of_a_pool(tmp_path: Path) -> None:
    pool = pool_of(tmp_path, valid())
    assert pool.peer("P1") == Peer(
        peer_id="P1",
        name="Jane Null",
        organisation_id="E1",
        roles=("chief_executive", "vcs_leader"),
        trained=True,
        active=True,
        political_group=None,
        challenges_done=0,
        max_per_year=1,
        declared_on=date(2026, 4, 1),
        levels={"prevention": 4, "shared purpose": 0},
        attributes={"languages": ("welsh", "urdu")},
    )


def test_an_unknown_peer_is_told_with_the_closest_id(tmp_path: Path) -> None:
    pool = pool_of(tmp_path, valid())
    with pytest.raises(KeyError, match=r"no peer has the id 'p1', did you mean 'P1'\?"):
        pool.peer("p1")


def test_a_text_is_no_list_of_ids(tmp_path: Path) -> None:
    """Its letters may well be ids."""
    pool = pool_of(tmp_path, valid())
    with pytest.raises(TypeError, match=r"as a list of ids: \['P1'\]"):
        pool.peers.places("P1")


def test_a_peer_cannot_be_changed(tmp_path: Path) -> None:
    with pytest.raises(FrozenInstanceError):
        pool_of(tmp_path, valid()).peer("P1").name = "y"  # type: ignore[misc]


PEER_CELLS = {name: sorted({row[name] for row in VALID["peers"]}) for name in VALID["peers"][0]}
OTHERS = ["", " ", ";", "1", "0", "4", "5", "-1", "+2", "3.0", "3.", ".0", "1.5", "1e0", "1000000", "1000001", "9" * 20]
OTHERS += [
    "TRUE",
    "oui",
    "1.0",
    "2026-02-29",
    "28/02/2026",
    "1/2/2026",
    "2026-1-1",
    "46115",
    "a;B; a ;2.0",
    "\u00a0x",
    "٣",
]


@st.composite
def cells_of_a_peer(draw: st.DrawFn) -> dict[str, str]:
    """Any row of peers, most cells of it sound."""
    row = {}
    for name, sound in PEER_CELLS.items():
        if name in {"peer_id", "roles"} or draw(st.integers(0, 9)):
            row[name] = draw(st.sampled_from(sound if draw(st.integers(0, 5)) else OTHERS))
    for name in ("levels", "attributes"):  # columns that have the names of fields
        if draw(st.booleans()):
            row[name] = draw(st.sampled_from(OTHERS))
    return row


MISSING = {
    **dict.fromkeys(("name", "organisation_id", "political_group", "challenges_done", "declared_on")),
    "trained": True,
    "active": True,
    "max_per_year": 1,
}
"""What a missing column of `peers` says about a peer."""
BLANK = {**MISSING, "trained": False, "active": False, "challenges_done": 0}
"""What a blank cell says."""


def cell_by_cell(row: dict[str, str]) -> Peer | set[str | None]:
    """Return the peer that a row describes, each cell read by itself, or the columns at fault."""
    read: dict[str, Any] = {**MISSING, "levels": {}, "attributes": {}}
    faults: set[str | None] = set()
    for heading, cell in row.items():
        name, text = fold_heading(heading).replace(f"{THEME} ", THEME), cell.strip()
        reader = LEVEL if name.startswith(THEME) else PEERS[name].reader if name in PEERS else ATTRIBUTE
        value: Any = reader.read(text) if text else None
        if value is None and (text or (name in PEERS and PEERS[name].filled)):
            faults.add(name)
        elif name.startswith(THEME):
            read["levels"][name.removeprefix(THEME)] = value or 0
        elif name not in PEERS:
            read["attributes"][name] = value or ()
        else:
            read[name] = value if text else BLANK[name]
    if read["declared_on"] is not None:
        read["declared_on"] = to_date(read["declared_on"])
    return faults or Peer(**read)


@given(row=cells_of_a_peer())
def test_one_row_is_read_as_the_whole_table_is(row: dict[str, str]) -> None:
    """The vectorised reading and the record agree on the values, or on the columns at fault."""
    assume(any(cell.strip() for cell in row.values()))  # a blank row is no row
    whole: Peer | set[str | None]
    try:
        whole = Pool.from_frames(peers=pd.DataFrame([row])).peer(row["peer_id"].strip())
    except InputError as error:
        whole = {fault.column for fault in error.faults}
    assert cell_by_cell(row) == whole


def test_a_pool_is_iterated_over_its_peers() -> None:
    """In the order of the table, each as `Pool.peer` returns it."""
    pool, _ = load_demo()
    assert [peer.peer_id for peer in pool] == pool.peers.ids[:].tolist()
    assert next(iter(pool)) == pool.peer("P001")
