"""What kept a peer off a team, said to the peer in the rules' own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from teamforge.explain.reasons import Reason
from teamforge.spec.rulebook import Rulebook
from teamforge.spec.rules import ConflictRule, Rule, Strength

_DATED = ("availability", "overlap", "rest", "max_per_year")
_WAIVE = "If you think that this should not stand in the way here, tell us: a named person can decide to let it pass."


def said_of(reasons: Sequence[Reason], rulebook: Rulebook) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    Return why the reasons keep a peer off, and what would help, in sentences; each sentence once.

    Examples
    --------
    >>> from teamforge.spec.rulebook import RULEBOOK
    >>> said_of([Reason("past_tie", "", None)], RULEBOOK)[0]
    ('You worked or held office at a host in the last 5 years.',)
    """
    # If several rules close dates, each may close only some of them.
    dates = "the possible dates" if sum(each.rule in _DATED for each in reasons) < 2 else "some of the possible dates"  # noqa: PLR2004
    found = [(rulebook.rule(each.rule), each) for each in reasons]
    why = [rule.to_peer.format(**rule.numbers, dates=dates) for rule, _ in found]
    helps = [text for rule, each in found for text in _helps(rule, each)]
    return tuple(dict.fromkeys(why)), tuple(dict.fromkeys(helps))


def _helps(rule: Rule, reason: Reason) -> Iterator[str]:
    if reason.days:
        yield f"If you had been free on {reason.days}, nothing would have stood in the way."
        yield "Tell us when your dates change."
    elif rule.advice:
        yield rule.advice
    if isinstance(rule, ConflictRule) and rule.strength is Strength.REVIEW and not rule.pair and rule.remedy is None:
        yield _WAIVE
