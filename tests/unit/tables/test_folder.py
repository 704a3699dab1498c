"""What lies in a folder of tables is read, or said not to be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.tables.folder import look_into
from teamforge.tables.source import read_path

NAMES = ("peers", "availability", "interests", "availability_poll")

SUFFIXES = st.sampled_from(
    [".csv", ".parquet", ".txt", ".tsv", ".csv.txt", ".csv.gz", ".xlsx", ".ods", ".v2.csv", ".json", "", ".d", ".csv.d"]
)
WAYS = st.sampled_from([str.lower, str.upper, str.title, lambda name: f" {name} ", lambda name: name.replace("_", "-")])
AROUND = st.sampled_from([("", ""), (".", ""), ("~$", ""), ("", "~"), ("", ".bak"), ("", ".BAK"), ("", ".lock")])


@given(
    name=st.sampled_from([*NAMES, "interests (1)", "zebra"]),
    way=WAYS,
    suffix=SUFFIXES,
    around=AROUND,
    place=st.sampled_from(["beside", "below", "as a folder"]),
)
def test_what_looks_like_a_table_is_read_or_said_not_to_be(
    tmp_path_factory: pytest.TempPathFactory, name: str, way: object, suffix: str, around: tuple[str, str], place: str
) -> None:
    folder = tmp_path_factory.mktemp("pool")
    assert callable(way)
    stem = way(name)
    called = f"{around[0]}{stem}{suffix}{around[1]}"
    path = folder / "below" / called if place == "below" else folder / called
    path.parent.mkdir(exist_ok=True)
    if place == "as a folder":
        path.mkdir()
    else:
        path.write_text("peer_id\n", "utf-8")
    found = look_into(folder, NAMES)
    outcome = len(found.tables), len(found.refused), len(found.warnings)
    is_table = stem.strip().lower() in NAMES
    if around != ("", ""):
        assert outcome == (0, 0, 0)
    elif place == "below":
        assert outcome == (0, 0, int(is_table))
    elif is_table and place == "beside" and suffix in {".csv", ".parquet"}:
        assert outcome == (1, 0, 0)
    elif is_table:
        assert outcome == (0, 1, 0)
        assert found.refused[0].table == stem.strip().lower()
    else:
        assert outcome == (0, 0, int(place == "beside"))


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            ["interests.csv.txt"],
            "found 'interests.csv.txt', expected a .csv or .parquet file; save it as interests.csv",
        ),
        (["Interests.XLSX"], "found 'Interests.XLSX', expected a .csv or .parquet file; save it as interests.csv"),
        (
            ["interests.csv/a"],
            "expected a .csv or .parquet file, and it is a folder; put a file interests.csv in its place, or give",
        ),
        (["interests.csv", "interests.parquet"], "each table once; keep one of interests.csv, interests.parquet"),
        (["interests.csv", "interests.old.csv"], "found 'interests.old.csv', expected a .csv or .parquet file"),
        (["availability_poll.tsv"], "found 'availability_poll.tsv', expected a .csv or .parquet file"),
    ],
)
def test_a_file_with_the_name_of_a_table_that_is_not_read_is_a_fault(
    tmp_path: Path, files: list[str], told: str
) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x\n", "utf-8")
    (fault,) = look_into(tmp_path, NAMES).refused
    assert told in str(fault)


@pytest.mark.parametrize("name", ["interests.csv", "interests.fifo"])
def test_a_pipe_is_a_fault_at_once(tmp_path: Path, name: str) -> None:
    """To open one waits for somebody to write into it."""
    (tmp_path / "peers.csv").write_text("peer_id,roles\nP1,x\n", "utf-8")
    os.mkfifo(tmp_path / name)
    (fault,) = read_path(tmp_path, NAMES).faults
    assert (fault.table, fault.value) == ("interests", name)
    assert "no plain file" in fault.expected


def test_a_device_is_a_fault_at_once(tmp_path: Path) -> None:
    """Zeros without end, under the name of a table, and of a workbook."""
    (tmp_path / "interests.csv").symlink_to("/dev/zero")
    (tmp_path / "pool.xlsx").symlink_to("/dev/zero")
    assert "no plain file" in read_path(tmp_path, NAMES).faults[0].expected
    assert "a file" in read_path(tmp_path / "pool.xlsx", NAMES).faults[0].expected


def test_other_files_are_told_and_what_programs_leave_behind_is_not(tmp_path: Path) -> None:
    for name in (
        "peers.csv",
        "peer.csv",
        "README.md",
        "interests-Table 1.csv",
        ".peers.csv",
        "~$peers.csv",
        ".~lock.peers.csv#",
        "Plan.JPG",
    ):
        (tmp_path / name).write_text("peer_id\n", "utf-8")
    (tmp_path / "P2.ics").write_text("x", "utf-8")
    for name in ("photographs", "ties", "calendar", "calendars"):
        (tmp_path / name).mkdir()
    (tmp_path / "photographs" / "peers.csv").write_text("x", "utf-8")
    (tmp_path / "ties" / "Interests.csv").write_text("x", "utf-8")
    (tmp_path / "calendar" / "P2.ics").write_text("x", "utf-8")
    found = look_into(tmp_path, NAMES)
    assert found.warnings == [
        "the file 'README.md' is ignored: it has the name of no table",
        "the folder 'calendar' is not read: put 'P2.ics' into the folder calendars, if they belong to this pool",
        "the file 'interests-Table 1.csv' is ignored: it has the name of no table; did you mean 'interests'?",
        "the file 'peer.csv' is ignored: it has the name of no table; did you mean 'peers'?",
        "the folder 'ties' is not read: put 'Interests.csv' beside the others, if they belong to this pool",
        "not read beside the tables: put 'P2.ics' into the folder calendars, if they belong to this pool",
    ]
    assert found.refused == []


@pytest.mark.parametrize(
    ("name", "content", "is_one"),
    [
        ("challenge.toml", 'id = "a"\nhosts = ["O1"]\n', True),
        ("norfolk.json", '{"hosts": ["O1"]}', True),
        ("programme.toml", 'challenges = ["a.toml"]\n', True),
        ("declared.json", '[{"peer_id": "P1"}]', False),
        ("notes.toml", "", False),
    ],
)
def test_a_challenge_beside_the_tables_is_named(tmp_path: Path, name: str, content: str, *, is_one: bool) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    (warning,) = look_into(tmp_path, NAMES).warnings
    assert name in warning
    assert ("challenges or programmes" in warning) == is_one


def test_many_challenges_are_one_warning(tmp_path: Path) -> None:
    for place in range(20):
        (tmp_path / f"{place:02}.toml").write_text('hosts = ["O1"]', "utf-8")
    assert look_into(tmp_path, NAMES).warnings == [
        "not read with the tables, as challenges or programmes: '00.toml', '01.toml', '02.toml' and 17 more"
    ]
