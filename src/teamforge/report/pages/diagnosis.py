"""Why there is no team, as sections of a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from teamforge.page.model import Section, Table, numbers, texts
from teamforge.page.words import MOST_LISTED, listed
from teamforge.spec.words import spoken

if TYPE_CHECKING:
    from teamforge.result.diagnosis import Diagnosis


def diagnosis_sections(diagnosis: Diagnosis) -> Iterator[Section]:
    """Yield requirements that cannot all be met, what would help, and how many peers each rule leaves for each seat."""
    if diagnosis.core.requirements:
        lines = () if diagnosis.core.minimal else ("the time ran out: some of these may not be needed for that",)
        if diagnosis.core.minimal and len(diagnosis.core.requirements) > 1:
            lines = ("without any one of these there is a team that meets the others",)
        yield Section("What cannot hold together", lines, diagnosis.core.lines)
    if diagnosis.causes:
        several = ("each of these has to be mended",) if len(diagnosis.causes) > 1 else ()
        yield Section("What alone leaves a seat empty", several, tuple(map(str, diagnosis.causes)))
    if diagnosis.shortage is not None:
        yield Section("Too few peers", (str(diagnosis.shortage),))
    if diagnosis.excess is not None:
        yield Section(diagnosis.excess.heading, (str(diagnosis.excess),))
    if diagnosis.relaxations:
        helps = (*texts("What would help"), *numbers("Points then"))
        rows = tuple((each.text, each.points) for each in diagnosis.relaxations)
        yield Section("What would make a team possible", table=Table(helps, rows))
    elif diagnosis.complete:
        yield Section("What would make a team possible", (_nothing_alone(diagnosis),))
    columns = (*texts("Seat"), *numbers("Eligible", "Left"), *texts("After each rule"))
    funnels = tuple(
        (
            listed([spoken(other.seat) for other in diagnosis.funnel if other.like == each.seat], MOST_LISTED),
            each.eligible,
            each.left,
            ", ".join(f"{spoken(rule)} {left:,}" for rule, left in each.steps),
        )
        for each in diagnosis.funnel
        if each.like == each.seat
    )
    yield Section("Peers for each seat, taken by itself", table=Table(columns, funnels))
    if diagnosis.failed:
        failed = (
            f"{', '.join(diagnosis.failed)}: a fault of TeamForge, please report it; that there is no team is proved"
        )
        yield Section("What could not be worked out", (failed,))
    elif not diagnosis.complete:
        yield Section("Not everything was looked at", ("a longer --time-limit may find more that would help",))


def _nothing_alone(diagnosis: Diagnosis) -> str:
    """Return that no change was found to be enough, and what to do first."""
    pinned = any(step.rule == "pin" for each in diagnosis.funnel for step in each.steps)
    line = f"no change that may be made, nor two of them{', nor lifting every pin' if pinned else ''}"
    if diagnosis.causes:
        line += ": first mend everything that alone leaves a seat empty, then compose again"
    return line
