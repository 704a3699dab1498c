"""What of a written result is true, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamforge.page.model import Page, Section
from teamforge.page.words import counted

if TYPE_CHECKING:
    from teamforge.verification import Verification

__all__ = ["verification_page"]


def verification_page(verification: Verification, name: str) -> Page:
    """Return what of a written result is true as a page."""
    if verification.complete:
        line = "the result holds"
    elif verification.holds:
        line = "the result holds only if what is claimed of CP-SAT is believed: anybody could have written that"
    else:
        line = f"the result does not hold: {counted(len(verification.faults), 'fault')}"
    told = {
        "Wrong": verification.faults,
        "Verified": verification.verified,
        "Claimed, and to be believed": verification.claimed,
    }
    sections = tuple(Section(heading, items=items) for heading, items in told.items() if items)
    return Page(
        name, (line,), sections, mood="good" if verification.complete else "open" if verification.holds else "bad"
    )
