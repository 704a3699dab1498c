"""The JSON Schemas: whatever is written is valid by them, and whatever is left out, added or of another type is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from teamforge import Result, compose, load_demo
from teamforge.records import Decision, Outcome, Substitution, decide, decision_schema, record_schema, result_schema

FREE = {"breakdown", "versions"}
"""Mappings of free keys."""


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


@cache
def best() -> Result:
    return compose(*load_demo())


def infeasible(start: str) -> Result:
    pool, challenge = load_demo()
    return compose(pool, challenge.replace(on_site={"windows": [start]}))


RESULTS: dict[str, Callable[[], Result]] = {
    "optimal": best,
    "robust": lambda: best().robust(),
    "repaired": lambda: best().repair(withdrawn=["P002"], confirmed=["P015"]).result,
    "infeasible": lambda: infeasible("2027-03-22"),
    "no window": lambda: infeasible("2027-03-29"),
    "unknown": lambda: compose(*load_demo(), time_limit=0),
}


@pytest.mark.parametrize("kind", RESULTS)
def test_results_and_records_are_valid(kind: str) -> None:
    """As they come out of JSON again."""
    result = RESULTS[kind]()
    validator(result_schema()).validate(json.loads(json.dumps(result.to_dict())))
    validator(record_schema()).validate(json.loads(json.dumps(result.to_record())))


@cache
def entry() -> dict[str, Any]:
    """Return an entry of a record of decisions, with a change, alternatives and a broken rule."""
    pool, challenge = load_demo()
    decision = Decision(
        *("A. Person", "director", date(2027, 1, 12), Outcome.CHANGED, "the host asked"),
        (Substitution("lead_peer", "P031"), Substitution("vcs", None)),
    )
    path = Path("decisions.jsonl")
    seen = json.loads(json.dumps(best().alternatives(2).to_dict()))
    made: dict[str, Any] = decide(best().to_record(), pool, challenge, decision, path, seen).to_dict()
    return made


@pytest.mark.parametrize("outcome", Outcome)
def test_entries_of_decisions_are_valid(outcome: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pool, challenge = load_demo()
    decision = Decision("A. Person", "director", date(2027, 1, 12), outcome, "so be it")
    if outcome is not Outcome.CHANGED:
        decide(best().to_record(), pool, challenge, decision, tmp_path / "decisions.jsonl")
        line = json.loads((tmp_path / "decisions.jsonl").read_text("utf-8").splitlines()[0])
        validator(decision_schema()).validate(line)
    validator(decision_schema()).validate(entry())


def _places(document: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every object in a document, once for all items of a list, but for those of free keys."""
    if isinstance(document, dict):
        yield path
        for key, value in document.items():
            if key not in FREE and key != "certificate":  # a certificate leaves out what is not needed
                yield from _places(value, (*path, key))
    elif isinstance(document, list) and document:
        yield from _places(document[0], (*path, 0))


def _changed(document: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a document with one of the keys of one object left out, of another type, or added."""

    def copied() -> tuple[dict[str, Any], dict[str, Any]]:
        copy = deepcopy(document)
        place: Any = copy
        for step in path:
            place = place[step]
        return copy, place

    for key in copied()[1]:
        copy, place = copied()
        del place[key]
        yield f"{path} without {key}", copy
        copy, place = copied()
        place[key] = [[]]
        yield f"{path} {key} of another type", copy
    copy, place = copied()
    place["more"] = 1
    yield f"{path} with more", copy


@pytest.mark.parametrize("kind", ["result", "infeasible", "record", "decision"])
def test_a_document_that_was_changed_is_not_valid(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be left out, added or of another type, at any depth."""
    monkeypatch.chdir(tmp_path)
    repaired = best().repair(withdrawn=["P002"]).result
    documents: dict[str, tuple[Callable[[], dict[str, Any]], Callable[[], dict[str, Any]]]] = {
        "result": (result_schema, best().robust().to_dict),
        "infeasible": (result_schema, lambda: infeasible("2027-03-22").to_dict()),
        "record": (record_schema, repaired.to_record),
        "decision": (decision_schema, entry),
    }
    schema, document = documents[kind]
    check, written = validator(schema()), document()
    check.validate(written)
    changed = [each for path in _places(written) for each in _changed(written, path)]
    assert len(changed) > 100
    assert [name for name, each in changed if check.is_valid(each)] == []
