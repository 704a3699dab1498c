"""The letter to a peer who is on no team of a plan: what kept them off, challenge by challenge."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from teamforge.challenge.beside import PoolBeside
from teamforge.page.words import days_in_words
from teamforge.pool import Pool
from teamforge.report.letters.content import of_visit, to_reader
from teamforge.report.letters.letter import Letter
from teamforge.report.letters.words import LetterKind, letter_from
from teamforge.report.letters.year import year_of
from teamforge.result.plan import PlanData

_OF_ONE_VISIT = ("hosts", "when", "scope", "seats", "known")


def why_on_no_team(
    plan: PlanData, peer: str, *, now: Pool, names: bool, signed: str, words: Path | None, on: date | None = None
) -> Letter:
    """
    Return the letter to a peer who is on no team of a plan; `Plan.letter` describes it.

    The rules of each challenge are applied with the other teams fixed, without a search.
    """
    programme, teams = plan.programme, plan.teams
    visits = []
    for challenge, planned in zip(programme.challenges, plan.challenges, strict=True):
        others = {own: team for own, team in teams.items() if own != challenge.id}
        pool = PoolBeside.of(now, programme, others)
        window = planned.window
        days = None if window is None else (window.start, window.end)
        visits.append(of_visit(pool, challenge, peer, days=days, has_team=days is not None))
    windows = [each.window for each in plan.challenges if each.window is not None]
    first, last = min(each.start for each in windows), max(each.end for each in windows)
    values = {
        **to_reader(plan.pool, peer, names=names, signed=signed, on=on),
        **dict.fromkeys(_OF_ONE_VISIT, ""),
        "title": programme.title or programme.id,
        "programme": programme.title or programme.id,
        "on_site": days_in_words(first, last),
        "reasons": [],
        "helps": [],
        "others": visits,
        "year": list(year_of(now, peer, first, frozenset(programme.ids))),
    }
    return letter_from(LetterKind.WHY_NOT, values, plan.programme_id, peer, words)
