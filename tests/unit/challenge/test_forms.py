"""The ways in which the same challenge may be written."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from teamforge.challenge import Challenge, Period, Seat
from teamforge.challenge.reading import read_challenge
from teamforge.spec.rules import Strength

from .documents import SEATS, WAIVER, document, read

DAY = date(2027, 3, 4)


@pytest.mark.parametrize(
    "written",
    [
        DAY,
        "2027-03-04",
        "04/03/2027",
        "4/3/2027",
        " 2027-03-04 ",
        "2027-03-04T00:00:00",
        "2027-03-04 00:00",
        datetime(2027, 3, 4),  # noqa: DTZ001 -- TOML has local times
        datetime(2027, 3, 4, tzinfo=UTC),
        pd.Timestamp("2027-03-04"),
    ],
)
def test_a_date_may_be_written_in_every_way_of_the_specification(written: object) -> None:
    challenge = read(as_of=written, on_site={"windows": [written], "avoid": [written]})
    assert challenge.as_of == DAY
    assert type(challenge.as_of) is date
    assert challenge.on_site.windows == (DAY,)
    assert challenge.on_site.avoid == (Period(start=DAY, end=DAY),)


def test_avoid_takes_dates_and_ranges() -> None:
    avoid = ["2027-05-06", {"start": "2027-04-01", "end": "09/04/2027"}, {"start": DAY, "end": DAY}]
    read_as = read(on_site={"windows": [DAY], "avoid": avoid}).on_site.avoid
    assert [(str(period.start), str(period.end)) for period in read_as] == [
        ("2027-05-06", "2027-05-06"),
        ("2027-04-01", "2027-04-09"),
        ("2027-03-04", "2027-03-04"),
    ]


def test_listed_windows_stay_as_they_were_given() -> None:
    """Duplicates count once, and none at all means no valid window: both are for the search of windows to say."""
    windows = read(on_site={"windows": ["2027-05-11", "2027-04-13", "2027-05-11"]}).on_site.windows
    assert windows == (date(2027, 5, 11), date(2027, 4, 13), date(2027, 5, 11))
    assert read(on_site={"windows": []}).on_site.windows == ()


@pytest.mark.parametrize("number", [2, 2.0, np.int64(2), np.float64(2.0)], ids=lambda number: type(number).__name__)
def test_a_whole_number_may_have_an_empty_fraction(number: object) -> None:
    challenge = read(
        on_site={"windows": [DAY], "days": number},
        lead_time={"minimum_weeks": number},
        scope={"prevention": number},
        seats=[{"id": "one", "accepts": {"leader": number}}],
        team_rules=[{"attribute": "sex", "value": "F", "min": number, "max": number}],
        rules={"rest": {"rest_days": number}, "coverage": {"depth": [number], "weight": number}},
    )
    (rule,) = challenge.team_rules
    numbers = [
        challenge.on_site.days,
        challenge.lead_time.minimum_weeks,
        challenge.scope["prevention"],
        challenge.seats[0].accepts["leader"],
        rule.min,
        rule.max,
        challenge.rulebook.rest_days,
        *(challenge.rulebook.criteria["coverage"].depth or ()),
    ]
    assert numbers == [2] * 8
    assert {type(each) for each in numbers} == {int}


@pytest.mark.parametrize(
    ("written", "meant"),
    [(word, True) for word in (True, "true", "Yes", " 1 ", 1, 1.0, np.True_)]
    + [(word, False) for word in (False, "FALSE", "no", "0", 0, 0.0, np.False_)],
    ids=repr,
)
def test_a_boolean_may_be_one_of_its_words(written: object, *, meant: bool) -> None:
    seats = [{"id": "a", "accepts": {"leader": 1}}, {"id": "b", "accepts": {"leader": 1}, "required": written}]
    assert read(seats=seats).seats[1].required is meant


def test_vocabularies_ignore_case_and_ids_do_not() -> None:
    challenge = read(
        id=" Here-2027 ",
        hosts=[" H1 ", "h1"],
        purpose="Progress_Review ",
        scope={" Prevention": 3},
        seats=[{"id": " Lead ", "accepts": {" Chief_Executive": 100}}, {"id": "lead", "accepts": {"X": 1}}],
        pins={" Lead ": " P1 ", "lead": "p1"},
        exclude=[{"peer": " P2 ", "reason": " ill "}],
        waivers=[{**WAIVER, "rule": " Pair_Tie", "peer": " P3 ", "other_peer": " p3 "}],
        team_rules=[{"attribute": " Sex ", "value": " F ", "max": 1, "strength": "HARD"}],
        preset="Regional",
        rules={" Neighbour": {"strength": "OFF"}, "Same_System": {"kinds": [" ICB ", "System"]}},
        unknown_availability="FREE",
    )
    assert (challenge.id, challenge.hosts, challenge.purpose) == ("Here-2027", ("H1", "h1"), "progress_review")
    assert challenge.scope == {"prevention": 3}
    assert challenge.seat_ids == ("Lead", "lead")
    assert challenge.seats[0].accepts == {"chief_executive": 100}
    assert challenge.pins == {"Lead": "P1", "lead": "p1"}
    assert (challenge.exclude[0].peer, challenge.exclude[0].reason) == ("P2", "ill")
    (waiver,), (rule,) = challenge.waivers, challenge.team_rules
    assert (waiver.rule, waiver.peer, waiver.other_peer) == ("pair_tie", "P3", "p3")
    assert (rule.attribute, rule.value, rule.strength) == ("sex", "F", "hard")
    assert (challenge.preset, challenge.unknown_availability) == ("regional", "free")
    assert challenge.rules == {"neighbour": {"strength": "off"}, "same_system": {"kinds": ("icb", "system")}}
    assert challenge.rulebook.conflicts["neighbour"].strength is Strength.OFF


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("North West", "North West"),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        (True, "true"),
        (np.False_, "false"),
        (date(2027, 3, 4), "2027-03-04"),
        (datetime(2027, 3, 4), "2027-03-04"),  # noqa: DTZ001 -- TOML has local times
    ],
)
def test_the_value_of_a_team_rule_is_kept_as_text(written: object, kept: str) -> None:
    assert read(team_rules=[{"attribute": "x", "value": written, "min": 1}]).team_rules[0].value == kept


def test_a_mapping_its_dump_and_the_constructor_give_the_same() -> None:
    changes: dict[str, Any] = {
        "title": "A title",
        "seats": SEATS,
        "pins": {"vcs": "P1"},
        "waivers": [WAIVER],
        "team_rules": [{"attribute": "sex", "value": "F", "min": 1, "strength": "soft", "weight": 2}],
        "rules": {"neighbour": {"strength": "soft", "weight": 3}, "same_system": {"kinds": ["ics", "icb"]}},
    }
    challenge = read(**changes)
    assert read_challenge(challenge) is challenge
    assert Challenge(**document(**changes)) == challenge
    assert Challenge.model_validate(document(**changes)) == challenge
    assert read_challenge(challenge.model_dump()) == challenge
    assert read_challenge(challenge.model_dump(mode="json")) == challenge
    assert Challenge.model_validate_json(challenge.model_dump_json()) == challenge
    assert read_challenge(MappingProxyType(document(**changes))) == challenge
    assert read(**{**changes, "seats": challenge.seats, "waivers": challenge.waivers}) == challenge


def test_a_challenge_survives_pickling_and_copying() -> None:
    challenge = read(seats=SEATS, waivers=[WAIVER], rules={"coverage": {"depth": [3, 1]}})
    assert challenge.rulebook == challenge.rulebook
    for other in (pickle.loads(pickle.dumps(challenge)), copy.copy(challenge), copy.deepcopy(challenge)):  # noqa: S301 -- our own
        assert other == challenge
        assert other.rulebook == challenge.rulebook


def test_a_changed_copy_has_the_rulebook_of_its_own_fields() -> None:
    challenge = read()
    assert challenge.rulebook.rest_days == 14
    assert challenge.model_copy(update={"rules": {"rest": {"rest_days": 7}}}).rulebook.rest_days == 7


def test_a_challenge_cannot_be_changed() -> None:
    challenge = read(seats=SEATS)
    with pytest.raises(ValueError, match="frozen"):
        challenge.id = "other"  # type: ignore[misc]  # what the test is about
    with pytest.raises(ValueError, match="frozen"):
        challenge.seats[0].required = False  # type: ignore[misc]  # what the test is about


def test_a_seat_by_itself_says_what_is_wrong_without_what_it_was_given() -> None:
    with pytest.raises(ValueError, match=r"accepts\.leader: expected a whole number from 1 to 100") as caught:
        Seat(id="one", accepts={"leader": 101})
    assert "101" not in str(caught.value)
