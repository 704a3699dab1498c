"""Pools whose texts are kept packed, as a million peers' are: the same pool, the same faults, the same digest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from teamforge.errors import Fault
from teamforge.pool import Pool
from teamforge.pool.columns import by_id
from teamforge.pool.reading import read_pool_with_faults
from teamforge.problem import digest
from teamforge.tables import Packed, csv_cells

from .valid import Tables, rows, valid, write_csv


def packed_and_not(folder: Path, tables: Tables, sample: int = 1_000) -> list[tuple[Pool | None, list[Fault]]]:
    """What the tables say with every text packed that can be, a text a row from a small sample on, and with none."""
    write_csv(folder, tables)
    both = []
    for many in (0, 1_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(csv_cells, "MANY", many)
            patch.setattr(csv_cells, "SAMPLE", sample if not many else 1_000)
            both.append(read_pool_with_faults(folder))
    return both


def many_faults(tables: Tables) -> None:
    """Repeat ids, refer to others that are not there, leave cells blank."""
    tables["peers"] += rows("|".join(tables["peers"][0]), *("P1|||vcs_leader" + "|" * 9, "|||vcs_leader" + "|" * 9))
    tables["availability"][0]["peer_id"] = "P11"
    tables["availability"][1]["peer_id"] = "someone of a longer id"
    tables["interests"][3]["other_peer_id"] = "P1"
    tables["interests"][4]["peer_id"] = "Łódź"
    tables["engagements"][0]["peer_id"] = ""
    tables["engagements"][1]["host_organisation_id"] = "E3"


@pytest.mark.parametrize("sample", [1, 1_000])
@pytest.mark.parametrize("change", [lambda tables: None, many_faults])
def test_the_same_faults(tmp_path: Path, change: Callable[[Tables], None], sample: int) -> None:
    """And the same rows are left."""
    tables = valid()
    change(tables)
    (one, faults), (other, same_faults) = packed_and_not(tmp_path, tables, sample)
    assert faults == same_faults
    assert one is not None
    assert other is not None
    assert isinstance(one.peers.ids, Packed)
    assert not isinstance(other.peers.ids, Packed)
    assert one.peers.ids.tolist() == other.peers.ids.tolist()
    assert dict(one.peers.position) == other.peers.position
    for table in ("availability", "interests", "engagements"):
        for column in ("peer", "start", "end", "row"):
            ours, theirs = (getattr(getattr(pool, table), column).tolist() for pool in (one, other))
            assert ours == theirs


@pytest.mark.parametrize("identity", ["A1", "12345678", "a Łódź 名名 z", "x" * 15, "x" * 16, "x" * 17, "x" * 64])
def test_the_same_digest(tmp_path: Path, identity: str) -> None:
    """However long an id is."""
    tables = valid()
    for table in tables.values():
        for row in table:
            row.update({column: identity for column, text in row.items() if text == "P1"})
    (one, _), (other, _) = packed_and_not(tmp_path, tables)
    assert one is not None
    assert other is not None
    assert isinstance(one.peers.ids, Packed)
    assert words_of(one) == words_of(other)


def words_of(pool: Pool) -> list[Any]:
    """The words that stand for ids in the digest."""
    words: list[Any] = digest._words_of_ids(pool.peers.ids).tolist()
    return words


def test_rows_are_ordered_whatever_word_they_are_mixed_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even should different rows be mixed to the same word."""
    rng = np.random.default_rng(1)
    words = rng.integers(0, 3, (2, 50)).astype(np.uint64)
    for constant in (False, True):
        if constant:
            monkeypatch.setattr(digest, "mixed", lambda words: np.zeros(len(words[0]), dtype=np.uint64))
        turned = words[:, rng.permutation(50)]
        ours, theirs = (each[:, digest._order(list(each))].tolist() for each in (words, turned))
        assert ours == theirs
        assert not constant or ours == words[:, np.lexsort(words[::-1])].tolist()
        assert sorted(zip(*ours, strict=True)) == sorted(zip(*words.tolist(), strict=True))


def test_ids_are_ordered_alike(tmp_path: Path) -> None:
    """By their characters, packed or not."""
    ids = ["b", "a", "é", "aa", "名", "Z", "z" * 9]
    tables = {"peers": [{"peer_id": each, "roles": "vcs_leader"} for each in ids]}
    (one, _), (other, _) = packed_and_not(tmp_path, tables)
    places = np.arange(len(ids), dtype=np.int32)
    for pool in (one, other):
        assert pool is not None
        assert [ids[place] for place in by_id(pool.peers.ids, places).tolist()] == sorted(ids)
