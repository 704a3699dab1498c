"""The words of pages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.page.words import days_in_words, visible


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2027, 4, 13), date(2027, 4, 15), "Tuesday 13 to Thursday 15 April 2027"),
        (date(2027, 4, 13), date(2027, 4, 13), "Tuesday 13 April 2027"),
        (date(2027, 3, 31), date(2027, 4, 1), "Wednesday 31 March to Thursday 1 April 2027"),
        (date(2026, 12, 31), date(2027, 1, 1), "Thursday 31 December 2026 to Friday 1 January 2027"),
    ],
)
def test_days(start: date, end: date, words: str) -> None:
    assert days_in_words(start, end) == words


@given(st.text(st.characters(), max_size=20))
def test_visible_text_is_one_line_that_every_encoding_of_unicode_takes(text: str) -> None:
    shown = visible(text)
    assert shown.encode().decode() == shown
    assert len(shown.splitlines()) <= 1
    assert "\x1b" not in shown
    assert visible(shown) == shown
