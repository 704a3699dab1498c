"""From values to a page of HTML: the templates, and how they name people, dates and levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from datetime import date
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from teamforge.challenge import Challenge
from teamforge.page import Page
from teamforge.page.words import counted, dates_in_words, days_in_words, listed, visible
from teamforge.pool import Pool
from teamforge.report.named import with_names
from teamforge.report.templates import templates_in
from teamforge.spec.words import LEVELS, capital, spoken

Person = Callable[[str], Markup]
"""Turns the id of a peer into how they are called, as HTML."""


@cache
def templates() -> Environment:
    """Return the templates; everything put into them is escaped."""
    pages = templates_in("teamforge.app", "templates")
    pages.filters |= {"spoken": spoken, "capital": capital, "day": _day}
    pages.globals |= {"counted": counted, "listed": listed, "levels": LEVELS}
    pages.globals |= {"in_words": days_in_words}
    return pages


def compile_templates() -> None:
    """Compile every template: the first answer of a page need not wait for it."""
    for name in templates().list_templates():
        templates().get_template(name)


def person_of(pool: Pool, *, names: bool) -> Person:
    """Return how peers are called: by name with the id next to it, or by id."""

    @cache
    def person(peer_id: str) -> Markup:
        name = pool.peers.name_of(peer_id) if names and peer_id in pool.peers.position else ""
        label = Markup('<span class="id">{}</span>').format(visible(peer_id))
        return Markup("<bdi>{}</bdi> {}").format(visible(name), label) if name else label

    return person


def sentence_of(pool: Pool, *, names: bool) -> Callable[[str], str]:
    """Return how sentences are shown: with dates in words and, if names are shown, with names next to the ids."""

    def sentence(text: str) -> str:
        named = with_names(Page(text), pool, name_first=True).title if names else text
        return visible(dates_in_words(named))

    return sentence


def titles_of(challenges: Collection[Challenge]) -> dict[str, str]:
    """Return the title of each challenge that has one, with its id if another challenge has the same title."""
    times = Counter(each.title for each in challenges)
    return {
        each.id: each.title if times[each.title] == 1 else f"{each.title} ({each.id})"
        for each in challenges
        if each.title
    }


def _day(value: date) -> str:
    return days_in_words(value, value)
