"""What was tried is kept in the challenge's own file, and everything else in it stays."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import teamforge
from teamforge.app import drafts, keeping
from teamforge.app.keeping import StaleError, keep, seal_of_file
from teamforge.challenge import Challenge
from teamforge.demo import FOLDER
from teamforge.tables.saving import save

TEXT = (FOLDER / "challenge.toml").read_text(encoding="utf-8")
WAIVER = {"peer": "P010", "rule": "declaration", "by": "A. Person", "reason": "it is in the post", "on": "2027-01-11"}


def steps(challenge: Challenge) -> dict[str, drafts.DraftStep]:
    return {
        "pin": drafts.pinned(challenge, "vcs", "P058"),
        "unpin": drafts.unpinned(challenge, "manager"),
        "exclude": drafts.excluded(challenge, "P010", 'is on leave; "back" in June'),
        "include": drafts.included(challenge, "P053"),
        "waive": drafts.waived(challenge, WAIVER),
        "unwaive": drafts.unwaived(challenge, 0),
        "weigh": drafts.weighed(challenge, {**challenge.scope, "prevention": 3}),
        "days": drafts.days(challenge, date(2027, 4, 19)),
    }


@pytest.mark.parametrize("what", list(steps(teamforge.read_challenge(FOLDER / "challenge.toml"))))
@pytest.mark.parametrize("kind", ["toml", "json"])
def test_the_file_says_what_was_tried(tmp_path: Path, what: str, kind: str) -> None:
    path = tmp_path / f"challenge.{kind}"
    before = teamforge.read_challenge(FOLDER / "challenge.toml")
    plain: Any = before.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    path.write_text(TEXT if kind == "toml" else json.dumps(plain), encoding="utf-8")
    now = steps(before)[what].apply(before)
    keep(path, seal_of_file(path), before, now)
    assert teamforge.read_challenge(path) == now
    assert now != before


def test_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "challenge.toml"
    path.write_text(TEXT, encoding="utf-8")
    before = teamforge.read_challenge(path)
    now = before
    for what in ("exclude", "waive", "weigh", "pin"):
        now = steps(now)[what].apply(now)
    keep(path, seal_of_file(path), before, now)
    written = path.read_text(encoding="utf-8")
    comments = [line[line.index("#") :] for line in TEXT.splitlines() if "#" in line]
    assert comments
    assert [comment for comment in comments if comment not in written] == []
    squeezed = written.replace(" ", "")
    gone = [line for line in TEXT.splitlines() if line.strip() and line.replace(" ", "") not in squeezed]
    assert gone == ["prevention = 9"]


def test_of_two_who_keep_at_once_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked at the same file; whoever comes second would undo what the first has kept."""
    path = tmp_path / "challenge.toml"
    path.write_text(TEXT, encoding="utf-8")
    before = teamforge.read_challenge(path)
    seal = seal_of_file(path)
    tried = [steps(before)[what].apply(before) for what in ("pin", "exclude")]

    def slowly(place: Path, content: bytes) -> None:
        time.sleep(0.2)
        save(place, content)

    monkeypatch.setattr(keeping, "save", slowly)

    def refused(now: Challenge) -> bool:
        try:
            keep(path, seal, before, now)
        except StaleError:
            return True
        return False

    with ThreadPoolExecutor(2) as both:
        told = list(both.map(refused, tried))
    assert sorted(told) == [False, True]
    assert teamforge.read_challenge(path) == tried[told.index(False)]
