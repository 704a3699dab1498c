"""
JSON Schemas of what is written: a result, its record, a kept plan, and an entry of the record of decisions.

They are made from the classes themselves, so that they cannot disagree: keys from the fields, types from the
annotations, descriptions from the docstrings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache, reduce
from inspect import getdoc
from operator import or_
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from teamforge.certificate.format import Certificate
from teamforge.certificate.programme import PlanCertificate
from teamforge.conflicts import Finding
from teamforge.page.plain import Plain, keys_of
from teamforge.records.decisions.entry import Entry
from teamforge.records.plan_format import PlanParameters
from teamforge.records.record import EXPLAINING, Parameters
from teamforge.result.data import ResultData
from teamforge.result.diagnosis import Diagnosis
from teamforge.result.plan import PlanData
from teamforge.result.robustness import Robustness
from teamforge.verify import LedgerEntry

_TYPED: Mapping[tuple[type, str], type] = {
    (ResultData, "parameters"): Parameters,
    (PlanData, "parameters"): PlanParameters,
}
"""Keys with a more precise type than their annotation."""
_NAMED = {each.__name__: each for each in (Certificate, Diagnosis, Finding, LedgerEntry, Robustness)}
"""Types that `result.data` imports for annotations alone."""
_DESCRIPTION = re.compile(r"^([a-z_, ]+)\n((?: {4}.*\n?)+)", re.MULTILINE)


def result_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (draft 2020-12) of `Result.to_dict`, which `compose --format json` prints.

    Examples
    --------
    >>> result_schema()["$defs"]["Status"]["enum"]
    ['optimal', 'feasible', 'infeasible', 'unknown']
    """
    return _schema(_document(ResultData))


def record_schema() -> dict[str, Any]:
    """
    Return the JSON Schema of `Result.to_record`, which `compose --out result.json` writes.

    Examples
    --------
    >>> record_schema()["required"][-2:]
    ['certificate', 'seal']
    """
    kept = {key: value for key, value in _fields(ResultData).items() if key not in EXPLAINING}
    seal = Field(description="A fingerprint of all the rest, which shows that it was changed.")
    proof = Field(description="Why no team has more points, for anybody to check.")
    return _schema(_model("Record", {**kept, "certificate": (Certificate, proof), "seal": (str, seal)}))


def plan_schema() -> dict[str, Any]:
    """
    Return the JSON Schema of a kept plan, which `plan --out plan.json` writes.

    Examples
    --------
    >>> plan_schema()["required"][0], plan_schema()["required"][-2:]
    ('format', ['certificate', 'seal'])
    """
    number = Field(description="The number of the format of a kept plan.")
    seal = Field(description="A fingerprint of all the rest, which shows that it was changed.")
    proof = Field(description="Why no plan has more points, for anybody to check.")
    ends = {"certificate": (PlanCertificate, proof), "seal": (str, seal)}
    return _schema(_model("Plan", {"format": (Literal[1], number), **_fields(PlanData), **ends}))


def decision_schema() -> dict[str, Any]:
    """
    Return the JSON Schema of a line of a record of decisions.

    Examples
    --------
    >>> decision_schema()["required"]
    ['number', 'previous', 'proposal', 'seen', 'decision', 'team', 'seal']
    """
    return _schema(_document(Entry))


def _schema(document: type[BaseModel]) -> dict[str, Any]:
    schema = document.model_json_schema()
    for part in schema["$defs"].values():
        if "description" in part:  # the first paragraph of a docstring is enough
            part["description"] = part["description"].partition("\n\n")[0]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


@cache
def _document(cls: type) -> type[BaseModel]:
    """Return a model of a class in its JSON form."""
    return _model(cls.__name__, _fields(cls))


def _model(name: str, fields: dict[str, Any]) -> type[BaseModel]:
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def _fields(cls: type) -> dict[str, Any]:
    """Return the keys of a class, each with its type and meaning."""
    names = keys_of(cls) if is_dataclass(cls) else ((name, name) for name in _hints(cls))
    found = {}
    for key, path in names:
        hint: Any = cls
        about = ""
        for name in path.split("."):
            hint, about = _attribute(hint, name)
        found[key] = (_written(_TYPED.get((cls, key), hint)), Field(description=about or None))
    return found


def _hints(annotated: Any) -> dict[str, Any]:  # noqa: ANN401 -- a class or a function
    return get_type_hints(annotated, localns=_NAMED)


def _attribute(cls: type, name: str) -> tuple[Any, str]:
    """Return the type and the meaning of an attribute."""
    member = getattr(cls, name, None)
    if isinstance(member, property):
        return _hints(member.fget)["return"], (getdoc(member) or "").partition("\n")[0]
    about = {
        word.strip(): " ".join(text.split())
        for words, text in _DESCRIPTION.findall(getdoc(cls) or "")
        for word in words.split(",")
    }
    return _hints(cls)[name], about.get(name, "")


def _written(hint: Any) -> Any:  # noqa: ANN401 -- any annotation
    """Return an annotation with our classes replaced by their JSON form."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return reduce(or_, map(_written, parts))
    if origin is not None:
        return origin[tuple(map(_written, parts))]
    ours = isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, Plain) or hasattr(hint, "_fields"))
    return _document(hint) if ours else hint
