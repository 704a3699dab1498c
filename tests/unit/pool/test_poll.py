"""Availability as a poll gives it: the rows it stands for, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from teamforge.challenge.reading import read_challenge
from teamforge.challenge.windows import find_windows
from teamforge.errors import InputError
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool
from teamforge.problem.digest import input_digest
from tests.unit.pool.valid import write_workbook

PEERS = [{"peer_id": peer, "roles": "vcs_leader", "theme:a": "1"} for peer in ("001", "2", "3", "4")]
CHALLENGE = read_challenge(
    {
        "id": "c",
        "hosts": ["H"],
        "as_of": "2027-01-11",
        "on_site": {"windows": ["2027-04-13"]},
        "scope": {"a": 1},
        "seats": [{"id": "s", "accepts": {"vcs_leader": 1}}],
    }
)
Rows = list[tuple[str, str, str, str]]


def pool(poll: list[dict[str, object]], rows: Rows = ()) -> Pool:  # type: ignore[assignment]
    free = pd.DataFrame(rows, columns=["peer_id", "start", "end", "status"], dtype=str)
    return Pool.from_frames(
        peers=pd.DataFrame(PEERS, dtype=str), availability=free, availability_poll=pd.DataFrame(poll)
    )


def digest(given: Pool) -> str:
    return input_digest(given, CHALLENGE, find_windows(CHALLENGE))


def faults(poll: list[dict[str, object]], rows: Rows = ()) -> list[str]:  # type: ignore[assignment]
    with pytest.raises(InputError) as caught:
        pool(poll, rows)
    return [str(fault) for fault in caught.value.faults]


def day(peer: str, day_: int, status: str) -> tuple[str, str, str, str]:
    return peer, f"2027-04-{day_}", f"2027-04-{day_}", status


def test_yes_is_available_and_no_and_maybe_are_not() -> None:
    """Peer 001 is free on the 13th alone; 3, who did not answer, stays unknown."""
    poll: list[dict[str, object]] = [
        {"peer_id": "001", "2027-04-13": "Yes", "14/04/2027": " no", "2027-04-15": "maybe"},
        {"peer_id": "3", "2027-04-13": "", "14/04/2027": None, "2027-04-15": ""},
    ]
    rows = [day("001", 13, "available"), day("001", 14, "unavailable"), day("001", 15, "tentative")]
    assert digest(pool(poll)) == digest(pool([], rows))


def test_who_said_no_alone_is_free_on_no_day() -> None:
    """By rows `unavailable` alone they would be free on every day that was not asked for."""
    poll: list[dict[str, object]] = [{"peer_id": "2", "2027-04-13": "no", "2027-04-14": "maybe", "2027-04-15": ""}]
    rows = [day("2", place, status) for place in (13, 14) for status in ("available", "unavailable")]
    assert digest(pool(poll)) == digest(pool([], rows))


def test_a_poll_and_the_table_count_together() -> None:
    poll: list[dict[str, object]] = [{"peer_id": "001", "2027-04-13": "no", "2027-04-14": "yes"}]
    rows = [("001", "2027-04-12", "2027-04-30", "available"), day("2", 13, "unavailable")]
    # She said no only to one of the days, so the days of the table stay; the yes of the poll adds its own.
    same = [*rows, day("001", 13, "unavailable"), day("001", 14, "available")]
    assert digest(pool(poll, rows)) == digest(pool([], same))


@pytest.mark.parametrize("status", ["unavailable", "tentative"])
def test_a_yes_where_the_table_says_otherwise_is_a_fault(status: str) -> None:
    poll: list[dict[str, object]] = [
        {"peer_id": "2", "2027-04-13": "yes", "2027-04-20": "yes"},
        {"peer_id": "001", "2027-04-13": "no", "2027-04-20": "yes"},
    ]
    (told,) = faults(poll, [("2", "2027-04-10", "2027-04-13", status), ("001", "2027-04-13", "2027-04-13", status)])
    assert told.startswith("availability_poll, row 0, column 2027-04-13: found 'yes', expected an answer that agrees")


def test_every_fault_is_told_at_once() -> None:
    told = faults(
        [
            {"peer_id": "001", "2027-04-13": "ja", "13/04/2027": "", "31/04/2027": "", "13 April": "yes"},
            {"peer_id": "9", "2027-04-13": "yes", "13/04/2027": "", "31/04/2027": "", "13 April": ""},
            {"peer_id": "001", "2027-04-13": "yes", "13/04/2027": "", "31/04/2027": "", "13 April": ""},
            {"peer_id": "", "2027-04-13": "yes", "13/04/2027": "", "31/04/2027": "", "13 April": ""},
        ]
    )
    assert [line.partition(": ")[0] for line in told] == [
        "availability_poll, column 31/04/2027",
        "availability_poll, column 13 april",
        "availability_poll, column 2027-04-13",
        "availability_poll, row 0, column 2027-04-13",
        "availability_poll, row 1, column peer_id",
        "availability_poll, row 2, column peer_id",
        "availability_poll, row 3, column peer_id",
    ]
    assert told[5].endswith("row 0 has their answers too")


def test_other_columns_are_ignored_with_a_warning_and_names_without() -> None:
    read = pool([{"peer_id": "001", "name": "Jo", "comment": "late", "2027-04-13": "yes"}])
    assert [line for line in read.warnings if "poll" in line] == ["availability_poll: the column 'comment' is ignored"]


def test_a_file_and_a_sheet_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "peers.csv").write_text("peer_id,roles,theme:a\n001,vcs_leader,1\n2,vcs_leader,1\n", "utf-8")
    (tmp_path / "availability_poll.csv").write_text("peer_id,13/04/2027,2027-04-14\n001,yes,no\n2,,maybe\n", "utf-8")
    (tmp_path / "book").mkdir()
    book = write_workbook(
        tmp_path / "book" / "pool.xlsx",
        {
            "peers": [["peer_id", "roles", "theme:a"], ["001", "vcs_leader", 1], [2, "vcs_leader", 1]],
            "Availability_Poll": [
                ["peer_id", date(2027, 4, 13), "14/04/2027"],
                ["001", "yes", "no"],
                [2, "", "maybe"],
            ],
        },
    )
    assert read_pool(book).warnings == read_pool(tmp_path).warnings
    assert digest(read_pool(book)) == digest(read_pool(tmp_path))
    assert len(read_pool(book).availability) == 4


def test_the_team_that_a_poll_allows() -> None:
    """End to end: only who said yes to every day of the window is chosen."""
    from teamforge.api import compose

    days = ("2027-04-13", "2027-04-14", "2027-04-15")
    answers = {"001": ("yes", "yes", "maybe"), "2": ("no", "no", "no"), "4": ("yes", "yes", "yes")}
    poll: list[dict[str, object]] = [
        {"peer_id": peer, **dict(zip(days, said, strict=True))} for peer, said in answers.items()
    ]
    assert [member.peer_id for member in compose(pool(poll), CHALLENGE).members] == ["4"]
    nobody = compose(pool([{"peer_id": "2", "2027-06-01": "no"}]), CHALLENGE)
    assert str(nobody.status) == "infeasible"
