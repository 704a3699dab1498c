"""Pages as HTML: escaped, self-contained, and the colours of the page around them."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

import teamforge
from teamforge.page import Column, Page, Section, Table
from teamforge.page.html import to_html
from teamforge.page.words import visible

TEXT = st.text(st.characters(), max_size=30) | st.sampled_from(
    ["<script>", "</div>", "'\"", "<!--", "]]>", "&amp;", "javascript:alert(1)", "\x00<", "</td ><img src=x onerror=y>"]
)


@given(TEXT)
def test_a_text_is_only_ever_text(text: str) -> None:
    """Without its tags, the fragment is the texts of the page; no text adds a tag."""
    table = Table((Column(text),), ((text,), ((text, text),)))
    page = Page(text, (text,), (Section(text, (text,), (text,), table),), (text,))
    plain = to_html(Page("", ("",), (Section("", ("",), ("",), Table((Column(""),), (("",), (("", ""),)))),), ("",)))
    told = to_html(page)
    assert re.findall(r"<[^>]*>", told) == re.findall(r"<[^>]*>", plain)
    assert html.unescape(re.sub(r"<[^>]*>", "", told)).count(visible(text)) >= 10


def test_the_result_in_a_notebook() -> None:
    result = teamforge.compose(*teamforge.load_demo())
    told = result._repr_html_()
    assert all(f">{member.peer_id}</td>" in told for member in result.members)
    assert f"{result.points:,}" in told
    assert "optimal: proved" in told
    for word in ("<script", "<style", "<link", "<img", "http:", "https:", "url(", "@import", "javascript:"):
        assert word not in told.casefold()
    assert "color:inherit" in told
    names = result.pool.peers.names
    assert names is not None
    assert not [name for name in names.values if name in told]


def test_a_result_without_a_team_says_so() -> None:
    pool, challenge = teamforge.load_demo()
    told = teamforge.compose(pool, challenge, time_limit=0)._repr_html_()
    assert "unknown: the time limit ended the search before any team was found" in told
