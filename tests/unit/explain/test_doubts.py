"""What no rule decides and somebody should look at: relatives, doubles, replaced hosts, dates read day-first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from teamforge.challenge.reading import read_challenge
from teamforge.conflicts import find_conflicts
from teamforge.errors import InputError
from teamforge.explain.check import check
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool
from tests.unit.pool.test_ties_unseen import CHALLENGE, PEERS, as_workbook
from tests.unit.pool.valid import Tables, pool_of, rows

ORGANISATIONS = rows("organisation_id|name", "O1|Alder Council", "O2|Birch Trust")
INTERESTS = "peer_id|kind|organisation_id|other_peer_id|start|end"


def texts(pool: Pool, kind: str, challenge: dict[str, Any] = CHALLENGE) -> list[str]:
    return [note.text for note in check(pool, read_challenge(challenge)) if note.kind == kind]


@pytest.mark.parametrize("line", ["P2|family||P1||", "P1|family||P2||", "P2|family||P1|2020-01-01|2027-01-11"])
def test_family_at_the_host_is_to_be_asked_about_whoever_declared_it(tmp_path: Path, line: str) -> None:
    pool = pool_of(tmp_path, {"peers": PEERS, "organisations": ORGANISATIONS, "interests": rows(INTERESTS, line)})
    told = (
        "P2 is family of P1, who works at Alder Council of the host system (interests, row 2): "
        "ask whether that is a personal tie"
    )
    assert texts(pool, "family_at_host") == [told]
    page = find_conflicts(pool, read_challenge(CHALLENGE)).page()
    assert [section.items for section in page.sections if section.heading == "To ask about"] == [(told,)]
    assert not [each for each in find_conflicts(pool, read_challenge(CHALLENGE)).findings(["P2"]) if "tie" in each.rule]


@pytest.mark.parametrize("line", ["P2|friendship||P1||", "P2|family|O1|||", "P2|family||P1||2027-01-10"])
def test_other_ties_are_no_note(tmp_path: Path, line: str) -> None:
    """A friendship, family at the organisation itself, which is a rule's business, and what has ended."""
    pool = pool_of(tmp_path, {"peers": PEERS, "organisations": ORGANISATIONS, "interests": rows(INTERESTS, line)})
    assert texts(pool, "family_at_host") == []


def test_family_at_a_predecessor_of_the_host(tmp_path: Path) -> None:
    tables: Tables = {
        "peers": rows("peer_id|organisation_id|roles|theme:prevention", "P1|O0|x|1", "P2|O2|vcs_leader|1"),
        "organisations": [*ORGANISATIONS, {"organisation_id": "O0", "name": "Old Alder"}],
        "relations": rows("source|kind|target", "O0|predecessor_of|O1"),
        "interests": rows(INTERESTS, "P2|family||P1||"),
    }
    assert "Old Alder" in texts(pool_of(tmp_path, tables), "family_at_host")[0]


def test_one_organisation_under_two_ids(tmp_path: Path) -> None:
    peers = [{**PEERS[0], "organisation_id": "o1"}, {**PEERS[1], "organisation_id": "O1"}]
    assert texts(pool_of(tmp_path, {"peers": peers}), "similar_organisations") == [
        "the organisations O1 and o1 differ only in case: a tie to one is no tie to the other"
    ]


def test_one_organisation_under_one_name_and_two_ids(tmp_path: Path) -> None:
    places = rows("organisation_id|name", "O1|Alder Council", "O2|ALDER  council", "O3|Birch", "O4|Birch")
    tables = {"peers": PEERS, "organisations": places, "relations": rows("source|kind|target", "O3|predecessor_of|O4")}
    assert texts(pool_of(tmp_path, tables), "same_organisation") == [
        "the organisations O1 and O2 share a name: a tie to one is no tie to the other"
    ]


def test_ids_that_look_the_same(tmp_path: Path) -> None:
    """Composed and decomposed letters; both stay ids of their own."""
    first, second = "P\u00e91", "Pe\u0301" + "1"
    peers = [{**PEERS[0], "peer_id": first}, {**PEERS[1], "peer_id": second}]
    pool = pool_of(tmp_path / "a", {"peers": peers})
    assert pool.peers.ids.tolist() == [first, second]
    assert texts(pool, "similar_ids") == [
        f"{first} and {second} look the same and are coded differently: one person twice?"
    ]
    with pytest.raises(InputError) as caught:
        pool_of(tmp_path / "b", {"peers": peers[:1], "interests": rows(INTERESTS, f"{second}|family|O1|||")})
    assert caught.value.faults[0].mend == f"did you mean {first!r}?"


def test_a_host_that_was_replaced_is_a_warning(tmp_path: Path) -> None:
    """H⁺ reaches back in time, not forward: who works at the successor would be clear."""
    tables = {
        "peers": PEERS,
        "organisations": ORGANISATIONS,
        "relations": rows("source|kind|target", "O1|predecessor_of|O2"),
    }
    pool = pool_of(tmp_path, tables)
    line = "the host O1 was replaced by O2 (relations, row 2): people who work there are not tied to O1; is O2 a host?"
    assert line in texts(pool, "warning")
    assert not [text for text in texts(pool, "warning", CHALLENGE | {"hosts": ["O1", "O2"]}) if "replaced" in text]


def availability(*days: str) -> Tables:
    return {
        "peers": PEERS,
        "availability": rows("peer_id|start|end|status", *(f"P1|{day}|{day}|available" for day in days)),
    }


LINE = "availability: 03/04/2027 is read as 3 April, and no date of the table shows that the day comes first"
SMALL = ("04/01/2027", "05/02/2027", "1/3/2027", "02/04/2027 00:00", "12/05/2027")


def test_dates_of_which_none_shows_that_the_day_comes_first(tmp_path: Path) -> None:
    assert LINE in pool_of(tmp_path, availability(*SMALL)).warnings
    assert LINE in read_pool(as_workbook(tmp_path, availability(*SMALL))).warnings


EITHER = tuple(f"{number:02}/{number:02}/2027" for number in range(1, 7))
"""Dates that are the same whichever comes first."""


@pytest.mark.parametrize("days", [SMALL[:4], (*SMALL, "13/04/2027"), ("2027-04-05",) * 5, EITHER])
def test_dates_that_show_it_or_are_too_few_to_say(tmp_path: Path, days: tuple[str, ...]) -> None:
    assert LINE not in pool_of(tmp_path, availability(*days)).warnings
