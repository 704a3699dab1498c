"""What a repair says in words, besides what it proves."""

from __future__ import annotations

import pytest

from teamforge.explain import SeatChange
from teamforge.page.words import CONFLICTS, STATES
from teamforge.rulebook import CONFLICT_RULES
from teamforge.verify import rules


def test_what_keeps_a_peer_alone_off_has_words() -> None:
    """Every conflict rule, and every rule of the verifier but those of a whole team or of its form."""
    form = {"window", "unknown_seat", "required", "seat_twice", "peer_twice"}
    assert set(CONFLICT_RULES) <= set(CONFLICTS)
    assert set(rules.__all__) - form - set(CONFLICT_RULES) <= set(STATES)


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("withdrawn", "withdrawn"),
        ("objected to by the host", "objected to by the host"),
        ("availability", "is not free"),
        ("neighbour", "is from a neighbour of a host"),
        ("first_timers", "first timers"),
    ],
)
def test_why_somebody_goes(why: str, words: str) -> None:
    """In the words of the team, as in a sentence of its own."""
    change = SeatChange("vcs", "P1", "P2", (why,))
    assert change.reasons == (words,)
    assert str(change) == f"vcs: P2 instead of P1 ({words})."
