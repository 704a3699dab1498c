"""What kept a peer off a team, said to the peer: a sentence for each rule, what would help, and nobody else's data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teamforge.explain.reasons import Reason
from teamforge.spec.rulebook import Rulebook
from teamforge.spec.rules import Strength

__all__ = ["SENTENCES", "Said", "said_of"]


@dataclass(frozen=True, slots=True)
class Said:
    """
    What a letter says of a rule.

    Parameters
    ----------
    why
        Why the rule kept the reader off.
    help
        What would help, or what to do about it.
    """

    why: str
    help: str


_ELSEWHERE = "You can review other hosts: what stands in the way is about these hosts alone."
_DECLARE = "Send us a new declaration of your interests."

SENTENCES = {
    "current_tie": Said("You work for a host, or hold an office, a contract or a consultancy there.", _ELSEWHERE),
    "past_tie": Said("You worked or held office at a host in the last {years}.", _ELSEWHERE),
    "commercial_tie": Said("You had a contract or a consultancy with a host in the last {years}.", _ELSEWHERE),
    "job_application": Said("You applied for a job at a host in the last {years}.", _ELSEWHERE),
    "personal_tie": Said("You have family at a host, or a financial interest there.", _ELSEWHERE),
    "friendship": Said("You have a friend at a host.", _ELSEWHERE),
    "same_system": Said("You work in the same health and care system as a host.", _ELSEWHERE),
    "shared_leadership": Said("You work for an organisation that shares its leadership with a host.", _ELSEWHERE),
    "neighbour": Said("You work for a neighbour of a host.", _ELSEWHERE),
    "reviewed_host": Said("You reviewed a host in the last {years}, or are booked to.", _ELSEWHERE),
    "reciprocal_review": Said(
        "Somebody from a host did a review where you work in the last {years}, or is booked to do one.", _ELSEWHERE
    ),
    "declaration": Said("We have no declaration of your interests from the year before the decision.", _DECLARE),
    "pair_tie": Said(
        "You have a close tie to somebody else who could have come, and both of you cannot be on one team.",
        "You can join other teams.",
    ),
    "pair_friendship": Said(
        "You are a friend of somebody else who could have come, and both of you cannot be on one team.",
        "You can join other teams.",
    ),
    "unknown_peer": Said("You are not in our list of peers.", "Ask us to add you to the list."),
    "eligible": Said("The seat asks for a role that you do not have.", "If you have another role by now, tell us."),
    "role": Said("No seat on this team asks for a role that you have.", "If you have another role by now, tell us."),
    "trained": Said(
        "Our records do not show that you are trained as a peer.", "Do the training, or tell us when you did it."
    ),
    "active": Said("You are not marked as active in our records.", "Tell us if you would like to be asked again."),
    "excluded": Said(
        "It was decided that we would not ask you for this visit.", "The programme manager can tell you more."
    ),
    "pin": Said("The seats that you could have had were settled before the team was put together.", ""),
    "windows": Said("No date was possible for this visit.", ""),
    "availability": Said("You are not free on {dates}.", "Keep us up to date on when you are free."),
    "unknown_availability": Said("We do not know when you are free.", "Tell us when you are free."),
    "overlap": Said("You are at another visit on {dates}.", ""),
    "rest": Said("Another visit of yours is too close to {dates}: there have to be {rest_days} days in between.", ""),
    "max_per_year": Said(
        "You have as many visits in that year as you agreed to.", "Tell us if you would do more visits in a year."
    ),
    "elsewhere": Said(
        "Another visit of yours in the programme leaves no room for this one.",
        "Tell us if you would do more visits in a year.",
    ),
    "per_organisation": Said(
        "As many people from where you work as there may be are on site in that week.", "Other weeks are open to you."
    ),
    "per_peer": Said("You are on as many teams of the programme as one person may be.", ""),
    "met_twice": Said(
        "You visit one of these hosts on another team of the programme.", "Visits to other hosts are open to you."
    ),
    "both_ways": Said(
        "Somebody from the other side visits where you work, and no review may go both ways within the programme.",
        "Visits to other hosts are open to you.",
    ),
    "first_timers": Said(
        "The team already has as many first-timers as it can have.",
        "This stops mattering after your first visit.",
    ),
    "outside_region": Said("You work in the region of a host.", "You can review hosts in other regions."),
}
"""A sentence for every rule that can keep a peer off; a host's or another person's data is in none."""

_DATED = ("availability", "overlap", "rest", "max_per_year")
_WAIVE = "If you think that this should not stand in the way here, tell us: a named person can decide to let it pass."


def said_of(reasons: Sequence[Reason], rulebook: Rulebook) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    Return why some reasons keep a peer off, and what would help, in sentences; each sentence once.

    Parameters
    ----------
    reasons
        As `Result.why_not` returns them of a peer who is blocked.
    rulebook
        Of the challenge.

    Examples
    --------
    >>> from teamforge.spec.rulebook import RULEBOOK
    >>> said_of([Reason("past_tie", "", None)], RULEBOOK)[0]
    ('You worked or held office at a host in the last 5 years.',)
    """
    # Where several rules close dates, each may close only some of them.
    dates = "the possible dates" if sum(each.rule in _DATED for each in reasons) < 2 else "some of the possible dates"  # noqa: PLR2004
    found = [SENTENCES[each.rule] for each in reasons]
    why = [
        said.why.format(years=_years(rulebook, each.rule), dates=dates, rest_days=rulebook.rest_days)
        for said, each in zip(found, reasons, strict=True)
    ]
    helps = [text for said, each in zip(found, reasons, strict=True) for text in _helps(said, each, rulebook)]
    return tuple(dict.fromkeys(why)), tuple(dict.fromkeys(helps))


def _years(rulebook: Rulebook, rule: str) -> str:
    years = rulebook.conflicts[rule].years if rule in rulebook.conflicts else None
    return "year" if years == 1 else f"{years} years"


def _helps(said: Said, reason: Reason, rulebook: Rulebook) -> Iterator[str]:
    if reason.days:
        yield f"If you had been free on {reason.days}, nothing would have stood in the way."
        yield "Tell us when your dates change."
    elif said.help:
        yield said.help
    conflict = rulebook.conflicts.get(reason.rule)
    if conflict is not None and conflict.strength is Strength.REVIEW and said.help == _ELSEWHERE:
        yield _WAIVE
