"""What a challenge that says no more than it must means."""

from __future__ import annotations

from datetime import date

import pytest

from teamforge.challenge import LeadTime, OnSite
from teamforge.challenge.defaults import CORE_TEAM
from teamforge.spec.rulebook import preset

from .documents import ABSENT, read

CORE = {
    "lead_peer": {"chief_executive": 100, "director_adult_services": 60, "director_of_public_health": 50},
    "director_of_public_health": {"director_of_public_health": 100, "deputy_director_of_public_health": 50},
    "ccg_officer": {
        "ccg_accountable_officer": 100,
        "ccg_clinical_chair": 100,
        "icb_chief_executive": 100,
        "icb_chair": 100,
        "icb_clinical_director": 80,
    },
    "elected_member": {"elected_member": 100},
    "nhs_prevention_lead": {"nhs_prevention_lead": 100, "public_health_consultant": 50},
    "vcs": {"vcs_leader": 100},
    "manager": {"challenge_manager": 100},
}
"""SPEC.md section 3, typed again."""
FLAGS = {
    "lead_peer": {"leads", "authority"},
    "director_of_public_health": {"authority"},
    "elected_member": {"political", "authority"},
}


def test_everything_optional_has_its_default() -> None:
    challenge = read()
    assert challenge.title is None
    assert challenge.purpose == "challenge"
    assert challenge.hosts == ("H1", "H2")
    assert challenge.as_of == date(2027, 1, 11)
    assert challenge.on_site == OnSite(earliest=date(2027, 3, 15), latest=date(2027, 5, 28))
    assert (challenge.on_site.days, challenge.on_site.windows, challenge.on_site.avoid) == (3, None, ())
    assert challenge.lead_time == LeadTime(minimum_weeks=8, advised_weeks=12)
    assert challenge.scope == {"prevention": 9, "housing": 0}
    assert (challenge.pins, challenge.exclude, challenge.waivers, challenge.team_rules) == ({}, (), (), ())
    assert (challenge.preset, challenge.rules) == ("lga_system_wide", {})
    assert challenge.unknown_availability == "busy"
    assert challenge.rulebook == preset("lga_system_wide")


@pytest.mark.parametrize("seats", [ABSENT, None])
def test_the_default_seats_are_the_lga_core_team(seats: object) -> None:
    challenge = read(seats=seats)
    assert challenge.seats == CORE_TEAM
    assert {seat.id: seat.accepts for seat in challenge.seats} == CORE
    assert challenge.seat_ids == tuple(CORE)
    for seat in challenge.seats:
        flags = {flag for flag in ("political", "leads", "authority") if getattr(seat, flag)}
        assert flags == FLAGS.get(seat.id, set())
        assert seat.required
        assert seat.counts == (seat.id != "manager")


def test_a_seat_is_required_and_counts_unless_it_says_otherwise() -> None:
    (seat,) = read(seats=[{"id": "one", "accepts": {"leader": 1}}]).seats
    assert (seat.required, seat.counts, seat.political, seat.leads, seat.authority) == (True, True, False, False, False)


def test_n_is_the_number_of_counting_seats_required_or_not() -> None:
    accepts = {"leader": 1}
    seats = [{"id": name, "accepts": accepts} for name in "abc"]
    assert read().counting_seats == 6
    assert read(seats=[*seats, {"id": "d", "accepts": accepts, "required": False}]).counting_seats == 4
    assert read(seats=[{**seat, "counts": False} for seat in seats]).counting_seats == 1


def test_a_waiver_a_team_rule_and_an_exclusion_have_their_defaults() -> None:
    challenge = read(
        waivers=[{"peer": "P1", "rule": "neighbour", "by": "x", "reason": "y", "on": "2027-01-04"}],
        team_rules=[{"attribute": "sex", "max": 3}],
        exclude=[{"peer": "P2", "reason": "z"}],
    )
    (waiver,), (rule,), (exclusion,) = challenge.waivers, challenge.team_rules, challenge.exclude
    assert (waiver.until, waiver.other_peer) == (None, None)
    assert (rule.value, rule.min, rule.strength, rule.weight) == (None, None, "hard", None)
    assert (exclusion.peer, exclusion.reason) == ("P2", "z")


def test_a_blank_title_is_none() -> None:
    assert read(title="  ") == read()


def test_null_is_as_good_as_left_out() -> None:
    assert read(title=None, purpose=None, lead_time=None, pins=None, rules=None, preset=None) == read()
