"""What the cells of the six tables mean (SPEC.md section 1)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from teamforge.errors import InputError
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool, read_pool_with_faults
from teamforge.spec.dates import ALWAYS, FOREVER, day_number

from .valid import pool_of, valid, write_csv


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    """The valid pool."""
    return pool_of(tmp_path, valid())


def day(text: str) -> int:
    """A day number."""
    return day_number(date.fromisoformat(text))


def test_peers(pool: Pool) -> None:
    peers = pool.peers
    assert peers.ids.tolist() == ["P1", "007", "P3"]
    assert peers.names is not None
    assert [peers.names.value(row) for row in range(3)] == ["Jane Null", "NA", "O'Brien, É"]
    assert peers.organisation.tolist() == [0, -1, 1]
    assert [peers.roles.value(row) for row in range(3)] == [
        ("chief_executive", "vcs_leader"),
        ("elected_member",),
        ("vcs_leader",),
    ]
    assert (peers.trained.tolist(), peers.active.tolist()) == ([True, True, False], [True, True, False])
    assert [peers.political_group.value(row) for row in range(3)] == [None, "labour", "labour"]
    assert peers.challenges_done is not None
    assert peers.challenges_done.tolist() == [0, 2, 0]
    assert peers.max_per_year.tolist() == [1, 3, 0]
    assert peers.declared_on is not None
    assert peers.declared_on.tolist() == [day("2026-04-01"), day("2026-01-31"), ALWAYS]
    assert {theme: levels.tolist() for theme, levels in peers.levels.items()} == {
        "prevention": [4, 0, 0],
        "shared purpose": [0, 2, 1],
    }
    languages = peers.attributes["languages"]
    assert [languages.value(row) for row in range(3)] == [("welsh", "urdu"), None, ("3",)]
    assert peers.columns == {
        *("peer_id", "name", "organisation_id", "roles", "trained", "active", "political_group", "challenges_done"),
        *("max_per_year", "declared_on", "theme:prevention", "theme:shared purpose", "languages"),
    }
    assert peers.row.tolist() == [2, 3, 4]
    assert pool.warnings == ()


def test_availability(pool: Pool) -> None:
    free = pool.availability
    assert free.peer.tolist() == [0, 0, 1]
    assert free.start.tolist() == [day("2027-01-04"), day("2027-01-05"), day("2027-01-04")]
    assert free.end.tolist() == [day("2027-01-08"), day("2027-01-05"), day("2027-01-04")]
    assert free.available.tolist() == [True, False, False]


def test_organisations(pool: Pool) -> None:
    places = pool.organisations
    assert (places.ids, places.given) == (("E1", "E2", "SYS"), True)
    assert places.names == ("One", "Two", None)
    assert places.kind == ("county", None, "icb")
    assert places.region == ("north west", None, None)
    assert places.political_control == ("no overall control", "labour", None)


def test_relations(pool: Pool) -> None:
    relations = pool.relations
    assert (relations.source.tolist(), relations.target.tolist()) == ([0, 0], [2, 1])
    assert [relations.kind.value(row) for row in range(2)] == ["part_of", "neighbour_of"]
    assert relations.start.tolist() == [ALWAYS, day("2020-01-01")]
    assert relations.end.tolist() == [FOREVER, day("2021-01-01")]


def test_interests(pool: Pool) -> None:
    interests = pool.interests
    assert interests.peer.tolist() == [0, 0, 2, 0, 0]
    assert interests.organisation.tolist() == [0, 1, 1, -1, 1]
    assert interests.other_peer.tolist() == [-1, -1, -1, 1, -1]
    start = day("2020-01-01")
    assert interests.start.tolist() == [start, start, ALWAYS, ALWAYS, ALWAYS]
    # A job application with a start and no end ended on its start.
    assert interests.end.tolist() == [FOREVER, start, FOREVER, FOREVER, start]
    assert interests.start.dtype == interests.end.dtype == np.int32


def test_engagements(pool: Pool) -> None:
    engagements = pool.engagements
    assert (engagements.peer.tolist(), engagements.host.tolist()) == ([0, 1], [1, 0])
    assert [engagements.status.value(row) for row in range(2)] == ["done", "confirmed"]
    assert [engagements.challenge_id.value(row) for row in range(2)] == [None, "C-9"]


def test_missing_optional_columns(tmp_path: Path) -> None:
    tables = {"peers": [{"peer_id": "P1", "roles": "vcs_leader"}]}
    pool = pool_of(tmp_path, tables)
    peers = pool.peers
    assert (peers.trained.tolist(), peers.active.tolist(), peers.max_per_year.tolist()) == ([True], [True], [1])
    assert (peers.names, peers.challenges_done, peers.declared_on) == (None, None, None)
    assert peers.organisation.tolist() == [-1]
    assert pool.warnings == (
        "peers: without the column organisation_id nobody can be tied to an organisation by employment",
        "peers: without the column challenges_done nobody is counted as a first-timer or as experienced",
        "peers: without the column declared_on the rule declaration does not apply",
    )


def test_organisations_come_from_references_where_there_is_no_table_of_them(tmp_path: Path) -> None:
    tables = valid()
    tables["organisations"] = []
    tables["peers"][1]["organisation_id"] = "A9"
    places = pool_of(tmp_path, tables).organisations
    assert (places.ids, places.given) == (("A9", "E1", "E2", "SYS"), False)
    assert places.kind == (None,) * 4
    assert places.label(0) == "A9"


def test_columns_outside_peers_that_spec_does_not_name_are_ignored_with_a_warning(tmp_path: Path) -> None:
    tables = valid()
    for row in tables["organisations"]:
        del row["region"]
        row.update({"Regions": "x", "zebra": "y"})
    assert pool_of(tmp_path, tables).warnings == (
        "organisations: the column 'regions' is ignored; did you mean 'region'?",
        "organisations: the column 'zebra' is ignored",
    )


def test_an_attribute_that_may_be_a_misspelt_column_is_a_warning(tmp_path: Path) -> None:
    tables = {"peers": [{"peer_id": "P1", "roles": "x", "challenge_done": "1", "declared_on": "", "max_per_year": ""}]}
    pool = pool_of(tmp_path, tables)
    assert (
        "peers: the column 'challenge_done' is taken as an attribute; did you mean 'challenges_done'?" in pool.warnings
    )
    assert "challenge_done" in pool.peers.attributes


def test_only_peers_is_required_and_empty_tables_have_no_faults(tmp_path: Path) -> None:
    """A file without a heading may have lost its content: it is named."""
    pool = pool_of(tmp_path, {"peers": [], "availability": [], "interests": []})
    told = "{0}: the file '{0}.csv' is empty, without even a heading: it is read as a table without rows".format
    assert (len(pool), pool.warnings) == (0, tuple(map(told, ("peers", "availability", "interests"))))


def test_a_header_without_rows_has_no_faults(tmp_path: Path) -> None:
    (tmp_path / "peers.csv").write_text("peer_id,x\n")
    (tmp_path / "relations.csv").write_text("sauce,kind\n")
    pool = read_pool(tmp_path)
    assert (len(pool), pool.peers.columns, pool.warnings) == (0, frozenset({"peer_id", "x"}), ())


@pytest.mark.parametrize("text", ["2026-04-03", "03/04/2026", "3/4/2026", "2026-04-03 00:00:00", "2026-04-03T00:00"])
def test_dates_are_read_as_written_and_never_swapped(tmp_path: Path, text: str) -> None:
    tables = valid()
    tables["peers"][0]["declared_on"] = text
    declared_on = pool_of(tmp_path, tables).peers.declared_on
    assert declared_on is not None
    assert declared_on[0] == day("2026-04-03")


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        *(("true", True), ("Yes", True), (" 1 ", True), ("1.0", True)),
        *(("FALSE", False), ("no", False), ("0", False), ("", False)),
    ],
)
def test_booleans(tmp_path: Path, text: str, *, truth: bool) -> None:
    tables = valid()
    tables["peers"][0]["active"] = text
    assert pool_of(tmp_path, tables).peers.active[0] == truth


def test_the_columns_of_a_pool_cannot_be_changed(pool: Pool) -> None:
    with pytest.raises(ValueError, match="read-only"):
        pool.peers.trained[0] = False
    with pytest.raises(ValueError, match="read-only"):
        pool.peers.levels["prevention"][0] = 1
    with pytest.raises(TypeError):
        pool.peers.levels["x"] = pool.peers.levels["prevention"]  # type: ignore[index]


def test_what_can_be_read_of_a_faulty_pool_is_there(tmp_path: Path) -> None:
    tables = valid()
    tables["peers"].append({**tables["peers"][0], "name": "again"})
    tables["peers"].append({**tables["peers"][0], "peer_id": ""})
    tables["peers"][1]["theme:Prevention"] = "9"
    tables["availability"][1]["status"] = "perhaps"
    write_csv(tmp_path, tables)
    pool, faults = read_pool_with_faults(tmp_path)
    assert pool is not None
    assert pool.peers.ids.tolist() == ["P1", "007", "P3"]
    assert pool.peers.levels["prevention"].tolist() == [4, 0, 0]
    assert pool.availability.row.tolist() == [2, 4]
    assert len(faults) == 4
    with pytest.raises(InputError) as caught:
        read_pool(tmp_path)
    assert list(caught.value.faults) == faults


def test_without_faults_there_are_none(tmp_path: Path) -> None:
    pool, faults = read_pool_with_faults(write_csv(tmp_path, valid()))
    assert (pool is not None, faults) == (True, [])


@pytest.mark.parametrize("path", [None, 7, ["x"]])
def test_what_is_no_path_is_a_fault(path: object) -> None:
    with pytest.raises(InputError, match="the path of a folder"):
        read_pool(path)  # type: ignore[arg-type]


def test_the_real_data_are_read_without_a_fault(shared_data: Path) -> None:
    pool = read_pool(shared_data / "lga-2200" / "pool")
    assert (len(pool), len(pool.organisations), pool.warnings) == (2200, 785, ())
