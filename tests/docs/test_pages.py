"""The pages are built without a warning, and what they show is what happens."""

from __future__ import annotations

import doctest
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import teamforge
from teamforge.demo import FOLDER
from teamforge.pool.schema import SCHEMA
from teamforge.spec.rulebook import PRESETS, RULEBOOK
from tests.docs.console import commands_of, files_of, printed_by

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [page for page in sorted(DOCS.glob("**/*.md")) if any(commands_of(page))]
PROBLEM, PERSONAL = (DOCS / name for name in ("problem.md", "personal-data.md"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the pages as `.ci/run` would: every warning is an error."""
    out = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-d", str(out / "trees")]
    done = subprocess.run([*build, str(DOCS), str(out / "html")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return out / "html"


class _Links(HTMLParser):
    """What a page loads by itself, and how many formulas it has."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.formulas = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.formulas += tag == "math"
        if tag in {"script", "img", "iframe", "source"} and given.get("src"):
            self.loaded.append(str(given["src"]))
        if tag == "link" and given.get("rel") in {"stylesheet", "icon", "preload"}:
            self.loaded.append(str(given["href"]))


@pytest.mark.slow
def test_pages_are_built_and_ask_for_nothing(site: Path) -> None:
    """No page loads anything from elsewhere, and what it loads is there; formulas need no script."""
    pages = sorted(site.glob("**/*.html"))
    assert len(pages) > 30
    for page in pages:
        links = _Links()
        links.feed(page.read_text("utf-8"))
        for link in links.loaded:
            assert "//" not in link, f"{page.name}: {link}"
            assert (page.parent / link.partition("?")[0]).is_file(), f"{page.name}: {link}"
        if page.name == "problem.html":
            assert links.formulas > 30
            assert not any("mathjax" in link.lower() for link in links.loaded)


@pytest.mark.slow
def test_every_page_is_reached_from_the_first(site: Path) -> None:
    """The pages listed on the left are all there are."""
    first = (site / "index.html").read_text("utf-8")
    for page in DOCS.glob("**/*.md"):
        name = page.relative_to(DOCS).with_suffix(".html").as_posix()
        assert f'href="{name}"' in first or name == "index.html", name


@pytest.mark.slow
def test_the_api_page_has_every_public_name(site: Path) -> None:
    """Nothing that is promised is missing."""
    text = (site / "api.html").read_text("utf-8")
    modules = (
        "answers",
        "assignments",
        "challenge",
        "challenge.programme",
        "charts",
        "generate",
        "page",
        "project",
        "pseudonyms",
        "records",
        "workbook",
    )
    names = [f"teamforge.{name}" for name in teamforge.__all__]
    for module in modules:
        public = importlib.import_module(f"teamforge.{module}").__all__
        aliases = {"FORMATS", "Chart", "Row", "Cell", "Mood"}
        names += [f"teamforge.{module}.{name}" for name in public if name not in {*teamforge.__all__, *aliases}]
    assert [name for name in names if f'id="{name}"' not in text] == []
    assert str(ROOT) not in text
    assert "The seal of the last entry; a copy kept elsewhere shows later" in re.sub("<.*?>", "", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_the_commands_of_a_page_print_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, in a folder with the example; the tutorial begins with nothing."""
    monkeypatch.setenv("COLUMNS", "100")
    if page.name != "tutorial.md":
        printed_by("teamforge demo --save example", tmp_path)
    for name, text in files_of(page):
        (tmp_path / name).write_text(text, encoding="utf-8")
    checker = doctest.OutputChecker()
    for command in commands_of(page):
        printed = printed_by(command.line, tmp_path)
        if command.expected:
            example = doctest.Example(command.line, command.expected)
            same = checker.check_output(example.want, printed, doctest.ELLIPSIS)
            assert same, checker.output_difference(example, printed, doctest.ELLIPSIS)


def test_the_example_the_pages_use_is_the_packaged_one() -> None:
    """`src/teamforge/demo` is what the Python of the pages reads."""
    assert (FOLDER / "challenge.toml").is_file()


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_the_problem_page_has_every_preset(preset: str) -> None:
    assert f"`{preset}`" in PROBLEM.read_text("utf-8")


def test_the_problem_page_says_what_the_rulebook_says() -> None:
    """Every rule and criterion has its row, with its default and its words; every path on the page exists."""
    assert list(_untrue_of_the_problem(PROBLEM.read_text("utf-8"))) == []


def test_a_wrong_problem_page_is_noticed() -> None:
    """A row that is missing, a default that differs, words that differ, a path that does not exist: each is listed."""
    text = PROBLEM.read_text("utf-8")
    for right, wrong, listed in (
        ("| `friendship` |", "| `friends` |", ["friendship: no row"]),
        ("| are friends |", "| like each other |", ["pair_friendship: | are friends"]),
        (
            "office at a host in the last 5 years",
            "office at a host in the last 4 years",
            ["past_tie: | worked or held"],
        ),
        ("| an early window | 2 |", "| an early window | 3 |", ["earlier: | 2 |"]),
        ("`rest_days` (14)", "`rest_days` (10)", ["rest: (14)"]),
        ("| `fresh` |", "| `freshly` |", ["fresh: no row"]),
        ("### `fresh`", "### `freshly`", ["fresh: no section"]),
        ("`src/teamforge/spec/catalogue.py`", "`src/teamforge/rules.py`", ["src/teamforge/rules.py"]),
    ):
        assert text.count(right) == 1, right
        found = list(_untrue_of_the_problem(text.replace(right, wrong)))
        assert len(found) == len(listed)
        assert all(each.startswith(start) for each, start in zip(found, listed, strict=True)), found


def _untrue_of_the_problem(text: str) -> Iterator[str]:
    """Yield what the page lacks of the rulebook, and the paths on it that do not exist."""
    rows = {line.split("`")[1]: line for line in text.splitlines() if line.startswith("| `")}
    for name, cells in _rows_of_the_problem().items():
        row = rows.get(name)
        yield from [f"{name}: no row"] if row is None else [f"{name}: {cell}" for cell in cells if cell not in row]
    yield from (f"{name}: no section" for name in RULEBOOK.criteria if f"### `{name}`" not in text)
    paths = set(re.findall(r"`(src/[\w./]+)`", text))
    homes = {
        "conflicts/rules": RULEBOOK.conflicts,
        "verify/conflicts": RULEBOOK.conflicts,
        "problem/criteria": RULEBOOK.criteria,
        "verify/criteria": RULEBOOK.criteria,
    }
    paths |= {f"src/teamforge/{home}/{name}.py" for home, names in homes.items() for name in names}
    yield from sorted(path for path in paths if not (ROOT / path).exists())


def _rows_of_the_problem() -> dict[str, tuple[str, ...]]:
    """Return what the row of each rule must say."""
    conflicts = {
        rule.name: (
            f"| {rule.reason} |",
            f"| {rule.strength} |",
            *([f"within {rule.years} years"] if rule.years else []),
            *([", ".join(rule.kinds)] if rule.kinds else []),
        )
        for rule in RULEBOOK.conflicts.values()
    }
    criteria = {rule.name: (f"| {rule.meaning} |", f"| {rule.weight} |") for rule in RULEBOOK.criteria.values()}
    bars = {
        rule.name: (rule.meaning, *([f"({rule.rest_days})"] if rule.rest_days else []))
        for rule in RULEBOOK.bars.values()
        if rule.meaning
    }
    bounds = {rule.name: (rule.meaning,) for rule in RULEBOOK.bounds.values()}
    return {**bars, **bounds, **conflicts, **criteria}


@pytest.mark.parametrize("table", SCHEMA)
def test_the_pages_have_every_column(table: str) -> None:
    """The problem page names every column; the page on personal data every column about people."""
    problem = PROBLEM.read_text("utf-8")
    row = next(line for line in problem.splitlines() if line.startswith(f"| `{table}` | "))
    personal = PERSONAL.read_text("utf-8")
    for column in SCHEMA[table]:
        assert f"`{column.name}`" in row, column.name
        if table == "peers":
            assert re.search(rf"`(peers\.)?{column.name}`", personal), column.name
    assert table in personal or table == "relations"


def test_figures_of_tests_are_those_of_the_last_run() -> None:
    """What the page says of mutants and relations is what their records say."""
    page = (DOCS / "tested.md").read_text("utf-8")
    mutants = (ROOT / "tests" / "mutants" / "RESULTS.md").read_text("utf-8")
    found = re.search(r"\*\*(\d+) mutants, (\d+) killed", mutants)
    assert found
    assert f"{found[1]} mutants, {found[2]} killed" in page
    relations = (ROOT / "tests" / "property" / "FULL_RUN.md").read_text("utf-8")
    found = re.search(r"\*\*(\d+) relations, (\d+) examples each", relations)
    assert found
    assert f"has {found[1]} of them" in page
    assert f"{found[2]} examples each" in page
