"""The packaged example shows what it promises."""

from __future__ import annotations

import re
from collections import defaultdict

import teamforge
from teamforge.demo import FOLDER


def findings_by_rule() -> dict[str, set[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for finding in teamforge.find_conflicts(*teamforge.load_demo()).findings():
        found[finding.rule].add(finding.peers)
    return found


def test_the_readme_names_who_each_rule_fires_for() -> None:
    """The table of the example's README lists exactly the findings."""
    told = {}
    for rule, who in re.findall(r"^\| `(\w+)` \| ([^|]+) \|", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE):
        told[rule] = {tuple(re.findall(r"P\d+", entry)) for entry in who.split(",")}
    assert told == findings_by_rule()


def test_all_six_tables_are_filled() -> None:
    """No table of the example is empty."""
    pool, _ = teamforge.load_demo()
    tables = (pool.peers, pool.availability, pool.organisations, pool.relations, pool.interests, pool.engagements)
    assert all(len(table) > 0 for table in tables)
    assert not pool.warnings


def test_the_example_has_a_best_team_with_a_waived_conflict() -> None:
    """The best team is proved, fills all seven seats, and shows a conflict that a named person waived."""
    result = teamforge.compose(*teamforge.load_demo())
    assert result.status is teamforge.Status.OPTIMAL
    assert [member.seat for member in result.members] == list(result.challenge.seat_ids)
    assert [finding.effect for finding in result.findings] == ["waived"]
    assert not result.warnings
