"""What `Challenge(...)` and `Challenge.replace` take, for type checkers: the fields as files and mappings have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, TypedDict

from teamforge.challenge.on_site import LeadTime, OnSite
from teamforge.challenge.people import Exclusion, TeamRule, Waiver
from teamforge.challenge.seats import Seat

Table = Mapping[str, object]


class _Optional(TypedDict, total=False):
    title: str | None
    purpose: Literal["challenge", "progress_review"]
    lead_time: LeadTime | Table
    seats: Sequence[Seat | Table]
    pins: Mapping[str, str]
    exclude: Sequence[Exclusion | Table]
    waivers: Sequence[Waiver | Table]
    team_rules: Sequence[TeamRule | Table]
    preset: str
    rules: Mapping[str, Table]
    unknown_availability: Literal["busy", "free"]


class ChallengeFields(_Optional):
    """All required fields of a challenge, and any of the others."""

    id: str
    hosts: Sequence[str]
    as_of: date | str
    on_site: OnSite | Table
    scope: Mapping[str, int]


class ChallengeChanges(_Optional, total=False):
    """Any fields of a challenge."""

    id: str
    hosts: Sequence[str]
    as_of: date | str
    on_site: OnSite | Table
    scope: Mapping[str, int]
