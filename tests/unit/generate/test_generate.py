"""Invented pools: the same from the same seed, read without a fault, and as dense as the pool they are counted from."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from teamforge.api import compose
from teamforge.challenge import Challenge
from teamforge.challenge.reading import read_challenge
from teamforge.challenge.windows import find_windows
from teamforge.errors import InputError
from teamforge.explain.check import check
from teamforge.generate import GeneratedData, generate, generate_pool
from teamforge.generate.densities import CROWDED, THEMES
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool
from teamforge.problem import compile_problem, prepare
from teamforge.problem.digest import input_digest
from teamforge.tables import Text, TextTable
from teamforge.tables.writing import csv_of

DATA = Path(__file__).parents[4] / "shared" / "data"
ENGLAND, GIVEN = DATA / "england", DATA / "lga-2200"


def digest_of(pool: Pool, challenge: Challenge) -> str:
    """Return the fingerprint of everything a result could depend on."""
    return input_digest(pool, challenge, find_windows(challenge))


def files(folder: Path) -> dict[str, bytes]:
    """Return the content of every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Another seed, or another size, gives others."""
    for name, size, seed in (("a", 50, 3), ("b", 50, 3), ("c", 50, 4), ("d", 51, 3)):
        generate(size, seed=seed).write(tmp_path / name)
    a, b, c, d = (files(tmp_path / name) for name in "abcd")
    assert a == b
    for other in (c, d):
        assert all(other[name] != a[name] for name in ("peers.csv", "availability.csv", "interests.csv"))
    assert sorted(a) == sorted([*(f"{name}.csv" for name in generate(1).tables), "challenge.toml"])


def test_in_memory_is_as_from_files(tmp_path: Path) -> None:
    """`generate_pool` returns what `read_pool` and `read_challenge` return of the written files."""
    generate(200, seed=5).write(tmp_path)
    pool, challenge = generate_pool(200, seed=5)
    read = read_pool(tmp_path / "pool"), read_challenge(tmp_path / "challenge.toml")
    assert challenge == read[1]
    assert digest_of(pool, challenge) == digest_of(*read)
    assert read[0].warnings == ()


@pytest.mark.parametrize("seed", range(5))
def test_every_seat_has_candidates(seed: int) -> None:
    """From 300 peers there is a team, and the only warnings about the pool are about what is missing in it."""
    pool, challenge = generate_pool(300, seed=seed)
    result = compose(pool, challenge)
    assert result.status == "optimal"
    assert len(result.members) == 7
    kinds = {note.kind for note in check(pool, challenge)}
    assert not kinds & {"no_window", "warning"}


def test_tiny_pools_are_pools() -> None:
    """Down to one peer."""
    for size in (1, 2, 3):
        pool, challenge = generate_pool(size)
        assert len(pool) == size
        assert compose(pool, challenge).status in {"optimal", "infeasible"}
    for size, seed in ((0, 0), (-1, 0), (1, -1)):
        with pytest.raises(ValueError, match="expected a size from 1 and a seed from 0"):
            generate(size, seed=seed)


def test_ids_tell_nothing() -> None:
    """Neither the role nor the place in the table follows from an id."""
    pool, _ = generate_pool(2000, seed=1)
    numbers = np.array([int(identity[1:]) for identity in pool.peers.ids])
    for other in (np.arange(2000), pool.peers.roles.codes, pool.peers.organisation):
        assert abs(np.corrcoef(numbers, other)[0, 1]) < 0.1


def test_nothing_of_anybodys_is_overwritten(tmp_path: Path) -> None:
    """A folder that holds something is left alone; an empty one is used; nothing is left beside it."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "peers.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        generate(3).write(tmp_path / "full")
    assert files(tmp_path / "full") == {"peers.csv": b"mine"}
    (tmp_path / "empty").mkdir()
    generate(3).write(tmp_path / "empty")
    generate(3).write(tmp_path / "new" / "below")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "full", "new"]


def test_the_current_folder_and_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there and empty is filled, not replaced."""
    (tmp_path / "here").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    generate(3, seed=1).write(".")
    written = files(tmp_path / "here")
    assert len(written) == 7
    shutil.rmtree(tmp_path / "here" / "pool")
    (tmp_path / "here" / "challenge.toml").unlink()
    generate(3, seed=1).write(tmp_path / "link")
    assert files(tmp_path / "here") == written


def test_nothing_is_half_written(tmp_path: Path) -> None:
    """If writing ends early, the folder is empty and can be used again."""
    generated = generate(3)
    spoilt = GeneratedData({**generated.tables, "relations": None}, generated.challenge)  # type: ignore[dict-item]
    with pytest.raises(AttributeError):
        spoilt.write(tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []
    generated.write(tmp_path / "new")


def test_a_register_at_fault(tmp_path: Path) -> None:
    """Its faults are listed by table and row, as those of any pool; one without a host is of no use."""
    with pytest.raises(InputError, match="organisations"):
        generate(3, register=tmp_path)
    (tmp_path / "organisations.csv").write_text("organisation_id,kind\nA,unitary\nA,icb\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"organisations, row 3, column organisation_id"):
        generate(3, register=tmp_path)
    (tmp_path / "organisations.csv").write_text("organisation_id,kind\nA,unitary\nB,icb\n", encoding="utf-8")
    with pytest.raises(InputError, match="to be the host"):
        generate(3, register=tmp_path)
    (tmp_path / "relations.csv").write_text("source,kind,target\nA,part_of,B\n", encoding="utf-8")
    generated = generate(30, register=tmp_path)
    assert generated.challenge["hosts"] == ["A", "B"]


def test_written_as_python_reads(tmp_path: Path) -> None:
    """Commas, quotes, line feeds and letters of every alphabet come through."""
    texts = ["plain", "a,b", 'say "x"', "two\nlines", "Łódź", "名前", "x" * 300]
    rows = 250_000
    codes = np.random.default_rng(0).integers(-1, len(texts), rows).astype(np.int32)
    table = TextTable("peers", {"one": Text(codes, tuple(texts)), "two": Text(codes[::-1], tuple(texts))}, codes)
    read = list(csv.reader(io.StringIO(b"".join(csv_of(table)).decode(), newline="")))
    assert read[0] == ["one", "two"]
    told = [*texts, ""]
    assert read[1:] == [[told[one], told[two]] for one, two in zip(codes, codes[::-1], strict=True)]


def test_a_crowd_has_no_more_bookings() -> None:
    """Above some size there are as many engagements as at it; absences go with the peers."""
    engagements, away = {}, {}
    for size in (CROWDED // 2, CROWDED, 2 * CROWDED):
        tables = generate(size).tables
        engagements[size], away[size] = len(tables["engagements"]), len(tables["availability"])
    assert engagements[CROWDED] / engagements[CROWDED // 2] == pytest.approx(2, rel=0.05)
    assert engagements[2 * CROWDED] / engagements[CROWDED] == pytest.approx(1, rel=0.05)
    assert away[2 * CROWDED] / away[CROWDED] == pytest.approx(2, rel=0.02)


def rows_of(table: TextTable) -> list[dict[str, str]]:
    """Return the rows of a table as they are written."""
    return [{name: column.text(row) for name, column in table.columns.items()} for row in range(len(table))]


@pytest.mark.parametrize("register", [None, ENGLAND])
def test_nothing_is_at_an_organisation_that_was_replaced(register: Path | None) -> None:
    """No peer works there, it hosts nothing, and only former clinical commissioning groups are of interest."""
    if register is not None and not register.exists():
        pytest.skip("the register is not here")
    generated = generate(3000, seed=4, register=register)
    tables = {name: rows_of(table) for name, table in generated.tables.items()}
    kinds = {row["organisation_id"]: row["kind"] for row in tables["organisations"]}
    gone = {row["source"] for row in tables["relations"] if row["kind"] == "predecessor_of"}
    assert gone
    assert not gone & {row["organisation_id"] for row in tables["peers"]}
    assert not gone & {row["host_organisation_id"] for row in tables["engagements"]}
    assert {kinds[row["organisation_id"]] for row in tables["interests"] if row["organisation_id"] in gone} == {"ccg"}


def test_hosts_are_parts_of_a_board_today(tmp_path: Path) -> None:
    """A council that was replaced, or that left its board, is no host."""
    (tmp_path / "organisations.csv").write_text(
        "organisation_id,kind\nA,unitary\nB,unitary\nC,unitary\nD,icb\nE,icb\n", encoding="utf-8"
    )
    (tmp_path / "relations.csv").write_text(
        "source,kind,target,start,end\n"
        "A,part_of,D,,\nA,predecessor_of,C,,\nB,part_of,D,,2027-01-10\nC,part_of,D,2027-01-12,\nC,part_of,E,,2027-01-11\n",
        encoding="utf-8",
    )
    hosts = [generate(3, seed=seed, register=tmp_path).challenge["hosts"] for seed in range(9)]
    assert hosts == [["C", "E"]] * 9


def test_who_is_free_when() -> None:
    """The rows of a peer all have one status, and they lie apart."""
    of_peer: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(generate(3000, seed=6).tables["availability"]):
        of_peer.setdefault(row["peer_id"], []).append(row)
    several = 0
    for rows in of_peer.values():
        free = {row["status"] == "available" for row in rows}
        assert len(free) == 1
        assert len(rows) <= (3 if free == {True} else 4)
        spans = sorted((date.fromisoformat(row["start"]), date.fromisoformat(row["end"])) for row in rows)
        if free == {True}:
            several += len(spans) > 1
            assert date(2027, 3, 1) <= spans[0][0] <= date(2027, 4, 10)
            assert all(4 <= (end - start).days <= 28 for start, end in spans)
            assert all(3 <= (later[0] - one[1]).days <= 19 for one, later in pairwise(spans))
    assert several > 1000


def test_only_who_has_done_a_challenge_has_reviewed_anybody() -> None:
    """Engagements go with `challenges_done`, and whatever is done is over."""
    tables = generate(3000, seed=8).tables
    done = {row["peer_id"]: int(row["challenges_done"]) for row in rows_of(tables["peers"])}
    engagements = rows_of(tables["engagements"])
    assert all(done[row["peer_id"]] > 0 for row in engagements)
    assert {row["status"] for row in engagements} == {"done", "confirmed", "proposed", "cancelled"}
    for row in engagements:
        assert (row["end"] <= "2027-01-11") == (row["status"] == "done")


def test_some_know_more_of_everything() -> None:
    """The levels of one person go together, a little, and each role knows its own themes best."""
    rows = rows_of(generate(4000, seed=9).tables["peers"])
    roles = np.array([row["roles"] for row in rows])
    levels = np.array([[int(row[f"theme:{theme}"] or 0) for row in rows] for theme in THEMES], dtype=float)
    rest = levels.copy()
    for role in np.unique(roles):
        rest[:, roles == role] -= levels[:, roles == role].mean(axis=1, keepdims=True)
    correlation = np.corrcoef(rest)[np.triu_indices(len(rest), 1)]
    assert 0.06 < correlation.mean() < 0.1
    elected = levels[:, roles == "elected_member"].mean(axis=1)
    assert {theme for theme, mean in zip(THEMES, elected, strict=True) if mean > 2.2} == {
        "place_leadership",
        "governance_hwb",
        "community_vcse",
    }


@pytest.mark.skipif(not GIVEN.exists(), reason="the pool it is counted from is not here")
def test_as_dense_as_the_pool_it_is_counted_from() -> None:
    """Rows per peer, roles, levels, flags, ties, and how many are blocked at a host."""
    given, ours = read_pool(GIVEN / "pool"), generate_pool(2200, seed=11, register=ENGLAND)[0]
    for one, other in zip(counts(given).values(), counts(ours).values(), strict=True):
        assert other == pytest.approx(one, rel=0.15)
    for column in ("roles", "political_group"):
        shares, drawn = (Counter(column_of(pool, column)) for pool in (given, ours))
        assert set(shares) == set(drawn)
        assert all(abs(drawn[value] - shares[value]) < 0.03 * 2200 for value in shares)
    for theme, levels in given.peers.levels.items():
        assert ours.peers.levels[theme].mean() == pytest.approx(levels.mean(), abs=0.1)
    assert ours.peers.trained.mean() == pytest.approx(given.peers.trained.mean(), abs=0.02)
    assert ours.peers.active.mean() == pytest.approx(given.peers.active.mean(), abs=0.02)
    assert ours.availability.available.mean() == pytest.approx(given.availability.available.mean(), abs=0.05)
    challenge = read_challenge(GIVEN / "kirklees.toml")
    one, other = (len(compile_problem(prepare(pool, challenge))) for pool in (given, ours))
    assert other == pytest.approx(one, rel=0.15)


def counts(pool: Pool) -> dict[str, int]:
    """Return the rows of each table."""
    tables = ("availability", "organisations", "relations", "interests", "engagements")
    return {name: len(getattr(pool, name)) for name in tables}


def column_of(pool: Pool, name: str) -> list[object]:
    """Return the values of a coded column."""
    column = getattr(pool.peers, name)
    return [column.value(row) for row in range(len(column))]
