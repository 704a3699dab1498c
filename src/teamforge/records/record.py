"""The record of a result, with its certificate and a seal: how it is written and read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from teamforge.certificate.format import Certificate, Whole
from teamforge.challenge.seats import MAX_SEATS
from teamforge.errors import Fault, InputError
from teamforge.records.workbook import text_of
from teamforge.result.data import ResultData
from teamforge.spec.status import Status, Stop
from teamforge.tables.plain import content_of
from teamforge.team import Responses, Team

K = TypeVar("K", bound=BaseModel)
_NOT_PLAIN = "the record: it holds more than plain values"
_NOT_KEPT = "the record: expected what `to_record` returns"
WITHOUT_FIELDS = [_NOT_PLAIN], [_NOT_KEPT]
"""The faults of what has no fields to look at."""
EXPLAINING = {"diagnosis", "robustness"}
"""The keys of a result that a record leaves out, because they only explain."""


def to_record(result: ResultData) -> dict[str, Any]:
    """Return the record of a result: `to_dict` without what only explains, the certificate, and a seal over both."""
    plain = {key: value for key, value in result.to_dict().items() if key not in EXPLAINING}
    record = {**plain, "certificate": result.certificate.model_dump(mode="json", exclude_defaults=True)}
    return {**record, "seal": seal_of(record)}


def seal_of(record: Mapping[str, Any]) -> str:
    """
    Return a fingerprint of a record's content: it shows whether the record was changed, not who wrote it.

    Examples
    --------
    >>> seal_of({"points": 1}) == seal_of({"points": 2})
    False
    """
    content = json.dumps({key: value for key, value in record.items() if key != "seal"}, sort_keys=True)
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"


def read_record(path: Path, expected: str = "what `teamforge compose --out` wrote") -> dict[str, Any]:
    """
    Return the JSON object in a file, such as one that `compose --out` wrote.

    Parameters
    ----------
    path
        A JSON file, or a ``team.xlsx``, which keeps its record on a hidden sheet.
    expected
        What the file should hold, for the fault's message.

    Raises
    ------
    InputError
        If the file cannot be read, or is not a JSON object without repeated keys.
    """
    record, expected = None, f"{expected}: a JSON object"
    try:
        path.stat()  # a missing file gives the same fault, whatever its suffix
        text = text_of(path) if path.suffix.lower() == ".xlsx" else content_of(path).decode("utf-8-sig")
        record = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except OSError as error:
        expected = f"a file that can be read ({(error.strerror or '').lower()})"
    except (ValueError, RecursionError):
        pass
    # Raised outside the except clause, because Python's errors may keep private content of the file.
    if not isinstance(record, dict):
        raise InputError([Fault("result", None, None, str(path), expected)])
    return record


def holds_plan(record: Mapping[str, Any]) -> bool:
    """Return whether a record is of a plan, not of a result."""
    return "programme_id" in record


def team_of_record(record: Mapping[str, Any]) -> Team:
    """
    Return the team of a record; `verify` says whether it is valid for a pool and challenge.

    Raises
    ------
    InputError
        If the record is not from `compose --out`, or holds no team.
    """
    team = record_of(record).team
    if team is None:
        raise _refusal(["the record: it holds no team"])
    return team


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no JSON")


class KeptModel(BaseModel):
    """A part of a record, with strict types and no other fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class KeptWindow(KeptModel):
    """The first and the last day on site."""

    start: date
    end: date


class KeptMember(KeptModel):
    """A seat and the peer who holds it."""

    seat: str
    peer_id: str
    role: str
    fit: Whole


KeptMembers = Annotated[tuple[KeptMember, ...], Field(max_length=MAX_SEATS)]
"""The members of a team; no challenge has more seats."""


class KeptResponses(KeptModel):
    """The responses that a repair started from."""

    withdrawn: tuple[str, ...]
    objected: tuple[str, ...]
    confirmed: tuple[str, ...]


class Parameters(KeptModel):
    """The parameters that a result was made with."""

    time_limit: float | None
    seed: Whole
    loss: Whole | None
    preset: str | None
    repair: KeptResponses | None


class Record(KeptModel):
    """The fields of a record; a field typed `Any` is only compared."""

    status: Status
    points: Whole | None
    bound: Whole | None
    gap: float | None
    window: KeptWindow | None
    members: KeptMembers
    breakdown: Any
    warnings: Any
    challenge_id: str
    input_digest: str
    version: str
    seed: Whole
    assignments: Annotated[Whole, Field(ge=0)] = 0
    stopped: Stop | None
    ledger: Any
    findings: Any
    parameters: Parameters
    versions: dict[str, str]
    certificate: Certificate
    seal: str

    @property
    def team(self) -> Team | None:
        """The window and seats of the team; None if there is no team."""
        if self.window is None:
            return None
        return Team(self.window.start, tuple((member.seat, member.peer_id) for member in self.members))

    @property
    def teams(self) -> dict[str, Team]:
        """The team by challenge id; empty if there is no team."""
        return {} if self.team is None else {self.challenge_id: self.team}

    @property
    def responses(self) -> Responses | None:
        """The responses that the repair started from; None if the team was not repaired."""
        kept = self.parameters.repair
        return None if kept is None else Responses(kept.withdrawn, kept.objected, kept.confirmed)


def responses_of_record(record: Mapping[str, Any]) -> Responses:
    """
    Return the responses that a repaired result started from; empty if it was not repaired.

    Raises
    ------
    InputError
        If the record is not from `compose --out`.
    """
    return record_of(record).responses or Responses()


def record_of(record: Mapping[str, Any]) -> Record:
    """
    Return a record with its proper types.

    Raises
    ------
    InputError
        If it is not from `compose --out`.
    """
    parsed, wrong = parse_record(record)
    if parsed is None:
        raise _refusal(wrong)
    return parsed


def _refusal(wrong: Sequence[str]) -> InputError:
    return InputError([Fault("result", None, None, None, text, "give what `compose --out` wrote") for text in wrong])


def parse_record(record: Mapping[str, Any]) -> tuple[Record | None, list[str]]:
    """Return a record with its proper types, or its faults."""
    found, wrong = parsed(Record, record)
    if found is None and wrong not in WITHOUT_FIELDS:
        if holds_plan(record):
            wrong = ["the record: it holds a plan, and not the result of one challenge"]
        elif "diagnosis" in record and "certificate" not in record:
            wrong = ["the record: what is printed has no certificate; `compose --out result.json` keeps one"]
    return found, wrong


def parsed(model: type[K], record: Mapping[str, Any]) -> tuple[K | None, list[str]]:
    """Return a kept record as a model of its fields, or its faults."""
    try:
        return model.model_validate_json(json.dumps(dict(record))), []
    except ValidationError as error:
        return None, [
            f"{'.'.join(map(str, each['loc'])) or 'the record'}: {each['msg'].lower()}"
            for each in error.errors(include_input=False, include_url=False)
        ]
    except (TypeError, ValueError, RecursionError):
        plain = isinstance(record, Mapping)
        return None, [_NOT_PLAIN if plain else _NOT_KEPT]
