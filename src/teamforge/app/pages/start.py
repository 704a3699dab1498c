"""A new challenge: what it needs, with organisations by name; every fault at once, and then its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from teamforge.app.asking import Ask, RefusedError
from teamforge.app.beginning import begin, can_begin, can_join
from teamforge.challenge import Challenge
from teamforge.challenge.matching import challenge_faults
from teamforge.errors import Fault, InputError
from teamforge.pool import Pool
from teamforge.spec.rulebook import PRESETS

_HOSTS = 4
_CORE = ""
"""Stands for the default seats."""


def start(ask: Ask) -> Response:
    """Ask for what a challenge needs."""
    return _form(ask, {"days": "3", "as_of": date.today().isoformat(), "join": "yes"})  # noqa: DTZ011 -- the day where the person is


def begin_challenge(ask: Ask) -> Response:
    """Write the file of a challenge, and lead to its best team; or show the form again with every fault."""
    given = {name: value.strip() for name, value in ask.form.items() if isinstance(value, str)}
    project = ask.desk.files.project
    if not can_begin(project):
        raise RefusedError("A workbook holds one challenge: open a folder to begin another.")
    join = given.get("join") == "yes" and can_join(project)
    faults: list[Fault] = []
    fields = _fields(ask, given, faults, join=join)

    def right(challenge: Challenge) -> None:
        # For a host that is not found there is a fault already, with the hosts that may be meant.
        named = {fault.value for fault in faults}
        if wrong := [*faults, *(each for each in challenge_faults(ask.pool, challenge) if each.value not in named)]:
            raise InputError(wrong)

    try:
        begin(project, fields, join=join, right=right)
    except InputError as error:
        found = tuple(dict.fromkeys((*faults, *error.faults)))
        return _form(ask, given, found)
    ask.desk.files.reread()
    return ask.lead("team", challenge=given["id"])


def _form(ask: Ask, given: Mapping[str, str], faults: Sequence[Fault] = ()) -> Response:
    project, programme = ask.desk.files.project, ask.season.programme
    if not can_begin(project):
        raise RefusedError("A workbook holds one challenge: open a folder to begin another.")
    organisations = ask.pool.organisations
    return ask.show(
        "start",
        HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        given=given,
        faults=faults,
        hosts=range(_HOSTS),
        organisations=sorted(f"{organisations.label(place)} ({each})" for place, each in enumerate(organisations.ids)),
        themes=list(ask.pool.peers.levels),
        presets=PRESETS,
        others=[each for each in ask.season.challenges.values() if "seats" in each.model_fields_set],
        programme=programme if can_join(project) else None,
    )


def _fields(ask: Ask, given: Mapping[str, str], faults: list[Fault], *, join: bool) -> dict[str, Any]:
    """Return the fields of a challenge as its file has them; what cannot be understood stays, and is refused later."""
    programme = ask.season.programme
    as_of = programme.as_of if join and programme is not None else _day(given.get("as_of", ""))
    seats = ask.season.challenges.get(given.get("seats", _CORE))
    weights = {theme: given.get(f"weight:{theme}", "") for theme in ask.pool.peers.levels}
    hosts = [
        _organisation(ask.pool, text, faults) for place in range(_HOSTS) if (text := given.get(f"host:{place}", ""))
    ]
    fields = {
        "id": given.get("id", ""),
        "title": given.get("title", ""),
        "purpose": given.get("purpose", ""),
        "hosts": hosts,
        "as_of": as_of,
        "preset": given.get("preset", ""),
        "on_site": {
            "days": _number(given.get("days", "")),
            "earliest": _day(given.get("earliest", "")),
            "latest": _day(given.get("latest", "")),
        },
        "scope": {theme: _number(weight) for theme, weight in weights.items() if weight not in {"", "0"}},
    }
    if seats is not None:
        fields["seats"] = [seat.model_dump(exclude_unset=True, exclude_none=True) for seat in seats.seats]
    return {name: value for name, value in fields.items() if value not in ("", None)}


def _organisation(pool: Pool, text: str, faults: list[Fault]) -> str:
    """Return the id of an organisation chosen from the list, or given by its id or a unique name."""
    organisations = pool.organisations
    chosen = text.rpartition(" (")[2].removesuffix(")")
    for each in (text, chosen):
        if each in organisations.position:
            return each
    wanted = text.casefold()
    found = [each for place, each in enumerate(organisations.ids) if wanted in organisations.label(place).casefold()]
    if len(found) == 1:
        return found[0]
    few = "; ".join(f"{organisations.label_of(each)} ({each})" for each in found[:5])
    if not organisations.given and not found:
        return text  # if no table names organisations, any id will do
    expected = f"one of them: {few}" if found else "the name or the id of an organisation of the pool"
    faults.append(Fault("challenge", None, "hosts", text, expected))
    return text


def _day(text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _number(text: str) -> object:
    return int(text) if text.isdecimal() else text
