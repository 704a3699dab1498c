"""A replan, as a page and as rows: challenge by challenge, seat by seat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from teamforge.forge.replan import ChallengeChange, Replan
from teamforge.page import Page, Section, Table
from teamforge.page.model import texts
from teamforge.page.words import counted, days_in_words
from teamforge.report.pages.plan import plan_status, warnings_of
from teamforge.report.pages.result import MOODS
from teamforge.report.tabular import Row, Rows
from teamforge.result.plan import PlanData
from teamforge.spec.words import capital, spoken
from teamforge.team import Window

_NO_TITLES: Mapping[str, str] = MappingProxyType({})


def to_rows(answer: Replan[PlanData]) -> Rows:
    """Return the columns and rows of a replan, one row per seat; the days are those of the challenge."""
    columns = ("challenge_id", "start_before", "start", "seat", "before", "after", "counted", "why")
    rows: list[Row] = []
    for each in answer.challenges:
        days = (_start(each.before), _start(each.after))
        rows += [
            (each.challenge_id, *days, seat.seat, seat.before, seat.after, str(seat.counted).lower(), seat.why or None)
            for seat in each.seats
        ]
    return columns, rows


def _start(window: Window | None) -> str | None:
    return None if window is None else str(window.start)


def to_page(answer: Replan[PlanData], titles: Mapping[str, str] = _NO_TITLES) -> Page:
    """Return a replan as a page, with ids and without names; with titles, challenges are called by these."""
    plan = answer.plan
    title = f"Changes to {plan.programme.title or plan.programme_id}"
    lines = (f"programme {plan.programme_id}", *changes_in_words(answer), plan_status(plan))
    sections = [_section(each, titles.get(each.challenge_id, each.challenge_id)) for each in answer.changes]
    if plan.warnings:
        sections.append(Section(counted(len(plan.warnings), "warning"), items=tuple(warnings_of(plan, titles))))
    footer = (f"input {plan.input_digest}", f"TeamForge {plan.version}, seed {plan.seed}")
    return Page(title, lines, tuple(sections), footer, MOODS[plan.status])


def changes_in_words(answer: Replan[PlanData]) -> Iterator[str]:
    """Yield how much changed, how little could have changed, and what one more change would bring."""
    if answer.plan.points is None:
        if answer.changes_bound is not None:
            yield f"{counted(answer.changes_bound, 'change')} at least would be needed"
        return
    stay = len(answer.challenges) - len(answer.changes)
    teams = f"{counted(len(answer.changes), 'team')} changed, {stay:,} as before"
    yield teams if answer.changes else "every team stays as it was"
    if answer.unavoidable:
        yield f"{counted(answer.unavoidable, 'seat')} had to be filled anew"
    if answer.changed:
        least = "" if answer.changes_bound is None else f"; no plan has fewer than {answer.changes_bound:,}"
        if answer.changes_bound == answer.changed:
            least = "; no plan has fewer"
        also = " besides" if answer.unavoidable else ""
        yield f"{counted(answer.changed, 'seat')} changed{also}{least}"
    elif answer.changed == 0 and answer.changes:
        yield "no other seat changed"
    if answer.one_more is not None:
        more = f"at most {counted(answer.one_more, 'point')}" if answer.one_more > 0 else "no more points"
        yield f"one change more would bring {more}"


def _section(each: ChallengeChange, called: str) -> Section:
    columns = texts("Seat", "Before", "Now", "Why")
    rows = tuple(
        (
            capital(spoken(seat.seat)),
            seat.before or "nobody",
            "stays" if seat.before == seat.after else seat.after or "nobody",
            seat.why,
        )
        for seat in each.new
    )
    return Section(called, (moved(each), *points_in_words(each)), table=Table(columns, rows))


def moved(each: ChallengeChange) -> str:
    """Return when a team is on site, and when it was before."""
    if each.after is None:
        return "no team any more"
    now = days_in_words(each.after.start, each.after.end)
    if each.before is None:
        return f"{now}; it had no team"
    return (
        now if each.before == each.after else f"{now}, instead of {days_in_words(each.before.start, each.before.end)}"
    )


def points_in_words(each: ChallengeChange) -> Iterator[str]:
    """Yield the points of a team that has any, against those before if they are known."""
    if each.points is not None:
        cost = 0 if each.points_before is None else each.points_before - each.points
        less = f", {abs(cost):,} {'fewer' if cost > 0 else 'more'} than before" if cost else ""
        yield f"{each.points:,} points{less}"
