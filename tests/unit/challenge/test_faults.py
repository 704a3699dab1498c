"""Every fault of a challenge by itself: where it is, what was found, what was expected, how to mend it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from .documents import ABSENT, SEATS, WAIVER, faults, only_fault, read

A_DAY = "a date such as 2027-01-31 or 31/01/2027"
IDS = {"accepts": {"leader": 1}}

Case = tuple[dict[str, Any], str, str | None, str, str]


def _team_rule(**fields: Any) -> dict[str, Any]:
    return {"team_rules": [{"attribute": "sex", **fields}]}


def _waiver(**fields: Any) -> dict[str, Any]:
    return {"waivers": [{name: value for name, value in {**WAIVER, **fields}.items() if value is not ABSENT}]}


def _on_site(**fields: Any) -> dict[str, Any]:
    return {"on_site": {"windows": ["2027-04-13"], **fields}}


REQUIRED: list[Case] = [
    ({"id": ABSENT}, "id", None, "this field", "add id"),
    ({"hosts": None}, "hosts", None, "this field", "add hosts"),
    ({"as_of": ABSENT}, "as_of", None, "this field", "add as_of"),
    ({"on_site": ABSENT}, "on_site", None, "this field", "add on_site"),
    ({"scope": ABSENT}, "scope", None, "this field", "add scope"),
    ({"seats": [{"id": "a"}]}, "seats[0].accepts", None, "this field", "add accepts"),
    ({"seats": [IDS]}, "seats[0].id", None, "this field", "add id"),
    ({"exclude": [{"peer": "P1"}]}, "exclude[0].reason", None, "this field", "add reason"),
    ({"exclude": [{"reason": "ill"}]}, "exclude[0].peer", None, "this field", "add peer"),
    *[(_waiver(**{name: ABSENT}), f"waivers[0].{name}", None, "this field", f"add {name}") for name in WAIVER],
    ({"team_rules": [{"max": 1}]}, "team_rules[0].attribute", None, "this field", "add attribute"),
    (_on_site(avoid=[{"start": "2027-04-01"}]), "on_site.avoid[0].end", None, "this field", "add end"),
]
UNKNOWN: list[Case] = [
    ({"titel": "x"}, "titel", "titel", "one of id, title, purpose", "did you mean 'title'?"),
    ({"Scope": {}}, "Scope", "Scope", "one of id,", "did you mean 'scope'?"),
    (_on_site(day=3), "on_site.day", "day", "one of days, windows", "did you mean 'days'?"),
    (
        _on_site(avoid=[{"start": "2027-04-01", "end": "2027-04-02", "why": "x"}]),
        "on_site.avoid[0].why",
        "why",
        "one of start, end",
        "",
    ),
    ({"lead_time": {"minimum": 3}}, "lead_time.minimum", "minimum", "one of minimum_weeks, advised_weeks", ""),
    (
        {"seats": [{"id": "a", **IDS, "lead": True}]},
        "seats[0].lead",
        "lead",
        "one of id, accepts",
        "did you mean 'leads'?",
    ),
    (
        {"exclude": [{"peer": "P1", "reason": "x", "until": "y"}]},
        "exclude[0].until",
        "until",
        "one of peer, reason",
        "",
    ),
    (_waiver(raeson="x"), "waivers[0].raeson", "raeson", "one of peer, rule, by", "did you mean 'reason'?"),
    (
        _team_rule(max=1, wieght=2),
        "team_rules[0].wieght",
        "wieght",
        "one of attribute, value",
        "did you mean 'weight'?",
    ),
    ({"a b.c": 1}, '"a b.c"', "a b.c", "one of id", ""),
]
WORDS: list[Case] = [
    ({"purpose": "review"}, "purpose", "review", "one of challenge, progress_review", ""),
    ({"purpose": "progress-review"}, "purpose", "progress-review", "one of", "did you mean 'progress_review'?"),
    (
        {"preset": "regionl"},
        "preset",
        "regionl",
        "one of lga_system_wide, lga_progress_review",
        "did you mean 'regional'?",
    ),
    ({"preset": 3}, "preset", "3", "one of lga_system_wide", ""),
    ({"unknown_availability": "Bussy"}, "unknown_availability", "Bussy", "one of busy, free", "did you mean 'busy'?"),
    (_waiver(rule="nieghbour"), "waivers[0].rule", "nieghbour", "one of current_tie", "did you mean 'neighbour'?"),
    (_waiver(rule="outside_region"), "waivers[0].rule", "outside_region", "one of current_tie", ""),
    (_team_rule(max=1, strength="review"), "team_rules[0].strength", "review", "one of hard, soft", ""),
]
IDENTIFIERS: list[Case] = [
    ({"id": " "}, "id", " ", "an id", ""),
    ({"id": 7}, "id", "7", "an id", "write it in quotes"),
    ({"hosts": ["H1", 12]}, "hosts[1]", "12", "an id", "write it in quotes"),
    ({"hosts": ["H1", ""]}, "hosts[1]", "", "an id", ""),
    ({"hosts": []}, "hosts", None, "a list of organisation ids, 1 or more", ""),
    ({"hosts": "H1"}, "hosts", None, "a list of organisation ids", "square brackets"),
    ({"hosts": ["H1", "H2", " H1"]}, "hosts[2]", "H1", "each of them once", "remove"),
    ({"seats": [SEATS[0], {"id": "", **IDS}]}, "seats[1].id", "", "an id", ""),
    ({"seats": [SEATS[0], {"id": " lead ", **IDS}]}, "seats[1].id", "lead", "an id used once", "its own id"),
    ({"exclude": [{"peer": "", "reason": "x"}]}, "exclude[0].peer", "", "an id", ""),
    ({"seats": SEATS, "pins": {"vcs": ""}}, "pins.vcs", "", "an id", ""),
    (_waiver(peer=[]), "waivers[0].peer", None, "an id", ""),
]
DATES: list[Case] = [
    ({"as_of": "2027-02-29"}, "as_of", "2027-02-29", A_DAY, ""),
    ({"as_of": "11.01.2027"}, "as_of", "11.01.2027", A_DAY, ""),
    ({"as_of": "01/13/2027"}, "as_of", "01/13/2027", A_DAY, ""),
    ({"as_of": 20270111}, "as_of", "20270111", A_DAY, ""),
    ({"as_of": datetime(2027, 1, 11, 9)}, "as_of", "2027-01-11 09:00:00", A_DAY, ""),  # noqa: DTZ001 -- TOML has local times
    ({"as_of": pd.NaT}, "as_of", "NaT", A_DAY, ""),
    ({"as_of": "0027-01-11"}, "as_of", "0027-01-11", "a date from 1900 to 2199", "correct the year"),
    ({"as_of": "9999-12-31"}, "as_of", "9999-12-31", "a date from 1900 to 2199", "correct the year"),
    (_on_site(windows=["2027-04-13", "soon"]), "on_site.windows[1]", "soon", A_DAY, ""),
    (_on_site(windows="2027-04-13"), "on_site.windows", None, "a list of start dates", "square brackets"),
    (_on_site(avoid=["Easter"]), "on_site.avoid[0]", "Easter", "or {start, end}", ""),
    (_on_site(avoid="2027-04-01"), "on_site.avoid", None, "a list of dates", "square brackets"),
    (
        _on_site(avoid=["2027-04-01", {"start": "2027-04-09", "end": "2027-04-08"}]),
        *("on_site.avoid[1].end", "2027-04-08", "a date from 2027-04-09 on", "correct"),
    ),
    (_waiver(until="2027-01-03"), "waivers[0].until", "2027-01-03", "a date from 2027-01-04 on", "correct"),
    (_waiver(on="today"), "waivers[0].on", "today", A_DAY, ""),
    ({"on_site": {}}, "on_site", None, "windows, or earliest and latest", "say when"),
    ({"on_site": {"earliest": "2027-03-15"}}, "on_site.latest", None, "this field beside earliest", "add latest"),
    ({"on_site": {"latest": "2027-03-15"}}, "on_site.earliest", None, "this field beside latest", "add earliest"),
    (_on_site(latest="2027-03-15"), "on_site.latest", None, "not both", "remove"),
    (
        {"on_site": {"earliest": "2027-03-16", "latest": "2027-03-15"}},
        *("on_site.earliest", "2027-03-16", "a date until 2027-03-15", "correct"),
    ),
]
NUMBERS: list[Case] = [
    *[(_on_site(days=days), "on_site.days", str(days), "a whole number from 1 to 5", "") for days in (0, 6, 2.5, -1)],
    (_on_site(days="3"), "on_site.days", "3", "a whole number from 1 to 5", "without quotes"),
    (_on_site(days=True), "on_site.days", "true", "a whole number from 1 to 5", ""),
    (_on_site(days=[3]), "on_site.days", None, "a whole number from 1 to 5", ""),
    (_on_site(days=10**5000), "on_site.days", None, "a whole number from 1 to 5", ""),
    ({"rules": {"coverage": {"depth": [1, 10**5000]}}}, "rules.coverage.depth[1]", None, "a whole number from 0", ""),
    (_team_rule(value="F", min=10**5000, max=1), "team_rules[0].min", None, "a whole number from 0", ""),
    ({"lead_time": {"minimum_weeks": -1}}, "lead_time.minimum_weeks", "-1", "a whole number from 0 to 520", ""),
    ({"lead_time": {"advised_weeks": 521}}, "lead_time.advised_weeks", "521", "a whole number from 0 to 520", ""),
    ({"scope": {"a": 1, "b": 11}}, "scope.b", "11", "a whole number from 0 to 10", ""),
    ({"scope": {"a": 1, "b": -1}}, "scope.b", "-1", "a whole number from 0 to 10", ""),
    ({"scope": {"a": 1, "b": None}}, "scope.b", None, "a whole number from 0 to 10", ""),
    ({"scope": {"a": 0, "b": 0}}, "scope", None, "a weight above 0 for at least one theme", "weigh"),
    ({"scope": {}}, "scope", None, "a table of themes, each with its weight, 1 or more", ""),
    ({"scope": ["prevention"]}, "scope", None, "a table of themes", ""),
    (
        {"seats": [{"id": "a", "accepts": {"leader": 0}}]},
        "seats[0].accepts.leader",
        "0",
        "a whole number from 1 to 100",
        "",
    ),
    ({"seats": [{"id": "a", "accepts": {"leader": 101}}]}, "seats[0].accepts.leader", "101", "from 1 to 100", ""),
    (_team_rule(max=-1), "team_rules[0].max", "-1", "a whole number from 0 to", ""),
    (_team_rule(value="F", min=-1), "team_rules[0].min", "-1", "a whole number from 0 to", ""),
    (_team_rule(max=1, strength="soft", weight=0), "team_rules[0].weight", "0", "a whole number from 1 to 10", ""),
    (_team_rule(max=1, strength="soft", weight=11), "team_rules[0].weight", "11", "a whole number from 1 to 10", ""),
    ({"scope": {"a": float("nan")}}, "scope.a", "nan", "a number", ""),
    ({"scope": {"a": float("inf")}}, "scope.a", "inf", "a number", ""),
]
SEATS_AND_PINS: list[Case] = [
    ({"seats": []}, "seats", None, "at least one required seat", "LGA core team"),
    ({"seats": [{"id": "a", **IDS, "required": "no"}]}, "seats", None, "at least one required seat", ""),
    ({"seats": {"id": "a"}}, "seats", None, "a list of seats", "square brackets"),
    ({"seats": ["lead"]}, "seats[0]", None, "a table", "id, accepts, required"),
    ({"seats": [{"id": "a", "accepts": {}}]}, "seats[0].accepts", None, "1 or more", ""),
    ({"seats": [{"id": "a", "accepts": "leader"}]}, "seats[0].accepts", None, "a table of role types", ""),
    ({"seats": [{"id": "a", "accepts": {" ": 1}}]}, 'seats[0].accepts." "', None, "a key that is not blank", ""),
    (
        {"seats": [{"id": "a", "accepts": {"leader": 1, "Leader ": 2}}]},
        *(
            'seats[0].accepts."Leader "',
            "Leader ",
            "role types, each with its fit, each once",
            "'leader' stands here twice",
        ),
    ),
    ({"seats": [{"id": "a", **IDS, "counts": "perhaps"}]}, "seats[0].counts", "perhaps", "true or false", ""),
    ({"seats": [{"id": "a", **IDS, "counts": 2}]}, "seats[0].counts", "2", "true or false", ""),
    (
        {"scope": {"housing": 1, " Housing": 2}},
        'scope." Housing"',
        " Housing",
        "themes, each with its weight, each once",
        "twice",
    ),
    ({"pins": {"lead_per": "P1"}}, "pins.lead_per", "lead_per", "the id of a seat", "did you mean 'lead_peer'?"),
    ({"seats": SEATS, "pins": {"LEAD": "P1"}}, "pins.LEAD", "LEAD", "the id of a seat", ""),
    (
        {"seats": SEATS, "pins": {"vcs": "P1", " vcs": "P2"}},
        'pins." vcs"',
        " vcs",
        "each once",
        "'vcs' stands here twice",
    ),
    (
        {"seats": SEATS, "pins": {"lead": "P1", "vcs": " P1"}},
        "pins.vcs",
        "P1",
        "each peer on one seat",
        "pin them once",
    ),
    ({"pins": ["P1"]}, "pins", None, "a table of seat ids", ""),
    ({"seats": [{"id": f"s{place}", **IDS} for place in range(201)]}, "seats", None, "at most 200 seats", ""),
]
DECISIONS: list[Case] = [
    ({"exclude": ["P1"]}, "exclude[0]", None, "a table", "peer, reason"),
    ({"exclude": {"peer": "P1"}}, "exclude", None, "a list of", "square brackets"),
    ({"waivers": ["P1"]}, "waivers[0]", None, "a table", "peer, rule, by"),
    (_waiver(by=" "), "waivers[0].by", None, "text that is not blank", ""),
    (_waiver(reason=3), "waivers[0].reason", None, "text that is not blank", ""),
    ({"title": 3}, "title", None, "text", ""),
    (_waiver(rule="pair_tie"), "waivers[0].other_peer", None, "pair_tie is about two peers", "add other_peer"),
    (_waiver(other_peer="P2"), "waivers[0].other_peer", "P2", "neighbour is about one peer", "remove it"),
    (
        _waiver(rule="Pair_Friendship", other_peer=" P1"),
        *("waivers[0].other_peer", "P1", "another id than peer", "the other of the two"),
    ),
    (_team_rule(), "team_rules[0]", None, "min, max or both", "say how many"),
    (_team_rule(value="F"), "team_rules[0]", None, "min, max or both", "say how many"),
    (_team_rule(min=1), "team_rules[0].value", None, "a value beside min", "add value"),
    (_team_rule(value="F", min=2, max=1), "team_rules[0].min", "2", "a number up to 1, which is max", "correct either"),
    (
        _team_rule(max=1, strength="Soft"),
        "team_rules[0].weight",
        None,
        "a weight from 1 to 10 beside soft",
        "add weight",
    ),
    (_team_rule(max=1, value=" "), "team_rules[0].value", None, "not blank", "leave it out"),
    ({"team_rules": [{"attribute": "", "max": 1}]}, "team_rules[0].attribute", "", "a word", ""),
]
DOCUMENTS: list[Case] = [
    ({"scope": {1: 2}}, "scope", "1", "keys that are text", ""),
    ({"id": "\ud800"}, "id", None, "text in Unicode", "surrogates"),
    ({"scope": {"\ud800": 2}}, "scope", None, "keys in Unicode", "surrogates"),
    ({"scope": {"a": [[[[[[[[[[]]]]]]]]]]}}, "scope.a[0][0][0][0][0][0][0]", None, "at most 8 levels", "remove"),
    ({"scope": {f"t{place}": 1 for place in range(1001)}}, "scope", None, "a table of at most 1,000 keys", ""),
    ({"on_site": "2027-04-13"}, "on_site", None, "a table", "days, windows"),
    ({"lead_time": 8}, "lead_time", None, "a table", "minimum_weeks"),
]


CASES = [*REQUIRED, *UNKNOWN, *WORDS, *IDENTIFIERS, *DATES, *NUMBERS, *SEATS_AND_PINS, *DECISIONS, *DOCUMENTS]


@pytest.mark.parametrize(
    ("changes", "column", "value", "expected", "mend"),
    CASES,
    ids=[f"{place} {case[1]}" for place, case in enumerate(CASES)],
)
def test_a_fault_by_itself(changes: dict[str, Any], column: str, value: str | None, expected: str, mend: str) -> None:
    found = only_fault(**changes)
    assert found[:2] == (column or None, value)
    assert expected in found[2]
    assert mend in found[3]


def test_both_forms_of_windows_are_told_at_each_end() -> None:
    found = faults(on_site={"windows": ["2027-04-13"], "earliest": "2027-04-13", "latest": "2027-04-15"})
    assert [fault.column for fault in found] == ["on_site.earliest", "on_site.latest"]


def test_a_document_that_holds_itself_is_a_fault() -> None:
    scope: dict[str, Any] = {"a": 1}
    scope["b"] = scope
    assert [fault.column for fault in faults(scope=scope)] == ["scope.b"]


def test_every_fault_comes_out_at_once() -> None:
    """Between fields, within them, at every level, whatever else is wrong beside."""
    found = faults(
        id="",
        titel="x",
        hosts=["H1", "H1"],
        as_of="someday",
        on_site={"days": 6, "earliest": "2027-05-02", "latest": "2027-05-01", "avoid": [3, {"start": 4}]},
        scope={"prevention": 11, "Prevention": 1},
        seats=[{"id": "lead", "accepts": {"leader": 0}}, {"id": "lead", "accepts": {}, "required": "?"}],
        pins={"lead": "P1", "leads": "P1"},
        exclude=[{"peer": "P1"}],
        waivers=[{**WAIVER, "rule": "pair_tie", "on": "?"}, {**WAIVER, "until": "2026-01-01", "other_peer": "P1"}],
        team_rules=[{"attribute": "sex", "min": 2, "max": 1, "strength": "soft"}],
        preset="?",
        rules={"neighbour": {"strength": "soft", "years": 3}, "coverag": {}, "coverage": {"depth": [0, 1]}},
    )
    assert sorted(str(fault.column) for fault in found) == sorted(
        [
            "id",
            "titel",
            "hosts[1]",
            "as_of",
            *("on_site.days", "on_site.earliest", "on_site.avoid[0]", "on_site.avoid[1].start", "on_site.avoid[1].end"),
            *("scope.prevention", "scope.Prevention"),
            *("seats[0].accepts.leader", "seats[1].id", "seats[1].accepts", "seats[1].required"),
            *("pins.leads", "pins.leads"),
            "exclude[0].reason",
            *("waivers[0].on", "waivers[0].other_peer"),
            *("waivers[1].until", "waivers[1].other_peer", "waivers[1].other_peer"),
            *("team_rules[0].value", "team_rules[0].min", "team_rules[0].weight"),
            "preset",
            *("rules.neighbour.years", "rules.neighbour.weight", "rules.coverag"),
            *("rules.coverage.depth[0]", "rules.coverage.depth[1]"),
        ]
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"on_site": {"windows": ["2027-04-13"], "days": 5}},
        {"on_site": {"earliest": "2027-03-15", "latest": "2027-03-15"}},
        {"lead_time": {"minimum_weeks": 12, "advised_weeks": 8}},
        {"scope": {"a": 0, "b": 1}},
        {"seats": [{"id": "a", "accepts": {"leader": 1, "other": 100}}]},
        {"exclude": [{"peer": "P1", "reason": "x"}, {"peer": "P1", "reason": "y"}]},
        {"pins": {"vcs": "P1"}, "exclude": [{"peer": "P1", "reason": "x"}]},
        _waiver(until="2027-01-04"),
        _waiver(on="2027-06-01"),
        _waiver(rule="pair_tie", other_peer="p1"),
        _waiver(rule="current_tie"),
        _team_rule(max=0),
        _team_rule(value="F", min=0, max=0),
        _team_rule(value="F", min=3, strength="soft", weight=10),
    ],
    ids=str,
)
def test_what_lies_on_the_edge_is_no_fault(changes: dict[str, Any]) -> None:
    assert read(**changes).id == "here-2027"
