"""Trying something: pin, leave out, waive, weigh, fix the days. Each is one step from the draft that was looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.responses import Response

from teamforge.app import drafts
from teamforge.app.asking import Ask, RefusedError
from teamforge.app.drafts import DraftStep
from teamforge.app.pages.no_team import way_out
from teamforge.app.pages.team import show
from teamforge.spec.dates import as_day
from teamforge.spec.rulebook import RULEBOOK


def attempt(ask: Ask) -> Response:
    """Take a step, and lead to the team that follows."""
    step = _STEPS.get(ask.text("what"))
    if step is None:
        raise RefusedError("There is no such step.")
    return ask.step(step(ask))


def look(ask: Ask) -> Response:
    """Show the team that other weights would give, without taking the step, while a slider moves."""
    then = _weigh(ask).apply(ask.challenge)
    return show(ask, ask.season.result(then), ask.result)


def _pin(ask: Ask) -> DraftStep:
    return drafts.pinned(ask.challenge, ask.seat(), ask.peer())


def _unpin(ask: Ask) -> DraftStep:
    return drafts.unpinned(ask.challenge, ask.seat())


def _exclude(ask: Ask) -> DraftStep:
    return drafts.excluded(ask.challenge, ask.peer(), ask.needed("reason", "A reason"))


def _include(ask: Ask) -> DraftStep:
    return drafts.included(ask.challenge, ask.peer())


def _waive(ask: Ask) -> DraftStep:
    rule = ask.text("rule")
    if not ask.waivable(rule):
        raise RefusedError("This may not be waived.")
    waiver = {
        "peer": ask.peer(),
        "rule": rule,
        "by": ask.needed("by", "Who decides it"),
        "reason": ask.needed("reason", "The reason"),
        "on": ask.needed("on", "The date of the decision"),
        **({"until": ask.text("until")} if ask.text("until") else {}),
        **({"other_peer": ask.peer("other_peer")} if RULEBOOK.conflicts[rule].pair else {}),
    }
    return drafts.waived(ask.challenge, waiver)


def _unwaive(ask: Ask) -> DraftStep:
    place = ask.text("place")
    if not place.isdecimal() or int(place) >= len(ask.challenge.waivers):
        raise RefusedError("There is no such waiver.")
    return drafts.unwaived(ask.challenge, int(place))


def _weigh(ask: Ask) -> DraftStep:
    scope = dict(ask.challenge.scope)
    for theme in scope:
        weight = ask.text(f"weight:{theme}")
        if weight.isdecimal():
            scope[theme] = int(weight)
    return drafts.weighed(ask.challenge, scope)


def _days(ask: Ask) -> DraftStep:
    start = as_day(ask.text("start"))
    if start is None:
        raise RefusedError("The first day on site is missing.")
    return drafts.days(ask.challenge, start)


def _any_days(ask: Ask) -> DraftStep:
    return drafts.any_days(ask.season.challenges[ask.draft.challenge_id])


_STEPS: Mapping[str, Callable[[Ask], DraftStep]] = {
    "pin": _pin,
    "unpin": _unpin,
    "exclude": _exclude,
    "include": _include,
    "waive": _waive,
    "unwaive": _unwaive,
    "weigh": _weigh,
    "days": _days,
    "any-days": _any_days,
    "relax": way_out,
}
