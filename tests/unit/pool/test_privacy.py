"""No error, warning or repr shows what is private: names, notes, political groups and free attributes."""

from __future__ import annotations

import pickle
import traceback
from pathlib import Path

import pytest

from teamforge.errors import InputError
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool

from .valid import pool_of, valid, write_csv

CANARY = "Canary-7391"
PRIVATE = [("peers", "name"), ("peers", "political_group"), ("peers", "Languages"), ("interests", "note")]


def test_a_repr_shows_no_cell(tmp_path: Path) -> None:
    tables = valid()
    for table, column in PRIVATE:
        for row in tables[table]:
            row[column] = CANARY
    pool = pool_of(tmp_path, tables)
    shown = [repr(pool), str(pool), repr(pool.peers), repr(pool.peer("P1")), str(pool.peer("P1")), *pool.warnings]
    assert CANARY.casefold() not in " ".join(shown).casefold()
    assert repr(pool.peer("P1")) == "Peer(peer_id='P1')"


def test_no_error_shows_a_private_cell(tmp_path: Path) -> None:
    tables = valid()
    for table, column in PRIVATE:
        for row in tables[table]:
            row[column] = CANARY
    # Everything else is at fault.
    for rows in tables.values():
        for cells in rows:
            for column in set(cells) - {column for _, column in PRIVATE} - {"region", "kind", "political_control"}:
                cells[column] = "bad"
    folder = write_csv(tmp_path, tables)
    with (folder / "peers.csv").open("a", encoding="utf-8") as file:
        file.write(f"P9,{CANARY}\n")
    with pytest.raises(InputError) as caught:
        read_pool(folder)
    error = caught.value
    assert len(error.faults) > 20
    shown = [str(error), repr(error), *map(repr, error.faults), *traceback.format_exception(error)]
    assert CANARY not in " ".join(shown)
    assert CANARY.encode() not in pickle.dumps(error)


@pytest.mark.parametrize("raw", [b"\xff", b'"', b"\0"])
def test_no_unreadable_file_is_shown(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "peers.csv").write_bytes(
        b"peer_id,name\nP1," + CANARY.encode() + b"\n" + raw + CANARY.encode() + b",x\n"
    )
    with pytest.raises(InputError) as caught:
        read_pool(tmp_path)
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert CANARY not in "".join(traceback.format_exception(error))


def test_what_is_no_frame_is_not_shown() -> None:
    with pytest.raises(InputError) as caught:
        Pool.from_frames(peers=[CANARY])
    assert caught.value.__context__ is None
    assert CANARY not in "".join(traceback.format_exception(caught.value))
