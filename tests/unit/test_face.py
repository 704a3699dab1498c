"""The face: what is promised is small, complete and typed."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

import teamforge

MODULES = (
    "teamforge",
    *(f"teamforge.{name}" for name in ("answers", "assignments", "challenge", "charts", "generate", "page", "pool")),
    *(f"teamforge.{name}" for name in ("challenge.programme", "pseudonyms", "records", "register", "workbook")),
)
"""Every place that users import from."""
INSIDE = (
    "teamforge.certificate.format",  # the parts of a certificate, which its own page describes
    "teamforge.challenge.flaws",  # how a challenge is read
    *("teamforge.conflicts.graph", "teamforge.conflicts.matches"),  # how conflicts are found
    "teamforge.tables",  # how tables are kept
)
"""The modules of fields that are not promised to anybody."""


def public() -> dict[str, object]:
    """Return every public name, with the module that it is imported from."""
    modules = {name: importlib.import_module(name) for name in MODULES}
    return {f"{name}.{each}": getattr(module, each) for name, module in modules.items() for each in module.__all__}


@cache
def _names_in(module: ModuleType) -> dict[str, object]:
    """Return what annotations in a module can refer to: its names, and what it imports for type checkers alone."""
    names = dict(vars(module))
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            exec(compile(ast.Module(node.body, []), module.__name__, "exec"), names)  # noqa: S102 -- our own imports
    return names


def _hints(thing: type | FunctionType) -> dict[str, object]:
    """Return the annotations of a function, or of the fields that a class has itself."""
    module = sys.modules[thing.__module__]
    return {
        name: eval(text, _names_in(module)) if isinstance(text, str) else text  # noqa: S307 -- our own source
        for name, text in inspect.get_annotations(thing).items()
        if not name.startswith("_")
    }


def _functions(cls: type) -> Iterator[FunctionType]:
    """Yield the public methods and properties that a class has itself."""
    for name, member in [*vars(cls).items()]:
        for function in (member, *(getattr(member, each, None) for each in ("fget", "func", "__func__"))):
            if inspect.isfunction(function) and not name.startswith("_"):
                yield function


def _annotations(value: object) -> Iterator[tuple[str, object]]:
    """Yield where an annotation stands, and the annotation, for a public function or class."""
    parts: list[type | FunctionType] = [value] if inspect.isfunction(value) else []
    if inspect.isclass(value):
        ours = [cls for cls in value.__mro__ if cls.__module__.startswith("teamforge")]
        parts = [*ours, *(function for cls in ours for function in _functions(cls))]
    for part in parts:
        for name, hint in _hints(part).items():
            yield f"{part.__qualname__}({name})", hint


def _types_in(hint: object) -> Iterator[type]:
    """Yield every class of ours in an annotation, however deep."""
    if inspect.isclass(hint) and not typing.get_args(hint):
        if hint.__module__.startswith("teamforge"):
            yield hint
        return
    origin = typing.get_origin(hint)
    if inspect.isclass(origin) and origin.__module__.startswith("teamforge"):
        yield origin
    for part in typing.get_args(hint):
        for each in part if isinstance(part, list) else [part]:
            yield from _types_in(each)


def test_every_type_in_a_public_annotation_can_be_imported_from_a_public_place() -> None:
    names = public()
    known = {id(value) for value in names.values()}
    missing = {
        f"{found.__module__}.{found.__name__} in {where}"
        for name, value in names.items()
        for where, hint in _annotations(value)
        for found in _types_in(hint)
        if not (id(found) in known or found.__name__.startswith("_") or found.__module__.startswith(INSIDE))
    }
    assert not missing, "\n".join(sorted(missing))


def test_the_face_stays_small() -> None:
    """Twenty-three names at most."""
    assert len(teamforge.__all__) <= 23


PROGRAM = """
import teamforge as tf
from teamforge import charts
from teamforge.answers import PeerAnswer, Verdict
from teamforge.challenge import Waiver
from teamforge.records import Verification, verify

challenge = tf.Challenge(
    id="x",
    hosts=["H"],
    as_of="2027-01-11",
    scope={"prevention": 7},
    on_site={"earliest": "2027-03-15", "latest": "2027-05-28"},
    waivers=[{"peer": "P1", "rule": "neighbour", "by": "A. Person", "reason": "known", "on": "2027-01-08"}],
)
other = challenge.replace(scope={"prevention": 10}, rules={"neighbour": {"strength": "off"}})
waivers: tuple[Waiver, ...] = other.waivers


def refused(pool: tf.Pool, peer: str) -> list[str]:
    result = tf.compose(pool, other, time_limit=10)
    answer: PeerAnswer = result.why_not(peer)[peer]
    verification: Verification = verify(result.to_record(), pool, other)
    charts.save(result.chart("ledger"), "ledger.svg")
    if answer.verdict is Verdict.BLOCKED and verification.complete:
        return [reason.text for reason in answer.reasons]
    return [change.seat for change in result.repair(withdrawn=[peer]).changes]


challenge.replace(scop={"prevention": 10})  # wrong
tf.Challenge(id="x", hosts=["H"], as_of="2027-01-11", scope={"prevention": 7})  # wrong
tf.Challenge(id=1, hosts=["H"], as_of="2027-01-11", scope={"prevention": 7}, on_site={})  # wrong
tf.load_demo()[0].peers.nothing  # wrong
"""
"""What a user writes; the lines marked so are wrong, and nothing else is."""


@pytest.mark.slow
def test_a_users_program_passes_a_strict_type_checker(tmp_path: Path) -> None:
    """With the package as it is installed, its marker `py.typed`, and no settings or plugins of ours."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    asked = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}", "program.py"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    lines = {int(number) for number in re.findall(r"^program\.py:(\d+): error:", done.stdout, re.MULTILINE)}
    wrong = {number for number, line in enumerate(PROGRAM.splitlines(), start=1) if line.endswith("# wrong")}
    assert lines == wrong, done.stdout + done.stderr
