"""What the schema says of a column of `peers` holds wherever it is used."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path

import pytest

from teamforge.challenge.matching import challenge_faults
from teamforge.challenge.reading import read_challenge
from teamforge.challenge.windows import find_windows
from teamforge.pool.columns import Peers
from teamforge.pool.peer import Peer
from teamforge.pool.schema import PEERS
from teamforge.problem.digest import input_digest
from teamforge.pseudonyms.export import pseudonymise
from teamforge.pseudonyms.key import Key
from teamforge.tables.writing import csv_of
from teamforge.verify.people import Person
from teamforge.workbook.headings import headings_of_table

from .test_ties_unseen import CHALLENGE
from .test_ties_unseen import PEERS as PEOPLE
from .valid import pool_of

PAPERS = ("email", "telephone", "biography", "photograph")
UNSEEN = "no-business-of-yours"


def test_each_column_is_a_field_of_the_table_of_the_record_and_of_the_verifiers_person() -> None:
    plain = {name for name, column in PEERS.items() if column.digest is not None}
    for owner in (Peers, Peer, Person):
        assert plain <= {field.name for field in fields(owner)}


def test_places_in_the_digest_are_used_once() -> None:
    places = [column.digest for column in PEERS.values() if column.digest is not None]
    assert sorted(places) == list(range(1, len(places) + 1))


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_for_papers_alone_is_no_attribute_and_in_no_digest(tmp_path: Path, name: str) -> None:
    plain = pool_of(tmp_path / "plain", {"peers": PEOPLE})
    pool = pool_of(tmp_path / "more", {"peers": [{**row, name: UNSEEN} for row in PEOPLE]})
    challenge = read_challenge(CHALLENGE)
    windows = find_windows(challenge)
    assert pool.warnings == plain.warnings
    assert input_digest(pool, challenge, windows) == input_digest(plain, challenge, windows)
    with pytest.raises(KeyError):
        pool.attribute(name)
    ruled = read_challenge({**CHALLENGE, "team_rules": [{"attribute": name, "max": 1}]})
    (fault,) = challenge_faults(pool, ruled)
    assert (fault.column, fault.value) == ("team_rules[0].attribute", name)
    assert pool.peer("P1") == plain.peer("P1")
    assert headings_of_table("peers", [name])[0].meaning.endswith("For papers about the team alone.")


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_for_papers_alone_is_never_handed_on(tmp_path: Path, name: str) -> None:
    pool = pool_of(tmp_path, {"peers": [{**row, name: UNSEEN} for row in PEOPLE]})
    safe = pseudonymise(pool, Key(bytes(32)))
    assert name in safe.left_out
    assert UNSEEN not in repr(pool) + str(vars(pool.peers)) + str(asdict(pool.peer("P1")))
    assert UNSEEN.encode() not in b"".join(csv_of(safe.tables["peers"]))
