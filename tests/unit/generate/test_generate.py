"""Invented pools: the same from the same seed, read without a fault, and as dense as the pool they are counted from."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from teamforge.advice import check
from teamforge.challenge import Challenge
from teamforge.challenge.reading import read_challenge
from teamforge.digest import input_digest
from teamforge.errors import InputError
from teamforge.forge import compose
from teamforge.generate import generate, generate_pool
from teamforge.generate.densities import CROWDED
from teamforge.generate.writing import csv_of
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool
from teamforge.problem import compile_problem, derive
from teamforge.tables import Text, TextTable
from teamforge.windows import find_windows

DATA = Path(__file__).parents[4] / "shared" / "data"
ENGLAND, GIVEN = DATA / "england", DATA / "lga-2200"


def digest_of(pool: Pool, challenge: Challenge) -> str:
    """Return the fingerprint of everything a result could depend on."""
    return input_digest(pool, challenge, find_windows(challenge))


def files(folder: Path) -> dict[str, bytes]:
    """Return the content of every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


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
    generate(200, seed=5).write(tmp_path / "pool")
    pool, challenge = generate_pool(200, seed=5)
    read = read_pool(tmp_path / "pool"), read_challenge(tmp_path / "pool" / "challenge.toml")
    assert challenge == read[1]
    assert digest_of(pool, challenge) == digest_of(*read)
    assert read[0].warnings == ()


@pytest.mark.parametrize("seed", range(5))
def test_every_seat_has_candidates(seed: int) -> None:
    """From 300 peers there is a team, and nothing of the pool is worth a warning but what is missing in it."""
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


def test_a_register_at_fault(tmp_path: Path) -> None:
    """Its faults are told by table and row, as those of any pool; one without a host is of no use."""
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
    one, other = (len(compile_problem(derive(pool, challenge))) for pool in (given, ours))
    assert other == pytest.approx(one, rel=0.15)


def counts(pool: Pool) -> dict[str, int]:
    """Return the rows of each table."""
    tables = ("availability", "organisations", "relations", "interests", "engagements")
    return {name: len(getattr(pool, name)) for name in tables}


def column_of(pool: Pool, name: str) -> list[object]:
    """Return the values of a coded column."""
    column = getattr(pool.peers, name)
    return [column.value(row) for row in range(len(column))]
