"""What changed in a year, for its paper: in words, with names if asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from teamforge.forge.replan import ChallengeChange, Replan
from teamforge.page import Section, Table
from teamforge.page.model import texts
from teamforge.page.words import counted
from teamforge.report.pages.replan import changes_in_words, moved, points_in_words
from teamforge.result.plan import PlanData
from teamforge.spec.words import capital, spoken

NameOf = Callable[[str], str]


def change_parts(answer: Replan[PlanData], title: NameOf, name_of: NameOf) -> Iterator[tuple[str, Section]]:
    """Yield the parts of a paper that say what changed; `title` names challenges and `name_of` names peers."""
    yield "changes", Section("What changed", tuple(capital(line) for line in changes_in_words(answer)))
    for number, each in enumerate(answer.changes):
        yield f"change-{number}", _change(each, title(each.challenge_id), name_of)


def _change(each: ChallengeChange, title: str, name_of: NameOf) -> Section:
    columns = texts("Seat", "Before", "Now", "Why")
    rows = tuple(
        (
            capital(spoken(seat.seat)),
            name_of(seat.before) if seat.before else "nobody",
            "stays" if seat.before == seat.after else name_of(seat.after) if seat.after else "nobody",
            capital(seat.why),
        )
        for seat in each.new
    )
    caption = f"What changed in the team of {title}: {counted(len(rows), 'seat')}"
    lines = tuple(map(capital, (moved(each), *points_in_words(each))))
    return Section(f"{title}: what changed", lines, table=Table(columns, rows, caption=caption))
