"""Every fault of the six tables: where it is, what is shown of it, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from teamforge.errors import Fault, InputError
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool, read_pool_with_faults

from .valid import Tables, faults_of, valid, write_csv

Place = tuple[str, int | None, str | None, str | None]


def place(fault: Fault) -> Place:
    """Where a fault is, and the value it shows."""
    return fault.table, fault.row, fault.column, fault.value


def cell(table: str, row: int, column: str, text: str) -> Callable[[Tables], None]:
    """Set a cell; rows count from 2 as the user does."""

    def change(tables: Tables) -> None:
        tables[table][row - 2][column] = text

    return change


DAY = "a date such as 2027-01-31 or 31/01/2027"
CELLS = [
    # table, row, column, text, shown, expected, mend
    ("peers", 3, "peer_id", "", None, "an id", "fill in the blank cell"),
    (
        "peers",
        3,
        "organisation_id",
        "E9",
        "E9",
        "the id of an organisation of the table organisations",
        "add it to the table organisations",
    ),
    ("peers", 3, "organisation_id", "zebra", "zebra", "the id of an organisation", "add it to the table organisations"),
    ("peers", 3, "organisation_id", "e1", "e1", "the id of an organisation", "did you mean 'E1'?"),
    ("peers", 3, "roles", "", None, "role types, separated by semicolons", "fill in the blank cell"),
    ("peers", 3, "roles", " ; ", None, "role types, separated by semicolons", "say what the peer is trained for"),
    ("peers", 3, "trained", "treu", "treu", "true or false, yes or no, 1 or 0", "did you mean 'true'?"),
    ("peers", 3, "active", "2", "2", "true or false, yes or no, 1 or 0", "write yes or no"),
    ("peers", 3, "challenges_done", "-1", "-1", "a whole number from 0 to 1,000,000", "correct the number"),
    ("peers", 3, "challenges_done", "1.5", "1.5", "a whole number from 0 to 1,000,000", "correct the number"),
    ("peers", 3, "max_per_year", "1000001", "1000001", "a whole number from 0 to 1,000,000", "correct the number"),
    ("peers", 3, "max_per_year", "9" * 99, "9" * 60 + "…", "a whole number from 0 to 1,000,000", "correct the number"),
    ("peers", 3, "max_per_year", "inf", "inf", "a whole number from 0 to 1,000,000", "correct the number"),
    ("peers", 3, "max_per_year", "1e1", "1e1", "a whole number from 0 to 1,000,000", "correct the number"),
    ("peers", 3, "max_per_year", "٣", "٣", "a whole number from 0 to 1,000,000", "correct the number"),
    ("peers", 3, "theme:Prevention", "5", "5", "a whole number from 0 to 4", "correct the number"),
    ("peers", 3, "theme:Prevention", "-1", "-1", "a whole number from 0 to 4", "correct the number"),
    ("peers", 3, "theme: Shared Purpose", "expert", "expert", "a whole number from 0 to 4", "correct the number"),
    ("peers", 3, "declared_on", "31/13/2026", "31/13/2026", DAY, "write the date as year-month-day"),
    ("peers", 3, "declared_on", "1/2/27", "1/2/27", DAY, "write the year with four digits"),
    ("peers", 3, "declared_on", "46115", "46115", DAY, "format the cell as a date"),
    ("peers", 3, "declared_on", "2026-01-01 09:00", "2026-01-01 09:00", DAY, "leave out the time of day"),
    ("peers", 3, "declared_on", "01-02-2027", "01-02-2027", DAY, "write the date as year-month-day"),
    ("availability", 3, "peer_id", "", None, "an id", "fill in the blank cell"),
    ("availability", 3, "peer_id", "P4", "P4", "the id of a peer of the table peers", "add it to the table peers"),
    ("availability", 3, "peer_id", "7", "7", "the id of a peer of the table peers", "did you mean '007'?"),
    ("availability", 3, "start", "", None, DAY, "fill in the blank cell"),
    ("availability", 3, "end", "", None, DAY, "fill in the blank cell"),
    (
        "availability",
        3,
        "end",
        "2027-01-04",
        "2027-01-04",
        "a date not before the start 05/01/2027",
        "swap or correct them",
    ),
    ("availability", 3, "status", "", None, "one of available, unavailable, tentative", "fill in the blank cell"),
    ("availability", 3, "status", "availble", "availble", "one of available,", "did you mean 'available'?"),
    ("organisations", 3, "organisation_id", "", None, "an id", "fill in the blank cell"),
    ("relations", 3, "source", "", None, "an id", "fill in the blank cell"),
    ("relations", 3, "source", "E3", "E3", "the id of an organisation", "add it to the table organisations"),
    ("relations", 3, "kind", "", None, "one of part_of, predecessor_of,", "fill in the blank cell"),
    ("relations", 3, "kind", "neighbor_of", "neighbor_of", "one of part_of,", "did you mean 'neighbour_of'?"),
    ("relations", 3, "target", "", None, "an id", "fill in the blank cell"),
    ("relations", 3, "target", "E1", "E1", "another organisation than the source", "correct or delete the row"),
    ("relations", 3, "start", "soon", "soon", DAY, "write the date as year-month-day"),
    ("relations", 3, "end", "2019-12-31", "2019-12-31", "a date not before the start 2020-01-01", "swap or correct"),
    ("interests", 2, "peer_id", "", None, "an id", "fill in the blank cell"),
    ("interests", 2, "peer_id", "p1", "p1", "the id of a peer", "did you mean 'P1'?"),
    ("interests", 2, "kind", "", None, "one of employment,", "fill in the blank cell"),
    ("interests", 2, "kind", "employmnt", "employmnt", "one of employment,", "did you mean 'employment'?"),
    (
        "interests",
        2,
        "kind",
        "business",
        "business",
        "with an organisation one of employment,",
        "the kind or the target",
    ),
    ("interests", 5, "kind", "financial", "financial", "with a peer one of family,", "the kind or the target"),
    ("interests", 2, "organisation_id", "", None, "an organisation_id or an other_peer_id", "fill in one of them"),
    ("interests", 2, "organisation_id", "E5", "E5", "the id of an organisation", "add it to the table organisations"),
    ("interests", 2, "other_peer_id", "P3", "P3", "either an organisation_id or an other_peer_id", "blank one of them"),
    (
        "interests",
        5,
        "other_peer_id",
        "P1",
        "P1",
        "another peer than the one who declares",
        "correct or delete the row",
    ),
    ("interests", 5, "other_peer_id", "P8", "P8", "the id of a peer", "add it to the table peers"),
    ("interests", 2, "start", "2020-02-30", "2020-02-30", DAY, "write the date as year-month-day"),
    ("interests", 2, "end", "2019-01-01", "2019-01-01", "a date not before the start 2020-01-01", "swap or correct"),
    ("interests", 3, "end", "2019-01-01", "2019-01-01", "a date not before the start 2020-01-01", "swap or correct"),
    ("engagements", 2, "peer_id", "", None, "an id", "fill in the blank cell"),
    ("engagements", 2, "peer_id", "P9", "P9", "the id of a peer", "add it to the table peers"),
    ("engagements", 2, "host_organisation_id", "", None, "an id", "fill in the blank cell"),
    (
        "engagements",
        2,
        "host_organisation_id",
        "E9",
        "E9",
        "the id of an organisation",
        "add it to the table organisations",
    ),
    ("engagements", 2, "start", "", None, DAY, "fill in the blank cell"),
    ("engagements", 2, "end", "", None, DAY, "fill in the blank cell"),
    ("engagements", 2, "end", "2024-12-31", "2024-12-31", "a date not before the start 2025-01-01", "swap or correct"),
    ("engagements", 2, "status", "", None, "one of done, confirmed, proposed, cancelled", "fill in the blank cell"),
    ("engagements", 2, "status", "canceled", "canceled", "one of done,", "did you mean 'cancelled'?"),
]


@pytest.mark.parametrize(("table", "row", "column", "text", "shown", "expected", "mend"), CELLS)
def test_a_bad_cell_is_one_fault(  # noqa: PLR0913, PLR0917 -- a column of the list above each
    tmp_path: Path, table: str, row: int, column: str, text: str, shown: str | None, expected: str, mend: str
) -> None:
    tables = valid()
    cell(table, row, column, text)(tables)
    faults = [fault for fault in faults_of(tmp_path, tables) if fault.table == table]
    assert [place(fault) for fault in faults] == [(table, row, column.replace(": ", ":").lower(), shown)]
    assert expected in faults[0].expected
    assert mend in faults[0].mend


@pytest.mark.parametrize(("table", "column"), [("peers", "peer_id"), ("organisations", "organisation_id")])
def test_a_repeated_id_is_a_fault_of_every_row_but_the_first(tmp_path: Path, table: str, column: str) -> None:
    tables = valid()
    first = tables[table][0][column]
    tables[table] += [dict(tables[table][0]), {**tables[table][0], column: f" {first} "}]
    faults = faults_of(tmp_path, tables)
    assert [place(fault) for fault in faults] == [(table, 5, column, first), (table, 6, column, first)]
    assert [(fault.expected, fault.mend) for fault in faults] == [("an id used once", "row 2 has it too")] * 2


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("peers", "peer_id"), ("peers", "roles")),
        *(("availability", column) for column in ("peer_id", "start", "end", "status")),
        ("organisations", "organisation_id"),
        *(("relations", column) for column in ("source", "kind", "target")),
        *(("interests", column) for column in ("peer_id", "kind")),
        *(("engagements", column) for column in ("peer_id", "host_organisation_id", "start", "end", "status")),
    ],
)
def test_a_missing_required_column_is_one_fault(tmp_path: Path, table: str, column: str) -> None:
    tables = valid()
    for row in tables[table]:
        del row[column]
    fault, *others = faults_of(tmp_path, tables)
    assert (place(fault), others) == ((table, None, column, None), [])
    assert fault.expected == "this column, which is required"


def test_a_misspelt_required_column_is_named(tmp_path: Path) -> None:
    tables = valid()
    tables["peers"] = [
        {name.replace("peer_id", "PeerID"): text for name, text in row.items()} for row in tables["peers"]
    ]
    (fault,) = faults_of(tmp_path, tables)
    assert (fault.column, fault.mend) == ("peer_id", "rename the column 'peerid'")


def test_interests_without_any_column_of_targets_are_one_fault(tmp_path: Path) -> None:
    tables = valid()
    for row in tables["interests"]:
        del row["organisation_id"], row["other_peer_id"]
    (fault,) = faults_of(tmp_path, tables)
    assert place(fault) == ("interests", None, "organisation_id", None)


def test_themes_need_a_name_and_stand_once(tmp_path: Path) -> None:
    tables = valid()
    tables["peers"] = [
        {**row, "theme: ": "1", "THEME:PREVENTION ": "2", "theme:  prevention": ""} for row in tables["peers"]
    ]
    faults = faults_of(tmp_path, tables)
    assert sorted((fault.row or 0, fault.column, fault.expected) for fault in faults) == [
        (0, "theme:", "the name of a theme"),
        (0, "theme:prevention", "each theme once"),
        (1, "theme:prevention", "each column once"),
    ]


def test_missing_peers_are_one_fault(tmp_path: Path) -> None:
    tables = valid()
    del tables["peers"]
    (fault,) = faults_of(tmp_path, tables)
    assert place(fault) == ("peers", None, None, None)
    assert "peers.csv" in fault.mend
    with pytest.raises(InputError) as caught:
        Pool.from_frames(peers=None)
    assert "frame" in caught.value.faults[0].mend


def test_unreadable_peers_make_no_faults_elsewhere(tmp_path: Path) -> None:
    write_csv(tmp_path, valid())
    (tmp_path / "peers.csv").write_bytes(b"peer_id;roles\n")
    pool, faults = read_pool_with_faults(tmp_path)
    assert (pool, [fault.table for fault in faults]) == (None, ["peers"])


def test_unreadable_organisations_make_no_faults_elsewhere(tmp_path: Path) -> None:
    write_csv(tmp_path, valid())
    (tmp_path / "organisations.csv").write_bytes(b"\xff\xff")
    pool, faults = read_pool_with_faults(tmp_path)
    assert pool is not None
    assert [fault.table for fault in faults] == ["organisations"]


def test_a_path_that_does_not_exist_is_the_only_fault(tmp_path: Path) -> None:
    pool, faults = read_pool_with_faults(tmp_path / "absent")
    assert (pool, [fault.table for fault in faults]) == (None, ["pool"])


def test_a_ragged_row_makes_no_faults_elsewhere(tmp_path: Path) -> None:
    folder = write_csv(tmp_path, valid())
    path = folder / "peers.csv"
    path.write_text(path.read_text("utf-8").replace("\nP3,", "\nP3,too,many,"), "utf-8")
    with pytest.raises(InputError) as caught:
        read_pool(folder)
    assert [place(fault) for fault in caught.value.faults] == [("peers", 4, None, None)]


def test_frames_of_no_table_are_faults() -> None:
    peers = pd.DataFrame({"peer_id": ["P1"], "roles": ["vcs_leader"]})
    with pytest.raises(InputError) as caught:
        Pool.from_frames(peers=peers, avaliability=peers)
    (fault,) = caught.value.faults
    assert (fault.value, fault.mend) == ("avaliability", "did you mean 'availability'?")


def test_all_faults_of_all_tables_come_at_once_in_order(tmp_path: Path) -> None:
    tables = valid()
    for table, row, column, text in (
        ("engagements", 3, "status", "booked"),
        ("interests", 6, "kind", "job"),
        ("relations", 2, "target", "E1"),
        ("organisations", 3, "organisation_id", ""),
        ("availability", 4, "start", "tomorrow"),
        ("peers", 4, "max_per_year", "many"),
        ("peers", 4, "roles", ""),
        ("peers", 2, "theme:Prevention", "11"),
    ):
        cell(table, row, column, text)(tables)
    places = [place(fault)[:3] for fault in faults_of(tmp_path, tables)]
    assert places == [
        ("peers", 2, "theme:prevention"),
        ("peers", 4, "organisation_id"),
        ("peers", 4, "roles"),
        ("peers", 4, "max_per_year"),
        ("availability", 4, "start"),
        ("organisations", 3, "organisation_id"),
        ("relations", 2, "target"),
        ("relations", 3, "target"),
        ("interests", 3, "organisation_id"),
        ("interests", 4, "organisation_id"),
        ("interests", 6, "kind"),
        ("interests", 6, "organisation_id"),
        ("engagements", 2, "host_organisation_id"),
        ("engagements", 3, "status"),
    ]


def test_the_pool_in_a_folder_of_the_folder_is_named(tmp_path: Path) -> None:
    """As `teamforge generate` leaves it, whose other tables come first in the alphabet."""
    (tmp_path / "pool").mkdir()
    for name in ("availability", "engagements", "interests", "peers"):
        (tmp_path / "pool" / f"{name}.csv").write_text("peer_id\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_pool(tmp_path)
    (fault,) = caught.value.faults
    assert "the folder 'pool' is not read: give its path if that is the pool, or put 'peers.csv'" in str(fault.mend)


def test_ten_thousand_bad_cells_are_ten_thousand_faults() -> None:
    count = 10_000
    peers = pd.DataFrame(
        {"peer_id": [f"P{number}" for number in range(count)], "roles": "x", "theme:a": range(9, count + 9)}
    )
    free = pd.DataFrame({"peer_id": [f"Q{number}" for number in range(count)], "start": "x", "end": "", "status": "y"})
    with pytest.raises(InputError) as caught:
        Pool.from_frames(peers=peers, availability=free)
    assert len(caught.value.faults) == 5 * count
    assert caught.value.faults[0].row == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("peer.csv", "; the file 'peer.csv' is ignored: it has the name of no table; did you mean 'peers'?"),
        ("pool/peers.csv", "; the folder 'pool' is not read: put 'peers.csv' beside the others, if they belong to"),
        ("zebra.csv", "or a sheet named peers"),
    ],
)
def test_where_the_peers_are_missing_what_may_be_them_is_named(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("peer_id,roles\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_pool(tmp_path)
    (fault,) = caught.value.faults
    assert fault.expected == "the table peers, which is required"
    assert told in fault.mend
    assert ("zebra" in fault.mend) is False
