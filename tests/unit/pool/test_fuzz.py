"""Whatever is in the tables, reading them gives a pool or an `InputError`, and never another error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.errors import Fault, InputError
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool
from teamforge.spec.vocabulary import TABLES

from .valid import VALID, valid, write_csv

TEXTS = st.one_of(
    st.sampled_from(sorted({text for table in VALID.values() for row in table for text in row.values()})),
    st.sampled_from(
        ["", ";", "-1", "1e400", "2027-02-30", "0000-01-01", "9999-12-31", "nan", "\u200b", "٣", "1" * 5000]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8),
)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4), st.dates(), st.datetimes()
)
COLUMNS = sorted({name for table in VALID.values() for name in table[0]})


@pytest.fixture(scope="class")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for one example of a test after the other; outside a class, each test has its own."""
    return tmp_path_factory.mktemp("fuzz")


def outcome(read: Callable[[], Pool]) -> Pool | tuple[Fault, ...]:
    """The pool, or the faults; any other error fails the test."""
    try:
        return read()
    except InputError as error:
        return error.faults


def by_name(tables: Mapping[str, Any]) -> Pool:
    """The pool of some tables as data frames, the peers among them or not."""
    return Pool.from_frames(**{"peers": None} | {name: pd.DataFrame(table) for name, table in tables.items()})


def sound(found: Pool | tuple[Fault, ...]) -> bool:
    """Whether it is a pool; faults must say what was expected."""
    if isinstance(found, Pool):
        return True
    assert found
    assert all(fault.table and fault.expected and str(fault) for fault in found)
    return False


@given(data=st.data())
def test_changed_cells(data: st.DataObject, folder: Path) -> None:
    tables = valid()
    for _ in range(data.draw(st.integers(1, 4))):
        table = tables[data.draw(st.sampled_from(list(tables)))]
        row = data.draw(st.sampled_from(table))
        row[data.draw(st.sampled_from(sorted(row)))] = data.draw(TEXTS)
    by_frames = outcome(
        lambda: Pool.from_frames(**{"peers": None} | {name: pd.DataFrame(table) for name, table in tables.items()})
    )
    write_csv(folder, tables)
    by_files = outcome(lambda: read_pool(folder))
    assert sound(by_frames) == sound(by_files)
    if not isinstance(by_frames, Pool) and not isinstance(by_files, Pool):
        # Rows are counted in another way, and nothing else differs.
        assert [replace(fault, row=None, mend="") for fault in by_frames] == [
            replace(fault, row=None, mend="") for fault in by_files
        ]


@given(raw=st.dictionaries(st.sampled_from(TABLES), st.binary(max_size=100), min_size=1))
def test_any_bytes_as_files(raw: dict[str, bytes], folder: Path) -> None:
    for name in TABLES:
        (folder / f"{name}.csv").write_bytes(raw.get(name, b""))
    sound(outcome(lambda: read_pool(folder)))


@given(
    frames=st.dictionaries(
        st.sampled_from(TABLES),
        st.dictionaries(
            st.one_of(st.sampled_from(COLUMNS), st.text(max_size=3)), st.lists(VALUES, min_size=3, max_size=3)
        ),
    )
)
def test_any_frames(frames: dict[str, dict[str, list[object]]]) -> None:
    sound(
        outcome(
            lambda: Pool.from_frames(
                **{"peers": None} | {name: pd.DataFrame(columns) for name, columns in frames.items()}
            )
        )
    )
