"""A plan as a page, and as rows: one per filled seat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from teamforge.page.model import Column, Page, Section, Table, numbers, texts
from teamforge.page.words import counted, days_in_words
from teamforge.report.pages.result import MOODS
from teamforge.report.tabular import Row, Rows
from teamforge.result.plan import PlanData, PlannedChallenge
from teamforge.spec.status import CAUSES, Status

_NO_TITLES: Mapping[str, str] = MappingProxyType({})
_MORE = re.compile(r"[\d,]+ more")


def plan_page(plan: PlanData, titles: Mapping[str, str] = _NO_TITLES) -> Page:
    """Return a plan as a page, with ids and without names; with titles, challenges are called by these."""
    programme = plan.programme
    lines = [f"programme {plan.programme_id}"] if programme.title else []
    if plan.points is not None:
        teams = f"{len(plan.challenges) - len(plan.without)} of {counted(len(plan.challenges), 'challenge')}"
        lines.append(f"{teams} with a team")
    if plan.objective == "fair" and plan.points is not None:
        among = "with as few challenges without a team" if plan.without else "with a team for every challenge"
        least, proved = "", plan.greatest_loss_bound
        if proved is not None:
            exact = proved == plan.greatest_loss
            least = f", the least there can be {among}" if exact else f"; {among}, no plan gets below {proved:,}"
        lines.append(f"no challenge has more than {plan.greatest_loss:,} points fewer than alone{least}")
    if plan.changes is not None:
        least = "" if plan.changes_bound is None else f"; no plan has fewer than {plan.changes_bound:,}"
        lines.append(f"{counted(plan.changes, 'seat')} changed{least}")
    lines.append(plan_status(plan))
    footer = (f"input {plan.input_digest}", f"TeamForge {plan.version}, seed {plan.seed}")
    return Page(
        programme.title or plan.programme_id, tuple(lines), tuple(_sections(plan, titles)), footer, MOODS[plan.status]
    )


def plan_status(plan: PlanData) -> str:
    """Return what is proved about a plan, with its points."""
    more = f" ({plan.gap:.3%} more)" if plan.gap else ""
    among = "no plan" if plan.changes_bound is None else "no plan with as few changes"
    among += " that is as fair" if plan.objective == "fair" and plan.points is not None else ""
    bound = "" if plan.bound is None else f"; {among} has more than {plan.bound:,}{more}"
    early = "" if plan.stopped is None else f"; {CAUSES[plan.stopped]} ended the search"
    match plan.status:
        case Status.OPTIMAL:
            return f"{plan.points:,} points, optimal: proved, {among.replace('no', 'no valid', 1)} has more points"
        case Status.FEASIBLE:
            return f"{plan.points:,} points, feasible: a valid plan{bound}{early}"
        case Status.INFEASIBLE:
            return "infeasible: proved, no valid plan keeps the change budget and who confirmed"
        case _:
            return f"unknown: no valid plan is known{bound}{early}"


def _sections(plan: PlanData, titles: Mapping[str, str]) -> Iterator[Section]:
    if plan.points is not None:
        yield Section("Challenges", table=_challenges(plan, titles))
        if plan.without:
            rows = tuple(
                (titles.get(each.challenge_id, each.challenge_id), each.priority, each.why.text if each.why else "")
                for each in plan.without
            )
            columns = (*texts("Challenge"), *numbers("Priority"), *texts("Why"))
            yield Section("Without a team", table=Table(columns, rows))
        yield _people(plan, titles)
    if plan.warnings:
        yield Section(counted(len(plan.warnings), "warning"), items=tuple(warnings_of(plan, titles)))


def warnings_of(plan: PlanData, titles: Mapping[str, str]) -> Iterator[str]:
    """Yield the warnings; the challenges that one is about stand before its first colon, and are called by title."""
    known = {each.challenge_id for each in plan.challenges}
    for warning in plan.warnings:
        about, _, text = warning.partition(": ")
        first, _, last = about.rpartition(" and ")
        own = [*first.split(", "), last] if first else [about]
        ids = own[:-1] if _MORE.fullmatch(last) else own
        yield f"{_called(own, titles)}: {text}" if titles and text and known.issuperset(ids) else warning


def _called(ids: Sequence[str], titles: Mapping[str, str]) -> str:
    """Return what challenges are called; titles may hold commas."""
    return ("; " if titles else ", ").join(titles.get(each, each) for each in ids)


def _challenges(plan: PlanData, titles: Mapping[str, str]) -> Table:
    columns = (
        Column("Challenge"),
        Column("On site", under="Challenge"),
        Column("Team", under="Challenge"),
        *numbers("Priority", "Points", "Fewer than alone"),
    )
    rows = tuple(
        (
            titles.get(each.challenge_id, each.challenge_id),
            _when(each),
            ", ".join(m.peer_id for m in each.members),
            each.priority,
            each.points,
            each.loss,
        )
        for each in plan.challenges
        if each.window is not None
    )
    return Table(columns, rows, ("the plan", None, None, None, plan.points, None))


def _when(each: PlannedChallenge) -> str:
    if each.window is None:
        return ""
    return days_in_words(each.window.start, each.window.end) + (", over" if each.over else "")


def _people(plan: PlanData, titles: Mapping[str, str]) -> Section:
    """Return how many peers serve, and who serves on more than one team."""
    visits = Counter(member.peer_id for each in plan.challenges for member in each.members)
    often = sorted((peer for peer, count in visits.items() if count > 1), key=lambda peer: (-visits[peer], peer))
    lines = (f"{counted(len(visits), 'peer')} serve on {counted(sum(visits.values()), 'seat')}",)
    if not often:
        return Section("People", (*lines, "nobody serves more than once"))
    rows = tuple((peer, visits[peer], _called(_teams_of(plan, peer), titles)) for peer in often)
    columns = (*texts("Peer"), *numbers("Teams"), *texts("Challenges"))
    return Section("People on more than one team", lines, table=Table(columns, rows))


def _teams_of(plan: PlanData, peer: str) -> list[str]:
    here = [each for each in plan.challenges if any(member.peer_id == peer for member in each.members)]
    return [each.challenge_id for each in sorted(here, key=lambda each: str(each.window and each.window.start))]


def plan_rows(plan: PlanData) -> Rows:
    """Return the columns and rows of a plan: one row per filled seat, and one for each challenge without a team."""
    columns = ("challenge_id", "priority", "start", "end", "seat", "peer_id", "role", "fit", "points", "best", "loss")
    rows: list[Row] = []
    for each in plan.challenges:
        dates = (str(each.window.start), str(each.window.end)) if each.window else (None, None)
        worth = (each.points, each.best, each.loss)
        members: list[Row] = [(m.seat, m.peer_id, m.role, m.fit) for m in each.members]
        rows += [(each.challenge_id, each.priority, *dates, *member, *worth) for member in members or [(None,) * 4]]
    return columns, rows
