"""The challenge as SPEC.md sections 2, 3 and 7 define it: frozen, strict, every field checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from teamforge.rulebook import Rulebook, preset

__all__ = ["Challenge", "Exclusion", "LeadTime", "OnSite", "Period", "Seat", "TeamRule", "Waiver"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)


class Period(_Model):
    start: date
    end: date


class OnSite(_Model):
    days: int = 3
    windows: tuple[date, ...] | None = None
    earliest: date | None = None
    latest: date | None = None
    avoid: tuple[Period, ...] = ()


class LeadTime(_Model):
    minimum_weeks: int = 8
    advised_weeks: int = 12


class Seat(_Model):
    id: str
    accepts: Mapping[str, int]
    required: bool = True
    counts: bool = True
    political: bool = False
    leads: bool = False
    authority: bool = False


class Exclusion(_Model):
    peer: str
    reason: str


class Waiver(_Model):
    peer: str
    rule: str
    by: str
    reason: str
    on: date
    until: date | None = None
    other_peer: str | None = None


class TeamRule(_Model):
    attribute: str
    value: str | None = None
    min: int | None = None
    max: int | None = None
    strength: Literal["hard", "soft"] = "hard"
    weight: int | None = None


class Challenge(_Model):
    id: str
    title: str | None = None
    purpose: Literal["challenge", "progress_review"] = "challenge"
    hosts: tuple[str, ...]
    as_of: date
    on_site: OnSite
    lead_time: LeadTime = LeadTime()
    scope: Mapping[str, int]
    seats: tuple[Seat, ...] = ()
    pins: Mapping[str, str] = {}
    exclude: tuple[Exclusion, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    team_rules: tuple[TeamRule, ...] = ()
    preset: str = "lga_system_wide"
    rules: Mapping[str, Mapping[str, object]] = {}
    unknown_availability: Literal["busy", "free"] = "busy"

    @cached_property
    def rulebook(self) -> Rulebook:
        return preset(self.preset).override(self.rules)
