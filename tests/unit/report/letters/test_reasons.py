"""Every rule that can keep a peer off has a sentence for the peer, in words that people say."""

from __future__ import annotations

import re

import pytest

from teamforge.explain.reasons import Reason
from teamforge.report.letters.reasons import said_of
from teamforge.spec.rulebook import PRESETS, RULEBOOK, preset

RULES = [
    *RULEBOOK.conflicts,
    *RULEBOOK.bars,
    *RULEBOOK.bounds,
    *(name for name, rule in RULEBOOK.criteria.items() if rule.phrase),
]


def test_there_is_a_sentence_for_every_rule_and_no_other() -> None:
    rules = [*RULEBOOK.adjustable.values(), *RULEBOOK.bars.values()]
    assert {rule.name for rule in rules if rule.to_peer} == set(RULES)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("book", PRESETS)
def test_a_rule_is_said_in_plain_words(rule: str, book: str) -> None:
    """Whole sentences, to the reader, without the names of rules, points or anything left to fill in."""
    why, helps = said_of([Reason(rule, "a text with P1 in it", "waive it")], preset(book))
    for sentence in (*why, *helps):
        assert re.fullmatch(r"[A-Z][^{}_]*[.?]", sentence)
        assert not re.search(r"\bpoints?\b|waive|P1|\btheir\b|None", sentence)
    assert len(why) == 1


def test_years_are_those_of_the_challenge() -> None:
    (why,), _ = said_of([Reason("past_tie", "", None)], RULEBOOK.override({"past_tie": {"years": 1}}))
    assert why == "You worked or held office at a host in the last year."
    (why,), _ = said_of([Reason("past_tie", "", None)], preset("strict_independence"))
    assert why == "You worked or held office at a host in the last 6 years."


def test_what_a_person_may_let_pass_is_said_only_where_it_is_so() -> None:
    let = "a named person can decide"
    assert let in " ".join(said_of([Reason("neighbour", "", None)], RULEBOOK)[1])
    assert let not in " ".join(said_of([Reason("neighbour", "", None)], preset("strict_independence"))[1])
    assert let not in " ".join(said_of([Reason("current_tie", "", None)], RULEBOOK)[1])


def test_where_several_rules_close_dates_each_closes_some() -> None:
    why, helps = said_of(
        [Reason("availability", "", None, days="Monday 5 April 2027"), Reason("rest", "", None)], RULEBOOK
    )
    assert why == (
        "You are not free on some of the possible dates.",
        "Another visit of yours is too close to some of the possible dates: there have to be 14 days in between.",
    )
    assert "If you had been free on Monday 5 April 2027" in helps[0]
    assert said_of([Reason("availability", "", None)], RULEBOOK)[0] == ("You are not free on the possible dates.",)


def test_nothing_is_said_twice() -> None:
    why, helps = said_of([Reason("neighbour", "", None), Reason("same_system", "", None)] * 2, RULEBOOK)
    assert len(why) == 2
    assert len(helps) == 2
