"""Windows and valid teams of the oracle, worked out by hand: sections 1 to 4 and 7 of the specification."""

from __future__ import annotations

import datetime as dt

import pytest

from . import brute
from .brute import Team
from .reading import rounded, years_before
from .tiny import ALONE, START, Tiny, seat


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"), [(1, 2, 1), (3, 2, 2), (10, 4, 3), (10, 3, 3), (0, 5, 0)]
)
def test_rounding_is_half_up(numerator: int, denominator: int, expected: int) -> None:
    """2.5 becomes 3, not the even 2."""
    assert expected == rounded(numerator, denominator)


def test_years_before_a_leap_day() -> None:
    """29 February becomes 28 February in a year without one."""
    assert dt.date(2023, 2, 28) == years_before(dt.date(2028, 2, 29), 5)
    assert dt.date(2024, 2, 29) == years_before(dt.date(2028, 2, 29), 4)
    assert dt.date(2022, 1, 11) == years_before(dt.date(2027, 1, 11), 5)


def test_one_alone_is_fine() -> None:
    """The one problem that every other test changes has one team: 5716 + 6000 + 5000 + 2000."""
    answer = Tiny().solve()
    assert (18716, frozenset({ALONE}), (START,)) == (answer.points, answer.teams, answer.windows)


def test_every_team_of_two_peers_and_a_seat_that_may_stay_empty() -> None:
    """Two for the first seat; the second empty or with the other: four teams."""
    tiny = Tiny(seats=[seat("s"), seat("t", required=False)]).peer("B")
    teams = brute.every_team(tiny.tables, tiny.challenge)
    expected = {(("s", "A"),), (("s", "B"),), (("s", "A"), ("t", "B")), (("s", "B"), ("t", "A"))}
    assert expected == {team.seats for team in teams}


# Windows. 2027-01-11, the decision, is a Monday; 8 weeks later is 2027-03-08.


def windows(**on_site: object) -> list[str]:
    """The valid windows of a calendar."""
    return Tiny(on_site=on_site).windows()


def test_every_start_whose_days_lie_between_earliest_and_latest() -> None:
    """Monday 12 to Friday 16 April has room for three days from Monday, Tuesday and Wednesday."""
    assert windows(earliest="2027-04-12", latest="2027-04-16") == ["2027-04-12", "2027-04-13", "2027-04-14"]
    assert windows(earliest="2027-04-12", latest="2027-04-14") == ["2027-04-12"]
    assert windows(earliest="2027-04-12", latest="2027-04-13") == []


def test_a_window_stays_in_one_week() -> None:
    """Three days from Thursday reach Saturday; two do not."""
    assert windows(windows=["2027-04-15"]) == []
    assert windows(windows=["2027-04-15"], days=2) == ["2027-04-15"]
    assert windows(windows=["2027-04-17"], days=1) == []


def test_listed_starts_count_once_and_in_date_order() -> None:
    """Duplicates once."""
    assert windows(windows=["2027-04-19", "2027-04-12", "2027-04-19"]) == ["2027-04-12", "2027-04-19"]


def test_no_bank_holiday() -> None:
    """29 March 2027 is Easter Monday, 3 May the early May bank holiday."""
    assert windows(windows=["2027-03-29", "2027-05-03", "2027-03-24"]) == []
    assert windows(windows=["2027-03-23", "2027-03-30"]) == ["2027-03-23", "2027-03-30"]


def test_no_avoided_day() -> None:
    """Days and ranges, both ends included."""
    assert windows(windows=["2027-04-12"], avoid=["2027-04-14"]) == []
    assert windows(windows=["2027-04-12"], avoid=["2027-04-15"]) == ["2027-04-12"]
    assert windows(windows=["2027-04-12"], avoid=[{"start": "2027-04-09", "end": "2027-04-12"}]) == []
    assert windows(windows=["2027-04-12"], avoid=[{"start": "2027-04-09", "end": "2027-04-11"}]) == ["2027-04-12"]


def test_the_minimum_lead_time() -> None:
    """8 weeks of 7 days are 56 days: Monday 8 March is in time; with 9 weeks it is 7 days short."""
    assert windows(windows=["2027-03-08", "2027-03-03"]) == ["2027-03-08"]
    assert Tiny(on_site={"windows": ["2027-03-08"]}, lead_time={"minimum_weeks": 9}).windows() == []


def test_dates_may_be_dates() -> None:
    """A TOML file gives dates, a JSON file strings."""
    tiny = Tiny(as_of=dt.date(2027, 1, 11), on_site={"windows": [START]})
    assert tiny.solve().windows == (START,)


def test_no_valid_window_is_infeasible() -> None:
    """Points are None then."""
    assert Tiny(on_site={"windows": ["2027-04-17"]}).solve().points is None


# A valid team, rules 1 and 2.


def test_nonsense_teams() -> None:
    """Unknown seats and peers, a missing seat, one peer twice, one seat twice, another window."""
    tiny = Tiny(seats=[seat("s"), seat("t", required=False)]).peer("B")
    assert tiny.broken(("s", "A"), ("t", "B")) == []
    assert tiny.broken(("s", "A"), ("u", "B")) == ["unknown"]
    assert tiny.broken(("s", "A"), ("t", "C")) == ["unknown"]
    assert tiny.broken(("t", "B")) == ["filled"]
    assert tiny.broken(("s", "A"), ("t", "A")) == ["filled"]
    assert tiny.broken(("s", "A"), ("s", "B")) == ["filled"]
    assert brute.broken_rules(tiny.tables, tiny.challenge, Team(dt.date(2027, 4, 13), (("s", "A"),))) == ["window"]
    assert brute.broken_rules(tiny.tables, tiny.challenge, Team(START, ())) == ["filled"]


@pytest.mark.parametrize("column", ["trained", "active"])
def test_trained_and_active(column: str) -> None:
    """A blank cell is false, a missing column true."""
    for cell in ("yes", "TRUE", "1"):
        assert Tiny().peer(**{column: cell}).broken() == []
    for cell in ("no", "", "0", "False"):
        assert [column] == Tiny().peer(**{column: cell}).broken()
    assert Tiny().without_column(column).broken() == []


def test_eligible() -> None:
    """One of several roles in any letters is enough."""
    assert Tiny().peer(roles="vcs_leader ; Chief_Executive").broken() == []
    assert Tiny().peer(roles="vcs_leader").broken() == ["eligible"]


def test_exclude() -> None:
    """An excluded peer has no seat."""
    assert Tiny(exclude=[{"peer": "A", "reason": "declined"}]).broken() == ["exclude"]
    assert Tiny(exclude=[{"peer": "B", "reason": "declined"}]).peer("B").broken() == []


def test_pins() -> None:
    """The pinned peer and no other; a seat that may stay empty is filled by its pin."""
    tiny = Tiny(pins={"t": "B"}, seats=[seat("s"), seat("t", required=False)]).peer("B")
    assert tiny.broken(("s", "A"), ("t", "B")) == []
    assert tiny.broken(("s", "A")) == ["pins"]
    assert tiny.broken(("s", "B"), ("t", "A")) == ["pins"]
    assert {(("s", "A"), ("t", "B"))} == {team.seats for team in tiny.solve().teams}


# Rule 3. The window is 12 to 14 April.


def test_free_on_the_days_of_available_rows() -> None:
    """Exactly those days, in one row or several, less the unavailable ones."""
    assert Tiny().free("2027-04-12", "2027-04-14").broken() == []
    assert Tiny().free("2027-04-12", "2027-04-12").free("2027-04-13", "2027-04-20").broken() == []
    assert Tiny().free("2027-04-12", "2027-04-13").broken() == ["availability"]
    assert Tiny().free("2027-04-01", "2027-04-30").free("2027-04-14", "2027-04-15", "tentative").broken() == [
        "availability"
    ]
    assert Tiny().free("2027-04-01", "2027-04-30").free("2027-04-15", "2027-04-15", "Unavailable").broken() == []


def test_free_on_every_day_but_the_unavailable() -> None:
    """With only unavailable (or tentative) rows."""
    assert Tiny(unknown_availability="busy").free("2027-04-15", "2027-04-20", "unavailable").broken() == []
    assert Tiny().free("2027-04-14", "2027-04-20", "tentative").broken() == ["availability"]


def test_unknown_availability() -> None:
    """No row: busy unless the challenge says free."""
    assert Tiny(unknown_availability="free").broken() == []
    assert Tiny(unknown_availability="busy").broken() == ["availability"]
    tiny = Tiny()
    del tiny.challenge["unknown_availability"]
    assert tiny.broken() == ["availability"]


# Rule 4.


def test_overlap_with_a_booking() -> None:
    """A booking that ends on the first day overlaps; one that ended the day before leaves no day of rest."""
    assert Tiny().peer(max_per_year="2").booking("2027-04-10", "2027-04-12").broken() == ["overlap"]
    assert Tiny().peer(max_per_year="2").booking("2027-04-14", "2027-04-16").broken() == ["overlap"]
    assert Tiny().peer(max_per_year="2").booking("2027-04-10", "2027-04-11").broken() == ["rest"]


def test_rest_days_on_both_sides() -> None:
    """From 28 March to 12 April lie 14 whole days (29 March to 11 April), from 29 March 13."""
    assert Tiny().booking("2027-03-26", "2027-03-28").broken() == []
    assert Tiny().booking("2027-03-26", "2027-03-29").broken() == ["rest"]
    assert Tiny().peer(max_per_year="2").booking("2027-04-29", "2027-04-30").broken() == []
    assert Tiny().peer(max_per_year="2").booking("2027-04-28", "2027-04-30").broken() == ["rest"]
    assert (
        Tiny(rules={"rest": {"rest_days": 0}}).peer(max_per_year="2").booking("2027-04-15", "2027-04-16").broken() == []
    )


def test_bookings_that_count_for_nothing() -> None:
    """Cancelled, proposed to start before the decision, or of this challenge."""
    assert Tiny().booking("2027-04-12", "2027-04-14", status="cancelled").broken() == []
    assert Tiny().booking("2027-01-10", "2027-04-14", status="Proposed").broken() == []
    assert Tiny().booking("2027-04-12", "2027-04-14", challenge_id="this").broken() == []
    assert Tiny().booking("2027-01-11", "2027-04-14", status="proposed").broken() == ["overlap"]
    assert Tiny().booking("2027-01-10", "2027-04-14", status="confirmed").broken() == ["overlap"]
    assert "overlap" in Tiny().booking("2027-04-12", "2027-04-14", challenge_id="This").broken()


def test_max_per_year() -> None:
    """The window is in the programme year from 1 April 2027; a blank or no column is 1."""
    for start, broken in (("2027-03-31", False), ("2027-04-01", True), ("2028-03-31", True), ("2028-04-01", False)):
        tiny = Tiny(rules={"rest": {"rest_days": 0}}).booking(start, start, status="proposed")
        assert (["max_per_year"] if broken else []) == tiny.broken()
        assert (["max_per_year"] if broken else []) == tiny.without_column("max_per_year").broken()
    assert Tiny().peer(max_per_year="0").broken() == ["max_per_year"]


def test_rows_of_one_engagement_count_once() -> None:
    """The same challenge, or the same dates without one; at the earliest start of the rows that count."""

    def year(*bookings: tuple[str, str, str], status: str = "confirmed") -> list[str]:
        tiny = Tiny().peer(max_per_year="2")
        for day, challenge_id, host in bookings:
            tiny.booking(day, day, host, status, challenge_id)
        return tiny.broken()

    assert year(("2027-06-01", "c", "Y"), ("2027-07-01", "c", "Z")) == []
    assert year(("2027-06-01", "c", "Y"), ("2027-07-01", "d", "Z")) == ["max_per_year"]
    assert year(("2027-06-01", "", "Y"), ("2027-06-01", "", "Z")) == []
    assert year(("2027-06-01", "", "Y"), ("2027-06-01", "c", "Z")) == ["max_per_year"]
    assert year(("2027-03-15", "c", "Y"), ("2027-06-01", "c", "Y"), ("2027-07-01", "", "Y")) == []
    tiny = Tiny().peer(max_per_year="1").booking("2027-03-15", "2027-03-15", status="cancelled", challenge_id="c")
    assert tiny.booking("2027-06-01", "2027-06-01", challenge_id="c").broken() == ["max_per_year"]


def test_a_seat_that_does_not_count_has_neither_rest_nor_cap() -> None:
    """Overlap binds there all the same."""
    seats = [seat("s", counts=False)]
    assert Tiny(seats=seats).peer(max_per_year="0").booking("2027-04-15", "2027-04-15").broken() == []
    assert Tiny(seats=seats).booking("2027-04-14", "2027-04-14").broken() == ["overlap"]
    assert Tiny(seats=seats).free("2027-04-14", "2027-04-14", "tentative").broken() == ["availability"]


# Rule 6 and team rules.


def test_first_timers() -> None:
    """Blank is 0; without the column nobody is one; the manager is no member."""
    seats = [seat("s"), seat("t"), seat("m", counts=False)]
    tiny = Tiny(seats=seats, rules={"first_timers": {"max": 1}}).peer("B").peer("C", challenges_done="0")
    team = (("s", "A"), ("t", "B"), ("m", "C"))
    assert tiny.peer("A", challenges_done="").broken(*team) == []
    assert tiny.peer("B", challenges_done="0").broken(*team) == ["first_timers"]
    assert tiny.without_column("challenges_done").broken(*team) == []


def test_outside_region_hard() -> None:
    """No member of a host's known region; the manager may be, and so may somebody whose region is unknown."""
    hard = {"outside_region": {"strength": "hard"}}
    assert Tiny(rules=hard).organisation("H", region="London").organisation("X", region=" london").broken() == [
        "outside_region"
    ]
    assert Tiny(rules=hard).organisation("H", region="London").organisation("X", region="Wales").broken() == []
    assert Tiny(rules=hard).organisation("H").organisation("X").broken() == []
    manager = Tiny(rules=hard, seats=[seat("s", counts=False)])
    assert manager.organisation("H", region="London").organisation("X", region="London").broken() == []
    off = Tiny().organisation("H", region="London").organisation("X", region="London")
    assert off.broken() == []
    off.challenge["preset"] = "strict_independence"
    assert off.broken() == ["outside_region"]


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ({"attribute": "sex", "value": "F", "min": 2}, True),
        ({"attribute": "Sex", "value": "f ", "min": 1, "max": 1}, False),
        ({"attribute": "sex", "value": "F", "max": 0}, True),
        ({"attribute": "roles", "max": 1}, True),
        ({"attribute": "roles", "max": 2}, False),
        ({"attribute": "languages", "value": "Urdu", "min": 2}, False),
        ({"attribute": "languages", "max": 1}, True),
        ({"attribute": "region", "value": "london", "max": 1}, True),
        ({"attribute": "kind", "value": "county", "min": 1}, True),
        ({"attribute": "peer_id", "value": "a", "min": 1}, True),
        ({"attribute": "peer_id", "value": "A", "min": 1}, False),
        ({"attribute": "organisation_id", "max": 1}, True),
    ],
)
def test_hard_team_rules(rule: dict[str, object], *, broken: bool) -> None:
    """Two members, F and M, both of X in London; languages Welsh;Urdu and urdu. The manager does not count."""
    tiny = Tiny(team_rules=[rule], seats=[seat("s"), seat("t"), seat("m", counts=False)])
    tiny.organisation("X", region="London")
    tiny.peer("A", sex="F", languages="Welsh; Urdu").peer("B", sex="M", languages="urdu").peer(
        "C", sex="F", languages=""
    )
    assert (["team_rules"] if broken else []) == tiny.broken(("s", "A"), ("t", "B"), ("m", "C"))


def test_the_core_team_is_the_default() -> None:
    """Seven seats, all required."""
    tiny = Tiny()
    del tiny.challenge["seats"]
    roles = {
        "lead_peer": "director_adult_services",
        "director_of_public_health": "deputy_director_of_public_health",
        "ccg_officer": "icb_clinical_director",
        "elected_member": "elected_member",
        "nhs_prevention_lead": "public_health_consultant",
        "vcs": "vcs_leader",
        "manager": "challenge_manager",
    }
    tiny.tables["peers"] = []
    for name, role in roles.items():
        tiny.peer(name, roles=role)
    answer = tiny.solve()
    assert {tuple((name, name) for name in roles)} == {team.seats for team in answer.teams}
    # Of 700: 60, 50, 80, 100, 50, 100, 100 of each 6000/7 (857.14): 514 + 429 + 686 + 857 + 429 + 857 + 857.
    assert tiny.points(*((name, name) for name in roles))["seat_fit"] == 4629
