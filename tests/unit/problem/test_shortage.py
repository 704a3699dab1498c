"""Seats that outnumber their people, held against every set of seats there is."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from teamforge.problem.shortage import shortages

PEOPLE = "vwxyz"
SEATS = st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.sampled_from(PEOPLE), unique=True), min_size=1)
PLACES = st.fixed_dictionaries({person: st.integers(0, 3) for person in PEOPLE})


def most_missing(options: dict[str, list[str]], places: dict[str, int]) -> int:
    """Return by how many any set of seats outnumbers the places of its people at most (Hall, Ore)."""
    sets = (chosen for size in range(len(options) + 1) for chosen in combinations(options, size))
    return max(
        len(chosen) - sum(places[person] for person in {p for seat in chosen for p in options[seat]}) for chosen in sets
    )


@given(SEATS, PLACES)
def test_each_set_outnumbers_its_people_and_together_they_say_all(
    options: dict[str, list[str]], places: dict[str, int]
) -> None:
    """No set of seats is short of more people than all that are returned together."""
    found = shortages(options, places)
    missing = 0
    for seats, people in found:
        assert set(people) == {person for seat in seats for person in options[seat]}
        short = len(seats) - sum(places[person] for person in people)
        assert short > 0
        missing += short
    assert missing == most_missing(options, places)
    everybody = [person for _, people in found for person in people]
    assert len(everybody) == len(set(everybody))
