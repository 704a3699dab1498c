"""The file of a progress review, from the history."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from teamforge import Challenge, InputError, Pool, compose, load_demo, read_challenge
from teamforge.assignments import answers, changes
from teamforge.forge.review import review

POOL, CHALLENGE = load_demo()
LATER = date(2028, 1, 10)


@pytest.fixture(scope="module")
def over() -> Pool:
    """The pool once the visit is over."""
    team = compose(POOL, CHALLENGE).require_team()
    pool = POOL.with_assignments(changes(team, POOL, CHALLENGE, on=date(2027, 1, 11)))
    done = dict.fromkeys((peer for _, peer in team.seats), "done")
    return pool.with_assignments(answers(pool, CHALLENGE, done, on=date(2027, 4, 21)))


def test_the_file_is_a_progress_review_with_the_team_pinned(over: Pool) -> None:
    """It has purpose, preset, hosts, scope and team rules; two dates are missing, and decisions are left out."""
    found = review(over, CHALLENGE, LATER)
    plain = tomllib.loads(found.text)
    assert (plain["purpose"], plain["preset"]) == ("progress_review", "lga_progress_review")
    assert (plain["hosts"], plain["scope"]) == (list(CHALLENGE.hosts), dict(CHALLENGE.scope))
    assert plain["pins"] == dict(compose(POOL, CHALLENGE).require_team().seats)
    assert plain.keys().isdisjoint({"as_of", "exclude", "waivers", "seats"})
    with pytest.raises(InputError) as caught:
        read_challenge(plain)
    assert {fault.column for fault in caught.value.faults} == {"as_of", "on_site"}
    filled_in = {**plain, "as_of": LATER, "on_site": {**plain["on_site"], "windows": ["2028-04-11"]}}
    assert read_challenge(filled_in).purpose == "progress_review"


def test_what_to_ask_for_first(over: Pool) -> None:
    """For a declaration over a year old, and when they are free; nothing is asked if both are known."""
    lead, *_ = review(over, CHALLENGE, LATER).members
    assert lead.ask[0].startswith("a new declaration of interests: theirs is of")
    assert lead.ask[1].startswith("when they are free")
    sooner, *_ = review(over, CHALLENGE, date(2027, 5, 3)).members
    assert sooner.ask == ()


def test_a_hard_tie_keeps_somebody_away(over: Pool) -> None:
    """Somebody who now works for the host is not pinned, and the page says why."""
    seats = [seat.model_dump() for seat in CHALLENGE.seats]
    lead = dict(compose(POOL, CHALLENGE).require_team().seats)["lead_peer"]
    employer = over.organisations.ids[int(over.peers.organisation[over.peers.position[lead]])]
    moved = Challenge.model_validate(
        {**CHALLENGE.model_dump(exclude_unset=True), "hosts": [employer, *CHALLENGE.hosts], "seats": seats}
    )
    found = next(each for each in review(over, moved, LATER).members if each.peer_id == lead)
    assert not found.pinned
    assert found.why_not[0].startswith("works for a host")


def test_nobody_was_there() -> None:
    """Without a history there is no team to come again."""
    with pytest.raises(InputError, match="teamforge propose"):
        review(POOL, CHALLENGE, LATER)


def test_what_is_as_ever_is_not_written_down_and_what_is_not_reads_well(over: Pool) -> None:
    """A workbook gives every field: the file gives only what differs, with each seat as a table of its own."""
    plain = {**CHALLENGE.model_dump(mode="json", exclude_none=True), "on_site": {"windows": ["2027-04-19"]}}
    assert "seats" not in tomllib.loads(review(over, read_challenge(plain), LATER).text)
    fewer = read_challenge({**plain, "seats": plain["seats"][:3], "pins": {}})
    text = review(over, fewer, LATER).text
    assert text.count("[[seats]]") == 3
    assert max(map(len, text.splitlines())) < 140
    assert [each["id"] for each in tomllib.loads(text)["seats"]] == [seat.id for seat in fewer.seats]
