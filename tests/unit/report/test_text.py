"""Pages as text: nothing cut off, nothing interpreted, as wide as it must be and no wider than it may."""

from __future__ import annotations

import os
import re
from io import StringIO
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from teamforge.page import Cell, Column, Page, Section, Table
from teamforge.report.terminal import print_page
from teamforge.report.text import page_as_text

TABLE = Table(
    (Column("Seat"), Column("Peer"), Column("Role", under="Seat"), Column("Points", number=True)),
    (("lead", "P1", "chief_executive", 1200), ("vcs", ("P2", "P3"), "vcs_leader", -5), ("spare", None, None, None)),
    ("total", None, None, 1195),
)
PAGE = Page("Title", ("first", "last"), (Section("Heading", ("a line",), ("an item",), TABLE),), ("foot",), "good")


def on_terminal(page: Page, width: int) -> str:
    """Return a page as a terminal of that width shows it, without spaces at the ends of lines."""
    written = StringIO()
    with mock.patch.dict(os.environ, COLUMNS=str(width)):
        print_page(page, written)
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n"))


def test_a_page_in_a_file() -> None:
    assert page_as_text(PAGE).splitlines() == [
        "Title",
        "first",
        "last",
        "",
        "Heading",
        "  a line",
        "  - an item",
        "  Seat   Peer  Role             Points",
        "  lead   P1    chief_executive   1,200",
        "  vcs    P2    vcs_leader           -5",
        "         P3",
        "  spare",
        "  total                          1,195",
        "",
        "foot",
    ]


def test_a_narrow_page_puts_cells_below_others() -> None:
    lines = on_terminal(PAGE, 36).splitlines()
    assert lines[7:13] == [
        "  Seat               Peer  Points",
        "  lead               P1     1,200",
        "    chief_executive",
        "  vcs                P2        -5",
        "    vcs_leader       P3",
        "  spare",
    ]


WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4), WORDS)
def test_in_a_file_every_row_is_a_line(rows: list[tuple[str, str]], word: str) -> None:
    table = Table((Column("a"), Column(word)), tuple(rows))
    page = Page(word, sections=(Section(word, items=(word,), table=table),))
    assert len(page_as_text(page).splitlines()) == 1 + 1 + 1 + 1 + 1 + len(rows)


CELLS = st.none() | st.integers(-(10**6), 10**6) | WORDS | st.lists(WORDS, min_size=1, max_size=3).map(tuple)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4), WORDS, WORDS)
def test_a_file_reads_as_a_terminal_on_which_nothing_is_wrapped(
    rows: list[tuple[Cell, Cell, Cell]], one: str, other: str
) -> None:
    table = Table((Column(one), Column("n", number=True), Column(other)), tuple(rows), rows[0])
    page = Page(
        one, (other,), (Section(other, (one,), (one, other), table), Section("", (other,))), (one, other), "bad"
    )
    assert page_as_text(page) == on_terminal(page, 2000)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4), st.integers(40, 120))
def test_with_a_width_no_line_is_wider_and_no_character_is_lost(rows: list[tuple[str, str]], width: int) -> None:
    page = Page("t", sections=(Section("s", table=Table((Column("a"), Column("b")), tuple(rows))),))
    text = on_terminal(page, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    shown = re.sub(r"\s|\\", "", text)
    assert all(sign in shown for row in rows for cell in row for sign in cell if sign.isalnum())


@pytest.mark.parametrize("text", ["[red]x[/red]", ":smile:", "https://example.org", "\\[x]", "{x}", "12 34"])
def test_nothing_is_interpreted(text: str) -> None:
    page = Page(text, (text,), (Section(text, (text,), (text,), Table((Column(text),), ((text,),))),), (text,))
    assert page_as_text(page).count(text) == 8
    assert "\x1b" not in page_as_text(page)


def test_a_cell_below_another_goes_on_where_it_began() -> None:
    """Its lines are two columns to the right of the cell above, those that are wrapped too."""
    columns = (Column("Seat"), Column("Why", under="Seat"), Column("Points", number=True))
    table = Table(columns, (("vcs", "covers the whole of the scope and has done this before", 100),))
    shown = on_terminal(Page("A team", sections=(Section("Seats", table=table),)), 30)
    below = [line for line in shown.split("\n") if line.startswith("  ") and "vcs" not in line and "Seat" not in line]
    assert len(below) > 2
    assert all(line.startswith("    ") and not line.startswith("     ") for line in below)
