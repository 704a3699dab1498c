"""The project keeps its own laws."""

from __future__ import annotations

import ast
import importlib
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

import teamforge
from teamforge import errors
from teamforge.conflicts.rules import RULES
from teamforge.problem.criteria import CRITERIA
from teamforge.spec.rulebook import RULEBOOK

SOURCE = Path(teamforge.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))


GRAB_BAGS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler"}


def dotted(path: Path) -> str:
    """Return a module as it is imported."""
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


def loaded_by(statement: str, *modules: str) -> list[str]:
    """Return which of some modules a statement loads in a fresh interpreter."""
    code = f"import sys\n{statement}\nprint(*[name for name in {modules!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_public_names_are_there_and_documented() -> None:
    """Every public name can be had and says what it is."""
    assert [name for name in teamforge.__all__ if not (getattr(teamforge, name).__doc__ or "").strip()] == []


def test_public_names_are_sorted_and_all_that_dir_shows() -> None:
    """`__all__` is sorted, and `dir` shows nothing else."""
    assert list(teamforge.__all__) == sorted(teamforge.__all__)
    assert dir(teamforge) == sorted(teamforge.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that is not public is refused as Python refuses it."""
    with pytest.raises(AttributeError, match="no attribute 'compse'"):
        getattr(teamforge, "compse")  # noqa: B009 -- as a user's typo would ask


def test_importing_the_package_loads_nothing_slow() -> None:
    """`import teamforge` loads no pandas, OR-Tools, NetworkX, pydantic, NumPy or holidays."""
    assert loaded_by("import teamforge", "pandas", "ortools", "networkx", "pydantic", "numpy", "holidays") == []


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("teamforge.verify", ["ortools", "networkx", "pandas"]),
        ("teamforge.problem", ["ortools", "networkx", "pandas"]),
        ("teamforge.challenge", ["ortools", "networkx", "pandas"]),
        ("teamforge.conflicts", ["ortools", "networkx", "pandas"]),
        ("teamforge.explain.check", ["ortools", "pandas"]),
    ],
)
def test_a_stage_loads_only_what_it_may(module: str, never: list[str]) -> None:
    """The verifier, the problem and the challenge run without the libraries that are not theirs."""
    assert loaded_by(f"import {module}", *never) == []


def test_each_conflict_rule_and_criterion_is_a_file_of_its_name() -> None:
    """The tables of contents are SPEC.md's lists, in its order, each entry from the file of its name."""
    assert tuple(RULES) == tuple(RULEBOOK.conflicts)
    assert tuple(CRITERIA) == tuple(RULEBOOK.criteria)
    for name, find in RULES.items():
        assert find.__module__ == f"teamforge.conflicts.rules.{name}"
    for name, add in CRITERIA.items():
        assert add.__module__ == f"teamforge.problem.criteria.{name}"


def test_modules_are_small() -> None:
    """None is longer than 400 lines."""
    assert [dotted(path) for path in MODULES if len(path.read_text("utf-8").splitlines()) > 400] == []


def test_no_module_is_a_grab_bag() -> None:
    """By its name."""
    assert [dotted(path) for path in MODULES if path.stem in GRAB_BAGS] == []


def test_every_module_has_a_docstring() -> None:
    assert [dotted(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


def test_every_parameter_that_a_docstring_names_is_one() -> None:
    """Of a function by its signature, of a class without a base by its fields."""
    trees = [(dotted(path), ast.walk(ast.parse(path.read_text("utf-8")))) for path in MODULES]
    nodes = [(module, node) for module, tree in trees for node in tree]
    assert [
        f"{module}.{node.name}: {name}"
        for module, node in nodes
        if isinstance(node, ast.FunctionDef) or (isinstance(node, ast.ClassDef) and not node.bases)
        for name in _documented(ast.get_docstring(node) or "") - _named(node)
    ] == []


def _documented(docstring: str) -> set[str]:
    """Return the names in the section `Parameters` of a docstring."""
    _, _, section = docstring.partition("Parameters\n----------\n")
    section = re.split(r"\n\n\w+\n--", section)[0]
    lines = [line for line in section.splitlines() if line and not line.startswith(" ")]
    return {name.strip(" *") for line in lines for name in line.split(",")}


def _named(node: ast.FunctionDef | ast.ClassDef) -> set[str]:
    if isinstance(node, ast.FunctionDef):
        return {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)}
    fields = {
        each.target.id for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }
    functions = [each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"]
    return fields.union(*map(_named, functions))


def test_all_lists_what_a_module_has() -> None:
    """Every name in a module's `__all__` is there."""
    modules = [importlib.import_module(dotted(path)) for path in MODULES]
    names = [(module, name) for module in modules for name in getattr(module, "__all__", ())]
    assert [f"{module.__name__}.{name}" for module, name in names if not hasattr(module, name)] == []


def test_all_stands_where_names_are_promised_or_handed_on() -> None:
    """That is in packages, in the public modules, and where constants of OR-Tools are handed on."""
    listing = {
        dotted(path) for path in MODULES if path.name != "__init__.py" and "\n__all__ = " in path.read_text("utf-8")
    }
    assert listing == {f"teamforge.{name}" for name in ("answers", "assignments", "charts", "search.solver")}


@pytest.mark.parametrize(
    "error",
    [
        errors.InputError([errors.Fault("peers", 2, "peer_id", None, "an id")]),
        errors.InfeasibleError("no team"),
        errors.UnknownError("no time", 7),
        errors.InternalError("a team of ours is wrong", ["rest: seat vcs"]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_survive_pickling(error: errors.TeamForgeError) -> None:
    """An error that crosses a process keeps its payload and its text."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes
    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(again) == str(error)


def test_the_package_is_typed() -> None:
    """The marker for type checkers ships."""
    assert (SOURCE / "py.typed").is_file()
