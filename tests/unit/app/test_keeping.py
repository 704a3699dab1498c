"""What was tried is kept in the challenge's own file, and everything else in it stays."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import teamforge
from teamforge.app import drafts
from teamforge.app.keeping import keep
from teamforge.challenge import Challenge
from teamforge.demo import FOLDER

TEXT = (FOLDER / "challenge.toml").read_text(encoding="utf-8")
WAIVER = {"peer": "P010", "rule": "declaration", "by": "A. Person", "reason": "it is in the post", "on": "2027-01-11"}


def steps(challenge: Challenge) -> dict[str, drafts.Step]:
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
    keep(path, before, now)
    assert teamforge.read_challenge(path) == now
    assert now != before


def test_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "challenge.toml"
    path.write_text(TEXT, encoding="utf-8")
    before = teamforge.read_challenge(path)
    now = before
    for what in ("exclude", "waive", "weigh", "pin"):
        now = steps(now)[what].apply(now)
    keep(path, before, now)
    written = path.read_text(encoding="utf-8")
    comments = [line[line.index("#") :] for line in TEXT.splitlines() if "#" in line]
    assert comments
    assert [comment for comment in comments if comment not in written] == []
    squeezed = written.replace(" ", "")
    gone = [line for line in TEXT.splitlines() if line.strip() and line.replace(" ", "") not in squeezed]
    assert gone == ["prevention = 9"]
