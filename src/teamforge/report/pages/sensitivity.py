"""How far each weight can move, as a page and as rows."""

from __future__ import annotations

from teamforge.explain.sensitivity import Sensitivity
from teamforge.page import Page, Section, Table
from teamforge.page.model import numbers, texts
from teamforge.report.tabular import Row, Rows
from teamforge.spec.words import spoken


def to_rows(answer: Sensitivity) -> Rows:
    """Return the columns and rows of a sensitivity analysis, one row per weight."""
    rows: list[Row] = [
        (
            each.kind,
            each.name,
            each.weight,
            each.low,
            each.high,
            *("" if over is None else "; ".join(over.replaced) for over in (each.below, each.above)),
        )
        for each in answer
    ]
    return ("kind", "name", "weight", "low", "high", "replaced_below", "replaced_above"), rows


def to_page(answer: Sensitivity) -> Page:
    """Return a sensitivity analysis as a page."""
    columns = (*texts("Weight of"), *numbers("Now"), *texts("Best from", "Lower, without", "Above it, without"))
    sections = []
    for kind, heading in (("theme", "Themes of the scope"), ("criterion", "Criteria")):
        rows = tuple(
            (
                spoken(each.name),
                each.weight,
                "any" if each.below is each.above is None else f"{each.low} to {each.high}",
                None if each.below is None else each.below.replaced or "other dates",
                None if each.above is None else each.above.replaced or "other dates",
            )
            for each in answer
            if each.kind == kind
        )
        if rows:
            sections.append(Section(heading, table=Table(columns, rows)))
    lines = ("one weight moves at a time; the team is best as long as no team has more points",)
    return Page(f"How firm the team is, challenge {answer.challenge_id}", lines, tuple(sections))
