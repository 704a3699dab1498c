"""The list of mutants does not rot, and the tests notice three of them here and now."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

import teamforge
from tests.mutants.mutants import FAST, MUTANTS
from tests.mutants.run import FIRST, Copy, nearest

SOURCE = Path(teamforge.__file__).parent


def test_names_and_changes_are_unique() -> None:
    """Each mutant is another one, and there are at least fifty."""
    assert len(MUTANTS) >= 50
    assert [name for name, count in Counter(mutant.name for mutant in MUTANTS).items() if count > 1] == []
    assert len({(mutant.file, mutant.old, mutant.new) for mutant in MUTANTS}) == len(MUTANTS)


def test_every_mutant_can_be_made() -> None:
    """Its old text stands in its file exactly once, and the new text makes another program."""
    texts = {file: (SOURCE / file).read_text(encoding="utf-8") for file in {mutant.file for mutant in MUTANTS}}
    programs = {file: ast.dump(ast.parse(text)) for file, text in texts.items()}
    rotten = []
    for mutant in MUTANTS:
        text = texts[mutant.file]
        changed = ast.parse(text.replace(mutant.old, mutant.new))
        if text.count(mutant.old) != 1 or ast.dump(changed) == programs[mutant.file]:
            rotten.append(mutant.name)
        assert mutant.file.partition("/")[0] in FIRST
    assert rotten == []


@pytest.mark.slow
def test_fast_mutants_are_killed() -> None:
    """By the tests next to them; without any mutant those pass."""
    fast = [mutant for mutant in MUTANTS if mutant.name in FAST]
    assert len(fast) == len(FAST)
    near = {nearest(mutant) for mutant in fast}
    with Copy() as copy:
        assert copy.failing(sorted(near))[0] is None
        outcomes = [copy.kill(mutant) for mutant in fast]
    assert [outcome.mutant.name for outcome in outcomes if outcome.killed_by is None] == []
