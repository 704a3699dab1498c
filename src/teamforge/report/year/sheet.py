"""What the paper of a plan says: in words, with names if asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from teamforge.explain.year_use import year_use
from teamforge.forge.replan import Replan
from teamforge.page import Section, Table
from teamforge.page.model import numbers, texts
from teamforge.page.words import counted, days_in_words, listed
from teamforge.report.pages.plan import plan_status
from teamforge.report.pages.result import MOODS
from teamforge.report.sheet.model import Sheet
from teamforge.report.year.changes import change_parts
from teamforge.result.plan import PlanData, PlannedChallenge
from teamforge.spec.words import capital, spoken


def sheet_of_plan(plan: PlanData, *, names: bool, changes: Replan[PlanData] | None = None) -> Sheet:
    """
    Return what the paper of a plan says; it shows peers only by name with `names`, otherwise only by id.

    For a replan, it begins with what changed.
    """
    name_of = _named(plan) if names else str
    with_team = [each for each in plan.challenges if each.window is not None]
    starts = sorted(each.window.start for each in with_team if each.window)
    ends = sorted(each.window.end for each in with_team if each.window)
    parts = dict(_parts(plan, name_of, changes))
    teams = f"{len(with_team):,} of {counted(len(plan.challenges), 'challenge')} with a team"
    return Sheet(
        title=plan.programme.title or plan.programme_id,
        hosts=(),
        on_site=days_in_words(starts[0], ends[-1]) if starts else "on no day",
        status=f"{teams}. {capital(plan_status(plan))}.",
        mood=MOODS[plan.status],
        parts=parts,
        linked=frozenset(part for part in parts if part.startswith("team-")),
        record=(
            f"Programme {plan.programme_id}, as of {days_in_words(plan.programme.as_of, plan.programme.as_of)}",
            f"Input {plan.input_digest}",
            f"TeamForge {plan.version}, seed {plan.seed}",
        ),
    )


def title_of(plan: PlanData, challenge_id: str) -> str:
    """Return what a challenge is called: its title, or its id without one."""
    challenge = plan.programme.challenges[plan.programme.ids.index(challenge_id)]
    return challenge.title or challenge_id


def _named(plan: PlanData) -> Callable[[str], str]:
    def name(peer: str) -> str:
        return plan.pool.peers.name_of(peer) or peer  # a peer without a name still appears

    return name


def _parts(
    plan: PlanData, name_of: Callable[[str], str], changes: Replan[PlanData] | None
) -> Iterator[tuple[str, Section]]:
    if changes is not None:
        yield from change_parts(changes, lambda own: title_of(plan, own), name_of)
    yield "visits", _visits(plan)
    if plan.without:
        items = tuple(f"{title_of(plan, each.challenge_id)}: {_why(plan, each)}" for each in plan.without)
        yield "without", Section("Challenges without a team", items=items)
    for number, each in enumerate(_by_date(plan)):
        yield f"team-{number}", _team(plan, each, name_of)
    yield "people", _people(plan, name_of)
    if plan.warnings:
        yield "warnings", Section("What to look at", items=plan.warnings)


def _by_date(plan: PlanData) -> list[PlannedChallenge]:
    found = [each for each in plan.challenges if each.window is not None]
    return sorted(found, key=lambda each: (str(each.window and each.window.start), each.challenge_id))


def _why(plan: PlanData, each: PlannedChallenge) -> str:
    if each.why is None:
        return "no reason is known"
    seat = each.why.seat
    text = each.why.text if seat is None else each.why.text.replace(seat, spoken(seat))
    others = [title_of(plan, other) for other in each.why.challenges if other != each.challenge_id]
    return f"{text} (with {listed(others, 4)})" if others else text


def _visits(plan: PlanData) -> Section:
    columns = (*texts("Challenge", "Hosts", "On site"), *numbers("Points", "Fewer than alone"))
    challenges = dict(zip(plan.programme.ids, plan.programme.challenges, strict=True))
    rows = tuple(
        (
            title_of(plan, each.challenge_id),
            tuple(map(plan.pool.organisations.label_of, challenges[each.challenge_id].hosts)),
            days_in_words(each.window.start, each.window.end) if each.window else None,
            each.points,
            each.loss,
        )
        for each in _by_date(plan)
    )
    return Section("Visits", table=Table(columns, rows, caption="In the order of their dates"))


def _team(plan: PlanData, each: PlannedChallenge, name_of: Callable[[str], str]) -> Section:
    columns = texts("Seat", "Who", "Where from")
    rows = tuple(
        (capital(spoken(member.seat)), name_of(member.peer_id), plan.pool.employer_of(member.peer_id))
        for member in each.members
    )
    when = "" if each.window is None else days_in_words(each.window.start, each.window.end)
    title = title_of(plan, each.challenge_id)
    return Section(title, (when,), table=Table(columns, rows, caption=f"Who sits on which seat: {title}"))


def _people(plan: PlanData, name_of: Callable[[str], str]) -> Section:
    visits: dict[str, list[str]] = defaultdict(list)
    for each in _by_date(plan):
        for member in each.members:
            visits[member.peer_id].append(title_of(plan, each.challenge_id))
    often = sorted((peer for peer, own in visits.items() if len(own) > 1), key=lambda peer: (-len(visits[peer]), peer))
    lines = tuple(map(capital, year_use(plan).in_words))
    if not often:
        return Section("People", lines)
    columns = (*texts("Who"), *numbers("Teams"), *texts("Challenges"))
    rows = tuple((name_of(peer), len(visits[peer]), tuple(visits[peer])) for peer in often)
    return Section("People", lines, table=Table(columns, rows, caption="Who is on more than one team"))
