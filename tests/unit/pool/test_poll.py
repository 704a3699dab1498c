"""Availability as a poll gives it: the rows it stands for, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal
from unicodedata import normalize

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


YES = ("yes", "Yes", "YES", "true", "TRUE", "1", "1.0", "y", "ok", "OK", "✔", "✔️", True, 1, 1.0)
NO = ("no", "No", "false", "FALSE", "0", "n", "❌", False, 0)
MAYBE = ("maybe", "Maybe", "If need be", "if  need be", "❔", "Ifneedbe", "Under reserve")


@pytest.mark.parametrize(("status", "words"), [("available", YES), ("unavailable", NO), ("tentative", MAYBE)])
def test_every_word_that_tools_write(status: str, words: tuple[object, ...]) -> None:
    expected = digest(pool([], [day("001", 13, status), day("001", 20, "available")]))
    for word in words:
        assert digest(pool([{"peer_id": "001", "2027-04-13": word, "2027-04-20": "yes"}])) == expected, word


@pytest.mark.parametrize("word", ["(ok)", "ja", "x", "✓", "2", "-1", "yes!", "no yes", "available", "?", "-"])
def test_a_word_that_could_mean_either_is_a_fault(word: str) -> None:
    (told,) = faults([{"peer_id": "001", "2027-04-13": word}])
    assert told.startswith(f"availability_poll, row 0, column 2027-04-13: found {word!r}, expected yes, no or maybe; ")


NAMES = {"001": "Jo Smith", "2": "Ann  Lee", "3": "Al Green", "4": "al green"}


def read(folder: Path, poll: str, names: dict[str, str] | None = None) -> Pool:
    """The pool of four peers with names, and of a poll as its file has it."""
    known = NAMES if names is None else names
    peers = "".join(f"{each['peer_id']},{known.get(each['peer_id'], '')},vcs_leader,1\n" for each in PEERS)
    (folder / "peers.csv").write_text(f"peer_id,name,roles,theme:a\n{peers}", "utf-8")
    (folder / "availability_poll.csv").write_bytes(poll.encode())
    return read_pool(folder)


def faults_of(folder: Path, poll: str, names: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(folder, poll, names)
    told = [str(fault) for fault in caught.value.faults]
    assert not any(name.casefold() in line.casefold() for line in told for name in ("jo smith", "ann", "green"))
    return told


EXPECTED = [
    *(day("001", number, status) for number, status in ((13, "available"), (14, "unavailable"), (15, "tentative"))),
    *(day("2", number, "available") for number in (13, 14, 15)),
]
EXPORTS = {
    "Rallly": "Name,Email,Tue 13 Apr 2027,Wed 14 Apr 2027,Thu 15 Apr 2027\r\n"
    "Jo Smith,jo@example.org,Yes,No,If need be\r\nann lee,,Yes,Yes,Yes",
    "Nextcloud Polls": '"Participants","Email address",'
    '"2027-04-12T23:00:00.000Z - 2027-04-13T23:00:00.000Z","2027-04-13T23:00:00.000Z - 2027-04-14T23:00:00.000Z",'
    '"2027-04-14T23:00:00.000Z - 2027-04-15T23:00:00.000Z"\nJo Smith,,yes,no,maybe\nAnn Lee,a@b.org,yes,yes,yes\n',
    "Nextcloud Polls, its sheet from the row 'From' on": 'From,"Tue, 13 Apr 2027, 00:00","Wed, 14 Apr 2027, 00:00",'
    '"Thu, 15 Apr 2027, 00:00"\nJo Smith,✔,❌,❔\nAnn Lee,✔,✔,✔\n',
    "Framadate": "\ufeff,Tuesday 13 April 2027,Wednesday 14 April 2027,Thursday 15 April 2027,\r\n,,,,\r\n"
    "Jo Smith,Yes,No,Under reserve,\r\nAnn Lee,Yes,Yes,Yes,\r\n",
    "nuudel": ',"Tuesday, April 13, 2027","Wednesday, April 14, 2027","Thursday, April 15, 2027"\r\n'
    "Jo Smith,Yes,No,Ifneedbe\r\nAnn Lee,Yes,Yes,Yes\r\n",
    "tick boxes": "Name,13/04/2027,14/04/2027,15/04/2027\nJo Smith,TRUE,FALSE,FALSE\nAnn Lee,TRUE,TRUE,TRUE\n",
    "ids": "peer_id,13/4/2027 0:00,2027-04-14T00:00,2027-04-15\n001,1,0,n\n2,y,ok,1\n",
    "ids without a heading": ",2027-04-13,2027-04-14,2027-04-15\n001,yes,no,no\n2,yes,yes,yes\n",
    "an id and a name": "Who,2027-04-13,2027-04-14,2027-04-15\n001,yes,no,no\nAnn Lee,yes,yes,yes\n",
    "peer_id behind another": "Team,peer_id,2027-04-13,2027-04-14,2027-04-15\nx,001,yes,no,no\ny,2,yes,yes,yes\n",
}


@pytest.mark.parametrize("tool", EXPORTS)
def test_a_poll_is_read_as_tools_export_it(tmp_path: Path, tool: str) -> None:
    assert digest(read(tmp_path, EXPORTS[tool])) == digest(pool([], EXPECTED))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_found_however_its_accents_are_written(tmp_path: Path, form: Literal["NFC", "NFD"]) -> None:
    """A Mac may write a letter and its accent apart."""
    other: Literal["NFC", "NFD"] = "NFD" if form == "NFC" else "NFC"
    names = {"001": normalize(form, "Zoë Pérez"), "2": "Ann Lee", "3": "Al Green", "4": normalize(form, "Zoe Perez")}
    poll = normalize(other, "Name,2027-04-13\nZOË PÉREZ,yes\nZoe Perez,no\n")
    found = read(tmp_path, poll, names).availability
    assert found.peer[found.available & (found.start == found.end)].tolist()[:1] == [0]
    assert sorted(set(found.peer.tolist())) == [0, 3]
    twins = {**names, "4": normalize(other, "Zoë Pérez")}
    (told,) = faults_of(tmp_path, normalize(other, "Name,2027-04-13\nZoë Pérez,yes\n"), twins)
    assert "an id, or a name that only one peer has" in told


TICKED = 'Timestamp,Name,When are you free?\n12/01/2027 09:30:01,Jo Smith,"{}"\n12/01/2027 10:00:00,Ann Lee,{}\n'


@pytest.mark.parametrize(
    "days",
    ["13/04/2027, 14/04/2027", "Tue, 13 Apr 2027;Wed, 14 Apr 2027", "Tue 13 Apr 2027\nWed 14 Apr 2027", "2027-04-13"],
)
def test_ticked_days_in_one_cell_are_told_with_what_to_do(tmp_path: Path, days: str) -> None:
    """As forms write the answers to one question with tick boxes; the dates in the timestamps are no answers."""
    told, stamp = sorted(faults_of(tmp_path, TICKED.format(days, "13/04/2027")), reverse=True)
    assert "column timestamp" in stamp
    assert told.startswith("availability_poll, column when are you free?: expected a column for each day")
    assert told.endswith("a column of its own, with yes where it is ticked and else no")


def test_a_timestamp_before_the_names_is_told(tmp_path: Path) -> None:
    """Google Forms puts one there: one fault, and not one for each answer."""
    poll = "Timestamp,Name,Free? [13/04/2027]\n12/01/2027 09:30:01,Jo Smith,Yes\n12/01/2027 10:00:00,Ann Lee,Yes\n"
    (told,) = faults_of(tmp_path, poll)
    assert told.startswith("availability_poll, column timestamp: expected the ids or the names of peers in the first")
    assert told.endswith("delete the column")


def test_columns_besides_are_ignored_with_a_warning_and_the_first_is_not(tmp_path: Path) -> None:
    told = [line for line in read(tmp_path, EXPORTS["Rallly"]).warnings if "poll" in line]
    assert told == ["availability_poll: the column 'email' is ignored"]


def test_a_name_that_several_have_and_one_that_nobody_has(tmp_path: Path) -> None:
    told = faults_of(tmp_path, "Participants,2027-04-13\nAL GREEN,yes\nAnn Leek,yes\n,yes\n44,no\nJo Smith,yes\n")
    start = "availability_poll, row {}, column participants: expected {}".format
    unknown = "the id of a peer of the table peers, or a name that one of them has; {}".format
    assert told == [
        start(2, "an id, or a name that only one peer has; write the id of the peer"),
        start(3, unknown("add it to the table peers")),
        start(4, unknown("fill in the blank cell")),
        start(5, unknown("add it to the table peers")),
    ]


def test_a_name_that_is_another_peers_id_is_a_fault(tmp_path: Path) -> None:
    names = {"001": "2", "2": "2", "3": "3"}
    (told,) = faults_of(tmp_path, "name,2027-04-13\n2,yes\n3,yes\n", names)
    assert "row 2, column name: expected an id, or a name that only one peer has" in told


def test_who_answers_by_id_and_by_name_answers_twice(tmp_path: Path) -> None:
    (told,) = faults_of(tmp_path, "name,2027-04-13\n001,yes\nJo  SMITH,no\n")
    assert told == "availability_poll, row 3, column name: expected a peer once; row 2 has their answers too"


def test_a_pool_without_names_is_polled_by_ids(tmp_path: Path) -> None:
    (tmp_path / "peers.csv").write_text("peer_id,roles,theme:a\n001,vcs_leader,1\n", "utf-8")
    (tmp_path / "availability_poll.csv").write_text("Participants,2027-04-13\n001,yes\n", "utf-8")
    assert len(read_pool(tmp_path).availability) == 1


@pytest.mark.parametrize(
    "poll",
    [
        "peer_id,monday,tuesday\n001,yes,no\n",
        "peer_id\n001\n",
        "peer_id,comment\n001,late\n",
    ],
)
def test_a_poll_without_a_date_is_a_fault(tmp_path: Path, poll: str) -> None:
    (told,) = faults_of(tmp_path, poll)
    assert told.startswith("availability_poll: expected a column for each day, with the date as its heading; ")


def test_a_poll_without_a_column_of_peers_is_a_fault(tmp_path: Path) -> None:
    (told,) = faults_of(tmp_path, "2027-04-13,2027-04-14\nyes,no\n")
    assert told == "availability_poll: expected a first column with the ids or the names of peers; add the column"


def test_a_poll_without_rows_has_no_faults(tmp_path: Path) -> None:
    assert len(read(tmp_path, "peer_id,2027-04-13\n").availability) == 0
    assert len(read(tmp_path, "peer_id,comment\n").availability) == 0


def test_two_times_of_one_day_are_a_fault(tmp_path: Path) -> None:
    """As Framadate writes two times of a day."""
    told = faults_of(tmp_path, ",Tuesday 13 April 2027,Tuesday 13 April 2027\n,09:00,14:00\n001,Yes,No\n")
    assert any("once" in line for line in told)
    told = faults_of(tmp_path, "peer_id,Tue 13 Apr 2027,2027-04-13\n001,Yes,No\n")
    assert told == ["availability_poll, column 2027-04-13: expected each date once; put the answers into one column"]


@pytest.mark.parametrize(
    ("heading", "mend"),
    [
        ("Tue 13 Apr 2027 09:00 - 10:00", "ask for whole days, and leave out the time of day"),
        ("2027-04-13T09:00", "ask for whole days, and leave out the time of day"),
        ("Tue 13 Apr", "write the year with four digits, or delete the column"),
        ("13/04/27", "write the year with four digits, or delete the column"),
        ("Wed 13 Apr 2027", "correct the heading, or delete the column"),
    ],
)
def test_a_heading_that_is_no_day_says_how_to_mend_it(tmp_path: Path, heading: str, mend: str) -> None:
    (told,) = faults_of(tmp_path, f"peer_id,{heading},2027-04-20\n001,yes,yes\n")
    assert told.startswith(f"availability_poll, column {heading.casefold()}: expected a date such as ")
    assert told.endswith(mend)


def test_a_note_where_no_heading_shows_that_the_day_comes_first(tmp_path: Path) -> None:
    said = "availability_poll: 03/04/2027 is read as 3 April, and no heading shows that the day comes first"
    assert said in read(tmp_path, "peer_id,05/04/2027,06/04/2027\n001,yes,no\n").warnings
    assert said not in read(tmp_path, "peer_id,12/04/2027,13/04/2027\n001,yes,no\n").warnings


def test_frames_have_timestamps_as_headings() -> None:
    """`found.md`, K7."""
    for heading in ("2027-04-13T00:00:00", pd.Timestamp(2027, 4, 13), date(2027, 4, 13)):
        frame = pd.DataFrame([["001", "yes"]], columns=["peer_id", heading])
        read_ = Pool.from_frames(peers=pd.DataFrame(PEERS, dtype=str), availability_poll=frame)
        assert digest(read_) == digest(pool([], [day("001", 13, "available")]))
