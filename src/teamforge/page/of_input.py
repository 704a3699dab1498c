"""A pool and a challenge as pages: sizes and what was asked, and no person's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamforge.page.model import Column, Page, Section, Table
from teamforge.page.words import counted

if TYPE_CHECKING:
    from teamforge.challenge import Challenge, OnSite
    from teamforge.pool import Pool

__all__ = ["challenge_page", "pool_page"]

_TABLES = ("peers", "availability", "organisations", "relations", "interests", "engagements")


def pool_page(pool: Pool) -> Page:
    """Return how much a pool holds."""
    rows = tuple((name, len(getattr(pool, name))) for name in _TABLES)
    sections = [Section("Tables", table=Table((Column("Table"), Column("Rows", number=True)), rows))]
    if pool.warnings:
        sections.append(Section(counted(len(pool.warnings), "warning"), items=pool.warnings))
    return Page("The pool", sections=tuple(sections))


def challenge_page(challenge: Challenge) -> Page:
    """Return what a challenge asks: hosts, dates, scope, seats, and what was decided of peers, without the reasons."""
    lines = (
        f"challenge {challenge.id} at {', '.join(challenge.hosts)}, decided on {challenge.as_of}",
        f"{counted(challenge.on_site.days, 'day')} on site, {_when(challenge.on_site)}; rules {challenge.preset}",
    )
    scope = tuple(sorted(challenge.scope.items(), key=lambda item: (-item[1], item[0])))
    seats = tuple(
        (
            seat.id,
            "; ".join(f"{role} {fit}" for role, fit in seat.accepts.items()),
            "" if seat.required else "may stay empty",
            challenge.pins.get(seat.id),
        )
        for seat in challenge.seats
    )
    seat_columns = (Column("Seat"), Column("Accepts, with the fit"), Column("Required"), Column("Pinned"))
    sections = [
        Section("Scope", table=Table((Column("Theme"), Column("Weight", number=True)), scope)),
        Section("Seats", table=Table(seat_columns, seats)),
    ]
    if challenge.exclude:
        sections.append(Section("Excluded", (", ".join(each.peer for each in challenge.exclude),)))
    if challenge.waivers:
        waived = tuple(
            (each.rule, " and ".join(filter(None, (each.peer, each.other_peer))), str(each.on), str(each.until or ""))
            for each in challenge.waivers
        )
        columns = (Column("Rule"), Column("Peer"), Column("On"), Column("Until"))
        sections.append(Section("Waivers", table=Table(columns, waived)))
    return Page(challenge.title or challenge.id, lines, tuple(sections))


def _when(on_site: OnSite) -> str:
    if on_site.windows is not None:
        return f"from {' or '.join(map(str, on_site.windows))}"
    return f"between {on_site.earliest} and {on_site.latest}"
