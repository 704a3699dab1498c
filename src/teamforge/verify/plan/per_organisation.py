"""Rule 4 of SPEC.md section 10: the limit on peers of one organisation on site in one week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from teamforge.spec.dates import to_date
from teamforge.verify.plan.case import PlanCase, PlannedVisit
from teamforge.verify.plan.record import PlanViolation


def per_organisation(case: PlanCase) -> Iterator[PlanViolation]:
    """No organisation has more than `per_organisation` different peers on site in a week, Monday to Sunday."""
    limit = case.programme.limits.per_organisation
    if limit is None:
        return
    weeks: dict[tuple[str, object], list[PlannedVisit]] = defaultdict(list)
    for visit in case.visits:
        home = case.organisation(visit.person)
        mondays = {_monday(day) for day in visit.days} if home is not None else set()
        for monday in mondays:
            weeks[str(home), monday].append(visit)
    for (home, monday), visits in weeks.items():
        peers = tuple(dict.fromkeys(visit.person.peer_id for visit in visits))
        if len(peers) > limit:
            challenges = tuple(dict.fromkeys(visit.challenge.id for visit in visits))
            message = f"{len(peers)} peers of {home} are on site in the week of {monday}; the limit is {limit}"
            yield PlanViolation("per_organisation", challenges, peers, message)


def _monday(day: int) -> object:
    date = to_date(day)
    return date and to_date(day - date.weekday())
