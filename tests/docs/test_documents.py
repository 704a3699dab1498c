"""What is written in the README and the docs holds: its Python and its commands are run, its paths exist."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from tests.docs.console import printed_by

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("tests/*.md"), *ROOT.glob("src/**/*.md")]
)
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [line.split("#")[0].strip() for line in README.splitlines() if line.startswith("    teamforge ")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_python_in_documents_runs(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example gives what is printed below it; what it writes does not stay here."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    monkeypatch.chdir(tmp_path)
    assert doctest.testfile(str(document), module_relative=False, encoding="utf-8").failed == 0


def test_the_readme_has_python_and_commands() -> None:
    """The README shows both, so that the tests around this one test something."""
    assert len(COMMANDS) >= 5
    assert README.count(">>> ") >= 5
    assert len(README.splitlines()) <= 120


@pytest.mark.slow
def test_the_readmes_commands_run_one_after_the_other(tmp_path: Path) -> None:
    """Each command of the README ends with status 0 and reports no error."""
    for command in COMMANDS:
        assert printed_by(command, tmp_path)


def test_the_code_is_where_the_documents_say() -> None:
    """Whoever follows CONTRIBUTING or the page on how it works finds each file and folder."""
    for document in (ROOT / "CONTRIBUTING.md", ROOT / "docs/how-it-works.md"):
        named = re.findall(r"`([\w.-]+(?:/[\w.-]*)+|\w+\.py)`", document.read_text("utf-8"))
        assert len(named) > 10
        missing = [path for path in named if not any((root / path).exists() for root in (ROOT, ROOT / "src/teamforge"))]
        assert missing == []


def test_paths_named_in_documents_exist() -> None:
    """Every path in backticks that looks like a file or folder of the project is there."""
    for document in DOCUMENTS:
        for path in re.findall(
            r"`((?:src|tests|docs|benchmarks|notebooks|\.ci)/[\w./-]*)`", document.read_text("utf-8")
        ):
            assert (ROOT / path).exists(), f"{document.name} names {path}"
