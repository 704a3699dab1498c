"""A pool that can tie nobody to a host says so: headings, ids and placeholders that look right and are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.api import compose
from teamforge.challenge.reading import read_challenge
from teamforge.errors import Fault, InputError
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool, read_pool_with_faults

from .valid import Tables, faults_of, pool_of, rows, valid, write_csv, write_workbook

PEERS = rows("peer_id|organisation_id|roles|theme:prevention", "P1|O1|vcs_leader|4", "P2|O2|vcs_leader|1")
CHALLENGE = {
    "id": "alder-2027",
    "hosts": ["O1"],
    "as_of": "2027-01-11",
    "scope": {"prevention": 1},
    "unknown_availability": "free",
    "on_site": {"windows": ["2027-04-13"]},
    "seats": [{"id": "vcs", "accepts": {"vcs_leader": 100}}],
}
Form = Callable[[Path, Tables], Path]


def as_workbook(folder: Path, tables: Tables) -> Path:
    sheets = {name: [list(table[0]), *(list(row.values()) for row in table)] for name, table in tables.items()}
    return write_workbook(folder / "pool.xlsx", sheets)


def as_parquet(folder: Path, tables: Tables) -> Path:
    for name, table in tables.items():
        pd.DataFrame(table, dtype="str").to_parquet(folder / f"{name}.parquet")
    return folder


FORMS: list[Form] = [write_csv, as_workbook, as_parquet]


def renamed(table: list[dict[str, str]], old: str, new: str) -> list[dict[str, str]]:
    return [{new if name == old else name: cell for name, cell in row.items()} for row in table]


INVISIBLE = st.sampled_from(["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\ufe0f"])
SPACE = st.sampled_from([" ", "\u00a0", "\u202f", "\u2007"])


@given(data=st.data())
def test_a_heading_is_read_as_it_looks(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Characters without a width may stand anywhere in it, and a no-break space wherever a space may."""
    tables = valid()
    for name in list(tables["peers"][0]):
        signs = [data.draw(SPACE) if sign == " " else sign + data.draw(st.just("") | INVISIBLE) for sign in name]
        around = data.draw(st.just("") | SPACE), data.draw(st.just("") | SPACE)
        tables["peers"] = renamed(tables["peers"], name, around[0] + "".join(signs) + around[1])
    folder = tmp_path_factory.mktemp("pool")
    pool = read_pool(data.draw(st.sampled_from(FORMS))(folder, tables))
    usual = pool_of(tmp_path_factory.mktemp("usual"), valid())
    assert (pool.peers.columns, pool.warnings) == (usual.peers.columns, usual.warnings)
    assert pool.peers.organisation.tolist() == usual.peers.organisation.tolist()
    by_name = read_challenge({**CHALLENGE, "scope": {"pre\u200bvention": 1}})
    assert list(by_name.scope) == ["prevention"]


def test_without_organisations_of_peers_a_warning_says_what_that_means(tmp_path: Path) -> None:
    pool = pool_of(tmp_path, {"peers": renamed(PEERS, "organisation_id", "employer")})
    line = "peers: without the column organisation_id nobody can be tied to an organisation by employment"
    assert line in pool.warnings
    assert line in compose(pool, read_challenge(CHALLENGE)).warnings


@pytest.mark.parametrize("written", ["o1", "O1\u200b", "O-1", "Alder Council", "O11"])
def test_a_host_that_no_row_names_can_tie_nobody(tmp_path: Path, written: str) -> None:
    peers = [{**row, "organisation_id": row["organisation_id"].replace("O1", written)} for row in PEERS]
    pool = pool_of(tmp_path, {"peers": peers})
    result = compose(pool, read_challenge(CHALLENGE))
    (line,) = [line for line in result.warnings if "host" in line]
    assert line.startswith("the host O1 appears nowhere in the pool: nobody can be tied to it")
    assert ("did you mean" in line) == (written != "Alder Council")


CELLS = st.sampled_from(["", "", "O1", " O1 ", "o1", "O1\u200b", "O11", "O2", "Alder Council"])
NAMING = {
    "interests": ("peer_id|kind|organisation_id", "P1|employment|{}"),
    "engagements": ("peer_id|host_organisation_id|start|end|status", "P1|{}|2026-01-01|2026-01-01|done"),
    "relations": ("source|kind|target", "{}|neighbour_of|O3"),
}


@given(data=st.data())
def test_a_host_is_seen_exactly_where_a_cell_is_its_id(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In whatever table and file that names organisations; and without the column nobody can be tied by employment."""
    heading = data.draw(
        st.sampled_from(["organisation_id", "Organisation_ID", "employer", "organisation id", "council"])
    )
    cells = [data.draw(CELLS), data.draw(CELLS)]
    people = [{**row, "organisation_id": cell} for row, cell in zip(PEERS, cells, strict=True)]
    tables = {"peers": renamed(people, "organisation_id", heading)}
    is_read = heading.lower() == "organisation_id"
    named = set(cells) if is_read else set()
    for name in data.draw(st.sets(st.sampled_from(sorted(NAMING)))):
        head, row = NAMING[name]
        cell = data.draw(CELLS.filter(str.strip))
        named.add(cell)
        tables[name] = rows(head, row.format(cell))
    pool = read_pool(data.draw(st.sampled_from(FORMS))(tmp_path_factory.mktemp("pool"), tables))
    warnings = compose(pool, read_challenge(CHALLENGE)).warnings
    unseen = [line for line in warnings if line.startswith("the host O1 appears nowhere in the pool")]
    assert len(unseen) == ("O1" not in {cell.strip() for cell in named})
    assert any("without the column organisation_id" in line for line in warnings) == (not is_read)


def test_a_host_that_some_row_names_is_no_warning(tmp_path: Path) -> None:
    result = compose(pool_of(tmp_path, {"peers": PEERS}), read_challenge(CHALLENGE))
    assert not [line for line in result.warnings if "nowhere" in line]
    assert result.to_dict()["members"][0]["peer_id"] == "P2"


def test_related_organisations_that_nothing_else_names_are_a_warning(tmp_path: Path) -> None:
    related = rows("source|kind|target", "O1|neighbour_of|O2", "O3|predecessor_of|O1", "O1|part_of|SYS")
    tables = {"peers": PEERS, "relations": related}
    assert "relations: 'O3', 'SYS' appear nowhere else in the pool" in pool_of(tmp_path / "a", tables).warnings
    tables["engagements"] = rows("peer_id|host_organisation_id|start|end|status", "P1|O3|2026-01-01|2026-01-01|done")
    assert "relations: 'SYS' appears nowhere else in the pool" in pool_of(tmp_path / "b", tables).warnings
    tables["organisations"] = rows("organisation_id", "O1", "O2", "O3", "SYS")
    assert not [line for line in pool_of(tmp_path / "c", tables).warnings if "nowhere" in line]


@pytest.mark.parametrize("word", ["Independent", "NONE", "n/a", "N/A", "-"])
@pytest.mark.parametrize("form", FORMS)
def test_a_placeholder_for_no_organisation_is_a_warning(tmp_path: Path, word: str, form: Form) -> None:
    """Two such peers would share an organisation."""
    peers = [{**row, "organisation_id": word} for row in PEERS]
    pool = read_pool(form(tmp_path, {"peers": peers}))
    assert pool.warnings[2] == (
        f"peers: the organisation_id {word!r}, in 2 rows, is taken as the id of an organisation; "
        "leave the cell blank where there is none"
    )


def test_a_placeholder_is_an_unknown_organisation_where_organisations_are_given(tmp_path: Path) -> None:
    tables = valid()
    tables["peers"][0]["organisation_id"] = "n/a"
    assert [(fault.column, fault.value) for fault in faults_of(tmp_path, tables)] == [("organisation_id", "n/a")]


IDS = [
    (name, column)
    for name, columns in {
        "peers": ("peer_id", "organisation_id"),
        "availability": ("peer_id",),
        "organisations": ("organisation_id",),
        "relations": ("source", "target"),
        "interests": ("peer_id", "organisation_id"),
        "engagements": ("peer_id", "host_organisation_id", "challenge_id"),
    }.items()
    for column in columns
]


@given(
    place=st.sampled_from(IDS),
    text=st.sampled_from(["#N/A", "#n/a", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#SPILL!", "Err:508", "#BEZUG!"]),
    form=st.sampled_from(FORMS),
    without_table=st.booleans(),
)
def test_the_error_of_a_formula_is_no_id(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[str, str], text: str, form: Form, *, without_table: bool
) -> None:
    """In every table and every format, whether or not there is a table of organisations."""
    tables, (name, column) = valid(), place
    tables[name][0][column] = text
    if without_table and name != "organisations":
        del tables["organisations"]
    _, faults = read_pool_with_faults(form(tmp_path_factory.mktemp("pool"), tables))
    (wrong,) = [fault for fault in faults if fault.value == text]
    assert (wrong.table, wrong.row, wrong.column) == (name, 2, column)
    assert wrong.mend == "correct the formula that gives this error"


def test_the_error_of_a_formula_is_no_id_in_a_large_table(tmp_path: Path) -> None:
    """The ids are packed there."""
    ids = [f"P{number:05}" for number in range(6_000)]
    lines = [f"{peer},x,{peer.replace('P', 'O')}" for peer in ids] + ["#REF!,x,O1", "P9,x,#N/A"]
    (tmp_path / "peers.csv").write_text("\n".join(["peer_id,roles,organisation_id", *lines]), "utf-8")
    _, faults = read_pool_with_faults(tmp_path)
    assert [(fault.row, fault.value) for fault in faults] == [(6_002, "#REF!"), (6_003, "#N/A")]


@pytest.mark.parametrize("field", ["hosts", "pins", "exclude"])
def test_the_error_of_a_formula_is_no_id_in_a_challenge(field: str) -> None:
    given_ = {"hosts": ["#N/A"], "pins": {"vcs": "#REF!"}, "exclude": [{"peer": "#N/A", "reason": "x"}]}[field]
    with pytest.raises(InputError) as caught:
        read_challenge({**CHALLENGE, field: given_})
    assert [fault.mend for fault in caught.value.faults] == ["correct the formula that gives this error"]


@pytest.mark.parametrize("content", ["", "peer_id,roles\n", "peer_id,roles,theme:prevention\n,,\n"])
def test_empty_peers_are_named_as_such(tmp_path: Path, content: str) -> None:
    """And not as an unknown peer in each row of the other tables."""
    write_csv(tmp_path, valid())
    (tmp_path / "peers.csv").write_text(content, "utf-8")
    _, faults = read_pool_with_faults(tmp_path)
    assert faults == [Fault("peers", None, None, None, "at least one peer, and the table has no rows", "fill it in")]


def test_a_challenge_for_nobody_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "peers.csv").write_text("peer_id,roles\n", "utf-8")
    pinned = {**CHALLENGE, "pins": {"vcs": "P1"}, "exclude": [{"peer": "P2", "reason": "x"}]}
    with pytest.raises(InputError) as caught:
        compose(read_pool(tmp_path), read_challenge(pinned))
    assert [fault.expected for fault in caught.value.faults] == ["at least one peer, and the table has no rows"]
    assert isinstance(read_pool(tmp_path), Pool)
