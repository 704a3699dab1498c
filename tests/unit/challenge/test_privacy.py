"""Reasons, who decided and titles are shown by no error, no repr and no traceback."""

from __future__ import annotations

import io
import json
import traceback
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from rich.console import Console

from teamforge.challenge import Exclusion, Waiver
from teamforge.challenge.reading import read_challenge
from teamforge.errors import InputError

from .documents import WAIVER, document, read

CANARY = "canary-7f3a"
LONG = "x" * 500

LEAKS: list[dict[str, Any]] = [
    {"title": [CANARY]},
    {"title": {"text": CANARY}},
    {"title": CANARY, "id": ""},
    {"tilte": CANARY},
    {"exclude": CANARY},
    {"exclude": [CANARY]},
    {"exclude": {CANARY.replace("canary", "P"): CANARY}},
    {"exclude": [{"peer": "P1", "reason": {"why": CANARY}}]},
    {"exclude": [{"peer": "P1", "raeson": CANARY}]},
    {"exclude": [{"peer": "", "reason": CANARY}]},
    {"exclude": [{"peer": [CANARY], "reason": CANARY}]},
    {"waivers": [CANARY]},
    {"waivers": [{**WAIVER, "by": [CANARY]}]},
    {"waivers": [{**WAIVER, "by": CANARY, "reason": CANARY, "rule": "x"}]},
    {"waivers": [{**WAIVER, "by": CANARY, "reason": CANARY, "on": "2027-13-01", "until": 3}]},
    {"waivers": [{**WAIVER, "by": CANARY, "reason": CANARY, "other_peer": "P2"}]},
    {"waivers": [{**WAIVER, "reasons": CANARY}]},
    {"team_rules": [{"attribute": "political_group", "value": [CANARY], "max": 1}]},
    {"team_rules": [{"attribute": "political_group", "value": CANARY, "max": -1}]},
    {"team_rules": [{"attribute": "political_group", "value": CANARY, "min": 2, "max": 1}]},
    {"team_rules": [CANARY]},
]


def _told(error: BaseException) -> str:
    """Return all that a person may see of an error, its attributes and what it came from."""
    said = ["".join(traceback.format_exception(error)), str(error), repr(error), repr(vars(error))]
    return "\n".join([*said, *(_told(other) for other in (error.__cause__, error.__context__) if other is not None)])


@pytest.mark.parametrize("changes", LEAKS, ids=lambda changes: json.dumps(changes).replace(CANARY, "…"))
def test_no_error_shows_a_private_text(changes: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document(**changes)))
    for source in (path, document(**changes)):
        with pytest.raises(InputError) as caught:
            read_challenge(source)
        assert CANARY not in _told(caught.value)


@pytest.mark.parametrize("ending", ["toml", "json"])
def test_a_file_that_breaks_off_shows_nothing_of_itself(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_text(f'title = "{CANARY}\n' if ending == "toml" else f'{{"title": "{CANARY}\n')
    with pytest.raises(InputError) as caught:
        read_challenge(path)
    assert CANARY not in _told(caught.value)


def test_no_repr_shows_a_private_text() -> None:
    challenge = read(
        title=CANARY,
        exclude=[{"peer": "P1", "reason": CANARY}],
        waivers=[{**WAIVER, "by": CANARY, "reason": CANARY}],
    )
    assert repr(challenge) == str(challenge) == "<Challenge: here-2027 at H1, H2>"
    console = Console(file=io.StringIO(), width=200)
    console.print(challenge, challenge.waivers, challenge.exclude)
    assert isinstance(console.file, io.StringIO)
    shown = [console.file.getvalue(), f"{challenge.waivers} {challenge.exclude!r} {challenge!s}"]
    assert "P1" in shown[0]
    assert not any(CANARY in text for text in shown)


def test_a_part_built_by_itself_shows_nothing_either() -> None:
    with pytest.raises(ValidationError) as caught:
        Exclusion(peer="", reason=CANARY)
    assert CANARY not in str(caught.value)
    with pytest.raises(ValidationError) as caught:
        Waiver(**{**WAIVER, "by": [CANARY], "reason": CANARY, "rule": "x"})
    assert CANARY not in str(caught.value)


def test_a_long_text_is_cut() -> None:
    with pytest.raises(InputError) as caught:
        read(preset=LONG, pins={LONG: "P1"}, **{LONG: 1})
    assert LONG not in str(caught.value)
    assert {len(fault.value or "") for fault in caught.value.faults} == {61}
