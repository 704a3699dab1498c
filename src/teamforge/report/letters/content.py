"""What each letter says: plain values for its template, all about the reader or the visit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from teamforge.assignments import live
from teamforge.challenge import Challenge
from teamforge.challenge.matching import require_fit
from teamforge.explain.reasons import Reason, Reasons
from teamforge.explain.why_not import PeerAnswer, Verdict
from teamforge.page.words import day_in_words, days_in_words, listed
from teamforge.pool import Pool
from teamforge.pool.assignments.history import Assignment, in_force
from teamforge.problem import eligibility_of, prepare
from teamforge.report.letters.letter import Letter
from teamforge.report.letters.reasons import said_of
from teamforge.report.letters.words import LetterKind, letter_from
from teamforge.report.letters.year import answer_here, year_of
from teamforge.report.sheet.milestones import MILESTONES
from teamforge.report.sheet.reasons import conflicts_checked
from teamforge.result.data import ResultData
from teamforge.spec.words import SKILLS, spoken

_PRACTITIONER = 2
_VERDICTS = {
    Verdict.TIED: (
        "Nothing kept you off. A team with you would have been just as good, and between teams that are equally good "
        "the choice is by lot."
    ),
    Verdict.OUTSCORED: (
        "Nothing in the rules kept you off. Teams are compared by what their members know, by their roles, by where "
        "they work, by how often they were out lately, and by the balance of the team. On all of that together, "
        "another team came first."
    ),
    Verdict.UNPLACEABLE: "No rule kept you off by itself, but no team with you would have kept all the rules.",
}
_KNOWS = {
    "aware": "aware of",
    "practitioner": "a practitioner in",
    "expert": "an expert in",
    "leading expert": "a leading expert in",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")
_CHOSEN = "Nothing in the rules kept you off. Another team was chosen."
_UP_TO_DATE = "Tell us of new experience, and keep us up to date on when you are free."


def why_not(  # noqa: PLR0913 -- what a letter may need
    result: ResultData,
    peer: str,
    answer: PeerAnswer | None,
    *,
    now: Pool,
    also: Collection[Challenge] = (),
    names: bool = False,
    signed: str = "",
    words: Path | None = None,
    on: date | None = None,
) -> Letter:
    """
    Return the letter to a peer who is not on the team; `Result.letter` describes it.

    `answer` is that of `why_not`; None if the team is not proved to be the best: then only rules give a reason.
    `now` is the pool with the present history.
    """
    pool, challenge = result.pool, result.challenge
    if answer is None:
        found = reasons_without_search(pool, challenge, peer)
        why, helps = said_of(found, challenge.rulebook) if found else ((_CHOSEN,), (_UP_TO_DATE,))
    elif answer.verdict is Verdict.BLOCKED:
        why, helps = said_of(answer.reasons, challenge.rulebook)
    else:
        why, helps = (_VERDICTS[answer.verdict],), (_of_change(answer),)
    year = [challenge, *also]
    own = answer_here(now, challenge.id, peer)
    if own is None and peer in (result.parameters["repair"] or {}).get("withdrawn", ()):
        own = "You declined this visit, or withdrew from it."
    values = {
        **_visit(result, peer, names=names, signed=signed, on=on),
        "seats": _seats(pool, challenge, peer),
        "known": _known(pool, challenge, peer, 1),
        "reasons": list(_with_own_answer(why, challenge, own)),
        "helps": [] if own is not None else list(helps),
        "programme": "",
        "others": [of_visit(now, each, peer) for each in also],
        "year": list(year_of(now, peer, result.require_team().start, frozenset(each.id for each in year))),
    }
    return letter_from(LetterKind.WHY_NOT, values, challenge.id, peer, words)


def invitation(
    result: ResultData,
    peer: str,
    *,
    now: Pool,
    names: bool = False,
    signed: str = "",
    words: Path | None = None,
    on: date | None = None,
) -> Letter:
    """Return the letter to a member of the team; `Result.letter` describes it."""
    member = next(each for each in result.members if each.peer_id == peer)
    row = row_of(now, result.challenge_id, peer)
    seat, role = spoken(member.seat), spoken(member.role)
    values = {
        **_visit(result, peer, names=names, signed=signed, on=on),
        "seat": seat,
        "role": "" if role == seat else role,
        "known": _known(result.pool, result.challenge, peer, _PRACTITIONER),
        "agreed": row is not None and row.state in {"accepted", "confirmed"},
    }
    return letter_from(LetterKind.INVITATION, values, result.challenge_id, peer, words)


def row_of(pool: Pool, challenge_id: str, peer: str) -> Assignment | None:
    """Return a peer's row in force for a challenge; None without one."""
    return next((row for row in in_force(pool, challenge_id) if row.peer_id == peer), None)


def to_host(result: ResultData, *, signed: str = "", words: Path | None = None, on: date | None = None) -> Letter:
    """Return the letter to the host, to go with the team sheet; `Result.letter` describes it."""
    checked = " ".join(conflicts_checked(result))
    values = {**_visit(result, None, names=False, signed=signed, on=on), "conflicts": checked}
    return letter_from(LetterKind.HOST, values, result.challenge_id, None, words)


def reasons_without_search(pool: Pool, challenge: Challenge, peer: str) -> tuple[Reason, ...]:
    """Return the rules that by themselves keep a peer off every team of a challenge, without a search."""
    instance = prepare(pool, challenge)
    return Reasons(instance, eligibility_of(instance)).of(pool.peers.position[peer])


def _visit(result: ResultData, peer: str | None, *, names: bool, signed: str, on: date | None) -> dict[str, Any]:
    """Return what every letter can say."""
    pool, challenge = result.pool, result.challenge
    if result.window is None:  # for the type checker: a letter needs a team
        raise AssertionError
    start, days = result.window.start, (result.window.end - result.window.start).days + 1
    dates = {each.name: each.day(start) for each in MILESTONES}
    by = {
        name: f"by {days_in_words(day, day)}" if day >= challenge.as_of else "as soon as possible"
        for name, day in dates.items()
    }
    return {
        **to_reader(pool, peer, names=names, signed=signed, on=on),
        "title": challenge.title or challenge.id,
        "hosts": listed([pool.organisations.label_of(host) for host in challenge.hosts]),
        "on_site": days_in_words(start, result.window.end),
        "when": f"{'on' if days == 1 else 'from'} {days_in_words(start, result.window.end)}",
        "days": _in_words(days),
        "days_free": _in_words(days + 1),
        "scope": _scope(challenge),
        "scoping_by": by["Scoping meeting"],
        "papers_by": by["Papers out to the team"],
        "call_by": by["Team call"],
        "again": challenge.purpose == "progress_review",
    }


def _in_words(number: int) -> str:
    """Return a number as a letter says it: small ones in words."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def to_reader(pool: Pool, peer: str | None, *, names: bool, signed: str, on: date | None) -> dict[str, str]:
    """Return how a letter addresses its reader, its date (today by default), and who signs it."""
    day = on or date.today()  # noqa: DTZ011 -- the day where the user is
    name = pool.peers.name_of(peer) if names and peer is not None else ""
    return {
        "you": name or ("colleague" if peer is not None else "colleagues"),
        "reference": "" if name or peer is None else peer,
        "date": day_in_words(day),
        "signed": signed,
    }


def _scope(challenge: Challenge) -> str:
    """Return the themes of a scope in words, the weightiest first, without their weights."""
    weights = {theme: weight for theme, weight in challenge.scope.items() if weight}
    order = sorted(weights, key=lambda theme: (-weights[theme], theme))
    most = [spoken(theme) for theme in order if weights[theme] == max(weights.values())]
    rest = [spoken(theme) for theme in order if weights[theme] < max(weights.values())]
    return f"{listed(most)} most of all, and also {listed(rest)}" if rest else listed(most)


def _seats(pool: Pool, challenge: Challenge, peer: str) -> str:
    """Return the seats that a peer's roles fit, as the rest of a sentence; empty if there is none."""
    roles = pool.peer(peer).roles
    seats = [spoken(seat.id) for seat in challenge.seats if any(role in seat.accepts for role in roles)]
    if len(seats) < 2:  # noqa: PLR2004 -- one seat or none
        return f"the seat of {seats[0]}" if seats else ""
    return f"one of these seats: {listed(list(dict.fromkeys(seats)))}"


def _known(pool: Pool, challenge: Challenge, peer: str, least: int) -> str:
    """Return what a peer knows of the scope, by level; empty if nothing."""
    levels = pool.peer(peer).levels
    known: dict[int, list[str]] = {}
    for theme in sorted(challenge.scope, key=lambda theme: (-challenge.scope[theme], theme)):
        if challenge.scope[theme] and levels.get(theme, 0) >= least:
            known.setdefault(levels[theme], []).append(spoken(theme))
    parts = [f"{_KNOWS[SKILLS[level]]} {listed(known[level])}" for level in sorted(known, reverse=True)]
    # Each part may contain an "and": a comma sets the last part apart.
    return ", and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _of_change(answer: PeerAnswer) -> str:
    """Return what would have been enough for a peer who could be on the team."""
    change = answer.enough
    if change is None:
        return _UP_TO_DATE
    if change.days:
        return f"If you had been free on {change.days}, a team with you would have been as good. {_UP_TO_DATE}"
    words = f"{_KNOWS[SKILLS[change.level + change.more]]} {spoken(change.theme)}"
    return f"If our records said that you are {words}, a team with you would have been as good. Are they up to date?"


def _with_own_answer(why: tuple[str, ...], challenge: Challenge, own: str | None) -> tuple[str, ...]:
    """Return the reasons, with the peer's own answer in place of the exclusion that follows from it."""
    excluded, _ = said_of([Reason("excluded", "", None)], challenge.rulebook)
    return why if own is None else tuple(own if each in excluded else each for each in why)


def of_visit(
    pool: Pool, challenge: Challenge, peer: str, *, days: tuple[date, date] | None = None, has_team: bool = True
) -> Mapping[str, Any]:
    """
    Return what to say about one challenge of the year, in a letter to a peer about several.

    `days` are those on site; by default those in the history.
    """
    team = live(pool, challenge)
    here = next((row for row in team if row.peer_id == peer), None)
    over = any(row.state == "done" for row in team)
    days = days or next(((row.start, row.end) for row in team), None)
    why: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    if here is not None:
        why = ("You are on this team.",) if not over else ("You were on this team.",)
    elif over:
        why = ("That visit is over, so what kept you off cannot be worked out again.",)
    elif not has_team:
        why = ("This visit has no team so far.",)
    else:
        require_fit(pool, challenge)
        found = reasons_without_search(pool, challenge, peer)
        why, helps = said_of(found, challenge.rulebook) if found else ((_CHOSEN,), ())
    return {
        "title": challenge.title or challenge.id,
        "hosts": listed([pool.organisations.label_of(host) for host in challenge.hosts]),
        "on_site": "" if days is None else days_in_words(*days),
        "scope": _scope(challenge),
        "seats": _seats(pool, challenge, peer),
        "reasons": list(_with_own_answer(why, challenge, answer_here(pool, challenge.id, peer))),
        "helps": list(helps),
    }
