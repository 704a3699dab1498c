"""What the raw challenge says, as plain values: sections 2, 3, 6 and 7 of the specification."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import holidays

from .reading import day, folded, known_day

Raw = Mapping[str, Any]
Settings = dict[str, dict[str, Any]]

CRITERIA: dict[str, int] = {}
"""The weight of each criterion, as `criteria.py` declares it."""
STRENGTHS: dict[str, str] = {}
YEARS: dict[str, int] = {}
"""The strength of each conflict rule, and how far back some look, as `conflicts.py` declares them."""
PRESETS: dict[str, Settings] = {
    "lga_system_wide": {},
    "lga_progress_review": {"reviewed_host": {"strength": "off"}, "fresh": {"weight": 0}},
    "regional": {
        "outside_region": {"weight": 0},
        "same_system": {"strength": "off"},
        "reciprocal_review": {"strength": "off"},
    },
    "strict_independence": {"outside_region": {"strength": "hard"}},
}
CORE_TEAM: tuple[Raw, ...] = (
    {
        "id": "lead_peer",
        "accepts": {"chief_executive": 100, "director_adult_services": 60, "director_of_public_health": 50},
        "leads": True,
        "authority": True,
    },
    {
        "id": "director_of_public_health",
        "accepts": {"director_of_public_health": 100, "deputy_director_of_public_health": 50},
        "authority": True,
    },
    {
        "id": "ccg_officer",
        "accepts": {
            "ccg_accountable_officer": 100,
            "ccg_clinical_chair": 100,
            "icb_chief_executive": 100,
            "icb_chair": 100,
            "icb_clinical_director": 80,
        },
    },
    {"id": "elected_member", "accepts": {"elected_member": 100}, "political": True, "authority": True},
    {"id": "nhs_prevention_lead", "accepts": {"nhs_prevention_lead": 100, "public_health_consultant": 50}},
    {"id": "vcs", "accepts": {"vcs_leader": 100}},
    {"id": "manager", "accepts": {"challenge_manager": 100}, "counts": False},
)


@dataclass(frozen=True, eq=False)
class Seat:
    """A place in a team."""

    id: str
    accepts: Mapping[str, int]
    required: bool
    counts: bool
    political: bool
    leads: bool
    authority: bool


@dataclass(frozen=True)
class TeamRule:
    """Of the members, the number whose attribute equals the value is between min and max."""

    attribute: str
    value: str | None
    min: int | None
    max: int | None
    soft: bool
    weight: int


def seats(challenge: Raw) -> tuple[Seat, ...]:
    """The seats of the challenge, by default the core team."""
    return tuple(
        Seat(
            raw["id"].strip(),
            {folded(role): fit for role, fit in raw["accepts"].items()},
            *(raw.get("required", True), raw.get("counts", True)),
            *(raw.get(flag, False) for flag in ("political", "leads", "authority")),
        )
        for raw in challenge.get("seats", CORE_TEAM)
    )


def team_rules(challenge: Raw) -> tuple[TeamRule, ...]:
    """The team rules; `peer_id` and `organisation_id` compare exactly."""
    read = []
    for raw in challenge.get("team_rules", ()):
        attribute, value = folded(raw["attribute"]), raw.get("value")
        if value is not None:
            value = value.strip() if attribute in {"peer_id", "organisation_id"} else folded(value)
        soft = folded(raw.get("strength", "hard")) == "soft"
        read.append(TeamRule(attribute, value, raw.get("min"), raw.get("max"), soft, raw.get("weight", 0)))
    return tuple(read)


def rulebook(challenge: Raw, without: frozenset[str]) -> Settings:
    """The defaults, changed by the preset, changed by `rules` in the challenge, key by key."""
    book: Settings = {criterion: {"weight": weight} for criterion, weight in CRITERIA.items()}
    book["coverage"]["depth"] = (4, 2, 1)
    book["outside_region"]["strength"] = "off"
    book |= {"first_timers": {"max": 2}, "rest": {"rest_days": 14}}
    book |= {rule: {"strength": strength, "years": YEARS.get(rule)} for rule, strength in STRENGTHS.items()}
    book["same_system"]["kinds"] = ("icb", "ics", "system")
    preset = challenge.get("preset", "lga_system_wide")
    stricter: Settings = {
        rule: ({"strength": "hard"} if strength == "review" else {}) | ({"years": 6} if YEARS.get(rule) == 5 else {})
        for rule, strength in (STRENGTHS.items() if preset == "strict_independence" else ())
    }
    for changes in (stricter, PRESETS[preset], challenge.get("rules", {})):
        for rule, keys in changes.items():
            book[rule] |= keys
    for rule in without & book.keys():
        book[rule] |= {"strength": "off"} if rule in STRENGTHS else {"weight": 0}
    return book


def waived(challenge: Raw) -> frozenset[tuple[str, frozenset[str]]]:
    """Rule and peers of every waiver in force: `on` ≤ `as_of` ≤ `until`."""
    as_of = known_day(challenge["as_of"])
    return frozenset(
        (folded(raw["rule"]), frozenset(raw[key].strip() for key in ("peer", "other_peer") if raw.get(key)))
        for raw in challenge.get("waivers", ())
        if known_day(raw["on"]) <= as_of <= (day(raw.get("until")) or dt.date.max)
    )


@cache
def bank_holidays(year: int) -> frozenset[dt.date]:
    """The bank holidays of England in a year."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def avoided(challenge: Raw) -> frozenset[dt.date]:
    """Every day of the dates and ranges of `avoid`."""
    days: set[dt.date] = set()
    for raw in challenge["on_site"].get("avoid", ()):
        ends = (raw["start"], raw["end"]) if isinstance(raw, Mapping) else (raw, raw)
        first, last = map(known_day, ends)
        days.update(first + dt.timedelta(days=k) for k in range((last - first).days + 1))
    return frozenset(days)


def days_on_site(challenge: Raw, start: dt.date) -> tuple[dt.date, ...]:
    """The `days` consecutive calendar days from a start."""
    return tuple(start + dt.timedelta(days=k) for k in range(challenge["on_site"].get("days", 3)))


def candidates(challenge: Raw) -> list[dt.date]:
    """Each listed start, duplicates once, or every start whose days all lie within earliest and latest."""
    on_site = challenge["on_site"]
    if "windows" in on_site:
        return sorted({known_day(raw) for raw in on_site["windows"]})
    earliest, latest = known_day(on_site["earliest"]), known_day(on_site["latest"])
    starts = [earliest + dt.timedelta(days=k) for k in range((latest - earliest).days + 1)]
    return [start for start in starts if days_on_site(challenge, start)[-1] <= latest]


def lead(challenge: Raw, start: dt.date, key: str, default: int) -> bool:
    """Whether a start is at least this many weeks after `as_of`."""
    weeks = challenge.get("lead_time", {}).get(key, default)
    return bool((start - known_day(challenge["as_of"])).days >= weeks * 7)


def valid_windows(challenge: Raw, without: frozenset[str]) -> tuple[dt.date, ...]:
    """Candidates of weekdays of one week, no bank holiday, none avoided, at least the minimum lead time away."""
    avoid = frozenset() if "avoid" in without else avoided(challenge)

    def valid(start: dt.date) -> bool:
        days = days_on_site(challenge, start)
        return (
            ("one_week" in without or start.weekday() + len(days) <= 5)
            and ("bank_holidays" in without or not any(date in bank_holidays(date.year) for date in days))
            and not any(date in avoid for date in days)
            and ("minimum_weeks" in without or lead(challenge, start, "minimum_weeks", 8))
        )

    return tuple(start for start in candidates(challenge) if valid(start))


def advised_windows(challenge: Raw, valid: tuple[dt.date, ...]) -> tuple[dt.date, ...]:
    """The valid windows that keep `advised_weeks`, in date order."""
    return tuple(start for start in valid if lead(challenge, start, "advised_weeks", 12))
