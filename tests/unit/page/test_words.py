"""The words of pages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.page.words import dates_in_words, days_in_words, visible


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("family 2008-06-21… — P051", "family from 21 June 2008 — P051"),
        ("office …2022-06-30 — NHS", "office until 30 June 2022 — NHS"),
        ("applied 2025-03-10…2025-03-10", "applied 10 March 2025"),
        ("(2024-10-08…2024-10-10)", "(8 October 2024 to 10 October 2024)"),
        ("derby-2027-03-01, 2027-02-30, 2027-03-01T10 and 12027-03-01", None),
    ],
)
def test_dates_in_a_sentence(text: str, words: str | None) -> None:
    assert dates_in_words(text) == (words or text)
