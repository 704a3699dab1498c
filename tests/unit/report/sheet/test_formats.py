"""HTML, Word and PDF: the same content, nothing private, and hostile text as text."""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_left
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

import teamforge
from teamforge.report.sheet.pdf import to_pdf
from tests.unit.report.sheet.canaries import (
    ENDINGS,
    HIDDEN_FROM_ALL,
    HIDDEN_FROM_HOSTS,
    MEMBERS,
    NAMES,
    PEERS,
    all_in,
    compose,
    sheet_bytes,
    sheet_of,
    squeezed,
    text_in,
    texts_of,
    written,
)

AUDIENCES = ("team", "host")
HOSTILE = {
    "formula": "=cmd|' /C calc'!A1",
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "entity": "&lt;b&gt;&#x41;",
    "sql": '"; DROP TABLE peers; --',
    "jinja": "{{ 7 * 7 }}{% for x in y %}",
    "typst": '#panic("x") $x$ *b* _i_ @label <label> \\ `raw` // comment',
    "long": "Wolfeschlegelsteinhausen" * 20,
    "noncharacter": "a\ufffeb",
    "emoji": "Zo\u00eb \U0001f469\u200d\U0001f4bb",
}
FOREIGN = {"hebrew": "אברהם כהן", "arabic": "محمد علي", "chinese": "山田太郎", "hieroglyph": "\U00013000"}


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_says_all_that_the_sheet_says(audience: str, ending: str) -> None:
    told = text_in(written(audience, ending), ending)
    for text in texts_of(sheet_of(compose(), audience)):
        assert squeezed(text) in told, text


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_host_sheet_holds_no_canary_anywhere_in_the_file(ending: str) -> None:
    found = all_in(written("host", ending), ending)
    assert len({*HIDDEN_FROM_HOSTS, *NAMES.values()}) == 22
    for canary in (*HIDDEN_FROM_HOSTS, *NAMES.values()):
        assert canary.lower() not in found


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_host_sheet_with_names_holds_those_of_the_members_alone(ending: str) -> None:
    found = all_in(written("host", ending, names=True), ending)
    for canary in HIDDEN_FROM_HOSTS:
        assert canary not in found
    assert {peer for peer, name in NAMES.items() if name.lower() in found} == set(MEMBERS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_sheet_holds_what_is_private_and_the_canaries_can_be_found(ending: str) -> None:
    found = all_in(written("team", ending), ending)
    for canary in (*HIDDEN_FROM_ALL, *NAMES.values()):
        assert canary.lower() not in found
    for shown in ("canarygiver", "canaryfriend", "canaryreserveone", "canarybooked"):
        assert shown in found
    assert all(name.lower() in all_in(written("team", ending, names=True), ending) for name in NAMES.values())


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_names_come_through_as_plain_text(ending: str, text: str) -> None:
    content = sheet_bytes(_named(text), ending, "team", names=True)
    told = text_in(content, ending)
    if ending == ".pdf" and text == HOSTILE["emoji"]:
        text = text[:3]  # there may be no font for the rest
    assert squeezed(text.replace("\ufffe", r"\ufffe")) in told
    if ending == ".html":
        assert "<script" not in content.decode()
        assert "onmouseover" not in re.sub(r">[^<]*<", "><", content.decode())


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_names_in_other_scripts_come_through(ending: str, text: str) -> None:
    content = sheet_bytes(_named(text), ending, "host", names=True)
    told = text_in(content, ending)
    if ending == ".pdf":  # what a reader of PDF makes of them hangs on its fonts
        assert len(PdfReader(io.BytesIO(content)).pages) >= 1
        assert squeezed("Two Council") in told
    else:
        assert squeezed(text) in told


def test_hostile_titles_hosts_and_seats_are_text_too() -> None:
    text = "=1+1<b>{{ 7 * 7 }}#panic()\u202efdp"
    result = compose(title=text, id=text)
    for ending in ENDINGS:
        told = text_in(sheet_bytes(result, ending), ending)
        assert "\u202e" not in told
        assert told.count(squeezed(text.replace("\u202e", r"\u202e"))) >= 2


def test_html_asks_for_nothing_and_runs_nothing() -> None:
    page = written("team", ".html").decode()
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "@import" not in page
    assert not re.findall(r"""(?:src|href|action|data)\s*=\s*["'](?!#)[^"']*""", page)
    assert set(re.findall(r"https?://[^\s\"'<)]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert set(re.findall(r"url\(([^)]*)\)", page)) <= set(re.findall(r"url\((#[^)]*)\)", page))


def test_word_has_a_title_a_language_and_tables_that_can_be_told() -> None:
    document = Document(io.BytesIO(written("host", ".docx")))
    assert document.core_properties.title == "A small challenge"
    assert document.core_properties.language == "en-GB"
    headings = [each.text for each in document.paragraphs if each.style is not None and each.style.name == "Heading 1"]
    assert headings == [part.heading for part in sheet_of(compose(), "host").parts.values()] + ["Record"]
    assert len(document.tables) == 4
    for table in document.tables:
        first = table.rows[0]._tr.trPr
        assert first is not None
        assert first.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None


def test_word_runs_right_to_left_where_the_text_does() -> None:
    name = FOREIGN["hebrew"]
    content = sheet_bytes(_named(name), ".docx", "host", names=True)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        text = package.read("word/document.xml").decode()
    (paragraph,) = [
        each for each in re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL) if f">{name}<" in each and "bidi" in each
    ]
    assert "<w:rtl/>" in paragraph


def root_of(content: bytes) -> Any:
    """Return the catalogue of a PDF."""
    return PdfReader(io.BytesIO(content)).root_object


def test_pdf_is_tagged_and_claims_pdf_ua() -> None:
    content = written("team", ".pdf")
    root, about = root_of(content), PdfReader(io.BytesIO(content)).metadata
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert about is not None
    assert about.title == "A small challenge"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_pdf_without_a_font_for_a_letter_says_so_and_claims_less() -> None:
    """No font that anybody has installed has a letter for private use."""
    content = sheet_bytes(_named("\U0010fffd"), ".pdf", "host", names=True)
    root = root_of(content)
    assert squeezed("does not claim to be PDF/UA") in text_in(content, ".pdf")
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" not in root["/Metadata"].get_object().get_data()


@pytest.mark.slow
def test_the_record_of_a_pdf_is_in_one_piece() -> None:
    """Where the page before it is just too full, it goes on to the next as a whole."""
    sheet = sheet_of(compose(), "team")
    name, part = next(iter(sheet.parts.items()))

    def pages(lines: int) -> list[str]:
        made = to_pdf(replace(sheet, parts={name: replace(part, lines=("x",) * lines, items=(), table=None)}))
        return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(made)).pages]

    first = bisect_left(range(100), 2, key=lambda lines: len(pages(lines)))
    assert 10 < first < 90
    last = pages(first)[1]
    assert [line for line in sheet.record if squeezed(line) not in last] == []


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_no_sign_of_markup_is_shown(audience: str, ending: str) -> None:
    """Commands are named in words: a backtick is for those who write documentation."""
    assert "`" not in text_in(written(audience, ending), ending)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_result_gives_the_same_page(ending: str) -> None:
    again = sheet_bytes(compose(), ending, "host")
    if ending == ".docx":  # a package keeps when it was made
        assert text_in(again, ending) == text_in(written("host", ending), ending)
    else:
        assert again == written("host", ending)


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"expected one of \.html, \.docx, \.pdf"):
        compose().write_sheet(tmp_path / "team.odt")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("ending", "package", "extra"),
    [(".html", "jinja2", "report"), (".docx", "docx", "report"), (".pdf", "typst", "pdf")],
)
def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch, ending: str, package: str, extra: str) -> None:
    import sys

    for name in [
        name for name in sys.modules if name.partition(".")[0] == package or name.startswith("teamforge.report.sheet.")
    ]:
        if name.partition(".")[0] == package or name.rpartition(".")[2] in {"html", "word", "pdf"}:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModuleNotFoundError, match=rf"teamforge\[{extra}\]"):
        sheet_bytes(compose(), ending)


def _named(text: str) -> teamforge.Result:
    """Return a result in which `V1` has a name, and their organisation the same."""
    return compose(tuple((row[0], text, *row[2:]) if row[0] == "V1" else row for row in PEERS))
